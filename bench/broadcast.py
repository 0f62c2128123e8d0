"""Accepting a broadcast to 100,000 members: until every delivery is a durable row and may be sent."""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench import peer_orm
from bench.crowd import SETTINGS, STUDENTS, fill, lecture, utc_now
from bench.report import median, ms, percentile, show
from delivery import issue, publish
from store import Store, members

PEOPLE = 100_000
RUNS = 5


async def run() -> None:
    ours, waits, peers = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            secs, waited = await _ours(Path(folder))
            ours.append(secs)
            waits += waited
        with tempfile.TemporaryDirectory() as folder:
            peers.append(await asyncio.to_thread(peer_orm.broadcast, Path(folder) / "peer.db", PEOPLE))
    rows = [
        ("Kexun: every row there, then sendable", f"{median(ours):.3f} s", "1.0"),
        ("SQLAlchemy ORM, add_all and one commit", f"{median(peers):.3f} s", f"{median(peers) / median(ours):.1f}"),
        ("another writer meanwhile: p50", ms(median(waits)), ""),
        ("another writer meanwhile: p99", ms(percentile(waits, 0.99)), ""),
        ("another writer meanwhile: longest", ms(max(waits)), ""),
    ]
    show(f"Accept a broadcast to {PEOPLE:,} members (synchronous=FULL, median of {RUNS})", ("", "time", "ratio"), rows)


async def _ours(folder: Path) -> tuple[float, list[float]]:
    async with Store.open(folder / "k.db") as store:
        await fill(store, PEOPLE, utc_now())
        waits: list[float] = []
        other = asyncio.create_task(_other_writer(store, waits))
        start = time.perf_counter()
        async with store.transaction() as tx:
            await issue.issue(tx, lecture(utc_now()), STUDENTS, utc_now(), SETTINGS)
        while await publish.go_on(store, utc_now(), SETTINGS):
            pass
        secs = time.perf_counter() - start
        other.cancel()
        with suppress(asyncio.CancelledError):
            await other
        async with store.reading() as tx:
            (row,) = await tx.all("SELECT count(*) AS n FROM deliveries WHERE state = 'queued'")
        assert row["n"] == PEOPLE, row["n"]
        return secs, waits


async def _other_writer(store: Store, waits: list[float]) -> None:
    """Someone else's small transaction, again and again."""
    while True:
        start = time.perf_counter()
        async with store.transaction() as tx:
            await members.set_setting(tx, 1, "name", "小王")
        waits.append(time.perf_counter() - start)
        await asyncio.sleep(0.002)
