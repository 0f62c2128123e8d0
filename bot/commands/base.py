"""What a command gets and what it gives back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.house import ADMIN, ORGANISER, House
from bot.words import Words
from channels.base import Incoming
from notices.message import Bubble
from store import Tx
from store.members import Account, Member


@dataclass(frozen=True, slots=True)
class Ask:
    """One person asking one thing, inside the transaction that answers it."""

    tx: Tx
    account: Account
    member: Member
    incoming: Incoming
    now: datetime
    say: Words
    """The sentences in this person's language."""
    house: House

    @property
    def is_admin(self) -> bool:
        return ADMIN in self.member.roles

    @property
    def is_organiser(self) -> bool:
        return ORGANISER in self.member.roles or self.is_admin


@dataclass(frozen=True, slots=True)
class Dialog:
    """The question that the person's next words, if they are no command, will answer."""

    name: str
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show: messages in order. `edits`: the first one replaces the message whose button was tapped."""

    bubbles: tuple[Bubble, ...]
    edits: bool = False
    dialog: Dialog | None = None
    """None closes an open question: whatever is not asked again is over."""


Run = Callable[[Ask, str], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is the slash command (`[a-z]{1,32}`) and the name of its help sentence (`help-NAME`); `words` say the
    same without a slash, in Chinese and English. `needs`: the role without which it is refused (admins may all)."""

    name: str
    words: tuple[str, ...]
    run: Run
    needs: str | None = None
    listed: bool = True
    """Shown in help and in the platform's command menu."""


def one(bubble: Bubble, *, edits: bool = False, dialog: Dialog | None = None) -> Reply:
    return Reply((bubble,), edits, dialog)
