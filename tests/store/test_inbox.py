from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from fakes.people import NOW

from channels.base import Inbox
from store import Store, StoreUnavailable, inbox
from store.inbox import KEPT_SECS, StoredInbox


@pytest.fixture
def stored(store: Store) -> StoredInbox:
    return StoredInbox(store, lambda: NOW)


async def open_keys(store: Store) -> list[str]:
    async with store.reading() as tx:
        return [it.raw for it in await inbox.open_updates(tx, 100)]


async def test_each_key_is_kept_once_however_often_it_comes(store: Store, stored: StoredInbox) -> None:
    it: Inbox = stored
    assert await it.put("telegram", [("1", "a"), ("2", "b"), ("1", "again")]) == 2
    assert await it.put("telegram", [("2", "later"), ("3", "c")]) == 1
    assert await it.put("webchat", [("1", "another channel's")]) == 1
    assert await open_keys(store) == ["a", "b", "c", "another channel's"]


async def test_of_many_who_bring_the_same_one_is_told_that_it_is_new(store: Store, stored: StoredInbox) -> None:
    news = await asyncio.gather(*(stored.put("telegram", [("1", f"{n}")]) for n in range(20)))
    assert sorted(news) == [0] * 19 + [1]


async def test_the_position_moves_with_the_updates_or_not_at_all(store: Store, stored: StoredInbox) -> None:
    assert await stored.cursor("telegram") is None
    await stored.put("telegram", [("1", "a")], "2 0")
    async with store.transaction() as tx:
        row = await tx.one("PRAGMA page_count")
        assert row is not None
        await tx.run(f"PRAGMA max_page_count = {row[0]}")
    with pytest.raises(StoreUnavailable):
        await stored.put("telegram", [("2", "x" * 100_000)], "3 0")
    assert (await stored.cursor("telegram"), await open_keys(store)) == ("2 0", ["a"])
    await stored.put("telegram", [], "9 0")
    assert (await stored.cursor("telegram"), await stored.cursor("webchat")) == ("9 0", None)


async def test_an_update_is_answered_once(store: Store, stored: StoredInbox) -> None:
    await stored.put("telegram", [("1", "a")])

    async def takes() -> bool:
        async with store.transaction() as tx:
            (it,) = await inbox.open_updates(tx, 1) or [None]
            return it is not None and await inbox.take(tx, it.id, NOW)

    assert sorted(await asyncio.gather(takes(), takes(), takes())) == [False, False, True]
    assert await open_keys(store) == []


async def test_what_is_taken_in_a_transaction_that_fails_is_open_again(store: Store, stored: StoredInbox) -> None:
    await stored.put("telegram", [("1", "a")])
    with pytest.raises(LookupError):
        async with store.transaction() as tx:
            assert await inbox.take(tx, 1, NOW)
            raise LookupError
    assert await open_keys(store) == ["a"]


async def test_what_broke_us_twice_is_set_aside_and_the_rest_goes_on(store: Store, stored: StoredInbox) -> None:
    await stored.put("telegram", [("1", "poison"), ("2", "b")])
    async with store.transaction() as tx:
        await inbox.stumble(tx, 1, "KeyError", 2, NOW)
        assert [it.attempts for it in await inbox.open_updates(tx, 9)] == [1, 0]
        await inbox.stumble(tx, 1, "KeyError", 2, NOW)
        assert await inbox.count_quarantined(tx) == 1
        assert not await inbox.take(tx, 1, NOW)
    assert await open_keys(store) == ["b"]
    assert await stored.put("telegram", [("1", "poison")]) == 0


async def test_updates_come_in_order_and_page_by_page(store: Store, stored: StoredInbox) -> None:
    await stored.put("telegram", [(f"{n}", f"{n}") for n in range(25)])
    seen: list[str] = []
    after = 0
    async with store.reading() as tx:
        while page := await inbox.open_updates(tx, 10, after):
            seen += [it.raw for it in page]
            after = page[-1].id
    assert seen == [f"{n}" for n in range(25)]


async def test_only_what_was_answered_long_ago_is_forgotten(store: Store, stored: StoredInbox) -> None:
    await stored.put("telegram", [("old", "a"), ("new", "b"), ("open", "c"), ("broken", "d")])
    async with store.transaction() as tx:
        await inbox.take(tx, 1, NOW - timedelta(seconds=KEPT_SECS + 1))
        await inbox.take(tx, 2, NOW)
        await inbox.stumble(tx, 4, "KeyError", 1, NOW - timedelta(days=99))
        assert await inbox.prune(tx, NOW) == 1
    assert await stored.put("telegram", [("old", "a"), ("new", "b"), ("open", "c"), ("broken", "d")]) == 1


async def test_what_came_in_is_told_to_the_listeners_when_it_is_committed(store: Store, stored: StoredInbox) -> None:
    heard: list[set[str]] = []
    store.listen(heard.append)
    await stored.put("telegram", [("1", "a")])
    await stored.put("telegram", [("1", "a")])
    assert heard == [{"inbox"}]
