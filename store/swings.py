"""What entries said before what they say now, in case they say it again."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from store.db import Row, Tx
from store.times import instant

HASH_CHARS = 64  # of SHA-256 in hex
EARLIER_MAX = 3  # remembered of an entry: two servers differ, and one of them changes


@dataclass(frozen=True, slots=True)
class Swing:
    """What an entry said before what it says now."""

    earlier: frozenset[str] = frozenset()
    """Hashes of it."""
    seen_at: datetime | None = None
    """When it was last seen to say any of that."""
    since: datetime | None = None
    """Since when it has been saying so again, without a break; None: it is as people were told."""


STEADY = Swing()
LEFT = f"substr(content_hash || ' ' || earlier, 1, {EARLIER_MAX * (HASH_CHARS + 1)})"
"""SQL: what an entry said before, once it says something else."""


def swing(r: Row) -> Swing:
    """Out of the columns `earlier`, `earlier_at` and `swings_at` of an entry."""
    if not r["earlier"]:
        return STEADY
    return Swing(frozenset(r["earlier"].split()), instant(r["earlier_at"]), instant(r["swings_at"]))


async def noted(tx: Tx, swinging: Collection[int], steadied: Collection[int], now: datetime) -> None:
    """These entries say again what they said before; these say again what people were told."""
    if swinging:
        await tx.run(
            """UPDATE entries SET earlier_at = :now, swings_at = coalesce(swings_at, :now)
                WHERE id IN (SELECT value FROM json_each(:ids))""",
            now=now, ids=json.dumps(list(swinging)),
        )
    if steadied:
        await tx.run(
            "UPDATE entries SET swings_at = NULL WHERE id IN (SELECT value FROM json_each(:ids))",
            ids=json.dumps(list(steadied)),
        )
