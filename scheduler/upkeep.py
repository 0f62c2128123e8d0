"""Work that keeps the house in order and that nobody waits for."""

from __future__ import annotations

from datetime import datetime

from store import Store, feeds, inbox


async def prune(store: Store, now: datetime) -> int:
    """Forget what was answered long ago, and entries that left their feeds years ago, a little at a time; return how
    much."""
    forgotten = 0
    while True:
        async with store.transaction() as tx:
            some = await inbox.prune(tx, now) + await feeds.prune(tx, now)
        if not some:
            return forgotten
        forgotten += some
