"""What comes into sight, comes back, or is worded anew all the time is no news."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from fakes.feed_texts import item, rss
from world import HOUSE, SETTINGS, World

from delivery.issue import CORRECTIONS_MAX
from store import messages

LECTURE = "讲座定于2026年{}在图书馆举行。"


def gives(world: World, *items: str) -> None:
    world.web.files[world.feeds["科协"].source.url] = rss(*items).encode()  # type: ignore[union-attr]


def put_up(title: str, on: str, when: str = "3月1日14:30") -> str:
    return item(title, LECTURE.format(when), guid=title, link=f"/{title}", pubDate=on)


NEWEST = [put_up(f"讲座{n}", f"2026-08-{20 + n}") for n in range(6)]


async def test_old_entries_that_come_into_sight_are_kept_and_not_told(world: World) -> None:
    wang = await world.person("小王", "student")
    gives(world, *NEWEST)
    await world.settle()
    await wang.news()
    gives(world, *NEWEST, put_up("三月的讲座", "2026-02-20"))
    await world.passes(hours=1)
    assert await wang.news() == ""
    assert "三月的讲座" in await wang.says("/latest")


async def test_an_old_entry_with_a_date_ahead_is_told(world: World) -> None:
    wang = await world.person("小王", "student")
    gives(world, *NEWEST)
    await world.settle()
    await wang.news()
    gives(world, *NEWEST, put_up("年度讲座", "2026-02-20", "12月1日14:30"))
    await world.passes(hours=1)
    assert "年度讲座" in await wang.news()


async def test_what_was_put_up_while_nobody_looked_is_told_however_long_ago(world: World) -> None:
    wang = await world.person("小王", "student")
    gives(world, *NEWEST)
    await world.settle()
    await wang.news()
    gives(world, put_up("九月的讲座", "2026-09-03", "9月20日14:30"), *NEWEST)
    await world.sleeps(days=30)
    assert "九月的讲座" in await wang.news()


async def test_entries_in_another_order_are_no_news(world: World) -> None:
    wang, dice = await world.person("小王", "student"), random.Random(3)
    gives(world, *NEWEST)
    await world.settle()
    await wang.news()
    for _ in range(20):
        gives(world, *dice.sample(NEWEST, 6))
        await world.passes(hours=1)
    assert await wang.news() == ""


async def test_an_entry_worded_anew_all_the_time_is_mended_two_dozen_times_and_then_left(tmp_path: Path) -> None:
    mends = replace(HOUSE, settings=replace(SETTINGS, corrected_on=frozenset({"telegram"})))
    async with World.made(tmp_path, house=mends) as world:
        wang = await world.person("小王", "student")
        guid = world.publishes("讲座", LECTURE.format("9月20日"))
        await world.settle()
        assert (await wang.news()).count("【通知】") == 1
        for n in range(CORRECTIONS_MAX + 6):
            world.publishes(f"讲座（第{n}稿）", LECTURE.format("9月20日"), guid=guid)
            await world.passes(hours=1)
        async with world.store.reading() as tx:
            assert await messages.corrections(tx, 1) == CORRECTIONS_MAX
        assert "【" not in await wang.news()
        assert f"第{n}稿" in await wang.says("/notice 1"), "the notice itself is always as it is now"
