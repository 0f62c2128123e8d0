from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fakes.people import NOW

from store import Store, StoreUnavailable, Tx, history
from store.db import GROUP_MAX
from store.lock import AlreadyRunning, InstanceLock

LARGE = "x" * 200_000


async def write(store: Store, what: str, about: str = "") -> None:
    async with store.transaction() as tx:
        await tx.insert("INSERT INTO history (at, what, about) VALUES (1, :what, :about)", what=what, about=about)
        tx.touch(what)


async def written(store: Store) -> set[str]:
    async with store.reading() as tx:
        return {row["what"] for row in await history.latest(tx, 10_000)}


async def pages_max(store: Store, pages: int) -> None:
    """Let the database grow no further than that many pages more than it has: a disk that is full."""
    async with store.transaction() as tx:
        row = await tx.one("PRAGMA page_count")
        assert row is not None
        await tx.run(f"PRAGMA max_page_count = {row[0] + pages}")


async def attempts(*writes: asyncio.Task[None] | object) -> list[type[BaseException] | None]:
    ends = await asyncio.gather(*writes, return_exceptions=True)  # type: ignore[call-overload]
    return [type(end) if isinstance(end, BaseException) else None for end in ends]


# Many at once -------------------------------------------------------------------------------------------------------


async def test_what_is_written_at_once_is_all_there(store: Store) -> None:
    names = {f"n{n}" for n in range(3 * GROUP_MAX)}
    await asyncio.gather(*(write(store, name) for name in names))
    assert await written(store) == names


async def test_those_who_wait_for_each_other_share_a_commit(store: Store) -> None:
    commits: list[set[str]] = []
    store.listen(commits.append)
    await asyncio.gather(*(write(store, f"n{n}") for n in range(50)))
    assert set.union(*commits) == {f"n{n}" for n in range(50)}
    assert len(commits) <= 3


async def test_one_that_fails_among_many_is_undone_alone(store: Store) -> None:
    async def fails(name: str) -> None:
        async with store.transaction() as tx:
            await history.add(tx, None, name, "", NOW)
            raise LookupError(name)

    ends = await attempts(*((fails if n % 7 == 3 else lambda it: write(store, it))(f"n{n}") for n in range(50)))
    assert [n for n, end in enumerate(ends) if end is LookupError] == [n for n in range(50) if n % 7 == 3]
    assert await written(store) == {f"n{n}" for n in range(50) if n % 7 != 3}


async def test_a_statement_that_fails_and_is_caught_leaves_the_rest_of_its_transaction(store: Store) -> None:
    async with store.transaction() as tx:
        await history.add(tx, None, "before", "", NOW)
        with pytest.raises(sqlite3.IntegrityError):
            await tx.run("INSERT INTO history (at, what) VALUES (1, NULL)")
    assert await written(store) == {"before"}


async def test_a_row_count_tells_who_won(store: Store) -> None:
    await write(store, "prize")

    async def takes(who: str) -> int:
        async with store.transaction() as tx:
            return await tx.run("UPDATE history SET about = :who WHERE what = 'prize' AND about = ''", who=who)

    assert sorted(await asyncio.gather(*(takes(f"w{n}") for n in range(20)))) == [0] * 19 + [1]


# Reading ------------------------------------------------------------------------------------------------------------


async def test_readers_see_what_is_committed_and_nothing_else(store: Store) -> None:
    async with store.transaction() as tx:
        await history.add(tx, None, "under way", "", NOW)
        assert await written(store) == set()
    assert await written(store) == {"under way"}


async def test_a_reader_sees_one_moment_however_long_it_looks(store: Store) -> None:
    await write(store, "old")
    async with store.reading() as tx:
        before = await history.latest(tx, 10)
        await write(store, "new")
        assert await history.latest(tx, 10) == before
    assert await written(store) == {"old", "new"}


async def test_readers_cannot_write(store: Store) -> None:
    async with store.reading() as tx:
        with pytest.raises(StoreUnavailable, match="readonly"):
            await history.add(tx, None, "x", "", NOW)


async def test_more_readers_than_connections_take_turns(store: Store) -> None:
    assert await asyncio.gather(*(written(store) for _ in range(20))) == [set()] * 20


# Trouble ------------------------------------------------------------------------------------------------------------


