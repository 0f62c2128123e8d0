"""Hubs: what we asked those for that would tell us of a feed's news (WebSub)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.db import Row, Tx
from store.times import instant

COLUMNS = "id, feed_id, address, topic, trusted, code, secret, asks, lease_until, left_at"


@dataclass(frozen=True, slots=True)
class Hub:
    id: int
    feed_id: int
    address: str
    topic: str
    trusted: bool
    code: str
    secret: str
    asks: int
    lease_until: datetime | None
    left_at: datetime | None


def _hub(r: Row) -> Hub:
    return Hub(
        r["id"], r["feed_id"], r["address"], r["topic"], bool(r["trusted"]), r["code"], r["secret"], r["asks"],
        instant(r["lease_until"]), instant(r["left_at"]),
    )


async def offered(
    tx: Tx, feed_id: int, named: str, now: datetime, *, address: str = "", topic: str = "", trusted: bool = False,
    code: str = "", secret: str = "",
) -> None:
    """The feed names this hub (`named` tells it from any other; '': none any more): one of before is left, a new one
    asked."""
    await tx.run("UPDATE feeds SET hub = :h, pushed_until = NULL WHERE id = :f", h=named, f=feed_id)
    await _leave(tx, now)
    if named:
        await tx.run(
            """INSERT INTO hubs (feed_id, address, topic, trusted, code, secret, ask_at)
               VALUES (:f, :address, :topic, :trusted, :code, :secret, :now)""",
            f=feed_id, address=address, topic=topic, trusted=int(trusted), code=code, secret=secret, now=now,
        )
    tx.touch("hubs")


async def _leave(tx: Tx, now: datetime) -> None:
    """Those whose feed is gone or names another are left."""
    await tx.run(
        """UPDATE hubs SET left_at = :now, ask_at = :now, asks = 0 WHERE left_at IS NULL AND NOT EXISTS
              (SELECT 1 FROM feeds f WHERE f.id = hubs.feed_id AND f.removed_at IS NULL
                                       AND f.hub = hubs.address || ' ' || hubs.topic)""",
        now=now,
    )


async def due(tx: Tx, now: datetime, limit: int) -> list[Hub]:
    """Those to be asked now."""
    await _leave(tx, now)
    rows = await tx.all(f"SELECT {COLUMNS} FROM hubs WHERE ask_at <= :now ORDER BY ask_at LIMIT :l", now=now, l=limit)
    return [_hub(row) for row in rows]


async def asked(tx: Tx, hub_id: int, again_at: datetime) -> None:
    """It is asked now, and again then if it does not answer."""
    await tx.run("UPDATE hubs SET asks = asks + 1, ask_at = :at WHERE id = :id", at=again_at, id=hub_id)


async def next_due(tx: Tx) -> float | None:
    row = await tx.one("SELECT min(ask_at) AS at FROM hubs")
    return row["at"] if row else None


async def of_code(tx: Tx, code: str) -> Hub | None:
    row = await tx.one(f"SELECT {COLUMNS} FROM hubs WHERE code = :c", c=code)
    return _hub(row) if row else None


async def agreed(tx: Tx, hub: Hub, until: datetime, renew_at: datetime) -> None:
    """It will tell us until then; one that has told us before is relied on for as long."""
    await tx.run(
        "UPDATE hubs SET lease_until = :until, ask_at = :renew, asks = 0 WHERE id = :id",
        until=until, renew=renew_at, id=hub.id,
    )
    await tx.run(
        "UPDATE feeds SET pushed_until = :until WHERE id = :f AND pushed_until IS NOT NULL", until=until, f=hub.feed_id
    )


async def denied(tx: Tx, hub: Hub, again_at: datetime) -> None:
    """It will not, or no longer, tell us."""
    await tx.run("UPDATE hubs SET lease_until = NULL, ask_at = :at WHERE id = :id", at=again_at, id=hub.id)
    await tx.run("UPDATE feeds SET pushed_until = NULL WHERE id = :f", f=hub.feed_id)


async def forget(tx: Tx, hub_id: int) -> None:
    await tx.run("DELETE FROM hubs WHERE id = :id", id=hub_id)


async def pushed(tx: Tx, hub: Hub, now: datetime, apart: timedelta) -> None:
    """It tells us of news: the feed is looked at now, or, if it was told of news just before, that much later."""
    await tx.run(
        """UPDATE feeds SET pushed_until = :until, pushed_at = :now,
                  next_poll_at = min(next_poll_at, max(:now, coalesce(pushed_at, 0) + :apart))
            WHERE id = :f AND removed_at IS NULL""",
        now=now, until=hub.lease_until, apart=apart.total_seconds(), f=hub.feed_id,
    )
    tx.touch("feeds")


async def missed(tx: Tx, feed_id: int) -> None:
    """There was news that the hub did not tell of: it is not relied on until it tells us again."""
    await tx.run("UPDATE feeds SET pushed_until = NULL WHERE id = :f", f=feed_id)
