"""Many new notices at once are one message; nothing in it is lost."""

from __future__ import annotations

from typing import Any, cast

import pytest
from world import MORNING, READER, SETTINGS, World

from delivery import roundup
from feeds.model import FetchError
from feeds.poll import Poller
from feeds.settings import ROUNDUP_ABOVE
from notices.message import Bubble, Button
from notices.write import public
from store import Store, StoreUnavailable

LECTURE = "各位同学：讲座定于2026年9月20日14:30在图书馆举行。"
MANY = 37


def put_up(world: World, count: int, title: str = "讲座", text: str = "讲座很精彩。") -> None:
    for n in range(1, count + 1):
        world.publishes(f"{title}{n}", text)


async def test_more_than_ten_at_once_are_one_message_that_leads_to_them_all(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, MANY)
    await world.settle()
    said = await wang.news()
    assert said.count("【通知】") == 1 and "科协一次新增 37 条" in said and "另有 32 条" in said
    seen = await wang.taps("查看全部 37 条")
    assert "第1–6条，共37条" in seen
    for _ in range(6):
        seen += await wang.taps("更多")
    assert all(f"讲座{n}\n" in seen for n in range(1, MANY + 1)), "every one of them can be reached"
    assert "第37–37条" in seen and await wang.buttons() == ["1"]
    await world.passes(days=1)
    assert await wang.news() == ""


async def test_from_a_group_they_are_opened_in_the_readers_own_chat(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, MANY)
    await world.settle()
    button = Button("查看全部", "/roundup 1")
    assert public(Bubble((), ((button,),))).buttons == ((Button("查看全部", begins="r-1"),),)
    assert "第1–6条，共37条" in await wang.says("/start r-1")


async def test_ten_at_once_come_one_by_one(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, ROUNDUP_ABOVE)
    await world.settle()
    assert (await wang.news()).count("【通知】") == ROUNDUP_ABOVE


async def test_what_is_gathered_is_reminded_of_like_any_notice(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, 20)
    world.publishes("报名通知", "讲座报名请于2026年9月10日前完成。")
    await world.settle()
    said = await wang.news()
    assert "报名通知" in said and "9月10日" in said and "其中 1 条有日期" in said
    await world.until(MORNING.replace(day=7))
    assert "报名通知" in await wang.news()


async def test_a_date_within_three_days_comes_singly_all_the_same(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, 20)
    world.publishes("明天的讲座", "讲座定于2026年9月2日14:30在图书馆举行。")
    await world.settle()
    said = await wang.news()
    assert said.count("【通知】") == 2 and "一次新增 20 条" in said and "14:30" in said


async def test_each_is_told_of_those_that_are_for_them(world: World) -> None:
    wang, li = await world.person("小王", "student"), await world.person("李老师", "teacher")
    nobody = await world.person("路人")
    put_up(world, 15)
    world.publishes("项目申报通知", "项目申报指南见附件。")
    put_up(world, 3, "科普日", "科普日活动。")
    await world.settle()
    assert "一次新增 18 条" in await wang.news()
    assert "一次新增 4 条" in await li.news()
    assert await nobody.news() == ""
    assert "讲座" not in await li.says("/roundup 1")


async def test_whom_only_one_of_them_is_for_gets_that_notice(world: World) -> None:
    li = await world.person("李老师", "teacher")
    put_up(world, 15)
    world.publishes("项目申报通知", "项目申报指南见附件。")
    await world.settle()
    said = await li.news()
    assert "项目申报通知" in said and "一次新增" not in said
    assert "查看全文" in await li.buttons()


async def test_whoever_was_told_of_it_hears_that_it_moved_and_nobody_twice(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, 20)
    guid = world.publishes("校庆讲座通知", LECTURE)
    await world.settle()
    await wang.news()
    world.publishes("校庆讲座通知", LECTURE.replace("9月20日", "9月21日"), guid=guid)
    await world.passes(minutes=16)
    said = await wang.news()
    assert said.count("校庆讲座通知") == 1 and "9月20日" in said and "9月21日" in said


class Failing:
    """A store on a disk that is full after so many transactions."""

    def __init__(self, store: Store, good: int) -> None:
        self._store, self._good = store, good

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def transaction(self) -> Any:
        self._good -= 1
        if self._good < 0:
            raise StoreUnavailable("the disk is full")
        return self._store.transaction()


async def cut_short(world: World, good: int) -> None:
    """A poll that ends after so many transactions: the beginning of a roundup, two pieces of it, and its telling."""
    store = cast(Store, Failing(world.store, good))
    poller = Poller(store, list(world.feeds.values()), world.web, READER, SETTINGS, world.clock)
    await poller.start_due()
    await poller.settle()
    await poller.stop()


@pytest.mark.parametrize("good", range(5))
async def test_a_roundup_that_was_cut_short_goes_on_with_the_next_poll(world: World, good: int) -> None:
    wang = await world.person("小王", "student")
    put_up(world, MANY)
    await cut_short(world, good)
    await world.settle()
    said = await wang.news()
    assert said.count("【通知】") == 1 and "一次新增 37 条" in said


async def test_a_roundup_whose_feed_does_not_come_back_is_told_without_it(world: World) -> None:
    wang = await world.person("小王", "student")
    put_up(world, MANY)
    await cut_short(world, 3)
    world.web.broken[world.feeds["科协"].source.url] = FetchError("dns", "Its host name is not known.")
    await world.passes(minutes=61)
    assert await wang.news() == ""
    await roundup.tell_left(world.store, world.now, SETTINGS)
    await world.settle()
    assert "一次新增 37 条" in await wang.news()
