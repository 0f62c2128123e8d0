"""The schema in numbered steps. A database remembers in `user_version` how many it has taken."""

from __future__ import annotations

from pathlib import Path

import aiosqlite

FOLDER = Path(__file__).with_name("migrations")


class TooNew(Exception):
    """The database was written by a newer version of the program."""


def steps() -> list[tuple[int, str, str]]:
    """(number, name, SQL) of every step, in order."""
    return [(int(p.stem[:4]), p.stem, p.read_text(encoding="utf-8")) for p in sorted(FOLDER.glob("*.sql"))]


async def upgrade(db: aiosqlite.Connection) -> list[str]:
    """Take the steps that are missing, each completely or not at all; return their names. Raises TooNew."""
    async with db.execute("PRAGMA user_version") as cursor:
        (version,) = await cursor.fetchone() or (0,)
    known = steps()
    if version > known[-1][0]:
        raise TooNew(f"the database is at step {version}, this program knows {known[-1][0]}")
    taken = []
    for number, name, sql in known:
        if number > version:
            await db.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
            taken.append(name)
    return taken
