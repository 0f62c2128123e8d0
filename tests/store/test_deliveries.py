from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta

import pytest
from fakes.people import NOW, Person, crowd, join

from notices.message import text
from notices.model import Lane
from store import Store, deliveries, messages
from store.deliveries import Claimed, Outcome

LEASE = NOW + timedelta(seconds=60)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def li(store: Store) -> Person:
    return (await crowd(store, "li"))[0]


async def queue(store: Store, person: Person, lane: Lane = Lane.NORMAL, *, due_at: object = NOW) -> int:
    async with store.transaction() as tx:
        message_id = await messages.add(tx, "said", lane, NOW, bubble=text("一"))
        return await deliveries.add(tx, message_id, person.account_id, "fake", lane, due_at)  # type: ignore[arg-type]


async def claim(store: Store, limit: int = 100, *, channel: str = "fake") -> list[Claimed]:
    async with store.transaction() as tx:
        return await deliveries.claim(tx, channel, NOW, LEASE, limit)


async def record(store: Store, *outcomes: Outcome) -> None:
    async with store.transaction() as tx:
        await deliveries.record(tx, outcomes, NOW)


async def states(store: Store) -> list[str]:
    async with store.reading() as tx:
        return [row["state"] for row in await tx.all("SELECT state FROM deliveries ORDER BY id")]


async def test_one_message_goes_to_one_account_once(store: Store, li: Person) -> None:
    async with store.transaction() as tx:
        message_id = await messages.add(tx, "said", Lane.REPLY, NOW, bubble=text("一"))
        await deliveries.add(tx, message_id, li.account_id, "fake", Lane.REPLY, NOW)
        with pytest.raises(sqlite3.IntegrityError):
            await deliveries.add(tx, message_id, li.account_id, "fake", Lane.REPLY, NOW)
    assert await states(store) == ["queued"]


async def test_claims_take_the_first_lanes_first_and_the_longest_waiting_of_a_lane(store: Store, li: Person) -> None:
    late, early = await queue(store, li), await queue(store, li, due_at=NOW - timedelta(hours=1))
    bulk, reply = await queue(store, li, Lane.BULK), await queue(store, li, Lane.REPLY)
    assert [it.id for it in await claim(store, 1)] == [reply]
    assert [it.id for it in await claim(store, 1)] == [early]
    assert [it.id for it in await claim(store, 5)] == [late, bulk]


async def test_a_claim_takes_what_is_due_on_its_channel_and_nothing_else(store: Store, li: Person) -> None:
    await queue(store, li, due_at=LATER)
    async with store.transaction() as tx:
        other = await join(tx, "wang", channel="other")
    await queue(store, other)
    assert await claim(store, channel="other") == []
    async with store.transaction() as tx:
        await tx.run("UPDATE deliveries SET channel = 'other' WHERE account_id = :a", a=other.account_id)
        assert await deliveries.next_due(tx, "fake") == LATER.timestamp()
    assert await claim(store) == []
    assert [it.address for it in await claim(store, channel="other")] == ["wang"]


async def test_nobody_claims_what_somebody_has(store: Store, li: Person) -> None:
    ids = [await queue(store, li) for _ in range(30)]
    claims = await asyncio.gather(*(claim(store, 4) for _ in range(10)))
    assert sorted(it.id for batch in claims for it in batch) == ids
    assert await claim(store) == []


async def test_an_answer_to_an_older_claim_changes_nothing(store: Store, li: Person) -> None:
    await queue(store, li)
    (old,) = await claim(store)
    async with store.transaction() as tx:
        (orphan,) = await deliveries.orphans(tx, None)
        assert await deliveries.doubt(tx, orphan, again_at=NOW)
        assert not await deliveries.doubt(tx, orphan, again_at=NOW)
    await record(store, Outcome(old, "failed"))
    assert await states(store) == ["queued"]
    (new,) = await claim(store)
    await record(store, Outcome(old, "failed"))
    assert await states(store) == ["sending"]
    await record(store, Outcome(new, "sent", provider_id="p1"))
    await record(store, Outcome(new, "failed"), Outcome(old, "queued"))
    assert await states(store) == ["sent"]


async def test_leases_tell_orphans_from_those_at_work(store: Store, li: Person) -> None:
    await queue(store, li)
    await claim(store)
    async with store.reading() as tx:
        assert await deliveries.orphans(tx, LEASE - timedelta(seconds=1)) == []
        assert len(await deliveries.orphans(tx, LEASE)) == len(await deliveries.orphans(tx, None)) == 1


async def test_attempts_and_doubts_add_up_and_the_providers_id_stays(store: Store, li: Person) -> None:
    await queue(store, li)
    for outcome in ({"doubts": 1, "provider_id": "p1"}, {"attempts": 1, "error": "x"}, {"attempts": 1}):
        (it,) = await claim(store)
        await record(store, Outcome(it, "queued", NOW.timestamp(), **outcome))  # type: ignore[arg-type]
    async with store.reading() as tx:
        row = await tx.one("SELECT * FROM deliveries")
    assert row is not None
    assert (row["attempts"], row["doubts"], row["provider_id"], row["error"], row["fence"]) == (2, 1, "p1", None, 3)


async def test_a_doubt_that_is_not_asked_again_is_left_as_unknown(store: Store, li: Person) -> None:
    await queue(store, li)
    await claim(store)
    async with store.transaction() as tx:
        (orphan,) = await deliveries.orphans(tx, None)
        await deliveries.doubt(tx, orphan, again_at=None)
        assert await deliveries.counts(tx) == {"unknown": 1, "doubted": 1}
    assert await claim(store) == []


async def test_states_reconcile(store: Store, li: Person) -> None:
    for _ in range(4):
        await queue(store, li)
    first, second, third = await claim(store, 3)
    await record(store, Outcome(first, "sent"), Outcome(second, "expired"), Outcome(third, "failed"))
    async with store.reading() as tx:
        assert await deliveries.counts(tx) == {"sent": 1, "expired": 1, "failed": 1, "queued": 1, "doubted": 0}


async def test_the_next_due_is_the_earliest_of_any_lane(store: Store, li: Person) -> None:
    async with store.reading() as tx:
        assert await deliveries.next_due(tx, "fake") is None
    await queue(store, li, Lane.REPLY, due_at=LATER)
    await queue(store, li, Lane.BULK, due_at=NOW)
    async with store.reading() as tx:
        assert await deliveries.next_due(tx, "fake") == NOW.timestamp()


async def test_listeners_hear_of_what_is_queued(store: Store, li: Person) -> None:
    heard: list[set[str]] = []
    store.listen(heard.append)
    await queue(store, li)
    assert heard == [{"deliveries"}]
