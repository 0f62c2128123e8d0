"""Whether a notice passes a filter, and which part of the filter decides it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from notices.extract.width import plain
from notices.filters import expressions
from notices.filters.tree import Both, Either, Filter, Not, Pattern, Topic, Word

WORDS_MAX = 8192  # of all filters, kept as they are looked for

_BROKEN = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")  # blanks inside Chinese are layout
_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Subject:
    """A notice as filters look at it."""

    text: str
    """Title, issuer and words, folded."""
    raw: str
    """The same as patterns see it: half width, but otherwise as written."""
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    passes: bool
    because: Filter
    """The smallest part of the filter that decides it."""


def subject(title: str, text: str, issuer: str | None, topics: frozenset[str]) -> Subject:
    """What filters look at in a notice."""
    raw = _narrow("\n".join(part for part in (title, issuer or "", text) if part))
    return Subject(_folded(raw), raw, topics)


def judge(it: Filter, of: Subject) -> Verdict:
    """Whether the notice passes, and why."""
    match it:
        case Not(inner):
            verdict = judge(inner, of)
            because = verdict.because
            return Verdict(not verdict.passes, because.of if isinstance(because, Not) else Not(because))
        case Both(parts):
            verdicts = [judge(part, of) for part in parts]
            return next((found for found in verdicts if not found.passes), Verdict(True, it))
        case Either(parts):
            verdicts = [judge(part, of) for part in parts]
            return next((found for found in verdicts if found.passes), Verdict(False, it))
        case _:
            return Verdict(_holds(it, of), it)


def _holds(it: Word | Pattern | Topic, of: Subject) -> bool:
    match it:
        case Word(text):
            return _occurs(_sought(text), of.text)
        case Pattern(text):
            return expressions.occurs(text, of.raw)
        case Topic(name):
            return name in of.topics


@lru_cache(maxsize=WORDS_MAX)
def _sought(word: str) -> str:
    return _folded(_narrow(word))


def _narrow(text: str) -> str:
    """Half width, and the simplified characters that the reader knows."""
    return plain(unicodedata.normalize("NFKC", text))


def _folded(text: str) -> str:
    """As words are compared: case gone, one blank for many, none inside Chinese."""
    return _BROKEN.sub("", " ".join(text.casefold().split()))


def _occurs(word: str, text: str) -> bool:
    """Whether it stands there; Latin letters and digits only as whole words, or AI would be in said."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        begins = not _LATIN.match(word[0]) or at == 0 or not _LATIN.match(text[at - 1])
        if begins and (not _LATIN.match(word[-1]) or end == len(text) or not _LATIN.match(text[end])):
            return True
        at = text.find(word, at + 1)
    return False
