"""What came in, raw, once, and how far each channel has read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.db import Store, Tx

PRUNED_MAX = 500  # forgotten in one transaction: nobody else waits longer than a few milliseconds
KEPT_SECS = 14 * 86400.0  # platforms repeat themselves for a day; after two weeks a key cannot come again


@dataclass(frozen=True, slots=True)
class Update:
    """One raw thing received and not yet answered."""

    id: int
    channel: str
    raw: str
    attempts: int


async def put(tx: Tx, channel: str, updates: Sequence[tuple[str, str]], now: datetime) -> int:
    """Store (key, raw) pairs, each key once for ever; return how many were new."""
    new = 0
    for key, raw in updates:
        new += await tx.run(
            """INSERT INTO inbox (channel, key, raw, received_at) VALUES (:c, :k, :raw, :now)
               ON CONFLICT (channel, key) DO NOTHING""",
            c=channel, k=key, raw=raw, now=now,
        )
    if new:
        tx.touch("inbox")
    return new


async def open_updates(tx: Tx, limit: int, after: int = 0) -> list[Update]:
    """The oldest that are neither answered nor quarantined."""
    rows = await tx.all(
        """SELECT id, channel, raw, attempts FROM inbox
            WHERE done_at IS NULL AND failed_at IS NULL AND id > :after ORDER BY id LIMIT :l""",
        l=limit, after=after,
    )
    return [Update(row["id"], row["channel"], row["raw"], row["attempts"]) for row in rows]


async def take(tx: Tx, update_id: int, now: datetime) -> bool:
    """Mark it answered, in the transaction that answers it; False if someone else did."""
    sql = "UPDATE inbox SET done_at = :now WHERE id = :id AND done_at IS NULL AND failed_at IS NULL"
    return await tx.run(sql, now=now, id=update_id) == 1


async def stumble(tx: Tx, update_id: int, error: str, attempts_max: int, now: datetime) -> None:
    """It broke us: count that, and quarantine it when it has done so too often."""
    await tx.run(
        """UPDATE inbox SET attempts = attempts + 1, error = :error,
                  failed_at = CASE WHEN attempts + 1 >= :max THEN :now END WHERE id = :id""",
        id=update_id, error=error, max=attempts_max, now=now,
    )


async def count_quarantined(tx: Tx) -> int:
    row = await tx.one("SELECT count(*) AS n FROM inbox WHERE failed_at IS NOT NULL")
    return int(row["n"]) if row else 0


async def prune(tx: Tx, now: datetime) -> int:
    """Forget some of what was answered long ago; return how many. Zero: nothing is left to forget."""
    return await tx.run(
        "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE done_at < :before LIMIT :l)",
        before=now.timestamp() - KEPT_SECS, l=PRUNED_MAX,
    )


async def cursor(tx: Tx, channel: str) -> str | None:
    row = await tx.one("SELECT position FROM cursors WHERE channel = :c", c=channel)
    return row["position"] if row else None


async def set_cursor(tx: Tx, channel: str, position: str) -> None:
    await tx.run(
        "INSERT INTO cursors VALUES (:c, :p) ON CONFLICT (channel) DO UPDATE SET position = :p", c=channel, p=position
    )


class StoredInbox:
    """The inbox as channels use it (channels.base.Inbox)."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    async def put(self, channel: str, updates: Sequence[tuple[str, str]], position: str | None = None) -> int:
        """Store (key, raw) pairs, each key once for ever, with the channel's read position; return how many were new.
        Returning means committed. Raises StoreUnavailable: then nothing was stored."""
        async with self._store.transaction() as tx:
            new = await put(tx, channel, updates, self._clock())
            if position is not None:
                await set_cursor(tx, channel, position)
        return new

    async def cursor(self, channel: str) -> str | None:
        """The read position stored last."""
        async with self._store.reading() as tx:
            return await cursor(tx, channel)
