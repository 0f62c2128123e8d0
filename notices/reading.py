"""What was understood in a text: findings, each with the span of the input that shows it.

The shapes are those of `kexun read --json`. Times are local and naive, to the day (`date`) or the minute (`datetime`);
`end` is inclusive; offsets are indexes into the text that was read, in code points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from notices.model import Contact

EventKind = Literal[
    "event", "window", "exhibition", "lecture", "meeting", "contest", "exam", "training", "holiday"
]
Moment = date | datetime
CONFIDENT = 0.8  # a finding below this is shown as doubtful and never becomes a reminder by itself


@dataclass(frozen=True, slots=True)
class Evidence:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    kind: EventKind
    name: str
    start: Moment | None
    end: Moment | None
    evidence: Evidence
    confidence: float
    all_day: bool = True
    place: str | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    what: str
    due: Moment
    evidence: Evidence
    confidence: float
    audience: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    kind: Literal["postponed", "cancelled", "extended"]
    old: Moment | None
    new: Moment | None


@dataclass(frozen=True, slots=True)
class Unresolved:
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    title: str = ""
    issuer: str | None = None
    doc_number: str | None = None
    published: date | None = None
    topics: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    changes: tuple[Change, ...] = ()
    contacts: tuple[Contact, ...] = field(default_factory=tuple)
    unresolved: tuple[Unresolved, ...] = ()
