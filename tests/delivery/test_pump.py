from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fakes.channel import Failure, fails
from fakes.people import Person, crowd

from channels.base import Traits, Verdict
from notices.model import Lane
from store import deliveries, groups, members

if TYPE_CHECKING:
    from conftest import World


@pytest.fixture
async def li(world: World) -> Person:
    return (await crowd(world.store, "li"))[0]


async def error_of(world: World, delivery: int) -> str | None:
    return (await world.row(delivery))["error"]


# Sending --------------------------------------------------------------------------------------------------------------


async def test_what_was_said_arrives_once_and_is_written_down(world: World, li: Person) -> None:
    delivery = await world.say(li, "你好")
    assert await world.pump.drain() == 1
    assert await world.pump.drain() == 0
    row = await world.row(delivery)
    assert (row["state"], row["provider_id"], row["attempts"], row["doubts"]) == ("sent", "p1", 1, 0)
    assert row["sent_at"] == world.now.timestamp()
    assert world.channel.texts("li") == ["你好"]


async def test_an_edit_replaces_the_message_it_names(world: World, li: Person) -> None:
    await world.say(li, "已收到", edits="p7")
    await world.pump.drain()
    assert [it.edits for it in world.channel.sent] == ["p7"]


async def test_words_to_one_address_arrive_in_the_order_they_were_said(world: World) -> None:
    people = await crowd(world.store, *(f"a{n}" for n in range(5)))
    for n in range(20):
        for person in people:
            await world.say(person, f"{n}")
    await world.pump.drain()
    assert all(world.channel.texts(person.address) == [f"{n}" for n in range(20)] for person in people)


