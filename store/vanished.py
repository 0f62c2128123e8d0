"""Events of calendars that are ahead, and whether they still stand there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from store.db import Tx
from store.times import instant, moment


@dataclass(frozen=True, slots=True)
class Ahead:
    """An event that a calendar listed, with a date ahead."""

    entry_id: int
    keys: frozenset[str]
    title: str
    starts_at: datetime
    """Its next date."""
    away_since: datetime | None
    """Since when it is not in the calendar any more."""
    was_asked: bool
    """Organisers were asked, since then, whether it takes place."""


async def ahead(tx: Tx, feed_id: int, now: datetime) -> list[Ahead]:
    """The feed's events that have not begun. What another feed brought first is that one's to call off."""
    rows = await tx.all(
        """SELECT e.id, n.title, min(coalesce(d.starts_at, d.ends_at)) AS starts_at, e.gone_at,
                  (SELECT json_group_array(k.key) FROM entry_keys k WHERE k.feed_id = e.feed_id AND k.entry_id = e.id)
                      AS keys,
                  EXISTS (SELECT 1 FROM holds h WHERE h.entry_id = e.id AND h.held_at >= e.gone_at) AS was_asked
             FROM entries e JOIN notices n ON n.id = e.notice_id AND n.feed_id = e.feed_id
             JOIN key_dates d ON d.notice_id = n.id AND d.withdrawn_at IS NULL
              AND coalesce(d.starts_at, d.ends_at) > :now
            WHERE e.feed_id = :f AND n.withdrawn_at IS NULL GROUP BY e.id ORDER BY e.id""",
        f=feed_id, now=now,
    )
    return [
        Ahead(r["id"], frozenset(json.loads(r["keys"])), r["title"], moment(r["starts_at"]), instant(r["gone_at"]),
              bool(r["was_asked"]))
        for r in rows
    ]


async def noted(tx: Tx, away: Iterable[int], there: Iterable[int], now: datetime) -> None:
    """These entries are not in their calendar (any more), and these are."""
    await tx.run(
        "UPDATE entries SET gone_at = :now WHERE gone_at IS NULL AND id IN (SELECT value FROM json_each(:ids))",
        now=now, ids=json.dumps(list(away)),
    )
    await tx.run(
        "UPDATE entries SET gone_at = NULL WHERE gone_at IS NOT NULL AND id IN (SELECT value FROM json_each(:ids))",
        ids=json.dumps(list(there)),
    )
