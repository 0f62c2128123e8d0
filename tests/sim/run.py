"""One seed, and many."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from fakes.database import AtOnce, empty
from fakes.people import ZONE
from sim.chances import HAPPENINGS, Chances
from sim.judge import Judge
from sim.world import CALM, START, FragileStore, Variant, Weather, World

from store import deliveries, reminders

END = START + timedelta(days=14)
STEPS_MAX = 400  # of the calm after the turmoil: more of them mean that something never comes to rest
PATIENCE = timedelta(minutes=1)  # what is due and not sent waits for the channel: look again so much later
RIGHT = Variant()


@contextmanager
def places() -> Iterator[Path]:
    """A folder in memory if there is one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def judged(seed: int, folder: Path, variant: Variant = RIGHT, weather: Weather | None = None) -> Judge:
    """The judge of this run: what it has against the program (`wrongs`), and what it saw (`story`). The same for the
    same arguments, always."""
    path = empty(folder / f"{variant.name}-{seed}.db")
    try:
        return asyncio.run(_run(path, random.Random(seed), variant, weather))
    finally:
        for file in folder.glob(path.name + "*"):
            file.unlink()


async def _run(path: Path, dice: random.Random, variant: Variant, weather: Weather | None) -> Judge:
    async with FragileStore.open(path, synchronous="OFF", connect=partial(AtOnce.connect, dice=dice)) as store:
        world = World(store, dice, variant)
        chances = Chances(world)
        await world.begin()
        for _ in range(3):
            await chances.joins()
        world.weather(weather or Weather.some(dice))
        await _turmoil(world, chances)
        calm_since = world.now
        await _calm(world)
        if not world.judge.wrongs:
            await _close(world, calm_since)
        return world.judge


async def _turmoil(world: World, chances: Chances) -> None:
    world.channel.meanwhile = chances.meanwhile
    for _ in range(HAPPENINGS):
        await world.survive(chances.anything)
        if world.judge.wrongs:
            return


async def _calm(world: World) -> None:
    """Nothing fails any more, nobody does anything, and time goes by until nothing is due."""
    world.weather(CALM)
    await world.rest()
    await world.recover(at_start=True)
    for _ in range(STEPS_MAX):
        await world.settle()
        due = await _next_due(world)
        if due is None or due > END or world.judge.wrongs:
            return
        world.now = max(world.now + PATIENCE, due) if due <= world.now else due
    world.judge.wrongs.append("it never comes to rest")


async def _next_due(world: World) -> datetime | None:
    async with world.store.reading() as tx:
        found = await deliveries.next_due(tx, "fake"), await reminders.next_due(tx)
    ahead = [at for at in found if at is not None]
    return datetime.fromtimestamp(min(ahead), ZONE) if ahead else None


async def _close(world: World, calm_since: datetime) -> None:
    world.now = END
    async with world.store.reading() as tx:
        rows = await tx.all("SELECT id, state, doubts FROM deliveries")
    world.judge.final(END, calm_since, {row["id"]: row["doubts"] for row in rows})
    if open_ := [row["id"] for row in rows if row["state"] in ("queued", "sending")]:
        world.judge.wrongs.append(f"deliveries {open_} never ended")
