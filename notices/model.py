"""What the rest of the code talks about. docs/GLOSSARY.md gives each word its meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Literal

KeyDateKind = Literal["event", "deadline"]


class Lane(IntEnum):
    """Who goes first: a lower lane is drained before a higher one is looked at."""

    REPLY = 0
    URGENT = 1
    NORMAL = 2
    BULK = 3


RequirementKind = Literal[
    "naming",  # how files and mails are to be named
    "quota",  # how many may be handed in, sent or take part
    "lateness",  # what becomes of what is late or missing
]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition on what is handed in, in the words of the notice."""

    kind: RequirementKind
    text: str


@dataclass(frozen=True, slots=True)
class Materials:
    """What a deadline asks for: names, formats (`PDF`, `Word`, `纸质`, ...), where to, by whom, on what terms."""

    names: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    owed_by: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date people should keep: an event they may attend, a deadline they must meet.

    Times are aware. `ends_at` is inclusive: a deadline "before the 27th" ends on the 27th at 23:59. An event may be
    open at one end (`None`), never at both; a deadline has only an end.
    """

    kind: KeyDateKind
    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    all_day: bool = True
    place: str | None = None
    materials: Materials = field(default_factory=Materials)
    evidence: str = ""
    confidence: float = 1.0
    instance: str = ""
    """Which occurrence of a series it is, wherever it was moved to (RFC 5545's RECURRENCE-ID); empty if of none."""

    def __post_init__(self) -> None:
        assert self.starts_at or self.ends_at, "a key date has at least one end"
        assert self.kind == "event" or (self.ends_at and not self.starts_at), "a deadline is one moment"
        assert all(t is None or t.tzinfo for t in (self.starts_at, self.ends_at)), "key dates are instants"

    @property
    def anchor(self) -> datetime:
        """The moment reminders count back from: the start of an event, the end of a deadline."""
        moment = self.starts_at or self.ends_at
        assert moment is not None
        return moment


DoubtKind = Literal[
    "weekday",  # the weekday beside it contradicts it
    "lunar",  # the lunar day beside it contradicts it
    "past",  # a deadline before the day the notice was published
    "year",  # no year is said, nor can one be told
    "no_such_day",  # the calendar has no such day
    "unsure",  # read, but not surely
    "deleted",  # its calendar does not list it any more
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A date of a notice that may be wrong, and so is an organiser's to decide before anyone is told."""

    why: DoubtKind
    quote: str
    """The sentence it stands in."""
    choices: tuple[KeyDate, ...]
    """What it may be, as it is written first; never empty."""
    attachment: str = ""
    """The name of the attachment in which it stands; empty if that is the notice itself."""

    @property
    def phrase(self) -> str:
        """The words of the date itself, and in which attachment they stand."""
        return self.choices[0].evidence


@dataclass(frozen=True, slots=True)
class Moved:
    """What a notice says of a day that was told before; `new` is None where it is called off or not known yet."""

    kind: Literal["postponed", "cancelled", "extended"]
    old: date | None
    new: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone who can be asked, and how; what is not told is empty."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that belongs to a notice, and where it is."""

    name: str
    link: str
    trouble: str = ""
    """Why it could not be read; empty if it was."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something issued that people should know, as understood when it was published or last changed."""

    title: str
    text: str
    key_dates: tuple[KeyDate, ...] = ()
    issuer: str | None = None
    doc_number: str | None = None
    published_on: date | None = None
    link: str | None = None
    contacts: tuple[Contact, ...] = ()
    unsure: tuple[str, ...] = ()
    """Phrases that look like dates to keep and could not be read with confidence; shown, never reminded of."""
    attachments: tuple[Attachment, ...] = ()
    changes: tuple[Moved, ...] = ()
    """Dates told before, by this or another notice, that no longer hold."""
    doubts: tuple[Doubt, ...] = ()
    """Dates that must be decided before it is told; a notice that has any is held."""
    known_until: datetime | None = None
    """Of a series: how far ahead its dates are told; None: they are all there are."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a notice is for, as a rule: one of these roles (none: any) who wants one of these topics (none: any)."""

    roles: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    also: tuple[Audience, ...] = ()
    """Further rules, none of which has any: whoever one of them names is in the audience, too."""

    @property
    def rules(self) -> tuple[Audience, ...]:
        """This rule by itself, then the further ones."""
        return (Audience(self.roles, self.topics), *self.also) if self.also else (self,)


Language = Literal["zh", "en"]
