"""Ties: which of several earlier notices a held one changes, for an organiser to say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store import notices
from store.db import Row, Tx
from store.notices import StoredNotice


@dataclass(frozen=True, slots=True)
class HeldTie:
    """Which of several earlier notices the held one changes."""

    maybe: tuple[StoredNotice, ...]
    decided: bool
    notice_id: int | None
    """The one it was decided to be; None: none of them."""
    by: str
    """The name of who decided; empty if they have none."""


def ids(may_amend: Sequence[int]) -> str | None:
    """A question as its row holds it; None: there is none."""
    return json.dumps(list(may_amend)) if may_amend else None


async def held(tx: Tx, row: Row) -> HeldTie | None:
    """The question of a hold (its row, with the name of who decided as `tier`)."""
    if row["may_amend"] is None:
        return None
    maybe = [await notices.get(tx, notice_id) for notice_id in json.loads(row["may_amend"])]
    return HeldTie(tuple(filter(None, maybe)), row["tied_at"] is not None, row["amends_id"], row["tier"] or "")


async def decide(tx: Tx, hold_id: int, amends_id: int | None, member_id: int | None, now: datetime) -> bool:
    """Say which earlier notice is changed, if any; False if that was decided before, or it no longer waits."""
    tx.touch("holds")
    return await tx.run(
        """UPDATE holds SET tied_at = :now, tied_by = :m, amends_id = :n, changed_at = :now
            WHERE id = :id AND may_amend IS NOT NULL AND tied_at IS NULL AND closed_at IS NULL""",
        now=now, m=member_id, n=amends_id, id=hold_id,
    ) == 1


async def ask(tx: Tx, hold_id: int, may_amend: Sequence[int], now: datetime) -> None:
    """It has become a question which of these earlier notices is changed."""
    tx.touch("holds")
    await tx.run(
        "UPDATE holds SET may_amend = :ids, changed_at = :now WHERE id = :id", ids=ids(may_amend), now=now, id=hold_id
    )


async def twins(tx: Tx, may_amend: Sequence[int], title: str) -> list[int]:
    """Other holds of notices of the same title that ask the same."""
    rows = await tx.all(
        """SELECT id FROM holds WHERE closed_at IS NULL AND tied_at IS NULL AND may_amend = :ids
              AND json_extract(notice, '$.title') = :title""",
        ids=ids(may_amend), title=title,
    )
    return [row["id"] for row in rows]


@dataclass(frozen=True, slots=True)
class Remembered:
    """How it was decided before, in this entry or in a notice of the same title, which earlier notice is changed."""

    amends_id: int | None
    left_out: bool


async def remembered(tx: Tx, may_amend: Sequence[int], title: str, entry_id: int) -> Remembered | None:
    """The latest answer to the same question."""
    row = await tx.one(
        """SELECT amends_id, outcome = 'left out' AS left_out FROM holds
            WHERE may_amend = :ids AND (tied_at IS NOT NULL OR outcome = 'left out')
              AND (entry_id = :e OR json_extract(notice, '$.title') = :title)
            ORDER BY coalesce(tied_at, closed_at) DESC, id DESC LIMIT 1""",
        ids=ids(may_amend), e=entry_id, title=title,
    )
    return Remembered(row["amends_id"], bool(row["left_out"])) if row else None
