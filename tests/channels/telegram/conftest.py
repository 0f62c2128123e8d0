from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from fakes.telegram import FakeTelegram

from channels.telegram.channel import TelegramChannel

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


class FakeInbox:
    """Keeps what is put there, each key once; fails as often as it is told to."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.position: str | None = None
        self.fail_next = 0
        self.puts = 0

    async def put(self, channel: str, updates: list[tuple[str, str]], cursor: str | None = None) -> int:
        assert channel == "telegram"
        self.puts += 1
        if self.fail_next:
            self.fail_next -= 1
            raise OSError("disk full")
        new = {key: raw for key, raw in updates if key not in self.kept}
        self.kept |= new
        self.position = cursor or self.position
        return len(new)

    async def cursor(self, channel: str) -> str | None:
        return self.position


class World:
    """A Telegram, a channel and its inbox, on a clock that is turned; the channel's waits pass at once."""

    def __init__(self, fake: FakeTelegram, clock: Clock) -> None:
        self.fake, self.clock = fake, clock
        self.inbox = FakeInbox()
        self.waits: list[float] = []
        self.told = asyncio.Event()
        self.channel = self.connect()

    def connect(self, **options: object) -> TelegramChannel:
        self.channel = TelegramChannel(
            str(options.pop("token", self.fake.token)), str(options.pop("api_url", self.fake.api_url)), self.inbox,
            self.told.set, self.clock, pause=self._pause, **options,  # type: ignore[arg-type]
        )
        return self.channel

    async def _pause(self, secs: float) -> None:
        self.waits.append(secs)
        await asyncio.sleep(0)

    async def heard(self, *update_ids: int) -> None:
        """Wait until these are in the inbox and the channel has said so."""
        async with asyncio.timeout(20):
            while not {str(it) for it in update_ids} <= self.inbox.kept.keys():
                self.told.clear()
                await self.told.wait()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=clock) as fake:
        yield fake


@pytest.fixture
async def world(fake: FakeTelegram, clock: Clock) -> AsyncIterator[World]:
    world = World(fake, clock)
    yield world
    await world.channel.stop()
