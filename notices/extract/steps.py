"""The step that a date is told for right beside it: 28日报到, 3月5日(初赛), 初赛:3月5日 among others of a cell."""

from __future__ import annotations

from notices.extract.layout import Place
from notices.extract.patterns import Pattern

_BEHIND = Pattern(r"[)]?(?:[上下中]午|晚上?|全天)?([\u4e00-\u9fff]{2,3})(?=[,。;)]|$)")
_STEPS = frozenset((
    "报到", "离会", "返程", "考察", "布展", "撤展", "开幕", "开幕式", "闭幕", "闭幕式", "入住", "面授", "答辩", "机试",
    "笔试", "面试", "口试", "培训", "放假", "上班", "上课", "返校", "返京", "离校", "到校",
))
"""6月28日报到,29日培训: each day its own step."""
_OF_NEXT = Pattern("[报報签]到|[离離返][会會校程]")
"""会期6月17日至19日,16日报到: what is told of the day behind is not told of the days before."""
_OF_NEXT_MAX = 12  # characters behind a day in which it is told
_BRACKET = Pattern(
    r"[(]([\u4e00-\u9fff]{0,6}(?:[初复终预决半总]赛|[初复终][审试评]|[笔面口机]试|答辩|路演|彩排|报到|开幕式?|闭幕式?|返程|布展|撤展"
    r"|第[一二三四五六]{1,2}[场期批轮次]|[上下]半场|(?<=..)组|校区|年级))[)]"
)
_IN_CELL = Pattern(r"(?:^|[,;、。/)])([\u4e00-\u9fff]{2,8})[::]?$")
_DATES = Pattern(r"\d[日号]|\d[./]\d")
_OF_TIME = Pattern("时间|日期|期限|截止|[起止]$|[至到于从自为和]$|[上下中]午")


def behind(place: Place) -> str:
    """The step that follows a date (6月28日报到); empty for none."""
    step = _BEHIND.match(place.tail)
    return step[1] if step and step[1] in _STEPS else ""


def is_of_next(place: Place) -> bool:
    """Whether what follows a date tells of another day."""
    return bool(_OF_NEXT.search(place.tail[:_OF_NEXT_MAX]))


def beside(text: str, place: Place) -> str:
    """The step in a bracket behind a date, or before one of several dates of a cell; empty for none."""
    bracket = _BRACKET.match(place.tail) if place.tail[:1] == "(" else None
    if bracket:
        return bracket[1]
    if not (place.left or place.row):
        return ""
    label = _IN_CELL.search(place.lead)
    if label is None or _OF_TIME.search(label[1]):
        return ""
    start, at = text.rfind("\n", 0, place.tail_at) + 1, place.tail_at
    start = max(start, text.rfind("|", start, at) + 1)
    ends = [it for it in (text.find("|", at), text.find("\n", at)) if it >= 0]
    cell = text[start : min(ends, default=len(text))]
    return label[1] if len(_DATES.findall(cell)) > 1 else ""


_PART = Pattern(r"(?:活动|专题|项目|环节|板块|单元|讲座|课程)[一二三四五六七八九十\d]{1,2}[:、 ]([^,。;:|\n]{3,24})$")
_PART_MAX = 3  # lines above a date in which the part it is of is told
_PART_NEAR = 120  # characters


def part(text: str, place: Place) -> str:
    """The numbered part of a programme (活动二:亲子沙龙) whose 时间: stands right above a date; empty for none."""
    if "时间" not in place.heading and "时间" not in place.lead:
        return ""
    lines = [it.strip() for it in text[max(0, place.start - _PART_NEAR) : place.start].split("\n") if it.strip()]
    found = (_PART.match(line) for line in reversed(lines[-_PART_MAX:]))
    return next((it[1] for it in found if it), "")
