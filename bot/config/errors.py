"""What can be wrong with a configuration, as one sentence an operator can act on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from bot.words import words
from notices.model import Language

Place = tuple[str | int, ...]
"""Where in the file: keys, and positions in lists from 0."""

KEYS_SHOWN_MAX = 12  # of the known keys, where none is near: more is no help
SHOWN_CHARS_MAX = 150  # of a wrong value, or of the words there are


class ConfigError(Exception):
    """The configuration cannot be used. Its text is one sentence with the file, the line, the key and what to do."""


class Problem(Exception):
    """One thing that is wrong: the name of its sentence, its place and line, and what the sentence needs to know."""

    def __init__(self, name: str, place: Place = (), *, line: int | None = None, **args: str) -> None:
        super().__init__(name)
        self.name = name
        self.place = place
        self.line = line
        self.args_said = {key: _shown(value) for key, value in args.items()}

    def said(self, file: str, line: int, key: str, language: Language) -> str:
        """The sentence, in a language of operators."""
        say = words(language)
        what = say(self.name, **self.args_said)
        if not key:
            return say("config-at-line", file=file, line=str(line), what=what)
        return say("config-at-key", file=file, line=str(line), key=_shown(key), what=what)


def _shown(value: str) -> str:
    """On one line, and no more of it than one needs to find it."""
    line = " ".join(value.split())
    return line if len(line) <= SHOWN_CHARS_MAX else line[: SHOWN_CHARS_MAX - 1] + "…"


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; '' if none is near."""
    by_folded = {word.casefold(): word for word in known}
    found = get_close_matches(wrong.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""


def unknown(kind: str, wrong: str, known: Iterable[str], place: Place = ()) -> Problem:
    """An unknown word: what was probably meant, or what there is. Sentences: `config-unknown-KIND` and `-near`."""
    known = sorted(known)
    if near := nearest(wrong, known):
        return Problem(f"config-unknown-{kind}-near", place, value=wrong, near=near)
    return Problem(f"config-unknown-{kind}", place, value=wrong, known=", ".join(known[:KEYS_SHOWN_MAX]) or "-")
