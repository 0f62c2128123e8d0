"""Numbers as Chinese notices write them, after the width is one (`width.plain`)."""

from __future__ import annotations

from functools import lru_cache

DIGITS = dict(zip("〇零Oo0一二三四五六七八九两", (0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
CHINESE = "〇零Oo0一二三四五六七八九十廿卅"  # what a written number may be made of
BEFORE_REPUBLIC = 1911  # years: 民国113年 is 2024
_ZEROS = str.maketrans("〇零Oo", "0000")
_TENS = {"十": 1, "廿": 2, "卅": 3}


@lru_cache(maxsize=512)  # a notice has few numbers, and each of them often
def number(written: str) -> int | None:
    """`12`, `十二`, `廿三`, `卅`, `三十`, `二〇三一`, `元` as an integer; None for anything else."""
    if written.isascii() and written.isdigit():
        return int(written)
    if (typed := written.translate(_ZEROS)).isascii() and typed.isdigit():  # 2O31, 2〇31
        return int(typed)
    if written and all(c in DIGITS for c in written):
        return int("".join(str(DIGITS[c]) for c in written))
    return 1 if written in ("元", "正") else _tens(written.removeprefix("初"))


def _tens(written: str) -> int | None:
    """Numbers to 99 with a word for ten in them: `二十三`, `十`, `廿三`; the lunar `初五` has lost its 初."""
    if len(written) == 1 and written in DIGITS:
        return DIGITS[written]
    word = next((c for c in written if c in _TENS), None)
    if word is None:
        return None
    head, _, tail = written.partition(word)
    lead = DIGITS.get(head) if head else _TENS[word]
    ones = DIGITS.get(tail) if tail else 0
    return None if lead is None or ones is None or (head and word != "十") else lead * 10 + ones
