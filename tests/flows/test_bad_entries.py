"""A bug of ours in one entry costs its neighbours nothing, and itself no more than what we made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from world import READER, World

from feeds.model import Entry, Understood
from feeds.understand import Reader

LECTURE = "各位同学：讲座定于2026年9月20日14:30在图书馆举行。"


class Unlucky(Reader):
    """Breaks over what is called bad: while it reads, or by what it makes of it."""

    def entry(self, entry: Entry, today: date | None = None) -> Understood:
        read = super().entry(entry, today)
        if "读坏" in entry.title:
            raise RecursionError(entry.title)
        if "写坏" in entry.title:  # no database takes an object for a title
            return replace(read, notice=replace(read.notice, issuer=cast(Any, object())))
        return read


@pytest.fixture
def unlucky() -> Reader:
    return Unlucky(READER.zone, READER.topics)


@pytest.mark.parametrize("bad", ["读坏的讲座", "写坏的讲座"])
async def test_a_bug_in_one_entry_never_loses_its_neighbours(tmp_path: Path, unlucky: Reader, bad: str) -> None:
    async with World.made(tmp_path, reader=unlucky) as world:
        wang = await world.person("小王", "student")
        world.publishes("第一场讲座", LECTURE)
        world.publishes(bad, LECTURE)
        world.publishes("第三场讲座", LECTURE)
        await world.settle()
        said = await wang.news()
        assert "第一场讲座" in said and "第三场讲座" in said
        assert said.count("地点：图书馆") == 2, "with all their dates"
        world.publishes("第四场讲座", LECTURE)
        await world.passes(hours=1)
        assert "第四场讲座" in await wang.news()


@pytest.mark.parametrize("bad", ["读坏的讲座", "写坏的讲座"])
async def test_an_entry_that_broke_something_still_comes_with_its_words_and_its_link(
    tmp_path: Path, unlucky: Reader, bad: str
) -> None:
    async with World.made(tmp_path, reader=unlucky) as world:
        everyone = await world.person("小王", "student")
        world.publishes(bad, LECTURE)
        await world.settle()
        said = await everyone.news()
        assert bad in said and "图书馆" in said and "原文" in await everyone.buttons()
        await world.passes(hours=1)
        assert await everyone.news() == "", "and once"


@pytest.mark.parametrize("bad", ["读坏的讲座", "写坏的讲座"])
async def test_a_bug_in_a_new_version_takes_no_date_from_anyone(tmp_path: Path, unlucky: Reader, bad: str) -> None:
    async with World.made(tmp_path, reader=unlucky) as world:
        wang = await world.person("小王", "student")
        guid = world.publishes("好好的讲座", LECTURE)
        await world.settle()
        await wang.news()
        world.publishes(bad, LECTURE, guid=guid)
        await world.passes(minutes=16)
        assert "取消" not in await wang.news()
        await world.passes(days=19)
        assert "还有" in await wang.news() or "明天" in await wang.says("日程")
