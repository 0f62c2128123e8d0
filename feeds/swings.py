"""Entries that say now the one and now the other: two servers behind one address, a page mended and mended back. What
people were told stays until what was said before has been said again for a while. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from store.swings import Swing

WITHIN = timedelta(days=1)  # since it was last seen: what comes back after that is a change like any other
HOLDS = timedelta(hours=3)  # a dozen looks at an ordinary feed; of two servers in turn none answers as often in a row
HOLDS_URGENT = timedelta(hours=1)  # where a date is so near that waiting costs more than telling once too often
NEAR = timedelta(days=1)


def is_swinging(content_hash: str, swing: Swing, first_at: datetime | None, now: datetime) -> bool:
    """Whether what an entry says is only what it said a while ago, so that it may well change back. `first_at`: the
    next date that it names."""
    if content_hash not in swing.earlier or swing.seen_at is None or now - swing.seen_at > WITHIN:
        return False
    return swing.since is None or now - swing.since < patience(first_at, now)


def patience(first_at: datetime | None, now: datetime) -> timedelta:
    """How long something doubtful must hold before it counts. `first_at`: the date that is at stake."""
    return HOLDS_URGENT if first_at is not None and first_at - now <= NEAR else HOLDS
