from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from fakes.people import NOW, ROLE_TOPICS, crowd, join

from notices.message import text
from notices.model import Lane
from store import Store, Tx, deliveries, dialogs, groups, invites, members, messages
from store.dialogs import OPEN_SECS, Dialog

LATER = NOW + timedelta(days=1)


async def queue(tx: Tx, account_id: int, lane: Lane) -> int:
    message_id = await messages.add(tx, "said", lane, NOW, bubble=text("一"))
    return await deliveries.add(tx, message_id, account_id, "fake", lane, NOW)


async def states(tx: Tx) -> list[str]:
    return [row["state"] for row in await tx.all("SELECT state FROM deliveries ORDER BY id")]


# Accounts -------------------------------------------------------------------------------------------------------------


async def test_a_new_address_is_a_new_member_and_a_known_one_is_not(store: Store) -> None:
    async with store.transaction() as tx:
        first = await members.account(tx, "telegram", "7", NOW)
        assert await members.account(tx, "telegram", "7", LATER) == first
        other = await members.account(tx, "webchat", "7", NOW)
        assert other.member_id != first.member_id
        assert await members.find_account(tx, "telegram", "8") is None
        assert await members.accounts_of(tx, first.member_id) == [first]


async def test_ten_first_messages_at_once_make_one_member(store: Store) -> None:
    async def writes() -> int:
        async with store.transaction() as tx:
            return (await members.account(tx, "telegram", "7", NOW)).member_id

    assert len(set(await asyncio.gather(*(writes() for _ in range(10))))) == 1


async def test_a_closed_account_loses_what_waits_for_it_and_opens_when_they_write(store: Store) -> None:
    async with store.transaction() as tx:
        li, wang = await join(tx, "li"), await join(tx, "wang")
        for person in (li, wang):
            for lane in (Lane.REPLY, Lane.BULK):
                await queue(tx, person.account_id, lane)
        await members.close_account(tx, li.account_id, "blocked", NOW)
        assert await states(tx) == ["cancelled", "cancelled", "queued", "queued"]
        assert await members.accounts_of(tx, li.member_id) == []
        again = await members.account(tx, "fake", "li", LATER)
        assert (again.id, again.closed) == (li.account_id, False)


