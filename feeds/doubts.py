"""What in a reading an organiser must decide before anyone is told: which dates may be wrong, and what else they may
be. Nothing is repaired here: a doubt only lists the choices. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.keydates import closing, deadline, event
from notices.extract import lunar
from notices.model import Doubt, DoubtKind, KeyDate
from notices.reading import CONFIDENT, Deadline, Event, Moment, Reading

DOUBTS_MAX = 6  # of one notice: where more is doubtful, the notice is to be read and not to be asked about
QUOTE_CHARS_MAX = 120  # of the sentence that is shown: enough to decide by, on a phone
LATE = 0.6  # the confidence of a deadline that lies before the day of publication
NEARBY = 6  # characters around a date in which its weekday may stand
YEARS_ON = (1,)  # the years after the one that was read which a date without a year may mean

_ASKED = ("no_year", "no_such_day")
_DAY = re.compile(r"(\d{1,2})(\s*月\s*)(\d{1,2})(?=\s*[日号])")
_YEAR = re.compile(r"\d{4}|[一二〇零○]{2}[〇零○一二三四五六七八九]{2}年|\d{2,3}年")
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜|週)([一二三四五六日天])|[(（]([一二三四五六日])[)）]|\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b"
)
_WEEKDAYS = {char: place for place, char in enumerate("一二三四五六日", 1)} | {"天": 7} | {
    name: place for place, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), 1)
}
_STOP = re.compile(r"[。！？；!?;\n]|\.(?=\s)")


Finding = Event | Deadline


@dataclass(frozen=True, slots=True)
class Span:
    """When a finding is: an event's two ends, a deadline's one."""

    start: Moment | None
    end: Moment | None


def late(reading: Reading) -> Reading:
    """The reading, unsure of every deadline that lies before the day it was published."""
    on = reading.published
    if on is None:
        return reading
    owed = tuple(
        it._replace(confidence=min(it.confidence, LATE)) if _day(it.due) < on else it for it in reading.deadlines
    )
    return reading._replace(deadlines=owed)


def needs_another_look(reading: Reading) -> bool:
    """Something in it could be read if only a year were known, or the day were there."""
    return any(it.why in _ASKED for it in reading.unresolved)


def mended(text: str) -> str:
    """The text with days that no calendar has made the last of their month, each as long as it was."""
    return _DAY.sub(_last_of_month, text)


def _last_of_month(match: re.Match[str]) -> str:
    month, on = int(match[1]), int(match[3])
    if not 1 <= month <= 12 or on <= monthrange(2024, month)[1]:  # 2024: 29 February may be right
        return match[0]
    return f"{match[1]}{match[2]}{28 if month == 2 else monthrange(2024, month)[1]}"


def found(reading: Reading, again: Reading, text: str, today: date, zone: ZoneInfo) -> tuple[Doubt, ...]:
    """The doubts of a reading, in the order of the text. What can only be past is not worth a question. `again` is the
    reading of the mended text as if it had been published today."""
    doubts = [*_of_findings(reading, text, zone), *_of_unresolved(reading, again, text, zone)]
    asked: dict[tuple[str, str], Doubt] = {}
    for _, doubt in sorted(doubts, key=lambda it: it[0]):
        ahead = tuple(choice for choice in doubt.choices if _last(choice, zone) >= today)
        if ahead:
            doubt = replace(doubt, choices=ahead) if doubt.why == "year" else doubt
            asked.setdefault((doubt.quote, doubt.phrase), doubt)
    return tuple(asked.values())[:DOUBTS_MAX]


def _last(choice: KeyDate, zone: ZoneInfo) -> date:
    return (choice.ends_at or choice.anchor).astimezone(zone).date()


# What was read, but not surely ------------------------------------------------------------------------------------


def _of_findings(reading: Reading, text: str, zone: ZoneInfo) -> Iterator[tuple[int, Doubt]]:
    owed = [it for it in reading.deadlines if it.confidence < CONFIDENT]
    held = {it.evidence.start for it in owed}
    events = [it for it in reading.events if it.confidence < CONFIDENT and it.evidence.start not in held]
    findings: tuple[Finding, ...] = (*owed, *events)
    for it in findings:
        why, spans = _options(it, text, reading.published)
        quote = sentence(text, it.evidence.start, it.evidence.end)
        yield it.evidence.start, Doubt(why, quote, _choices(it, spans, zone))


def _options(it: Finding, text: str, published: date | None) -> tuple[DoubtKind, list[Span]]:
    """Why it is doubtful, and when it may be: as it was read first."""
    read = _when(it)
    dated = bool(_YEAR.search(it.evidence.text))
    other = _by_weekday(read, _weekdays(it, text))
    if other is not None:
        return "weekday", [read, other, *([] if _YEAR.search(text) else _same_weekday_year(read, other))]
    if (moon := _by_moon(read, it.evidence.text)) is not None:
        return "lunar", [read, moon]
    if isinstance(it, Deadline) and published and _day(it.due) < published:
        return "past", [read, *filter(None, [_years_on(read, 1)])]
    if not dated:
        return "year", [read, *filter(None, (_years_on(read, years) for years in YEARS_ON))]
    return "unsure", [read]


def _by_moon(read: Span, words: str) -> Span | None:
    """The span on the lunar day that stands in its words, near the day that was read; None where they agree."""
    moon = lunar.named_in(words)
    first = read.start or read.end
    if moon is None or first is None or (read.start and read.end and _day(read.start) != _day(read.end)):
        return None
    if lunar.is_on(moon, _day(first)):
        return None
    days = [it for year in (_day(first).year - 1, _day(first).year) if (it := lunar.solar(year, *moon))]
    if not days:
        return None
    by = min(days, key=lambda it: abs(it - _day(first))) - _day(first)
    return Span(read.start and read.start + by, read.end and read.end + by)


def _weekdays(it: Finding, text: str) -> list[int]:
    """The weekdays that stand in a date, or else right beside it."""
    inside = _WEEKDAY.findall(it.evidence.text)
    near = text[max(0, it.evidence.start - NEARBY) : it.evidence.end + NEARBY]
    return [_WEEKDAYS[next(filter(None, names))] for names in inside or _WEEKDAY.findall(near)]


def _by_weekday(read: Span, weekdays: Sequence[int]) -> Span | None:
    """The span with each end that its weekday contradicts moved to that weekday, the nearest one; None if nothing
    is contradicted."""
    ends = [moment for moment in (read.start, read.end) if moment is not None]
    if read.start and read.end and _day(read.start) == _day(read.end):
        ends = ends[:1]
    if len(weekdays) != len(ends) or all(_day(m).isoweekday() == w for m, w in zip(ends, weekdays, strict=True)):
        return None
    moved = [_nearest(moment, weekday) for moment, weekday in zip(ends, weekdays, strict=True)]
    if len(ends) == 1 and read.start and read.end:  # both ends on one day
        return Span(moved[0], read.end + (_day(moved[0]) - _day(read.start)))
    return Span(moved[0] if read.start else None, moved[-1] if read.end else None)


def _nearest(moment: Moment, weekday: int) -> Moment:
    return moment + timedelta(days=(weekday - _day(moment).isoweekday() + 3) % 7 - 3)


def _same_weekday_year(read: Span, other: Span) -> list[Span]:
    """The date of the next year, if the weekday is right there: then it is the year that was misread."""
    next_year, first = _years_on(read, 1), read.start or read.end
    if next_year is None or first is None:
        return []
    said, there = other.start or other.end, next_year.start or next_year.end
    assert said is not None and there is not None
    return [next_year] if _day(there).isoweekday() == _day(said).isoweekday() else []


def _years_on(read: Span, years: int) -> Span | None:
    """The span so many years later; None where 29 February has no such year."""
    try:
        start, end = (m and m.replace(year=m.year + years) for m in (read.start, read.end))
    except ValueError:
        return None
    return Span(start, end)


def _choices(it: Finding, spans: Sequence[Span], zone: ZoneInfo) -> tuple[KeyDate, ...]:
    dates = []
    for span in spans:
        if isinstance(it, Deadline):
            assert span.end is not None
            dates.append(deadline(it._replace(due=span.end), zone))
        else:
            moved = it._replace(start=span.start, end=span.end)
            dates.append(closing(moved, zone) if it.kind == "window" and span.end else event(moved, zone))
    return tuple(dict.fromkeys(dates))


# What could not be read -------------------------------------------------------------------------------------------


def _of_unresolved(reading: Reading, again: Reading, text: str, zone: ZoneInfo) -> Iterator[tuple[int, Doubt]]:
    at = 0
    for it in reading.unresolved:
        if it.why not in _ASKED:
            continue
        at = max(text.find(it.text, at), 0)
        findings: tuple[Finding, ...] = (*again.deadlines, *again.events)
        same = next((f for f in findings if f.evidence.start < at + len(it.text) and f.evidence.end > at), None)
        if same is None:
            continue
        read = _when(same)
        spans = [read] if it.why == "no_such_day" else [read, *filter(None, (_years_on(read, n) for n in YEARS_ON))]
        dates = tuple(replace(d, evidence=it.text, confidence=LATE) for d in _choices(same, spans, zone))
        quote = sentence(text, at, at + len(it.text))
        yield at, Doubt("no_such_day" if it.why == "no_such_day" else "year", quote, dates)


def _when(it: Finding) -> Span:
    return Span(it.start, it.end) if isinstance(it, Event) else Span(None, it.due)


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, on one line; cut where it is long, never inside the span's own end."""
    before = [match.end() for match in _STOP.finditer(text, max(0, start - 2 * QUOTE_CHARS_MAX), start)]
    after = _STOP.search(text, end)
    first, last = before[-1] if before else max(0, start - 2 * QUOTE_CHARS_MAX), after.start() if after else len(text)
    if last - first > QUOTE_CHARS_MAX:
        first = max(first, start - QUOTE_CHARS_MAX // 2)
        last = min(last, first + QUOTE_CHARS_MAX)
    return " ".join(text[first:last].split())


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
