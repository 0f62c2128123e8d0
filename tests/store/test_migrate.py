from __future__ import annotations

import asyncio
from pathlib import Path

import aiosqlite
import pytest

from store import Store
from store.migrate import StepFailed, TooNew, upgrade

FIRST = "CREATE TABLE a (x);\n"
SECOND = """-- a comment; with a semicolon
CREATE TABLE b (x DEFAULT 'a;b');
CREATE TRIGGER t AFTER INSERT ON b BEGIN
    INSERT INTO a VALUES (new.x);
    INSERT INTO a VALUES (2);
END;
INSERT INTO b VALUES (1)"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps/0001_first.sql").write_text(FIRST)
    return tmp_path / "steps"


async def look(path: Path, sql: str) -> list[tuple[object, ...]]:
    async with aiosqlite.connect(path) as db:
        return [tuple(row) for row in await db.execute_fetchall(sql)]


async def take(path: Path, folder: Path) -> list[str]:
    async with aiosqlite.connect(path, isolation_level=None) as db:
        return await upgrade(db, folder)


async def tables(path: Path) -> set[object]:
    return {name for (name,) in await look(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


async def test_each_missing_step_is_taken_once(path: Path, folder: Path) -> None:
    assert await take(path, folder) == ["0001_first"]
    (folder / "0002_second.sql").write_text(SECOND)
    assert await take(path, folder) == ["0002_second"]
    assert await take(path, folder) == []
    assert await look(path, "SELECT x FROM a") == [(1,), (2,)]


@pytest.mark.parametrize("broken", ["CREATE TABLE;", "INSERT INTO a VALUES (1);\nCREATE TABLE a (x);",
                                    "CREATE TABLE c (x UNIQUE);\nINSERT INTO c VALUES (1), (1);"])
async def test_a_step_that_fails_has_not_begun_and_says_which_it_is(path: Path, folder: Path, broken: str) -> None:
    (folder / "0002_second.sql").write_text("CREATE TABLE b (x);\n" + broken)
    with pytest.raises(StepFailed, match="0002_second"):
        await take(path, folder)
    assert await tables(path) == {"a"}
    assert await look(path, "PRAGMA user_version") == [(1,)]
    assert await look(path, "SELECT * FROM a") == []
    (folder / "0002_second.sql").write_text(SECOND)
    assert await take(path, folder) == ["0002_second"]


async def test_two_that_upgrade_at_once_take_each_step_once(path: Path, folder: Path) -> None:
    (folder / "0002_second.sql").write_text(SECOND)
    taken = await asyncio.gather(*(take(path, folder) for _ in range(4)))
    assert sorted(name for names in taken for name in names) == ["0001_first", "0002_second"]


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(path: Path) -> None:
    async with aiosqlite.connect(path) as db:
        await db.execute("PRAGMA user_version = 999")
    with pytest.raises(TooNew, match="999"):
        async with Store.open(path):
            pass
    assert await tables(path) == set()
