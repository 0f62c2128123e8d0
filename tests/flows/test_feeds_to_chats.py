"""From a site's notice to the chats of those it concerns."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from world import Web, World

from feeds.model import Fetched, FetchError, Source, Unchanged, Validators
from store import feeds

SUMMARY = (
    "各有关单位：\n2026年全国科普日活动将于9月15日至25日举行。"
    "请于9月27日前将活动总结（PDF和Word版）发送至kepu@example.cn。\n市科协\n2026年9月1日"
)
LECTURE = "各位同学：\n讲座定于2026年9月10日14:30在图书馆报告厅举行，欢迎参加。\n图书馆\n2026年9月1日"


async def test_an_entry_without_a_date_that_was_not_there_before_is_of_this_year(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("旧讲座通知", "讲座定于9月8日举行。")
    await world.settle()
    assert await wang.news() == "", "it may be of any year"
    world.publishes("新讲座通知", "讲座定于9月10日举行。")
    await world.passes(hours=1)
    assert "9月10日(周四)" in await wang.news()


async def test_a_notice_reaches_those_whose_roles_ask_for_its_topic_and_nobody_else(world: World) -> None:
    li, wang = await world.person("李老师", "teacher"), await world.person("小王", "student")
    world.publishes("关于举办人工智能讲座的通知", LECTURE)
    await world.settle()
    assert "人工智能讲座" in await wang.news()
    assert await li.news() == ""


async def test_a_notice_says_its_dates_and_what_is_owed(world: World) -> None:
    li = await world.person("李老师", "teacher")
    world.publishes("关于举办2026年全国科普日活动的通知", SUMMARY)
    await world.settle()
    said = await li.news()
    assert "9月15日" in said and "9月25日" in said
    assert "9月27日" in said and "PDF+Word" in said and "kepu@example.cn" in said
    assert "还有26天" in said


async def test_a_notice_comes_once_however_often_it_is_seen(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", LECTURE)
    await world.settle()
    await wang.news()
    await world.passes(hours=2)
    assert world.web.asked > 4
    assert await wang.news() == ""


async def test_a_member_in_two_audiences_of_one_notice_hears_of_it_once(world: World) -> None:
    both = await world.person("双料", "student", "teacher")
    world.publishes("科普日活动通知", SUMMARY)
    await world.settle()
    assert (await both.news()).count("科普日活动通知") == 1


async def test_the_first_poll_is_quiet_unless_the_feed_catches_up(tmp_path: Path) -> None:
    async with World.made(tmp_path, catch_up=False) as world:
        wang = await world.person("小王", "student")
        world.publishes("讲座通知", LECTURE)
        await world.settle()
        assert await wang.news() == ""
        world.publishes("又一场讲座通知", LECTURE)
        await world.passes(minutes=16)
        said = await wang.news()
        assert "又一场讲座通知" in said and said.count("讲座通知") == 1


async def test_what_a_quiet_first_poll_found_is_still_reminded_of(tmp_path: Path) -> None:
    async with World.made(tmp_path, catch_up=False) as world:
        wang = await world.person("小王", "student")
        world.publishes("讲座通知", LECTURE)
        await world.until(datetime(2026, 9, 9, 9, 0, tzinfo=world.now.tzinfo))
        assert "明天" in await wang.news()


async def test_a_moved_date_is_told_to_those_it_concerns(world: World) -> None:
    wang = await world.person("小王", "student")
    guid = world.publishes("讲座通知", LECTURE)
    await world.settle()
    await wang.news()
    world.publishes("讲座通知", LECTURE.replace("9月10日14:30", "9月12日14:30"), guid=guid)
    await world.passes(minutes=16)
    said = await wang.news()
    assert "9月10日" in said and "9月12日" in said


async def test_words_that_change_without_a_date_disturb_nobody(world: World) -> None:
    wang = await world.person("小王", "student")
    guid = world.publishes("讲座通知", LECTURE)
    await world.settle()
    await wang.news()
    world.publishes("讲座通知", LECTURE.replace("欢迎参加", "欢迎大家踊跃参加"), guid=guid)
    await world.passes(minutes=16)
    assert await wang.news() == ""
    assert "踊跃" in await wang.says("/notice 1")


async def test_a_broken_feed_says_why_is_asked_again_later_and_heals(world: World) -> None:
    url = world.feeds["科协"].source.url
    wang = await world.person("小王", "student")
    world.web.broken[url] = FetchError("status", "It answered 500 Internal Server Error.")
    await world.settle()
    async with world.store.reading() as tx:
        (state,) = await feeds.all_feeds(tx)
    assert (state.errors, state.error) == (1, "status: It answered 500 Internal Server Error.")
    asked = world.web.asked
    await world.passes(minutes=16)
    assert world.web.asked == asked, "it waits longer than usual"
    del world.web.broken[url]
    world.publishes("讲座通知", LECTURE)
    await world.passes(hours=1)
    assert "讲座通知" in await wang.news()
    async with world.store.reading() as tx:
        (state,) = await feeds.all_feeds(tx)
    assert (state.errors, state.error) == (0, None)


async def test_admins_hear_once_that_a_feed_is_dead_with_what_may_help_and_once_that_it_is_well(world: World) -> None:
    url = world.feeds["科协"].source.url
    root, wang = await world.person("管理员", "admin"), await world.person("小王", "student")
    world.web.broken[url] = FetchError("dns", "Its host name is not known.")
    await world.passes(hours=3)
    assert await root.news() == "", "it may come back by itself"
    await world.passes(days=3)
    said = await root.news()
    assert said.count("信息源“科协”看不了了") == 1
    assert "找不到它的域名。请检查地址" in said and "从未成功过" in said and "host name" not in said
    del world.web.broken[url]
    await world.passes(days=2)
    assert (await root.news()).count("恢复正常") == 1
    assert await wang.news() == ""


async def test_when_our_own_network_is_down_nobody_is_blamed(tmp_path: Path) -> None:
    names = tuple(f"站{n}" for n in range(6))
    async with World.made(tmp_path, names=names) as world:
        root = await world.person("管理员", "admin")
        await world.settle()
        for feed in world.feeds.values():
            world.web.broken[feed.source.url] = FetchError("refused", "Nobody answers at its address.")
        await world.passes(hours=1)
        async with world.store.reading() as tx:
            states = await feeds.all_feeds(tx)
        assert max(state.errors for state in states) <= 3, "no more than before it showed"
        assert "看不了" not in await root.news()
        world.web.broken.clear()
        await world.passes(minutes=31)
        async with world.store.reading() as tx:
            assert [state.error for state in await feeds.all_feeds(tx)] == [None] * 6


class HangingWeb(Web):
    """One address never answers."""

    def __init__(self, hangs: str) -> None:
        super().__init__()
        self.hangs, self.hanging = hangs, asyncio.Event()

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched | Unchanged:
        if source.url == self.hangs:
            self.hanging.set()
            await asyncio.Event().wait()
        return await super().fetch(source, validators, now)


async def test_a_feed_that_hangs_delays_no_other(tmp_path: Path) -> None:
    web = HangingWeb("https://1.example/feed")
    async with World.made(tmp_path, names=("慢站", "科协"), web=web) as world:
        wang = await world.person("小王", "student")
        world.publishes("讲座通知", LECTURE, feed="科协")
        published = asyncio.Event()
        world.store.listen(lambda topics: published.set() if "deliveries" in topics else None)
        await world.poller.start_due()
        await web.hanging.wait()
        await published.wait()
        await world.pump.drain()
        assert "讲座通知" in await wang.news()
        await world.poller.stop()


async def test_an_entry_that_cannot_be_dated_is_still_delivered_with_its_link(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座花絮", "讲座很精彩。")
    await world.settle()
    assert "讲座花絮" in await wang.news()
    assert "原文" in await wang.buttons()


async def test_a_doubtful_date_is_shown_as_doubtful_and_nobody_is_reminded_of_it(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", "讲座的具体时间另行通知。")
    await world.settle()
    assert "另行通知" in await wang.news()
    await world.passes(days=30)
    assert await wang.news() == ""


async def test_a_member_can_ask_why_a_notice_came(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", LECTURE)
    await world.settle()
    said = await wang.says("/why 1")
    assert "学生" in said and "讲座" in said
