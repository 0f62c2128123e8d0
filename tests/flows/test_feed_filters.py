"""A feed's own filter: what does not pass is nobody's news, but what changes a notice that was told is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from world import MORNING, ZONE, World

from feeds.model import Source
from feeds.settings import ROUNDUP_ABOVE, Feed
from notices.filters import parse

LECTURE = "各位同学：\n天文讲座定于2026年9月10日14:30在图书馆小礼堂举行。\n图书馆\n2026年9月1日"
TITLE = "关于举办天文讲座的通知"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    source = Source("科协", "https://1.example/feed", "rss", ZONE, tmp_path)
    async with World.made(tmp_path, feeds_=[Feed(source, catch_up=True, wants=parse("天文 和 非 小学"))]) as made:
        yield made


async def left_out(world: World) -> list[tuple[str, str]]:
    async with world.store.reading() as tx:
        rows = await tx.all("SELECT title, left_out FROM entries WHERE left_out IS NOT NULL ORDER BY id")
    return [(row["title"], row["left_out"]) for row in rows]


async def test_what_does_not_pass_is_left_out_and_noted_with_the_reason(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes(TITLE, LECTURE)
    world.publishes("关于举办小学讲座的通知", LECTURE)
    world.publishes("关于举办化学讲座的通知", LECTURE.replace("天文", "化学"))
    await world.settle()
    heard = await wang.news()
    assert TITLE in heard and "小学" not in heard and "化学" not in heard
    assert sorted(await left_out(world)) == [("关于举办化学讲座的通知", "天文"), ("关于举办小学讲座的通知", "NOT 小学")]
    assert "化学" not in await wang.says("最新")


async def test_an_entry_that_passes_later_is_news_then(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("关于举办化学讲座的通知", LECTURE.replace("天文", "化学"), guid="n1")
    await world.settle()
    assert await wang.news() == ""
    world.publishes("关于举办化学讲座的通知", LECTURE.replace("天文", "化学（含天文）"), guid="n1")
    await world.passes(minutes=20)
    assert "化学" in await wang.news() and await left_out(world) == []


async def test_a_notice_that_was_told_is_changed_whatever_it_says_now(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes(TITLE, LECTURE, guid="n1")
    await world.settle()
    await wang.news()
    world.publishes(TITLE, LECTURE.replace("9月10日", "9月12日") + "小学生也可参加", guid="n1")
    await world.passes(minutes=20)
    assert "由 9月10日" in await wang.news()


async def test_a_later_notice_that_moves_one_that_was_told_passes(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes(TITLE, LECTURE)
    await world.settle()
    await wang.news()
    moved = "《关于举办天文讲座的通知》：原定9月10日举行的小学讲座推迟至9月17日14:30举行。\n图书馆\n2026年9月2日"
    world.publishes("关于讲座延期的通知", moved)
    world.publishes("关于延期开放食堂的通知", "食堂延期开放。\n后勤处\n2026年9月2日")
    await world.passes(minutes=20)
    heard = await wang.news()
    assert "【更正】" in heard and "9月17日" in heard and "食堂" not in heard


async def test_only_what_passes_counts_as_many_at_once(world: World) -> None:
    wang = await world.person("小王", "student")
    for n in range(ROUNDUP_ABOVE * 3):
        world.publishes(f"化学讲座{n}", "化学讲座很精彩。")
    world.publishes("天文讲座", "天文讲座很精彩。")
    await world.settle()
    heard = await wang.news()
    assert "天文讲座" in heard and "一次新增" not in heard and world.now == MORNING
