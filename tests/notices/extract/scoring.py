"""How a reading is held against the labels of a notice.

A label that careful readers may see differently (optional, conditional, known in part) counts for nobody, found or not.
A label to the day says nothing about the clock. A span that is open counts by its start.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from notices.extract import read
from notices.reading import Moment, Reading

LABELLED = Path(__file__).with_name("labelled")
INDEPENDENT = Path(__file__).with_name("independent")
"""Notices written and labelled by people who had not seen the grammar."""
_TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_TO_HALF = {wide: code for code, wide in _TO_WIDE.items()}
WIDTHS: Mapping[str, Callable[[str], str]] = {
    "as written": str, "half width": lambda text: text.translate(_TO_HALF),
    "full width": lambda text: text.translate(_TO_WIDE),
}
Span = tuple[str, str]
DAY, MINUTE = 10, 16  # characters of a moment that are compared


@dataclass(frozen=True)
class Labelled:
    """A notice with what careful readers found in it."""

    id: str
    text: str
    published: date | None
    labels: dict[str, list[dict[str, Any]]]

    def read(self, width: str = "as written") -> Reading:
        return _read(WIDTHS[width](self.text), self.published)


@cache
def _read(text: str, published: date | None) -> Reading:
    """Several tests look at the same reading."""
    return read(text, published=published)


@dataclass
class Tally:
    """How much of what is labelled was found, and how much of what was found is labelled."""

    hit: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def add(self, missed: Sequence[Span], wrong: Sequence[Span], asked: int) -> None:
        self.hit += asked - len(missed)
        self.missed += len(missed)
        self.wrong += len(wrong)


def labelled(folder: Path = LABELLED) -> Iterator[Labelled]:
    """All labelled notices, in order."""
    for path in sorted(folder.glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(found["published"]) if found["published"] else None
        yield Labelled(path.stem, found["text"], day, found["labels"])


@dataclass
class Score:
    """How a set of notices is read, to the day."""

    events: Tally = field(default_factory=Tally)
    deadlines: Tally = field(default_factory=Tally)
    right: int = 0
    total: int = 0


def score(notices: Iterable[Labelled], width: str = "as written") -> Score:
    """Read every notice and count."""
    found = Score()
    for notice in notices:
        reading = notice.read(width)
        must, may = asked(notice.labels["events"], "start", "end")
        missed, wrong = compare(must, may, event_spans(reading), DAY)
        found.events.add(missed, wrong, len(must))
        must, may = asked(notice.labels["deadlines"], "due", "due")
        late, early = compare(must, may, deadline_spans(reading), DAY)
        found.deadlines.add(late, early, len(must))
        found.right += not (missed or wrong or late or early)
        found.total += 1
    return found


def asked(labels: Sequence[dict[str, Any]], start: str, end: str) -> tuple[list[Span], list[Span]]:
    """The spans that must be found, and those that may be."""
    must, may = [], []
    for label in labels:
        first, last = label.get(start), label.get(end)
        loose = label.get("optional") or label.get("conditional") or any(key.endswith("_partial") for key in label)
        if first or last:
            (may if loose or not first else must).append((first or last, last or first))
    return must, may


def event_spans(reading: Reading) -> list[Span]:
    found = ((_written(it.start), _written(it.end)) for it in reading.events)
    return [(first or last, last or first) for first, last in found if first or last]


def deadline_spans(reading: Reading) -> list[Span]:
    return [(_written(it.due), _written(it.due)) for it in reading.deadlines]


def compare(must: Sequence[Span], may: Sequence[Span], found: Sequence[Span], length: int) -> tuple[list[Span], list[Span]]:
    """What was missed and what is wrong, the moments cut to `length` characters (10: the day; 16: the minute)."""
    left = [_cut(span, length) for span in found]
    missed = [span for span in must if not _taken(_cut(span, length), left)]
    for span in may:
        _taken(_cut(span, length), left)
    return missed, left


def _taken(label: Span, left: list[Span]) -> bool:
    answer = next((it for it in left if it[0].startswith(label[0]) and it[1].startswith(label[1])), None)
    if answer:
        left.remove(answer)
    return answer is not None


def _cut(span: Span, length: int) -> Span:
    return span[0][:length], span[1][:length]


def _written(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
