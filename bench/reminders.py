"""10,000 reminders due in one second among 1,000,000 pending: how late they are in the outbox."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import peer_orm
from bench.crowd import SETTINGS, STUDENTS, fill, lecture, utc_now
from bench.report import MS, Report, Row, median, percentile
from delivery import issue
from scheduler import reminders
from scheduler.jobs import Jobs
from store import Store
from store import reminders as stored

PENDING = 1_000_000
DUE = 10_000
DATES = 200
LEAD_IN_SECS = 2.0  # until the first is due: time to start both


async def run() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        late, stall = await _ours(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        peer_late, peer_stall = await _apscheduler(Path(folder))
    rows = [
        Row("late, p50", MS, median(late), median(peer_late)),
        Row("late, p99", MS, percentile(late, 0.99), percentile(peer_late, 0.99), goal=0.1, times=20),
        Row("the event loop's longest stall", MS, stall, peer_stall),
    ]
    title = f"{DUE:,} reminders due in one second among {PENDING:,} pending: until they are in the outbox"
    return Report(title, rows, peer="APScheduler SQLAlchemyJobStore")


async def _ours(folder: Path) -> tuple[list[float], float]:
    async with Store.open(folder / "k.db") as store:
        await fill(store, DUE, utc_now())
        start_at = await _plan(store)
        committed: list[tuple[float, int]] = []
        finished = asyncio.Event()
        jobs = Jobs(store)

        async def sweep() -> float | None:
            while done := await reminders.sweep(store, utc_now(), SETTINGS):
                committed.append((time.time(), done))
                if sum(count for _, count in committed) >= DUE:
                    finished.set()
            async with store.reading() as tx:
                return await stored.next_due(tx)

        jobs.add("reminders", sweep, "reminders")
        stalls: list[float] = []
        watch = asyncio.create_task(_watch(stalls))
        jobs.start()
        await finished.wait()
        jobs.stop()
        watch.cancel()
        fired = [start_at + index / DUE for index in range(DUE)]
        late, index = [], 0
        for at, count in committed:
            late += [at - fire_at for fire_at in fired[index : index + count]]
            index += count
        return late, max(stalls)


async def _plan(store: Store) -> float:
    """The pending ones, a year ahead, and the due ones, over the second that begins at the time returned."""
    now = utc_now()
    async with store.transaction() as tx:
        for _ in range(DATES):
            await issue.issue(tx, lecture(now), STUDENTS, now, SETTINGS, quiet=True)
        await tx.run("DELETE FROM reminders")
        ids = [row["id"] for row in await tx.all("SELECT id FROM key_dates")]
        sql = "INSERT INTO reminders (key_date_id, member_id, lead_secs, fire_at) VALUES (:k, :m, :lead, :at)"
        far = (now + timedelta(days=365)).timestamp()
        await tx.many(sql, (
            {"k": ids[n % DATES], "m": n // 500 % DUE + 1, "lead": n, "at": far + n} for n in range(PENDING)
        ))
    start_at = time.time() + LEAD_IN_SECS
    async with store.transaction() as tx:
        await tx.many(sql, (
            {"k": ids[n % DATES], "m": n + 1, "lead": -1, "at": start_at + n / DUE} for n in range(DUE)
        ))
    return start_at


async def _watch(stalls: list[float]) -> None:
    """How long the event loop keeps others waiting."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(0.002)
        stalls.append(time.perf_counter() - start - 0.002)


_PEER: dict[str, Callable[[int], None]] = {}


async def _fire(index: int) -> None:
    _PEER["fired"](index)


async def _apscheduler(folder: Path) -> tuple[list[float], float]:
    """One persistent job for each reminder, as its documentation has it. Pending jobs are written straight into its
    table, which is quicker than asking it a million times and looks the same to it."""
    import pickle

    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from sqlalchemy import insert

    engine = peer_orm.durable(folder / "peer.db")
    store = SQLAlchemyJobStore(engine=engine)
    scheduler = AsyncIOScheduler(timezone=UTC, jobstores={"default": store})
    scheduler.start(paused=True)
    far = utc_now() + timedelta(days=365)
    job = scheduler.add_job(_fire, "date", run_date=far, args=[0], id="sample", misfire_grace_time=None)
    state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
    with engine.begin() as connection:
        for at in range(0, PENDING, 50_000):
            rows = [
                {"id": f"p{n}", "next_run_time": far.timestamp() + n, "job_state": state}
                for n in range(at, at + 50_000)
            ]
            connection.execute(insert(store.jobs_t), rows)
        start_at = time.time() + LEAD_IN_SECS + 4.0
        rows = []
        for n in range(DUE):
            run_at = start_at + n / DUE
            at = datetime.fromtimestamp(run_at, UTC)
            due = job.__getstate__() | {"id": f"d{n}", "args": (n,), "next_run_time": at}
            rows.append({"id": f"d{n}", "next_run_time": run_at, "job_state": pickle.dumps(due)})
        connection.execute(insert(store.jobs_t), rows)
    late: dict[int, float] = {}
    finished = asyncio.Event()

    def fired(index: int) -> None:
        late[index] = time.time() - (start_at + index / DUE)
        if len(late) == DUE:
            finished.set()

    _PEER["fired"] = fired
    stalls: list[float] = []
    watch = asyncio.create_task(_watch(stalls))
    scheduler.resume()
    await asyncio.wait_for(finished.wait(), 600)
    watch.cancel()
    scheduler.shutdown(wait=False)
    engine.dispose()
    return list(late.values()), max(stalls)
