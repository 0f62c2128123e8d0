"""The real store, pump and sweep in a world where anything may fail and the process may die at any step."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fakes.people import ZONE
from sim.judge import Decision, Judge
from sim.model import LEADS, NIGHT, ROLE_TOPICS, Town
from sim.said import Tagged

from channels.base import SendError, Traits, Verdict
from delivery import publish
from delivery.pump import Pump
from delivery.recovery import recover
from delivery.render import Found, Renderer
from delivery.settings import Settings
from notices import quiet
from notices.message import Bubble, plain
from scheduler import reminders
from store import Store, Tx, members
from store.deliveries import Claimed, Outcome

START = datetime(2026, 9, 1, 9, 0, tzinfo=ZONE)
CONCURRENCY = 3
STEPS = (1, 1, 2, 10, 30)  # of the event loop that a call may take
SETTINGS = Settings(
    ZONE, "zh", quiet.parse("-".join(NIGHT)),
    {kind: tuple(timedelta(seconds=secs) for secs in leads) for kind, leads in LEADS.items()}, fan_out_chunk=4,
)


class Crash(BaseException):
    """The process dies here."""


@dataclass
class Fuse:
    """Blows at random; once it has, nothing that touches the world goes on."""

    dice: random.Random
    chance: float = 0.0
    blown: bool = False

    def perhaps(self) -> None:
        if self.blown or self.dice.random() < self.chance:
            self.blown = True
            raise Crash


@dataclass(frozen=True)
class Weather:
    """How often a step is the last of the process, how often a call fails, and how often it takes long."""

    crashes: float
    trouble: float
    hangs: float

    @classmethod
    def some(cls, dice: random.Random) -> Weather:
        return cls(dice.choice((0.0, 0.005, 0.03, 0.1)), dice.choice((0.0, 0.1, 0.4)), dice.choice((0.0, 0.1, 0.4)))


CALM = Weather(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Variant:
    """The program, or a wrong version of it that the judge must find out."""

    name: str = "right"
    sql: tuple[tuple[str, str], ...] = ()
    """Parts of statements, and what stands there instead."""
    pump: type[Pump] = Pump
    sweep: Callable[[Store, datetime, Settings], Awaitable[int]] = reminders.sweep
    recover: Callable[..., Awaitable[int]] = recover
    publishes_apart: bool = False
    """A notice is stored in one transaction and sent in another."""
    weather: Weather | None = None
    """In which it shows soon what is wrong with it; None: in any."""
    shows: int = 1
    """A seed that brought it to light, to begin with."""


class FragileTx:
    """A transaction whose statements are those of the variant."""

    def __init__(self, tx: Tx, sql: Sequence[tuple[str, str]]) -> None:
        self._tx, self._sql = tx, sql
        self.touch = tx.touch

    def _as(self, sql: str) -> str:
        for part, instead in self._sql:
            sql = sql.replace(part, instead)
        return sql

    async def all(self, sql: str, **args: Any) -> Any:
        return await self._tx.all(self._as(sql), **args)

    async def once(self, sql: str) -> Any:
        return await self._tx.once(self._as(sql))

    def forget(self, sql: str) -> None:
        self._tx.forget(self._as(sql))

    async def one(self, sql: str, **args: Any) -> Any:
        return await self._tx.one(self._as(sql), **args)

    async def run(self, sql: str, **args: Any) -> int:
        return await self._tx.run(self._as(sql), **args)

    async def insert(self, sql: str, **args: Any) -> int:
        return await self._tx.insert(self._as(sql), **args)

    async def many(self, sql: str, rows: Any) -> None:
        await self._tx.many(self._as(sql), rows)

    async def at_once(self, work: Callable[[Tx], Awaitable[Any]]) -> Any:
        return await self._tx.at_once(lambda tx: work(FragileTx(tx, self._sql)))  # type: ignore[arg-type]


class FragileStore(Store):
    """A store in which the process may die before, in and after every transaction."""

    fuse: Fuse
    variant: Variant

    @asynccontextmanager
    async def transaction(self, then: Callable[[], None] = lambda: None) -> AsyncIterator[Tx]:
        """`then` is done exactly if this is committed."""
        self.fuse.perhaps()
        async with super().transaction() as tx:
            yield FragileTx(tx, self.variant.sql) if self.variant.sql else tx  # type: ignore[misc]
            self.fuse.perhaps()
            then()
        self.fuse.perhaps()


class FragileChannel:
    """People's chats. Calls fail in every way; whatever arrives is shown to the judge."""

    name = "fake"

    def __init__(
        self, town: Town, judge: Judge, fuse: Fuse, dice: random.Random, clock: Callable[[], datetime]
    ) -> None:
        self.traits = Traits(
            dedupes=dice.random() < 0.3, rate_per_sec=1e6, address_rate_per_sec=1e6, address_burst=1_000_000,
            concurrency=CONCURRENCY,
        )
        self.weather = CALM
        self.meanwhile: Callable[[str], Awaitable[None]] | None = None
        """What may happen while a call takes long."""
        self._town, self._judge, self._fuse, self._dice, self._clock = town, judge, fuse, dice, clock

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        self._fuse.perhaps()
        call = self._judge.calls(delivery_id, address, plain(bubble))
        try:
            return await self._call(call)
        finally:
            self._judge.answers(call)

    async def _call(self, call: Decision) -> str:
        for _ in range(self._dice.choice(STEPS)):
            await asyncio.sleep(0)
        trouble = self.weather.trouble
        if self.meanwhile is not None and self._dice.random() < self.weather.hangs:
            await self.meanwhile(call.address)
            trouble = max(trouble, 0.5)
        if self._town.people[call.address].blocked:
            raise SendError("blocked", Verdict.DEAD_TARGET)
        if self._dice.random() < trouble:
            self._fails(call)
        self._arrives(call)
        self._fuse.perhaps()
        return f"p{call.delivery_id}"

    def _fails(self, call: Decision) -> None:
        match self._dice.randrange(4):
            case 0:
                raise SendError("refused", Verdict.NOT_SENT)
            case 1:
                whole, secs = self._dice.random() < 0.3, self._dice.choice((1.0, 30.0, 600.0))
                self._judge.slows(call.address, secs, self._clock(), whole=whole)
                raise SendError("flood", Verdict.RATE, retry_after_secs=secs, whole_channel=whole)
            case arrived:
                if arrived == 2:
                    self._arrives(call)
                self._judge.loses_answer(call.delivery_id)
                raise SendError("lost", Verdict.MAYBE_SENT)

    def _arrives(self, call: Decision) -> None:
        self._judge.arrives(call, self._clock(), shown_again=not self.traits.dedupes)

    async def edit(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str:
        return await self.send(address, bubble, delivery_id)

    async def answer_tap(self, tap_key: str, words: str = "") -> None:
        return None

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None


class WatchedRenderer(Renderer):
    """Shows the judge what is about to be said, at the moment at which that is decided."""

    def __init__(self, judge: Judge) -> None:
        super().__init__(lambda _: Tagged(), SETTINGS)
        self._judge = judge

    async def batch(
        self, tx: Tx, batch: Sequence[Claimed], found: Found | None, now: datetime
    ) -> tuple[list[tuple[Claimed, Bubble | None]], list[Outcome]]:
        written, broken = await super().batch(tx, batch, found, now)
        self._judge.claims([(it.id, it.address, it.lane, bubble and plain(bubble)) for it, bubble in written], now)
        return written, broken


class World:
    """One run: a town, the program that serves it, and the judge who watches both."""

    def __init__(self, store: FragileStore, dice: random.Random, variant: Variant) -> None:
        self.store, self.dice, self.variant, self.now = store, dice, variant, START
        self.town = Town()
        self.judge = Judge(self.town, CONCURRENCY, self.clock)
        self.fuse = Fuse(self.dice)
        store.fuse, store.variant = self.fuse, variant
        self.channel = FragileChannel(self.town, self.judge, self.fuse, self.dice, self.clock)
        self._before = asyncio.all_tasks()
        self.pump = self.a_pump()

    def clock(self) -> datetime:
        return self.now

    def a_pump(self) -> Pump:
        renderer = WatchedRenderer(self.judge)
        return self.variant.pump(self.store, self.channel, renderer, SETTINGS, self.clock, self.dice.random)

    async def begin(self) -> None:
        async with self.store.transaction() as tx:
            await members.set_role_topics(tx, ROLE_TOPICS)

    def weather(self, weather: Weather) -> None:
        """From here on it is like that."""
        self.fuse.chance, self.channel.weather = weather.crashes, weather

    async def survive(self, work: Callable[[], Awaitable[object]]) -> bool:
        """Do something; if the process dies of it, start it again. Whether it lived."""
        with suppress(Crash):
            await work()
        if not self.fuse.blown:
            return True
        while self.fuse.blown:
            await self._restart()
        return False

    async def _restart(self) -> None:
        others = self._others()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self.fuse.blown = False
        self.judge.crashes()
        self.pump = self.a_pump()
        try:
            await self.recover(at_start=True)
        except Crash:
            self.fuse.blown = True

    def _others(self) -> list[asyncio.Task[object]]:
        """What else is under way in this process, in the order in which it began."""
        others = asyncio.all_tasks() - self._before - {asyncio.current_task()}
        return sorted(others, key=lambda task: int(task.get_name().rpartition("-")[2]))

    async def rest(self) -> None:
        """Wait until nothing else is under way."""
        while others := self._others():
            await asyncio.gather(*others)

    async def recover(self, *, at_start: bool) -> None:
        self.judge.rescues()
        try:
            await self.variant.recover(self.store, {"fake": self.channel.traits.dedupes}, self.now, at_start=at_start)
        finally:  # what was decided on while this waited for its turn may be taken for lost too
            self.judge.rescues()

    async def sweep(self) -> int:
        return await self.variant.sweep(self.store, self.now, SETTINGS)

    async def fan_out(self) -> bool:
        return await publish.go_on(self.store, self.now, SETTINGS)

    async def settle(self) -> None:
        """Do everything that is due now."""
        busy = 1
        while busy:
            busy = await self.sweep()
            while await self.fan_out():
                busy += 1
            busy += await self.pump.drain()
