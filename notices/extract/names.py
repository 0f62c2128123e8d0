"""What a thing is called: from the words around its date, the heading, the title."""

from __future__ import annotations

import re

from notices.extract.fold import Folded
from notices.extract.layout import Place
from notices.extract.moments import When

NAME_MAX = 40  # characters: a name fits on one line of a phone
_TITLE = re.compile(
    r"^.{0,30}?(?:关于)?(?:转发|印发)?(?:[^关于]{0,4})?(?:认真|切实|进一步)?(?:做好|举办|举行|召开|开展|组织开展|组织|启动|报送|填报|申报|参加|推荐|征集)?(.+?)(?:工作)?(?:安排|事项)?(?:的)?(?:紧急|补充|预备)?(?:通知|公告|通告|启事|须知|方案|安排|通报|预告)?$"
)
_LABEL = re.compile(r"([^,。;:、\n()]{2,24}?)(?:的)?(?:具体)?(?:时间|日期|期限)[^,。;:\d]{0,6}[:为是在于]*$")
_BEFORE = re.compile(r"([^,。;:\n]{2,30}?)(?:将|拟|定|预计|计划)*(?:集中|安排|定)?(?:于|在|为|是|:)*$")
_VERB = re.compile(
    r"(?:共同|联合|隆重|统一|正式|将)*(?:主办|举行|举办|召开|开展|启动|进行|组织|参加)(?!的)(?:了)?([^,。;:\n|(]{2,36})"
)
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,2}[)]|\d{1,2}[、.)]|[①-⑳])")
_EMPTY = re.compile(
    r"^(?:具体|活动|安排|有关|相关|工作|本次|此次|其中|并|时间|日程|日期|现|现将|拟|经研究|根据.*|兹|我校|我院|学校|学院|决定|现定|定|请.*|将|以及|和|与|各单位|记者.*|据.*|会议|报到)?$"
)
_TAIL = re.compile(r"^[,:| ]?(?:期间)?(?:为|是|,)?([^,。;:\n|(]{2,30})")


def title_subject(title: str) -> str:
    """`关于举办2031年科普周的通知` is about `2031年科普周`."""
    match = re.search(r"关于(?:认真|切实)?(?:做好|举办|举行|召开|开展|组织开展|组织申报|组织|启动|报送|填报|申报|参加|推荐|征集|印发|转发)?(.+)$", title)
    body = match[1] if match else title
    return re.sub(
        r"(?:工作)?(?:安排|事项|有关事项|相关事项)?(?:的)?(?:紧急|补充|预备)?(?:通知|公告|通告|启事|须知|通报|预告|函)[)）]?$", "", body
    ).strip(" 的") or title


def event_name(folded: Folded, when: When, place: Place, title: str) -> str:
    """The name of what happens at `when`."""
    text, at = folded.text, when.start
    for match in (_LABEL.search(place.lead), _VERB.search(place.tail), _BEFORE.search(place.lead)):
        if match is None:
            continue
        base = when.end if match.string is place.tail and match.re is _VERB else at - len(place.lead)
        name = _clean(folded.shown(base + match.start(1), base + match.end(1)))
        if not _EMPTY.match(name):
            return name
    tail = _TAIL.match(place.tail) or _TAIL.match(place.row)
    if tail:
        name = _clean(folded.shown(when.end + tail.start(1), when.end + tail.end(1)))
        if not _EMPTY.match(name):
            return name
    label = _clean(place.above if place.alone else "")
    if label and not _EMPTY.match(label.removesuffix("时间").removesuffix("安排")):
        return label.removesuffix("时间").strip(":：")
    _ = text
    return title_subject(title)[:NAME_MAX] if title else ""


def _clean(name: str) -> str:
    name = _NUMBER.sub("", name.strip(" :：,，、。"))
    name = re.sub(r"^(?:请|我校|我院|现|并|决定|经研究|兹)(?=.{4})", "", name)
    return name[:NAME_MAX]


_PLACE = re.compile(r"(?:地点|会场|考场|集合点)[:为]([^。;,\n|]{2,40})")
_AT = re.compile(r"^[^,。;\n]{0,6}?(?:,)?在([^,。;\n|]{2,30}?)(?:举行|召开|举办|进行|开展|集合|开幕|报到|参加)")


def event_place(folded: Folded, when: When, place: Place, paragraph: tuple[int, int]) -> str | None:
    """Where it happens: 在…举行 behind the date, or a 地点 in the same paragraph or right below."""
    match = _AT.match(place.tail)
    if match:
        return folded.shown(when.end + match.start(1), when.end + match.end(1))
    match = _PLACE.search(folded.text, *paragraph)
    return folded.shown(match.start(1), match.end(1)) if match else None
