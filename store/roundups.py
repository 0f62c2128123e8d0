"""Roundups: many new notices of one feed at once, told in one message. They gather a few at a time; a crash in between
leaves one that goes on gathering with the feed's next poll."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from notices import codec
from notices.content import Content, Listed, NoticeCard, RoundupCard
from notices.model import Audience, KeyDate
from store import notices
from store.audience import WHY_OF_NOTICE
from store.db import Tx
from store.fanning import HEARD_BEFORE_ROUNDUP


async def gathering(tx: Tx, feed_id: int) -> int | None:
    """The feed's roundup that nobody was told of yet."""
    row = await tx.one("SELECT id FROM roundups WHERE feed_id = :f AND told_at IS NULL ORDER BY id", f=feed_id)
    return row["id"] if row else None


async def begin(tx: Tx, feed_id: int, now: datetime) -> int:
    return await tx.insert("INSERT INTO roundups (feed_id, begun_at) VALUES (:f, :now)", f=feed_id, now=now)


async def gather(tx: Tx, roundup_id: int, notice_id: int) -> None:
    """It tells of this notice, too."""
    await tx.run(
        """INSERT INTO roundup_notices (roundup_id, notice_id, audience)
           SELECT :r, id, audience FROM notices WHERE id = :n ON CONFLICT DO NOTHING""",
        r=roundup_id, n=notice_id,
    )


async def will_tell(tx: Tx, notice_id: int) -> bool:
    """Whether a roundup that gathers still has this notice, and will tell everyone of it whom it is for then."""
    row = await tx.one(
        """SELECT 1 FROM roundup_notices r JOIN roundups u ON u.id = r.roundup_id
            WHERE r.notice_id = :n AND u.told_at IS NULL""",
        n=notice_id,
    )
    return row is not None


async def told(tx: Tx, roundup_id: int, now: datetime) -> bool:
    """It is complete and told now; False if it was before."""
    return await tx.run(
        "UPDATE roundups SET told_at = :now WHERE id = :id AND told_at IS NULL", now=now, id=roundup_id
    ) == 1


async def left(tx: Tx, before: datetime) -> list[int]:
    """Those that have been gathering since before then: their feeds do not answer, or are gone."""
    rows = await tx.all("SELECT id FROM roundups WHERE told_at IS NULL AND begun_at < :before", before=before)
    return [row["id"] for row in rows]


async def rules(tx: Tx, roundup_id: int) -> list[Audience]:
    """For whom its notices are, each rule once."""
    rows = await tx.all(
        """SELECT DISTINCT n.audience FROM roundup_notices r JOIN notices n ON n.id = r.notice_id
            WHERE r.roundup_id = :r AND n.withdrawn_at IS NULL""",
        r=roundup_id,
    )
    return list(dict.fromkeys(rule for row in rows for rule in codec.load_audience(row["audience"]).rules))


async def headings(tx: Tx, roundup_id: int) -> list[notices.Heading]:
    """Its notices that hold, as they stand in lists."""
    rows = await tx.all(
        """SELECT n.id, n.title, n.issuer, n.audience, n.published_at FROM roundup_notices r
             JOIN notices n ON n.id = r.notice_id
            WHERE r.roundup_id = :r AND n.withdrawn_at IS NULL ORDER BY n.id DESC""",
        r=roundup_id,
    )
    return notices.headings(rows)


async def cards(tx: Tx, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Content | None]:
    """What a roundup says to a member, for each (roundup, member): those of its notices that are for them and that they
    were not told of before. A single one is told as any notice; None: nothing is left."""
    rows = await tx.all(
        f"""SELECT r.roundup_id, m.id AS member_id, n.id, n.title, f.name FROM json_each(:pairs) p
              JOIN members m ON m.id = json_extract(p.value, '$[1]')
              JOIN roundups u ON u.id = json_extract(p.value, '$[0]') JOIN feeds f ON f.id = u.feed_id
              JOIN roundup_notices r ON r.roundup_id = u.id JOIN notices n ON n.id = r.notice_id
             WHERE n.withdrawn_at IS NULL AND {WHY_OF_NOTICE} IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM kept_back b WHERE b.notice_id = n.id AND b.member_id = m.id)
               AND NOT {HEARD_BEFORE_ROUNDUP}
             ORDER BY n.id DESC""",
        pairs=json.dumps(list(pairs)),
    )
    dates = await _dates(tx, {row["id"] for row in rows})
    found: dict[tuple[int, int], list[Listed]] = {pair: [] for pair in pairs}
    feed = {row["roundup_id"]: row["name"] for row in rows}
    for row in rows:
        listed = Listed(row["id"], row["title"], tuple(dates.get(row["id"], ())))
        found[row["roundup_id"], row["member_id"]].append(listed)
    return {pair: await _card(tx, pair[0], feed.get(pair[0], ""), items) for pair, items in found.items()}


async def _card(tx: Tx, roundup_id: int, feed: str, items: Sequence[Listed]) -> Content | None:
    if len(items) != 1:
        return RoundupCard(roundup_id, feed, tuple(items)) if items else None
    only = await notices.get(tx, items[0].notice_id)
    return NoticeCard(only.id, only.notice, only.asks_ack) if only else None


async def _dates(tx: Tx, notice_ids: Collection[int]) -> dict[int, list[KeyDate]]:
    rows = await tx.all(
        """SELECT * FROM key_dates WHERE withdrawn_at IS NULL
              AND notice_id IN (SELECT value FROM json_each(:ids)) ORDER BY over_at, id""",
        ids=json.dumps(sorted(notice_ids)),
    )
    found: dict[int, list[KeyDate]] = {}
    for row in rows:
        found.setdefault(row["notice_id"], []).append(notices.key_date(row))
    return found
