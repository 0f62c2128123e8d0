from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.dates import notice
from fakes.people import NOW

from notices.model import Audience
from store import Store, Tx, feeds, notices
from store.feeds import FeedState, KnownEntry

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
        await feeds.failed(tx, it.id, "timeout: It did not answer.", NOW.timestamp())
        await feeds.polled(tx, it.id, ("e1", "m1", "h1"), LATER.timestamp(), NOW, changed=True)
        await feeds.polled(tx, it.id, None, LATER.timestamp(), LATER, changed=False)
        it = await one(tx)
    assert (it.etag, it.last_modified, it.body_hash, it.errors, it.error) == ("e1", "m1", "h1", 0, None)
    assert (it.baseline_at, it.changed_at, it.succeeded_at) == (NOW, NOW, LATER)


async def test_failures_are_counted_in_a_row_and_leave_the_validators(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.polled(tx, it.id, ("e1", "", ""), NOW.timestamp(), NOW, changed=False)
        for _ in range(3):
            await feeds.failed(tx, it.id, "dns: No such host.", LATER.timestamp())
        it = await one(tx)
        assert (it.errors, it.error, it.etag, it.next_poll_at) == (3, "dns: No such host.", "e1", LATER.timestamp())
        assert [due.name for due in await feeds.due(tx, NOW)] == ["学校"]
        assert await feeds.next_due(tx, NOW) == LATER.timestamp()


async def test_a_paused_feed_rests_and_is_due_at_once_when_it_goes_on(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.failed(tx, it.id, "x", LATER.timestamp())
        await feeds.pause(tx, it.id, NOW)
        assert [due.name for due in await feeds.due(tx, LATER)] == ["学校"]
        assert (await one(tx)).paused
        await feeds.pause(tx, it.id, None)
        assert "科协" in [due.name for due in await feeds.due(tx, NOW)]


async def test_a_feed_taken_out_of_the_configuration_rests_and_comes_back_as_it_was(store: Store) -> None:
    async with store.transaction() as tx:
        it = await one(tx)
        await feeds.polled(tx, it.id, ("e1", "", ""), 0.0, NOW, changed=False)
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
        await feeds.polled(tx, it.id, ("e1", "m", "h"), LATER.timestamp(), NOW, changed=False)
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
