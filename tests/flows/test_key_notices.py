"""The two notices this project began with, in our own words but with all their facts: from a file in a folder to the
reminders that people read."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time
from pathlib import Path

from world import ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.model import Source
from feeds.settings import Feed

NOTICES = Path(__file__).with_name("notices")


@asynccontextmanager
async def world_with(file: str, folder: Path, start: datetime) -> AsyncIterator[World]:
    """A world whose only feed is a folder with this notice in it."""
    (folder / "notices").mkdir()
    shutil.copy(NOTICES / file, folder / "notices")
    feed = Feed(Source("文件夹", "notices", "folder", ZONE, folder), catch_up=True)
    async with World.made(folder, start=start, feeds_=[feed], web=Fetcher()) as world:
        yield world


async def reads_on(world: World, person: Person, *days: date) -> list[str]:
    """What arrives by nine in the morning of each of these days."""
    read = []
    for day in days:
        await world.until(datetime.combine(day, time(9), ZONE))
        read.append(await person.news())
    return read


async def test_the_science_day_and_its_summary_are_told_and_reminded_of(tmp_path: Path) -> None:
    start = datetime(2024, 8, 22, 9, 0, tzinfo=ZONE)
    async with world_with("science-day.txt", tmp_path, start) as world:
        li = await world.person("李老师", "teacher")
        await world.settle()
        told = await li.news()
        assert "关于举办2024年重庆市全国科普日活动的通知" in told and "渝科协发〔2024〕41号" in told
        assert "9月15日(周日)至9月25日(周三)" in told
        line = "9月27日(周五)前 · 活动总结材料 · PDF+Word · 发 cqskpr@163.com · 区县科协等6类单位 · 还有36天"
        assert line in told
        assert told.count("📅") == 1 and told.count("⏰") == 1, "and nothing else is made of it"
        full = await li.says("/notice 1")
        assert "邹小龙 023-63003153" in full
        days = (12, 14, 20, 24, 26)
        event3, event1, due7, due3, due1 = await reads_on(world, li, *(date(2024, 9, day) for day in days))
        assert "9月15日" in event3 and "还有3天" in event3
        assert "9月15日" in event1 and "明天" in event1
        assert "活动总结材料" in due7 and "还有7天" in due7
        assert "活动总结材料" in due3 and "还有3天" in due3
        assert "cqskpr@163.com" in due1 and "明天" in due1
        await li.taps("已完成")
        assert await reads_on(world, li, date(2024, 10, 30)) == [""]


async def test_the_science_week_is_found_on_a_newspaper_page_and_nothing_else(tmp_path: Path) -> None:
    start = datetime(2023, 5, 12, 9, 0, tzinfo=ZONE)
    async with world_with("science-week.txt", tmp_path, start) as world:
        wang = await world.person("小王", "student")
        await world.settle()
        told = await wang.news()
        lines = [line for line in told.split("\n") if line.startswith(("📅", "⏰"))]
        assert len(lines) == 3, lines
        assert "5月20日(周六)至5月31日(周三)" in lines[0] and "科技活动周" in lines[0]
        assert any("启动仪式" in line and "5月20日(周六)" in line for line in lines)
        assert any("主场展览" in line and "5月20日(周六)至5月22日(周一)" in line for line in lines)
        (reminder,) = await reads_on(world, wang, date(2023, 5, 17))
        assert "还有3天" in reminder and "科技活动周" in reminder and "启动仪式" in reminder
