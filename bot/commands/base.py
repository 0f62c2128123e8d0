"""What a command gets and what it gives back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.house import ADMIN, ORGANISER, House
from bot.words import Words
from channels.base import Incoming
from notices.message import Bubble, Button, text
from store import Tx
from store.members import Account, Member

NUMBER_DIGITS_MAX = 18  # of a row's number: what surely fits the 64 bits that the database has for it


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


NOTHING = Dialog("")


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show: messages in order. `edits`: the first one replaces the message whose button was tapped."""

    bubbles: tuple[Bubble, ...]
    edits: bool = False
    dialog: Dialog | None = None
    """None closes an open question: whatever is not asked again is over. What was gathered for it is kept for the
    buttons already shown; `NOTHING` forgets that too."""
    aside: str = ""
    """Words that only whoever tapped sees, and in passing."""


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


Answer = Callable[[Ask, str, Mapping[str, str]], Awaitable[Reply]]
"""What becomes of the words that answer a dialog: (ask, said, the dialog's data)."""
Rows = tuple[tuple[Button, ...], ...]


def one(bubble: Bubble, *, edits: bool = False, dialog: Dialog | None = None) -> Reply:
    return Reply((bubble,), edits, dialog)


def say(ask: Ask, name: str, /, *rows: tuple[Button, ...], **args: object) -> Reply:
    """One plain sentence, with buttons under it."""
    return one(text(ask.say(name, **args), buttons=rows))


def button(ask: Ask, name: str, action: str, /, **args: object) -> Button:
    """A button whose label is a sentence."""
    return Button(ask.say(name, **args), action)


def here(ask: Ask, name: str, action: str, /, **args: object) -> Button:
    """A button that changes the message it is in."""
    return Button(ask.say(name, **args), action, in_place=True)


def toggle(is_on: bool, title: str, action: str) -> Button:
    """A choice that is on or off, changed in place."""
    return Button(tick(is_on) + title, action, in_place=True)


def tick(is_on: bool) -> str:
    return "✅ " if is_on else "⬜ "


def rows(buttons: Sequence[Button], columns: int) -> Rows:
    """The buttons in rows of so many."""
    return tuple(tuple(buttons[at : at + columns]) for at in range(0, len(buttons), columns))


def refuse(ask: Ask, needs: str) -> Reply | None:
    """The polite no to someone without the role; None for those who have it. Admins may all."""
    if needs in ask.member.roles or ask.is_admin:
        return None
    return say(ask, "refused", role=ask.house.role_title(needs, ask.say.language))


def number(words: str) -> int | None:
    """A row's number as it stands in an action or is typed; None for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= NUMBER_DIGITS_MAX else None


def clipped(words: str, chars: int) -> str:
    """The words on one line, cut to so many characters."""
    line = " ".join(words.split())
    return line if len(line) <= chars else line[: chars - 1] + "…"
