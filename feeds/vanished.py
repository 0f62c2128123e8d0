"""Events that are not in their calendar any more, though nothing said that they are called off. Pure.

Whoever calls off an event mostly just deletes it. But servers also break off, list only so many events, or lose them;
so an event must have been away for a while, and the calendar must show by what else it lists that it is whole there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.model import Entry
from feeds.swings import patience
from store.vanished import Ahead

LOST_SHARE = 0.5  # of the events ahead: when more than that are gone at once, it is the calendar that is odd


@dataclass(frozen=True, slots=True)
class Vanished:
    """What is missing in a calendar, by the ids of its entries."""

    away: tuple[int, ...] = ()
    """Everything that is missing."""
    called_off: tuple[int, ...] = ()
    """What is called off, for all that can be told."""
    in_doubt: tuple[tuple[int, datetime], ...] = ()
    """What an organiser must say, with since when it is missing."""
    look_at: datetime | None = None
    """When the calendar is to be read again, changed or not, to see what is still missing."""


NOTHING_VANISHED = Vanished()


def missing(ahead: Sequence[Ahead], there: frozenset[int], listed: frozenset[str]) -> list[Ahead]:
    """Those that are not in the document: neither among the entries that were found `there`, nor `listed` by key."""
    return [it for it in ahead if it.entry_id not in there and not it.keys & listed]


def made_anew(gone: Sequence[Ahead], new: Sequence[Entry]) -> dict[int, Entry]:
    """Missing events that came back as new ones, by entry id: deleted and made again at another time, under the same
    title, which no other of them has."""
    titles = Counter(it.title for it in gone)
    by_title = Counter(it.title for it in new)
    fresh = {it.title: it for it in new if by_title[it.title] == 1}
    return {it.entry_id: fresh[it.title] for it in gone if titles[it.title] == 1 and it.title in fresh}


def judge(
    gone: Sequence[Ahead], ahead: Sequence[Ahead], entries: Sequence[Entry], now: datetime
) -> Vanished:
    """What the absence of `gone`, out of the events `ahead`, means beside the `entries` that are there. An event is
    called off if the calendar reaches beyond it and still has most of the others; else somebody must say."""
    last_at = max((date.anchor for it in entries for date in it.events), default=None)
    is_odd = len(gone) > LOST_SHARE * len(ahead)
    called_off: list[int] = []
    in_doubt: list[tuple[int, datetime]] = []
    looks: list[datetime] = []
    for it in gone:
        since = it.away_since or now
        counts_at = since + patience(it.starts_at, now)
        if counts_at > now:
            looks.append(counts_at)
        elif last_at is not None and last_at >= it.starts_at and not is_odd:
            called_off.append(it.entry_id)
        elif not it.was_asked:
            in_doubt.append((it.entry_id, since))
    away = tuple(it.entry_id for it in gone)
    return Vanished(away, tuple(called_off), tuple(in_doubt), min(looks, default=None))
