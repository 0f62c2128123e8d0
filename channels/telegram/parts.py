"""Bubbles to what the Bot API takes: texts with entities, keyboards and files, each within its limits. No I/O.

Formatting travels as entities, never as markup: a notice may hold `<`, `&` and `9.27` as it likes.
Limits: Bot API, sendMessage, sendDocument, MessageEntity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from channels.telegram.cleaning import EMPTY, clean, is_seen
from channels.telegram.keyboard import PLAIN, Dress, Keyboard, keyboard, opens
from notices.message import Bubble, File, Span

TEXT_UNITS_MAX = 4096  # UTF-16 units; Telegram counts code points, of which there are never more
ENTITIES_MAX = 100  # of one message; Telegram drops the rest without a word
CAPTION_UNITS_MAX = 1024  # of the words under a file
UNIX_SECS_MAX = 2**31 - 1  # later than January 2038 there is no date_time (tdlib/td, td_api.tl: int32)
SHORT_CHARS = 200  # nobody refuses so little for its length
KEPT_MAX = 32  # bubbles whose parts are remembered: what goes to many is worked out once, not for each

_BREAKS = tuple(re.compile(it) for it in (r"\n\s*\n", r"\n", r"[。！？；…!?;]+[”’」』）)]*|\.\s", r"[，、：,\s]"))
Range = tuple[int, int]


Style = tuple[str, str | datetime | None]
"""A kind of entity, and what it leads to."""
Entity = dict[str, Any]
"""As the Bot API takes it (MessageEntity)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message as Telegram takes it. The text has no white space at its ends, and is blank only under a file."""

    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    file: File | None = None
    silent: bool = False
    thread: int | None = None

    def bare(self) -> Part:
        """The words alone, or the file."""
        return replace(self, entities=(), keyboard=())

    def shorter(self) -> Part | None:
        """Half of the words alone; None where there is hardly anything to leave out."""
        if len(self.text) <= SHORT_CHARS:
            return None
        return replace(self.bare(), text=self.text[: len(self.text) // 2].rstrip() + EMPTY)


@lru_cache(KEPT_MAX)
def parts(bubble: Bubble, dress: Dress = PLAIN) -> tuple[Part, ...]:
    """The messages that say a bubble, in order; nearly always one. The keyboard and the file are with the last."""
    spans = [_cleaned(span) for span in bubble.spans]
    text = "".join(span.text for span in spans)
    pieces = list(_pieces(text)) or [(0, 0)]
    styles = _styles(spans)
    made = [
        Part(text[start:end] or EMPTY, _entities(text, (start, end), styles), (), None, bubble.silent, bubble.thread)
        for start, end in pieces
    ]
    if bubble.file is not None and units(made[-1].text) > CAPTION_UNITS_MAX:
        made.append(replace(made[-1], text="", entities=()))
    return (*made[:-1], replace(made[-1], keyboard=keyboard(bubble, dress), file=bubble.file))


def _cleaned(span: Span) -> Span:
    return Span(clean(span.text), span.bold, span.url, span.quote, span.at)


def units(text: str) -> int:
    """Length in UTF-16 units, in which entities are measured."""
    return len(text) + sum(c > "\uffff" for c in text)


# Texts ------------------------------------------------------------------------------------------------------------


def _pieces(text: str) -> Iterator[Range]:
    """Where to cut: stretches of at most TEXT_UNITS_MAX, trimmed, with something to see in each."""
    start = 0
    while start < len(text):
        end = _cut(text, start)
        stretch = text[start:end]
        if any(map(is_seen, stretch)):
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


# Entities ---------------------------------------------------------------------------------------------------------


def _styles(spans: Iterable[Span]) -> list[tuple[Range, Style]]:
    """Every stretch of the joined text that has a style; neighbours of one style are one stretch."""
    found: list[tuple[Range, Style]] = []
    start = 0
    for span in spans:
        end = start + len(span.text)
        for style in _styles_of(span):
            _extend(found, start, end, style)
        start = end
    return found


def _styles_of(span: Span) -> Iterator[Style]:
    if span.quote:
        yield "expandable_blockquote", None
    if span.bold:
        yield "bold", None
    if span.url and opens(span.url):
        yield "text_link", span.url
    elif span.at and 0 < span.at.timestamp() <= UNIX_SECS_MAX:
        yield "date_time", span.at


def _extend(found: list[tuple[Range, Style]], start: int, end: int, style: Style) -> None:
    for index in range(len(found) - 1, max(-1, len(found) - 4), -1):  # those of the span before
        (begun, ended), known = found[index]
        if known == style and ended == start:
            found[index] = ((begun, end), style)
            return
    found.append(((start, end), style))


def _entities(text: str, piece: Range, styles: Iterable[tuple[Range, Style]]) -> tuple[Entity, ...]:
    """The styles that touch a piece of the text, measured from its start."""
    entities = []
    for (start, end), style in styles:
        start, end = max(start, piece[0]), min(end, piece[1])
        if text[start:end].strip():
            entities.append(_entity(style, units(text[piece[0] : start]), units(text[start:end])))
    return tuple(entities[:ENTITIES_MAX])


def _entity(style: Style, offset: int, length: int) -> Entity:
    """A moment keeps our words, which say it in the service's own zone: without a format Telegram adds its own only
    when they are tapped (Bot API, date-time entity formatting)."""
    kind, more = style
    entity: Entity = {"type": kind, "offset": offset, "length": length}
    if isinstance(more, datetime):
        return entity | {"unix_time": int(more.timestamp())}
    return entity | {"url": more} if more else entity
