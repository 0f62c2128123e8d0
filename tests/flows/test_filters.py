"""Members say what they want of what feeds bring: they get that, and every change of what they have."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from world import ZONE, Person, World

from notices.model import Audience
from store import members

ASTRONOMY = "各位同学：\n天文讲座定于2026年9月10日14:30在图书馆举行，欢迎参加。\n图书馆\n2026年9月1日"
PRIMARY = "各位同学：\n面向小学的天文讲座定于2026年9月11日14:30在图书馆举行。\n图书馆\n2026年9月1日"
CHEMISTRY = "各位同学：\n化学讲座定于2026年9月12日14:30在图书馆举行。\n图书馆\n2026年9月1日"


def all_three(world: World) -> None:
    world.publishes("关于举办天文讲座的通知", ASTRONOMY)
    world.publishes("关于举办小学天文讲座的通知", PRIMARY)
    world.publishes("关于举办化学讲座的通知", CHEMISTRY)


async def passes_until(world: World, moment: datetime) -> None:
    await world.sleeps(seconds=(moment - world.now).total_seconds())


@pytest.mark.parametrize("words", ["/filter 天文 AND NOT 小学", "筛选 天文 和 非 小学", "/filter 讲座：天文，不要小学"])
async def test_only_what_fits_comes_and_is_reminded_of_and_listed(world: World, words: str) -> None:
    wang, all_of_it = await world.person("小王", "student"), await world.person("小李", "student")
    said = await wang.says(words)
    assert "天文 和 非 小学" in said and "来了新的就按它办" in said
    all_three(world)
    await world.passes(minutes=20)
    heard = await wang.news()
    assert "关于举办天文讲座的通知" in heard and "小学" not in heard and "化学" not in heard
    assert "化学" in await all_of_it.news()
    latest = await wang.says("最新")
    assert "关于举办天文讲座的通知" in latest and "小学" not in latest and "化学" not in latest
    dates = await wang.says("日程")
    assert "9月10日" in dates and "9月11日" not in dates and "9月12日" not in dates
    await passes_until(world, datetime(2026, 9, 9, 16, 0, tzinfo=ZONE))
    reminded = await wang.news()
    assert "9月10日" in reminded and "9月11日" not in reminded and "9月12日" not in reminded


async def test_a_filter_for_one_topic_leaves_the_others_alone(world: World) -> None:
    wang = await world.person("小王", "student")
    assert "“讲座”的通知" in await wang.says("/filter 讲座：天文")
    world.publishes("科普日活动通知", "各位同学：\n科普日活动于2026年9月19日举行。\n科协\n2026年9月1日")
    world.publishes("关于举办化学讲座的通知", CHEMISTRY)
    await world.passes(minutes=20)
    heard = await wang.news()
    assert "科普日" in heard and "化学" not in heard


async def test_who_has_a_notice_is_told_of_its_changes_whatever_the_filter_says_now(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("关于举办化学讲座的通知", CHEMISTRY, guid="n1")
    await world.passes(minutes=20)
    assert "化学" in await wang.news()
    await wang.says("/filter 天文")
    assert "化学" in await wang.says("最新"), "it is theirs"
    world.publishes("关于举办化学讲座的通知", CHEMISTRY.replace("9月12日", "9月15日"), guid="n1")
    await world.passes(minutes=20)
    assert "由 9月12日" in await wang.news()
    await passes_until(world, datetime(2026, 9, 14, 16, 0, tzinfo=ZONE))
    assert "9月15日" in await wang.news(), "and reminders go on"


async def test_a_notice_that_says_that_it_changes_another_passes_every_filter(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("/filter 天文")
    world.publishes("关于系列讲座改期的通知", "系列讲座时间另行通知。\n图书馆\n2026年9月1日")
    await world.passes(minutes=20)
    assert "改期" in await wang.news()


async def test_what_is_addressed_to_a_role_and_has_a_deadline_passes(tmp_path: Path) -> None:
    async with World.made(tmp_path, rule=Audience(frozenset({"teacher"}))) as world:
        li = await world.person("李老师", "teacher")
        await li.says("/filter 天文")
        world.publishes("关于报送总结的通知", "请各位教师于2026年9月27日前报送工作总结。\n科协\n2026年9月1日")
        world.publishes("关于食堂的通知", "食堂菜单更新。\n科协\n2026年9月1日")
        await world.passes(minutes=20)
        heard = await li.news()
        assert "报送总结" in heard and "食堂" not in heard


async def test_what_organisers_announce_passes(world: World) -> None:
    wang, zhang = await world.person("小王", "student"), await world.person("张老师", "organiser")
    await wang.says("/filter 天文")
    await zhang.says("发布 明天停课一天")
    for label in ("下一步", "下一步", "不需要", "确认发布"):
        await zhang.taps(label)
    assert "停课" in await wang.news()


async def test_many_at_once_are_sifted_one_by_one(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("/filter 天文")
    for n in range(1, 21):
        world.publishes(f"讲座{n}", "天文讲座很精彩。" if n % 4 == 0 else "化学讲座很精彩。")
    await world.passes(minutes=20)
    said = await wang.news()
    assert "科协一次新增 5 条" in said and "讲座20" in said and "讲座19" not in said
    assert "讲座7\n" not in await wang.taps("查看全部")
    await wang.says("/filter 物理")
    latest = await wang.says("最新")
    assert "讲座20\n" in latest and "讲座19\n" not in latest, "what they have stays"


async def test_another_filter_judges_anew_what_was_kept_back(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("/filter 天文")
    world.publishes("关于举办化学讲座的通知", CHEMISTRY)
    await world.passes(minutes=20)
    assert await wang.news() == "" and "化学" not in await wang.says("日程")
    said = await wang.says("/filter 化学")
    assert "最近与你有关的 1 条里有 1 条符合，例如《关于举办化学讲座的通知》" in said
    assert "化学" in await wang.says("日程")
    await passes_until(world, datetime(2026, 9, 11, 16, 0, tzinfo=ZONE))
    assert "9月12日" in await wang.news()


async def test_dropping_the_filter_ends_it(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("/filter 天文")
    await wang.says("/filter 讲座：天文")
    assert "· 全部：天文\n· 讲座：天文" in await wang.says("筛选")
    await wang.taps("去掉“讲座”的筛选")
    await wang.taps("去掉“全部”的筛选")
    assert "还没有筛选" in await wang.says("筛选")
    await wang.says("取消")
    world.publishes("关于举办化学讲座的通知", CHEMISTRY)
    await world.passes(minutes=20)
    assert "化学" in await wang.news()


async def test_the_card_takes_the_next_words_as_the_filter_unless_they_are_a_command(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("我的订阅")
    await wang.taps("筛选")
    assert "没有标题含“天文讲座”" in await wang.says("为什么 天文讲座")
    await wang.says("筛选")
    assert "发给你符合的：天文 和 航天" in await wang.says("天文 和 航天")


@pytest.mark.parametrize(("words", "told"), [
    ("天文 和", "第 4 个字“和”这里缺了要找的词"), ("（天文", "第 1 个字的左括号没有配上右括号"),
    ("讲座 和 （", "第 6 个字的左括号没有配上右括号"),
    ("水产：天文", "没有“水产”这个主题"), ("主题:水产", "没有“水产”这个主题"), ("/(/", "正则表达式写法不对"),
    ("/(?:a{99}){99}/", "太复杂"), ("“”", "没有写要找什么词"),
    ("天" * 301, "最多 300 个字"),
])
async def test_a_mistake_is_told_and_the_next_words_are_another_try(world: World, words: str, told: str) -> None:
    wang = await world.person("小王", "student")
    assert told in await wang.says(f"/filter {words}")
    assert "还没有筛选" in await wang.says("/filter")
    assert told in await wang.says(words)
    assert "发给你符合的：天文" in await wang.says("天文")


async def test_words_glued_by_an_operator_are_pointed_out(world: World) -> None:
    wang = await world.person("小王", "student")
    assert "请在中间加空格：天文 或 物理" in await wang.says("/filter 天文或物理")
    assert "加空格" not in await wang.says("/filter 共和国")


async def test_a_filter_is_spoken_of_in_english(world: World) -> None:
    ann = await english(world)
    assert "astronomy AND NOT primary" in await ann.says("/filter astronomy 和 非 primary")
    assert "A word to look for is missing" in await ann.says("/filter astronomy OR")


async def english(world: World) -> Person:
    ann = await world.person("Ann", "student")
    ann_id = await ann.member_id()
    async with world.store.transaction() as tx:
        await members.set_setting(tx, ann_id, "language", "en")
    return ann
