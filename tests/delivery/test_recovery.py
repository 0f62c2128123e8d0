"""What becomes of deliveries when the process dies or the database fails between the intent and the record."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fakes.channel import Failure, fails
from fakes.people import Person, crowd

from channels.base import Traits, Verdict
from notices.model import Lane
from store import StoreUnavailable, deliveries, members

if TYPE_CHECKING:
    from conftest import World


class Crash(BaseException):
    """The process dies here."""


@pytest.fixture
async def li(world: World) -> Person:
    return (await crowd(world.store, "li"))[0]


async def dies(world: World, person: Person, *, accepted: bool) -> int:
    """Say something, and die while it is being sent."""
    world.channel.goes_wrong(person.address, Failure(Crash(), accepted))
    delivery = await world.say(person, "一")
    await world.pump.drain()
    world.restart()
    return delivery


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_crash_while_sending_loses_nothing_and_repeats_one_at_most(
    world: World, li: Person, accepted: bool
) -> None:
    delivery = await dies(world, li, accepted=accepted)
    assert (await world.row(delivery))["state"] == "sending"
    assert await world.recover() == 1
    await world.pump.drain()
    row = await world.row(delivery)
    assert (row["state"], row["doubts"]) == ("sent", 1)
    assert world.channel.texts("li") == ["一"] * (1 + accepted)


async def test_a_channel_that_knows_its_deliveries_repeats_none(world: World, li: Person) -> None:
    world.restart(Traits(dedupes=True))
    await dies(world, li, accepted=True)
    await world.recover()
    await world.pump.drain()
    assert world.channel.texts("li") == ["一"]


async def test_after_any_number_of_crashes_it_still_arrives(world: World, li: Person) -> None:
    delivery = await dies(world, li, accepted=False)
    for _ in range(4):
        world.channel.goes_wrong("li", Failure(Crash()))
        await world.recover()
        await world.pump.drain()
        world.restart()
    await world.recover()
    await world.pump.drain()
    row = await world.row(delivery)
    assert (row["state"], row["doubts"], world.channel.texts("li")) == ("sent", 5, ["一"])


async def test_a_crash_after_a_lost_answer_is_a_doubt_of_its_own(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.MAYBE_SENT), Failure(Crash()), fails(Verdict.MAYBE_SENT))
    delivery = await world.say(li, "一")
    await world.pump.drain()
    world.turn(seconds=61)
    await world.pump.drain()
    world.restart()
    await world.recover()
    await world.pump.drain()
    row = await world.row(delivery)
    assert (row["state"], row["doubts"]) == ("unknown", 3)


async def test_only_what_was_under_way_is_in_doubt(world: World) -> None:
    world.restart(Traits(concurrency=5))
    people = await crowd(world.store, *(f"a{n}" for n in range(30)))
    for person in people:
        world.channel.hold(person.address)
        await world.say(person, "一")
    running = asyncio.create_task(world.pump.run())
    await world.channel.called(5)
    assert (await world.states()).count("sending") == 5
    assert await world.recover() == 5
    assert (await world.states()).count("queued") == 30
    for person in people:
        world.channel.release(person.address)
    await world.pump.stop()
    await running
    assert (await world.states()).count("queued") == 30  # the old claims' answers came too late to count
    await world.pump.drain()
    assert await world.states() == ["sent"] * 30


async def test_while_others_are_sending_only_leases_that_ran_out_are_orphans(world: World, li: Person) -> None:
    await dies(world, li, accepted=False)
    world.turn(seconds=59)
    assert await world.recover(at_start=False) == 0
    world.turn(seconds=2)
    assert await world.recover(at_start=False) == 1
    assert await world.recover(at_start=False) == 0


async def test_a_doubtful_delivery_of_someone_who_stopped_stays_in_doubt(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", Failure(Crash(), accepted=True))
    delivery = await world.say(li, "一", Lane.BULK)
    await world.pump.drain()
    async with world.store.transaction() as tx:
        await members.stop(tx, li.member_id, world.now)
    world.restart()
    await world.recover()
    await world.pump.drain()
    assert (await world.row(delivery))["state"] == "unknown"
    assert world.channel.texts("li") == ["一"]


@pytest.mark.parametrize("verdict", [Verdict.NOT_SENT, Verdict.RATE, Verdict.MAYBE_SENT])
async def test_nothing_that_failed_goes_back_to_the_queue_of_someone_who_stopped(
    world: World, li: Person, verdict: Verdict
) -> None:
    world.channel.goes_wrong("li", fails(verdict, secs=5))
    delivery = await world.say(li, "一", Lane.NORMAL)
    world.channel.hold("li")
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(1)
    async with world.store.transaction() as tx:
        await members.stop(tx, li.member_id, world.now)
    world.channel.release("li")
    await draining
    world.turn(minutes=10)
    await world.pump.drain()
    assert (await world.row(delivery))["state"] == "cancelled"
    assert world.channel.texts("li") == []


async def test_a_reply_still_reaches_someone_who_stopped(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT))
    async with world.store.transaction() as tx:
        await members.stop(tx, li.member_id, world.now)
    await world.say(li, "已退订")
    await world.pump.drain()
    world.turn(seconds=3)
    await world.pump.drain()
    assert world.channel.texts("li") == ["已退订"]


# The database in trouble ------------------------------------------------------------------------------------------


async def test_an_answer_that_cannot_be_written_down_is_kept_until_it_can(world: World) -> None:
    li, wang, zhao = await crowd(world.store, "li", "wang", "zhao")
    world.channel.goes_wrong("wang", fails(Verdict.DEAD_TARGET))
    world.channel.goes_wrong("zhao", fails(Verdict.MOVED, moved_to="zhao2"))
    for person in (li, wang, zhao):
        world.channel.hold(person.address)
        await world.say(person, "一")
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(3)
    with world.locked():
        for person in (li, wang, zhao):
            world.channel.release(person.address)
        with pytest.raises(StoreUnavailable):
            await draining
        with pytest.raises(StoreUnavailable):
            await world.pump.drain()
    assert await world.states() == ["sending"] * 3
    await world.pump.drain()
    assert await world.states() == ["sent", "failed", "sent"]
    assert world.channel.calls == ["li", "wang", "zhao", "zhao2"]
    async with world.store.reading() as tx:
        closed = await members.find_account(tx, "fake", "wang")
    assert closed is not None and closed.closed


async def test_an_answer_is_no_doubt_however_long_it_cannot_be_written_down(world: World, li: Person) -> None:
    delivery = await world.say(li, "一")
    world.channel.hold("li")
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(1)
    with world.locked():
        world.channel.release("li")
        with pytest.raises(StoreUnavailable):
            await draining
    world.turn(minutes=10)
    assert await world.recover(at_start=False) == 0
    await world.pump.drain()
    assert world.channel.texts("li") == ["一"]
    assert ((await world.row(delivery))["state"], world.pump.held) == ("sent", set())


async def test_a_call_that_takes_long_is_not_taken_for_lost_while_it_lasts(world: World, li: Person) -> None:
    delivery = await world.say(li, "一")
    world.channel.hold("li")
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(1)
    world.turn(minutes=10)
    assert await world.recover(at_start=False) == 0
    world.channel.release("li")
    await draining
    row = await world.row(delivery)
    assert (row["state"], row["doubts"], world.channel.texts("li")) == ("sent", 0, ["一"])


async def test_nothing_is_sent_that_could_not_be_claimed(world: World, li: Person) -> None:
    await world.say(li, "一")
    with world.locked(), pytest.raises(StoreUnavailable):
        await world.pump.drain()
    assert world.channel.calls == []
    await world.pump.drain()
    assert world.channel.texts("li") == ["一"]


async def test_every_claim_has_a_fence_of_its_own(world: World, li: Person) -> None:
    await world.say(li, "一")
    fences = []
    for _ in range(3):
        async with world.store.transaction() as tx:
            fences += [it.fence for it in await deliveries.claim(tx, "fake", world.now, world.now, 10)]
        await world.recover()
    assert len(set(fences)) == 3 and fences == sorted(fences)
