"""Amendments: what later notices changed in earlier ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from notices import codec
from notices.amend import Earlier, Move
from notices.model import KeyDate
from store.db import Tx
from store.notices import key_date

BACK = timedelta(days=400)  # how old a notice may be that is changed: a yearly event, and a little more
LOOKED_AT_MAX = 300  # notices of one issuer in that time: more than any office writes


@dataclass(frozen=True, slots=True)
class Amendment:
    by_notice_id: int
    reason: str
    link: str | None


async def earlier(tx: Tx, issuer: str | None, feed_id: int, now: datetime) -> list[Earlier]:
    """Notices that hold and that this issuer may be changing, with the dates of them that hold, the newest first: its
    own, and those out of the same feed."""
    rows = await tx.all(
        """SELECT id, title, doc_number, issuer = :issuer OR issuer IS NULL OR :issuer IS NULL AS is_own FROM notices
            WHERE withdrawn_at IS NULL AND published_at > :since AND (issuer = :issuer OR feed_id = :feed)
            ORDER BY published_at DESC, id DESC LIMIT :l""",
        since=now - BACK, issuer=issuer, feed=feed_id, l=LOOKED_AT_MAX,
    )
    dates = await _dates(tx, [row["id"] for row in rows])
    return [
        Earlier(row["id"], row["title"], row["doc_number"], tuple(dates.get(row["id"], ())), bool(row["is_own"]))
        for row in rows
    ]


async def _dates(tx: Tx, notice_ids: Sequence[int]) -> dict[int, list[KeyDate]]:
    rows = await tx.all(
        """SELECT * FROM key_dates WHERE withdrawn_at IS NULL AND notice_id IN (SELECT value FROM json_each(:ids))
            ORDER BY coalesce(starts_at, ends_at), id""",
        ids=json.dumps(list(notice_ids)),
    )
    found: dict[int, list[KeyDate]] = {}
    for row in rows:
        found.setdefault(row["notice_id"], []).append(key_date(row))
    return found


async def add(
    tx: Tx, notice_id: int, by_notice_id: int, moves: Sequence[Move], reason: str, now: datetime
) -> int:
    return await tx.insert(
        """INSERT INTO amendments (notice_id, by_notice_id, moves, reason, amended_at)
           VALUES (:n, :by, :moves, :reason, :now)""",
        n=notice_id, by=by_notice_id, moves=codec.dump(codec.MOVES, tuple(moves)), reason=reason, now=now,
    )


async def of_notice(tx: Tx, notice_id: int) -> list[Move]:
    """What later notices did to the dates of this one, in order."""
    rows = await tx.all("SELECT moves FROM amendments WHERE notice_id = :n ORDER BY id", n=notice_id)
    return [move for row in rows for move in codec.MOVES.validate_json(row["moves"])]


async def amended_by(tx: Tx, by_notice_id: int) -> int | None:
    """The notice that this one changed."""
    row = await tx.one(
        "SELECT max(notice_id) AS id FROM amendments WHERE by_notice_id = :by", by=by_notice_id
    )
    return row["id"] if row else None


async def get(tx: Tx, amendment_id: int) -> Amendment | None:
    row = await tx.one(
        """SELECT a.by_notice_id, a.reason, n.link FROM amendments a JOIN notices n ON n.id = a.by_notice_id
            WHERE a.id = :id""",
        id=amendment_id,
    )
    return Amendment(row["by_notice_id"], row["reason"], row["link"]) if row else None
