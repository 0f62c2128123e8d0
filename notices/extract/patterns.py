"""Regular expressions that are compiled when they are first asked, so that importing the reader costs nothing.

Every pattern of the grammar is an alternation of words with bounded repetition around it: none can backtrack far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")


class Pattern:
    """A compiled regular expression, as soon as one of its methods is used."""

    __slots__ = ("_flags", "findall", "finditer", "fullmatch", "match", "search", "source", "split", "sub")

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., str]
    split: Callable[..., list[str]]

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self._flags = flags
        self.__class__ = _Unasked

    def _compile(self) -> None:
        compiled = re.compile(self.source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        self.__class__ = Pattern


class _Unasked(Pattern):
    """A pattern that is not compiled yet; a class of its own, for `__getattr__` makes each attribute slow."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        self._compile()
        return getattr(self, name)


class Ending:
    """A pattern that reaches to the end of a line, asked only of what ends in one of the letters it may end with."""

    __slots__ = ("ends", "pattern")

    def __init__(self, ends: str, source: str) -> None:
        self.ends = frozenset(ends)
        self.pattern = Pattern(source)

    @property
    def source(self) -> str:
        return self.pattern.source

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.pattern.search(text, start) if text[-1:] in self.ends else None


class Keyed:
    """A pattern that hangs on certain words, asked only of a text in which one of them stands."""

    __slots__ = ("pattern", "words")

    def __init__(self, words: str, source: str) -> None:
        self.words = Pattern(words)
        self.pattern = Pattern(source)

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(text) if self.words.search(text) else None

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.words.search(text) else None


def behind(*told: tuple[str, ...]) -> Keyed:
    """Words where a text begins: `told` names what stands before them, the words, and what must follow if anything.
    Alternatives that begin with plain letters make the look for the words quick."""
    return Keyed("|".join(it[1] for it in told), "|".join(f"{it[0]}(?:{it[1]}){''.join(it[2:])}" for it in told))


def before(*told: tuple[str, str]) -> Keyed:
    """Words anywhere: `told` names them and what must follow."""
    return Keyed("|".join(words for words, _ in told), "|".join(f"(?:{words}){rest}" for words, rest in told))


def each(*words: str, then: str = "") -> str:
    """The source of plain alternatives, each of them with what follows."""
    return "|".join(f"{it}{then}" for it in words)


def beginning(letters: str, source: str) -> Pattern:
    """A pattern that is tried only at the letters it may begin with: for a long alternation that is what costs."""
    return Pattern(f"(?=[{letters}])(?:{source})")


def either(*patterns: Pattern | Ending) -> Pattern:
    """What is found wherever one of `patterns` is: asked before them, where mostly none of them is."""
    return Pattern("|".join(it.source for it in patterns))


def without(start: Pattern, text: str) -> str:
    """The text without what it begins with of a pattern."""
    found = start.match(text)
    return text[found.end() :] if found else text


def up_to(end: Pattern, text: str) -> str:
    """The text before the first match of a pattern; all of it if there is none."""
    found = end.search(text)
    return text[: found.start()] if found else text


def any_of(*words: str) -> str:
    """The source of a group that matches one of the alternatives."""
    return f"(?:{'|'.join(words)})"
