"""Work that the database's thread does as a whole."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from fakes.people import NOW

from store import Store, StoreUnavailable, Tx, history


async def written(store: Store) -> set[str]:
    async def whats(tx: Tx) -> set[str]:
        return {row["what"] for row in await history.latest(tx, 10_000)}

    return await store.look(whats)


async def two(tx: Tx) -> int:
    await history.add(tx, None, "one", "", NOW)
    await history.add(tx, None, "two", "", NOW)
    tx.touch("history")
    return 2


async def test_all_of_it_is_there_once_it_is_committed_and_its_listeners_hear_of_it(store: Store) -> None:
    heard: list[set[str]] = []
    store.listen(heard.append)
    async with store.transaction() as tx:
        assert await tx.at_once(two) == 2
        assert await written(store) == set()
    assert await written(store) == {"one", "two"}
    assert heard == [{"history"}]


async def test_it_leaves_the_event_loop_alone(store: Store) -> None:
    async def where(tx: Tx) -> int:
        await tx.one("SELECT 1")
        return threading.get_ident()

    async with store.transaction() as tx:
        assert await tx.at_once(where) != threading.get_ident()
    assert await store.look(where) != threading.get_ident()


async def test_what_is_part_of_it_may_be_done_at_once_itself(store: Store) -> None:
    async def more(tx: Tx) -> int:
        return 1 + await tx.at_once(two)

    async with store.transaction() as tx:
        assert await tx.at_once(more) == 3
    assert await written(store) == {"one", "two"}


async def test_an_error_in_it_undoes_its_transaction_and_no_other(store: Store) -> None:
    async def fails(tx: Tx) -> None:
        await two(tx)
        raise LookupError("bug")

    async def whole() -> None:
        async with store.transaction() as tx:
            await tx.at_once(fails)

    async def other() -> None:
        async with store.transaction() as tx:
            await history.add(tx, None, "other", "", NOW)

    ends = await asyncio.gather(other(), whole(), other(), return_exceptions=True)
    assert [type(end) for end in ends] == [type(None), LookupError, type(None)]
    assert await written(store) == {"other"}


async def test_one_that_is_caught_leaves_what_was_done_before_it(store: Store) -> None:
    async def fails(tx: Tx) -> None:
        await history.add(tx, None, "before", "", NOW)
        await tx.run("INSERT INTO history (at, what) VALUES (1, NULL)")

    async with store.transaction() as tx:
        with pytest.raises(sqlite3.IntegrityError):
            await tx.at_once(fails)
    assert await written(store) == {"before"}


async def test_it_may_wait_for_nothing_but_its_statements(store: Store) -> None:
    async def waits(tx: Tx) -> None:
        await two(tx)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="waits for nothing"):
        async with store.transaction() as tx:
            await tx.at_once(waits)
    assert await written(store) == set()


async def test_after_the_database_gave_up_its_transaction_takes_no_more(store: Store) -> None:
    async def large(tx: Tx) -> None:
        with pytest.raises(StoreUnavailable):
            await history.add(tx, None, "x" * 200_000, "", NOW)

    async with store.transaction() as tx:
        row = await tx.one("PRAGMA page_count")
        assert row is not None
        await tx.run(f"PRAGMA max_page_count = {row[0]}")
    with pytest.raises(StoreUnavailable, match="full"):
        async with store.transaction() as tx:
            await tx.at_once(large)
            with pytest.raises(StoreUnavailable, match="full"):
                await tx.at_once(two)
    assert await written(store) == set()


@pytest.mark.parametrize("steps", range(8))
async def test_whoever_is_cancelled_meanwhile_has_written_nothing_or_all_of_it(store: Store, steps: int) -> None:
    async def whole() -> None:
        async with store.transaction() as tx:
            await tx.at_once(two)

    task = asyncio.create_task(whole())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await written(store) in (set(), {"one", "two"})
    await whole()
    assert await written(store) == {"one", "two"}


async def test_looking_sees_one_moment_and_writes_nothing(store: Store, path: Path) -> None:
    async def counts(tx: Tx) -> tuple[int, int]:
        before = await history.latest(tx, 10)
        with closing(sqlite3.connect(path)) as other:
            other.execute("INSERT INTO history (at, what, about) VALUES (1, 'meanwhile', '')")
            other.commit()
        return len(before), len(await history.latest(tx, 10))

    assert await store.look(counts) == (0, 0)
    assert await written(store) == {"meanwhile"}
    with pytest.raises(StoreUnavailable, match="readonly"):
        await store.look(two)


async def test_after_the_end_there_is_nothing_to_look_at(path: Path) -> None:
    async with Store.open(path) as store, store.transaction() as tx:
        await tx.at_once(two)
    with pytest.raises(StoreUnavailable, match="closed"):
        await written(store)


async def test_those_who_ask_for_nothing_are_in_nobodys_way(store: Store) -> None:
    async def nothing() -> None:
        async with store.transaction():
            pass

    async def fails() -> None:
        async with store.transaction():
            raise LookupError("before anything was asked")

    async def whole() -> None:
        async with store.transaction() as tx:
            await tx.at_once(two)

    ends = await asyncio.gather(nothing(), fails(), whole(), nothing(), fails(), return_exceptions=True)
    assert [type(end) for end in ends] == [type(None), LookupError, type(None), type(None), LookupError]
    assert await written(store) == {"one", "two"} and store.trouble is None


async def test_where_it_cannot_begin_nothing_of_it_is_done_and_what_comes_later_is(path: Path) -> None:
    async with Store.open(path, patience_secs=0.0) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked"):
                async with store.transaction() as tx:
                    with pytest.raises(StoreUnavailable, match="locked"):
                        await tx.at_once(two)
                    with pytest.raises(StoreUnavailable, match="locked"):
                        await history.add(tx, None, "three", "", NOW)
            assert store.trouble is not None
            other.execute("ROLLBACK")
        async with store.transaction() as tx:
            await history.add(tx, None, "later", "", NOW)
        assert await written(store) == {"later"} and store.trouble is None
