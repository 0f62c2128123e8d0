"""A mailbox, and what a letter says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mailbox:
    """How to read a mailbox, and whose letters are notices. Its host is the source's address."""

    user: str
    password: str
    senders: tuple[str, ...]
    """Addresses (`office@example.edu.cn`) or whole domains (`@example.edu.cn`), in lower case; others are not read."""
    folder: str = "INBOX"
    mark_seen: bool = False
    """Mark what was read as read; otherwise the mailbox stays as it is."""

    def __repr__(self) -> str:
        return f"Mailbox(user={self.user!r}, folder={self.folder!r})"  # a password must not get into a log

    def admits(self, address: str) -> bool:
        """Whether letters from this address are read."""
        address = address.strip().lower()
        return address in self.senders or f"@{address.rpartition('@')[2]}" in self.senders


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a mailbox has been read: UIDs up to `uid`, as long as its UIDVALIDITY is this one (RFC 3501, 2.3.1)."""

    validity: int
    uid: int

    @staticmethod
    def read(text: str) -> Mark | None:
        """As `str` wrote it; None for anything else."""
        kind, *numbers = text.split(":")
        if kind != "imap" or len(numbers) != 2 or not all(it.isascii() and it.isdecimal() for it in numbers):
            return None
        return Mark(int(numbers[0]), int(numbers[1]))

    def __str__(self) -> str:
        return f"imap:{self.validity}:{self.uid}"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as it lies in the mailbox; `is_cut`: only its head, because it is too large."""

    uid: int
    body: bytes
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in a letter."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says. Plain text throughout."""

    id: str
    """Its Message-ID, or what else tells it from others."""
    title: str
    sender: str
    """The address alone, in lower case; empty if there is none, or several."""
    at: datetime | None
    text: str
    papers: tuple[Paper, ...] = ()
