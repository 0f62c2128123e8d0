"""Asked why a notice came or did not, the bot says the reason, in words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from world import ZONE, Person, World

from feeds.model import FetchError, Source
from feeds.settings import Feed
from notices.filters import parse
from notices.model import Audience
from store import feeds, members

TITLE = "关于举办天文讲座的通知"
LECTURE = "各位同学：\n天文讲座定于2026年9月10日14:30在图书馆举行，欢迎参加。\n图书馆\n2026年9月1日"
RESEARCH = "各位老师：\n项目申报请于2026年9月20日前完成。\n科研处\n2026年9月1日"
TEACHERS = Audience(frozenset({"teacher"}))


async def appears(world: World, title: str = TITLE, text: str = LECTURE) -> None:
    world.publishes(title, text)
    await world.passes(minutes=20)


async def test_what_came_says_why_when_and_when_it_is_reminded_of(world: World) -> None:
    wang = await world.person("小王", "student")
    await appears(world)
    said = await wang.says("/why 1")
    assert "你是“学生”，这个角色订阅了“讲座”" in said and "09:00 发给了你" in said and "来自信息源“科协”" in said
    assert "下次提醒：9月7日(周一) 08:30，天文讲座" in said
    assert await wang.says("为什么") == said == await wang.says("为什么收到 天文讲座"), "the last one, and by its title"


async def test_what_waits_for_the_end_of_quiet_hours_says_until_when(tmp_path: Path) -> None:
    async with World.made(tmp_path, start=datetime(2026, 9, 1, 22, 30, tzinfo=ZONE)) as world:
        wang = await world.person("小王", "student")
        await appears(world)
        assert "等你的免打扰时段结束，9月2日(周三) 07:30 发出" in await wang.says("/why 天文讲座")


async def test_who_has_no_such_role_is_told_for_whom_it_is(tmp_path: Path) -> None:
    async with World.made(tmp_path, rule=TEACHERS) as world:
        wang, nobody = await world.person("小王", "student"), await world.person("路人")
        await appears(world)
        assert "只发给“教师”，你的角色是：学生" in await wang.says("/why 天文")
        assert "只发给“教师”，你的角色是：还没有" in await nobody.says("/why 天文")


async def test_who_muted_or_never_followed_its_topic_is_told_so(world: World) -> None:
    wang, li = await world.person("小王", "student"), await world.person("李老师", "teacher")
    await wang.says("取消订阅 讲座")
    await appears(world)
    assert "你取消了“讲座”的订阅，所以《关于举办天文讲座的通知》没有发给你" in await wang.says("为什么没收到 天文讲座")
    assert "发给订阅了“讲座”的人，你没有订阅" in await li.says("/why 天文讲座")
    assert "我的订阅" in await li.buttons()


@pytest.mark.parametrize(("words", "told"), [("天文 和 非 图书馆", "里面有“图书馆”"), ("讲座：化学", "里面没有“化学”"),
                                             ("化学 或 物理", "不符合“化学 或 物理”")])
async def test_whose_filter_kept_it_back_is_told_which_part(world: World, words: str, told: str) -> None:
    wang = await world.person("小王", "student")
    await wang.says(f"/filter {words}")
    await appears(world)
    said = await wang.says("/why 天文讲座")
    assert "你的筛选没有让《关于举办天文讲座的通知》通过：" + told in said and "下次提醒" not in said
    assert "筛选" in await wang.buttons()


async def test_who_has_stopped_is_told_so(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("退订")
    await appears(world)
    assert "你已退订" in await wang.says("/why 天文讲座") and "恢复接收" in await wang.buttons()


async def test_who_came_later_is_told_when_it_was_sent(world: World) -> None:
    late = await world.person("老王", "teacher")
    await appears(world)
    wang = await world.person("小王", "student")
    assert "是 09:00 发的，那时你还没有加入" in await wang.says("/why 天文讲座")
    await late.says("订阅 讲座")
    assert "那时你还没有订阅“讲座”" in await late.says("/why 天文讲座")


async def test_who_took_the_role_later_is_told_so(world: World) -> None:
    late = await world.person("老王")
    await appears(world)
    late_id = await late.member_id()
    async with world.store.transaction() as tx:
        await members.add_role(tx, late_id, "student", world.now)
    assert "那时你还不是“学生”" in await late.says("/why 天文讲座")


async def test_what_stood_there_at_the_first_look_is_said_to_be_old(tmp_path: Path) -> None:
    async with World.made(tmp_path, catch_up=False) as world:
        wang = await world.person("小王", "student")
        world.publishes(TITLE, LECTURE)
        await world.settle()
        said = await wang.says("/why 天文讲座")
        assert "第一次看信息源“科协”时" in said and "下次提醒：9月7日" in said


async def test_a_filter_is_no_reason_for_what_was_never_sent_but_is_one_for_its_reminders(tmp_path: Path) -> None:
    async with World.made(tmp_path, catch_up=False) as world:
        wang = await world.person("小王", "student")
        world.publishes(TITLE, LECTURE)
        world.publishes("图书馆讲座回顾", "讲座回顾。")
        await world.settle()
        await wang.says("/filter 化学")
        past, ahead = await wang.says("/why 讲座回顾"), await wang.says("/why 天文讲座")
        assert "第一次看信息源“科协”时" in past and "筛选没有让" not in past
        assert "第一次看信息源“科协”时" in ahead and "筛选没有让" in ahead and "下次提醒" not in ahead


async def test_a_filter_is_no_reason_for_what_went_out_before_one_came(world: World) -> None:
    await appears(world)
    wang = await world.person("小王", "student")
    await world.passes(minutes=20)
    await wang.says("/filter 化学")
    said = await wang.says("/why 天文讲座")
    assert "那时你还没有加入" in said and "筛选没有让" not in said, said


async def test_what_waits_for_an_organiser_is_said_to(world: World) -> None:
    wang = await world.person("小王", "student")
    await appears(world, TITLE, LECTURE.replace("9月10日14:30", "9月10日（星期一）14:30"))
    assert "正在等组织者确认" in await wang.says("/why 天文讲座")


async def test_what_the_feeds_filter_left_out_is_said_to_be_with_the_part(tmp_path: Path) -> None:
    source = Source("科协", "https://1.example/feed", "rss", ZONE, tmp_path)
    async with World.made(tmp_path, feeds_=[Feed(source, catch_up=True, wants=parse("化学"))]) as world:
        wang = await world.person("小王", "student")
        await appears(world)
        said = await wang.says("/why 天文讲座")
        assert f"信息源“科协”的筛选没有让《{TITLE}》通过：里面没有“化学”" in said


async def test_a_change_notice_leads_to_what_it_changes(world: World) -> None:
    wang = await world.person("小王", "student")
    await appears(world)
    moved = "原定9月10日举行的天文讲座推迟至9月17日14:30举行。\n图书馆\n2026年9月2日"
    await appears(world, "关于天文讲座延期举行的通知", moved)
    assert "改的是《关于举办天文讲座的通知》的日期" in await wang.says("/why 延期")


async def test_what_is_nowhere_names_the_feeds_that_are_not_looked_at(tmp_path: Path) -> None:
    async with World.made(tmp_path, names=("科协", "校办")) as world:
        wang = await world.person("小王", "student")
        await world.settle()
        assert "没有标题含“运动会”的通知" in (said := await wang.says("/why 运动会")) and "没在更新" not in said
        async with world.store.transaction() as tx:
            await feeds.pause(tx, 1, world.now)
        world.web.broken["https://2.example/feed"] = FetchError("refused", "Nobody answers at its address.")
        await world.passes(minutes=20)
        assert "科协（已暂停）、校办（看不了，会再试）" in await wang.says("/why 运动会")


async def test_what_is_done_is_said_to_be(world: World) -> None:
    li = await world.person("李老师", "teacher")
    await appears(world, "关于项目申报的通知", RESEARCH)
    assert "下次提醒" in await li.says("/why 项目申报")
    await li.says("/done 1")
    assert "你标记了完成，不会再提醒" in await li.says("/why 项目申报")


async def test_what_was_withdrawn_is_said_to_be(world: World) -> None:
    wang, zhang = await world.person("小王", "student"), await world.person("张老师", "organiser")
    await zhang.says("发布 明天停课一天")
    for label in ("下一步", "下一步", "不需要", "确认发布"):
        await zhang.taps(label)
    assert "是发给所有人的" in await wang.says("/why 停课")
    await zhang.taps("撤回")
    await zhang.taps("撤回")
    assert "已由发布者撤回" in await wang.says("/why 停课")


async def test_reminders_that_i_switched_off_are_said_to_be(world: World) -> None:
    wang = await world.person("小王", "student")
    await wang.says("提前 活动 不提醒")
    await appears(world)
    assert "按你的设置，不会再提醒" in await wang.says("/why 天文讲座")


async def test_several_titles_are_offered_to_choose_from(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("关于举办化学讲座的通知", LECTURE.replace("天文", "化学"))
    await appears(world)
    assert "问的是哪一条" in await wang.says("/why 讲座的通知")
    assert "《关于举办化学讲座的通知》" in await wang.taps("化学讲座")


async def test_what_organisers_wrote_for_others_is_not_found(world: World) -> None:
    wang, zhang = await world.person("小王", "student"), await world.person("张老师", "organiser")
    await zhang.says("发布 内部会议改到三楼")
    for label in ("教师", "下一步", "下一步", "不需要", "确认发布"):
        await zhang.taps(label)
    assert "没有标题含" in await wang.says("/why 内部会议") and "找不到" in await wang.says("/why 1")


@pytest.mark.parametrize("words", ["", "会", "h99", "e99", "99", "%%"])
async def test_odd_questions_get_an_answer(world: World, words: str) -> None:
    wang = await world.person("小王", "student")
    assert await wang.says(f"/why {words}")


async def test_it_is_said_in_english(world: World) -> None:
    ann = await english(world)
    await ann.says("/filter chemistry")
    await appears(world)
    said = await ann.says("why 天文讲座")
    assert "Your filter did not let “关于举办天文讲座的通知” through: it does not hold “chemistry”." in said


async def english(world: World) -> Person:
    ann = await world.person("Ann", "student")
    ann_id = await ann.member_id()
    async with world.store.transaction() as tx:
        await members.set_setting(tx, ann_id, "language", "en")
    return ann
