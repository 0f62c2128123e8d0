"""What a crash has left in doubt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from delivery import decide
from store import Store, deliveries

log = logging.getLogger(__name__)


async def recover(
    store: Store, dedupes: dict[str, bool], now: datetime, *, at_start: bool,
    held: Callable[[], Collection[int]] = tuple,
) -> int:
    """Decide about deliveries whose sender died between the intent and the record; return how many.

    At start nobody else is sending, so every one of them is an orphan; later only those whose lease ran out and that
    no pump still holds (`held`)."""
    async with store.transaction() as tx:
        kept = held()
        orphans = [it for it in await deliveries.orphans(tx, None if at_start else now) if it.id not in kept]
        for orphan in orphans:
            decision = decide.after_doubt(orphan.doubts, dedupes.get(orphan.channel, False), crashed=True)
            again = None if decision.again_in_secs is None else now + timedelta(seconds=decision.again_in_secs)
            await deliveries.doubt(tx, orphan, again_at=again)
    if orphans:
        log.warning("deliveries in doubt", extra={"count": len(orphans)})
    return len(orphans)
