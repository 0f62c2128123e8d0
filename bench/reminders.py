"""10,000 reminders due in one second among 1,000,000 pending: how late they are, and what a crash loses."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import killed, peer_apscheduler
from bench.crowd import SETTINGS, YEAR_SECS, fall_due, plan, utc_now
from bench.report import COUNT, MS, Report, Row, median, percentile
from scheduler import reminders
from scheduler.jobs import Jobs
from store import Store
from store import reminders as stored

PENDING = 1_000_000
DUE = 10_000
RUNS = 3
LEAD_IN_SECS = 2.0  # until the first is due: time to start both


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How late each was, and for how long the event loop kept others waiting at worst; seconds."""

    late: Sequence[float]
    stall: float


async def run() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        ours = await _ours(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        peers = await _peers(Path(folder))

    def row(what: str, share: float, **goals: float) -> Row:
        mine, theirs = (median([percentile(it.late, share) for it in runs]) for runs in (ours, peers))
        return Row(what, MS, mine, theirs, **goals)

    stalls = (median([it.stall for it in runs]) for runs in (ours, peers))
    rows = [
        row("late, p50", 0.5),
        row("late, p99", 0.99, goal=0.1, times=20),
        Row("the event loop's longest stall", MS, *stalls),
        Row(f"lost of {killed.DUE:,} by SIGKILL", COUNT, await killed.ours(), await killed.peers(), goal=0),
    ]
    title = f"{DUE:,} reminders due in one second among {PENDING:,} pending: into the outbox (median of {RUNS})"
    return Report(title, rows, peer="APScheduler SQLAlchemyJobStore")


async def _ours(folder: Path) -> list[Punctuality]:
    async with Store.open(folder / "k.db") as store:
        await plan(store, DUE, PENDING)
        return [await _once(store, index) for index in range(RUNS)]


async def _once(store: Store, index: int) -> Punctuality:
    start_at = time.time() + LEAD_IN_SECS
    await fall_due(store, DUE, start_at, lead_secs=-1 - index)
    committed: list[tuple[float, int]] = []
    finished = asyncio.Event()
    jobs = Jobs(store)

    async def sweep() -> float | None:  # as the service does, with a look at the clock after each commit
        while done := await reminders.sweep(store, utc_now(), SETTINGS):
            committed.append((time.time(), done))
        if sum(count for _, count in committed) >= DUE:
            finished.set()
        async with store.reading() as tx:
            return await stored.next_due(tx)

    jobs.add("reminders", sweep, "reminders")
    stalls: list[float] = []
    watch = asyncio.create_task(watch_loop(stalls))
    jobs.start()
    await finished.wait()
    jobs.stop()
    watch.cancel()
    moments = [at for at, count in committed for _ in range(count)]  # the earliest due are the first done
    return Punctuality([at - start_at - n / DUE for n, at in enumerate(moments)], max(stalls))


async def _peers(folder: Path) -> list[Punctuality]:
    peer = peer_apscheduler.Peer(folder / "peer.db")
    peer.pend(PENDING, time.time() + YEAR_SECS)
    found = []
    for _ in range(RUNS):
        start_at = time.time() + LEAD_IN_SECS + 2.0
        peer.fall_due(DUE, start_at)
        stalls: list[float] = []
        watch = asyncio.create_task(watch_loop(stalls))
        moments = await peer.fired(DUE)
        watch.cancel()
        found.append(Punctuality([at - start_at - n / DUE for n, at in moments.items()], max(stalls)))
    peer.close()
    return found


async def watch_loop(stalls: list[float], every_secs: float = 0.002) -> None:
    """How long the event loop keeps others waiting."""
    while True:
        start = time.perf_counter()
        await asyncio.sleep(every_secs)
        stalls.append(time.perf_counter() - start - every_secs)
