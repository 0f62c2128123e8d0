"""Which stretches of days the days of a phrase are, and when an event begins and ends on them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from notices.extract import numerals, runs, words, years
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.role import Role
from notices.extract.tokens import HALVES
from notices.reading import Moment

SERIES_MIN = 4  # days named one by one: as many are one series with several dates
_RECURS = Pattern("每[周月日天]")
_APART = Pattern("上班(?!时间)|[上补]课|[的]课|课表|分别|各(?![学单部院班系校位园区县镇街市家])")


def spans(when: When, found: list[years.Dated], place: Place) -> list[tuple[date, date | None]]:
    """The spans of a phrase: its two ends, a run of days, or each day for itself."""
    if when.spans or when.now:
        ended = bool(when.days[-1].day or when.days[-1].word)
        return [(found[0].day, found[-1].day if ended else None)]
    if "分别" in place.tail[:4]:
        return [(it.day, it.day) for it in found]
    if len(found) >= SERIES_MIN or _RECURS.search(place.lead):
        named = runs.of([it.day for it in found])
        together = len(named) == 1 or any(len(run) == 1 for run in named)
        return [(found[0].day, found[-1].day)] if together else [(run[0], run[-1]) for run in named]
    near = place.tail[:20] + ("" if place.lead.endswith(("(", ",")) else place.lead[-4:])
    if (when.closes or not when.opens) and not _APART.search(near):
        return [(run[0], run[-1]) for run in runs.of([it.day for it in found])]
    return [(it.day, it.day) for it in found]


def with_weekend(day: date) -> tuple[date, date]:
    """A day off beside a weekend that is taken together with it."""
    weekday = day.isoweekday()
    if weekday <= 2:
        return day - timedelta(days=weekday + 1), day
    return day, day + timedelta(days=max(0, 7 - weekday))


def ends(
    when: When, start: date, end: date | None, role: Role, named: int
) -> tuple[Moment | None, Moment | None]:
    """The moments of an event: it may be open at one end."""
    opens, closes = (None, when.closes or when.opens) if when.now else (when.opens, when.closes)
    first: Moment | None = at(start, opens)
    last: Moment | None = None if end is None else at(end, closes)
    if when.mark == "since" or role.starts_only or (opens and not closes and start == end):
        last = None
    if role.ends_only:
        return None, at(end or start, closes or opens)
    if when.now and named == 1:
        first = None
    return first, last


_LASTS = Pattern(
    r"[^,。;\d()]{0,10}[,(][^,。;\d()]{0,6}(?:为期|历时|工期|会期|展期|连续|持续)(?:约|共|为|:)?"
    r"(?P<n>[二两三四五六七八九十]|十[一二三四五]|[2-9]|[12]\d)[天日](?=[,。;)]|$)"
)
"""6月3日开始,为期两天."""


def last_of(when: When, place: Place, start: date) -> date | None:
    """The last day of what begins on a day and is said to last so many."""
    told = _LASTS.match(place.tail) if not (when.spans or when.opens or when.half) else None
    return start + timedelta(days=(numerals.number(told["n"].replace("两", "二")) or 1) - 1) if told else None


def half(when: When) -> int:
    if when.opens and not when.spans:
        return 1 if when.opens.hour < 12 else 2
    return 0 if not when.half else 1 if HALVES[when.half] == 0 else 2


def turns(when: When, place: Place) -> int:
    """1 where something stops on a day, -1 where it goes on again or opens."""
    if when.spans:
        return 0
    told = place.tail.lstrip(",").partition(",")[0]
    if when.mark == "since":
        return 1 if when.opens and words.STOPS.search(told) else -1
    if words.STOPS.search(told) or when.mark == "until" or words.CLOSES.match(told):
        return 1
    return -1 if words.RESUMES.search(told) or words.SYSTEM_OPENS.search(told) else 0


def at(day: date, clock: time | None) -> Moment:
    """The moment of a day, or the day where no hour is told."""
    return datetime.combine(day, clock) if clock else day