async def test_a_full_disk_changes_nothing_and_is_recovered_from_without_reopening(store: Store) -> None:
    await write(store, "before")
    await pages_max(store, 0)
    with pytest.raises(StoreUnavailable, match="full"):
        await write(store, "too large", LARGE)
    assert await written(store) == {"before"}
    await pages_max(store, 1000)
    await write(store, "after", LARGE)
    assert await written(store) == {"before", "after"}


async def test_on_a_disk_that_fills_up_exactly_what_was_promised_is_there(store: Store) -> None:
    await pages_max(store, 100)
    names = [f"n{n}" for n in range(40)]
    ends = await attempts(*(write(store, name, "x" * 20_000) for name in names))
    assert set(ends) <= {None, StoreUnavailable} and StoreUnavailable in ends
    assert await written(store) == {name for name, end in zip(names, ends, strict=True) if end is None}


async def test_after_the_database_gave_up_a_transaction_takes_no_more_statements(store: Store) -> None:
    await pages_max(store, 0)
    with pytest.raises(StoreUnavailable):
        async with store.transaction() as tx:
            with pytest.raises(StoreUnavailable):
                await tx.insert("INSERT INTO history (at, what, about) VALUES (1, 'large', :x)", x=LARGE)
            with pytest.raises(StoreUnavailable):
                await history.add(tx, None, "small", "", NOW)
    assert await written(store) == set()


