"""A notice that several feeds bring, where one of them told of it with many others in one message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from world import ZONE, Person, World

from feeds.model import Source
from feeds.settings import Feed
from notices.model import Audience

TITLE = "关于举办青少年科普讲解大赛的通知"
BODY = (
    "青科协发〔2026〕41号\n各有关单位：\n为弘扬科学精神，普及科学知识，经研究，决定举办青少年科普讲解大赛。大赛定于2026年10月17日在"
    "青禾市科技馆举行，各单位可推荐三名选手参加。\n青禾市科学技术协会\n2026年9月1日"
)
CITY, DISTRICT, SCHOOL = "市科协", "区科协", "学校"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The city's feed for teachers, the district's for teachers and students, the school's for everyone."""
    rules = {CITY: {"teacher"}, DISTRICT: {"teacher", "student"}, SCHOOL: set[str]()}
    feeds = [
        Feed(Source(name, f"https://f{at}.example", "rss", ZONE, tmp_path), 900.0, Audience(frozenset(rule)), True)
        for at, (name, rule) in enumerate(rules.items())
    ]
    async with World.made(tmp_path, feeds_=feeds) as made:
        yield made


def many(world: World, feed: str, count: int = 15) -> None:
    for number in range(count):
        world.publishes(f"{feed}工作动态{number}", f"{feed}的第{number}条动态。", feed=feed)


async def seen(world: World, *people: Person) -> list[str]:
    await world.passes(minutes=16)
    return [await it.news() for it in people]


async def test_whoever_saw_it_among_many_is_not_told_again_by_another_feed(world: World) -> None:
    li, wang = await world.person("李老师", "teacher"), await world.person("小王", "student")
    many(world, CITY)
    world.publishes(TITLE, BODY, feed=CITY)
    assert "一次新增 16 条" in (await seen(world, li, wang))[0]
    world.publishes(TITLE, BODY, feed=DISTRICT)
    told, new = await seen(world, li, wang)
    assert told == "" and f"【通知】{TITLE}" in new, "the student is in the district's audience only"


async def test_whoever_had_the_roundup_but_not_this_notice_in_it_is_told(world: World) -> None:
    both = await world.person("小赵", "student")
    many(world, DISTRICT)
    world.publishes(TITLE, BODY, feed=CITY)
    assert "一次新增 15 条" in (await seen(world, both))[0]
    world.publishes(TITLE, BODY, feed=DISTRICT)
    assert TITLE in (await seen(world, both))[0]


async def test_a_notice_told_before_is_not_in_a_later_roundup(world: World) -> None:
    li, wang = await world.person("李老师", "teacher"), await world.person("小王", "student")
    world.publishes(TITLE, BODY, feed=CITY)
    assert TITLE in (await seen(world, li))[0]
    many(world, DISTRICT)
    world.publishes(TITLE, BODY, feed=DISTRICT)
    told, new = await seen(world, li, wang)
    assert "一次新增 15 条" in told and "一次新增 16 条" in new


async def test_a_notice_in_two_roundups_is_counted_in_the_first(world: World) -> None:
    li, wang = await world.person("李老师", "teacher"), await world.person("小王", "student")
    many(world, CITY)
    world.publishes(TITLE, BODY, feed=CITY)
    await seen(world, li)
    many(world, DISTRICT)
    world.publishes(TITLE, BODY, feed=DISTRICT)
    told, new = await seen(world, li, wang)
    assert "一次新增 15 条" in told and "一次新增 16 条" in new


async def test_three_feeds_tell_each_person_once(world: World) -> None:
    li, wang, guest = [await world.person(name, *roles) for name, roles in (
        ("李老师", ["teacher"]), ("小王", ["student"]), ("路人", []))]
    heard = {"李老师": 0, "小王": 0, "路人": 0}
    for feed in (CITY, DISTRICT, SCHOOL):
        many(world, feed)
        world.publishes(TITLE, BODY, feed=feed)
        for name, said in zip(heard, await seen(world, li, wang, guest), strict=True):
            heard[name] += "16 条" in said or f"【通知】{TITLE}" in said
    assert heard == {"李老师": 1, "小王": 1, "路人": 1}


async def test_what_waits_for_the_end_of_quiet_hours_is_not_told_twice_either(world: World) -> None:
    li = await world.person("李老师", "teacher")
    await world.until(world.now.replace(hour=23))
    many(world, CITY)
    world.publishes(TITLE, BODY, feed=CITY)
    await world.passes(minutes=16)
    world.publishes(TITLE, BODY, feed=DISTRICT)
    await world.passes(hours=10)
    said = await li.news()
    assert "一次新增 16 条" in said and f"【通知】{TITLE}" not in said
