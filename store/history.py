"""Who did what, append-only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from store.db import Row, Tx


async def add(tx: Tx, actor_id: int | None, what: str, about: str, now: datetime) -> None:
    await tx.run(
        "INSERT INTO history (at, actor_id, what, about) VALUES (:now, :actor, :what, :about)",
        now=now, actor=actor_id, what=what, about=about,
    )


async def last(tx: Tx, about: str, whats: Sequence[str]) -> str | None:
    """Which of these things was done last about someone or something; None if none ever was."""
    rows = await tx.all(
        "SELECT what FROM history WHERE about = :about AND what IN (SELECT value FROM json_each(:whats)) "
        "ORDER BY id DESC LIMIT 1",
        about=about, whats=json.dumps(list(whats)),
    )
    return rows[0]["what"] if rows else None


async def latest(tx: Tx, limit: int) -> list[Row]:
    return await tx.all("SELECT at, actor_id, what, about FROM history ORDER BY id DESC LIMIT :l", l=limit)
