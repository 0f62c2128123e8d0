"""When to remind. Pure: the caller says what time it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from notices.model import KeyDate, KeyDateKind
from notices.quiet import QuietHours, last_before, not_before

DAY = timedelta(days=1)
MORNING = time(8, 30)  # leads of whole days fire in the morning: early enough to act on the day itself
EVE_OF_ALL_DAY = time(18, 0)  # leads of hours before an all-day event, which has no hour, fire the evening before
AGAIN = timedelta(days=7)  # a lead as long as a week tells of a weekly series on the day of the time before
TOO_LATE = timedelta(minutes=30)  # a deferral that ends closer to the date than this leaves no time to act

Leads = Mapping[KeyDateKind, Sequence[timedelta]]


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder that is not yet a row."""

    lead: timedelta
    fire_at: datetime


INTERNAL = re.compile(
    r"(?:评审|评议|遴选|专家|评委|工作|筹备|领导)(?:小?组|会|委员会)|评委会?|评审专家|组委会|(?:主办|承办)(?:方|单位)"
)


def is_internal(owed_by: Sequence[str], issuer: str | None) -> bool:
    """A step that the issuer takes by itself, such as a jury's: nobody else is to be reminded of it."""
    own = {"我会", "我校", "我院", "我局", "我办", "我处", *([issuer] if issuer else [])}
    return bool(owed_by) and all(it in own or INTERNAL.fullmatch(it) for it in owed_by)


def over_at(date: KeyDate, zone: ZoneInfo) -> datetime:
    """After this moment nobody needs to be reminded: an event has begun, a deadline has passed.

    An all-day event counts as begun at the end of its first day; one with only an end, at that end."""
    if date.kind == "deadline" or date.starts_at is None:
        assert date.ends_at is not None
        return date.ends_at
    if not date.all_day:
        return date.starts_at
    return datetime.combine(date.starts_at.astimezone(zone).date() + DAY, time(0), tzinfo=zone) - timedelta(minutes=1)


def fire_at(date: KeyDate, lead: timedelta, zone: ZoneInfo) -> datetime:
    """When the reminder with this lead is due, before quiet hours are looked at."""
    anchor = date.anchor.astimezone(zone)
    if lead >= DAY:
        return datetime.combine(anchor.date() - timedelta(days=lead.days), MORNING, tzinfo=zone)
    if date.all_day and date.kind == "event":
        return datetime.combine(anchor.date() - DAY, EVE_OF_ALL_DAY, tzinfo=zone)
    return anchor - lead


def leads_for(date: KeyDate, leads: Sequence[timedelta]) -> Sequence[timedelta]:
    """The configured leads for a date: for one time of a series the shorter ones, if there are any."""
    short = [lead for lead in leads if lead < AGAIN] if date.instance else []
    return short or leads


def reminders(
    date: KeyDate, leads: Sequence[timedelta], now: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> tuple[Planned, ...]:
    """The reminders still ahead, each lead once. One whose quiet-hours deferral would come too late is pulled forward
    to just before the quiet hours."""
    planned = []
    for lead in sorted(set(leads), reverse=True):
        at = fire_at(date, lead, zone)
        if quiet and not_before(quiet, at, zone) > max(at, over_at(date, zone) - TOO_LATE):
            at = last_before(quiet, at, zone)
        if at > now:
            planned.append(Planned(lead, at))
    return tuple(planned)


def moved(at: datetime, old: KeyDate, new: KeyDate, soonest: datetime, zone: ZoneInfo) -> datetime | None:
    """When a reminder that someone asked for at that moment comes now that its date has moved: as long before it as it
    was, at `soonest` where that has passed. None: the date is over by then."""
    there = max(at + (new.anchor - old.anchor), soonest)
    return there if there < over_at(new, zone) else None


def missed(date: KeyDate, leads: Sequence[timedelta], now: datetime, zone: ZoneInfo) -> bool:
    """Whether someone who hears of this date only now has missed a reminder that still matters."""
    return over_at(date, zone) > now and any(fire_at(date, lead, zone) <= now for lead in leads)


def days_left(moment: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Calendar days from today until that day: 0 today, 1 tomorrow."""
    return (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
