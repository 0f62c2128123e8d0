"""Deliveries: one message to one account, and the only states it can be in.

queued > sending > sent | failed | expired | cancelled | unknown. A claim is the intent to send, committed
before the call; what the call said is recorded against the claim's fence, so an answer that comes too late to an
older claim changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from notices.model import Audience, Lane
from store.audience import args
from store.db import Tx
from store.fanning import (
    FAN_OUT_AGAIN,
    FAN_OUT_CHANGE,
    FAN_OUT_MESSAGE,
    FAN_OUT_REMINDER,
    TO_ASKERS,
    TO_MEMBERS,
    TO_RECIPIENTS,
)
from store.messages import Kind

OTHERS = tuple(lane for lane in Lane if lane is not Lane.REPLY)
State = Literal["queued", "sent", "failed", "expired", "cancelled", "unknown"]


class Claimed(NamedTuple):
    """A delivery that is ours to send until the lease runs out; `fence` tells our claim from anyone else's."""

    id: int
    fence: int
    message_id: int
    account_id: int
    member_id: int
    lane: int
    address: str
    language: str | None
    attempts: int
    doubts: int
    edits: str | None
    said_at: float
    """When the message was made, seconds since 1970."""
    is_group: bool = False
    hushed_in: str | None = None
    """The quiet hours in which it makes no sound: '' none, None not asked for; `default`: the configured ones."""
    corrects: Literal["words", "all"] | None = None
    """It corrects what `edits` names in place: its words, or (all) so that it is gone if possible."""


class Outcome(NamedTuple):
    """What became of a claimed delivery."""

    delivery: Claimed
    state: State
    due_at: float = 0.0
    attempts: int = 0
    doubts: int = 0
    provider_id: str | None = None
    error: str | None = None


async def add(
    tx: Tx, message_id: int, account_id: int, channel: str, lane: Lane, due_at: datetime, *,
    edits: str | None = None, why: str = "",
) -> int:
    """Queue one message for one account."""
    tx.touch("deliveries")
    return await tx.insert(
        """INSERT INTO deliveries (message_id, account_id, channel, lane, state, due_at, edits, why)
           VALUES (:m, :a, :c, :l, 'queued', :due, :edits, :why)""",
        m=message_id, a=account_id, c=channel, l=int(lane), due=due_at, edits=edits, why=why,
    )


@dataclass(frozen=True, slots=True)
class Fan:
    """What a fan-out needs to know beside the members: when each may be reached, by their quiet hours."""

    kind: Kind
    message_id: int
    lane: Lane
    audience: Audience
    """Whom it goes to; of a reminder, each of its key dates knows that by itself."""
    now: float
    due_at: float
    due_by_quiet: Mapping[str, float]


async def next_members(tx: Tx, after: int, chunk: int) -> int | None:
    """The id of the last of the `chunk` members after `after`; None when there are no more."""
    row = await tx.one(
        "SELECT max(id) AS upto FROM (SELECT id FROM members WHERE id > :after ORDER BY id LIMIT :n)",
        after=after, n=chunk,
    )
    return row["upto"] if row else None


async def fan_out(tx: Tx, fan: Fan, after: int, upto: int) -> int:
    """Turn the members in (after, upto] whom it concerns into deliveries; return how many. A notice that one more feed
    brought goes to those who were not told of it before."""
    sql = {"reminder": FAN_OUT_REMINDER, "change": FAN_OUT_CHANGE}.get(fan.kind, FAN_OUT_MESSAGE)
    if fan.kind == "notice" and await _is_further(tx, fan.message_id):
        sql = FAN_OUT_AGAIN
    told = [await tx.run(sql, after=after, upto=upto, **_args(fan), **args(rule)) for rule in fan.audience.rules]
    return sum(told)


async def _is_further(tx: Tx, message_id: int) -> bool:
    row = await tx.one("SELECT feed_id FROM messages WHERE id = :id", id=message_id)
    return row is not None and row["feed_id"] is not None


