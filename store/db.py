"""One writer, a few readers, one kind of transaction.

All writing goes through one connection, a turn at a time. Turns that wait for each other are committed as a group, so
many small transactions share one fsync. Readers have connections of their own and never wait for the writer (WAL).
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from store import migrate
from store.connection import Ahead, Connection, Straight, finished, in_a_thread
from store.lock import InstanceLock

GROUP_MAX = 64  # turns in one commit: beyond that a waiting reply would feel the length of the group
READERS_MAX = 2  # the event loop is one thread; more readers than cores gain nothing
BUSY_TIMEOUT_SECS = 5.0  # another process (a backup, the command line) may hold the file for a moment

NOT_NOW = frozenset((
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
))
"""Result codes (the low byte of SQLite's) that tell of the place and the moment, not of our statement."""

sqlite3.register_adapter(datetime, datetime.timestamp)  # where every argument is looked at anyway

log = logging.getLogger(__name__)

T = TypeVar("T")
Row = sqlite3.Row
Connect = Callable[[Path, float], Awaitable[Connection]]
Work = Callable[["Tx"], Coroutine[Any, Any, T]]
"""What is done in a transaction and waits for nothing but its statements."""


class StoreUnavailable(Exception):
    """The database cannot be used at the moment (locked, disk full, read-only). Nothing changed; try again later."""


class Tx:
    """Work that happens completely or not at all. Datetimes go in as seconds since 1970.

    Once a statement has raised StoreUnavailable the whole of it is void: no later statement is taken.
    """

    def __init__(self, db: Connection | Ahead | Straight) -> None:
        self._db = db
        self._available = _Available(self)
        self._looked_up: dict[str, list[Row]] = {}
        self.touched: set[str] = set()
        self.void: str | None = None
        """Why it takes no more statements, if it does not."""

    async def all(self, sql: str, **args: Any) -> list[Row]:
        with self._available:
            return list(await self._db.execute_fetchall(sql, args))

    async def once(self, sql: str) -> list[Row]:
        """What a statement finds when it is first asked in this transaction, for every later time, too. Whoever changes
        what it looks at says so (`forget`)."""
        if self.void or sql not in self._looked_up:
            self._looked_up[sql] = await self.all(sql)
        return self._looked_up[sql]

    def forget(self, sql: str) -> None:
        """What this statement found is not so any more."""
        self._looked_up.pop(sql, None)

    async def one(self, sql: str, **args: Any) -> Row | None:
        rows = await self.all(sql, **args)
        assert len(rows) <= 1, sql
        return rows[0] if rows else None

    async def run(self, sql: str, **args: Any) -> int:
        """Return how many rows changed, so that callers can see whether they won a race."""
        with self._available:
            return (await self._db.execute(sql, args)).rowcount

    async def insert(self, sql: str, **args: Any) -> int:
        """Return the id of the new row."""
        with self._available:
            rowid = (await self._db.execute(sql, args)).lastrowid
        assert rowid is not None
        return rowid

    async def many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        with self._available:
            if rows:
                await self._db.executemany(sql, rows)

    async def at_once(self, work: Work[T]) -> T:
        """Do all this in the database's thread, without coming back to the event loop after every statement, which is
        most of what a statement costs. What it raises is raised here; what it did so far is part of the transaction."""
        if isinstance(self._db, Straight):
            return await work(self)
        with self._available:
            return await self._db.do(lambda db: self._finished(Straight(db), work))

    def _finished(self, db: Straight, work: Work[T]) -> T:
        inside = Tx(db)
        inside._looked_up = self._looked_up
        try:
            return finished(work(inside))
        finally:
            self.touched |= inside.touched
            self.void = self.void or inside.void

    def touch(self, *topics: str) -> None:
        """Tell the store's listeners, once this is committed, that there is something new of these topics."""
        self.touched.update(topics)


class _Available:
    """Inside, a statement of a transaction: none is taken once it is void, and what tells of the place and the moment
    makes it so. A class, for it stands around every statement there is."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def __enter__(self) -> None:
        if self._tx.void:
            raise StoreUnavailable(self._tx.void)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is not None and (trouble := _trouble(error)):
            self._tx.void = str(trouble)
            raise trouble from error


class _Turn:
    """One transaction waiting for, holding, or done with the writer."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.granted: asyncio.Future[Tx] = loop.create_future()
        self.finished: asyncio.Future[bool] = loop.create_future()
        self.settled: asyncio.Future[None] = loop.create_future()
        self.tx: Tx | None = None

    def grant(self, tx: Tx) -> bool:
        """Let it begin; False if whoever asked has gone."""
        if self.granted.cancelled():
            return False
        self.tx = tx
        self.granted.set_result(tx)
        return True

    def finish(self, well: bool) -> None:
        if not self.finished.done():
            self.finished.set_result(well and not (self.tx and self.tx.void))

    def settle(self, error: Exception | None = None) -> None:
        """Say how it ended; without having begun, if it never did."""
        if self.tx is not None:
            self.tx.void = self.tx.void or "the transaction is over"
        if error is None:
            if not self.settled.done():
                self.settled.set_result(None)
            return
        for waited_for in (self.settled, self.granted):
            if not waited_for.done():
                waited_for.set_exception(error)
                waited_for.exception()  # seen, even if the one who asked has gone


class Store:
    """The open database. `transaction()` to change things, `reading()` to look."""

    def __init__(self, writer: Connection, readers: asyncio.Queue[Connection]) -> None:
        self.trouble: str | None = None
        """Why nothing could be written when it was last tried, for the health page; None when all is well."""
        self._writer = writer
        self._readers = readers
        self._turns: asyncio.Queue[_Turn] = asyncio.Queue()
        self._listeners: list[Callable[[set[str]], None]] = []
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, *, exclusive: bool = False, synchronous: str = "FULL",
        patience_secs: float = BUSY_TIMEOUT_SECS, connect: Connect = in_a_thread,
    ) -> AsyncIterator[Self]:
        """Open and migrate the database at `path`, making it if it is not there.

        `exclusive`: refuse to share it with another running service. `patience_secs`: how long a statement waits for
        another process that holds the file. `connect`: what makes connections. Raises StoreUnavailable with one
        sentence, AlreadyRunning, migrate.TooNew, migrate.StepFailed.
        """
        async with AsyncExitStack() as stack:  # aiosqlite's threads are no daemons: one left open keeps the process
            with _unavailable():
                if exclusive:
                    stack.enter_context(InstanceLock(path))
                writer = await stack.enter_async_context(_connection(connect(path, patience_secs), synchronous))
                await migrate.upgrade(writer)
                readers: asyncio.Queue[Connection] = asyncio.Queue()
                for _ in range(READERS_MAX):
                    reader = await stack.enter_async_context(_connection(connect(path, patience_secs), synchronous))
                    await reader.execute("PRAGMA query_only = ON")
                    readers.put_nowait(reader)
            store = cls(writer, readers)
            work = asyncio.create_task(store._work())
            work.add_done_callback(store._end)
            stack.push_async_callback(_cancelled, work)
            yield store

    def listen(self, callback: Callable[[set[str]], None]) -> None:
        """Call back after every commit that touched something, with the topics touched."""
        self._listeners.append(callback)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """Leaving the block means committed; an exception in it means it never happened. Do not wait for the
        network inside: everyone else's writing waits for this block."""
        if self._closed:
            raise StoreUnavailable("the database is closed")
        turn = _Turn()
        self._turns.put_nowait(turn)
        try:
            tx = await turn.granted
            yield tx
        except BaseException:
            turn.finish(False)
            if turn.tx is not None:
                await asyncio.shield(turn.settled)
            raise
        turn.finish(True)
        await asyncio.shield(turn.settled)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A consistent view of what is committed."""
        if self._closed:
            raise StoreUnavailable("the database is closed")
        reader = await self._readers.get()
        tx = Tx(reader)
        try:
            await tx.run("BEGIN")
            yield tx
        finally:
            try:
                await reader.rollback()  # also of a BEGIN that was still under way when we were cancelled
            finally:
                self._readers.put_nowait(reader)

    async def look(self, work: Work[T]) -> T:
        """What this finds in a consistent view of what is committed, all of it at once (see `Tx.at_once`)."""
        if self._closed:
            raise StoreUnavailable("the database is closed")
        reader = await self._readers.get()
        try:
            return await reader.do(lambda db: _looked(db, work))
        finally:
            self._readers.put_nowait(reader)

    async def _work(self) -> None:
        """Give everyone their turn until cancelled."""
        while True:
            turn = await self._turns.get()
            if not turn.granted.cancelled():
                await self._group(turn)

    def _end(self, work: asyncio.Task[None]) -> None:
        """There is nobody any more who gives turns, and perhaps there never was."""
        self._closed = True
        while not self._turns.empty():
            self._turns.get_nowait().settle(StoreUnavailable("the database is closed"))

    async def _group(self, first: _Turn) -> None:
        """Run turns until nobody waits or the group is full, then commit them all at once. Whatever goes wrong with
        the database goes wrong for all of them, and for nobody after them."""
        group = [first]
        touched: set[str] = set()
        db = Ahead(self._writer)
        db.first("BEGIN IMMEDIATE", "SAVEPOINT turn")
        try:
            with _unavailable():
                await self._take(db, first, touched)
                while len(group) < GROUP_MAX and not self._turns.empty():
                    group.append(self._turns.get_nowait())
                    db.first("RELEASE turn", "SAVEPOINT turn")
                    await self._take(db, group[-1], touched)
                if self.trouble is not None:  # an empty transaction would succeed on a full disk: write something
                    await migrate.rewrite(db)
                await db.execute("COMMIT")
        except BaseException as error:
            closing = not isinstance(error, Exception)
            for turn in group:
                turn.settle(StoreUnavailable("the database is closed") if closing else error)  # type: ignore[arg-type]
            if isinstance(error, StoreUnavailable):
                self._suffers(str(error))
            await self._writer.rollback()  # nothing, where SQLite itself rolled back (disk full, I/O error)
            if closing:
                raise
            return
        self._recovers()
        for turn in group:
            turn.settle()
        if touched:
            self._tell(touched)

    async def _take(self, db: Ahead, turn: _Turn, touched: set[str]) -> None:
        """Let one turn do its work after a savepoint: if it fails it has never happened, and the others have."""
        tx = Tx(db)
        well = turn.grant(tx) and await turn.finished
        if not well:
            await db.do(_undone)  # after a statement that whoever has gone no longer waits for
        if not (self._writer.in_transaction or db.waits):
            raise StoreUnavailable(tx.void or "the database rolled back")
        if well:
            touched |= tx.touched
            return
        if tx.void:
            self._suffers(tx.void)
        turn.settle(StoreUnavailable(tx.void) if tx.void else None)

    def _suffers(self, why: str) -> None:
        if self.trouble is None:
            log.error("database in trouble", extra={"why": why})
        self.trouble = why

    def _recovers(self) -> None:
        if self.trouble is not None:
            log.warning("database well again")
        self.trouble = None

    def _tell(self, touched: set[str]) -> None:
        for listener in self._listeners:
            try:
                listener(touched)
            except Exception:  # their bug must not stop the writer
                log.exception("store listener")


def _undone(db: sqlite3.Connection) -> None:
    if db.in_transaction:
        db.execute("ROLLBACK TO turn")


def _looked(db: sqlite3.Connection, work: Work[T]) -> T:
    async def begun() -> T:
        tx = Tx(Straight(db))
        await tx.run("BEGIN")
        return await work(tx)

    try:
        return finished(begun())
    finally:
        db.rollback()


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _connection(
    connecting: Awaitable[Connection], synchronous: str
) -> AsyncIterator[Connection]:
    db = await connecting
    try:
        db.row_factory = sqlite3.Row
        await db.execute("PRAGMA journal_mode = WAL")
        await db.execute(f"PRAGMA synchronous = {synchronous}")
        await db.execute("PRAGMA foreign_keys = ON")
        await db.execute("PRAGMA temp_store = MEMORY")
        await db.execute("PRAGMA cache_size = -16000")
        yield db
    finally:
        await db.close()


@contextmanager
def _unavailable() -> Iterator[None]:
    """Inside: 'not now' errors become StoreUnavailable. Everything else is a bug and stays what it is."""
    try:
        yield
    except Exception as error:
        if trouble := _trouble(error):
            raise trouble from error
        raise


def _trouble(error: BaseException) -> StoreUnavailable | None:
    """What an error says of the place and the moment; None for one that is of our own making."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    is_not_now = isinstance(error, OSError) or (isinstance(error, sqlite3.DatabaseError) and code in NOT_NOW)
    return StoreUnavailable(str(error)) if is_not_now else None
