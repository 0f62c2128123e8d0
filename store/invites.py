"""Codes that bring a role."""

from __future__ import annotations

from datetime import datetime

from store.db import Tx


async def add(
    tx: Tx, code: str, role: str, uses_max: int, expires_at: datetime, now: datetime, made_by: int | None = None
) -> None:
    await tx.run(
        """INSERT INTO invites (code, role, uses_max, made_at, expires_at, made_by)
           VALUES (:code, :role, :uses, :now, :until, :by)""",
        code=code, role=role, uses=uses_max, now=now, until=expires_at, by=made_by,
    )


async def redeem(tx: Tx, code: str, now: datetime) -> str | None:
    """Use the code once and return its role; None if it is unknown, used up or expired."""
    rows = await tx.all(
        """UPDATE invites SET uses = uses + 1 WHERE code = :code AND uses < uses_max AND expires_at > :now
           RETURNING role""",
        code=code, now=now,
    )
    return rows[0]["role"] if rows else None


async def role_of(tx: Tx, code: str, now: datetime) -> str | None:
    """The role a code brings, without using it."""
    sql = "SELECT role FROM invites WHERE code = :code AND uses < uses_max AND expires_at > :now"
    row = await tx.one(sql, code=code, now=now)
    return row["role"] if row else None
