"""One notice that several feeds bring: told once, with all its sources; a lower unit's own dates stay its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from world import ZONE, World

from feeds.model import Source
from feeds.settings import Feed
from notices.model import Audience

UPPER = (
    "青科协发〔2026〕41号\n关于举办2026年全国科普日活动的通知\n各有关单位：\n2026年全国科普日活动将于9月15日至25日举行，"
    "请各单位结合实际，认真组织开展主题科普活动，动员科技工作者积极参与，营造热爱科学、崇尚科学的良好氛围。"
    "请于9月27日前将活动总结（PDF版）发送至kepu@example.cn。\n青禾市科学技术协会\n2026年9月1日"
)
LOWER = UPPER + "\n云谷区补充：请于9月20日前将活动总结初稿报区科协。"
NUMBER = "关于举办2026年全国科普日活动的通知"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A city's feed for teachers, and a district's for students."""
    feeds = [
        Feed(Source(name, f"https://{role}.example", "rss", ZONE, tmp_path), 900.0, Audience(frozenset({role})), True)
        for name, role in (("市科协", "teacher"), ("区科协", "student"))
    ]
    async with World.made(tmp_path, feeds_=feeds) as made:
        yield made


async def test_a_notice_of_two_feeds_reaches_both_audiences_and_nobody_twice(world: World) -> None:
    teacher, student = await world.person("李", "teacher"), await world.person("王", "student")
    both, neither = await world.person("赵", "teacher", "student"), await world.person("钱", "organiser")
    world.publishes(NUMBER, UPPER, feed="市科协")
    await world.settle()
    world.publishes(f"转发：{NUMBER}", UPPER, feed="区科协")
    await world.passes(hours=1)
    for person in (teacher, student, both):
        assert (await person.news()).count("9月27日") == 1
    assert await neither.news() == ""


async def test_the_whole_notice_names_its_sources_and_why_the_one_that_reached_me(world: World) -> None:
    student, teacher = await world.person("王", "student"), await world.person("李", "teacher")
    world.publishes(NUMBER, UPPER, feed="市科协")
    await world.settle()
    world.publishes(NUMBER, UPPER, feed="区科协")
    await world.passes(hours=1)
    whole = await student.says("/notice 1")
    assert "市科协、区科协" in whole
    assert "“区科协”" in await student.says("/why 1")
    assert "“市科协”" in await teacher.says("/why 1")


async def test_dates_of_a_lower_unit_are_a_notice_of_its_own_for_its_own_people(world: World) -> None:
    teacher, student = await world.person("李", "teacher"), await world.person("王", "student")
    world.publishes(NUMBER, UPPER, feed="市科协")
    await world.settle()
    world.publishes(f"区科协转发{NUMBER}", LOWER, feed="区科协")
    await world.passes(hours=1)
    told = await student.news()
    assert told.count("9月20日") == 1 and told.count("9月27日") == 1
    assert "9月20日" not in await teacher.news()
    await world.passes(days=25)
    reminded = await teacher.news()
    assert "9月27日" in reminded and "9月20日" not in reminded
    assert "9月20日" in await student.news()


async def test_a_change_of_the_first_source_reaches_those_of_the_second(world: World) -> None:
    student = await world.person("王", "student")
    guid = world.publishes(NUMBER, UPPER, feed="市科协")
    await world.settle()
    world.publishes(NUMBER, UPPER, feed="区科协")
    await world.passes(hours=1)
    await student.news()
    world.publishes(NUMBER, UPPER.replace("9月27日", "9月29日"), feed="市科协", guid=guid)
    await world.passes(hours=1)
    changed = await student.news()
    assert "9月27日" in changed and "9月29日" in changed


async def test_a_late_copy_does_not_bring_an_old_date_back(world: World) -> None:
    student = await world.person("王", "student")
    guid = world.publishes(NUMBER, UPPER, feed="市科协")
    await world.settle()
    world.publishes(NUMBER, UPPER.replace("9月27日", "9月29日"), feed="市科协", guid=guid)
    await world.passes(hours=1)
    world.publishes(NUMBER, UPPER, feed="区科协")
    await world.passes(hours=1)
    told = await student.news()
    assert "9月29日" in told and "9月27日" not in told


async def test_a_touched_up_copy_changes_nothing_for_anyone(world: World) -> None:
    student = await world.person("王", "student")
    world.publishes(NUMBER, UPPER, feed="市科协")
    await world.settle()
    guid = world.publishes(NUMBER, UPPER, feed="区科协")
    await world.passes(hours=1)
    await student.news()
    world.publishes(f"【转发】{NUMBER}", UPPER, feed="区科协", guid=guid)
    await world.passes(hours=1)
    assert await student.news() == ""


async def test_two_entries_of_one_feed_are_two_notices_even_with_the_same_words(world: World) -> None:
    teacher = await world.person("李", "teacher")
    world.publishes("第一场", UPPER, feed="市科协")
    world.publishes("第二场", UPPER, feed="市科协")
    await world.settle()
    told = await teacher.news()
    assert "第一场" in told and "第二场" in told
