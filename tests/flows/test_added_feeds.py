"""A feed that an admin adds while the service runs."""

from __future__ import annotations

from pathlib import Path

from world import World

from feeds.fetch import Fetcher
from feeds.model import FetchError

URL = "https://added.example/rss"
LECTURE = "各位同学：\n天文讲座定于2026年9月10日14:30在图书馆举行。\n图书馆\n2026年9月1日"


def puts_up(world: World, title: str, guid: str) -> None:
    world.web.items.setdefault(URL, []).insert(0, (guid, title, LECTURE))


async def test_it_is_looked_at_at_once_and_its_news_is_sent(world: World) -> None:
    root, wang = await world.person("管理", "admin"), await world.person("小王", "student")
    li = await world.person("李老师")
    puts_up(world, "旧的讲座通知", "a1")
    said = await root.says(f"/feeds add {URL} 校办")
    assert "已添加“校办”" in said and "现有的 1 条只记下、不发送" in said
    assert await wang.news() == ""
    puts_up(world, "新的讲座通知", "a2")
    await world.passes(minutes=20)
    assert "新的讲座通知" in await wang.news() and await li.news() == ""
    assert "来自信息源“校办”" in await wang.says("/why 新的讲座")


async def test_the_topics_it_is_given_hold_from_then_on(world: World) -> None:
    root, li = await world.person("管理", "admin"), await world.person("李老师", "teacher")
    puts_up(world, "旧的讲座通知", "a1")
    await root.says(f"/feeds add {URL} 校办")
    await root.says("/feeds topic 2 research")
    puts_up(world, "新的讲座通知", "a2")
    await world.passes(minutes=20)
    assert "新的讲座通知" in await li.news()


async def test_its_filter_holds_from_the_next_look_on_and_changes_still_come(world: World) -> None:
    root, wang = await world.person("管理", "admin"), await world.person("小王", "student")
    puts_up(world, "旧的讲座通知", "a1")
    await root.says(f"/feeds add {URL} 校办")
    assert "它最近的 1 条里有 0 条符合" in await root.says("/feeds filter 2 航天")
    puts_up(world, "新的讲座通知", "a2")
    await world.passes(minutes=20)
    assert await wang.news() == ""
    world.web.items[URL][-1] = ("a1", "旧的讲座通知", LECTURE.replace("9月10日", "9月11日"))
    await world.passes(minutes=20)
    assert "改为 9月11日" in await wang.news()
    await root.says("/feeds filter 2 off")
    puts_up(world, "又一个讲座通知", "a3")
    await world.passes(minutes=20)
    assert "又一个讲座通知" in await wang.news()


async def test_one_that_cannot_be_read_is_told_to_who_added_it(world: World) -> None:
    root, other = await world.person("管理", "admin"), await world.person("另一位", "admin")
    world.web.broken[URL] = FetchError("not_a_feed", "It is a web page.")
    said = await root.says(f"/feeds add {URL} 校办")
    assert "信息源“校办”看不了" in said and "它不是信息源" in said and "请用浏览器打开" in said
    assert "web page" not in said
    assert await other.news() == ""
    del world.web.broken[URL]
    puts_up(world, "旧的讲座通知", "a1")
    await world.passes(hours=1)
    assert "信息源“校办”能看了" in await root.news()


async def test_one_that_is_removed_is_not_looked_at_any_more_and_its_notices_stay(world: World) -> None:
    root, wang = await world.person("管理", "admin"), await world.person("小王", "student")
    puts_up(world, "旧的讲座通知", "a1")
    await root.says(f"/feeds add {URL} 校办")
    assert "已删除“校办”" in await root.says("/feeds remove 2 yes")
    puts_up(world, "新的讲座通知", "a2")
    await world.passes(hours=2)
    assert await wang.news() == ""
    assert "旧的讲座通知" in await wang.says("最新")
    await root.says(f"/feeds add {URL} 校办")
    assert "新的讲座通知" in await wang.news(), "and it goes on where it was"


async def test_one_inside_the_network_is_refused_when_it_is_looked_at(tmp_path: Path) -> None:
    fetcher = Fetcher()
    async with World.made(tmp_path, web=fetcher, feeds_=[]) as world:
        root = await world.person("管理", "admin")
        for url in ("http://127.0.0.1:8080/healthz", "http://169.254.169.254/latest/meta-data", "http://localhost/"):
            said = await root.says(f"/feeds add {url} 里面{len(url)}")
            assert "地址通向内网" in said, url
    await fetcher.close()


async def test_only_admins_add(world: World) -> None:
    wang = await world.person("小王", "student")
    assert "只有“管理员”可以用" in await wang.says(f"/feeds add {URL}")
