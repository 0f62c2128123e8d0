"""Buttons to inline keyboards, within Telegram's limits and wide enough for a phone. No I/O.

Limits: Bot API, InlineKeyboardButton; tdlib/td, LinkManager.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from channels.telegram.cleaning import EMPTY, clean, is_seen
from notices.message import Bubble, Button

ROW_BUTTONS_MAX = 4  # Telegram allows 8, a phone shows 4
ROW_COLUMNS_MAX = 36  # half-width characters that a phone shows in one row of equally wide buttons
BUTTONS_MAX = 100  # of one message
LABEL_CHARS_MAX = 64  # beyond it no phone shows anything
MARKUP_BYTES_MAX = 8_000  # of labels, actions and addresses; Telegram refuses a keyboard of about 10 kB
BUTTON_BYTES = 50  # what a button costs besides
PORT_MAX = 65_535

_NAME = r"(?:[\w.\-!$,~*'();&+=]|%[0-9a-fA-F]{2}|[^\x00-\x7f\s])"  # what stands for a user or a host
_ADDRESS = re.compile(
    rf"https?://(?:(?:{_NAME}|:)*@)?(?P<host>{_NAME}+)(?::(?P<port>[0-9]{{1,5}}))?(?:[/?#]\S*)?", re.IGNORECASE
)


Keyboard = tuple[tuple[dict[str, str], ...], ...]
"""Rows of buttons as the Bot API takes them."""


@dataclass(frozen=True, slots=True)
class Dress:
    """What buttons become depends on the bot."""

    username: str | None = None
    """The bot's, for links into a chat with it; None: there are none."""
    shares: bool = False
    """Notices can be shared by the bot's name."""


PLAIN = Dress()


def opens(url: str) -> bool:
    """Whether Telegram takes this address for a link: http or https, a host with a dot in it, a port that exists if
    there is one (tdlib/td, parse_url). A message with any other is refused whole."""
    found = _ADDRESS.fullmatch(url)
    return found is not None and "." in found["host"] and 0 < int(found["port"] or 80) <= PORT_MAX


def beginning(username: str, payload: str) -> str:
    """The link that opens a chat with the bot and begins it with `/start payload`."""
    return f"https://t.me/{username}?start={payload}"


def sealed(keyboard: Keyboard, seal: Callable[[str], str]) -> Keyboard:
    """With every action as a button in one chat carries it."""
    return tuple(tuple(_sealed(button, seal) for button in row) for row in keyboard)


def _sealed(button: dict[str, str], seal: Callable[[str], str]) -> dict[str, str]:
    return button | {"callback_data": seal(button["callback_data"])} if "callback_data" in button else button


def keyboard(bubble: Bubble, dress: Dress = PLAIN) -> Keyboard:
    """The buttons in their rows, wrapped to what a phone can show; their actions are not yet sealed. What would make
    Telegram refuse the message is left out: addresses it does not open, and the end of a keyboard beyond its limits."""
    rows: list[tuple[dict[str, str], ...]] = []
    count = size = 0
    for row in _rows(bubble, dress):
        count += len(row)
        size += sum(map(_bytes, row))
        if count > BUTTONS_MAX or size > MARKUP_BYTES_MAX:
            break
        rows.append(tuple(_button(button, dress) for button in row))
    return tuple(rows)


def _rows(bubble: Bubble, dress: Dress) -> Iterator[list[Button]]:
    for row in bubble.buttons:
        usable = [button for button in row if _is_usable(button, dress)]
        a_row = _row_buttons(usable)
        for start in range(0, len(usable), a_row):
            yield usable[start : start + a_row]


def _is_usable(button: Button, dress: Dress) -> bool:
    if button.url is not None:
        return opens(button.url)
    return bool(button.action or (button.begins and dress.username) or (button.shares and dress.shares))


def _row_buttons(row: Iterable[Button]) -> int:
    """How many of these, all as wide as the widest, fit side by side."""
    widest = max((_columns(button.label) for button in row), default=1)
    return max(1, min(ROW_BUTTONS_MAX, ROW_COLUMNS_MAX // max(widest, 1)))


def _columns(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in label)


def _button(button: Button, dress: Dress) -> dict[str, str]:
    label = clean(button.label).replace("\n", " ").strip()
    label = label if len(label) <= LABEL_CHARS_MAX else label[: LABEL_CHARS_MAX - 1] + "…"
    label = label if any(map(is_seen, label)) else EMPTY
    if button.action:
        return {"text": label, "callback_data": button.action}
    if button.shares:
        return {"text": label, "switch_inline_query": button.shares}
    return {"text": label, "url": button.url or beginning(dress.username or "", button.begins)}


def _bytes(button: Button) -> int:
    words = button.label[:LABEL_CHARS_MAX] + button.action + (button.url or "") + button.begins + button.shares
    return BUTTON_BYTES + len(words.encode(errors="replace"))
