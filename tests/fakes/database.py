"""A connection as the store wants it, without a thread: what takes how long is the dice's, and so can be had again."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

STEPS = (0, 0, 1, 1, 2, 5)  # of the event loop that an answer may take


class AtOnce:
    """Does what it is asked at once, in the order in which it is asked; the answer takes a while."""

    def __init__(self, path: Path, dice: random.Random) -> None:
        self._db, self._dice = sqlite3.connect(path, isolation_level=None), dice

    @classmethod
    async def connect(cls, path: Path, dice: random.Random) -> Any:
        return cls(path, dice)

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
        for _ in range(self._dice.choice(STEPS)):
            await asyncio.sleep(0)
        return answer
