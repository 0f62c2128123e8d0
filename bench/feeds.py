"""Polling many feeds of Chinese HTML: first import, 304, unchanged bodies, 2 of 20 entries new, beside `reader`."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import peer_reader
from bench.report import MB, MS, PER_SEC, Report, Row, median, percentile
from delivery.settings import Settings
from feeds.fetch import Fetcher
from feeds.model import Source
from feeds.poll import Poller
from feeds.settings import Feed
from feeds.understand import Reader
from store import Store, feeds

FEEDS = int(os.environ.get("BENCH_FEEDS", "1000"))  # 10000 takes a quarter of an hour
PEER_FEEDS = min(FEEDS, 100)  # the peer's rate does not depend on how many there are
STORED = int(os.environ.get("BENCH_STORED", "1000000"))
FEW_FEEDS = min(FEEDS, 50)
GROWTH_TURNS = 3
LAG_EVERY_SECS = 0.005
ZONE = ZoneInfo("Asia/Shanghai")


@contextmanager
def site() -> Iterator[str]:
    """The feeds' site, in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "bench.feed_site"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Polls:
    """Our poller over so many feeds."""

    def __init__(self, store: Store, poller: Poller, origin: str, count: int) -> None:
        self.store, self._poller, self._origin, self._count = store, poller, origin, count
        self.lags: list[float] = []

    async def once(self, mood: str) -> float:
        """Everything is due at once; return feeds a second."""
        await asyncio.to_thread(be, self._origin, mood)
        async with self.store.transaction() as tx:
            await tx.run("UPDATE feeds SET next_poll_at = 0")
        watch = asyncio.create_task(self._watch())
        began = time.perf_counter()
        await self._poller.start_due()
        await self._poller.settle()
        rate = self._count / (time.perf_counter() - began)
        watch.cancel()
        return rate

    async def _watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(LAG_EVERY_SECS)
            self.lags.append(time.perf_counter() - began - LAG_EVERY_SECS)


def be(origin: str, mood: str) -> None:
    urllib.request.urlopen(f"{origin}/be/{mood}").close()


def workers() -> list[int]:
    """The processes that read documents for us, by their ids."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(it) for it in children if b"feeds.worker" in Path(f"/proc/{it}/cmdline").read_bytes()]


def peak_mb(process: int) -> float:
    """The most memory that a process had since it began with its program. (A child's `ru_maxrss` has its parent's.)"""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


@asynccontextmanager
async def polls(folder: Path, origin: str, count: int) -> AsyncIterator[Polls]:
    sources = [Source(f"f{n}", f"{origin}/f/{n}", "rss", ZONE, folder, "host") for n in range(count)]
    fetcher = Fetcher()
    async with Store.open(folder / "kexun.db") as store:
        async with store.transaction() as tx:
            await feeds.configure(tx, {it.name: it.url for it in sources}, datetime.now(UTC))
        poller = Poller(
            store, [Feed(it) for it in sources], fetcher, Reader(ZONE), Settings(ZONE, "zh", None),
            lambda: datetime.now(UTC),
        )
        yield Polls(store, poller, origin, count)
        await poller.stop()
        await fetcher.close()


async def run() -> Report:
    with site() as origin, tempfile.TemporaryDirectory() as folder:
        async with polls(Path(folder), origin, FEEDS) as ours:
            gc.collect()  # as a service does when it has started; the peer gains as well
            gc.freeze()
            rates = [await ours.once("tagged"), await ours.once("tagged")]
            await ours.once("bare")  # from now on without validators
            rates += [await ours.once("bare"), await ours.once("news")]
            memory = peak_mb(os.getpid()) + sum(map(peak_mb, workers()))
        growth = await _growth(Path(folder), origin)
        urls = [f"{origin}/f/{n}" for n in range(PEER_FEEDS)]
        peers = [
            await asyncio.to_thread(
                peer_reader.polls, Path(folder) / f"reader-{workers}.db", urls, workers, lambda mood: be(origin, mood)
            )
            for workers in (1, 10)
        ]
    best = [max(pair) for pair in zip(*peers, strict=True)]
    names = ("first import", "304", "unchanged body, 200", "2 of 20 entries new")
    rows = [
        Row(what, PER_SEC, rate, peer, times=times)
        for what, rate, peer, times in zip(names, rates, best, (2, 8, 60, 10), strict=True)
    ]
    rows += [
        Row("peak memory, workers included", MB, memory, goal=200),
        Row("event-loop lag meanwhile, p99", MS, percentile(ours.lags, 0.99), goal=0.005),
        Row("a poll with 2 new at 1,000 stored entries", MS, growth[0]),
        Row(f"a poll with 2 new at {STORED:,} stored entries", MS, growth[1], goal=growth[0] * 1.5),
    ]
    return Report(f"Polling {FEEDS:,} feeds of 20 entries of Chinese HTML", rows, "reader")


async def _growth(folder: Path, origin: str) -> tuple[float, float]:
    """Seconds of a poll with few and with many stored entries: medians, measured in turn."""
    secs: dict[int, list[float]] = {1_000: [], STORED: []}
    for turn in range(GROWTH_TURNS):
        for stored, found in secs.items():
            found.append(await _with_stored(folder / f"{stored}-{turn}", origin, stored))
    return median(secs[1_000]), median(secs[STORED])


async def _with_stored(folder: Path, origin: str, stored: int) -> float:
    """Seconds a poll with two new entries takes when each feed's database holds so many entries."""
    await asyncio.to_thread(folder.mkdir)
    async with polls(folder, origin, FEW_FEEDS) as few:
        await few.once("tagged")
        async with few.store.transaction() as tx:
            await tx.run(
                """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n)
                   INSERT INTO entries (id, feed_id, content_hash, first_seen_at)
                   SELECT 1000000 + i, 1 + i % :feeds, 'h', 0 FROM n""",
                n=stored, feeds=FEW_FEEDS,
            )
            await tx.run(
                """INSERT INTO entry_keys SELECT feed_id, 'guid:' || id, id FROM entries WHERE id > 1000000"""
            )
        return 1 / await few.once("news")
