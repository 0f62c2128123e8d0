"""A notice as far as it is understood, and what was found in it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from notices.extract import roles, years
from notices.extract.fold import Folded
from notices.extract.headings import Outside
from notices.extract.layout import Line, Place
from notices.extract.moments import When
from notices.extract.once import Found, Owed
from notices.extract.slotted import slotted
from notices.extract.theme import Theme
from notices.reading import Moment, Unresolved


@slotted
class Notice:
    """A notice as far as it is understood without its dates."""

    folded: Folded
    lines: Sequence[Line]
    whens: tuple[When, ...]
    around: tuple[Place, ...]
    outside: Outside
    anchor: years.Anchor
    theme: Theme
    roles: roles.Roles
    term_start: date | None
    published: date | None
    mailboxes: tuple[str, ...]
    """Those that are named apart from any deadline."""


@dataclass(slots=True)
class State:
    """What was found so far, and what the phrases before lend to the next."""

    day: date | None = None
    """The day named last; it stands in `line`, in the sentence that begins at `start`."""
    line: int = -1
    start: int = -1
    near: date | None = None
    """The last day with its own year in this line."""
    told: date | None = None
    """The last day with its own year, anywhere before."""
    events: list[Found] = field(default_factory=list)
    deadlines: list[Owed] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    hour: time | None = None
    """When it was to begin that is put off."""
    old: list[Moment] = field(default_factory=list)
    withdrawn: set[date] = field(default_factory=set)
    """The days by which something is no longer due."""
    new: list[Moment | None] = field(default_factory=list)
    """None for an old day that was told in a sentence without a new one."""
    parted: int = -1
    """Where the sentence of the last old day begins."""
