"""Messages: what we say once, however many people it goes to."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices import codec
from notices.content import (
    ChangeCard,
    Content,
    DateChange,
    Due,
    NoticeCard,
    ReminderCard,
    RoundupCard,
    Said,
    WithdrawalCard,
)
from notices.message import Bubble
from notices.model import Audience, Lane
from store import amendments
from store import notices as stored
from store.audience import WHY_REMINDED
from store.db import Row, Tx

Kind = Literal["said", "notice", "change", "reminder", "withdrawal"]


NOTHING_CHANGED = "[]"  # the content of a change that only corrects what was said, in place


@dataclass(frozen=True, slots=True)
class FanningOut:
    """A message whose audience is not yet completely turned into deliveries."""

    kind: Kind
    id: int
    lane: Lane
    audience: Audience
    fanned_out_to: int


@dataclass(frozen=True, slots=True)
class Reminded:
    """A key date that a reminder is about."""

    key_date_id: int
    leads: tuple[int, ...] = ()
    """For the notice's audience: the lead times it is due at, in seconds."""
    by_default: bool = True
    """One of them is a configured lead time."""
    member_id: int = 0
    """Who asked to be reminded of it; 0: it is for the audience."""


async def add(
    tx: Tx, kind: Kind, lane: Lane, now: datetime, *, bubble: Bubble | None = None, notice_id: int | None = None,
    changes: Sequence[DateChange] = (), reminds_of: Sequence[Reminded] = (), expires_at: datetime | None = None,
    feed_id: int | None = None, amendment_id: int | None = None, roundup_id: int | None = None,
) -> int:
    """Store what is to be said; deliveries say to whom. `feed_id`: the further feed that brought a known notice."""
    content = codec.dump(codec.BUBBLE, bubble) if bubble else ""
    if kind == "change":
        content = codec.dump(codec.CHANGES, tuple(changes))
    message_id = await tx.insert(
        """INSERT INTO messages (kind, lane, notice_id, content, created_at, expires_at, feed_id, amendment_id,
                                 roundup_id)
           VALUES (:k, :l, :n, :c, :now, :until, :feed, :amendment, :roundup)""",
        k=kind, l=int(lane), n=notice_id, c=content, now=now, until=expires_at, feed=feed_id,
        amendment=amendment_id, roundup=roundup_id,
    )
    await tx.many(
        """INSERT INTO message_key_dates (message_id, key_date_id, member_id, leads, by_default)
           VALUES (:m, :k, :who, :leads, :default)""",
        [
            {"m": message_id, "k": it.key_date_id, "who": it.member_id, "leads": json.dumps(it.leads),
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
    tx.touch("deliveries" if upto is None else "fan_out")


async def fanning_out(tx: Tx) -> FanningOut | None:
    """The oldest message whose audience is not complete."""
    rows = await tx.all(
        """SELECT kind, id, lane, audience, fanned_out_to FROM messages WHERE fanned_out_to IS NOT NULL
            ORDER BY id LIMIT 1"""
    )
    if not rows:
        return None
    r = rows[0]
    return FanningOut(
        r["kind"], r["id"], Lane(r["lane"]), codec.load_audience(r["audience"]), r["fanned_out_to"]
    )


async def corrections(tx: Tx, notice_id: int) -> int:
    """How often what was said of this notice was corrected in place."""
    row = await tx.one(
        "SELECT count(*) AS n FROM messages WHERE notice_id = :n AND kind = 'change' AND content = :nothing",
        n=notice_id, nothing=NOTHING_CHANGED,
    )
    return row["n"] if row else 0


async def cancel_of_notice(tx: Tx, notice_id: int) -> None:
    """Nothing about this notice that is still waiting is sent."""
    await tx.run(
        """UPDATE deliveries SET state = 'cancelled', error = 'withdrawn' WHERE state = 'queued'
              AND message_id IN (SELECT id FROM messages WHERE notice_id = :n AND kind IN ('notice', 'change'))""",
        n=notice_id,
    )


async def withdrawn(tx: Tx, notice_id: int, now: datetime) -> None:
    """What was said of this notice no longer holds, and goes to nobody else."""
    await tx.run(
        """UPDATE messages SET withdrawn_at = :now, fanned_out_to = NULL
            WHERE notice_id = :n AND kind IN ('notice', 'change')""",
        now=now, n=notice_id,
    )


async def contents(tx: Tx, message_ids: Sequence[int]) -> dict[int, Content | None]:
    """What each message says as things stand now; None where nothing is left to say (withdrawn). Of a reminder or a
    roundup only that it is one: `reminder_cards` and `roundups.cards` know what they say to whom."""
    rows = await tx.all(
        """SELECT id, kind, notice_id, content, withdrawn_at, amendment_id, roundup_id FROM messages
            WHERE id IN (SELECT value FROM json_each(:ids))""",
        ids=json.dumps(sorted(set(message_ids))),
    )
    return {row["id"]: await _content(tx, row) for row in rows}


async def _content(tx: Tx, row: Row) -> Content | None:
    if row["kind"] == "said":
        return Said(codec.BUBBLE.validate_json(row["content"]))
    if row["kind"] == "reminder":
        return ReminderCard(())
    if row["roundup_id"] is not None:
        return RoundupCard(row["roundup_id"])
    notice = await stored.get(tx, row["notice_id"])
    if notice is not None and row["kind"] == "change" and row["content"] == NOTHING_CHANGED:
        withdrawn = WithdrawalCard(notice.id, notice.notice.title)
        return withdrawn if notice.withdrawn else NoticeCard(notice.id, notice.notice, notice.asks_ack)
    if notice is None or row["withdrawn_at"] is not None:
        return None
    if row["kind"] == "withdrawal":
        return WithdrawalCard(notice.id, notice.notice.title)
    if notice.withdrawn:
        return None
    if row["kind"] == "change":
        changes = codec.CHANGES.validate_json(row["content"])
        by = await amendments.get(tx, row["amendment_id"]) if row["amendment_id"] else None
        if by:
            return ChangeCard(by.by_notice_id, notice.notice.title, changes, by.link, by.reason)
        return ChangeCard(notice.id, notice.notice.title, changes, notice.notice.link)
    return NoticeCard(notice.id, notice.notice, notice.asks_ack)


async def reminder_cards(tx: Tx, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], ReminderCard]:
    """For reminders: what the message says to the member now, for each (message, member); the next date first."""
    rows = await tx.all(
        f"""SELECT DISTINCT k.message_id, m.id AS member_id, k.key_date_id
              FROM json_each(:pairs) p JOIN members m ON m.id = json_extract(p.value, '$[1]')
              JOIN message_key_dates k ON k.message_id = json_extract(p.value, '$[0]') AND k.member_id IN (0, m.id)
              JOIN key_dates d ON d.id = k.key_date_id JOIN notices n ON n.id = d.notice_id
             WHERE {WHY_REMINDED} IS NOT NULL
             ORDER BY d.over_at, d.id""",
        pairs=json.dumps(pairs),
    )
    dues = await _dues(tx, {row["key_date_id"] for row in rows})
    found: dict[tuple[int, int], list[Due]] = {pair: [] for pair in pairs}
    for row in rows:
        found[row["message_id"], row["member_id"]].append(dues[row["key_date_id"]])
    return {pair: ReminderCard(tuple(items)) for pair, items in found.items()}


async def _dues(tx: Tx, key_date_ids: Collection[int]) -> dict[int, Due]:
    rows = await tx.all(
        """SELECT n.title AS notice_title, d.* FROM key_dates d JOIN notices n ON n.id = d.notice_id
            WHERE d.id IN (SELECT value FROM json_each(:ids))""",
        ids=json.dumps(sorted(key_date_ids)),
    )
    return {row["id"]: Due(row["id"], stored.key_date(row), row["notice_id"], row["notice_title"]) for row in rows}
