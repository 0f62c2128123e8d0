"""How many steps there are in a turn of the event loop."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from feeds.gate import Gate


class Turns:
    """Counts the turns of the event loop."""

    def __init__(self) -> None:
        self.now = 0
        self._stopped = False

    def count(self) -> None:
        self.now += 1
        if not self._stopped:
            asyncio.get_running_loop().call_soon(self.count)

    def stop(self) -> None:
        self._stopped = True


@pytest.fixture
async def turns() -> AsyncIterator[Turns]:
    turns = Turns()
    turns.count()
    yield turns
    turns.stop()


async def test_only_so_many_go_on_in_one_turn_in_the_order_they_came(turns: Turns) -> None:
    gate, went = Gate(3), []

    async def go(number: int) -> None:
        await gate.step()
        went.append((turns.now, number))

    await asyncio.gather(*(go(it) for it in range(10)))

    assert [number for _, number in went] == list(range(10))
    assert sorted(Counter(turn for turn, _ in went).values()) == [1, 3, 3, 3]


async def test_who_has_gone_takes_nobodys_place(turns: Turns) -> None:
    gate = Gate(1)
    waiting = [asyncio.create_task(gate.step()) for _ in range(6)]
    await asyncio.wait(waiting[:1])  # they all stand there
    waiting[4].cancel()

    done, _ = await asyncio.wait(waiting)

    assert [it for it in waiting if it.cancelled()] == [waiting[4]] and len(done) == 6


async def test_it_opens_again_after_everybody_went() -> None:
    gate = Gate(1)
    await gate.step()

    await asyncio.wait_for(gate.step(), 5)
