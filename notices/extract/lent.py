"""What one phrase lends to another: the last of several groups its mark, a clock its half of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from notices.extract.moments import When
from notices.extract.patterns import Pattern

_NEXT_GROUP = Pattern(
    r"[、,][^,。;:、\d]{1,8}(?:[级届]|[学新老考]生|[学校]院|校区|专业|(?<!分)[组班类科]|教师|单位)(?:于|在)?"
)
_LENDS = frozenset(("before", "until"))
_NEAR = 40  # characters between two clocks of one half of the day
_EARLIEST, _LATEST = -60, 240  # minutes from a clock of the afternoon to another one that is told behind it
_APART = Pattern(r"[。;\n|]")
_ZERO = Pattern(r"\D*0\d:")  # who writes 02:15 means the night


def with_marks(text: str, whens: Sequence[When]) -> list[When]:
    """学生组5月4日、成人组5月11日前: both are bounded."""
    out = list(whens)
    for index in range(len(out) - 2, -1, -1):
        here, later = out[index], out[index + 1]
        takes = here.days and not here.spans and not here.mark
        if takes and later.days and later.mark in _LENDS and _NEXT_GROUP.fullmatch(text, here.end, later.start):
            out[index] = replace(here, mark=later.mark)
    return out


_OF_LAST = Pattern("[(,](?:其中)?最后一[天日]的?(?:截止)?(?:时间)?[为是至到于:]{0,2}")
"""6月3日-8日(最后一天截止时间12:00)."""
_ITS_HOUR = frozenset(("时间", "时间为", "时间是", "时间:", "时间为:", "时刻", "时刻为"))


def with_hours(text: str, whens: Sequence[When]) -> list[When]:
    """18日截止时间中午12:00: the hour is that of the bound."""
    out: list[When] = []
    for here in whens:
        last = out[-1] if out else None
        bound = last and last.mark == "until" and last.days and not last.opens and not last.spans
        if last and last.spans and not last.opens and here.opens and not here.days and _OF_LAST.fullmatch(
                text, last.end, here.start):
            out[-1] = replace(last, closes=here.opens)
            continue
        behind = last and (here.start < last.end or text[last.end : here.start] in _ITS_HOUR)
        if last and bound and behind and here.opens and not here.days:
            out[-1] = replace(last, end=here.end, opens=here.opens, closes=here.closes, half=here.half)
        else:
            out.append(here)
    return out


def with_halves(text: str, whens: Sequence[When]) -> list[When]:
    """下午2:30开会,请于2:15前签到: the second clock is of the afternoon, too."""
    out = list(whens)
    for index in range(1, len(out)):
        last, here = out[index - 1], out[index]
        if here.days or here.half or not here.opens or not last.half or not last.opens:
            continue
        if here.start - last.end > _NEAR or _APART.search(text, last.end, here.start) or _ZERO.match(text, here.start):
            continue
        opens = _in_afternoon(here.opens)
        if _EARLIEST <= _minutes(opens) - _minutes(last.opens) <= _LATEST:
            closes = _in_afternoon(here.closes) if here.closes else None
            out[index] = replace(here, opens=opens, closes=closes, half=last.half)
    return out


def _in_afternoon(clock: time) -> time:
    return clock.replace(hour=clock.hour + 12) if 0 < clock.hour < 12 else clock


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
