"""Messages: what we say once, however many people it goes to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices import codec
from notices.content import ChangeCard, Content, DateChange, Due, NoticeCard, ReminderCard, Said, WithdrawalCard
from notices.message import Bubble
from notices.model import Audience, Lane
from store import notices as stored
from store.audience import WHY_REMINDED
from store.db import Row, Tx

Kind = Literal["said", "notice", "change", "reminder", "withdrawal"]


@dataclass(frozen=True, slots=True)
class FanningOut:
    """A message whose audience is not yet completely turned into deliveries."""

    id: int
    lane: Lane
    audience: Audience
    fanned_out_to: int
    is_reminder: bool


@dataclass(frozen=True, slots=True)
class Reminded:
    """A key date that a reminder is about."""

    key_date_id: int
    leads: tuple[int, ...] | None = None
    """The lead times it is due at, in seconds; None: the recipient asked for it."""
    by_default: bool = True
    """One of them is a configured lead time."""


async def add(
    tx: Tx, kind: Kind, lane: Lane, now: datetime, *, bubble: Bubble | None = None, notice_id: int | None = None,
    changes: Sequence[DateChange] = (), reminds_of: Sequence[Reminded] = (), expires_at: datetime | None = None,
) -> int:
    """Store what is to be said; deliveries say to whom."""
    content = codec.dump(codec.BUBBLE, bubble) if bubble else ""
    if kind == "change":
        content = codec.dump(codec.CHANGES, tuple(changes))
    message_id = await tx.insert(
        """INSERT INTO messages (kind, lane, notice_id, content, created_at, expires_at)
           VALUES (:k, :l, :n, :c, :now, :until)""",
        k=kind, l=int(lane), n=notice_id, c=content, now=now, until=expires_at,
    )
    await tx.many(
        "INSERT INTO message_key_dates VALUES (:m, :k, :leads, :default)",
        [
            {"m": message_id, "k": it.key_date_id, "leads": it.leads and json.dumps(it.leads),
             "default": int(it.by_default)}
            for it in reminds_of
        ],
    )
    return message_id


async def fan_out_later(tx: Tx, message_id: int, audience: Audience, upto: int | None) -> None:
    """Note how far the audience has been turned into deliveries; None: completely."""
    await tx.run(
        "UPDATE messages SET fanned_out_to = :upto, audience = :rule WHERE id = :id",
        upto=upto, rule=codec.dump_audience(audience), id=message_id,
    )
    tx.touch("fan_out")


async def fanning_out(tx: Tx) -> FanningOut | None:
    """The oldest message whose audience is not complete."""
    rows = await tx.all(
        "SELECT id, lane, audience, fanned_out_to, kind FROM messages WHERE fanned_out_to IS NOT NULL LIMIT 1"
    )
    if not rows:
        return None
    r = rows[0]
    return FanningOut(
        r["id"], Lane(r["lane"]), codec.load_audience(r["audience"]), r["fanned_out_to"], r["kind"] == "reminder"
    )


async def cancel_of_notice(tx: Tx, notice_id: int) -> None:
    """Nothing about this notice that is still waiting is sent."""
    await tx.run(
        """UPDATE deliveries SET state = 'cancelled', error = 'withdrawn' WHERE state IN ('queued', 'planned')
              AND message_id IN (SELECT id FROM messages WHERE notice_id = :n AND kind IN ('notice', 'change'))""",
        n=notice_id,
    )


async def withdrawn(tx: Tx, notice_id: int, now: datetime) -> None:
    await tx.run(
        "UPDATE messages SET withdrawn_at = :now WHERE notice_id = :n AND kind IN ('notice', 'change')",
        now=now, n=notice_id,
    )


async def contents(tx: Tx, message_ids: Sequence[int]) -> dict[int, Content | None]:
    """What each message says as things stand now; None where nothing is left to say (withdrawn, expired dates)."""
    rows = await tx.all(
        """SELECT id, kind, notice_id, content, withdrawn_at FROM messages
            WHERE id IN (SELECT value FROM json_each(:ids))""",
        ids=json.dumps(sorted(set(message_ids))),
    )
    found = {row["id"]: await _content(tx, row) for row in rows if row["kind"] != "reminder"}
    return found | await _reminders(tx, [row["id"] for row in rows if row["kind"] == "reminder"])


async def _content(tx: Tx, row: Row) -> Content | None:
    if row["kind"] == "said":
        return Said(codec.BUBBLE.validate_json(row["content"]))
    notice = await stored.get(tx, row["notice_id"])
    if notice is None or row["withdrawn_at"] is not None:
        return None
    if row["kind"] == "withdrawal":
        return WithdrawalCard(notice.id, notice.notice.title)
    if notice.withdrawn:
        return None
    if row["kind"] == "change":
        changes = codec.CHANGES.validate_json(row["content"])
        return ChangeCard(notice.id, notice.notice.title, changes, notice.notice.link)
    return NoticeCard(notice.id, notice.notice, notice.asks_ack)


async def _reminders(tx: Tx, message_ids: Sequence[int]) -> dict[int, Content | None]:
    if not message_ids:
        return {}
    rows = await tx.all(
        """SELECT k.message_id, n.title AS notice_title, d.* FROM message_key_dates k
             JOIN key_dates d ON d.id = k.key_date_id JOIN notices n ON n.id = d.notice_id
            WHERE k.message_id IN (SELECT value FROM json_each(:ids))
              AND d.withdrawn_at IS NULL AND n.withdrawn_at IS NULL
            ORDER BY k.message_id, d.over_at, d.id""",
        ids=json.dumps(list(message_ids)),
    )
    items: dict[int, list[Due]] = {message_id: [] for message_id in message_ids}
    for row in rows:
        items[row["message_id"]].append(Due(row["id"], stored.key_date(row), row["notice_id"], row["notice_title"]))
    return {message_id: ReminderCard(tuple(dues)) if dues else None for message_id, dues in items.items()}


async def not_after(tx: Tx, message_id: int) -> float | None:
    """When the first of the key dates that a reminder is about is over, in seconds since 1970."""
    row = await tx.one(
        """SELECT min(d.over_at) AS at FROM message_key_dates k JOIN key_dates d ON d.id = k.key_date_id
            WHERE k.message_id = :m AND d.withdrawn_at IS NULL""",
        m=message_id,
    )
    return row["at"] if row else None


async def concerning(tx: Tx, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], set[int]]:
    """For reminders: which of the message's key dates concern the member now, for each (message, member)."""
    rows = await tx.all(
        f"""SELECT k.message_id, m.id AS member_id, k.key_date_id
              FROM json_each(:pairs) p JOIN members m ON m.id = json_extract(p.value, '$[1]')
              JOIN message_key_dates k ON k.message_id = json_extract(p.value, '$[0]')
              JOIN key_dates d ON d.id = k.key_date_id JOIN notices n ON n.id = d.notice_id
             WHERE {WHY_REMINDED} IS NOT NULL""",
        pairs=json.dumps(pairs),
    )
    found: dict[tuple[int, int], set[int]] = {pair: set() for pair in pairs}
    for row in rows:
        found[row["message_id"], row["member_id"]].add(row["key_date_id"])
    return found
