from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fakes.people import Person, crowd

from channels.base import Traits
from notices.message import plain
from store import StoreUnavailable

if TYPE_CHECKING:
    from conftest import World


@pytest.fixture
async def li(world: World) -> Person:
    return (await crowd(world.store, "li"))[0]


async def test_a_running_pump_outlives_trouble_with_the_database(
    world: World, li: Person, caplog: pytest.LogCaptureFixture
) -> None:
    troubled = asyncio.Event()
    caplog.handler.addFilter(lambda record: troubled.set() or True if record.msg == "store unavailable" else True)
    await world.say(li, "一")
    with world.locked():
        running = asyncio.create_task(world.pump.run())
        with pytest.raises(StoreUnavailable):
            await world.say(li, "二")
        await troubled.wait()
        assert str(world.pump.trouble).startswith("database:")
        assert not running.done()
    world.pump.wake()
    await world.channel.called(1)
    await world.pump.stop()
    await running
    assert await world.states() == ["sent"]


async def test_what_keeps_a_pump_from_claiming_keeps_it_from_nothing_else(world: World) -> None:
    broken: list[str] = []

    def scope(address: str) -> str:
        assert address not in broken
        return address

    world.restart(Traits(scope_of=scope))
    li, wang = await crowd(world.store, "li", "wang")
    world.channel.hold("li")
    await world.say(li, "一")
    running = asyncio.create_task(world.pump.run())
    await world.channel.called(1)
    broken.append("wang")
    await world.say(wang, "二")
    world.pump.wake()
    world.channel.release("li")
    while await world.states() != ["sent", "queued"]:
        world.pump.wake()
    broken.clear()
    world.pump.wake()
    await world.channel.called(2)
    await world.pump.stop()
    await running
    assert await world.states() == ["sent", "sent"]


async def test_words_whose_length_a_channel_cannot_tell_are_in_nobody_elses_way(world: World) -> None:
    world.restart(Traits(calls_of=lambda bubble: 1 // (plain(bubble) != "坏")))
    li, wang = await crowd(world.store, "li", "wang")
    await world.say(li, "坏")
    await world.say(wang, "好")
    await world.pump.drain()
    assert world.channel.texts("wang") == ["好"]
