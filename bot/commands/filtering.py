"""Filters in words: as they are shown, what is wrong with one, and why it keeps a notice back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.commands.naming import named
from bot.house import House, Topic
from bot.words import Words
from notices.filters import Both, Either, Filter, FilterError, Not, Word, parse, written
from notices.filters.tree import IN_CHINESE, IN_ENGLISH, needs_quotes

SHOWN_CHARS = 24  # of what follows the mistake
_GLUED = re.compile(r"(.{2,}?)(并且|或者|和|或|与|且)(.{2,})")


def understood(text: str, topics: Mapping[str, Topic]) -> Filter:
    """The filter that people wrote, topics by any of their names. Raises FilterError."""
    return parse(text, lambda name: named(topics, name))


def shown(it: Filter, say: Words, house: House) -> str:
    """The filter as one would write it in this language."""
    operators = IN_CHINESE if say.language == "zh" else IN_ENGLISH
    return written(it, operators, lambda topic: _topic(topic, say, house))


def _topic(topic: str, say: Words, house: House) -> str:
    title = house.topic_title(topic, say.language)
    return say("filter-topic", name=f'"{title}"' if needs_quotes(title) else title)


def mistake(error: FilterError, text: str, say: Words) -> str:
    """What is wrong, and where: with the text up to there, and what follows a mark."""
    what = say(f"filter-wrong-{error.mistake}", what=error.what or text[error.at - 1 : error.at], at=str(error.at))
    if error.mistake in ("empty", "long"):
        return what
    before, after = text[: error.at - 1], text[error.at - 1 :]
    return f"{what}\n{before}▸{after[:SHOWN_CHARS]}{'…' if len(after) > SHOWN_CHARS else ''}"


def objection(because: Filter, say: Words, house: House) -> str:
    """Why a filter keeps a notice back, by the part of it that decides."""
    if isinstance(because, Word):
        return say("filter-lacks", what=because.text)
    if isinstance(because, Not) and isinstance(because.of, Word):
        return say("filter-holds", what=because.of.text)
    return say("filter-fails", what=shown(because, say, house))


def suspicion(it: Filter) -> tuple[str, str] | None:
    """A word that is perhaps two with an operator between, as people write it without blanks, and how that is
    written."""
    for word in _words(it):
        if found := _GLUED.fullmatch(word):
            return word, f"{found[1]} {found[2]} {found[3]}"
    return None


def _words(it: Filter) -> list[str]:
    match it:
        case Word(text):
            return [text]
        case Not(of):
            return _words(of)
        case Both(of) | Either(of):
            return [word for part in of for word in _words(part)]
        case _:
            return []
