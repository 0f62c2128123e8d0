"""What a message says, before it is put into anyone's language. Written out when it is sent, so that days left, moved
dates and withdrawn ones are as they are then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices.message import Bubble
from notices.model import KeyDate, Notice


@dataclass(frozen=True, slots=True)
class Said:
    """Words already written for one person."""

    bubble: Bubble


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice with its key dates, as it stands now."""

    notice_id: int
    notice: Notice
    asks_ack: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One key date a reminder is about."""

    key_date_id: int
    date: KeyDate
    notice_id: int
    notice_title: str


@dataclass(frozen=True, slots=True)
class ReminderCard:
    items: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class DateChange:
    """What happened to one key date when its notice changed."""

    kind: Literal["moved", "added", "withdrawn", "deleted", "place"]
    """deleted: it is not in its calendar any more, and that is all we know. place: the moment stands, but where it is
    or what is owed where is different."""
    name: str
    old: KeyDate | None
    new: KeyDate | None


@dataclass(frozen=True, slots=True)
class ChangeCard:
    notice_id: int
    title: str
    changes: tuple[DateChange, ...]
    link: str | None = None
    reason: str = ""
    """The sentence of a later notice that brought it about; that notice is then the one to read."""


@dataclass(frozen=True, slots=True)
class WithdrawalCard:
    notice_id: int
    title: str
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One of the notices in a roundup."""

    notice_id: int
    title: str
    dates: tuple[KeyDate, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundupCard:
    """Many new notices of one feed at once, as far as they are for one member."""

    roundup_id: int
    feed: str = ""
    items: tuple[Listed, ...] = ()


Content = Said | NoticeCard | ReminderCard | ChangeCard | WithdrawalCard | RoundupCard
