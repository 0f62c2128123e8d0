"""Findings as key dates: local days and minutes become instants in the configured zone. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from notices import datetext
from notices.model import KeyDate, Materials, Moved, Requirement
from notices.reading import CONFIDENT, Change, Deadline, Event, Moment

LAST_MINUTE = time(23, 59)  # when a day ends that is included


def event(it: Event, zone: ZoneInfo) -> KeyDate:
    """An event as people may attend it; of a series the name tells on which days."""
    return KeyDate(
        "event", it.name + _on_days(it), starts(it.start, zone), ends(it.end, zone), it.all_day, it.place,
        evidence=it.evidence.text, confidence=it.confidence,
    )


def _on_days(it: Event) -> str:
    """`（每周三）`, behind the name of what comes back between its first day and its last; nothing for anything else,
    and where the name says so."""
    parts = dict(part.partition("=")[::2] for part in (it.recurrence or "").split("\n")[0].split(";"))
    days = [_CODES.index(code) for code in parts.get("BYDAY", "").split(",") if code in _CODES]
    chinese = _CHINESE.search(it.name) is not None
    if parts.get("FREQ") == "WEEKLY" and days and "每" not in it.name:
        told = "、".join(datetext.WEEKDAYS_ZH[day] for day in days)
        return f"（每周{told}）" if chinese else f" (every {', '.join(datetext.WEEKDAYS_EN[day] for day in days)})"
    if parts.get("FREQ") == "DAILY" and not it.all_day and "每" not in it.name:
        return "（每天）" if chinese else " (every day)"
    return ""


_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_CHINESE = re.compile("[\u3400-\u9fff]")


def closing(it: Event, zone: ZoneInfo) -> KeyDate:
    """The end of a window, which is a deadline."""
    assert it.end is not None
    return KeyDate(
        "deadline", it.name, None, ends(it.end, zone), not isinstance(it.end, datetime), it.place,
        evidence=it.evidence.text, confidence=it.confidence,
    )


def deadline(it: Deadline, zone: ZoneInfo) -> KeyDate:
    """A deadline, with what it asks for."""
    return KeyDate(
        "deadline", it.what, None, ends(it.due, zone), not isinstance(it.due, datetime),
        materials=Materials(it.materials, it.formats, it.send_to, it.audience, _conditions(it)),
        evidence=it.evidence.text, confidence=it.confidence,
    )


def _conditions(it: Deadline) -> tuple[Requirement, ...]:
    """What is sure of how it is to be handed in; of the rest the notice itself tells."""
    return tuple(Requirement(one.kind, one.text) for one in it.requirements if one.confidence >= CONFIDENT)


def moved(it: Change) -> Moved:
    """A change of days; the hours are those of the key dates."""
    return Moved(it.kind, _day(it.old), _day(it.new))


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def starts(moment: Moment | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else _at(moment, time(0), zone)


def ends(moment: Moment | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else _at(moment, LAST_MINUTE, zone)


def _at(moment: Moment, clock: time, zone: ZoneInfo) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=zone)
    return datetime.combine(moment, clock, tzinfo=zone)
