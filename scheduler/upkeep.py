"""Work that keeps the house in order and that nobody waits for."""

from __future__ import annotations

from datetime import datetime

from store import Store, inbox


async def prune(store: Store, now: datetime) -> int:
    """Forget what was answered long ago; return how much."""
    async with store.transaction() as tx:
        return await inbox.prune(tx, now)
