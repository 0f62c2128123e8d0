from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from fakes.dates import at, deadline, event, notice
from fakes.people import NOW, ZONE, crowd

from notices.model import Audience, Contact, KeyDate, Materials, Notice
from notices.plan import Planned
from store import Store, Tx, history, members, notices, reminders

LATER = NOW + timedelta(hours=1)
FULL = Notice(
    "科普日 🎉", "正文\n<b>&", (), "市科协", "渝科协发〔2024〕41号", date(2024, 8, 21), "https://example.org/a?b=1",
    (Contact("王芳", ("023-12345678",), ("a@example.org",)),), ("另行通知",),
)
REPORT = KeyDate(
    "deadline", "总结", None, at("09-27"), True, None,
    Materials(("总结",), ("PDF", "Word"), ("a@b.cn",), ("区县科协",)), "9月27日前", 0.98,
)


async def add(tx: Tx, *dates: KeyDate, title: str = "科普日通知") -> tuple[int, list[int]]:
    notice_id = await notices.add(tx, notice(title=title), Audience(), NOW, author_id=None, feed_id=None)
    return notice_id, [await notices.add_key_date(tx, notice_id, it, ZONE) for it in dates]


# Notices --------------------------------------------------------------------------------------------------------------


async def test_a_notice_is_read_back_as_it_was_understood(store: Store) -> None:
    rule = Audience(frozenset({"teacher"}), frozenset({"lecture"}))
    async with store.transaction() as tx:
        notice_id = await notices.add(tx, FULL, rule, NOW, asks_ack=True)
        ids = [await notices.add_key_date(tx, notice_id, it, ZONE) for it in (REPORT, event("09-15", "09-25"))]
        stored = await notices.get(tx, notice_id)
    assert stored is not None
    assert stored.notice.key_dates == (event("09-15", "09-25"), REPORT) and stored.key_date_ids == (ids[1], ids[0])
    assert (stored.notice.contacts, stored.notice.published_on, stored.notice.unsure) == (
        FULL.contacts, FULL.published_on, FULL.unsure
    )
    assert (stored.audience, stored.asks_ack, stored.withdrawn, stored.published_at) == (rule, True, False, NOW)


async def test_a_withdrawn_notice_is_in_no_list_and_its_dates_are_over(store: Store) -> None:
    async with store.transaction() as tx:
        first, _ = await add(tx, deadline("09-10"), title="甲")
        second, (left,) = await add(tx, deadline("09-11"), title="乙")
        assert [await notices.withdraw(tx, first, NOW) for _ in range(2)] == [True, False]
        assert [it.id for it in await notices.latest(tx, 10)] == [it.id for it in await notices.titled(tx, "", 9)]
        assert [it.id for it in await notices.latest(tx, 10)] == [second]
        assert [it.id for it in await notices.upcoming(tx, NOW, 10)] == [left]
        assert await notices.key_dates_of(tx, first) == []


async def test_dates_ahead_come_in_order_until_they_are_over_or_done(store: Store) -> None:
    (li,) = await crowd(store, "li")
    async with store.transaction() as tx:
        _, (running, past, report, talk) = await add(
            tx, event("08-25", "09-05", "展览"), deadline("08-31"), deadline("09-10"),
            event("09-03 14:00", "09-03 16:00"),
        )
        assert [it.id for it in await notices.upcoming(tx, NOW, 10)] == [running, talk, report]
        assert [it.id for it in await notices.upcoming(tx, at("09-03 15:00"), 10)] == [running, talk, report]
        assert [it.id for it in await notices.upcoming(tx, at("09-03 16:00"), 10)] == [running, report]
        assert [it.id for it in await notices.upcoming(tx, NOW, 10, ("deadline",))] == [report]
        assert [await notices.done(tx, li.member_id, report, NOW) for _ in range(2)] == [True, False]
        assert report not in [it.id for it in await notices.upcoming(tx, NOW, 10, member_id=li.member_id)]
        assert report in [it.id for it in await notices.upcoming(tx, NOW, 10, member_id=999)]
        assert [await notices.undone(tx, li.member_id, report) for _ in range(2)] == [True, False]
        assert past not in [it.id for it in await notices.upcoming(tx, NOW, 10)]


async def test_an_acknowledgement_counts_once(store: Store) -> None:
    li, wang = await crowd(store, "li", "wang")
    async with store.transaction() as tx:
        notice_id, _ = await add(tx)
        assert [await notices.acknowledge(tx, notice_id, li.member_id, NOW) for _ in range(2)] == [True, False]
        assert await notices.acknowledged_by(tx, notice_id, li.member_id)
        assert not await notices.acknowledged_by(tx, notice_id, wang.member_id)
        assert await notices.count_acknowledged(tx, notice_id) == 1


