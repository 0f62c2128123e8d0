"""A database connection in a thread of its own, which does a statement or a whole piece of work at a time.

A statement that is awaited by itself spends most of its time on the way to that thread and back. Work that needs
nothing but the database goes there as a whole.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")
NONE: Mapping[str, Any] = {}

SWITCH_SECS = 0.001  # a thread lets go of the interpreter after it; of Python's five milliseconds replies would be late


class Connection(aiosqlite.Connection):
    """aiosqlite's, which is also given more than one statement at once."""

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Have the thread do this. It is done whole, even if whoever waits for it has gone."""
        done: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return done


async def in_a_thread(path: Path, patience_secs: float) -> Connection:
    """A connection that works in a thread of its own; raises sqlite3.Error where there can be none.

    The file is opened before there is a thread: one whose opening fails ends at some later moment that nobody can
    wait for, perhaps after the event loop it wants to tell of it."""
    sys.setswitchinterval(SWITCH_SECS)
    opened = sqlite3.connect(path, isolation_level=None, timeout=patience_secs, check_same_thread=False)
    connection = Connection(lambda: opened, iter_chunk_size=64)
    await connection
    return connection


class Ahead:
    """A connection that takes statements nobody waits for along to whatever it is asked next: the way there and back
    takes longer than any of them. What they fail with, that fails with."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._first: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether something is still to be taken along."""
        return bool(self._first)

    def first(self, *statements: str) -> None:
        """Have these done before whatever is done next."""
        self._first += statements

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        first, self._first = self._first, ()

        def both(db: sqlite3.Connection) -> T:
            for sql in first:
                db.execute(sql)
            return work(db)

        return await self._db.do(both)

    async def execute(self, sql: str, args: Mapping[str, Any] = NONE) -> sqlite3.Cursor:
        return await self.do(lambda db: db.execute(sql, args))

    async def execute_fetchall(self, sql: str, args: Mapping[str, Any] = NONE) -> list[sqlite3.Row]:
        return await self.do(lambda db: db.execute(sql, args).fetchall())

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> sqlite3.Cursor:
        return await self.do(lambda db: db.executemany(sql, rows))


class Straight:
    """A connection as those see it who are in its thread: every answer is there at once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    async def execute(self, sql: str, args: Mapping[str, Any]) -> sqlite3.Cursor:
        return self._db.execute(sql, args)

    async def execute_fetchall(self, sql: str, args: Mapping[str, Any]) -> list[sqlite3.Row]:
        return self._db.execute(sql, args).fetchall()

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> sqlite3.Cursor:
        return self._db.executemany(sql, rows)


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What comes of work that waits for nothing but a `Straight` connection, without an event loop."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    work.close()
    raise RuntimeError("Work that is done at once waits for nothing but its statements.")
