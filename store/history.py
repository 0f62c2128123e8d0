"""Who did what, append-only."""

from __future__ import annotations

from datetime import datetime

from store.db import Row, Tx


async def add(tx: Tx, actor_id: int | None, what: str, about: str, now: datetime) -> None:
    await tx.run(
        "INSERT INTO history (at, actor_id, what, about) VALUES (:now, :actor, :what, :about)",
        now=now, actor=actor_id, what=what, about=about,
    )


async def latest(tx: Tx, limit: int) -> list[Row]:
    return await tx.all("SELECT at, actor_id, what, about FROM history ORDER BY id DESC LIMIT :l", l=limit)
