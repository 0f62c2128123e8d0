"""Topics and roles as people name them: by id, by title in either language, by number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bot.house import Role, Topic

SEPARATORS = re.compile(r"[\s,，、;；/]+")


def named(things: Mapping[str, Topic] | Mapping[str, Role], words: str) -> str | None:
    """The id of the one thing meant: its id, a title, its place in the list from 1, else the only title (or part of
    one) that the words are part of. None if there is none, or more than one."""
    said = plain(words)
    if not said:
        return None
    names = {it.id: {plain(it.id), *map(plain, it.titles.values())} for it in things.values()}
    exact = [key for key, known in names.items() if said in known]
    if exact:
        return exact[0]
    if said.isascii() and said.isdecimal():
        return list(things)[int(said) - 1] if len(said) < 4 and 1 <= int(said) <= len(things) else None
    parts = [key for key, known in names.items() if any(said in name for name in known)]
    return parts[0] if len(parts) == 1 else None


def all_named(things: Mapping[str, Topic], words: str) -> tuple[list[str], list[str]]:
    """What a list of names means: (ids, words that name nothing). A name may hold spaces when it stands alone."""
    if alone := named(things, words):
        return [alone], []
    parts = [part for part in SEPARATORS.split(words) if part]
    found = [named(things, part) for part in parts]
    ids = list(dict.fromkeys(it for it in found if it))
    return ids, [part for part, it in zip(parts, found, strict=True) if it is None]


def titles(things: Sequence[str], language: str) -> str:
    """Titles as a list in a sentence."""
    return ("、" if language == "zh" else ", ").join(things)


def plain(words: str) -> str:
    """As compared: full width made half, case and outer punctuation gone."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().strip(" \t\n。.!?:,、“”\"'《》#").split())