async def test_words_to_a_slow_address_wait_for_each_other_and_hold_up_nobody_else(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    world.channel.hold("li")
    for words in ("一", "二"):
        await world.say(li, words)
        await world.say(wang, words)
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(3)
    assert world.channel.calls.count("li") == 1
    world.channel.release("li")
    await draining
    assert world.channel.texts("li") == world.channel.texts("wang") == ["一", "二"]


async def test_a_burst_to_one_address_is_paced_and_keeps_its_order(world: World) -> None:
    world.restart(Traits(address_rate_per_sec=1.0, address_burst=3))
    (li,) = await crowd(world.store, "li")
    for n in range(4):
        await world.say(li, f"{n}")
    await world.settle()
    assert world.channel.texts("li") == ["0", "1", "2"]
    world.turn(seconds=0.4)
    for n in range(4, 8):
        await world.say(li, f"{n}")
    seen = []
    for _ in range(60):
        world.turn(seconds=0.1)
        await world.settle()
        seen.append(len(world.channel.texts("li")))
    assert world.channel.texts("li") == [f"{n}" for n in range(8)]
    assert seen.index(4) in (5, 6) and seen.index(8) - seen.index(4) in (39, 40, 41)
    assert {row["attempts"] for row in await world.rows()} == {1}


async def test_no_more_are_under_way_than_the_channel_takes(world: World) -> None:
    world.restart(Traits(concurrency=3))
    people = await crowd(world.store, *(f"a{n}" for n in range(20)))
    for person in people:
        await world.say(person, "你好")
    running = asyncio.create_task(world.pump.run())
    await world.channel.called(20)
    await world.pump.stop()
    await running
    assert world.channel.most_at_once == 3
    assert await world.states() == ["sent"] * 20


# Lanes ----------------------------------------------------------------------------------------------------------------


async def test_a_reply_overtakes_a_broadcast_under_way(world: World) -> None:
    world.restart(Traits(concurrency=2))
    people = await crowd(world.store, *(f"a{n}" for n in range(50)))
    for person in people:
        await world.say(person, "广播", Lane.BULK)
    for person in people[:2]:
        world.channel.hold(person.address)
    running = asyncio.create_task(world.pump.run())
    await world.channel.called(2)
    await world.say(people[49], "回复")
    for person in people[:2]:
        world.channel.release(person.address)
    await world.channel.called(51)
    await world.pump.stop()
    await running
    assert [it.text for it in world.channel.sent].index("回复") <= 4


async def test_lanes_go_in_order_whatever_was_said_first(world: World) -> None:
    people = await crowd(world.store, "a", "b", "c", "d")
    for person, lane in zip(people, reversed(Lane), strict=True):
        await world.say(person, lane.name, lane)
    world.restart(Traits(concurrency=1, rate_per_sec=5.0))  # a burst of one at a time
    for _ in people:
        await world.pump.drain()
        world.turn(seconds=0.21)
    assert [it.text for it in world.channel.sent] == ["REPLY", "URGENT", "NORMAL", "BULK"]


async def test_a_reply_overtakes_what_waits_for_the_same_address(world: World, li: Person) -> None:
    world.restart(Traits(address_rate_per_sec=1.0, address_burst=1))
    for n in range(3):
        await world.say(li, f"{n}", Lane.BULK)
    await world.pump.drain()
    await world.say(li, "回复")
    for _ in range(3):
        world.turn(seconds=1.1)
        await world.pump.drain()
    assert world.channel.texts("li") == ["0", "回复", "1", "2"]


# Failing --------------------------------------------------------------------------------------------------------------


async def test_what_never_left_is_sent_again_later_and_again(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", *[fails(Verdict.NOT_SENT)] * 3)
    delivery = await world.say(li, "你好")
    for secs in (0, 2, 4, 8):
        world.turn(seconds=secs - 0.01)
        before = len(world.channel.calls)
        await world.pump.drain()
        assert len(world.channel.calls) == before if secs else before + 1
        world.turn(seconds=0.02)
        await world.pump.drain()
    row = await world.row(delivery)
    assert (row["state"], row["attempts"], row["doubts"]) == ("sent", 4, 0)
    assert world.channel.texts("li") == ["你好"]


async def test_a_lost_answer_is_asked_for_once_more_after_a_minute(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", *[fails(Verdict.MAYBE_SENT, accepted=True)] * 2)
    delivery = await world.say(li, "你好")
    await world.pump.drain()
    world.turn(seconds=59)
    assert await world.pump.drain() == 0
    world.turn(seconds=2)
    assert await world.pump.drain() == 1
    row = await world.row(delivery)
    assert (row["state"], row["doubts"]) == ("unknown", 2)
    world.turn(days=2)
    assert await world.pump.drain() == 0


async def test_a_channel_that_knows_its_deliveries_shows_a_doubtful_one_once(world: World, li: Person) -> None:
    world.restart(Traits(dedupes=True))
    world.channel.goes_wrong("li", *[fails(Verdict.MAYBE_SENT, accepted=True)] * 3)
    delivery = await world.say(li, "你好")
    await world.pump.drain()
    row = await world.row(delivery)
    assert (row["state"], row["doubts"]) == ("sent", 3)
    assert world.channel.texts("li") == ["你好"]


async def test_too_fast_for_one_person_holds_up_that_person_alone(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    world.channel.goes_wrong("li", fails(Verdict.RATE, secs=30.0))
    delivery = await world.say(li, "一")
    await world.pump.drain()
    await world.say(li, "二")
    await world.say(wang, "三")
    await world.pump.drain()
    assert (world.channel.calls, world.channel.texts("wang")) == (["li", "wang"], ["三"])
    world.turn(seconds=30.02)
    await world.pump.drain()
    assert world.channel.texts("li") == ["一", "二"]
    assert (await world.row(delivery))["attempts"] == 1


async def test_too_fast_for_everyone_holds_up_everyone(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    world.channel.goes_wrong("li", fails(Verdict.RATE, secs=30.0, whole_channel=True))
    await world.say(li, "一")
    await world.pump.drain()
    await world.say(wang, "二")
    world.turn(seconds=29)
    assert await world.pump.drain() == 0
    world.turn(seconds=2)
    assert await world.pump.drain() == 2


async def test_a_dead_target_closes_the_account_and_drops_what_waits_for_it(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.DEAD_TARGET))
    async with world.store.transaction() as tx:
        account = await members.account(tx, "fake", "li", world.now)
    await world.say(li, "一")
    world.turn(seconds=1)
    await world.say(li, "二", Lane.BULK)
    world.restart(Traits(rate_per_sec=5.0))
    await world.pump.drain()
    assert await world.states() == ["failed", "cancelled"]
    async with world.store.transaction() as tx:
        assert (await members.find_account(tx, "fake", "li")) != account
        assert await members.account(tx, "fake", "li", world.now) == account  # they wrote to us: open again
    await world.say(li, "三")
    world.turn(seconds=1)
    await world.pump.drain()
    assert world.channel.texts("li") == ["三"]


async def test_a_retry_is_dropped_when_the_account_was_closed_meanwhile(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT), fails(Verdict.DEAD_TARGET))
    await world.say(li, "一")
    await world.say(li, "二")
    await world.pump.drain()
    assert await world.states() == ["cancelled", "failed"]


async def test_words_follow_an_address_that_moved(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.MOVED, moved_to="li2"))
    await world.say(li, "一")
    await world.say(li, "二", Lane.BULK)
    await world.pump.drain()
    assert sorted(world.channel.texts("li") + world.channel.texts("li2")) == ["一", "二"]
    assert "一" in world.channel.texts("li2")
    async with world.store.reading() as tx:
        assert await members.find_account(tx, "fake", "li") is None


async def test_an_address_whose_every_call_says_that_it_moved_stays_open_there(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", *[fails(Verdict.MOVED, moved_to="li2")] * 2)
    await world.say(li, "一")
    await world.say(li, "二")
    await world.pump.drain()
    assert world.channel.texts("li2") == ["一", "二"]


@pytest.mark.parametrize("is_there_already", [False, True])
async def test_words_under_way_follow_a_group_of_which_we_hear_meanwhile_that_it_moved(
    world: World, *, is_there_already: bool
) -> None:
    async with world.store.transaction() as tx:
        group = (await groups.enter(tx, "fake", "-7", "高一（3）班", None, world.now)).account
        if is_there_already:
            await groups.enter(tx, "fake", "-100", "高一（3）班", None, world.now)
    world.channel.hold("-7")
    world.channel.goes_wrong("-7", fails(Verdict.MOVED, moved_to="-100"))
    await world.say(Person(group.member_id, group.id, "-7"), "一")
    draining = asyncio.create_task(world.pump.drain())
    await world.channel.called(1)
    async with world.store.transaction() as tx:
        await members.move_account(tx, group.id, "-100", world.now)
    world.channel.release("-7")
    await draining
    assert world.channel.texts("-100") == ["一"]


async def test_an_address_that_moves_in_circles_is_given_up(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", *[fails(Verdict.MOVED, moved_to="wang")] * 20)
    world.channel.goes_wrong("wang", *[fails(Verdict.MOVED, moved_to="li")] * 20)
    delivery = await world.say(li, "一")
    await world.pump.drain()
    assert (await world.row(delivery))["state"] == "failed"
    assert len(world.channel.calls) == 4


async def test_refused_words_are_never_sent_again(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.CONTENT))
    delivery = await world.say(li, "一")
    await world.pump.drain()
    world.turn(days=1)
    await world.pump.drain()
    assert len(world.channel.calls) == 1
    assert ((await world.row(delivery))["state"], await error_of(world, delivery)) == ("failed", "scripted")


async def test_a_wrong_set_up_stops_the_channel_and_keeps_everything_queued(world: World) -> None:
    for person in await crowd(world.store, "li", "wang", "zhao"):
        world.channel.goes_wrong(person.address, fails(Verdict.SETUP))
        await world.say(person, "一")
    await world.pump.drain()
    assert await world.states() == ["queued"] * 3
    assert world.pump.trouble == "scripted"
    world.turn(hours=1)
    assert await world.pump.drain() == 0
    world.restart()
    assert await world.pump.drain() == 3
    assert world.pump.trouble is None
    assert {row["attempts"] for row in await world.rows()} == {1}


async def test_a_bug_in_a_channel_gets_one_more_chance_and_stops_nobody(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    world.channel.goes_wrong("li", *[Failure(KeyError("秘密"))] * 2)
    delivery = await world.say(li, "一")
    await world.say(wang, "二")
    for _ in range(3):
        await world.pump.drain()
        world.turn(seconds=5)
    assert ((await world.row(delivery))["state"], await error_of(world, delivery)) == ("failed", "bug: KeyError")
    assert world.channel.texts("wang") == ["二"]


async def test_words_that_cannot_be_written_are_in_nobody_elses_way(world: World) -> None:
    people = await crowd(world.store, *(f"a{n}" for n in range(9)))
    for person in people:
        await world.say(person, "一")
    async with world.store.transaction() as tx:
        await tx.run("UPDATE messages SET content = '{broken' WHERE id IN (3, 7)")
    await world.pump.drain()
    assert [n for n, state in enumerate(await world.states(), 1) if state == "failed"] == [3, 7]
    assert len(world.channel.sent) == 7
    assert await error_of(world, 3) == "bug: ValidationError"


# Running --------------------------------------------------------------------------------------------------------------


async def test_a_running_pump_sends_when_it_is_woken_and_stops_when_told(world: World, li: Person) -> None:
    world.store.listen(lambda topics: world.pump.wake())
    running = asyncio.create_task(world.pump.run())
    for n in range(3):
        await world.say(li, f"{n}")
        await world.channel.called(n + 1)
    await world.pump.stop()
    await running
    await world.say(li, "太晚")
    assert await world.states() == ["sent"] * 3 + ["queued"]


async def test_stopping_lets_what_is_under_way_finish_and_writes_it_down(world: World, li: Person) -> None:
    world.channel.hold("li")
    await world.say(li, "一")
    running = asyncio.create_task(world.pump.run())
    await world.channel.called(1)
    stopping = asyncio.create_task(world.pump.stop())
    await asyncio.sleep(0)
    world.channel.release("li")
    await asyncio.gather(stopping, running)
    assert await world.states() == ["sent"]


async def test_a_claim_that_is_too_late_changes_nothing(world: World, li: Person) -> None:
    delivery = await world.say(li, "一")
    async with world.store.transaction() as tx:
        (old,) = await deliveries.claim(tx, "fake", world.now, world.now, 10)
    await world.recover(at_start=False)
    await world.pump.drain()
    async with world.store.transaction() as tx:
        await deliveries.record(tx, [deliveries.Outcome(old, "failed", error="late")], world.now)
    assert ((await world.row(delivery))["state"], await error_of(world, delivery)) == ("sent", None)
