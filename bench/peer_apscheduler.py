"""The peer for reminders: APScheduler with one persistent job for each, as its documentation has it."""

from __future__ import annotations

import asyncio
import pickle
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import text

from bench import peer_orm

PATIENCE_SECS = 900.0

_called: list[Callable[[int], None]] = []


async def fire(index: int) -> None:
    """What each job does: say that it ran."""
    _called[-1](index)


class Peer:
    """A scheduler over a store on disk that is as safe as ours. Jobs are written straight into its table, which is
    quicker than asking it a million times and looks the same to it."""

    def __init__(self, path: Path) -> None:
        self._engine = peer_orm.durable(path)
        self._store = SQLAlchemyJobStore(engine=self._engine)
        self._scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": self._store})
        self._scheduler.start(paused=True)
        sample = self._scheduler.add_job(
            fire, "date", run_date=datetime.max.replace(tzinfo=UTC), args=[0], id="sample", misfire_grace_time=None
        )
        self._sample = sample.__getstate__()
        sample.remove()
        self._rounds = 0

    def close(self) -> None:
        self._scheduler.shutdown(wait=False)
        self._engine.dispose()

    def pend(self, count: int, far: float) -> None:
        """So many jobs that are due from then on."""
        state = self._state("pending", 0, far)
        with self._engine.begin() as connection:
            connection.execute(text(
                """WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)
                   INSERT INTO apscheduler_jobs (id, next_run_time, job_state)
                   SELECT 'p' || i, :far + i, :state FROM n"""
            ), {"count": count, "far": far, "state": state})

    def fall_due(self, count: int, start_at: float) -> None:
        """So many jobs spread over the second that begins then."""
        self._rounds += 1
        rows = []
        for n in range(count):
            name, at = f"d{self._rounds} {n}", start_at + n / count
            rows.append({"id": name, "next_run_time": at, "job_state": self._state(name, n, at)})
        with self._engine.begin() as connection:
            connection.execute(self._store.jobs_t.insert(), rows)

    def _state(self, name: str, index: int, at: float) -> bytes:
        """A job as the store keeps it: it runs however late it is."""
        due = {"id": name, "args": (index,), "next_run_time": datetime.fromtimestamp(at, UTC)}
        return pickle.dumps(self._sample | due)

    async def fired(self, count: int) -> dict[int, float]:
        """When each of so many ran, by its index."""
        moments: dict[int, float] = {}
        finished = asyncio.Event()

        def called(index: int) -> None:
            moments[index] = time.time()
            if len(moments) == count:
                finished.set()

        self.run(called)
        await asyncio.wait_for(finished.wait(), PATIENCE_SECS)
        self._scheduler.pause()
        return moments

    def run(self, called: Callable[[int], None]) -> None:
        """Let jobs run from now on; each calls with its index."""
        _called.append(called)
        self._scheduler.resume()

    def left(self) -> int:
        """How many jobs have not run."""
        with self._engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM apscheduler_jobs")).scalar_one())
