"""Which entries are new, changed or known. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from feeds import identity, swings, vanished
from feeds.model import Entry, Seen
from feeds.vanished import NOTHING_VANISHED, Vanished
from notices import plan
from notices.model import Notice
from store.swings import Swing
from store.vanished import Ahead

MASS_MIN = 5  # entries: with fewer, chance looks like a rule
MASS_SHARE = 0.8  # of the entries we have came with a new guid: the feed makes them up
PRESSING = timedelta(days=3)  # a date so near cannot wait for someone to open a list
EXTENDED_BY = timedelta(days=1)  # a calendar may be looked at every minute; its dates are told months ahead
COME_NOW = ("file", "mail")  # keys of what comes to us when it is new, whatever day it bears
OLD_NEWS = timedelta(days=14)  # before we looked: it was there, and out of sight; what is put up late is late by days
NEED_ERRORS = 5  # failures in a row, or
NEED_AFTER = timedelta(days=1)  # so long without a success, and the admins should look
GUIDS = ("uid", "guid", "guidpath", "last")  # keys that a random guid is part of

Standing = Entry | Seen
"""What stands in a document."""


class KnownEntry(Protocol):
    """What must be remembered of an entry: `store.feeds.KnownEntry` is one."""

    @property
    def id(self) -> int: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def known_until(self) -> datetime | None: ...
    @property
    def is_away(self) -> bool: ...
    @property
    def swing(self) -> Swing: ...


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one document brings. Entries carry the keys that tell them apart there: store these, and no others."""

    new: tuple[Entry, ...]
    changed: tuple[tuple[int, Entry], ...]
    """Entries we have, by id, that now say something else."""
    known_count: int
    """Entries we have that say what they said, now or a while ago."""
    rekeyed: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Of the known ones, those that came with keys we did not have: remember them, or they will look new one day."""
    extended: tuple[tuple[int, Entry], ...] = ()
    """Of the known ones, series of which more has come into sight since."""
    guids_made_up: bool = False
    """The feed gives its entries new guids all the time: from now on they are known by title and link."""
    waiting: frozenset[str] = frozenset()
    """Items whose entries could not be read yet: nothing is decided of them, and they are looked at again next time."""
    there: frozenset[int] = frozenset()
    """The entries we have, by id, that stand in the document."""
    swinging: tuple[int, ...] = ()
    """Of these, those that say again what they said a while ago: what people were told stays, until that has held."""
    steadied: tuple[int, ...] = ()
    """Of these, those that swung, and now say what people were told."""
    vanished: Vanished = NOTHING_VANISHED
    """Of a calendar: what is not in it any more."""


def usable(entries: Iterable[Standing], weak: Container[str] = ()) -> tuple[Standing, ...]:
    """Entries with the keys that no other entry of the document has; of twins only the first. Keys of the `weak` kinds
    do not count, unless an entry has no others."""
    unique: dict[tuple[str, ...], Standing] = {}
    for entry in entries:
        unique.setdefault(entry.keys, entry)
    if not weak and all(unique) and _all_differ(unique):
        return tuple(unique.values())
    strong = {keys: _strong(keys, weak) for keys in unique}
    seen = Counter(key for keys in strong.values() for key in keys)
    own = ((e, tuple(k for k in strong[keys] if seen[k] == 1)) for keys, e in unique.items())
    return tuple(e if keys == e.keys else replace(e, keys=keys) for e, keys in own if keys)


def _all_differ(groups: Iterable[Iterable[object]]) -> bool:
    """Whether nothing is in two of them, nor twice in one, as in nearly every document."""
    all_ = [it for group in groups for it in group]
    return len(set(all_)) == len(all_)


def _strong(keys: tuple[str, ...], weak: Container[str]) -> tuple[str, ...]:
    once = tuple(dict.fromkeys(keys))
    return tuple(k for k in once if identity.kind(k) not in weak) or once


def changes(
    entries: Sequence[Entry], known: Mapping[str, KnownEntry], seen: Sequence[Seen] = (), *, by_link: bool = False
) -> Decisions:
    """Compare a document's entries with what is known of their keys. An entry is known by any of its usable keys; where
    they point to several known entries, or several entries to one, the strongest key decides. `seen`: what stands there
    besides, unchanged. `by_link`: the feed's guids are made up."""
    current = usable((*seen, *entries), GUIDS if by_link else ())
    matches = _matches(current, known)
    if not by_link and _guids_are_made_up(current, matches, known):
        return replace(changes(entries, known, seen, by_link=True), guids_made_up=True)
    new: list[Entry] = []
    changed: list[tuple[int, Entry]] = []
    rekeyed: list[tuple[int, tuple[str, ...]]] = []
    extended: list[tuple[int, Entry]] = []
    for number, entry in enumerate(current):
        have = matches.get(number)
        if isinstance(entry, Seen):
            continue
        if have is None:
            new.append(entry)
        elif have.content_hash != entry.content_hash or (have.is_away and entry.events):
            changed.append((have.id, entry))
        elif fresh := tuple(k for k in entry.keys if k not in known):
            rekeyed.append((have.id, fresh))
        elif _goes_further(entry, have):
            extended.append((have.id, entry))
    known_count = sum(number in matches or isinstance(entry, Seen) for number, entry in enumerate(current))
    return Decisions(
        tuple(new), tuple(changed), known_count - len(changed), tuple(rekeyed), tuple(extended),
        there=frozenset(have.id for have in matches.values()),
    )