async def to_askers(tx: Tx, fan: Fan) -> int:
    """Queue a reminder for the members who asked for one of its key dates, quiet hours or not; return how many."""
    tx.touch("deliveries")
    return await tx.run(TO_ASKERS, **_args(fan))


async def to_members(tx: Tx, fan: Fan, member_ids: Sequence[int]) -> int:
    """Queue a message for these members, but for those who have it already or still wait for the notice itself; return
    how many."""
    tx.touch("deliveries")
    return await tx.run(TO_MEMBERS, member_ids=json.dumps(list(member_ids)), **_args(fan))


async def to_recipients(tx: Tx, fan: Fan, notice_id: int) -> int:
    """Queue a message for those who were, or may have been, sent this notice, a change of it or a reminder of it;
    return how many."""
    tx.touch("deliveries")
    return await tx.run(TO_RECIPIENTS, notice_id=notice_id, **_args(fan))


async def correct(
    tx: Tx, message_id: int, notice_id: int, channels: Collection[str], lane: Lane, now: datetime
) -> int:
    """Queue a correction of every message that brought this notice to someone on these channels; return how many."""
    tx.touch("deliveries")
    return await tx.run(
        """INSERT INTO deliveries (message_id, account_id, channel, lane, state, due_at, edits)
           SELECT :message_id, d.account_id, d.channel, :lane, 'queued', :now, max(d.provider_id)
             FROM messages g JOIN deliveries d ON d.message_id = g.id JOIN accounts a ON a.id = d.account_id
            WHERE g.notice_id = :n AND g.kind = 'notice' AND d.state = 'sent' AND d.provider_id <> ''
              AND a.closed_at IS NULL AND d.channel IN (SELECT value FROM json_each(:channels))
            GROUP BY d.account_id, d.channel""",
        message_id=message_id, n=notice_id, lane=int(lane), now=now, channels=json.dumps(sorted(channels)),
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the messages that brought a notice, once it was withdrawn."""

    gone: int
    marked: int
    """They say now that it was withdrawn."""
    left: int
    """They still stand there: too old to change, or not to be found."""
    waiting: int


async def taken_back(tx: Tx, notice_id: int) -> TakenBack | None:
    """None if nothing was to be taken back."""
    row = await tx.one(
        """SELECT count(*) AS n, count(*) FILTER (WHERE d.state = 'sent' AND d.provider_id = '') AS gone,
                  count(*) FILTER (WHERE d.state = 'sent' AND d.provider_id <> '') AS marked,
                  count(*) FILTER (WHERE d.state IN ('queued', 'sending')) AS waiting
             FROM messages g JOIN deliveries d ON d.message_id = g.id
            WHERE g.id = (SELECT max(c.id) FROM messages c
                           WHERE c.notice_id = :n AND c.kind = 'change' AND c.content = '[]')""",
        n=notice_id,
    )
    if row is None or not row["n"]:
        return None
    left = row["n"] - row["gone"] - row["marked"] - row["waiting"]
    return TakenBack(row["gone"], row["marked"], left, row["waiting"])


def _args(fan: Fan) -> dict[str, object]:
    return {
        "message_id": fan.message_id, "lane": int(fan.lane), "now": fan.now, "due_at": fan.due_at,
        "due_by_quiet": json.dumps(dict(fan.due_by_quiet)),
    }


# What may be sent now: not before every delivery of the message is there.
SENDABLE = """
    channel = :channel AND lane IN ({lanes}) AND state = 'queued'
    AND message_id NOT IN (SELECT id FROM messages WHERE fanned_out_to IS NOT NULL)
"""
# The order is that of deliveries_due, so that taking a few of very many that fell due together sorts nothing.
CLAIM = f"""
    UPDATE deliveries SET state = 'sending', fence = fence + 1, due_at = :lease_until
     WHERE id IN (SELECT id FROM deliveries WHERE {SENDABLE} AND due_at <= :now
                   ORDER BY lane, due_at, message_id, id LIMIT :limit)
    RETURNING id
"""

CLAIMED = """
    SELECT d.id, d.fence, d.message_id, d.account_id, a.member_id, d.lane, a.address, m.language,
           d.attempts, d.doubts, d.edits, g.created_at, m.kind = 'group' AS is_group,
           CASE m.quiet_mode WHEN 'silent' THEN coalesce(m.quiet_hours, 'default') END AS hushed_in,
           CASE WHEN g.kind = 'change' AND d.edits IS NOT NULL
                THEN (SELECT iif(n.withdrawn_at IS NULL, 'words', 'all') FROM notices n WHERE n.id = g.notice_id) END
      FROM json_each(:ids) j JOIN deliveries d ON d.id = j.value JOIN messages g ON g.id = d.message_id
      JOIN accounts a ON a.id = d.account_id JOIN members m ON m.id = a.member_id
     ORDER BY d.lane, d.id
"""


async def claim(
    tx: Tx, channel: str, now: datetime, lease_until: datetime, limit: int, lanes: Sequence[Lane] = tuple(Lane)
) -> list[Claimed]:
    """Take up to `limit` due deliveries of a channel, the first lanes first. Committing the claim is the intent to
    send: should we die now, each of them is in doubt."""
    if limit <= 0:
        return []
    sql = CLAIM.format(lanes=_listed(lanes))
    rows = await tx.all(sql, channel=channel, now=now, lease_until=lease_until, limit=limit)
    if not rows:
        return []
    return [Claimed(*row) for row in await tx.all(CLAIMED, ids=json.dumps([row["id"] for row in rows]))]


async def claim_replies_first(
    tx: Tx, channel: str, now: datetime, lease_until: datetime, replies: int, limit: int
) -> list[Claimed]:
    """Take up to `replies` due replies of a channel, and others up to `limit` in all."""
    claimed = await claim(tx, channel, now, lease_until, replies, (Lane.REPLY,))
    return claimed + await claim(tx, channel, now, lease_until, limit - len(claimed), OTHERS)


def _listed(lanes: Sequence[Lane]) -> str:
    return ", ".join(str(int(lane)) for lane in lanes)


# One that would go back to the queue is dropped if its account was closed or its member stopped while it was under way.
UNWANTED = """
    EXISTS (SELECT 1 FROM accounts a JOIN members m ON m.id = a.member_id
             WHERE a.id = account_id AND (a.closed_at IS NOT NULL OR (m.stopped_at IS NOT NULL AND lane > 0)))
"""

# One statement for all of them: while it runs, the interpreter is free for whoever else has something to do.
RECORD = f"""
    UPDATE deliveries
       SET state = CASE WHEN o.state = 'queued' AND {UNWANTED} THEN 'cancelled' ELSE o.state END,
           due_at = o.due_at, attempts = deliveries.attempts + o.attempts, doubts = deliveries.doubts + o.doubts,
           provider_id = coalesce(o.provider_id, deliveries.provider_id),
           sent_at = CASE o.state WHEN 'sent' THEN :now END, error = o.error
      FROM (SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS fence,
                   json_extract(value, '$[2]') AS state, json_extract(value, '$[3]') AS due_at,
                   json_extract(value, '$[4]') AS attempts, json_extract(value, '$[5]') AS doubts,
                   json_extract(value, '$[6]') AS provider_id, json_extract(value, '$[7]') AS error
              FROM json_each(:outcomes)) o
     WHERE deliveries.id = o.id AND deliveries.fence = o.fence AND deliveries.state = 'sending'
"""


async def record(tx: Tx, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write down what became of claims; an outcome of an older claim changes nothing."""
    if not outcomes:
        return
    at = now.timestamp()
    rows = [(it.id, it.fence, state, due_at or at, *rest) for it, state, due_at, *rest in outcomes]
    await tx.run(RECORD, outcomes=json.dumps(rows), now=at)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A delivery whose sender died or hung between the intent and the record."""

    id: int
    fence: int
    channel: str
    message_kind: str
    doubts: int


async def orphans(tx: Tx, lease_before: datetime | None) -> list[Orphan]:
    """Deliveries still `sending` whose lease ran out before then; None: all of them (at start, when no one else is)."""
    rows = await tx.all(
        """SELECT d.id, d.fence, d.channel, d.doubts, m.kind FROM deliveries d JOIN messages m ON m.id = d.message_id
            WHERE d.state = 'sending' AND (:before IS NULL OR d.due_at <= :before)""",
        before=lease_before,
    )
    return [Orphan(r["id"], r["fence"], r["channel"], r["kind"], r["doubts"]) for r in rows]


async def doubt(tx: Tx, orphan: Orphan, *, again_at: datetime | None) -> bool:
    """We do not know whether it arrived: count that; send it again then, or leave it as unknown (None)."""
    tx.touch("deliveries")
    return await tx.run(
        f"""UPDATE deliveries SET doubts = doubts + 1, fence = fence + 1, error = 'the answer was lost',
                  state = CASE WHEN :again IS NULL OR {UNWANTED} THEN 'unknown' ELSE 'queued' END,
                  due_at = coalesce(:again, due_at)
            WHERE id = :id AND fence = :fence AND state = 'sending'""",
        again=again_at, id=orphan.id, fence=orphan.fence,
    ) == 1


async def next_due(tx: Tx, channel: str, lanes: Sequence[Lane] = tuple(Lane)) -> float | None:
    """When the channel's next delivery in one of these lanes is due, in seconds since 1970."""
    sql = f"SELECT due_at FROM deliveries WHERE {SENDABLE} ORDER BY due_at LIMIT 1"
    rows = [row for lane in lanes for row in await tx.all(sql.format(lanes=int(lane)), channel=channel)]
    return min((row["due_at"] for row in rows), default=None)


async def why(tx: Tx, notice_id: int, member_id: int) -> str | None:
    """Why the member was in the audience of a notice when it was sent to them; None if it was not."""
    rows = await tx.all(
        """SELECT d.why FROM deliveries d JOIN messages m ON m.id = d.message_id JOIN accounts a ON a.id = d.account_id
            WHERE m.notice_id = :n AND m.kind IN ('notice', 'change') AND a.member_id = :m AND d.why <> ''
            ORDER BY d.id LIMIT 1""",
        n=notice_id, m=member_id,
    )
    return rows[0]["why"] if rows else None


# Each from an index of few rows; what was sent, which is nearly everything, is what is left.
COUNTS = """
    SELECT 'everything' AS state, count(*) AS n FROM deliveries
    UNION ALL SELECT 'queued', count(*) FROM deliveries WHERE state = 'queued'
    UNION ALL SELECT 'sending', count(*) FROM deliveries WHERE state = 'sending'
    UNION ALL SELECT 'doubted', count(*) FROM deliveries WHERE doubts > 0
    UNION ALL SELECT state, count(*) FROM deliveries WHERE state IN ('failed', 'expired', 'cancelled', 'unknown')
               GROUP BY state
"""


async def counts(tx: Tx) -> dict[str, int]:
    """How many deliveries are in each state, and how many were ever in doubt (`doubted`)."""
    rows = await tx.all(COUNTS)
    found = {row["state"]: row["n"] for row in rows if row["n"]}
    everything, doubted = found.pop("everything", 0), found.pop("doubted", 0)
    sent = everything - sum(found.values())
    return found | ({"sent": sent} if sent else {}) | {"doubted": doubted}


async def count_of_notice(tx: Tx, notice_id: int) -> dict[str, int]:
    """States of the deliveries that first announced a notice, in members."""
    rows = await tx.all(
        """SELECT d.state, count(DISTINCT a.member_id) AS n FROM messages m JOIN deliveries d ON d.message_id = m.id
             JOIN accounts a ON a.id = d.account_id WHERE m.notice_id = :n AND m.kind = 'notice' GROUP BY d.state""",
        n=notice_id,
    )
    return {row["state"]: row["n"] for row in rows}
