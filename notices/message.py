"""What people are shown: rich text and buttons, independent of any channel.

A `Bubble` is one message as one person sees it, in their language. A channel that has no bold, links or buttons shows
`plain(bubble)` and numbered choices; the meaning never depends on the decoration.
"""

from __future__ import annotations

from dataclasses import dataclass

ACTION_BYTES_MAX = 64  # Telegram's callback_data; every channel can carry that much


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; a line break is `\\n` inside it. `url` makes it a link, http or https only."""

    text: str
    bold: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """Tapping it says `action`, a command line such as `/role student`, as if it had been typed, or opens `url`."""

    label: str
    action: str = ""
    url: str | None = None
    in_place: bool = False
    """It changes the message it is in: a channel that shows taps as words of the person's leaves this one out."""

    def __post_init__(self) -> None:
        assert bool(self.action) != bool(self.url), "a button either says something or opens something"
        assert len(self.action.encode()) <= ACTION_BYTES_MAX, f"too long for a button: {self.action}"


@dataclass(frozen=True, slots=True)
class Bubble:
    spans: tuple[Span, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()


def text(*parts: str | Span, buttons: tuple[tuple[Button, ...], ...] = ()) -> Bubble:
    """A bubble of the given parts, plain strings among them."""
    return Bubble(tuple(p if isinstance(p, Span) else Span(p) for p in parts), buttons)


def plain(bubble: Bubble) -> str:
    """The words alone."""
    return "".join(span.text for span in bubble.spans)
