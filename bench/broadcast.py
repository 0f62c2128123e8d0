"""Accepting a broadcast to 100,000 members: until every delivery is a durable row and may be sent."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench import peer_orm
from bench.crowd import SETTINGS, STUDENTS, fill, lecture, utc_now
from bench.report import MS, SECS, Report, Row, Spent, Stopwatch, median
from delivery import issue, publish
from store import Store, members

PEOPLE = 100_000
RUNS = 3


async def run() -> Report:
    ours, longest, peers = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            spent, waits = await _ours(Path(folder))
            ours.append(spent)
            longest.append(max(waits))
        with tempfile.TemporaryDirectory() as folder:
            peers.append(await asyncio.to_thread(peer_orm.broadcast, Path(folder) / "peer.db", PEOPLE))
    title = f"Accept a broadcast to {PEOPLE:,} members: every row durable, then sendable (median of {RUNS})"
    rows = [
        Row("accepted", SECS, *(median([it.secs for it in runs]) for runs in (ours, peers)), goal=0.5),
        Row("processor time for it", SECS, *(median([it.cpu_secs for it in runs]) for runs in (ours, peers))),
        Row("another writer meanwhile, its longest wait", MS, median(longest), goal=0.020),
    ]
    return Report(title, rows, peer="SQLAlchemy ORM")


async def _ours(folder: Path) -> tuple[Spent, list[float]]:
    async with Store.open(folder / "k.db") as store:
        await fill(store, PEOPLE, utc_now())
        waits: list[float] = []
        other = asyncio.create_task(_other_writer(store, waits))
        watch = Stopwatch()
        async with store.transaction() as tx:
            await issue.issue(tx, lecture(utc_now()), STUDENTS, utc_now(), SETTINGS)
        while await publish.go_on(store, utc_now(), SETTINGS):
            pass
        spent = watch.read()
        other.cancel()
        with suppress(asyncio.CancelledError):
            await other
        async with store.reading() as tx:
            (row,) = await tx.all("SELECT count(*) AS n FROM deliveries WHERE state = 'queued'")
        assert row["n"] == PEOPLE, row["n"]
        return spent, waits


async def _other_writer(store: Store, waits: list[float]) -> None:
    """Someone else's small transaction, again and again."""
    while True:
        start = time.perf_counter()
        async with store.transaction() as tx:
            await members.set_setting(tx, 1, "name", "小王")
        waits.append(time.perf_counter() - start)
        await asyncio.sleep(0.002)
