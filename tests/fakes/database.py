"""The store without what costs most of its time: threads to go to and come back from, and steps to take at first."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from store import Store, migrate
from store.db import BUSY_TIMEOUT_SECS

T = TypeVar("T")

STEPS = (0, 0, 1, 1, 2, 5)  # of the event loop that an answer may take
FEW_STEPS = (0, 0, 0, 1)  # where it does not matter who is overtaken, as long as nobody is kept waiting for ever


class AtOnce:
    """A connection as the store wants it, without a thread: does what it is asked at once, in the order in which it is
    asked. The answer takes a while; how long is the dice's, and so can be had again."""

    def __init__(self, path: Path, patience_secs: float, dice: random.Random, steps: Sequence[int]) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=patience_secs)
        self._dice, self._steps = dice, steps

    @classmethod
    async def connect(
        cls, path: Path, patience_secs: float, *, dice: random.Random, steps: Sequence[int] = STEPS
    ) -> Any:
        return cls(path, patience_secs, dice, steps)

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    @property
    def row_factory(self) -> Any:
        return self._db.row_factory

    @row_factory.setter
    def row_factory(self, factory: Any) -> None:
        self._db.row_factory = factory

    async def execute(self, sql: str, args: Mapping[str, Any] | tuple[()] = ()) -> sqlite3.Cursor:
        return await self._after(self._db.execute(sql, args))

    async def execute_fetchall(self, sql: str, args: Mapping[str, Any] | tuple[()] = ()) -> list[sqlite3.Row]:
        return await self._after(self._db.execute(sql, args).fetchall())

    async def executemany(self, sql: str, rows: Iterable[Mapping[str, Any]]) -> sqlite3.Cursor:
        return await self._after(self._db.executemany(sql, rows))

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._after(await self._after(work(self._db)))  # it is more than one statement

    async def commit(self) -> None:
        await self._after(self._db.commit())

    async def rollback(self) -> None:
        await self._after(self._db.rollback())

    async def close(self) -> None:
        self._db.close()

    async def _after(self, answer: Any) -> Any:
        for _ in range(self._dice.choice(self._steps)):
            await asyncio.sleep(0)
        return answer


@cache
def _empty() -> bytes:
    with closing(sqlite3.connect(":memory:")) as db:
        for number, _, sql in migrate.steps():
            db.executescript(f"{sql}; PRAGMA user_version = {number}")
        return db.serialize()


def empty(path: Path) -> Path:
    """An empty database, which has taken its steps; nothing where there is one."""
    if not path.exists():
        path.write_bytes(_empty())
    return path


@asynccontextmanager
async def opened(path: Path, *, patience_secs: float = BUSY_TIMEOUT_SECS) -> AsyncIterator[Store]:
    """The store at `path`, which need not be there."""
    connect = partial(AtOnce.connect, dice=random.Random(0), steps=FEW_STEPS)
    async with Store.open(empty(path), synchronous="OFF", patience_secs=patience_secs, connect=connect) as store:
        yield store
