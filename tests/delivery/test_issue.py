"""A notice is issued, changes and is withdrawn, with everything that follows for those it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.channel import fails
from fakes.dates import at, deadline, event, notice
from fakes.people import Person, crowd, join

from channels.base import Verdict
from delivery import issue, publish
from delivery.settings import dump_leads
from notices.model import Audience
from store import deliveries, members, notices
from store.db import Row

if TYPE_CHECKING:
    from conftest import World


@pytest.fixture
async def li(world: World) -> Person:
    return (await crowd(world.store, "li"))[0]


def reminders_of(world: World, address: str) -> list[str]:
    return [text for text in world.channel.texts(address) if text.startswith("【提醒】")]


async def planned(world: World) -> list[Row]:
    async with world.store.reading() as tx:
        return await tx.all("SELECT * FROM reminders WHERE fired_at IS NULL ORDER BY fire_at")


async def test_a_notice_is_announced_and_then_reminded_of_at_every_lead(world: World, li: Person) -> None:
    await world.issue(notice(deadline("09-10 17:00")))
    await world.until("09-11 12:00")
    first, *reminders = world.channel.texts("li")
    assert first.startswith("【通知】")
    assert [[left for left in ("还有7天", "还有3天", "明天", "还有3小时") if left in text] for text in reminders] == [
        ["还有7天"], ["还有3天"], ["明天"], ["还有3小时"]
    ]


async def test_old_news_is_reminded_of_and_not_announced(world: World, li: Person) -> None:
    await world.issue(notice(event("09-05")), quiet=True)
    await world.until("09-06 12:00")
    assert all(text.startswith("【提醒】") for text in world.channel.texts("li"))
    assert len(world.channel.texts("li")) == 3


async def test_several_missed_in_a_downtime_come_as_one(world: World, li: Person) -> None:
    for name in ("甲", "乙"):
        await world.issue(notice(deadline("09-10 17:00", name), event("09-10 19:00", name=f"{name}会")), quiet=True)
    world.now = at("09-09 20:00")
    await world.settle()
    (said,) = world.channel.texts("li")
    assert [name in said for name in ("甲 ", "乙 ", "甲会", "乙会")] == [True] * 4
    assert said.count("明天") == 4


async def test_what_became_past_in_a_downtime_is_not_reminded_of(world: World, li: Person) -> None:
    await world.issue(notice(deadline("09-10 17:00"), event("09-10 19:00")), quiet=True)
    world.now = at("09-11 08:00")
    await world.settle()
    assert world.channel.sent == [] and await planned(world) == []


async def test_own_lead_times_take_the_place_of_the_configured_ones(world: World) -> None:
    async with world.store.transaction() as tx:
        await join(tx, "own", deadline_leads=dump_leads([timedelta(hours=5)]))
        await join(tx, "none", deadline_leads="")
        await join(tx, "default")
    await world.issue(notice(deadline("09-02 17:00")), quiet=True)
    await world.until("09-02 12:00")
    assert {a: len(reminders_of(world, a)) for a in ("own", "none", "default")} == {"own": 1, "none": 0, "default": 0}
    await world.until("09-03 12:00")
    assert {a: len(reminders_of(world, a)) for a in ("own", "none", "default")} == {"own": 1, "none": 0, "default": 1}


async def test_leads_chosen_later_hold_for_dates_already_known(world: World, li: Person) -> None:
    await world.issue(notice(deadline("09-10 17:00")), quiet=True)
    async with world.store.transaction() as tx:
        await members.set_setting(tx, li.member_id, "deadline_leads", "18000")
        await issue.plan_chosen_leads(tx, "deadline", [timedelta(hours=5)], world.now, world.settings)
    await world.until("09-10 11:59")
    assert world.channel.sent == []
    await world.until("09-10 12:00")
    assert len(world.channel.sent) == 1


async def test_a_reminder_asked_for_comes_to_the_one_who_asked(world: World) -> None:
    li, _ = await crowd(world.store, "li", "wang")
    notice_id = await world.issue(notice(deadline("09-10 17:00")), quiet=True)
    async with world.store.transaction() as tx:
        ((date, _),) = await notices.key_dates_of(tx, notice_id)
        await issue.remind_member(tx, date, li.member_id, at("09-01 10:00"))
        await issue.remind_member(tx, date, li.member_id, at("09-01 11:00"))
    await world.until("09-01 10:59")
    assert world.channel.sent == []
    await world.until("09-01 11:01")
    assert [it.address for it in world.channel.sent] == ["li"]


async def test_a_reminder_asked_for_comes_at_its_hour_even_at_night(world: World) -> None:
    world.quiet("22:00-07:30")
    li, _ = await crowd(world.store, "li", "wang")
    notice_id = await world.issue(notice(deadline("09-10 17:00")), quiet=True)
    async with world.store.transaction() as tx:
        ((date, _),) = await notices.key_dates_of(tx, notice_id)
        await issue.remind_member(tx, date, li.member_id, at("09-01 23:15"))
    await world.until("09-01 23:16")
    assert [it.address for it in world.channel.sent] == ["li"]


# Changes --------------------------------------------------------------------------------------------------------------


async def test_a_moved_deadline_moves_its_reminders(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    await world.settle()
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-12 23:00")
    assert reminders_of(world, "li") == []
    await world.until("09-20 17:00")
    assert len(reminders_of(world, "li")) == 4
    change = world.channel.texts("li")[1]
    assert change.startswith("【更正】") and "9月10日" in change and "9月20日" in change


async def test_a_correction_goes_to_those_who_read_what_was_wrong(world: World) -> None:
    async with world.store.transaction() as tx:
        await join(tx, "awake", quiet_hours="")
        await join(tx, "asleep", quiet_hours="22:00-07:30")
    world.now = at("09-01 23:00")
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    await world.settle()
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-02 07:30")
    assert [text[:4] for text in world.channel.texts("awake")] == ["【通知】", "【更正】"]
    (only,) = world.channel.texts("asleep")
    assert only.startswith("【通知】") and "9月20日" in only


async def test_a_correction_goes_to_those_who_may_have_read_what_was_wrong(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.MAYBE_SENT, accepted=True))
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    await world.settle()
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-01 12:00")
    assert "【更正】" in "".join(world.channel.texts("li"))


async def test_a_reminder_that_waits_is_not_sent_when_its_date_moved(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT))
    notice_id = await world.issue(notice(deadline("09-01 17:00")), quiet=True)
    await world.until("09-01 14:00")
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-12 23:00")
    assert reminders_of(world, "li") == []


async def test_a_date_that_moved_leaves_a_reminder_of_several(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT))
    await world.issue(notice(deadline("09-01 17:00", "甲"), title="甲"), quiet=True)
    moving = await world.issue(notice(deadline("09-01 17:00", "乙"), title="乙"), quiet=True)
    await world.until("09-01 14:00")
    await world.change(moving, notice(deadline("09-20 17:00", "乙"), title="乙"))
    await world.until("09-01 15:00")
    (said,) = reminders_of(world, "li")
    assert "《甲》" in said and "《乙》" not in said


async def test_a_reminder_under_doubt_is_not_repeated_for_a_date_that_moved(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.MAYBE_SENT, accepted=True))
    notice_id = await world.issue(notice(deadline("09-01 17:00")), quiet=True)
    await world.until("09-01 14:00")
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.until("09-02 12:00")
    assert len(reminders_of(world, "li")) == 1


async def test_words_that_change_alone_tell_nobody_and_move_nothing(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    before = [tuple(row) for row in await planned(world)]
    await world.change(notice_id, notice(deadline("09-10 17:00"), text="又一句"))
    await world.settle()
    assert len(world.channel.sent) == 1
    assert [tuple(row) for row in await planned(world)] == before


async def test_a_date_taken_back_is_told_and_reminded_of_no_more(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00"), event("09-12")))
    await world.settle()
    await world.change(notice_id, notice(event("09-12")))
    await world.until("09-10 20:00")
    assert "取消 活动总结" in world.channel.texts("li")[1]
    assert not [text for text in reminders_of(world, "li") if "活动总结" in text]


async def test_a_date_added_is_told_and_reminded_of(world: World, li: Person) -> None:
    notice_id = await world.issue(notice())
    await world.settle()
    await world.change(notice_id, notice(deadline("09-10 17:00")))
    await world.until("09-10 17:00")
    assert "新增 活动总结" in world.channel.texts("li")[1]
    assert len(reminders_of(world, "li")) == 4


# Withdrawal -----------------------------------------------------------------------------------------------------------


async def test_a_withdrawal_is_told_to_those_who_were_told_and_ends_the_reminders(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    await world.settle()
    await crowd(world.store, "later")
    assert await world.withdraw(notice_id) == 1
    assert await world.withdraw(notice_id) is None
    await world.until("09-11 12:00")
    assert [text[:4] for text in world.channel.texts("li")] == ["【通知】", "【撤回】"]
    assert world.channel.texts("later") == []
    assert await planned(world) == []


async def test_a_withdrawal_is_told_to_those_who_only_heard_of_it_by_a_reminder(world: World) -> None:
    notice_id = await world.issue(notice(deadline("09-01 17:00")), Audience(frozenset({"student"})))
    await crowd(world.store, "later")
    await crowd(world.store, "teacher", role="teacher")
    await world.issue(notice(deadline("09-01 17:00", "另一件"), title="另一件"), quiet=True)
    await world.until("09-01 14:00")
    assert len(reminders_of(world, "later")) == len(reminders_of(world, "teacher")) == 1
    await world.withdraw(notice_id)
    await world.settle()
    assert world.channel.texts("later")[-1].startswith("【撤回】")
    assert not [text for text in world.channel.texts("teacher") if text.startswith("【撤回】")]


async def test_a_withdrawal_is_told_to_those_who_were_reminded_because_they_asked(world: World) -> None:
    await crowd(world.store, "pupil")
    asker, *_ = await crowd(world.store, "asker", "neighbour", role="teacher")
    notice_id = await world.issue(notice(deadline("09-05 17:00")), Audience(frozenset({"student"})))
    await world.ask(notice_id, asker, "09-01 10:00")
    await world.until("09-01 11:00")
    await world.withdraw(notice_id)
    await world.settle()
    assert [text[:4] for text in world.channel.texts("asker")] == ["【提醒】", "【撤回】"]
    assert world.channel.texts("neighbour") == []


async def test_a_withdrawal_is_told_to_those_of_whom_we_do_not_know(world: World, li: Person) -> None:
    world.channel.goes_wrong("li", fails(Verdict.MAYBE_SENT, accepted=True))
    notice_id = await world.issue(notice())
    await world.settle()
    await world.withdraw(notice_id)
    await world.until("09-01 12:00")
    assert [text[:4] for text in world.channel.texts("li")] == ["【通知】", "【撤回】"]


async def test_who_was_only_reminded_hears_of_the_withdrawal_of_a_moved_date(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")), quiet=True)
    await world.until("09-09 12:00")
    assert len(reminders_of(world, "li")) == 3
    world.channel.goes_wrong("li", fails(Verdict.NOT_SENT))
    await world.change(notice_id, notice(deadline("09-20 17:00")))
    await world.settle()
    await world.withdraw(notice_id)
    await world.until("09-21 12:00")
    assert [text[:4] for text in world.channel.texts("li")] == ["【提醒】"] * 3 + ["【撤回】"]


async def test_a_withdrawn_notice_stays_withdrawn_whatever_its_feed_says(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    await world.withdraw(notice_id)
    async with world.store.transaction() as tx:
        assert await issue.change(tx, notice_id, notice(event("09-09")), world.now, world.settings) is None
    await world.until("09-11 12:00")
    assert world.channel.sent == []


# All or nothing -------------------------------------------------------------------------------------------------------


async def test_a_notice_that_could_not_be_published_completely_was_never_issued(world: World, li: Person) -> None:
    with pytest.raises(LookupError):
        async with world.store.transaction() as tx:
            await issue.issue(tx, notice(deadline("09-10 17:00")), Audience(), world.now, world.settings)
            raise LookupError
    await world.until("09-11 12:00")
    assert world.channel.sent == [] and await planned(world) == []
    async with world.store.reading() as tx:
        assert await notices.latest(tx, 10) == []


async def test_a_newcomer_can_be_sent_what_was_issued_before(world: World) -> None:
    notice_id = await world.issue(notice(deadline("09-10 17:00")))
    (li,) = await crowd(world.store, "li")
    async with world.store.transaction() as tx:
        await publish.notice_to(tx, notice_id, li.member_id, "joined", world.now)
    await world.settle()
    assert world.channel.texts("li")[0].startswith("【通知】")


# In place -------------------------------------------------------------------------------------------------------------


async def corrected(world: World) -> list[tuple[str, str, str | None]]:
    """(address, words, which message) of what was corrected."""
    return [(it.address, it.text, it.edits) for it in world.channel.sent if it.edits]


@pytest.fixture
def _in_place(world: World) -> None:
    world.settings = replace(world.settings, corrected_on=frozenset({"fake"}))
    world.restart()


@pytest.mark.usefixtures("_in_place")
async def test_other_words_about_the_same_dates_correct_what_was_said_and_tell_nobody(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(event("09-10"), title="科普曰"))
    await world.settle()
    await world.change(notice_id, notice(event("09-10"), title="科普日"))
    await world.settle()
    ((address, words, which),) = await corrected(world)
    assert (address, which) == ("li", "p1") and words.startswith("【通知】科普日")
    await world.change(notice_id, notice(event("09-10"), title="科普日"))
    await world.settle()
    assert len(world.channel.sent) == 2


@pytest.mark.usefixtures("_in_place")
async def test_what_was_withdrawn_is_taken_back_and_the_author_can_see_how_far(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(event("09-10")))
    await world.settle()
    await world.withdraw(notice_id)
    async with world.store.reading() as tx:
        assert await deliveries.taken_back(tx, notice_id) == deliveries.TakenBack(0, 0, 0, 1)
    await world.settle()
    async with world.store.reading() as tx:
        assert await deliveries.taken_back(tx, notice_id) == deliveries.TakenBack(1, 0, 0, 0)
    assert [text[:4] for text in world.channel.texts("li")] == ["【通知】", "【撤回】", "【撤回】"]


async def test_where_nothing_is_corrected_in_place_nothing_is_queued(world: World, li: Person) -> None:
    notice_id = await world.issue(notice(event("09-10")))
    await world.settle()
    await world.withdraw(notice_id)
    async with world.store.reading() as tx:
        assert await deliveries.taken_back(tx, notice_id) is None
