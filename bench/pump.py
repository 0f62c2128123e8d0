"""Sending on a channel that costs nothing: what our durable record of each delivery costs, and what a reply waits."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bench import peer_orm
from bench.crowd import CHANNEL, SETTINGS, STUDENTS, fill, lecture, utc_now
from bench.report import MICROS, MS, PER_SEC, Report, Row, Spent, Stopwatch, median, percentile
from bot.words import words
from channels.base import Traits
from delivery import issue, publish
from delivery.pump import Pump
from delivery.render import Renderer
from notices.message import Bubble, text
from store import Store, members

PEOPLE = 50_000
PEER_PEOPLE = 10_000
RUNS = 5
REPLY_EVERY_SECS = 0.02


class Null:
    """A channel that takes everything at once and remembers when replies came."""

    name = CHANNEL
    traits = Traits(rate_per_sec=1e9, address_rate_per_sec=1e9, address_burst=10**9, concurrency=2000)

    def __init__(self) -> None:
        self.sent = 0
        self.replies: dict[str, float] = {}
        self.done = asyncio.Event()

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        self.sent += 1
        said = bubble.spans[0].text
        if said.startswith("reply"):
            self.replies[said] = time.perf_counter()
        if self.sent >= PEOPLE:
            self.done.set()
        return str(delivery_id)

    async def edit(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str:
        return await self.send(address, bubble, delivery_id)

    async def answer_tap(self, tap_key: str, words: str = "") -> None: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


async def run() -> Report:
    ours, delays, peers = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            spent, waited = await _once(Path(folder))
            ours.append(spent)
            delays += waited
        with tempfile.TemporaryDirectory() as folder:
            spent = await asyncio.to_thread(peer_orm.drain, Path(folder) / "peer.db", PEER_PEOPLE)
            peers.append(Spent(spent.secs / PEER_PEOPLE, spent.cpu_secs / PEER_PEOPLE))
    title = f"Pump on a null channel, {PEOPLE:,} deliveries, each claimed and recorded durably (median of {RUNS})"
    rows = [
        Row("deliveries", PER_SEC, *(1 / median([it.secs for it in runs]) for runs in (ours, peers)), goal=30_000),
        Row("processor time for each", MICROS, *(median([it.cpu_secs for it in runs]) for runs in (ours, peers))),
        Row("a reply meanwhile, p50", MS, median(delays)),
        Row("a reply meanwhile, p99", MS, percentile(delays, 0.99), goal=0.020),
    ]
    return Report(title, rows, peer="SQLAlchemy ORM")


async def _once(folder: Path) -> tuple[Spent, list[float]]:
    async with Store.open(folder / "k.db") as store:
        await fill(store, PEOPLE, utc_now())
        async with store.transaction() as tx:
            await issue.issue(tx, lecture(utc_now()), STUDENTS, utc_now(), SETTINGS)
        while await publish.go_on(store, utc_now(), SETTINGS):
            pass
        channel = Null()
        pump = Pump(store, channel, Renderer(words, SETTINGS), SETTINGS, utc_now)
        store.listen(lambda topics: pump.wake() if "deliveries" in topics else None)
        asked: dict[str, float] = {}
        running = asyncio.create_task(pump.run())
        watch = Stopwatch()
        replies = asyncio.create_task(_replies(store, asked))
        await channel.done.wait()
        replies.cancel()
        await pump.stop()
        await running
        spent = watch.read()
        async with store.reading() as tx:
            (row,) = await tx.all("SELECT count(*) AS n FROM deliveries WHERE state = 'sent'")
        assert row["n"] == channel.sent, row["n"]
        each = Spent(spent.secs / channel.sent, spent.cpu_secs / channel.sent)
        return each, [at - asked[name] for name, at in channel.replies.items()]


async def _replies(store: Store, asked: dict[str, float]) -> None:
    """One person talks to the bot while it is busy."""
    async with store.reading() as tx:
        account = await members.find_account(tx, CHANNEL, "1")
    assert account is not None
    for number in range(10**6):
        name = f"reply {number}"
        asked[name] = time.perf_counter()
        async with store.transaction() as tx:
            await publish.say(tx, account, text(name), utc_now())
        await asyncio.sleep(REPLY_EVERY_SECS)
