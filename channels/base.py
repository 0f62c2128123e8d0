"""What every channel is: it takes a bubble to an address, and it turns what people do there into `Incoming`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from notices.message import Bubble


class Verdict(Enum):
    """What a failed send means for the delivery. shared by all channels; delivery/decide.py acts on it."""

    NOT_SENT = "not_sent"
    """It certainly did not arrive (refused connection, DNS, a clear 'try later'): retry with back-off."""
    MAYBE_SENT = "maybe_sent"
    """The answer was lost: it may have arrived."""
    RATE = "rate"
    """Too fast: wait exactly `retry_after_secs`; not an attempt."""
    DEAD_TARGET = "dead_target"
    """This address will not work again (blocked, deleted): close the account."""
    NO_TARGET = "no_target"
    """There is no such address, the channel says: close the account if it says so again and again."""
    MOVED = "moved"
    """The address is now `moved_to`: rewrite it and retry."""
    CONTENT = "content"
    """The channel refuses this payload: never send the same again."""
    SETUP = "setup"
    """Our token or configuration is wrong: stop the channel, keep the rows queued, raise the alarm."""


class SendError(Exception):
    """A send failed; `verdict` says what that means. The text is for logs and admins, never for members."""

    def __init__(
        self, why: str, verdict: Verdict, *, retry_after_secs: float | None = None, whole_channel: bool = False,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(why)
        self.verdict = verdict
        self.retry_after_secs = retry_after_secs
        self.whole_channel = whole_channel
        """RATE only: the pause concerns every address, not just this one."""
        self.moved_to = moved_to


@dataclass(frozen=True, slots=True)
class Limit:
    """So many a second over time, of which `burst` may come at once, and no more than `minute_max` in any minute."""

    per_sec: float
    burst: int
    minute_max: int | None = None


def _itself(address: str) -> str:
    return address


def _one(bubble: Bubble) -> int:
    return 1


@dataclass(frozen=True, slots=True)
class Traits:
    """What a channel can do, and the limits the pump and the writers keep to."""

    buttons: bool = True
    edits: bool = True
    dedupes: bool = False
    """Sending the same delivery id again shows nothing twice, so a doubtful send is simply repeated."""
    rate_per_sec: float = 1000.0
    burst: float | None = None
    """So many may leave at once on top of the rate; None: what the rate makes of a fifth of a second."""
    second_max: int | None = None
    """No second sees more than so many, and up to that a busy moment is made up for; None: it is not."""
    address_rate_per_sec: float = 1000.0
    address_burst: int = 1000
    concurrency: int = 100
    """Sends in flight at once: also the bound on doubles after a crash."""
    reserve: int = 0
    """Of the concurrency, so much is for replies alone."""
    floor_per_sec: float | None = None
    """Refused for being too fast, everything but replies slows down to half, but never below this; None: it does not
    slow down."""
    limit_of: Callable[[str], Limit | None] | None = None
    """The limit of addresses that have one of their own; None for one that has not."""
    scope_of: Callable[[str], str] = _itself
    """What addresses have in common that share a limit: the threads of a group, the group."""
    calls_of: Callable[[Bubble], int] = _one
    """How many calls it takes to say a bubble."""


@dataclass(frozen=True, slots=True)
class Room:
    """The group or channel in which something happened, and who did it there."""

    title: str
    who: str
    """The person's own address; empty if they act as the group itself."""
    name: str = ""
    is_channel: bool = False
    """Only its admins write there, and nobody can answer."""
    thread: int = 0
    """Of a forum; 0: its general one."""
    by_admin: bool | None = None
    """Whether they look after the room; None: not known."""
    entered: bool = False
    """We were let in, or may write again; nothing was said."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did on a channel. A tap on a button arrives as the button's action in `text`."""

    channel: str
    key: str
    """The platform's own identity of it; the same key twice is the same thing."""
    address: str
    """Where to answer."""
    text: str
    name: str = ""
    """What the platform says the person is called; empty if it does not."""
    language: str = ""
    """The platform's language tag (`zh-hans`, `en`), empty if unknown."""
    tapped: str | None = None
    """The provider id of the message whose button was tapped; that message may be edited in place."""
    tap_key: str | None = None
    """What `Channel.answer_tap` needs to end the spinner on the person's screen."""
    stale: bool = False
    """The button that was tapped is not, or no longer, one that we offered there; `text` is empty."""
    left: bool = False
    """The person blocked or left the bot, or it may not write any more: close the account, answer nothing."""
    back: bool = False
    """The person lets us in again, or a topic that was closed is open again: open the account, answer nothing."""
    looks_up: str = ""
    """Not empty: they look for notices to pass on, `text` being what they look for; the channel answers by this key."""
    room: Room | None = None
    """None: the person's own chat with us."""
    address_moved_to: str | None = None
    """What was sent to `address` is to go there from now on."""
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A notice as one may pass it on."""

    key: str
    title: str
    about: str
    bubble: Bubble


@dataclass(frozen=True, slots=True)
class Offer:
    """What was found to pass on; where there is nothing, an invitation to talk to us."""

    cards: tuple[Card, ...]
    invitation: str = ""


class Channel(Protocol):
    name: str
    traits: Traits

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        """Deliver and return the provider's message id. Raises SendError; returning means the channel accepted it."""

    async def edit(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str:
        """Replace the message in place, or send a new one where the old cannot be edited; return the id now valid."""

    async def correct(
        self, address: str, provider_id: str, bubble: Bubble, delivery_id: int, *, take_back: bool
    ) -> str | None:
        """Have a message say this instead; nothing new is said. `take_back`: have it gone, where that can be done.
        Returns the id now valid, '' if it is gone, None if it stays as it was. Repeating it is harmless."""

    async def answer_tap(self, tap_key: str, words: str = "") -> None:
        """Tell the platform that a tap was taken, with a few words that only whoever tapped sees, where it can show
        them. Best effort: never raises for an expired tap."""

    async def start(self) -> None:
        """Begin to receive, where the channel receives by itself (polling). Returns at once."""

    async def stop(self) -> None:
        """Stop receiving and free what is held; sends in flight may finish."""


class Inbox(Protocol):
    """Where a channel puts what it received, before anything else happens with it."""

    async def put(self, channel: str, updates: list[tuple[str, str]], cursor: str | None = None) -> int:
        """Store (key, raw) pairs durably, each key once for ever, with the channel's read position; return how many
        were new. Returning means committed: only then may the platform be told that we have them."""

    async def cursor(self, channel: str) -> str | None:
        """The read position stored last."""


class Uploads(Protocol):
    """What a channel remembers of the files it has taken to its platform."""

    async def find(self, digest: str) -> str | None:
        """What the platform calls the file with this digest; None if it does not have it."""

    async def keep(self, digest: str, file_id: str) -> None:
        """The platform has it under this name from now on."""
