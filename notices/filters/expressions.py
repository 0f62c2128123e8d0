"""Regular expressions whose time is bounded, whatever they are and whatever they meet: RE2 runs in the time that the
text is long, and we bound how much a character may cost."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import re2

PROGRAM_MAX = 300  # instructions of a pattern: about eighty Chinese characters; mostly 0.1 ms a notice, 40 at most
TEXT_CHARS_MAX = 10_000  # of a notice that patterns are looked for in: longer ones are annexes
MEMORY_BYTES_MAX = 256 * 1024  # of one pattern's states
PATTERNS_MAX = 128  # kept compiled: with all their states 32 MB at the very most


def trouble(pattern: str) -> Literal["pattern", "pattern-large"] | None:
    """What keeps the pattern from being used, if anything."""
    import re2

    try:
        size = _compiled(pattern).programsize
    except re2.error as error:
        return "pattern-large" if b"too large" in error.args[0] or b"repetition size" in error.args[0] else "pattern"
    return "pattern-large" if size > PROGRAM_MAX else None


def occurs(pattern: str, text: str) -> bool:
    """Whether it matches anywhere in the beginning of the text."""
    return _compiled(pattern).search(text[:TEXT_CHARS_MAX]) is not None


@lru_cache(maxsize=PATTERNS_MAX)
def _compiled(pattern: str) -> re2._Regexp:
    import re2  # 3 ms and 3 MB that only those pay who have a filter

    options = re2.Options()
    options.max_mem = MEMORY_BYTES_MAX
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    return re2.compile(pattern, options)
