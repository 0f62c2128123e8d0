"""What was understood in a text: findings, each with the span of the input that shows it.

The shapes are those of `kexun read --json`. Times are local and naive, to the day (`date`) or the minute (`datetime`);
`end` is inclusive; offsets are indexes into the text that was read, in code points.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal, NamedTuple

from notices.model import Contact, RequirementKind

EventKind = Literal[
    "event", "window", "exhibition", "lecture", "meeting", "contest", "exam", "training", "holiday"
]
Moment = date | datetime
CONFIDENT = 0.8  # a finding below this is shown as doubtful and never becomes a reminder by itself


class Evidence(NamedTuple):
    text: str
    start: int
    end: int


class Hours(NamedTuple):
    """From when to when on each day; until when may not be told."""

    opens: time
    closes: time | None = None

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}" if self.closes else f"{self.opens:%H:%M}"


class Event(NamedTuple):
    kind: EventKind
    name: str
    start: Moment | None
    end: Moment | None
    evidence: Evidence
    confidence: float
    all_day: bool = True
    place: str | None = None
    recurrence: str | None = None
    """The rule by which it comes back from its start to its end, as RFC 5545 writes it: the value of an RRULE, then
    lines of EXDATE, or of RDATE alone; times are local, as `start` is."""
    daily_hours: tuple[Hours, ...] = ()
    """Of each day of a series, in their order."""


class Requirement(NamedTuple):
    """How files are named, how many may be sent, what becomes of what is late: in the words of the notice."""

    kind: RequirementKind
    text: str
    evidence: Evidence
    confidence: float


class Deadline(NamedTuple):
    what: str
    due: Moment
    evidence: Evidence
    confidence: float
    audience: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    recurrence: str | None = None
    """The rule by which it is due again after `due`, with its last day where one is told."""


class Change(NamedTuple):
    kind: Literal["postponed", "cancelled", "extended"]
    old: Moment | None
    new: Moment | None


class Unresolved(NamedTuple):
    text: str
    why: str


class Reading(NamedTuple):
    title: str = ""
    issuer: str | None = None
    doc_number: str | None = None
    published: date | None = None
    topics: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    changes: tuple[Change, ...] = ()
    contacts: tuple[Contact, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    """Those of no deadline: the notice names none."""