async def test_history_only_grows_and_the_newest_comes_first(store: Store) -> None:
    async with store.transaction() as tx:
        for what in ("paused", "resumed", "paused"):
            await history.add(tx, None, what, "feed 1", NOW)
        await history.add(tx, None, "paused", "feed 2", NOW)
        assert [row["about"] for row in await history.latest(tx, 2)] == ["feed 2", "feed 1"]
        assert await history.last(tx, "feed 1", ("paused", "resumed")) == "paused"
        assert await history.last(tx, "feed 3", ("paused",)) is None


# Reminders ------------------------------------------------------------------------------------------------------------


def planned(moment: str, **lead: float) -> Planned:
    return Planned(timedelta(**lead), at(moment))


async def due_at(tx: Tx, moment: str) -> list[tuple[int, int, int]]:
    return [(it.key_date_id, it.lead_secs, it.member_id) for it in await reminders.due(tx, at(moment), 100)]


async def test_reminders_fall_due_in_their_order_and_fire_once(store: Store) -> None:
    async with store.transaction() as tx:
        _, (first, second) = await add(tx, deadline("09-10"), deadline("09-11"))
        await reminders.plan(tx, second, [planned("09-08 08:30", days=3)])
        await reminders.plan(tx, first, [planned("09-07 08:30", days=3), planned("09-09 08:30", days=1)])
        assert await reminders.next_due(tx) == at("09-07 08:30").timestamp()
        assert await due_at(tx, "09-07 08:29") == []
        assert [key for key, _, _ in await due_at(tx, "09-08 08:30")] == [first, second]
        ids = [it.id for it in await reminders.due(tx, at("09-08 08:30"), 100)]
        assert [await reminders.fired(tx, ids, "said", NOW) for _ in range(2)] == [2, 0]
        assert await due_at(tx, "09-09 08:29") == []
        assert await reminders.next_due(tx) == at("09-09 08:30").timestamp()


async def test_of_many_sweeps_one_fires_a_reminder(store: Store) -> None:
    async with store.transaction() as tx:
        _, (date_id,) = await add(tx, deadline("09-10"))
        await reminders.plan(tx, date_id, [planned("09-07 08:30", days=3)])

    async def sweeps() -> int:
        async with store.transaction() as tx:
            return await reminders.fired(tx, [1], "said", NOW)

    assert sorted(await asyncio.gather(*(sweeps() for _ in range(9)))) == [0] * 8 + [1]


async def test_a_reminder_planned_twice_is_one_until_it_has_fired(store: Store) -> None:
    (li,) = await crowd(store, "li")
    async with store.transaction() as tx:
        _, (date_id,) = await add(tx, deadline("09-10"))
        for moment in ("09-07 08:30", "09-07 20:00"):
            await reminders.plan(tx, date_id, [planned(moment, days=3)])
            await reminders.plan(tx, date_id, [planned(moment, seconds=1)], li.member_id)
        assert len(await due_at(tx, "09-08 00:00")) == 2
        await reminders.fired(tx, [it.id for it in await reminders.due(tx, LATER + timedelta(days=30), 9)], "said", NOW)
        await reminders.plan(tx, date_id, [planned("09-09 08:30", days=3)])
        assert await due_at(tx, "09-09 08:30") == [(date_id, 3 * 86400, 0)]


@pytest.mark.parametrize(("mine_only", "left"), [(True, 2), (False, 0)])
async def test_reminders_are_forgotten_for_one_or_for_all(store: Store, mine_only: bool, left: int) -> None:
    li, wang = await crowd(store, "li", "wang")
    async with store.transaction() as tx:
        _, (date_id,) = await add(tx, deadline("09-10"))
        await reminders.plan(tx, date_id, [planned("09-07 08:30", days=3)])
        for person in (li, wang):
            await reminders.plan(tx, date_id, [planned("09-07 08:30", seconds=1)], person.member_id)
        await reminders.drop(tx, date_id, li.member_id if mine_only else None)
        assert len(await due_at(tx, "09-08 00:00")) == left


async def test_a_reminder_knows_whether_its_date_still_holds(store: Store) -> None:
    async with store.transaction() as tx:
        notice_id, (first, second) = await add(tx, deadline("09-10"), event("09-12 14:00"))
        for date_id in (first, second):
            await reminders.plan(tx, date_id, [planned("09-07 08:30", days=3)])
        await notices.withdraw_key_date(tx, first, NOW)
        found = {it.key_date_id: it for it in await reminders.due(tx, at("09-08 00:00"), 9)}
        assert (found[first].holds, found[second].holds) == (False, True)
        assert found[second].over_at == at("09-12 14:00").timestamp()
        await notices.withdraw(tx, notice_id, NOW)
        assert not any(it.holds for it in await reminders.due(tx, at("09-08 00:00"), 9))


async def test_lead_times_in_use_are_those_that_someone_chose(store: Store) -> None:
    people = await crowd(store, *"abcd")
    async with store.transaction() as tx:


        for person, leads in zip(people, ("3600", "", "3600", None), strict=True):
            await members.set_setting(tx, person.member_id, "event_leads", leads)
        assert await reminders.leads_in_use(tx, "event_leads") == ["3600"]
        assert await reminders.leads_in_use(tx, "deadline_leads") == []
