"""The hours of a day that are told step by step behind it: 11月8日会议。1:00报到。2:30预备会议。3:00正式会议。"""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from notices.extract import layout
from notices.extract.moments import When
from notices.extract.once import Found
from notices.extract.patterns import Pattern
from notices.extract.state import Notice

_STEP = Pattern(
    r"[,:]?(?![^,。;\n]{0,6}(?:恢复|平时|之间|以内|照常|食堂|供应|办公|值班|咨询|营业))[\u4e00-\u9fff“《(]{2}"
)
"""What begins at an hour."""
_HOURS_ALONE = Pattern(r"[\d:~,、至到 -]|[上下中]午|晚上?|点半?")
"""上午8:30—11:30,下午13:30—16:30: a sentence of nothing else is the hours of the day."""
_BULLETS = " -·•*◆●■(①②③④⑤⑥⑦⑧⑨⑩123456789.、)"
_LEADS_ON = Pattern(
    r"[^,。;:\n]{0,12}(?:地点|地址|会场|场地):[^。;\n]{0,40}"
    r"|[^,。;:\n]{0,12}(?:日程|议程|流程|程序|安排|时间表)(?:安排)?(?:如下)?:?"
)
"""What may stand between a day and its hours: where it is, and that the programme follows."""
_STOPS = Pattern(r"[。;!?\n|]")
_OVER = Pattern(r"[,:]?(?:活动|会议)?(?:返[校回程园]|结束|散会|离[会校园])")
_NOON, _AFTERNOON = 12, range(1, 5)  # hours: who writes 1:00报到 means the afternoon; 5:00 may be either
_STEPS_MAX = 24  # of one day
_BETWEEN_MAX = 120  # characters between a day and its hours


class Hours(NamedTuple):
    """When a day's programme begins, and when it is over if that is told."""

    opens: time
    closes: time | None


def hours(notice: Notice, held: Found, index: int) -> Hours | None:
    """The hours of the programme of `held` that begins with the clock at `index`; None where that begins none."""
    text, first = notice.folded.text, notice.whens[index]
    end = layout.sentence(text, held.at, held.at)[1]
    if end > first.start or not _is_step(notice, index) or not _leads_on(text[end : _begins(notice, index)]):
        return None
    if text[first.start] == "0" and first.opens and first.opens.hour in _AFTERNOON:
        return None  # who writes 02:15 means the night
    opens = _after(first, first.opens, time(_NOON) if held.half > 1 else None)
    if opens is None or (held.half == 1 and opens.hour >= _NOON):
        return None
    last, at = index, opens
    for later in range(index + 1, min(len(notice.whens), index + _STEPS_MAX)):
        then = _after(notice.whens[later], notice.whens[later].opens, at) if _is_step(notice, later) else None
        if then is None or notice.whens[later].mark:
            break
        last, at = later, then
    return Hours(opens, _closes(notice, last, opens, at))


def _leads_on(between: str) -> bool:
    """Whether nothing else is told between a day and its hours."""
    told = (it.strip(_BULLETS) for it in _STOPS.split(between))
    return len(between) <= _BETWEEN_MAX and all(not it or _LEADS_ON.fullmatch(it) for it in told)


def _begins(notice: Notice, index: int) -> int:
    """Where the line or the sentence of a clock begins."""
    return notice.whens[index].start - len(notice.around[index].lead)


def _is_step(notice: Notice, index: int) -> bool:
    """Whether a clock begins its line or sentence and says what begins then."""
    when, place = notice.whens[index], notice.around[index]
    lead = place.lead if place.lead_at == place.start or place.lead[-1:] != "," else ""  # 8:00出发,16:00返校
    told = _STEP.match(place.tail) or (when.closes and not _HOURS_ALONE.sub("", place.sentence))
    return bool(not when.days and when.opens and not lead.strip(_BULLETS) and told)


def _closes(notice: Notice, last: int, opens: time, at: time) -> time | None:
    """When the last step of a programme is over."""
    when = notice.whens[last]
    if when.closes:
        return _after(when, when.closes, at)
    return at if at > opens and _OVER.match(notice.around[last].tail) else None


def _after(when: When, clock: time | None, floor: time | None) -> time | None:
    """A clock as one of the afternoon where it must be: 1:00, or 2:00 behind 12:00; None where it is before `floor`."""
    if clock is None:
        return None
    early = clock.hour in _AFTERNOON or (floor is not None and clock < floor)
    shifts = early and 0 < clock.hour < _NOON and not when.half
    clock = clock.replace(hour=clock.hour + _NOON) if shifts else clock
    return None if floor is not None and clock < floor else clock
