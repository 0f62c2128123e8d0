"""The question an account is in the middle of, and the choices its last message offered by number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from store.db import Tx

OPEN_SECS = 30 * 60.0  # a question left alone that long is forgotten; the next words mean what they say


@dataclass(frozen=True, slots=True)
class Dialog:
    name: str = ""
    data: dict[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


async def get(tx: Tx, account_id: int, now: datetime) -> Dialog:
    sql = "SELECT name, data, choices FROM dialogs WHERE account_id = :a AND expires_at > :now"
    row = await tx.one(sql, a=account_id, now=now)
    return Dialog(row["name"], json.loads(row["data"]), tuple(json.loads(row["choices"]))) if row else Dialog()


async def put(
    tx: Tx, account_id: int, name: str, data: dict[str, str], choices: Sequence[str], now: datetime
) -> None:
    await tx.run(
        """INSERT INTO dialogs VALUES (:a, :n, :d, :c, :until) ON CONFLICT (account_id)
           DO UPDATE SET name = :n, data = :d, choices = :c, expires_at = :until""",
        a=account_id, n=name, d=json.dumps(data, ensure_ascii=False), c=json.dumps(list(choices), ensure_ascii=False),
        until=now.timestamp() + OPEN_SECS,
    )
