from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.dates import notice
from fakes.people import NOW

from notices.model import Audience
from store import Store, Tx, feeds, notices
from store.feeds import FeedState, KnownEntry, Polled

LATER = NOW + timedelta(hours=1)
FEEDS = {"科协": "https://a.example/feed", "学校": "https://b.example/feed"}


@pytest.fixture(autouse=True)
async def _configured(store: Store) -> None:
    async with store.transaction() as tx:
        await feeds.configure(tx, FEEDS, NOW)


async def one(tx: Tx, name: str = "科协") -> FeedState:
    return next(it for it in await feeds.all_feeds(tx) if it.name == name)


async def test_new_feeds_are_due_at_once_and_have_no_baseline(store: Store) -> None:
    async with store.reading() as tx:
        assert [it.name for it in await feeds.due(tx, NOW)] == list(FEEDS)
        assert all(it.baseline_at is None and not it.paused for it in await feeds.all_feeds(tx))


async def test_a_poll_stores_its_validators_and_sets_the_baseline_once(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.failed(tx, it.id, "timeout: It did not answer.", NOW.timestamp(), NOW)
        await feeds.polled(tx, [Polled(it.id, LATER.timestamp(), ("e1", "m1", "h1"), True)], NOW)
        await feeds.polled(tx, [Polled(it.id, LATER.timestamp(), None, False)], LATER)
        it = await one(tx)
    assert (it.etag, it.last_modified, it.body_hash, it.errors, it.error) == ("e1", "m1", "h1", 0, None)
    assert (it.baseline_at, it.changed_at, it.succeeded_at) == (NOW, NOW, LATER)


async def test_failures_are_counted_in_a_row_and_leave_the_validators(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.polled(tx, [Polled(it.id, NOW.timestamp(), ("e1", "", ""), False)], NOW)
        for _ in range(3):
            await feeds.failed(tx, it.id, "dns: No such host.", LATER.timestamp(), NOW)
        it = await one(tx)
        assert (it.errors, it.error, it.etag, it.next_poll_at) == (3, "dns: No such host.", "e1", LATER.timestamp())
        assert [due.name for due in await feeds.due(tx, NOW)] == ["学校"]
        assert await feeds.next_due(tx, NOW) == LATER.timestamp()


async def test_a_paused_feed_rests_and_is_due_at_once_when_it_goes_on(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.failed(tx, it.id, "x", LATER.timestamp(), NOW)
        await feeds.pause(tx, it.id, NOW)
        assert [due.name for due in await feeds.due(tx, LATER)] == ["学校"]
        assert (await one(tx)).paused
        await feeds.pause(tx, it.id, None)
        assert "科协" in [due.name for due in await feeds.due(tx, NOW)]


async def test_a_feed_taken_out_of_the_configuration_rests_and_comes_back_as_it_was(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.polled(tx, [Polled(it.id, 0.0, ("e1", "", ""), False)], NOW)
        await feeds.add_entry(tx, it.id, ["k1"], "h1", None, NOW)
        await feeds.configure(tx, {"学校": FEEDS["学校"]}, NOW)
        assert [due.name for due in await feeds.due(tx, LATER)] == ["学校"]
        assert await feeds.get(tx, it.id) is None
        await feeds.configure(tx, FEEDS, NOW)
        back = await one(tx)
        assert (back.id, back.etag, back.baseline_at) == (it.id, "e1", NOW)
        assert await feeds.known(tx, it.id, ["k1"]) != {}


async def test_a_feed_with_a_new_address_starts_afresh_and_quietly(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.polled(tx, [Polled(it.id, LATER.timestamp(), ("e1", "m", "h"), False)], NOW)
        await feeds.configure(tx, {**FEEDS, "科协": "https://c.example/feed"}, NOW)
        it = await one(tx)
    assert it.url == "https://c.example/feed"
    assert (it.etag, it.body_hash, it.baseline_at, it.next_poll_at) == ("", "", None, 0)


async def test_an_entry_is_known_by_any_of_its_keys_in_its_own_feed(store: Store) -> None:
    async with store.transaction() as tx:
        first, second = [await one(tx, name) for name in FEEDS]
        notice_id = await notices.add(tx, notice(), Audience(), NOW, feed_id=first.id)
        entry = await feeds.add_entry(tx, first.id, ["k1", "k2"], "h1", notice_id, NOW)
        assert await feeds.known(tx, first.id, ["k2", "k9"]) == {"k2": KnownEntry(entry, "h1", notice_id)}
        assert await feeds.known(tx, second.id, ["k1", "k2"]) == {}
        assert await feeds.notice_of_entry(tx, entry) == notice_id


async def test_a_changed_entry_gains_keys_and_never_takes_anothers(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        old = await feeds.add_entry(tx, it.id, ["k1"], "h1", None, NOW)
        new = await feeds.add_entry(tx, it.id, ["k2"], "h2", None, NOW)
        await feeds.entry_changed(tx, it.id, new, ["k1", "k3"], "h3", None, LATER)
        found = await feeds.known(tx, it.id, ["k1", "k2", "k3"])
    assert {key: (entry.id, entry.content_hash) for key, entry in found.items()} == {
        "k1": (old, "h1"), "k2": (new, "h3"), "k3": (new, "h3")
    }


async def test_a_thousand_keys_are_looked_up_at_once(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.add_entry(tx, it.id, [f"k{n}" for n in range(1000)], "h", None, NOW)
        assert len(await feeds.known(tx, it.id, [f"k{n}" for n in range(2000)])) == 1000


async def test_many_polls_are_written_down_together(store: Store) -> None:
    async with store.transaction() as tx:
        first, second = [await one(tx, name) for name in FEEDS]
        await feeds.polled(tx, [Polled(first.id, 1.0, ("e", "", "")), Polled(second.id, 2.0, arrivals=3.0)], NOW)
        first, second = [await one(tx, name) for name in FEEDS]
    assert (first.next_poll_at, first.etag, first.arrivals, first.arrivals_at) == (1.0, "e", 0.0, None)
    assert (second.next_poll_at, second.etag, second.arrivals, second.arrivals_at) == (2.0, "", 3.0, NOW)


async def test_due_feeds_are_taken_a_few_at_a_time_without_those_at_hand(store: Store) -> None:
    async with store.transaction() as tx:
        (first, second) = await feeds.due(tx, NOW)
        assert await feeds.due(tx, NOW, limit=1) == [first]
        assert await feeds.due(tx, NOW, but=[first.id]) == [second]
        await feeds.postpone(tx, {first.id: LATER.timestamp()})
        assert await feeds.due(tx, NOW) == [second]


async def test_admins_are_told_once_until_the_feed_is_well(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        assert await feeds.admins_told(tx, it.id, NOW)
        assert not await feeds.admins_told(tx, it.id, LATER)
        await feeds.polled(tx, [Polled(it.id, 0.0)], LATER)
        assert await feeds.admins_told(tx, it.id, LATER)


async def test_a_failure_of_our_own_network_does_not_count(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.failed(tx, it.id, "dns: No.", 0.0, NOW, counts=False)
        it = await one(tx)
        assert (it.errors, it.failing_at, it.error) == (0, None, "dns: No.")
        await feeds.failed(tx, it.id, "dns: No.", 0.0, NOW)
        await feeds.failed(tx, it.id, "dns: No.", 0.0, LATER)
        assert (await one(tx)).failing_at == NOW


async def test_what_stood_in_a_feed_is_remembered_until_the_next_time(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        assert await feeds.sightings(tx, it.id) == {}
        for items in ({"a": ("k1", "k2")}, {"b": ()}):
            await feeds.sighted(tx, it.id, items)
            assert await feeds.sightings(tx, it.id) == items


async def test_an_entry_that_left_its_feed_stays_known_for_years_and_is_then_forgotten(store: Store) -> None:
    years = timedelta(days=3 * 365 + 1)
    async with store.transaction() as tx:
        it = await one(tx)
        for key in ("gone", "back", "there"):
            await feeds.add_entry(tx, it.id, [key], "h", None, NOW)
        await feeds.gone(tx, it.id, ["gone", "back"], NOW)
        await feeds.back(tx, it.id, ["back"])
        assert await feeds.prune(tx, NOW + timedelta(days=3 * 365)) == 0
        assert await feeds.prune(tx, NOW + years) == 1
        assert list(await feeds.known(tx, it.id, ["gone", "back", "there"])) == ["back", "there"]
