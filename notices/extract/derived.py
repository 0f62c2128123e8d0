"""Days counted from another day of the notice: 典礼结束次日, 答辩后三天内. The other day must be named in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from notices.extract.numerals import number
from notices.extract.patterns import Pattern

_THING = (
    "典礼|仪式|会议|大会|年会|活动|比赛|竞赛|大赛|答辩|考试|讲座|宣讲会?|培训|演出|报告会|开题|放假|假期|报名|报到|运动会"
    "|展览|实习|检查|评审"
)
_COUNTED = Pattern(
    rf"(?P<thing>{_THING})(?:会)?(?:工作)?(?:结束|举行|召开|闭幕|完成)?(?:之?后)?的?(?:"
    r"(?P<next>次日|翌日|第二天)|(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<unit>工作日|天|日|周|星期)(?:之内"
    r"|以内|内))"
)
_COUNTED_AT_ALL = Pattern("次日|翌日|第二天|内(?<=[日天周期以之]内)")
_BEFORE_AT_ALL = Pattern("前[一二两三四五六七1-7][天日]")
_ISSUED = Pattern(
    r"(?:从|自)?(?:收到)?本?(?:通知|公告|通告|文件|公示)?(?:发布|印发|下发|公布|发文|公示|通知)之?日(?:起|后)(?:的|,)?"
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<unit>工作日|天|日|周|星期)(?:之内|以内|内)"
)
_ISSUED_AT_ALL = Pattern("日[起后](?:的|,)?(?:\\d|[一二两三四五六七八九十])")
"""To look for this first is a hundred times as quick."""
_ISSUE_MAX = 9  # characters before it (自收到本通知印发之)
THING_BEFORE = Pattern(
    rf"(?P<thing>{_THING}|[\u4e00-\u9fff]{{2,4}}(?=结束|闭幕))(?:会)?(?:工作)?(?P<over>结束|闭幕)?(?:举行|召开|完成)?(?:之?后)?的?$"
)
ISSUED = "issued"
"""The thing of a phrase that counts from the day of the notice itself."""
_DAYS_BEFORE = (
    r"(?P<thing>初赛|复赛|半决赛|决赛|预赛|比赛|考试|答辩|典礼|开幕式?|会议|大会|讲座|培训|演出|彩排|报到|活动|开[讲课考赛])(?:开始)?的?"
    r"前(?P<n>[一二两三四五六七1-7])[天日]"
)
COUNTED_BACK = Pattern(_DAYS_BEFORE + "$")
_BEFORE = Pattern(
    _DAYS_BEFORE + r"(?P<clock>(?:[01]?\d|2[0-4]):[0-5]\d|(?:[01]?\d|2[0-4])[点时](?!间))?(?:之|以)?前?"
)
_LONG_MAX = 60  # days: what is due later than that after an event has its own date


class Counted(NamedTuple):
    """A phrase that counts from `thing`: so many days, or so many working days."""

    start: int
    end: int
    thing: str
    days: int
    working: bool
    clock: time | None = None
    """Of the day, where it is said (初赛前一天22:00前)."""


def counted(text: str) -> Iterator[Counted]:
    """The phrases of `text` that count from an event it names."""
    for match in _COUNTED.finditer(text) if _COUNTED_AT_ALL.search(text) else ():
        if match["next"]:
            yield Counted(match.start(), match.end(), match["thing"], 1, False)
            continue
        days = _days(match)
        if days:
            yield Counted(match.start(), match.end(), match["thing"], days, match["unit"] == "工作日")
    for match in _BEFORE.finditer(text) if _BEFORE_AT_ALL.search(text) else ():
        clock = match["clock"]
        hour, _, minute = (clock or "").rstrip("点时").partition(":")
        at = time(int(hour) % 24, int(minute or 0)) if clock else None
        yield Counted(match.start(), match.end(), match["thing"], -_days_of(match["n"]), False, at)
    first = _ISSUED_AT_ALL.search(text)
    for match in _ISSUED.finditer(text, max(0, first.start() - _ISSUE_MAX)) if first else ():
        days = _days(match)
        if days and not match[0].startswith(("收到", "自收到", "从收到")):
            yield Counted(match.start(), match.end(), ISSUED, days, match["unit"] == "工作日")


def _days(match: re.Match[str]) -> int:
    """How many days a phrase counts; 0 for more than is believed."""
    days = _days_of(match["n"])
    days *= 7 if match["unit"] in ("周", "星期") else 1
    return days if days <= _LONG_MAX else 0


def _days_of(written: str) -> int:
    return number(written.replace("两", "二")) or 0


def due(phrase: Counted, named: Sequence[tuple[str, date]], after: Callable[[date, int], date | None]) -> date | None:
    """The day a phrase means, if exactly one event is called by its thing. `after` counts working days."""
    days = {day for name, day in named if phrase.thing.rstrip("会") in name}
    if len(days) != 1:
        return None
    (base,) = days
    return after(base, phrase.days) if phrase.working else base + timedelta(days=phrase.days)
