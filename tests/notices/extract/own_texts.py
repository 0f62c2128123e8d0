"""Whole notices in genres.txt and phrases in phrases.txt, each with what is to be found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.notices.extract.scoring import Span

HERE = Path(__file__).parent


@dataclass(frozen=True)
class OwnText:
    name: str
    text: str
    published: date | None
    events: tuple[str, ...]
    deadlines: tuple[str, ...]

    def spans(self, kind: str) -> tuple[list[Span], list[Span]]:
        """The spans of events or deadlines that must be found, and those that may be."""
        written = self.events if kind == "events" else self.deadlines
        must = [_span(it) for it in written if not it.startswith("?")]
        return must, [_span(it[1:]) for it in written if it.startswith("?")]


def _span(written: str) -> Span:
    first, _, last = written.partition("/")
    return first or last, last or first


def own_texts(file: str) -> Iterator[OwnText]:
    """The texts of a file, in order; one without a name of its own is named by its first words."""
    for part in re.split(r"(?m)^=== ", (HERE / file).read_text(encoding="utf-8"))[1:]:
        head, _, text = part.partition("\n")
        *named, published, events, deadlines = (it.strip() for it in head.split("|"))
        text = text.strip()
        day = date.fromisoformat(published) if published else None
        yield OwnText(named[0] if named else text[:30], text, day, tuple(events.split()), tuple(deadlines.split()))
