"""Sources: the feeds that brought a notice, and by what it is recognised when one more brings it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from notices import codec
from notices.audience import widened
from notices.model import Audience
from store.db import Tx

KIN_MAX = 5  # notices of one title that are compared: offices use the same one for different rules


@dataclass(frozen=True, slots=True)
class Source:
    """A feed that brought a notice, by its name, and where the notice stands there."""

    feed_id: int
    name: str
    link: str | None


async def find(tx: Tx, keys: Sequence[str], feed_id: int, since: datetime) -> int | None:
    """The first notice of another feed that holds and has one of these keys; one that is no document number proves
    nothing of what was published before `since`. Of two entries of one feed, the feed itself says that they are two."""
    if not keys:
        return None
    row = await tx.one(
        """SELECT min(k.notice_id) AS id FROM notice_keys k JOIN notices n ON n.id = k.notice_id
            WHERE n.withdrawn_at IS NULL AND n.feed_id <> :f AND k.key IN (SELECT value FROM json_each(:keys))
              AND (n.published_at > :since OR k.key LIKE 'number:%')""",
        f=feed_id, keys=codec.dump(codec.STRINGS, tuple(keys)), since=since,
    )
    return row["id"] if row else None


async def kin(tx: Tx, key: str, feed_id: int, since: datetime) -> list[int]:
    """Notices of other feeds that hold, have this key and were published since then, the newest first."""
    rows = await tx.all(
        """SELECT n.id FROM notice_keys k JOIN notices n ON n.id = k.notice_id
            WHERE n.withdrawn_at IS NULL AND n.feed_id <> :f AND k.key = :key AND n.published_at > :since
            ORDER BY n.published_at DESC, n.id DESC LIMIT :l""",
        f=feed_id, key=key, since=since, l=KIN_MAX,
    )
    return [row["id"] for row in rows]


async def remember(tx: Tx, notice_id: int, keys: Iterable[str]) -> None:
    """The new notice is recognised by these keys."""
    await tx.many("INSERT INTO notice_keys VALUES (:k, :n)", [{"k": key, "n": notice_id} for key in keys])


async def forget(tx: Tx, notice_id: int) -> None:
    """The notice says something else now: what it was recognised by is no more of use."""
    await tx.run("DELETE FROM notice_keys WHERE notice_id = :n", n=notice_id)


async def add(tx: Tx, notice_id: int, feed_id: int, link: str | None, now: datetime) -> None:
    """A feed brought the notice; one that did before may have it elsewhere now."""
    await tx.run(
        """INSERT INTO sources VALUES (:n, :f, :link, :now)
               ON CONFLICT (notice_id, feed_id) DO UPDATE SET link = excluded.link""",
        n=notice_id, f=feed_id, link=link, now=now,
    )


async def of_notice(tx: Tx, notice_id: int) -> list[Source]:
    """The feeds that brought a notice, the first of them first."""
    rows = await tx.all(
        """SELECT s.feed_id, f.name, s.link FROM sources s JOIN feeds f ON f.id = s.feed_id
            WHERE s.notice_id = :n ORDER BY s.found_at, s.feed_id""",
        n=notice_id,
    )
    return [Source(row["feed_id"], row["name"], row["link"]) for row in rows]


async def first_feed(tx: Tx, notice_id: int) -> int | None:
    """The feed whose entry the notice is made of; None for an organiser's."""
    row = await tx.one("SELECT feed_id FROM notices WHERE id = :n", n=notice_id)
    return row["feed_id"] if row else None


async def has_moved_on(tx: Tx, notice_id: int, issuer: str | None) -> bool:
    """Whether this issuer changed the notice after it was published."""
    row = await tx.one("SELECT changed_at, issuer FROM notices WHERE id = :n", n=notice_id)
    return row is not None and row["changed_at"] is not None and row["issuer"] == issuer


async def reissues(tx: Tx, notice_id: int, original_id: int) -> None:
    """The notice holds only what its issuer added to another one."""
    await tx.run("UPDATE notices SET reissues_id = :o WHERE id = :n", o=original_id, n=notice_id)


async def original_of(tx: Tx, notice_id: int) -> int | None:
    """The notice to which this one only adds."""
    row = await tx.one("SELECT reissues_id FROM notices WHERE id = :n", n=notice_id)
    return row["reissues_id"] if row else None


async def widen(tx: Tx, notice_id: int, audience: Audience) -> None:
    """The notice is also for this audience."""
    row = await tx.one("SELECT audience FROM notices WHERE id = :n", n=notice_id)
    if row:
        rule = codec.dump_audience(widened(codec.load_audience(row["audience"]), audience))
        await tx.run("UPDATE notices SET audience = :rule WHERE id = :n", rule=rule, n=notice_id)


async def reached_through(tx: Tx, notice_id: int, member_id: int) -> str | None:
    """The name of the feed through which a notice first came to a member; None if it came through none."""
    row = await tx.one(
        """SELECT f.name FROM messages g JOIN deliveries d ON d.message_id = g.id JOIN accounts a ON a.id = d.account_id
             JOIN notices n ON n.id = g.notice_id JOIN feeds f ON f.id = coalesce(g.feed_id, n.feed_id)
            WHERE g.notice_id = :n AND g.kind = 'notice' AND a.member_id = :m ORDER BY d.id LIMIT 1""",
        n=notice_id, m=member_id,
    )
    return row["name"] if row else None
