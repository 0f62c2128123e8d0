"""What people are shown: rich text, buttons and files, independent of any channel.

A `Bubble` is one message as one person sees it, in their language. A channel that has no bold, links or buttons shows
`plain(bubble)` and numbered choices; the meaning never depends on the decoration.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

ACTION_BYTES_MAX = 55  # Telegram's buttons carry 64, of which 9 are a signature; every channel can carry that much


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; a line break is `\\n` inside it. `url` makes it a link, http or https only."""

    text: str
    bold: bool = False
    url: str | None = None
    quote: bool = False
    """What someone else wrote, at length: it may be shown folded."""
    at: datetime | None = None
    """The moment of which the words tell: a channel may let people put it into their calendar."""


@dataclass(frozen=True, slots=True)
class Button:
    """Tapping it says `action`, a command line such as `/role student`, as if it had been typed, or does one other
    thing. A channel that cannot do it leaves the button out."""

    label: str
    action: str = ""
    url: str | None = None
    """It opens this address."""
    in_place: bool = False
    """It changes the message it is in: a channel that shows taps as words of the person's leaves this one out."""
    begins: str = ""
    """It opens the person's own chat with us, where they begin with these words: `n-12`."""
    shares: str = ""
    """It lets the person choose a chat for what is found by these words: `#12`."""

    def __post_init__(self) -> None:
        does = [it for it in (self.action, self.url, self.begins, self.shares) if it]
        assert len(does) == 1, "a button does one thing"
        assert len(self.action.encode()) <= ACTION_BYTES_MAX, f"too long for a button: {self.action}"


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep: a calendar, a picture. It travels as text, so that a message is one row."""

    name: str
    media_type: str
    base64: str
    url: str = ""
    """Where a document is, whose content does not travel along: a channel that can brings it from there. The words
    beside it hold the link."""

    @property
    def content(self) -> bytes:
        return base64.b64decode(self.base64)


@dataclass(frozen=True, slots=True)
class Bubble:
    spans: tuple[Span, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: File | None = None
    silent: bool = False
    """It comes without a sound."""
    thread: int = 0
    """Of a forum, where it was asked for in one other than the notices'; 0: where those go."""


def file(name: str, media_type: str, content: bytes) -> File:
    """A file of these bytes."""
    return File(name, media_type, base64.b64encode(content).decode())


def text(*parts: str | Span, buttons: tuple[tuple[Button, ...], ...] = ()) -> Bubble:
    """A bubble of the given parts, plain strings among them."""
    return Bubble(tuple(p if isinstance(p, Span) else Span(p) for p in parts), buttons)


def plain(bubble: Bubble) -> str:
    """The words alone."""
    return "".join(span.text for span in bubble.spans)
