"""Whom a message goes to, when, and that nothing is sent before everyone is on the list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.dates import at, deadline, event, notice
from fakes.people import ROLE_TOPICS, Person, crowd, join

from delivery import publish
from delivery.sift import FILTERS_MAX
from notices.model import Audience, Lane
from store import deliveries, filters, members

if TYPE_CHECKING:
    from conftest import World

CHUNK = 20
STUDENTS = Audience(frozenset({"student"}))
LECTURES = Audience(topics=frozenset({"lecture"}))


async def people(world: World, *wishes: dict[str, str | None]) -> list[Person]:
    async with world.store.transaction() as tx:
        await members.set_role_topics(tx, ROLE_TOPICS)
        return [await join(tx, f"p{n}", "student", **wish) for n, wish in enumerate(wishes)]  # type: ignore[arg-type]


@pytest.fixture
def _small_chunks(world: World) -> None:
    world.settings = replace(world.settings, fan_out_chunk=CHUNK)
    world.restart()


def reached(world: World) -> set[str]:
    return {it.address for it in world.channel.sent}


# Audience -------------------------------------------------------------------------------------------------------------


async def test_a_notice_reaches_its_audience_once_each_with_the_reason(world: World) -> None:
    async with world.store.transaction() as tx:
        await members.set_role_topics(tx, ROLE_TOPICS)
        student = await join(tx, "student", "student")
        await join(tx, "teacher", "teacher")
        both = await join(tx, "both", "student", "teacher")
        own = await join(tx, "own", "teacher")
        muted = await join(tx, "muted", "student")
        await members.subscribe(tx, own.member_id, "lecture", world.now)
        await members.mute(tx, muted.member_id, "lecture", world.now)
    notice_id = await world.issue(notice(), LECTURES)
    await world.settle()
    assert sorted(it.address for it in world.channel.sent) == ["both", "own", "student"]
    async with world.store.reading() as tx:
        whys = [await deliveries.why(tx, notice_id, who.member_id) for who in (student, both, own, muted)]
    assert whys == ["role student lecture", "role student lecture", "topic lecture", None]


async def test_a_member_is_reached_on_every_open_account(world: World) -> None:
    async with world.store.transaction() as tx:
        first = await join(tx, "phone", "student")
        for address in ("tablet", "lost"):
            await tx.run(
                "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:m, 'fake', :a, :now)",
                m=first.member_id, a=address, now=world.now,
            )
        lost = await members.find_account(tx, "fake", "lost")
        assert lost is not None
        await members.close_account(tx, lost.id, "gone", world.now)
    await world.issue(notice(), STUDENTS)
    await world.settle()
    assert reached(world) == {"phone", "tablet"}


async def test_those_who_stopped_are_left_in_peace_and_those_who_came_back_are_not(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    async with world.store.transaction() as tx:
        for person in (li, wang):
            await members.stop(tx, person.member_id, world.now)
        await members.resume(tx, wang.member_id)
    await world.issue(notice())
    await world.settle()
    assert reached(world) == {"wang"}


async def test_what_is_queued_for_someone_who_stops_is_not_sent(world: World) -> None:
    (li,) = await crowd(world.store, "li")
    await world.issue(notice())
    await world.say(li, "已退订")
    async with world.store.transaction() as tx:
        await members.stop(tx, li.member_id, world.now)
    await world.settle()
    assert world.channel.texts("li") == ["已退订"]


async def test_a_message_without_anyone_to_go_to_is_no_trouble(world: World) -> None:
    await world.issue(notice(deadline("09-27")))
    await crowd(world.store, "li", role="teacher")
    await world.issue(notice(), STUDENTS)
    await world.settle()
    assert world.channel.sent == []


# Many people ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_small_chunks")
async def test_of_a_large_audience_nobody_hears_before_everybody_is_on_the_list(world: World) -> None:
    count = 2 * CHUNK + 10
    await crowd(world.store, *(f"p{n}" for n in range(count)))
    await world.issue(notice(), STUDENTS)
    steps = 0
    while await publish.go_on(world.store, world.now, world.settings):
        steps += 1
        if len(await world.rows()) < count:
            assert await world.pump.drain() == 0
            async with world.store.reading() as tx:
                assert await deliveries.next_due(tx, "fake") is None
    assert steps >= 3
    await world.settle()
    assert len(world.channel.sent) == len(reached(world)) == count


@pytest.mark.usefixtures("_small_chunks")
async def test_a_large_fan_out_goes_on_where_it_stopped(world: World) -> None:
    count = CHUNK + 10
    await crowd(world.store, *(f"p{n}" for n in range(count)))
    await world.issue(notice(), STUDENTS)
    await publish.go_on(world.store, world.now, world.settings)
    world.restart()
    await world.recover()
    await world.settle()
    assert len(world.channel.sent) == len(reached(world)) == count


@pytest.mark.usefixtures("_small_chunks")
async def test_small_messages_and_replies_do_not_wait_for_a_large_one(world: World) -> None:
    crowd_ = await crowd(world.store, *(f"p{n}" for n in range(CHUNK + 10)))
    await world.issue(notice())
    await publish.go_on(world.store, world.now, world.settings)
    await world.say(crowd_[0], "回复")
    await world.pump.drain()
    assert [it.text for it in world.channel.sent] == ["回复"]


@pytest.mark.usefixtures("_small_chunks")
async def test_a_notice_withdrawn_while_it_is_fanned_out_reaches_nobody(world: World) -> None:
    await crowd(world.store, *(f"p{n}" for n in range(CHUNK + 10)))
    notice_id = await world.issue(notice())
    await publish.go_on(world.store, world.now, world.settings)
    assert await world.withdraw(notice_id) == 0
    await world.settle()
    assert world.channel.sent == []


# Quiet hours ----------------------------------------------------------------------------------------------------------


async def test_quiet_hours_defer_and_never_drop(world: World) -> None:
    world.quiet("22:00-07:30")
    await people(world, {}, {"quiet_hours": ""}, {"quiet_hours": "20:00-09:00"}, {"quiet_hours": "01:00-02:00"})
    world.now = at("09-01 23:00")
    await world.issue(notice())
    await world.settle()
    assert reached(world) == {"p1", "p3"}
    await world.until("09-02 07:29")
    assert reached(world) == {"p1", "p3"}
    await world.until("09-02 07:30")
    assert reached(world) == {"p0", "p1", "p3"}
    await world.until("09-02 09:00")
    assert reached(world) == {"p0", "p1", "p2", "p3"}


@pytest.mark.parametrize("lane", [Lane.REPLY, Lane.URGENT])
async def test_replies_and_urgent_words_do_not_wait_for_the_morning(world: World, lane: Lane) -> None:
    world.quiet("22:00-07:30")
    (li,) = await people(world, {})
    world.now = at("09-01 23:00")
    if lane is Lane.URGENT:
        await world.issue(notice(), lane=lane)
    else:
        await world.say(li, "回复")
    await world.settle()
    assert reached(world) == {"p0"}


async def test_a_reminder_in_ones_own_quiet_hours_waits_for_their_end(world: World) -> None:
    await people(world, {"quiet_hours": "08:00-12:00"})
    await world.issue(notice(deadline("09-08 17:00")), quiet=True)
    await world.until("09-08 11:59")
    day_before = len(world.channel.sent)
    assert [it.text for it in world.channel.sent][-1].endswith("科普日通知》")
    await world.until("09-08 14:01")
    assert len(world.channel.sent) == day_before + 1


async def test_a_reminder_that_would_come_too_late_after_ones_own_quiet_hours_comes_at_once(world: World) -> None:
    world.quiet("23:00-06:00")
    ends = ("18:00", "16:45", "15:00")
    await people(world, {}, *({"quiet_hours": f"08:00-{end}"} for end in ends))
    await world.issue(notice(deadline("09-01 17:00")), quiet=True)  # three hours before: at 14:00
    await world.until("09-01 14:00")
    assert reached(world) == {"p0", "p1", "p2"}
    await world.until("09-01 15:00")
    assert reached(world) == {"p0", "p1", "p2", "p3"}
    assert len(world.channel.sent) == 4


async def test_a_date_of_others_breaks_nobodys_quiet_hours(world: World) -> None:
    async with world.store.transaction() as tx:
        await members.set_role_topics(tx, ROLE_TOPICS)
        await join(tx, "student", "student", quiet_hours="08:00-18:00", deadline_leads="82800")
        await join(tx, "teacher", "teacher", quiet_hours="08:00-18:00")
    await world.issue(notice(deadline("09-01 17:00")), Audience(frozenset({"teacher"})), quiet=True)
    await world.issue(notice(deadline("09-02 13:00")), STUDENTS, quiet=True)
    await world.until("09-01 14:00")  # 23 hours before the one, three hours before the other
    assert reached(world) == {"teacher"}
    await world.until("09-01 18:00")
    assert reached(world) == {"student", "teacher"}


async def test_a_deferred_reminder_says_the_days_left_when_it_is_sent(world: World) -> None:
    await people(world, {"quiet_hours": "08:00-07:00"})
    await world.issue(notice(deadline("09-04")), quiet=True)  # a day before: on the 3rd
    await world.until("09-04 07:00")
    (reminder,) = world.channel.texts("p0")
    assert "今天" in reminder and "明天" not in reminder


async def test_an_event_of_the_evening_is_told_before_the_quiet_hours(world: World) -> None:
    world.quiet("18:00-08:00")
    await people(world, {})
    await world.issue(notice(event("09-02 19:30", "09-02 21:00")), quiet=True)  # two hours before: at 17:30
    await world.issue(notice(event("09-03 07:00", "09-03 09:00"), title="晨读"), quiet=True)
    await world.until("09-02 17:30")
    assert "科普日通知" in world.channel.texts("p0")[-1]
    await world.until("09-02 17:59")
    assert "晨读" in world.channel.texts("p0")[-1]


async def test_at_night_some_wait_and_some_are_told_without_a_sound(world: World) -> None:
    world.quiet("22:00-07:30")
    await people(world, {}, {"quiet_mode": "silent"}, {"quiet_mode": "silent", "quiet_hours": ""})
    world.now = at("09-01 23:00")
    await world.issue(notice())
    await world.settle()
    assert {it.address: it.silent for it in world.channel.sent} == {"p1": True, "p2": False}
    await world.until("09-02 08:00")
    assert [(it.address, it.silent) for it in world.channel.sent[2:]] == [("p0", False)]


async def test_filters_hold_for_everyone_however_few_are_judged_in_one_transaction(world: World) -> None:
    everyone = await crowd(world.store, *(f"p{n}" for n in range(2 * FILTERS_MAX + 50)))
    async with world.store.transaction() as tx:
        feed_id = await tx.insert("INSERT INTO feeds (name, url) VALUES ('f', 'u')")
        for place, who in enumerate(everyone):
            wanted = "天文" if place % 2 else "科普日"
            await filters.choose(tx, who.member_id, filters.EVERYTHING, wanted, world.now)
        last = everyone[-1].member_id
        assert await filters.upto(tx, 0, last, FILTERS_MAX) == everyone[FILTERS_MAX - 1].member_id
        assert await filters.upto(tx, 0, last, 1000) == last
    await world.issue(notice(), STUDENTS, feed_id=feed_id)
    await world.settle()
    assert sorted(it.address for it in world.channel.sent) == sorted(it.address for it in everyone[::2])
    async with world.store.reading() as tx:
        kept = await tx.all("SELECT member_id, because FROM kept_back ORDER BY member_id")
    assert [(row["member_id"], row["because"]) for row in kept] == [(it.member_id, "天文") for it in everyone[1::2]]
