"""Findings as key dates: local days and minutes become instants in the configured zone. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from notices import recurring
from notices.model import KeyDate, Materials, Moved, Requirement
from notices.reading import CONFIDENT, Change, Deadline, Event, Hours, Moment

LAST_MINUTE = time(23, 59)  # when a day ends that is included


SERIES_DATES_MAX = 20  # times of one series: the weeks of a term; more are a timetable, and not news
_ATTENDED = ("event", "lecture", "meeting", "training", "contest", "exam")
_OPEN_TO_ALL = re.compile("开放|办理|受理|办公|值[班守]|营业|服务|借还|检修|停[水电气]|[Oo]pen|hours|desk")
"""What people come to each time, and what is merely open then and needs no reminder every week."""
_DAYS_A_WEEK_MAX = 3  # more are every day, as of an exhibition


def events(it: Event, zone: ZoneInfo) -> tuple[KeyDate, ...]:
    """An event as people may attend it: a series time by time, each with its own hours."""
    whole = event(it, zone)
    rule = recurring.parse(it.recurrence or "")
    if it.start is None or it.kind not in _ATTENDED or _OPEN_TO_ALL.search(it.name) or not _is_by_time(rule):
        return (whole,)
    last = None if it.end is None else day(it.end)
    hours = it.daily_hours or (_hours(it.start, it.end),)
    times = [
        replace(whole, **_of_day(on, each, zone))
        for on in islice(recurring.days(rule, day(it.start), last), SERIES_DATES_MAX) for each in hours
    ]
    return tuple(times[:SERIES_DATES_MAX]) if len(times) > 1 else (whole,)


def _hours(start: Moment, end: Moment | None) -> Hours | None:
    """The hours of each time, as its first day begins and its last one ends; None where none are told."""
    if not isinstance(start, datetime):
        return None
    closes = end.time() if isinstance(end, datetime) and end.time() > start.time() else None
    return Hours(start.time(), closes)


def _is_by_time(rule: recurring.Rule) -> bool:
    """Whether a rule names days far enough apart to be reminded of each."""
    few = rule.freq == "MONTHLY" or 0 < len(rule.weekdays) <= _DAYS_A_WEEK_MAX
    return bool(rule.listed) or (rule.freq in ("WEEKLY", "MONTHLY") and few)


def _of_day(on: date, hours: Hours | None, zone: ZoneInfo) -> dict[str, Any]:
    """What is its own of one time of a series."""
    first = _at(on, hours.opens if hours else time(0), zone)
    last = _at(on, LAST_MINUTE, zone) if hours is None else _at(on, hours.closes, zone) if hours.closes else None
    return {"starts_at": first, "ends_at": last, "all_day": hours is None, "instance": _instance(first)}


def _instance(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def event(it: Event, zone: ZoneInfo) -> KeyDate:
    """An event as one date; of a series the name tells on which days."""
    return KeyDate(
        "event", it.name + _on_days(it.recurrence, it.name, it.all_day), starts(it.start, zone), ends(it.end, zone),
        it.all_day, it.place, evidence=it.evidence.text, confidence=it.confidence,
    )


def _on_days(recurrence: str | None, name: str, all_day: bool = False) -> str:
    """`（每周三）`, behind the name of what comes back between its first day and its last; nothing for anything else,
    and where the name says so."""
    rule = recurring.parse(recurrence or "")
    if "每" in name or "隔周" in name or (rule.freq == "DAILY" and not rule.weekdays and all_day):
        return ""
    chinese = _CHINESE.search(name) is not None
    told = recurring.in_words(rule._replace(left_out=frozenset()), "zh" if chinese else "en")
    return f"（{told}）" if told and chinese else f" ({told})" if told else ""


_CHINESE = re.compile("[\u3400-\u9fff]")


def closing(it: Event, zone: ZoneInfo) -> KeyDate:
    """The end of a window, which is a deadline."""
    assert it.end is not None
    return KeyDate(
        "deadline", it.name, None, ends(it.end, zone), not isinstance(it.end, datetime), it.place,
        evidence=it.evidence.text, confidence=it.confidence,
    )


def deadlines(it: Deadline, zone: ZoneInfo) -> tuple[KeyDate, ...]:
    """A deadline, with what it asks for; one that comes back, time by time."""
    whole = deadline(it, zone)
    rule = recurring.parse(it.recurrence or "")
    if not it.recurrence or rule.freq == "DAILY":
        return (whole,)
    clock = it.due.time() if isinstance(it.due, datetime) else LAST_MINUTE
    days = islice(recurring.days(rule, day(it.due)), SERIES_DATES_MAX)
    moments = [_at(on, clock, zone) for on in days]
    return tuple(replace(whole, ends_at=it, instance=_instance(it)) for it in moments) if moments else (whole,)


def deadline(it: Deadline, zone: ZoneInfo) -> KeyDate:
    """A deadline as one date; of one that comes back the name tells when."""
    return KeyDate(
        "deadline", it.what + _on_days(it.recurrence, it.what), None, ends(it.due, zone),
        not isinstance(it.due, datetime),
        materials=Materials(it.materials, it.formats, it.send_to, it.audience, _conditions(it)),
        evidence=it.evidence.text, confidence=it.confidence,
    )


def _conditions(it: Deadline) -> tuple[Requirement, ...]:
    """What is sure of how it is to be handed in; of the rest the notice itself tells."""
    return tuple(Requirement(one.kind, one.text) for one in it.requirements if one.confidence >= CONFIDENT)


def moved(it: Change) -> Moved:
    """A change of days; the hours are those of the key dates."""
    return Moved(it.kind, day(it.old) if it.old else None, day(it.new) if it.new else None)


def day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def starts(moment: Moment | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else _at(moment, time(0), zone)


def ends(moment: Moment | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else _at(moment, LAST_MINUTE, zone)


def _at(moment: Moment, clock: time, zone: ZoneInfo) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=zone)
    return datetime.combine(moment, clock, tzinfo=zone)
