"""Members' filters, and the notices they kept from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from notices import codec
from store.audience import WHY_OF_NOTICE
from store.db import Tx

EVERYTHING = ""
"""In place of a topic: the filter is for all that feeds bring."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One filter of a member; `topic` is EVERYTHING or the topic whose notices it is for."""

    member_id: int
    topic: str
    expression: str
    chosen_at: float


@dataclass(frozen=True, slots=True)
class Judged:
    """What filters look at in a notice."""

    id: int
    title: str
    text: str
    issuer: str | None
    topics: frozenset[str]


async def chosen(tx: Tx, after: int, upto: int) -> list[Chosen]:
    """The filters of the members in (after, upto]."""
    rows = await tx.all(
        "SELECT * FROM filters WHERE member_id > :after AND member_id <= :upto ORDER BY member_id, topic",
        after=after, upto=upto,
    )
    return [Chosen(*row) for row in rows]


async def upto(tx: Tx, after: int, last: int, limit: int) -> int:
    """How far the members in (after, last] go until so many filters are among them."""
    row = await tx.one(
        """SELECT member_id FROM filters WHERE member_id > :after AND member_id <= :last
            ORDER BY member_id, topic LIMIT 1 OFFSET :l""",
        after=after, last=last, l=limit - 1,
    )
    return row["member_id"] if row else last


async def of_member(tx: Tx, member_id: int) -> list[Chosen]:
    return await chosen(tx, member_id - 1, member_id)


async def choose(tx: Tx, member_id: int, topic: str, expression: str, now: datetime) -> None:
    """From now on this is the member's filter."""
    await tx.run(
        """INSERT INTO filters VALUES (:m, :t, :e, :now) ON CONFLICT (member_id, topic)
               DO UPDATE SET expression = excluded.expression, chosen_at = excluded.chosen_at""",
        m=member_id, t=topic, e=expression, now=now,
    )


async def drop(tx: Tx, member_id: int, topic: str) -> bool:
    """The member has no such filter any more; False if they had none."""
    return await tx.run("DELETE FROM filters WHERE member_id = :m AND topic = :t", m=member_id, t=topic) == 1


async def all_kept_back(tx: Tx, member_id: int, limit: int) -> list[int]:
    """The notices that filters kept from the member, the newest first."""
    rows = await tx.all(
        "SELECT notice_id FROM kept_back WHERE member_id = :m ORDER BY notice_id DESC LIMIT :l", m=member_id, l=limit
    )
    return [row["notice_id"] for row in rows]


async def let_go(tx: Tx, member_id: int, notice_ids: Iterable[int]) -> None:
    """Filters do not keep these from the member any more."""
    await tx.run(
        "DELETE FROM kept_back WHERE member_id = :m AND notice_id IN (SELECT value FROM json_each(:ids))",
        m=member_id, ids=json.dumps(sorted(notice_ids)),
    )


async def still_kept_back(tx: Tx, member_id: int, notice_id: int, because: str) -> None:
    """It is kept from the member for another reason now."""
    await tx.run(
        "UPDATE kept_back SET because = :b WHERE member_id = :m AND notice_id = :n", b=because, m=member_id, n=notice_id
    )


async def about(tx: Tx, message_id: int) -> list[int]:
    """The notices that a message to an audience is about: its own, those it gathers, or those whose dates it reminds
    of."""
    rows = await tx.all(
        """SELECT notice_id AS id FROM messages WHERE id = :m AND notice_id IS NOT NULL
           UNION SELECT r.notice_id FROM messages g JOIN roundup_notices r ON r.roundup_id = g.roundup_id
                  WHERE g.id = :m
           UNION SELECT d.notice_id FROM message_key_dates k JOIN key_dates d ON d.id = k.key_date_id
                  WHERE k.message_id = :m AND k.member_id = 0""",
        m=message_id,
    )
    return [row["id"] for row in rows]


async def judged(tx: Tx, notice_ids: Iterable[int]) -> list[Judged]:
    """Of these notices the ones that filters are for: those that feeds brought."""
    rows = await tx.all(
        """SELECT id, title, text, issuer, audience FROM notices
            WHERE origin = 'feed' AND id IN (SELECT value FROM json_each(:ids))""",
        ids=json.dumps(sorted(notice_ids)),
    )
    return [
        Judged(r["id"], r["title"], r["text"], r["issuer"], _topics(r["audience"])) for r in rows
    ]


def _topics(audience: str) -> frozenset[str]:
    return frozenset[str]().union(*(rule.topics for rule in codec.load_audience(audience).rules))


_TOLD = """
EXISTS (SELECT 1 FROM accounts a JOIN deliveries d ON d.account_id = a.id JOIN messages g ON g.id = d.message_id
         WHERE a.member_id = m.id AND d.state <> 'cancelled' AND g.notice_id = n.id
        UNION ALL
        SELECT 1 FROM roundup_notices r JOIN messages g ON g.roundup_id = r.roundup_id
          JOIN deliveries d ON d.message_id = g.id JOIN accounts a ON a.id = d.account_id
         WHERE r.notice_id = n.id AND a.member_id = m.id AND d.state <> 'cancelled'
        UNION ALL
        SELECT 1 FROM key_dates t JOIN message_key_dates k ON k.key_date_id = t.id
          JOIN deliveries d ON d.message_id = k.message_id JOIN accounts a ON a.id = d.account_id
         WHERE t.notice_id = n.id AND k.member_id IN (0, m.id) AND a.member_id = m.id AND d.state <> 'cancelled')
"""
_OWES = """
w.why GLOB 'role *' AND w.why NOT GLOB 'role * *'
AND EXISTS (SELECT 1 FROM key_dates t WHERE t.notice_id = :n AND t.kind = 'deadline' AND t.withdrawn_at IS NULL)
"""
KEEP_BACK = f"""
    INSERT INTO kept_back (notice_id, member_id, because, kept_at)
    WITH w AS MATERIALIZED (
        SELECT m.id, json_extract(j.value, '$[1]') AS because, {WHY_OF_NOTICE} AS why
          FROM json_each(:pairs) j JOIN members m ON m.id = json_extract(j.value, '$[0]') JOIN notices n ON n.id = :n
         WHERE NOT {_TOLD})
    SELECT :n, w.id, w.because, :now FROM w WHERE w.why IS NOT NULL AND NOT ({_OWES})
    ON CONFLICT DO NOTHING
"""


async def keep_back(tx: Tx, notice_id: int, pairs: Sequence[tuple[int, str]], now: datetime) -> None:
    """Filters keep the notice from these members, each with the part that decided it: from those of them who are in its
    audience and have not heard of it yet, unless it was addressed to their role as such and has a deadline."""
    await tx.run(KEEP_BACK, n=notice_id, pairs=json.dumps(pairs), now=now)


async def kept_back(tx: Tx, member_id: int, notice_ids: Iterable[int]) -> dict[int, str]:
    """Which of these notices a filter kept from the member, and the part of it that decided."""
    rows = await tx.all(
        """SELECT notice_id, because FROM kept_back
            WHERE member_id = :m AND notice_id IN (SELECT value FROM json_each(:ids))""",
        m=member_id, ids=json.dumps(sorted(notice_ids)),
    )
    return {row["notice_id"]: row["because"] for row in rows}
