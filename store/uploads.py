"""Files that a channel has already: uploaded once, then only named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from store.db import Store, Tx


async def find(tx: Tx, channel: str, digest: str) -> str | None:
    """What the channel calls the file with this digest, if it has it."""
    row = await tx.one("SELECT file_id FROM uploads WHERE channel = :c AND digest = :d", c=channel, d=digest)
    return row["file_id"] if row else None


async def keep(tx: Tx, channel: str, digest: str, file_id: str, now: datetime) -> None:
    """The channel has it under this name from now on."""
    await tx.run(
        """INSERT INTO uploads VALUES (:c, :d, :f, :now) ON CONFLICT (channel, digest)
           DO UPDATE SET file_id = :f, uploaded_at = :now""",
        c=channel, d=digest, f=file_id, now=now,
    )


class StoredUploads:
    """The uploads as channels use them (channels.base.Uploads)."""

    def __init__(self, store: Store, channel: str, clock: Callable[[], datetime]) -> None:
        self._store, self._channel, self._clock = store, channel, clock

    async def find(self, digest: str) -> str | None:
        async with self._store.reading() as tx:
            return await find(tx, self._channel, digest)

    async def keep(self, digest: str, file_id: str) -> None:
        async with self._store.transaction() as tx:
            await keep(tx, self._channel, digest, file_id, self._clock())
