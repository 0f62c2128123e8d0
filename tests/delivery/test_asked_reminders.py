"""Reminders that people asked for follow their date, whoever the notice is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.dates import at, deadline, event, notice
from fakes.people import Person, crowd

from notices.model import Audience

if TYPE_CHECKING:
    from conftest import World

STUDENTS = Audience(frozenset({"student"}))


@pytest.fixture
async def outsider(world: World) -> Person:
    """A teacher, who has found a notice for students."""
    return (await crowd(world.store, "wei", role="teacher"))[0]


async def test_a_reminder_of_someone_outside_the_audience_moves_with_its_date_and_they_are_told(
    world: World, outsider: Person
) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")), STUDENTS)
    await world.ask(notice_id, outsider, "09-09 08:30")
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-19 08:29")
    (told,) = world.channel.texts("wei")
    assert told.startswith("【更正】") and "9月20日" in told and "提醒已按新日期调整" in told
    await world.until("09-20 17:00")
    (_, reminded) = world.channel.texts("wei")
    assert reminded.startswith("【提醒】") and "9月20日" in reminded


async def test_who_was_reminded_of_a_date_already_is_told_when_it_moves(world: World, outsider: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")), STUDENTS)
    await world.ask(notice_id, outsider, "09-02 08:30")
    await world.until("09-03 12:00")
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.settle()
    assert [text[:4] for text in world.channel.texts("wei")] == ["【提醒】", "【更正】"]


async def test_who_is_in_the_audience_and_asked_besides_is_told_once(world: World) -> None:
    (li,) = await crowd(world.store, "li")
    notice_id = await world.issue(notice(deadline("09-10 17:00")), STUDENTS)
    await world.settle()
    await world.ask(notice_id, li, "09-09 20:00")
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.settle()
    assert [text[:4] for text in world.channel.texts("li")] == ["【通知】", "【更正】"]


async def test_a_date_that_moves_so_near_that_the_reminder_would_be_late_is_reminded_of_at_once(
    world: World, outsider: Person
) -> None:
    notice_id = await world.issue(notice(event("09-20 15:00")), STUDENTS)
    await world.ask(notice_id, outsider, "09-18 15:00")
    await world.change(notice_id, notice(event("09-02 15:00")))
    await world.until("09-01 12:00")
    assert [text[:4] for text in world.channel.texts("wei")] == ["【更正】", "【提醒】"]


@pytest.mark.parametrize("ends", ["called off", "withdrawn"])
async def test_who_waits_to_be_reminded_is_told_that_nothing_comes_of_it(
    world: World, outsider: Person, ends: str
) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")), STUDENTS)
    await world.ask(notice_id, outsider, "09-09 08:30")
    if ends == "withdrawn":
        assert await world.withdraw(notice_id) == 1
    else:
        await world.change(notice_id, notice())
    await world.until("09-12 12:00")
    (told,) = world.channel.texts("wei")
    assert told.startswith("【撤回】") if ends == "withdrawn" else "取消 活动总结" in told and "相关提醒已取消" in told


async def test_what_was_never_asked_for_is_told_to_nobody_else(world: World, outsider: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")), STUDENTS)
    world.now = at("09-02 09:00")
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-21 12:00")
    assert world.channel.texts("wei") == []
