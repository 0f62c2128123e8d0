"""The real service, killed at random moments while it sends to a Telegram on a real socket; and what became of it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fakes.telegram import FakeTelegram

from channels.telegram.channel import CONCURRENCY
from delivery import issue
from delivery.settings import Settings
from notices.model import Audience, Notice
from store import Store

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(ZoneInfo("Asia/Shanghai"))
PEOPLE_PER_KILL = 60  # so that there is something left to send at every kill
SENDS_MAX = 90  # between two kills: each service lives to send about half of them
LIFE_SECS_MAX = 0.4  # of those that are killed by the clock, often before they send anything
TIMED = 0.3  # of the kills
CONFIG = """
database: sqlite:///kexun.db
web: {{port: 0}}
channels: {{telegram: {{token: "{token}", api_url: "{api_url}", rate: 2000/s}}}}
roles: {{student: {{title: 学生, join: open}}}}
"""


@dataclass
class Story:
    """What was seen at both ends: copies of the notice by chat, and the doubts that the service counted."""

    kills: int
    copies: Counter[int]
    doubts: Counter[int]
    people: int
    lives: list[int] = field(default_factory=list)
    """Sends of each service before it was killed."""

    def wrongs(self) -> list[str]:
        """Everything that must not be."""
        found = [f"{chat} never had it" for chat in range(1, self.people + 1) if not self.copies[chat]]
        found += [
            f"{chat} had it {many} times, {self.doubts[chat]} counted"
            for chat, many in self.copies.items() if many > 1 + self.doubts[chat]
        ]
        if self.doubts.total() > self.kills * CONCURRENCY:
            found.append(f"{self.doubts.total()} doubts are more than were in flight")
        return found

    @property
    def doubles(self) -> int:
        return self.copies.total() - len(self.copies)


class Nursery:
    """Starts the service again and again."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.living: int | None = None

    @classmethod
    @asynccontextmanager
    async def of(cls, config: Path) -> AsyncIterator[Nursery]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crash.nursery", str(config), cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        )
        nursery = cls(process)
        try:
            yield nursery
        finally:
            if nursery.living is not None:  # a test has failed: the nursery would wait for it for ever
                os.kill(nursery.living, signal.SIGKILL)
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()

    async def start(self) -> int:
        """A new service; its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        self.living = await self._said()
        return self.living

    async def end(self, process_id: int, how: signal.Signals = signal.SIGKILL) -> int:
        """Its exit status."""
        os.kill(process_id, how)
        status = await self._said()
        self.living = None
        return status

    async def _said(self) -> int:
        assert self._process.stdout is not None
        return int(await self._process.stdout.readline())


async def broadcast(folder: Path, kills: int, seed: int) -> Story:
    """One broadcast, killed so often; then a last service finishes it."""
    dice, people = random.Random(seed), kills * PEOPLE_PER_KILL
    await _prepare(folder / "kexun.db", people)
    async with FakeTelegram() as fake:
        config = folder / "config.yaml"
        config.write_text(CONFIG.format(token=fake.token, api_url=fake.api_url), encoding="utf-8")
        for chat in range(1, people + 1):
            fake.chat(chat)
        taken = Counter[int]()
        fake.on_call = lambda call: taken.update([int(call.given["chat_id"])] if call.method == "sendMessage" else [])
        lives = []
        async with Nursery.of(config) as nursery:
            for _ in range(kills):
                before, born = taken.total(), await nursery.start()
                if dice.random() < TIMED:
                    await asyncio.sleep(dice.uniform(0, LIFE_SECS_MAX))
                else:
                    await fake.until(_reached(taken, min(before + dice.randrange(SENDS_MAX), people)))
                await nursery.end(born)
                lives.append(taken.total() - before)
            born = await nursery.start()
            await fake.until(lambda: len(taken) == people)
            assert await nursery.end(born, signal.SIGTERM) == 0
        copies = Counter({chat: len(fake.messages(chat)) for chat in range(1, people + 1)})
    return Story(kills, copies, await _doubts(folder / "kexun.db"), people, lives)


def _reached(taken: Counter[int], enough: int) -> Callable[[], bool]:
    return lambda: taken.total() >= enough


async def _prepare(database: Path, people: int) -> None:
    """Students on Telegram, in chats 1, 2, 3 ..., and a notice for all of them that nobody has been sent yet."""
    now = datetime.now(UTC)
    rows = [{"i": i, "a": str(i), "now": now.timestamp()} for i in range(1, people + 1)]
    async with Store.open(database) as store, store.transaction() as tx:
        await tx.many("INSERT INTO members (id, name, joined_at, welcomed_at) VALUES (:i, :a, :now, :now)", rows)
        await tx.many("INSERT INTO member_roles VALUES (:i, 'student', :now)", rows)
        await tx.many(
            "INSERT INTO accounts (id, member_id, channel, address, opened_at) VALUES (:i, :i, 'telegram', :a, :now)",
            rows,
        )
        await issue.issue(tx, Notice("讲座通知", "讲座改到明天。"), Audience(), now, SETTINGS)


async def _doubts(database: Path) -> Counter[int]:
    async with Store.open(database) as store, store.reading() as tx:
        rows = await tx.all("SELECT account_id, doubts FROM deliveries WHERE doubts > 0")
    return Counter({row["account_id"]: row["doubts"] for row in rows})


@dataclass(frozen=True, slots=True)
class Heard:
    """What 250 people who wrote at once got for it."""

    answers: Counter[int]
    """By chat, as Telegram shows them."""
    said: Counter[int]
    """Replies that the service made, by chat."""
    doubts: Counter[int]
    unanswered: int
    waiting: int
    """Updates that Telegram still holds."""


async def conversation(folder: Path, people: int, kills: int, seed: int) -> Heard:
    """Everybody writes while the service is down; it is killed again and again while it reads and answers."""
    dice = random.Random(seed)
    await _prepare(folder / "kexun.db", 0)
    async with FakeTelegram() as fake:
        config = folder / "config.yaml"
        config.write_text(CONFIG.format(token=fake.token, api_url=fake.api_url), encoding="utf-8")
        for chat in range(1, people + 1):
            fake.says(chat, "/start", name=f"小{chat}", language="zh-hans")
        async with Nursery.of(config) as nursery:
            for _ in range(kills):
                born, enough = await nursery.start(), len(fake.calls) + dice.randrange(people // kills)
                await fake.until(_called(fake, enough))
                await nursery.end(born)
            born = await nursery.start()
            await fake.until(lambda: all(fake.messages(chat) for chat in range(1, people + 1)))
            await fake.until(lambda: not fake.updates.waiting)
            assert await nursery.end(born, signal.SIGTERM) == 0
        answers = Counter({chat: len(fake.messages(chat)) for chat in range(1, people + 1)})
    return await _heard(folder / "kexun.db", answers, len(fake.updates.waiting))


def _called(fake: FakeTelegram, enough: int) -> Callable[[], bool]:
    return lambda: len(fake.calls) >= enough


async def _heard(database: Path, answers: Counter[int], waiting: int) -> Heard:
    async with Store.open(database) as store, store.reading() as tx:
        rows = await tx.all(
            """SELECT a.address, count(*) AS n, sum(d.doubts) AS doubts
                 FROM deliveries d JOIN accounts a ON a.id = d.account_id GROUP BY a.address"""
        )
        left = await tx.one("SELECT count(*) AS n FROM inbox WHERE done_at IS NULL")
    said = Counter({int(row["address"]): row["n"] for row in rows})
    doubts = Counter({int(row["address"]): row["doubts"] for row in rows})
    return Heard(answers, said, doubts, left["n"] if left else 0, waiting)
