"""Many new notices of one feed at once are told in one message, to each member those that are for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce

from delivery import publish
from delivery.settings import Settings
from notices.audience import widened
from notices.model import Lane
from store import Store, Tx, messages, roundups

LEFT_AFTER = timedelta(hours=1)  # a feed that broke off in the middle is polled again long before that


async def tell(tx: Tx, roundup_id: int, now: datetime, settings: Settings) -> None:
    """Queue it for everyone whom one of its notices is for."""
    if not await roundups.told(tx, roundup_id, now):
        return
    rules = await roundups.rules(tx, roundup_id)
    if not rules:
        return
    audience = reduce(widened, rules)
    message_id = await messages.add(tx, "notice", Lane.BULK, now, roundup_id=roundup_id)
    await publish.to_audience(tx, "notice", message_id, audience, Lane.BULK, now, settings)


async def tell_left(store: Store, now: datetime, settings: Settings) -> None:
    """Tell those whose feed broke off in the middle and has not come back."""
    async with store.reading() as tx:
        waiting = await roundups.left(tx, now - LEFT_AFTER)
    for roundup_id in waiting:
        async with store.transaction() as tx:
            await tell(tx, roundup_id, now, settings)