def steadied(found: Decisions, known: Mapping[str, KnownEntry], now: datetime) -> Decisions:
    """Without the changes to what entries said a while ago, as long as they may change back. `known` is what these were
    decided by."""
    by_id = {it.id: it for it in known.values()}
    swinging = {
        id_ for id_, it in found.changed
        if swings.is_swinging(it.content_hash, by_id[id_].swing, _next_date(it, now), now)
    }
    different = {id_ for id_, _ in found.changed}
    return replace(
        found,
        changed=tuple((id_, it) for id_, it in found.changed if id_ not in swinging),
        known_count=found.known_count + len(swinging),
        swinging=tuple(sorted(swinging)),
        steadied=tuple(id_ for id_ in sorted(found.there - different) if by_id[id_].swing.since),
        waiting=found.waiting | {it.item for id_, it in found.changed if id_ in swinging},
    )


def _next_date(entry: Entry, now: datetime) -> datetime | None:
    """The soonest that an entry names, of those ahead."""
    dates = entry.events or (entry.reading.notice.key_dates if entry.reading else ())
    return min((it.anchor for it in dates if it.anchor > now), default=None)


def without_vanished(
    found: Decisions, ahead: Sequence[Ahead], entries: Sequence[Entry], listed: frozenset[str], now: datetime
) -> Decisions:
    """With what a calendar does not list any more: events `ahead` that are neither among its `entries` nor `listed`.
    One that was deleted and made anew is the one it was, and has changed."""
    gone = vanished.missing(ahead, found.there, listed)
    anew = vanished.made_anew(gone, found.new)
    gone = [it for it in gone if it.entry_id not in anew]
    return replace(
        found,
        new=tuple(it for it in found.new if not any(it is one for one in anew.values())),
        changed=(*found.changed, *anew.items()),
        there=found.there | anew.keys(),
        vanished=vanished.judge(gone, ahead, entries, now),
    )


def _goes_further(entry: Entry, have: KnownEntry) -> bool:
    """Whether a series is told a day further ahead than when it was last looked at."""
    if entry.known_until is None or have.known_until is None:
        return False
    return entry.known_until - have.known_until >= EXTENDED_BY


def _guids_are_made_up(
    entries: Sequence[Standing], matches: Mapping[int, KnownEntry], known: Mapping[str, KnownEntry]
) -> bool:
    """Whether nearly all entries that we have came with a guid we have not, though title and link are old."""
    remade = sum(_guid_is_remade(entries[number].keys, known) for number in matches)
    return remade >= MASS_MIN and remade >= MASS_SHARE * len(entries)


def _guid_is_remade(keys: Sequence[str], known: Container[str]) -> bool:
    if keys[0] in known:  # guids stand before the others
        return False
    guids = [key for key in keys if key.startswith(("uid:", "guid:", "guidpath:"))]
    if not guids or any(key in known for key in guids):
        return False
    return any(key.startswith("title:") and key in known for key in keys)


def is_in_need(error_count: int, failing_at: datetime | None, now: datetime) -> bool:
    """Whether a feed has failed for long enough that somebody should look after it."""
    return error_count >= NEED_ERRORS or (failing_at is not None and now - failing_at >= NEED_AFTER)


def pressing(notices: Sequence[Notice], most: int, now: datetime, zone: ZoneInfo) -> frozenset[int]:
    """Of many notices at once those, by position, that are told singly all the same: with a date in the next three
    days, the soonest first, at most so many."""
    soonest = [
        (min(ahead), at) for at, it in enumerate(notices)
        if (ahead := [over for date in it.key_dates if now < (over := plan.over_at(date, zone)) <= now + PRESSING])
    ]
    return frozenset(at for _, at in sorted(soonest)[:most])


def is_old_news(entry: Entry, notice: Notice, looked_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a new entry only came into sight, at the end of a list that lost others or grew: it was put up long
    before our last look (`looked_at`), and has no date ahead. A file in a folder was put there, a letter was sent here,
    and so they are news."""
    day = datetime.combine(entry.published_on, time(), zone) if entry.published_on else None
    put_up = entry.published_at or day
    if looked_at is None or put_up is None or put_up > looked_at - OLD_NEWS or identity.kind(entry.keys[0]) in COME_NOW:
        return False
    return not notice.doubts and not any(plan.over_at(date, zone) > now for date in notice.key_dates)


def _matches(entries: Sequence[Standing], known: Mapping[str, KnownEntry]) -> dict[int, KnownEntry]:
    """The known entry of each entry (by position), none of them used twice."""
    found = [{have.id: have for key in it.keys if (have := known.get(key))} for it in entries]
    if all(len(it) < 2 for it in found) and _all_differ(found):
        return {number: have for number, it in enumerate(found) for have in it.values()}
    matches: dict[int, KnownEntry] = {}
    taken: set[int] = set()
    for _, number, have in sorted(_candidates(entries, known), key=lambda c: c[:2]):
        if number not in matches and have.id not in taken:
            matches[number] = have
            taken.add(have.id)
    return matches


def _candidates(entries: Sequence[Standing], known: Mapping[str, KnownEntry]) -> Iterator[tuple[int, int, KnownEntry]]:
    """(rank of the key, position of the entry, what it is known as)."""
    for number, entry in enumerate(entries):
        for key in entry.keys:
            if key in known:
                yield identity.rank(key), number, known[key]