async def test_what_was_sent_stays_sent_when_the_account_closes(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        await queue(tx, li.account_id, Lane.REPLY)
        claimed = await deliveries.claim(tx, "fake", NOW, NOW, 1)
        await members.close_account(tx, li.account_id, "blocked", NOW)
        assert await states(tx) == ["sending"]
        await deliveries.record(tx, [deliveries.Outcome(claimed[0], "sent")], NOW)
        assert await states(tx) == ["sent"]


async def test_an_account_moves_with_all_that_waits_for_it(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        await queue(tx, li.account_id, Lane.BULK)
        assert await members.move_account(tx, li.account_id, "li2", NOW)
        (claimed,) = await deliveries.claim(tx, "fake", NOW, NOW, 1)
        assert claimed.address == "li2"
        assert await members.find_account(tx, "fake", "li") is None


async def test_an_account_that_moves_to_where_another_is_closes(store: Store) -> None:
    async with store.transaction() as tx:
        old, new = await join(tx, "old"), await join(tx, "new")
        await join(tx, "elsewhere", channel="other")
        for person in (old, new):
            await queue(tx, person.account_id, Lane.BULK)
        assert await members.move_account(tx, old.account_id, "elsewhere", NOW)
        assert not await members.move_account(tx, old.account_id, "new", NOW)
        assert await states(tx) == ["cancelled", "queued"]
        kept = await members.find_account(tx, "fake", "new")
        assert kept is not None and kept.id == new.account_id and not kept.closed


async def test_an_account_that_has_moved_there_already_stays_open(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        await queue(tx, li.account_id, Lane.BULK)
        for _ in range(2):
            assert await members.move_account(tx, li.account_id, "li2", NOW)
        assert await states(tx) == ["queued"]
        kept = await members.find_account(tx, "fake", "li2")
        assert kept is not None and (kept.id, kept.closed) == (li.account_id, False)


async def test_what_stands_at_an_address_of_former_times_is_not_looked_for_at_the_new_one(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        await queue(tx, li.account_id, Lane.BULK)
        (said,) = await deliveries.claim(tx, "fake", NOW, LATER, 1)
        await deliveries.record(tx, [deliveries.Outcome(said, "sent", provider_id="7")], NOW)
        reply = await messages.add(tx, "said", Lane.REPLY, NOW, bubble=text("二"))
        correction = await messages.add(tx, "change", Lane.BULK, NOW)
        for message_id in (reply, correction):
            await deliveries.add(tx, message_id, li.account_id, "fake", Lane.BULK, NOW, edits="7")
        under_way = await deliveries.claim(tx, "fake", NOW, LATER, 2)
        assert [it.edits for it in under_way] == ["7", "7"]
        assert await members.move_account(tx, li.account_id, "li2", NOW)
        await deliveries.record(tx, [deliveries.Outcome(it, "queued") for it in under_way], NOW)
        rows = await tx.all("SELECT state, edits, provider_id FROM deliveries ORDER BY id")
        assert [tuple(row) for row in rows] == [("sent", None, None), ("queued", None, None), ("expired", None, None)]


async def test_a_topic_that_was_left_already_is_still_to_be_told_of(store: Store) -> None:
    async with store.transaction() as tx:
        group = await groups.enter(tx, "fake", "-100/45", "高一（3）班", None, NOW)
        for _ in range(2):
            assert await members.move_account(tx, group.account.id, "-100", NOW)
        assert [what for _, what in await groups.untold(tx)] == ["topic gone"]


async def test_a_group_goes_on_where_we_are_already_with_what_waits_and_what_is_under_way(store: Store) -> None:
    async with store.transaction() as tx:
        old, new = [await groups.enter(tx, "fake", chat, "高一（3）班", None, NOW) for chat in ("-7", "-100")]
        await queue(tx, old.account.id, Lane.BULK)
        (under_way,) = await deliveries.claim(tx, "fake", NOW, LATER, 1)
        await queue(tx, old.account.id, Lane.BULK)
        for _ in range(2):
            assert not await members.move_account(tx, old.account.id, "-100", NOW)
        await deliveries.record(tx, [deliveries.Outcome(under_way, "queued")], NOW)
        again = await deliveries.claim(tx, "fake", NOW, LATER, 3)
        assert [(it.address, it.account_id, it.member_id) for it in again] == [
            ("-100", new.account.id, old.member_id)
        ] * 2


async def test_nobody_is_told_that_a_group_put_us_out_which_has_moved(store: Store) -> None:
    async with store.transaction() as tx:
        old, _ = [await groups.enter(tx, "fake", chat, "高一（3）班", None, NOW) for chat in ("-7", "-100")]
        await members.move_account(tx, old.account.id, "-100", NOW)
        assert await groups.untold(tx) == []


# Stopping -------------------------------------------------------------------------------------------------------------


async def test_stopping_cancels_everything_but_replies_on_every_account(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        await tx.run(
            "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:m, 'fake', 'li2', 0)",
            m=li.member_id,
        )
        for account in await members.accounts_of(tx, li.member_id):
            for lane in Lane:
                await queue(tx, account.id, lane)
        await members.stop(tx, li.member_id, NOW)
        assert await states(tx) == ["queued", "cancelled", "cancelled", "cancelled"] * 2
        assert (await members.must(tx, li.member_id)).stopped
        assert [await members.resume(tx, li.member_id) for _ in range(2)] == [True, False]


# Who they are ---------------------------------------------------------------------------------------------------------


async def test_a_member_is_what_was_set(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li", "student", "teacher", quiet_hours="", event_leads="3600", language="en")
        await members.set_setting(tx, li.member_id, "name", "小李 🎉 <b>")
        assert [await members.welcomed(tx, li.member_id, NOW) for _ in range(2)] == [True, False]
        it = await members.must(tx, li.member_id)
        assert (it.name, it.language, it.quiet_hours, it.event_leads, it.deadline_leads) == (
            "小李 🎉 <b>", "en", "", "3600", None
        )
        assert (it.roles, it.welcomed, it.stopped) == (frozenset({"student", "teacher"}), True, False)
        assert await members.get(tx, 999) is None


async def test_roles_are_given_and_taken_once(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        assert [await members.add_role(tx, li.member_id, "admin", NOW) for _ in range(2)] == [True, False]
        assert (await members.count_with_role(tx, "admin"), await members.with_role(tx, "admin")) == (1, [li.member_id])
        assert [await members.drop_role(tx, li.member_id, "admin") for _ in range(2)] == [True, False]


async def test_own_choices_win_over_those_of_the_role(store: Store) -> None:
    async with store.transaction() as tx:
        await members.set_role_topics(tx, {**ROLE_TOPICS, "twice": ("lecture", "lecture")})
        li = await join(tx, "li", "student")
        assert (await members.interests(tx, li.member_id)).topics == {"lecture", "science-week"}
        await members.mute(tx, li.member_id, "lecture", NOW)
        await members.subscribe(tx, li.member_id, "research", NOW)
        assert (await members.interests(tx, li.member_id)).topics == {"science-week", "research"}
        await members.subscribe(tx, li.member_id, "lecture", NOW)
        await members.set_role_topics(tx, {})
        assert (await members.interests(tx, li.member_id)).topics == {"lecture", "research"}


@pytest.mark.parametrize(("words", "found"), [
    ("", ["c%", "a_b", "ab"]), ("b", ["a_b", "ab"]), ("a_b", ["a_b"]), ("%", ["c%"]), ("\\", []), ("2", ["a_b"]),
    ("²", []), ("9" * 40, []),
])
async def test_members_are_found_by_name_or_number(store: Store, words: str, found: list[str]) -> None:
    await crowd(store, "x", "y", "z")
    async with store.transaction() as tx:
        for member_id, name in enumerate(("ab", "a_b", "c%"), 1):
            await members.set_setting(tx, member_id, "name", name)
        assert [it.name for it in await members.find(tx, words, 10)] == found


async def test_a_list_of_members_comes_page_by_page(store: Store) -> None:
    people = await crowd(store, *(f"p{n}" for n in range(7)))
    async with store.reading() as tx:
        pages = [[it.id for it in await members.find(tx, "", 3, offset)] for offset in (0, 3, 6, 9)]
    assert [member_id for page in pages for member_id in page] == [it.member_id for it in reversed(people)]


# Invites and dialogs --------------------------------------------------------------------------------------------------


async def test_an_invite_brings_its_role_as_often_as_it_says(store: Store) -> None:
    async with store.transaction() as tx:
        await invites.add(tx, "code", "organiser", 2, LATER, NOW)
        assert await invites.role_of(tx, "code", NOW) == "organiser"
        assert [await invites.redeem(tx, "code", NOW) for _ in range(3)] == ["organiser", "organiser", None]
        assert await invites.role_of(tx, "code", NOW) is None


async def test_an_invite_that_is_over_or_unknown_brings_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        await invites.add(tx, "code", "organiser", 2, LATER, NOW)
        assert await invites.redeem(tx, "code", LATER) is None
        assert await invites.redeem(tx, "CODE", NOW) is None


async def test_of_many_who_redeem_the_last_use_one_gets_it(store: Store) -> None:
    async with store.transaction() as tx:
        await invites.add(tx, "code", "admin", 1, LATER, NOW)

    async def redeems() -> str | None:
        async with store.transaction() as tx:
            return await invites.redeem(tx, "code", NOW)

    assert (await asyncio.gather(*(redeems() for _ in range(9)))).count("admin") == 1


async def test_a_question_is_open_for_half_an_hour_and_the_last_one_counts(store: Store) -> None:
    async with store.transaction() as tx:
        li = await join(tx, "li")
        assert await dialogs.get(tx, li.account_id, NOW) == Dialog()
        await dialogs.put(tx, li.account_id, "name", {}, (), NOW)
        await dialogs.put(tx, li.account_id, "quiet", {"a": "中"}, ("/x", "/y"), NOW)
        asked = Dialog("quiet", {"a": "中"}, ("/x", "/y"))
        assert await dialogs.get(tx, li.account_id, NOW + timedelta(seconds=OPEN_SECS - 1)) == asked
        assert await dialogs.get(tx, li.account_id, NOW + timedelta(seconds=OPEN_SECS)) == Dialog()


async def test_what_members_chose_is_looked_up_anew_once_it_has_changed(store: Store) -> None:
    people = await crowd(store, *"ab")
    async with store.transaction() as tx:
        await members.set_setting(tx, people[0].member_id, "quiet_hours", "22:00-07:00")
        assert await members.chosen(tx, "quiet_hours") == ["22:00-07:00"]
        await members.set_setting(tx, people[1].member_id, "quiet_hours", "23:00-06:00")
        assert await members.chosen(tx, "quiet_hours") == ["22:00-07:00", "23:00-06:00"]
        await tx.at_once(partial(members.set_setting, member_id=people[0].member_id, setting="quiet_hours", value=None))
        assert await members.chosen(tx, "quiet_hours") == ["23:00-06:00"]
