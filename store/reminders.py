"""Reminders: planned sends about key dates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from notices.model import KeyDateKind
from notices.plan import Planned
from store import members
from store.db import Tx
from store.times import moment


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder whose time has come, with what is needed to decide whether it still matters."""

    id: int
    key_date_id: int
    kind: KeyDateKind
    member_id: int
    """Who asked for it; 0: it is for the notice's audience."""
    lead_secs: int
    over_at: float
    """Seconds since 1970."""
    holds: bool
    """Neither the date nor its notice has been withdrawn."""


async def plan(tx: Tx, key_date_id: int, planned: Iterable[Planned], member_id: int | None = None) -> None:
    """Add reminders; one that is planned already stays as it is."""
    await tx.many(
        """INSERT INTO reminders (key_date_id, member_id, lead_secs, fire_at) VALUES (:k, :m, :lead, :at)
           ON CONFLICT DO NOTHING""",
        [
            {"k": key_date_id, "m": member_id, "lead": int(p.lead.total_seconds()), "at": p.fire_at.timestamp()}
            for p in planned
        ],
    )
    tx.touch("reminders")


async def drop(tx: Tx, key_date_id: int, member_id: int | None = None) -> None:
    """Forget what has not fired: the date moved or no longer holds, or (member given) that member's own."""
    await tx.run(
        """DELETE FROM reminders WHERE key_date_id = :k AND fired_at IS NULL AND (:m IS NULL OR member_id = :m)""",
        k=key_date_id, m=member_id,
    )


async def own_ahead(tx: Tx, key_date_id: int, now: datetime) -> list[tuple[int, int, datetime]]:
    """(member, lead in seconds, moment) of what members asked for themselves and is not due yet."""
    rows = await tx.all(
        """SELECT member_id, lead_secs, fire_at FROM reminders
            WHERE key_date_id = :k AND member_id IS NOT NULL AND fired_at IS NULL AND fire_at > :now ORDER BY id""",
        k=key_date_id, now=now,
    )
    return [(row["member_id"], row["lead_secs"], moment(row["fire_at"])) for row in rows]


async def askers(tx: Tx, notice_id: int) -> list[int]:
    """Members who were or wait to be reminded of a date of this notice because they asked for it."""
    rows = await tx.all(
        """SELECT DISTINCT r.member_id FROM key_dates d JOIN reminders r ON r.key_date_id = d.id
            WHERE d.notice_id = :n AND r.member_id IS NOT NULL ORDER BY r.member_id""",
        n=notice_id,
    )
    return [row["member_id"] for row in rows]


async def cancel_queued(tx: Tx, key_date_id: int, member_id: int | None = None) -> None:
    """Take back reminders about only this date that wait to be sent: all, or one member's."""
    await tx.run(
        """UPDATE deliveries SET state = 'cancelled', error = 'no longer needed' WHERE state = 'queued'
              AND message_id IN (SELECT k.message_id FROM message_key_dates k JOIN messages m ON m.id = k.message_id
                                  WHERE k.key_date_id = :k AND k.moved_at IS NULL AND m.kind = 'reminder' AND 1 =
                                        (SELECT count(*) FROM message_key_dates o
                                          WHERE o.message_id = k.message_id AND o.moved_at IS NULL))
              AND (:m IS NULL OR account_id IN (SELECT id FROM accounts WHERE member_id = :m))""",
        k=key_date_id, m=member_id,
    )


async def disown(tx: Tx, key_date_id: int, now: datetime) -> None:
    """No reminder made before is about this date any more: it moved, and has reminders of its own. Who got one is not
    forgotten."""
    await tx.run(
        "UPDATE message_key_dates SET moved_at = :now WHERE key_date_id = :k AND moved_at IS NULL",
        k=key_date_id, now=now,
    )


async def due(tx: Tx, now: datetime, limit: int) -> list[DueReminder]:
    """Those whose time has come, the earliest first."""
    rows = await tx.all(
        """SELECT r.id, r.key_date_id, d.kind, coalesce(r.member_id, 0) AS member_id, r.lead_secs, d.over_at,
                  d.withdrawn_at IS NULL AND n.withdrawn_at IS NULL AS holds
             FROM reminders r JOIN key_dates d ON d.id = r.key_date_id JOIN notices n ON n.id = d.notice_id
            WHERE r.fired_at IS NULL AND r.fire_at <= :now ORDER BY r.fire_at LIMIT :l""",
        now=now, l=limit,
    )
    return [DueReminder(*row) for row in rows]


async def fired(tx: Tx, reminder_ids: Sequence[int], outcome: str, now: datetime) -> int:
    """Mark them decided, in the transaction that says what they say; return how many were not before."""
    return await tx.run(
        """UPDATE reminders SET fired_at = :now, outcome = :outcome
            WHERE id IN (SELECT value FROM json_each(:ids)) AND fired_at IS NULL""",
        now=now, outcome=outcome, ids=json.dumps(list(reminder_ids)),
    )


async def next_due(tx: Tx) -> float | None:
    """When the next one is due, in seconds since 1970."""
    row = await tx.one("SELECT min(fire_at) AS at FROM reminders WHERE fired_at IS NULL")
    return row["at"] if row else None


async def leads_in_use(tx: Tx, column: str) -> list[str]:
    """The different lead times members chose for themselves: `event_leads` or `deadline_leads`."""
    assert column in ("event_leads", "deadline_leads")
    return [leads for leads in await members.chosen(tx, column) if leads]