async def test_a_locked_database_says_so_and_works_again_when_it_is_free(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await attempts(*(write(store, f"n{n}") for n in range(3))) == [StoreUnavailable] * 3
        assert await written(store) == set()
        other.execute("ROLLBACK")
    await write(store, "free")
    assert await written(store) == {"free"}


async def test_trouble_lasts_until_something_can_be_written_again(store: Store, path: Path) -> None:
    assert store.trouble is None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await attempts(write(store, "locked"))
        assert "locked" in str(store.trouble)
        other.execute("ROLLBACK")
    async with store.transaction():
        pass
    assert store.trouble is None


async def test_an_empty_transaction_does_not_end_the_trouble_of_a_place_that_takes_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.run("PRAGMA query_only = ON")
    assert await attempts(write(store, "lost")) == [StoreUnavailable]
    with pytest.raises(StoreUnavailable):
        async with store.transaction():
            pass
    assert "readonly" in str(store.trouble)


async def test_the_log_tells_of_trouble_once_and_of_its_end(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    await pages_max(store, 0)
    await attempts(write(store, "large", LARGE), write(store, "larger", LARGE + LARGE))
    await attempts(write(store, "after"))
    told = [record.message for record in caplog.records if record.levelname in ("ERROR", "WARNING")]
    assert told == ["database in trouble", "database well again"]


async def test_a_read_only_database_says_so_and_can_be_read(store: Store) -> None:
    await write(store, "before")
    async with store.transaction() as tx:
        await tx.run("PRAGMA query_only = ON")
    with pytest.raises(StoreUnavailable, match="readonly"):
        await write(store, "during")
    assert await written(store) == {"before"}


async def test_a_wrong_statement_is_a_bug_and_not_a_trouble_of_the_database(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="full"):
        async with store.transaction() as tx:
            await tx.run("SELECT full")
    await write(store, "after")
    assert await written(store) == {"after"}


async def test_a_listener_that_breaks_stops_nobody(store: Store) -> None:
    heard: list[set[str]] = []

    def breaks(topics: set[str]) -> None:
        raise LookupError

    store.listen(breaks)
    store.listen(heard.append)
    await write(store, "one")
    await write(store, "two")
    assert heard == [{"one"}, {"two"}]


# Those who change their mind ------------------------------------------------------------------------------------------


async def given_up(store: Store, work: Callable[[], object], steps: int) -> None:
    """Start something, let it take so many steps of the event loop, and cancel it."""
    task = asyncio.ensure_future(work())  # type: ignore[arg-type]
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_whoever_is_cancelled_while_waiting_has_written_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        await history.add(tx, None, "holder", "", NOW)
        await given_up(store, lambda: write(store, "waiting"), steps=3)
    await write(store, "next")
    assert await written(store) == {"holder", "next"}


async def test_whoever_is_cancelled_inside_a_transaction_has_written_nothing(store: Store) -> None:
    inside, never = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with store.transaction() as tx:
            await history.add(tx, None, "holder", "", NOW)
            inside.set()
            await never.wait()

    task = asyncio.create_task(holds())
    await inside.wait()
    task.cancel()
    await asyncio.gather(write(store, "next"), task, return_exceptions=True)
    assert await written(store) == {"next"}


@pytest.mark.parametrize("steps", range(12))
async def test_cancelling_at_any_moment_leaves_a_store_that_works(store: Store, steps: int) -> None:
    for _ in range(3):
        await given_up(store, lambda: written(store), steps)
        await given_up(store, lambda: write(store, "perhaps"), steps)
    await asyncio.gather(*(write(store, f"n{n}") for n in range(5)))
    assert {f"n{n}" for n in range(5)} <= await written(store) <= {f"n{n}" for n in range(5)} | {"perhaps"}


# Opening and closing --------------------------------------------------------------------------------------------------


async def test_what_was_written_is_there_after_reopening(path: Path) -> None:
    for n in range(3):
        async with Store.open(path) as store:
            assert await written(store) == {f"n{m}" for m in range(n)}
            await write(store, f"n{n}")


async def test_whoever_comes_after_the_end_is_told_so(path: Path) -> None:
    async with Store.open(path) as store:
        await write(store, "in time")
    with pytest.raises(StoreUnavailable, match="closed"):
        await write(store, "too late")
    with pytest.raises(StoreUnavailable, match="closed"):
        await written(store)


async def test_nobody_waits_for_a_store_that_closed_before_anyone_came(path: Path) -> None:
    async with Store.open(path) as store:
        pass
    async with asyncio.timeout(5):
        with pytest.raises(StoreUnavailable, match="closed"):
            await write(store, "too late")
        with pytest.raises(StoreUnavailable, match="closed"):
            await written(store)


async def test_nobody_waits_for_a_store_that_closes(path: Path) -> None:
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with store.transaction() as tx:
            await history.add(tx, None, "holder", "", NOW)
            inside.set()
            await go_on.wait()
            await history.add(tx, None, "more", "", NOW)

    async with Store.open(path) as store:
        tasks = [asyncio.create_task(holds())]
        await inside.wait()
        tasks.append(asyncio.create_task(write(store, "waits")))
        await asyncio.sleep(0)
    go_on.set()
    async with asyncio.timeout(5):
        assert await attempts(*tasks) == [StoreUnavailable] * 2
    async with Store.open(path) as store:
        assert await written(store) == set()


async def test_one_service_at_a_time(path: Path) -> None:
    async with Store.open(path, exclusive=True):
        with pytest.raises(AlreadyRunning):
            async with Store.open(path, exclusive=True):
                pass
        async with Store.open(path) as beside:  # the command line may look and write
            await write(beside, "beside")
    async with Store.open(path, exclusive=True) as store:
        assert await written(store) == {"beside"}


def test_a_lock_is_free_again_however_its_holder_ends(path: Path) -> None:
    with pytest.raises(LookupError), InstanceLock(path):
        raise LookupError
    with InstanceLock(path):
        pass


@pytest.mark.parametrize("exclusive", [False, True])
async def test_a_file_that_cannot_be_opened_is_one_sentence(tmp_path: Path, exclusive: bool) -> None:
    with pytest.raises(StoreUnavailable):
        async with Store.open(tmp_path / "nowhere" / "kexun.db", exclusive=exclusive):
            pass


async def test_an_opening_that_fails_leaves_no_thread_to_tell_a_loop_that_may_be_gone(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with pytest.raises(StoreUnavailable):
        async with Store.open(tmp_path / "nowhere" / "kexun.db"):
            pass
    assert set(threading.enumerate()) == before


async def test_a_file_that_is_no_database_is_one_sentence_and_left_alone(path: Path) -> None:
    words = "随便写点什么" * 1000
    await asyncio.to_thread(path.write_text, words)
    with pytest.raises(StoreUnavailable, match="not a database"):
        async with Store.open(path):
            pass
    assert await asyncio.to_thread(path.read_text) == words


async def test_a_transaction_may_not_be_used_when_it_is_over(store: Store) -> None:
    kept: list[Tx] = []
    async with store.transaction() as tx:
        kept.append(tx)
    with pytest.raises(StoreUnavailable):
        await history.add(kept[0], None, "late", "", NOW)
