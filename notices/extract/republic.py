"""Years of the Republic before a date: 民國九十八年五月六日, 98年5月6日, 98/05/06 in a notice that counts so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from notices.extract.numerals import number
from notices.extract.patterns import Pattern
from notices.extract.tokens import Token

_FIRST = 1911  # what is added to its years
_ONES = "[一二三四五六七八九]"
_HUNDRED = rf"一百[零〇]?(?:{_ONES}?十)?{_ONES}?|{_ONES}?十{_ONES}?|[一九][〇零一二三四五六七八九]{{1,2}}"
_NAMED = Pattern(rf"(?:中华)?民国(\d{{2,3}}|{_HUNDRED})年,?$")
_PLAIN = Pattern(rf"(?<!\d)([3-9]\d|{_HUNDRED})年,?$")
_YEAR_MAX = 14  # characters of a year before its month
_PARTS = Pattern(
    r"(?<![\d./-])([6-9]\d|1[0-4]\d)([./-])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?![\d./-])"
)
_SLASHES = Pattern(r"1[0-4]\d/(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\d/])")
"""114/05/06: so many digits are no other year, and hardly anything else."""
_CHINA, _LED = "中华", "民国"


def with_years(text: str, found: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a text; where it counts in years of the Republic, its dates with these years."""
    named = _LED in text
    if not named and not _SLASHES.search(text):
        return found
    parted = [_in_parts(it) for it in _PARTS.finditer(text)]
    others = [it for it in found if not any(whole.start <= it.start < whole.end for whole in parted)]
    dated = [_dated(text, it) if named and it.kind in ("date", "month") else it for it in others]
    return sorted((*parted, *dated), key=lambda token: token.start)


def _in_parts(match: re.Match[str]) -> Token:
    year, month, day = map(int, match.group(1, 3, 4))
    return Token("date", *match.span(), year + _FIRST, month, day)


def _dated(text: str, token: Token) -> Token:
    """A date with the year of the Republic before it, if one stands there."""
    if token.year:
        starts = token.start - len(_CHINA) if text.startswith(_CHINA + _LED, max(0, token.start - len(_CHINA))) else -1
        return replace(token, start=starts) if starts >= 0 else token
    near = text[max(0, token.start - _YEAR_MAX) : token.start]
    told = _NAMED.search(near) or _PLAIN.search(near)
    year = _number(told[1]) if told else 0
    return replace(token, start=token.start - len(told[0]), year=year + _FIRST) if told and year else token


def _number(written: str) -> int:
    _, hundred, rest = written.partition("百")
    if not hundred:
        return number(written) or 0
    return 100 + (number(rest.lstrip("零〇")) or 0)
