"""A filter as a tree, and the one way in which each tree is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Operator = Literal["and", "or", "not"]


@dataclass(frozen=True, slots=True)
class Word:
    """These words occur in the notice, whatever their case, width and blanks; Latin ones as whole words."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression (RE2's syntax) that occurs in the notice."""

    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The notice is about this topic, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Not:
    of: Filter


@dataclass(frozen=True, slots=True)
class Both:
    """All of these."""

    of: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    of: tuple[Filter, ...]


Filter: TypeAlias = Word | Pattern | Topic | Not | Both | Either

IN_ENGLISH: Mapping[Operator, str] = MappingProxyType({"and": "AND", "or": "OR", "not": "NOT"})
IN_CHINESE: Mapping[Operator, str] = MappingProxyType({"and": "和", "or": "或", "not": "非"})


def written(
    it: Filter, operators: Mapping[Operator, str] = IN_ENGLISH, topic: Callable[[str], str] = "topic:{}".format
) -> str:
    """The filter as it is stored and shown; `parse` reads it back. `topic` writes an operand that names a topic."""
    return _written(it, operators, topic, inside=False)


def _written(it: Filter, operators: Mapping[Operator, str], topic: Callable[[str], str], *, inside: bool) -> str:
    match it:
        case Word(text):
            return f'"{text}"' if needs_quotes(text) else text
        case Pattern(text):
            return "/" + text.replace("/", "\\/") + "/"
        case Topic(name):
            return topic(name)
        case Not(of):
            return f"{operators['not']} {_written(of, operators, topic, inside=True)}"
        case Both(of) | Either(of):
            between = f" {operators['and' if isinstance(it, Both) else 'or']} "
            whole = between.join(_written(one, operators, topic, inside=True) for one in of)
            return f"({whole})" if inside else whole


WORDS_OF: Mapping[str, Operator] = MappingProxyType({
    "and": "and", "&": "and", "&&": "and", "+": "and", "和": "and", "且": "and", "并": "and", "并且": "and",
    "与": "and", "而且": "and", "or": "or", "|": "or", "||": "or", "或": "or", "或者": "or",
    "not": "not", "!": "not", "-": "not", "非": "not", "不": "not", "不含": "not", "不要": "not", "不包括": "not",
})  # fmt: skip
"""How operators are written, in half width and lower case."""

BREAKS = frozenset("()|&、,;\"“”„「」『』")
"""Characters that end a word wherever they stand, in half width; quotes begin a phrase."""
_BEGINS = ("-", "!", "/", "topic:", "主题:", "不含", "不要", "不包括")


def needs_quotes(text: str) -> bool:
    """Whether the words would be read as something else if they stood there as they are."""
    lowered = text.lower()
    return lowered in WORDS_OF or lowered.startswith(_BEGINS) or any(c.isspace() or c in BREAKS for c in text)
