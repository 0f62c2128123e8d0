"""The groups of what people do by a date: deadlines of two groups are never one."""

from __future__ import annotations

from notices.extract import words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern

_GROUPS = (
    ("enrol", Pattern("报名|申报|申请|注册|登记|选题|预约|征稿|征文|征集|投稿|来稿")),
    ("fill", Pattern("录入|填|评教|测评|问卷|调查|网评")),
    ("pay", Pattern("费|款|存入")),
    ("choose", Pattern("选|退课")),
    ("hand", Pattern("[交送报发寄传递领还]")),
)


def group(when: When, place: Place) -> str:
    """The group of what is done by a date, as far as its own words tell: enrol, fill, pay, choose, hand."""
    for text in (place.tail[:60], place.row[:60], place.lead[-24:], place.above if place.alone else ""):
        found = words.SUBMIT.search(text) or words.HAND.search(text)
        if found:
            return next((name for name, pattern in _GROUPS if pattern.search(found[0])), "")
    return ""
