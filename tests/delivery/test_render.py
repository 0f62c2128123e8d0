"""What is said is decided when it is sent: a notice that changed, a date that moved, a duty that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.channel import fails
from fakes.dates import at, deadline, event, notice
from fakes.people import Person, crowd, join

from channels.base import Verdict
from store import members, notices

if TYPE_CHECKING:
    from conftest import World


@pytest.fixture
async def li(world: World) -> Person:
    return (await crowd(world.store, "li"))[0]


async def key_date_ids(world: World, notice_id: int) -> list[int]:
    async with world.store.reading() as tx:
        return [key_date_id for key_date_id, _ in await notices.key_dates_of(tx, notice_id)]


async def test_a_notice_that_changed_while_it_waited_says_what_it_says_now(world: World, li: Person) -> None:
    world.quiet("22:00-07:30")
    world.now = at("09-01 23:00")
    notice_id = await world.issue(notice(deadline("09-27"), title="旧题"))
    await world.change(notice_id, notice(deadline("09-28"), title="新题"))
    await world.until("09-02 07:30")
    first = world.channel.texts("li")[0]
    assert "新题" in first and "9月28日" in first and "旧题" not in first


async def test_each_person_reads_their_own_language(world: World) -> None:
    async with world.store.transaction() as tx:
        for address, language in (("zh", None), ("en", "en")):
            await join(tx, address, language=language)
    await world.issue(notice(deadline("09-27")))
    await world.settle()
    assert "9月27日" in world.channel.texts("zh")[0]
    assert "27 Sep" in world.channel.texts("en")[0]


async def test_days_left_are_those_of_the_day_it_is_sent(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", *[fails(Verdict.NOT_SENT, secs=86400.0)] * 2)
    await world.issue(notice(deadline("09-04")))
    await world.settle()
    world.turn(days=1)
    await world.pump.drain()
    world.turn(days=1)
    await world.pump.drain()
    (said,) = world.channel.texts("li")
    assert "明天" in said


async def test_a_notice_withdrawn_while_it_waited_is_not_sent(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT))
    notice_id = await world.issue(notice())
    await world.settle()
    assert await world.withdraw(notice_id) == 0
    world.turn(minutes=5)
    await world.settle()
    assert world.channel.texts("li") == []


async def test_a_reminder_whose_date_is_past_when_it_could_be_sent_is_not(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT, secs=4 * 3600))
    await world.issue(notice(deadline("09-01 17:00")), quiet=True)
    await world.until("09-01 20:00")
    assert len(world.channel.calls) == 1
    assert await world.states() == ["expired"]


async def test_a_duty_done_while_its_reminder_waited_is_not_reminded_of(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    for person in (li, wang):
        world.channel.goes_wrong(person.address, fails(Verdict.NOT_SENT))
    notice_id = await world.issue(notice(deadline("09-01 17:00")), quiet=True)
    await world.until("09-01 14:00")
    (duty,) = await key_date_ids(world, notice_id)
    async with world.store.transaction() as tx:
        await notices.done(tx, li.member_id, duty, world.now)
    world.turn(minutes=1)
    await world.settle()
    assert (len(world.channel.texts("li")), len(world.channel.texts("wang"))) == (0, 1)


async def test_of_several_dates_only_those_that_still_matter_are_named(world: World) -> None:
    li, wang = await crowd(world.store, "li", "wang")
    for person in (li, wang):
        world.channel.goes_wrong(person.address, fails(Verdict.NOT_SENT))
    ids = [await world.issue(notice(deadline("09-01 17:00", name), title=name), quiet=True) for name in "甲乙丙"]
    await world.until("09-01 14:00")
    (first,) = await key_date_ids(world, ids[0])
    async with world.store.transaction() as tx:
        await notices.done(tx, li.member_id, first, world.now)
    await world.withdraw(ids[1])
    await world.change(ids[2], notice(deadline("09-21 17:00", "丙"), deadline("09-01 18:00", "丁"), title="丙"))
    world.turn(minutes=1)
    await world.settle()
    named = {a: [x for x in "甲乙丙" if f"《{x}》" in world.channel.texts(a)[0]] for a in ("wang",)}
    assert named == {"wang": ["甲"]}
    assert not [text for text in world.channel.texts("li") if "【提醒】" in text]


async def test_someone_who_left_the_audience_is_not_reminded(world: World, li: Person) -> None:
    from notices.model import Audience

    await world.issue(notice(deadline("09-01 17:00")), Audience(frozenset({"student"})), quiet=True)
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT))
    await world.until("09-01 14:00")
    async with world.store.transaction() as tx:
        await members.drop_role(tx, li.member_id, "student")
    world.turn(minutes=1)
    await world.settle()
    assert world.channel.texts("li") == []


async def test_an_event_says_where_it_is_as_it_is_known_when_sent(world: World, li: Person) -> None:
    lecture = event("09-01 16:00", "09-01 17:30", place="科技馆")
    notice_id = await world.issue(notice(lecture), quiet=True)
    await world.change(notice_id, notice(event("09-01 16:00", "09-01 17:30", place="图书馆")))
    await world.until("09-01 14:00")
    assert "图书馆" in world.channel.texts("li")[-1] and "科技馆" not in world.channel.texts("li")[-1]
