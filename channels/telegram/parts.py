"""Bubbles to what the Bot API takes: texts with entities, and inline keyboards, each within its limits. No I/O.

Formatting travels as entities, never as markup: a notice may hold `<`, `&` and `9.27` as it likes.
Limits: Bot API, sendMessage, MessageEntity, InlineKeyboardButton; tdlib/td, LinkManager.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from channels.telegram.wire import whole
from notices.message import Bubble, Button, Span

TEXT_UNITS_MAX = 4096  # UTF-16 units; Telegram counts code points, of which there are never more
ENTITIES_MAX = 100  # of one message; Telegram drops the rest without a word
ROW_BUTTONS_MAX = 4  # Telegram allows 8, a phone shows 4
ROW_COLUMNS_MAX = 36  # half-width characters that a phone shows in one row of equally wide buttons
BUTTONS_MAX = 100  # of one message
LABEL_CHARS_MAX = 64  # beyond it no phone shows anything
MARKUP_BYTES_MAX = 8_000  # of labels, actions and addresses; Telegram refuses a keyboard of about 10 kB
BUTTON_BYTES = 40  # what a button costs besides
SHORT_CHARS = 200  # nobody refuses so little for its length
EMPTY = "…"  # stands for a text with nothing to see in it, which Telegram would refuse

_BREAKS = tuple(re.compile(it) for it in (r"\n\s*\n", r"\n", r"[。！？；…!?;]+[”’」』）)]*|\.\s", r"[，、：,\s]"))
_UNWANTED = dict.fromkeys((*range(10), *range(11, 32), 127), " ") | {0x202E: None}  # as Telegram cleans texts
_BLANK_CATEGORIES = frozenset("ZC")
_BLANK_SYMBOLS = frozenset("\u2800\ufffc")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One message as Telegram takes it. The text is never blank and has no white space at its ends."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None

    def bare(self) -> Part:
        """The words alone."""
        return Part(self.text)

    def shorter(self) -> Part | None:
        """Half of the words alone; None where there is hardly anything to leave out."""
        return Part(self.text[: len(self.text) // 2].rstrip() + EMPTY) if len(self.text) > SHORT_CHARS else None


def parts(bubble: Bubble) -> tuple[Part, ...]:
    """The messages that say a bubble, in order; nearly always one. The keyboard is on the last."""
    spans = [Span(_clean(span.text), span.bold, span.url) for span in bubble.spans]
    text = "".join(span.text for span in spans)
    pieces = list(_pieces(text)) or [(0, 0)]
    styles = _styles(spans)
    keyboards = [None] * (len(pieces) - 1) + [_keyboard(bubble)]
    return tuple(
        Part(text[start:end] or EMPTY, _entities(text, (start, end), styles), keyboard)
        for (start, end), keyboard in zip(pieces, keyboards, strict=True)
    )


def units(text: str) -> int:
    """Length in UTF-16 units, in which entities are measured."""
    return len(text) + sum(c > "\uffff" for c in text)


def opens(url: str) -> bool:
    """Whether Telegram takes this address for a link: http or https, and a host with a dot in it."""
    try:
        parsed = urlsplit(url)
        return parsed.scheme in ("http", "https") and "." in (parsed.hostname or "") and not re.search(r"\s", url)
    except ValueError:
        return False


# Texts ------------------------------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return whole(text).replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)


def _pieces(text: str) -> Iterator[Range]:
    """Where to cut: stretches of at most TEXT_UNITS_MAX, trimmed, with something to see in each."""
    start = 0
    while start < len(text):
        end = _cut(text, start)
        stretch = text[start:end]
        if any(map(_is_seen, stretch)):
            yield end - len(stretch.lstrip()), start + len(stretch.rstrip())
        start = end


def _cut(text: str, start: int) -> int:
    """The end of the longest good piece from here: at a block, else a line, else a sentence, else anywhere; never so
    early that the piece is less than half full."""
    end = min(len(text), start + TEXT_UNITS_MAX)
    while (excess := units(text[start:end]) - TEXT_UNITS_MAX) > 0:
        end -= (excess + 1) // 2
    if end == len(text):
        return end
    for breaks in _BREAKS:
        found = [match.end() for match in breaks.finditer(text, start + (end - start) // 2, end)]
        if found:
            return found[-1]
    return end


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in _BLANK_CATEGORIES and character not in _BLANK_SYMBOLS


# Entities ---------------------------------------------------------------------------------------------------------


def _styles(spans: Iterable[Span]) -> list[tuple[Range, str | None]]:
    """Every bold (None) or linked (its address) stretch of the joined text; neighbours of one style are one stretch."""
    found: list[tuple[Range, str | None]] = []
    start = 0
    for span in spans:
        end = start + len(span.text)
        if span.bold:
            _extend(found, start, end, None)
        if span.url and opens(span.url):
            _extend(found, start, end, span.url)
        start = end
    return found


def _extend(found: list[tuple[Range, str | None]], start: int, end: int, url: str | None) -> None:
    for index in range(len(found) - 1, max(-1, len(found) - 3), -1):  # the bold and the link that ended last
        (begun, ended), style = found[index]
        if style == url and ended == start:
            found[index] = ((begun, end), style)
            return
    found.append(((start, end), url))


def _entities(text: str, piece: Range, styles: Iterable[tuple[Range, str | None]]) -> tuple[MessageEntity, ...]:
    """The styles that touch a piece of the text, measured from its start."""
    entities = []
    for (start, end), url in styles:
        start, end = max(start, piece[0]), min(end, piece[1])
        if text[start:end].strip():
            kind = MessageEntity.TEXT_LINK if url else MessageEntity.BOLD
            offset, length = units(text[piece[0] : start]), units(text[start:end])
            entities.append(MessageEntity(kind, offset, length, url=url))
    return tuple(entities[:ENTITIES_MAX])


# Keyboards --------------------------------------------------------------------------------------------------------


def _keyboard(bubble: Bubble) -> InlineKeyboardMarkup | None:
    """The buttons in their rows, wrapped to what a phone can show. What would make Telegram refuse the message is left
    out: addresses it does not open, and the end of a keyboard beyond its limits."""
    rows: list[list[InlineKeyboardButton]] = []
    count = size = 0
    for row in _rows(bubble):
        count += len(row)
        size += sum(map(_bytes, row))
        if count > BUTTONS_MAX or size > MARKUP_BYTES_MAX:
            break
        rows.append([_button(button) for button in row])
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(bubble: Bubble) -> Iterator[list[Button]]:
    for row in bubble.buttons:
        usable = [button for button in row if button.url is None or opens(button.url)]
        a_row = _row_buttons(usable)
        for start in range(0, len(usable), a_row):
            yield usable[start : start + a_row]


def _row_buttons(row: Iterable[Button]) -> int:
    """How many of these, all as wide as the widest, fit side by side."""
    widest = max((_columns(button.label) for button in row), default=1)
    return max(1, min(ROW_BUTTONS_MAX, ROW_COLUMNS_MAX // max(widest, 1)))


def _columns(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in label)


def _button(button: Button) -> InlineKeyboardButton:
    label = _clean(button.label).replace("\n", " ").strip()
    label = label if len(label) <= LABEL_CHARS_MAX else label[: LABEL_CHARS_MAX - 1] + "…"
    label = label if any(map(_is_seen, label)) else EMPTY
    return InlineKeyboardButton(label, url=button.url, callback_data=None if button.url else button.action)


def _bytes(button: Button) -> int:
    words = button.label[:LABEL_CHARS_MAX] + button.action + (button.url or "")
    return BUTTON_BYTES + len(words.encode(errors="replace"))
