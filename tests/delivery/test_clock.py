"""A clock that is set by an hour, either way: nothing is said twice, and nothing is left out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fakes.dates import at
from fakes.people import Person, crowd

from notices.model import KeyDate, Lane, Notice

if TYPE_CHECKING:
    from conftest import World

LEADS = ("09-05 08:30", "09-07 08:30", "09-08 14:00")  # of a deadline on the 8th at 17:00


@pytest.fixture
async def li(world: World) -> Person:
    (li,) = await crowd(world.store, "li")
    return li


async def deadline(world: World) -> None:
    await world.issue(Notice("通知", "", (KeyDate("deadline", "总结", None, at("09-08 17:00"), all_day=False),)))
    await world.settle()


def reminded(world: World) -> int:
    return sum("总结" in text and text.startswith("【提醒】") for text in world.channel.texts("li"))


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize("moment", LEADS)
async def test_every_reminder_comes_once_though_the_clock_is_set(
    world: World, li: Person, hours: int, moment: str
) -> None:
    await deadline(world)
    await world.until(moment)
    before = reminded(world)
    world.turn(hours=hours)
    await world.settle()
    await world.until("09-08 18:00")
    assert before + sum(moment < later for later in LEADS) == reminded(world)


@pytest.mark.parametrize("hours", [-1, 1])
async def test_what_is_under_way_is_neither_lost_nor_repeated_when_the_clock_is_set(
    world: World, li: Person, hours: int
) -> None:
    world.channel.hold("li")
    await world.say(li, "一")
    await world.say(li, "二", Lane.BULK)
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(1)
    world.turn(hours=hours)
    assert await world.recover(at_start=False) == 0
    world.channel.release("li")
    await draining
    world.turn(hours=2)
    await world.pump.drain()
    assert world.channel.texts("li") == ["一", "二"]


async def test_people_do_not_wait_for_an_hour_that_comes_again(world: World, li: Person) -> None:
    world.turn(hours=-1)
    await world.say(li, "一")
    await world.pump.drain()
    assert world.channel.texts("li") == ["一"]
