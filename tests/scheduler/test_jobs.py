"""Alarms: when it is due, when something happened, and every so often to be safe; never twice at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.database import opened

from scheduler.jobs import Jobs
from store import Store, StoreUnavailable

NEVER = 3600.0
PATIENCE_SECS = 10.0


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened(tmp_path / "k.db") as it:
        yield it


@pytest.fixture
async def jobs(store: Store) -> AsyncIterator[Jobs]:
    made = Jobs(store)
    yield made
    made.stop()


class Work:
    """Counts its runs; each waits until it is let go, if it is held."""

    def __init__(self, next_at: float | None = None, error: Exception | None = None) -> None:
        self.runs, self.at_once, self.most_at_once = 0, 0, 0
        self.next_at, self.error = next_at, error
        self.begun, self.let_go = asyncio.Event(), asyncio.Event()
        self.let_go.set()
        self._ran = asyncio.Condition()

    async def __call__(self) -> float | None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.set()
        await self.let_go.wait()
        self.at_once -= 1
        async with self._ran:
            self.runs += 1
            self._ran.notify_all()
        if self.error:
            raise self.error
        return self.next_at

    async def until(self, runs: int) -> None:
        async with asyncio.timeout(PATIENCE_SECS), self._ran:
            await self._ran.wait_for(lambda: self.runs >= runs)


async def test_work_is_looked_at_once_at_the_start(jobs: Jobs) -> None:
    work = Work()
    jobs.add("work", work, every_secs=NEVER)
    jobs.start()
    await work.until(1)


async def test_work_is_done_when_it_says_that_something_is_due(jobs: Jobs) -> None:
    work = Work(next_at=time.time() + 0.05)
    jobs.add("work", work, every_secs=NEVER)
    jobs.start()
    await work.until(2)
    assert time.time() >= work.next_at


async def test_a_commit_about_its_topic_wakes_it_and_another_does_not(jobs: Jobs, store: Store) -> None:
    work, other = Work(), Work()
    jobs.add("work", work, "reminders", every_secs=NEVER)
    jobs.add("other", other, "feeds", every_secs=NEVER)
    jobs.start()
    await work.until(1)
    await other.until(1)
    async with store.transaction() as tx:
        tx.touch("reminders")
    await work.until(2)
    assert other.runs == 1


async def test_what_is_rung_for_while_it_runs_runs_once_more_and_never_twice_at_once(jobs: Jobs) -> None:
    work = Work()
    work.let_go.clear()
    alarm = jobs.add("work", work, every_secs=NEVER)
    jobs.start()
    await work.begun.wait()
    for _ in range(5):
        alarm.ring()
    work.let_go.set()
    await work.until(2)
    assert work.most_at_once == 1


@pytest.mark.parametrize("error", [ValueError("a bug"), RuntimeError("another")])
async def test_a_bug_in_one_piece_of_work_stops_neither_it_nor_the_others(jobs: Jobs, error: Exception) -> None:
    broken, sound = Work(error=error), Work()
    jobs.add("broken", broken, every_secs=0.02)
    jobs.add("sound", sound, every_secs=0.02)
    jobs.start()
    await broken.until(3)
    await sound.until(3)


async def test_a_database_in_trouble_is_tried_again(jobs: Jobs) -> None:
    work = Work(error=StoreUnavailable("locked"))
    jobs.add("work", work, every_secs=0.02)
    jobs.start()
    await work.until(2)


async def test_after_the_stop_nothing_is_woken(jobs: Jobs, store: Store) -> None:
    work = Work()
    jobs.add("work", work, "reminders", every_secs=NEVER)
    jobs.start()
    await work.until(1)
    jobs.stop()
    async with store.transaction() as tx:
        tx.touch("reminders")
    assert work.runs == 1
