"""One writer, a few readers, one kind of transaction.

All writing goes through one connection, a turn at a time. Turns that wait for each other are committed as a group, so
many small transactions share one fsync. Readers have connections of their own and never wait for the writer (WAL).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from store import migrate
from store.lock import InstanceLock

GROUP_MAX = 64  # turns in one commit: beyond that a waiting reply would feel the length of the group
READERS_MAX = 2  # the event loop is one thread; more readers than cores gain nothing
BUSY_TIMEOUT_SECS = 5.0  # another process (a backup, the command line) may hold the file for a moment

Row = sqlite3.Row


class StoreUnavailable(Exception):
    """The database cannot be used at the moment (locked, disk full, read-only). Nothing changed; try again later."""


class Tx:
    """Work that happens completely or not at all. Datetimes go in as seconds since 1970."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db
        self.touched: set[str] = set()

    async def all(self, sql: str, **args: Any) -> list[Row]:
        with _unavailable():
            return list(await self._db.execute_fetchall(sql, _plain(args)))

    async def one(self, sql: str, **args: Any) -> Row | None:
        rows = await self.all(sql, **args)
        assert len(rows) <= 1, sql
        return rows[0] if rows else None

    async def run(self, sql: str, **args: Any) -> int:
        """Return how many rows changed, so that callers can see whether they won a race."""
        with _unavailable():
            return (await self._db.execute(sql, _plain(args))).rowcount

    async def insert(self, sql: str, **args: Any) -> int:
        """Return the id of the new row."""
        with _unavailable():
            rowid = (await self._db.execute(sql, _plain(args))).lastrowid
        assert rowid is not None
        return rowid

    async def many(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> None:
        with _unavailable():
            await self._db.executemany(sql, [_plain(row) for row in rows])

    def touch(self, *topics: str) -> None:
        """Tell the store's listeners, once this is committed, that there is something new of these topics."""
        self.touched.update(topics)


class _Turn:
    """One transaction waiting for, holding, or done with the writer."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.granted: asyncio.Future[Tx] = loop.create_future()
        self.finished: asyncio.Future[bool] = loop.create_future()
        self.settled: asyncio.Future[None] = loop.create_future()

    def finish(self, well: bool) -> None:
        if not self.finished.done():
            self.finished.set_result(well)

    def settle(self, error: Exception | None = None) -> None:
        if self.settled.done():
            return
        if error is None:
            self.settled.set_result(None)
        else:
            self.settled.set_exception(error)
            self.settled.exception()  # seen, even if the one who asked has gone


class Store:
    """The open database. `transaction()` to change things, `reading()` to look."""

    def __init__(self, writer: aiosqlite.Connection, readers: asyncio.Queue[aiosqlite.Connection]) -> None:
        self._writer = writer
        self._readers = readers
        self._turns: asyncio.Queue[_Turn] = asyncio.Queue()
        self._listeners: list[Callable[[set[str]], None]] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, *, exclusive: bool = False, synchronous: str = "FULL") -> AsyncIterator[Store]:
        """Open and migrate the database at `path`, making it if it is not there.

        `exclusive`: refuse to share it with another running service. Raises StoreUnavailable with one sentence.
        """
        with InstanceLock(path) if exclusive else _no_lock():
            connections: list[aiosqlite.Connection] = []
            try:
                with _unavailable():
                    writer = await _connect(path, synchronous)
                    connections.append(writer)
                    await migrate.upgrade(writer)
                    readers: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()
                    for _ in range(READERS_MAX):
                        reader = await _connect(path, synchronous)
                        connections.append(reader)
                        await reader.execute("PRAGMA query_only = ON")
                        readers.put_nowait(reader)
                store = cls(writer, readers)
                work = asyncio.create_task(store._work())
                try:
                    yield store
                finally:
                    work.cancel()
                    await asyncio.gather(work, return_exceptions=True)
            finally:  # aiosqlite's threads are no daemons: one left open would keep the process alive
                for connection in connections:
                    await connection.close()

    def listen(self, callback: Callable[[set[str]], None]) -> None:
        """Call back after every commit that touched something, with the topics touched."""
        self._listeners.append(callback)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """Leaving the block means committed; an exception in it means it never happened. Do not wait for the
        network inside: everyone else's writing waits for this block."""
        turn = _Turn()
        self._turns.put_nowait(turn)
        try:
            tx = await turn.granted
            yield tx
        except BaseException:
            turn.finish(False)
            if turn.granted.done() and not turn.granted.cancelled() and turn.granted.exception() is None:
                await asyncio.shield(turn.settled)
            raise
        turn.finish(True)
        await asyncio.shield(turn.settled)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A consistent view of what is committed."""
        reader = await self._readers.get()
        try:
            with _unavailable():
                await reader.execute("BEGIN")
            try:
                yield Tx(reader)
            finally:
                await reader.rollback()
        finally:
            self._readers.put_nowait(reader)

    async def _work(self) -> None:
        while True:
            turn = await self._turns.get()
            if turn.granted.cancelled():
                continue
            try:
                with _unavailable():
                    await self._writer.execute("BEGIN IMMEDIATE")
            except StoreUnavailable as error:
                turn.granted.set_exception(error)
                continue
            await self._group(turn)

    async def _group(self, first: _Turn) -> None:
        """Run turns until nobody waits or the group is full, then commit them all at once."""
        kept: list[_Turn] = []
        touched: set[str] = set()
        turn: _Turn | None = first
        while turn is not None:
            if not turn.granted.cancelled() and await self._take(turn, touched):
                kept.append(turn)
            if not self._writer.in_transaction:  # SQLite itself rolled back: disk full, I/O error
                _settle(kept, StoreUnavailable("the database rolled back"))
                return
            turn = self._turns.get_nowait() if len(kept) < GROUP_MAX and not self._turns.empty() else None
        try:
            with _unavailable():
                await self._writer.commit()
        except StoreUnavailable as error:
            await self._writer.rollback()
            _settle(kept, error)
            return
        _settle(kept)
        if touched:
            for listener in self._listeners:
                listener(touched)

    async def _take(self, turn: _Turn, touched: set[str]) -> bool:
        """Let one turn do its work inside a savepoint; return whether it is to be committed."""
        await self._writer.execute("SAVEPOINT turn")
        if turn.granted.cancelled():
            await self._writer.execute("RELEASE turn")
            return False
        tx = Tx(self._writer)
        turn.granted.set_result(tx)
        well = await turn.finished
        if not self._writer.in_transaction:
            turn.settle(StoreUnavailable("the database rolled back"))
            return False
        if not well:
            await self._writer.execute("ROLLBACK TO turn")
        await self._writer.execute("RELEASE turn")
        if not well:
            turn.settle()
            return False
        touched |= tx.touched
        return True


def _settle(turns: list[_Turn], error: Exception | None = None) -> None:
    for turn in turns:
        turn.settle(error)


async def _connect(path: Path, synchronous: str) -> aiosqlite.Connection:
    db = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_SECS)
    db.row_factory = sqlite3.Row
    await db.execute("PRAGMA journal_mode = WAL")
    await db.execute(f"PRAGMA synchronous = {synchronous}")
    await db.execute("PRAGMA foreign_keys = ON")
    await db.execute("PRAGMA temp_store = MEMORY")
    await db.execute("PRAGMA cache_size = -16000")
    return db


def _plain(args: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v.timestamp() if isinstance(v, datetime) else v for k, v in args.items()}


class _unavailable:
    """Inside: SQLite's 'not now' errors become StoreUnavailable. Everything else is a bug and stays what it is."""

    NOT_NOW = ("locked", "full", "disk i/o", "readonly", "unable to open", "busy", "not a database", "malformed")

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.DatabaseError) and any(sign in str(error).lower() for sign in self.NOT_NOW):
            raise StoreUnavailable(str(error)) from error


class _no_lock:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *exc: object) -> None:
        return None
