"""Which entries are new, changed or known, and when to poll again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from feeds import identity
from feeds.model import Entry

POLL_SECS_MAX = 24 * 3600.0  # a source that is down for months is still asked once a day
JITTER = 0.1  # of the interval, either way, so that feeds that failed together do not come back together


class KnownEntry(Protocol):
    """What must be remembered of an entry: `store.feeds.KnownEntry` is one."""

    @property
    def id(self) -> int: ...
    @property
    def content_hash(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one document brings. Entries carry the keys that tell them apart there: store these, and no others."""

    new: tuple[Entry, ...]
    changed: tuple[tuple[int, Entry], ...]
    """Entries we have, by id, that now say something else."""
    known_count: int
    """Entries we have that say what they said."""
    rekeyed: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Of the known ones, those that came with keys we did not have: remember them, or they will look new one day."""


def usable(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries with the keys that no other entry of the document has; of twins only the first."""
    unique: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        unique.setdefault(entry.keys, entry)
    seen = Counter(key for keys in unique for key in set(keys))
    kept = (replace(e, keys=tuple(dict.fromkeys(k for k in e.keys if seen[k] == 1))) for e in unique.values())
    return tuple(e for e in kept if e.keys)


def changes(entries: Iterable[Entry], known: Mapping[str, KnownEntry]) -> Decisions:
    """Compare a document's entries with what is known of their keys. An entry is known by any of its usable keys; where
    they point to several known entries, or several entries to one, the strongest key decides."""
    current = usable(entries)
    matches = _matches(current, known)
    new: list[Entry] = []
    changed: list[tuple[int, Entry]] = []
    rekeyed: list[tuple[int, tuple[str, ...]]] = []
    for number, entry in enumerate(current):
        have = matches.get(number)
        if have is None:
            new.append(entry)
        elif have.content_hash != entry.content_hash:
            changed.append((have.id, entry))
        elif fresh := tuple(k for k in entry.keys if k not in known):
            rekeyed.append((have.id, fresh))
    return Decisions(tuple(new), tuple(changed), len(matches) - len(changed), tuple(rekeyed))


def _matches(entries: Sequence[Entry], known: Mapping[str, KnownEntry]) -> dict[int, KnownEntry]:
    """The known entry of each entry (by position), none of them used twice."""
    matches: dict[int, KnownEntry] = {}
    taken: set[int] = set()
    for _, number, have in sorted(_candidates(entries, known), key=lambda c: c[:2]):
        if number not in matches and have.id not in taken:
            matches[number] = have
            taken.add(have.id)
    return matches


def _candidates(entries: Sequence[Entry], known: Mapping[str, KnownEntry]) -> Iterator[tuple[int, int, KnownEntry]]:
    """(rank of the key, position of the entry, what it is known as)."""
    for number, entry in enumerate(entries):
        for key in entry.keys:
            if key in known:
                yield identity.rank(key), number, known[key]


def next_poll(every_secs: float, error_count: int, dice: float, retry_after_secs: float | None = None) -> float:
    """Seconds until the next poll: the interval, doubled with every error in a row, give or take a tenth, at most a day
    (or the interval, where that is longer), and not before the source allows it. `dice` is in [0, 1). It never ends."""
    longest = max(POLL_SECS_MAX, every_secs)
    wait = min(every_secs * 2.0 ** min(error_count, 60), longest)
    if error_count:
        wait = min(wait * (1 - JITTER + 2 * JITTER * dice), longest)
    return max(wait, min(retry_after_secs or 0.0, POLL_SECS_MAX))
