"""Holds: notices that wait for an organiser, the doubts in them, and who was asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from notices import codec, settle
from notices.model import Audience, Doubt, KeyDate, Notice
from store import ties
from store.db import Row, Tx
from store.members import Account
from store.ties import HeldTie
from store.times import instant, moment


@dataclass(frozen=True, slots=True)
class HeldDoubt:
    id: int
    doubt: Doubt
    decided: bool
    answer: KeyDate | None
    """What it was decided to be; None: no date."""
    by: str
    """The name of who decided; empty if they have none."""


@dataclass(frozen=True, slots=True)
class Hold:
    id: int
    notice_id: int | None
    entry_id: int
    feed_id: int
    notice: Notice
    audience: Audience
    quiet: bool
    first_at: datetime
    held_at: datetime
    doubts: tuple[HeldDoubt, ...]
    outcome: str | None
    """None while it waits; `told`, `left out`, `superseded`."""
    by: str
    """The name of who left it out."""
    tie: HeldTie | None = None
    """None: it is no question which earlier notice it changes."""

    @property
    def undecided(self) -> tuple[HeldDoubt, ...]:
        return tuple(it for it in self.doubts if not it.decided)

    @property
    def may_amend(self) -> tuple[int, ...]:
        return tuple(it.id for it in self.tie.maybe) if self.tie else ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What decides when organisers are asked about a hold."""

    id: int
    first_at: float
    held_at: float
    asks: int
    asked_at: float | None
    urgent_at: float | None
    passed_at: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that asked an organiser, and where it stands."""

    delivery_id: int
    account: Account
    language: str | None
    state: str
    due_at: datetime
    provider_id: str | None
    hold_ids: tuple[int, ...]


async def add(
    tx: Tx, notice: Notice, audience: Audience, first_at: datetime, now: datetime, *, entry_id: int,
    feed_id: int, notice_id: int | None, quiet: bool, may_amend: Sequence[int] = (),
) -> int:
    """Store a notice that must wait, with its doubts undecided, and (`may_amend`) which earlier one it changes."""
    hold_id = await tx.insert(
        """INSERT INTO holds (notice_id, entry_id, feed_id, notice, audience, quiet, first_at, held_at, may_amend)
           VALUES (:n, :e, :f, :notice, :rule, :quiet, :first, :now, :ids)""",
        n=notice_id, e=entry_id, f=feed_id, notice=codec.dump(codec.NOTICE, notice),
        rule=codec.dump_audience(audience), quiet=int(quiet), first=first_at, now=now, ids=ties.ids(may_amend),
    )
    await tx.many(
        "INSERT INTO doubts (hold_id, mark) VALUES (:h, :mark)",
        [{"h": hold_id, "mark": settle.mark(it)} for it in notice.doubts],
    )
    tx.touch("holds")
    return hold_id


async def rewrite(tx: Tx, hold_id: int, notice: Notice, audience: Audience) -> None:
    """Other words, the same doubts: nobody is asked again."""
    await tx.run(
        "UPDATE holds SET notice = :notice, audience = :rule WHERE id = :id AND closed_at IS NULL",
        notice=codec.dump(codec.NOTICE, notice), rule=codec.dump_audience(audience), id=hold_id,
    )


async def get(tx: Tx, hold_id: int) -> Hold | None:
    row = await tx.one(
        """SELECT h.*, m.name AS closer, t.name AS tier FROM holds h LEFT JOIN members m ON m.id = h.closed_by
             LEFT JOIN members t ON t.id = h.tied_by WHERE h.id = :id""",
        id=hold_id,
    )
    return await _hold(tx, row) if row else None


async def _hold(tx: Tx, row: Row) -> Hold:
    doubts = await tx.all(
        """SELECT d.*, m.name FROM doubts d LEFT JOIN members m ON m.id = d.decided_by WHERE d.hold_id = :h
            ORDER BY d.id""",
        h=row["id"],
    )
    notice = codec.NOTICE.validate_json(row["notice"])
    return Hold(
        row["id"], row["notice_id"], row["entry_id"], row["feed_id"], notice, codec.load_audience(row["audience"]),
        bool(row["quiet"]), moment(row["first_at"]), moment(row["held_at"]),
        tuple(_doubt(it, doubt) for it, doubt in zip(doubts, notice.doubts, strict=True)), row["outcome"],
        row["closer"] or "", await ties.held(tx, row),
    )


def _doubt(row: Row, doubt: Doubt) -> HeldDoubt:
    answer = codec.KEY_DATE.validate_json(row["answer"]) if row["answer"] else None
    return HeldDoubt(row["id"], doubt, row["decided_at"] is not None, answer, row["name"] or "")


async def open_of_entry(tx: Tx, entry_id: int) -> Hold | None:
    """The hold in which this entry waits."""
    rows = await tx.all(
        """SELECT h.*, '' AS closer, '' AS tier FROM holds h WHERE h.entry_id = :e AND h.closed_at IS NULL
            ORDER BY h.id DESC LIMIT 1""",
        e=entry_id,
    )
    return await _hold(tx, rows[0]) if rows else None


async def waiting(tx: Tx) -> list[Waiting]:
    """Every hold that waits, the longest waiting first."""
    rows = await tx.all(
        """SELECT id, first_at, held_at, asks, asked_at, urgent_at, passed_at FROM holds WHERE closed_at IS NULL
            ORDER BY held_at, id"""
    )
    return [Waiting(*row) for row in rows]


async def changed(tx: Tx) -> list[int]:
    """Holds that organisers were asked about and that changed since they last saw them."""
    return [row["id"] for row in await tx.all("SELECT id FROM holds WHERE changed_at IS NOT NULL ORDER BY id")]


async def decide(
    tx: Tx, doubt_id: int, answer: KeyDate | None, member_id: int | None, now: datetime
) -> bool:
    """Answer a doubt; False if it was answered before, or its hold no longer waits."""
    won = await tx.run(
        """UPDATE doubts SET decided_at = :now, decided_by = :m, answer = :answer
            WHERE id = :id AND decided_at IS NULL
              AND EXISTS (SELECT 1 FROM holds h WHERE h.id = hold_id AND h.closed_at IS NULL)""",
        now=now, m=member_id, answer=codec.dump(codec.KEY_DATE, answer), id=doubt_id,
    )
    await tx.run(
        "UPDATE holds SET changed_at = :now WHERE id = (SELECT hold_id FROM doubts WHERE id = :id)",
        now=now, id=doubt_id,
    )
    tx.touch("holds")
    return won == 1


async def twins(tx: Tx, mark: str, title: str) -> list[int]:
    """Undecided doubts that are the same, in other holds of notices of the same title."""
    rows = await tx.all(
        """SELECT d.id FROM doubts d JOIN holds h ON h.id = d.hold_id
            WHERE d.mark = :mark AND d.decided_at IS NULL AND h.closed_at IS NULL
              AND json_extract(h.notice, '$.title') = :title""",
        mark=mark, title=title,
    )
    return [row["id"] for row in rows]


async def decided(tx: Tx) -> list[int]:
    """Holds that still wait and have no question left."""
    rows = await tx.all(
        """SELECT h.id FROM holds h WHERE h.closed_at IS NULL AND (h.may_amend IS NULL OR h.tied_at IS NOT NULL)
              AND NOT EXISTS (SELECT 1 FROM doubts d WHERE d.hold_id = h.id AND d.decided_at IS NULL) ORDER BY h.id"""
    )
    return [row["id"] for row in rows]


async def close(
    tx: Tx, hold_id: int, outcome: str, member_id: int | None, now: datetime, notice_id: int | None = None
) -> bool:
    """It no longer waits; False if it did not before."""
    tx.touch("holds")
    return await tx.run(
        """UPDATE holds SET closed_at = :now, closed_by = :m, outcome = :outcome, changed_at = :now,
                  notice_id = coalesce(:n, notice_id) WHERE id = :id AND closed_at IS NULL""",
        now=now, m=member_id, outcome=outcome, n=notice_id, id=hold_id,
    ) == 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """How a doubt was decided before, in this entry or in a notice of the same title."""

    answer: KeyDate | None
    left_out: bool


async def remembered(tx: Tx, marks: Sequence[str], title: str, entry_id: int) -> dict[str, Remembered]:
    """Answers by mark; the latest counts."""
    if not marks:
        return {}
    rows = await tx.all(
        """SELECT d.mark, d.answer, h.outcome = 'left out' AS left_out FROM doubts d JOIN holds h ON h.id = d.hold_id
            WHERE d.mark IN (SELECT value FROM json_each(:marks))
              AND (d.decided_at IS NOT NULL OR h.outcome = 'left out')
              AND (h.entry_id = :e OR json_extract(h.notice, '$.title') = :title)
            ORDER BY coalesce(d.decided_at, h.closed_at), d.id""",
        marks=json.dumps(list(marks)), e=entry_id, title=title,
    )
    return {
        row["mark"]: Remembered(
            codec.KEY_DATE.validate_json(row["answer"]) if row["answer"] else None, bool(row["left_out"])
        )
        for row in rows
    }


# Asking -----------------------------------------------------------------------------------------------------------


async def asked(tx: Tx, hold_ids: Sequence[int], delivery_id: int) -> None:
    """This delivery asks about these holds."""
    await tx.many("INSERT INTO asks VALUES (:d, :h)", [{"d": delivery_id, "h": it} for it in hold_ids])


async def said(tx: Tx, hold_id: int, column: str, now: datetime) -> None:
    """Organisers have been asked (`asked_at`), or told that it cannot wait (`urgent_at`) or came too late
    (`passed_at`)."""
    assert column in ("asked_at", "urgent_at", "passed_at")
    await tx.run(
        f"UPDATE holds SET {column} = :now, asked_at = :now, asks = asks + :asks WHERE id = :id",
        now=now, asks=int(column == "asked_at"), id=hold_id,
    )


async def seen(tx: Tx, hold_ids: Sequence[int]) -> None:
    """What organisers see of these holds is as they are."""
    await tx.run(
        "UPDATE holds SET changed_at = NULL WHERE id IN (SELECT value FROM json_each(:ids))", ids=json.dumps(hold_ids)
    )


async def asks_of(tx: Tx, hold_ids: Sequence[int]) -> list[Asked]:
    """The messages that asked about any of these holds, each with everything it asked about."""
    rows = await tx.all(
        """SELECT DISTINCT d.id, d.state, d.due_at, d.provider_id, a.id AS account_id, a.member_id, a.channel,
                  a.address, a.closed_at, m.language,
                  (SELECT json_group_array(o.hold_id) FROM asks o WHERE o.delivery_id = d.id) AS holds
             FROM asks k JOIN deliveries d ON d.id = k.delivery_id JOIN accounts a ON a.id = d.account_id
             JOIN members m ON m.id = a.member_id
            WHERE k.hold_id IN (SELECT value FROM json_each(:ids)) ORDER BY d.id""",
        ids=json.dumps(hold_ids),
    )
    return [
        Asked(
            r["id"], Account(r["account_id"], r["member_id"], r["channel"], r["address"], r["closed_at"] is not None),
            r["language"], r["state"], moment(r["due_at"]), r["provider_id"], tuple(sorted(json.loads(r["holds"]))),
        )
        for r in rows
    ]


async def answered_in_place(tx: Tx, account_id: int, provider_id: str) -> None:
    """The person answered in this very message: the reply changes it."""
    await tx.run(
        "DELETE FROM asks WHERE delivery_id IN (SELECT id FROM deliveries WHERE account_id = :a AND provider_id = :p)",
        a=account_id, p=provider_id,
    )


async def now_asks(tx: Tx, delivery_id: int, edit_id: int) -> None:
    """The message of one delivery was changed by another: from now on that one asks."""
    await tx.run("UPDATE asks SET delivery_id = :new WHERE delivery_id = :old", new=edit_id, old=delivery_id)


async def take_back(tx: Tx, delivery_id: int) -> None:
    """A question that was not sent yet and is no longer one."""
    await tx.run(
        "UPDATE deliveries SET state = 'cancelled', error = 'decided' WHERE id = :id AND state = 'queued'",
        id=delivery_id,
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """A hold in a list."""

    id: int
    title: str
    held_at: datetime
    first_at: datetime


async def headings(tx: Tx, limit: int, hold_ids: Sequence[int] | None = None) -> list[Heading]:
    """Holds that wait, those whose dates come first before the others; of these only, if any are named."""
    rows = await tx.all(
        """SELECT id, json_extract(notice, '$.title') AS title, held_at, first_at FROM holds
            WHERE closed_at IS NULL AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))
            ORDER BY first_at, id LIMIT :l""",
        l=limit, ids=None if hold_ids is None else json.dumps(hold_ids),
    )
    return [Heading(r["id"], r["title"], moment(r["held_at"]), moment(r["first_at"])) for r in rows]


async def count(tx: Tx) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest."""
    row = await tx.one("SELECT count(*) AS n, min(held_at) AS since FROM holds WHERE closed_at IS NULL")
    assert row is not None
    return row["n"], instant(row["since"])
