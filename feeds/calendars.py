"""iCalendar (RFC 5545): events with their occurrences. Pure; the clock time is an argument.

Events are read one by one, each in a small calendar of its own with the time zones it names, so that a broken one is
a problem of its own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from feeds.dates import written
from feeds.model import FetchError, Trouble
from notices.model import KeyDate

AHEAD_DAYS = 400  # a yearly event is always in sight, with its lead times
BEHIND_DAYS = 1  # what ended yesterday can still have been moved
SERIES_AHEAD_DAYS = 90  # of a series: longer than anyone's lead time, and a daily one still makes no hundred rows
SERIES_MIN = 12  # dates; a series with fewer in that time is rare enough to be told for all the days ahead
DATES_MAX = 100  # of one series at a time, the soonest: a daily one has ninety in that time
UID_CHARS_SHOWN = 60  # of an event without a title
LAST_MINUTE = time(23, 59)  # when a day ends that is included

_TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BY(?:SECOND|MINUTE)=", re.I)
_DEFINING = (
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "SEQUENCE", "LOCATION",
)
_DAY = re.compile(r"\d{8}")
_FOLD = re.compile(r"\n[ \t]")
_BOUNDARY = re.compile(r"^(BEGIN|END):(VEVENT|VTIMEZONE)[ \t]*$", re.M | re.I)
_BEGUN, _ENDED = (re.compile(rf"^\ufeff?{it}:VCALENDAR[ \t]*$", re.M | re.I) for it in ("BEGIN", "END"))
_CALENDAR_LINE = re.compile(r"^(?:X-WR-[A-Z]+|NAME|METHOD|CALSCALE)\b[^\n]*$", re.M | re.I)
_OFFSET = re.compile(r"\(?(?:UTC|GMT) ?([+-])(\d{1,2}):?(\d\d)?\b", re.I)  # as Outlook calls zones
_ZONE_NAMED = re.compile(r"""TZID=("[^"]*"|[^;:\n]*)""", re.I)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event (RFC 5545's UID) with all its occurrences in sight."""

    uid: str
    title: str
    text: str
    description: str
    link: str
    created: str
    events: tuple[KeyDate, ...]
    cancelled: bool
    definition: tuple[str, ...]
    """The lines that say when, where and whether: what is new in them is a change, whatever day it is."""
    begins: str = ""
    """Its DTSTART as it is written."""
    known_until: datetime | None = None
    """Of a series: how far ahead its occurrences are told."""


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    occasions: tuple[Occasion, ...]
    problems: tuple[Trouble, ...]
    ages: bool = False
    """There is more in it than can be told today."""
    listed: frozenset[str] | None = None
    """The UIDs of all its events, read or not; None where what it does not list may hold all the same."""


def looks_like(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:15].upper().startswith("BEGIN:VCALENDAR")


def read(text: str, at: datetime, zone: ZoneInfo, items_max: int) -> Document:
    """The events that have an occurrence from yesterday to 400 days ahead, or are cancelled; of a series those of the
    next three months. `zone` is for times without one. Raises FetchError for a text that is no calendar."""
    if not looks_like(text):
        raise FetchError("not_a_feed", "It is no iCalendar document.")
    text = _FOLD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    zones, groups, head = _components(text)
    events = {uid: [*found.values()] for uid, found in groups.items()}
    current = {uid: blocks for uid, blocks in events.items() if not _over(blocks, at)}
    found: list[Occasion] = []
    problems: list[Trouble] = []
    for uid in sorted(current, key=lambda uid: _value(current[uid][0], "DTSTART"))[:items_max]:
        try:
            found += _occasions(uid, current[uid], head, zones, at, zone)
        except Exception as error:  # whatever the libraries make of it: the others can be read
            title = _value(current[uid][0], "SUMMARY") or uid[:UID_CHARS_SHOWN]
            said = f"Event {title!r} cannot be read: {type(error).__name__}: {str(error)[:100]}"
            problems.append(Trouble("event-unread", title, said))
    if len(current) > items_max:
        said = f"Only {items_max} of {len(current)} events were read."
        problems.append(Trouble("events-many", str(items_max), said))
    soonest = sorted(found, key=lambda o: min((e.anchor for e in o.events), default=at))
    is_all = len(found) + len(problems) == len(current) and not any(o.known_until for o in found)
    is_whole = len(_BEGUN.findall(text)) == len(_ENDED.findall(text))
    if not is_whole:
        problems.append(Trouble("cut-short", detail="It breaks off before its end."))
    problems += _vague(zones, [block for blocks in current.values() for block in blocks])
    is_message = _value(head, "METHOD").upper() not in ("", "PUBLISH")  # about some of its events (RFC 5546)
    return Document(
        _value(head, "X-WR-CALNAME") or _value(head, "NAME"), tuple(soonest), tuple(problems), not is_all,
        frozenset(groups) if is_whole and not is_message else None,
    )


def _over(blocks: list[str], at: datetime) -> bool:
    """Whether events are over for certain, as their lines show before anything is parsed."""
    if any(_line(b, name) for b in blocks for name in ("RRULE", "RDATE", "DURATION")):
        return False
    days = [_DAY.match(_value(b, "DTEND") or _value(b, "DTSTART")) for b in blocks]
    past = (at - timedelta(days=BEHIND_DAYS + 2)).strftime("%Y%m%d")  # two more days for zones and DTEND's meaning
    return all(day and day[0] < past for day in days)


def _components(text: str) -> tuple[dict[str, str], dict[str, dict[str, str]], str]:
    """Time zones by name, events by UID and RECURRENCE-ID in the order of the document, the calendar's own lines."""
    zones: dict[str, str] = {}
    groups: dict[str, dict[str, str]] = {}
    head: list[str] = []
    begun: re.Match[str] | None = None
    at = 0
    for mark in _BOUNDARY.finditer(text):
        if begun is None:
            head.append(text[at : mark.start()])
        if mark[1].upper() == "BEGIN":
            begun = mark
        elif begun is not None and begun[2].upper() == mark[2].upper():
            _file(text[begun.start() : mark.end()], mark[2].upper(), zones, groups)
            begun = None
        at = mark.end()
    return zones, groups, "\n".join(_CALENDAR_LINE.findall("\n".join(head) + text[at:]))


def _file(block: str, kind: str, zones: dict[str, str], groups: dict[str, dict[str, str]]) -> None:
    if kind == "VTIMEZONE":
        zones[_value(block, "TZID")] = block
    else:
        which, uid = _value(block, "RECURRENCE-ID"), _value(block, "UID") or _own(block)
        if not which and (had := groups.get(uid, {}).get("")) and _is_another(block, had):
            uid = f"{uid} {_own(block)}"
        had = groups.get(uid, {}).get(which)
        if had is None or _revision(block) >= _revision(had):
            groups.setdefault(uid, {})[which] = block


def _own(block: str) -> str:
    return f"{_value(block, 'SUMMARY')} {_value(block, 'DTSTART')}"


def _is_another(block: str, had: str) -> bool:
    """Whether two events with one UID are two all the same, by a program that numbers nothing."""
    (sequence, stamp), (earlier, before) = _revision(block), _revision(had)
    differs = _value(block, "SUMMARY") != _value(had, "SUMMARY")
    return sequence == earlier and (differs or (stamp == before and _own(block) != _own(had)))


def _revision(block: str) -> tuple[int, str]:
    """Of several revisions of an event, or of one occurrence, the last one counts (RFC 5545, 3.8.7.4)."""
    said = _value(block, "SEQUENCE")
    return int(said) if said.isdecimal() else 0, _value(block, "DTSTAMP")


def _occasions(
    uid: str, blocks: list[str], head: str, zones: dict[str, str], at: datetime, zone: ZoneInfo
) -> Iterator[Occasion]:
    """The occasion, or nothing if it is over or too far ahead."""
    main = next((b for b in blocks if not _line(b, "RECURRENCE-ID")), blocks[0])
    called_off = _value(head, "METHOD").upper() == "CANCEL"
    if called_off and _line(main, "RECURRENCE-ID"):
        raise ValueError("it calls off an occurrence of an event that is not there")
    if not _line(main, "DTSTART"):
        raise ValueError("it has no DTSTART")
    if _TOO_OFTEN.search(_line(main, "RRULE")):
        raise ValueError("it repeats more often than once a day")
    calendar = _calendar(blocks, head, zones)
    master = next((e for e in calendar.events if "RECURRENCE-ID" not in e), calendar.events[0])
    cancelled = called_off or ("RECURRENCE-ID" not in master and _text(master, "STATUS").upper() == "CANCELLED")
    is_series = len(blocks) > 1 or any(_line(b, name) for b in blocks for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
    until = at + timedelta(days=AHEAD_DAYS)
    events: tuple[KeyDate, ...] = ()
    if not cancelled:
        events, until = _key_dates(calendar, _line(main, "DTSTART"), at, zone, is_series=is_series)
    if not events and not cancelled:
        return
    description = _text(master, "DESCRIPTION")
    yield Occasion(
        uid, _text(master, "SUMMARY"), _written(events, _text(master, "LOCATION"), description), description,
        _text(master, "URL"), _value(main, "CREATED"), events, cancelled,
        (*(line for block in blocks for name in _DEFINING for line in _lines(block, name)), *["off"] * called_off),
        _value(main, "DTSTART"), until if is_series and not cancelled else None,
    )


def _calendar(blocks: list[str], head: str, zones: dict[str, str]) -> Any:
    import icalendar

    named = _zones_of(blocks) - _known_zones()
    needed = [zone for name in sorted(named) if (zone := zones.get(name) or _fixed(name))]
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kexun//", head, *needed, *blocks, "END:VCALENDAR"])
    calendar = icalendar.Calendar.from_ical(text.replace("\n\n", "\n").replace("\n", "\r\n"))
    if not calendar.events:
        raise ValueError("no event is left of it")
    return calendar


@cache
def _known_zones() -> frozenset[str]:
    """The names of all time zones, asked for once: to look them up takes longer than to read an event."""
    return frozenset(available_timezones())


def _zones_of(blocks: Sequence[str]) -> set[str]:
    return {name.strip('"') for block in blocks for name in _ZONE_NAMED.findall(block)}


def _fixed(name: str) -> str:
    """A time zone that is not described, but says in its name how far it is from UTC; empty if it does not."""
    if (found := _OFFSET.match(name)) is None:
        return ""
    offset = f"{found[1]}{int(found[2]):02d}{found[3] or '00'}"
    rule = f"DTSTART:19700101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}"
    return f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\n{rule}\nEND:STANDARD\nEND:VTIMEZONE"


def _vague(zones: Collection[str], blocks: Sequence[str]) -> list[Trouble]:
    """Time zones that are neither described (RFC 5545, 3.2.19) nor known by name: their times are read as ours."""
    unknown = {name for name in _zones_of(blocks) - _known_zones() if name not in zones and not _fixed(name)}
    if unknown:
        from icalendar.timezone import tzp

        with warnings.catch_warnings(action="ignore"):  # of names that it guesses
            unknown = {name for name in unknown if tzp.timezone(name) is None}
    said = "The time zone {!r} is not described; its times were read as our own."
    return [Trouble("zone-unknown", name, said.format(name)) for name in sorted(unknown)]


def _key_dates(
    calendar: Any, evidence: str, at: datetime, zone: ZoneInfo, *, is_series: bool
) -> tuple[tuple[KeyDate, ...], datetime]:
    """The occurrences in sight, and how far that is."""
    import recurring_ical_events

    from_, until = at - timedelta(days=BEHIND_DAYS), at + timedelta(days=SERIES_AHEAD_DAYS)
    query = recurring_ical_events.of(calendar)
    occurrences = query.between(from_, until)
    if not is_series or len(occurrences) < SERIES_MIN:
        until = at + timedelta(days=AHEAD_DAYS)
        occurrences = query.between(from_, until)
    instances = _instances(occurrences, zone) if is_series else [""] * len(occurrences)
    dates = [
        _key_date(occurrence, evidence, instance, zone)
        for occurrence, instance in zip(occurrences, instances, strict=True)
        if _text(occurrence, "STATUS").upper() != "CANCELLED"
    ]
    dates.sort(key=lambda date: date.anchor)
    if len(dates) > DATES_MAX:
        return tuple(dates[:DATES_MAX]), dates[DATES_MAX].anchor
    return tuple(dates), until


def _instances(occurrences: Sequence[Any], zone: ZoneInfo) -> list[str]:
    """Which of the series each one is, by when the rule would have it. Of a whole rest of a series that was moved, all
    carry the RECURRENCE-ID of its first (RFC 5545, 3.2.13), and are as far from that as they were before."""
    first: dict[str, date] = {}
    found = []
    for it in sorted(occurrences, key=lambda it: _moment(it.start, zone)):
        named = it.get("RECURRENCE-ID")
        by_rule = named.dt if named else it.start
        begun = first.setdefault(_stamp(by_rule, zone), it.start)
        found.append((it, _stamp(by_rule + (it.start - begun), zone)))
    return [next(stamp for one, stamp in found if one is it) for it in occurrences]


def _stamp(value: date, zone: ZoneInfo) -> str:
    """A day, or an instant in UTC, in letters."""
    if not isinstance(value, datetime):
        return f"{value:%Y%m%d}"
    return f"{_moment(value, zone).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _key_date(occurrence: Any, evidence: str, instance: str, zone: ZoneInfo) -> KeyDate:
    start, end = occurrence.start, occurrence.end
    all_day = not isinstance(start, datetime)
    return KeyDate(
        kind="event",
        name=_text(occurrence, "SUMMARY"),
        starts_at=_moment(start, zone),
        ends_at=_last_minute(start, end, zone) if all_day else max(_moment(end, zone), _moment(start, zone)),
        all_day=all_day,
        place=_text(occurrence, "LOCATION") or None,
        evidence=evidence,
        instance=instance,
    )


def _moment(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), zone)
    return value.replace(tzinfo=zone) if value.tzinfo is None else value.astimezone(zone)


def _last_minute(start: date, end: date, zone: ZoneInfo) -> datetime:
    """DTEND of an all-day event is the first day after it (RFC 5545, 3.6.1); ours is its last day."""
    last = max(start, (end.date() if isinstance(end, datetime) else end) - timedelta(days=1))
    return datetime.combine(last, LAST_MINUTE, zone)


def _written(events: tuple[KeyDate, ...], place: str, description: str) -> str:
    """The event as a short notice: when, where, what."""
    lines = []
    if events:
        more = f"，此后还有 {len(events) - 1} 次" if len(events) > 1 else ""
        lines.append(f"时间：{_when(events[0])}{more}")
    if place:
        lines.append(f"地点：{place}")
    return "\n".join([*lines, *(["", description] if description else [])]).strip()


def _when(event: KeyDate) -> str:
    start, end = event.starts_at, event.ends_at
    assert start and end
    same_day = start.date() == end.date()
    if event.all_day:
        return written(start.date()) + ("" if same_day else f"至{written(end.date())}")
    if start == end:
        return f"{written(start.date())}{start:%H:%M}"
    until = f"—{end:%H:%M}" if same_day else f"至{written(end.date())}{end:%H:%M}"
    return f"{written(start.date())}{start:%H:%M}{until}"


def _text(component: Any, name: str) -> str:
    value = component.get(name, "")
    return str(value[0] if isinstance(value, list) else value).strip()


def _lines(block: str, name: str) -> list[str]:
    return [m[0].strip() for m in re.finditer(rf"^{name}(?=[;:])[^\n]*$", block, re.M | re.I)]


def _line(block: str, name: str) -> str:
    return next(iter(_lines(block, name)), "")


def _value(block: str, name: str) -> str:
    return _line(block, name).partition(":")[2].strip()
