"""A pump, its channel and its store, on a clock that is turned."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes.channel import FakeChannel
from fakes.database import opened
from fakes.dates import at
from fakes.people import NOW, ZONE, Person

from bot.words import words
from channels.base import Traits
from delivery import issue, publish
from delivery.pump import Pump
from delivery.recovery import recover
from delivery.render import Renderer
from delivery.settings import Settings
from notices import quiet
from notices.message import text
from notices.model import Audience, Lane, Notice
from scheduler import reminders
from store import Store, deliveries, members, notices
from store import reminders as stored_reminders
from store.db import Row


class World:
    def __init__(self, store: Store, path: Path) -> None:
        self.store, self.path, self.now = store, path, NOW
        self.settings = Settings(ZONE, "zh")
        self.channel = FakeChannel()
        self.restart()

    def restart(self, traits: Traits | None = None) -> None:
        """A new process on the same database, and with the same people on the other end."""
        if traits is not None:
            self.channel.traits = traits
        renderer = Renderer(words, self.settings)
        self.pump = Pump(self.store, self.channel, renderer, self.settings, self.clock, lambda: 0.5)

    def quiet(self, hours: str) -> None:
        self.settings = replace(self.settings, quiet_hours=quiet.parse(hours))
        self.restart()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Someone else holds the database: nothing can be written."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    def clock(self) -> datetime:
        return self.now

    def turn(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def say(self, person: Person, words: str, lane: Lane = Lane.REPLY, edits: str | None = None) -> int:
        async with self.store.transaction() as tx:
            account = await members.find_account(tx, self.channel.name, person.address)
            assert account is not None
            return await publish.say(tx, account, text(words), self.now, lane=lane, edits=edits)

    async def issue(self, it: Notice, audience: Audience | None = None, **more: Any) -> int:
        async with self.store.transaction() as tx:
            return await issue.issue(tx, it, audience or Audience(), self.now, self.settings, **more)

    async def change(self, notice_id: int, it: Notice) -> None:
        async with self.store.transaction() as tx:
            await issue.change(tx, notice_id, it, self.now, self.settings)

    async def withdraw(self, notice_id: int) -> int | None:
        async with self.store.transaction() as tx:
            return await issue.withdraw(tx, notice_id, self.now, self.settings)

    async def ask(self, notice_id: int, who: Person, moment: str) -> None:
        """They want to be reminded of its first date then."""
        async with self.store.transaction() as tx:
            (key_date_id, _), *_ = await notices.key_dates_of(tx, notice_id)
            await issue.remind_member(tx, key_date_id, who.member_id, at(moment))

    async def settle(self) -> None:
        """Do everything that is due now."""
        busy = 1
        while busy:
            busy = await reminders.sweep(self.store, self.now, self.settings)
            while await publish.go_on(self.store, self.now, self.settings):
                busy += 1
            busy += await self.pump.drain()

    async def until(self, moment: str) -> None:
        """Let time pass until then, stopping wherever something is due."""
        end = at(moment)
        await self.settle()
        while self.now < end:
            self.now = min(end, await self._next_due() or end)
            await self.settle()

    async def _next_due(self) -> datetime | None:
        async with self.store.reading() as tx:
            found = await stored_reminders.next_due(tx), await deliveries.next_due(tx, self.channel.name)
        ahead = [it for it in found if it is not None and it > self.now.timestamp()]
        return datetime.fromtimestamp(min(ahead), ZONE) if ahead else None

    async def recover(self, *, at_start: bool = True) -> int:
        dedupes = {self.channel.name: self.channel.traits.dedupes}
        held = set() if at_start else self.pump.held
        return await recover(self.store, dedupes, self.now, at_start=at_start, held=lambda: held)

    async def rows(self) -> list[Row]:
        async with self.store.reading() as tx:
            return await tx.all("SELECT * FROM deliveries ORDER BY id")

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.rows()]

    async def row(self, delivery_id: int) -> Row:
        return next(row for row in await self.rows() if row["id"] == delivery_id)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    path = tmp_path / "kexun.db"
    async with opened(path, patience_secs=0.05) as store:
        yield World(store, path)
