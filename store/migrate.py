"""The schema in numbered steps. A database remembers in `user_version` how many it has taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import aiosqlite

from store.connection import Ahead

FOLDER = Path(__file__).with_name("migrations")


class TooNew(Exception):
    """The database was written by a newer version of the program."""


class StepFailed(Exception):
    """A step cannot be taken; the database is as it was before it."""


def steps(folder: Path = FOLDER) -> list[tuple[int, str, str]]:
    """(number, name, SQL) of every step, in order."""
    return [(int(p.stem[:4]), p.stem, p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.sql"))]


async def upgrade(db: aiosqlite.Connection, folder: Path = FOLDER) -> list[str]:
    """Take the steps that are missing, each completely or not at all; return their names. Raises TooNew, StepFailed,
    and sqlite3.OperationalError where the database cannot be written at the moment."""
    known = steps(folder)
    version = await _version(db)
    if version > known[-1][0]:
        raise TooNew(f"the database is at step {version}, this program knows {known[-1][0]}")
    return [name for number, name, sql in known if number > version and await _take(db, number, name, sql)]


async def _take(db: aiosqlite.Connection, number: int, name: str, sql: str) -> bool:
    """False if another process took the step while we waited for it."""
    await db.execute("BEGIN IMMEDIATE")
    try:
        if await _version(db) >= number:
            return False
        for statement in _statements(sql):
            await db.execute(statement)
        await db.execute(f"PRAGMA user_version = {number}")
        await db.commit()
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT):  # the step's own fault
            raise StepFailed(f"step {name}: {error}") from error
        raise
    finally:
        await db.rollback()  # nothing, if it is committed
    return True


async def _version(db: aiosqlite.Connection | Ahead) -> int:
    ((version,),) = await db.execute_fetchall("PRAGMA user_version")
    return int(version)


async def rewrite(db: Ahead) -> None:
    """Write the number of steps taken once more: a change that changes nothing, and still must find its way to disk."""
    await db.execute(f"PRAGMA user_version = {await _version(db)}")


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one, with the comments before them."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
