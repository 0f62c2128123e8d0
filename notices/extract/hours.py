"""The hours that are told apart from their day: 时间:上午9:00-12:00 below it, 均为14:00 behind a list, a bracket."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from notices.extract import once, programme, stretches
from notices.extract.moments import When
from notices.extract.once import Found
from notices.extract.patterns import Pattern
from notices.extract.state import Notice, State

_REACH = 8  # lines between a day and its hours: what is farther is of something else
_SHORT = 12  # characters between a day and a bracket with its hours
_NAMED = (
    "活动|会议|比赛|竞赛|讲座|演出|考试|培训|课程|举行|举办|具体|开始|起止|开会|上课|拍摄|演练|典礼|答辩|宣讲|测试|放映"
    "|起跑|训练"
)
_ONSET = ("", "since")  # 14:00, 14:00开始
_EACH = Pattern(
    rf"(?:^|[,。;:、)])(?:(?:{_NAMED}|每[场天日次])?(?:时间)?(?:均|都|皆|统一)(?:为|于|在|是|从|自)?"
    r"|每[场次][为于在]?):?$"
)
"""时间均为, 每场: the hours of all that was listed."""
_ALL = Pattern(r"[,:]?[^,。;:]{0,2}(?:均|都)在[^。;]{2,40}$")
"""5月19日,5月20日,均在报告厅,8:30开赛: what follows holds for both."""
_LABEL = Pattern(
    rf"(?:^|[,。;、.)|])(?:(?:{_NAMED})?时间|起跑|开(?:始|讲|赛|演|播|场|幕|会))(?:仍|定|安排)?[:为于在是]{{0,2}}$"
)
_BEGINS = Pattern(
    r"(?!报到|签到|入场|检录|候场|集合)[^,。;]{0,10}?"
    r"(?:开(?:始|讲|赛|演|场|幕|考|营|馆)|起跑|准时|举行|召开|进行)(?!报到|签到|入场|检录|彩排|候场|集合)"
)
_GATHER = Pattern("报到|签到|入场|检录|候场|集合|彩排|开放")
_SAME = Pattern(r"(?:的)?,?(?:同一|同样的?|相同)(?:时间|时段|时刻)")


def lend(notice: Notice, state: State) -> None:
    """Give the days that were told without hours those that are told for them elsewhere."""
    clocks = [i for i, when in enumerate(notice.whens) if when.opens and when.mark in _ONSET and _is_clock(notice, i)]
    used = {held.at for held in state.events} if clocks else set()
    for index in clocks:
        if index not in notice.outside.spent and notice.whens[index].start not in used:
            _lent(notice, state.events, index)
    for at, held in enumerate(state.events):
        if _waits(held) and _SAME.match(held.told):
            _as_before(state.events, at)


def _is_clock(notice: Notice, index: int) -> bool:
    """Whether a phrase names hours and no day; of 均为周四15:00 the day is known."""
    when = notice.whens[index]
    return not when.days or (when.token == "week" and bool(_EACH.search(notice.around[index].lead)))


def _lent(notice: Notice, events: list[Found], index: int) -> None:
    when, place = notice.whens[index], notice.around[index]
    behind = bisect_right([held.at for held in events], when.start)  # in the order of the text
    if _EACH.search(place.lead):
        for at in _listed(notice, events, behind, index):
            events[at] = _at_hours(events[at], when)
    elif behind and _waits(events[behind - 1]) and _belongs(notice, events, behind - 1, index):
        for at in _listed(notice, events, behind, index) if _ALL.match(place.lead) else (behind - 1,):
            events[at] = _at_hours(events[at], when)
    elif behind and _waits(held := events[behind - 1]) and not any(it.session for it in events[behind : behind + 1]):
        told = programme.hours(notice, held, index)
        events[behind - 1] = _at_hours(held, replace(when, opens=told.opens, closes=told.closes)) if told else held


def _waits(held: Found) -> bool:
    """Whether an event is a single day of which no hour is told, and at which there are hours to ask for."""
    event = held.event
    first = once.day(event.start)
    if not event.all_day or first is None or held.since or held.swaps or event.kind == "holiday":
        return False
    return first == once.day(event.end)


def _line(notice: Notice, held: Found) -> int:
    return bisect_right([line.start for line in notice.lines], held.at) - 1


def _listed(notice: Notice, events: list[Found], behind: int, index: int) -> Sequence[int]:
    """The days that a clock for all of them is about: those right before it, else those right below it."""
    line = notice.around[index].line
    out: list[int] = []
    for at in range(behind - 1, -1, -1):
        if not _waits(events[at]) or line - _line(notice, events[at]) > _REACH + len(out):
            break
        out.append(at)
    own = [at for at in out if events[at].sentence == notice.around[index].start]
    if own:
        return own
    for at in range(behind, len(events) if not out else 0):
        if not _waits(events[at]) or _line(notice, events[at]) - line > _REACH + len(out):
            break
        out.append(at)
    return out


def _belongs(notice: Notice, events: list[Found], at: int, index: int) -> bool:
    """Whether a clock tells when that begins which was named last."""
    when, place, held = notice.whens[index], notice.around[index], events[at]
    between = notice.folded.text[held.at : when.start]
    if held.sentence == place.start:
        if place.lead.endswith("(") and place.tail.startswith(")"):
            return len(place.lead) <= _SHORT and "," not in place.lead
        starts = when.mark == "since" and not _GATHER.search(place.lead.rpartition(",")[2][-6:] + place.tail[:6])
        return starts or bool(_LABEL.search(place.lead) or _BEGINS.match(place.tail))
    if not _LABEL.search(place.lead) or between.count("\n") > _REACH:
        return False
    only = all(it is held or not _waits(it) for it in events[: at + 1])
    return only or _line(notice, held) + 1 >= place.line


def _at_hours(held: Found, when: When) -> Found:
    day = held.event.start
    if day is None:
        return held
    last = stretches.at(day, when.closes) if when.closes else None
    first = stretches.at(day, when.opens)
    return held._replace(event=held.event._replace(start=first, end=last, all_day=False))


def _as_before(events: list[Found], at: int) -> None:
    """6月13日同一时间: as long and at the same clock as what was told before."""
    day = once.day(events[at].event.start)
    for held in reversed(events[:at]):
        start, end = held.event.start, held.event.end
        if isinstance(start, datetime) and day is not None:
            shift = day - start.date()
            last = end + shift if isinstance(end, datetime) else None
            event = events[at].event._replace(start=start + shift, end=last, all_day=False)
            events[at] = events[at]._replace(event=event)
            return
