"""Texts as Telegram cleans them, and what of a text can be seen."""

from __future__ import annotations

import re
import unicodedata

from channels.telegram.wire import whole

EMPTY = "…"  # stands for a text with nothing to see in it, which Telegram would refuse

_CONTROLS = (*range(10), *range(11, 32), 127)
_DROPPED = (*range(0x2028, 0x202F), 0x30A, 0x333, 0x33F)  # separators, directions, lines over and under (tdlib/td)
_UNWANTED = dict.fromkeys(_CONTROLS, " ") | dict.fromkeys(_DROPPED)
_DIRECTION_AGAIN = re.compile("[\u200e\u200f](?=[\u200e\u200f])")  # of several marks in a row the last one counts
_BLANK_CATEGORIES = frozenset("ZC")
_BLANK_SYMBOLS = frozenset("\u2800\ufffc")


def clean(text: str) -> str:
    """The text as Telegram keeps it: whole characters, plain line breaks, no control characters."""
    plain = whole(text).replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)
    return _DIRECTION_AGAIN.sub("\u200c", plain)


def is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in _BLANK_CATEGORIES and character not in _BLANK_SYMBOLS
