"""A newcomer's first minutes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from world import MORNING, World

LECTURE = "讲座定于2026年9月1日9:20在图书馆报告厅举行。"
PROJECT = "2026年度科技创新项目申报工作现已启动，请于2026年9月6日前将申报书（Word版）发送至keyan@example.cn。"
WEEK = "2026年科技活动周定于2026年9月5日至9月11日举行。"


async def filled(world: World) -> None:
    """The notices that are there before anyone comes."""
    world.publishes("关于举办人工智能讲座的通知", LECTURE)
    world.publishes("关于组织科技创新项目申报的通知", PROJECT)
    world.publishes("关于举办2026年科技活动周的通知", WEEK)
    await world.settle()


async def test_three_taps_lead_to_notices_and_a_reminder_within_a_minute(world: World) -> None:
    await filled(world)
    someone = await world.stranger("p1")
    assert "角色" in await someone.says("/start")
    assert "怎么称呼" in await someone.taps("学生")
    said = await someone.taps("跳过")
    assert "讲座" in said and "科技活动周" in said, "what the role subscribes to"
    assert "9月5日" in said, "what is coming up"
    assert "关于举办人工智能讲座的通知" in said
    await world.passes(seconds=60)
    assert "【提醒】" in await someone.news()


async def test_a_newcomer_at_night_is_shown_the_same(tmp_path: Path) -> None:
    async with World.made(tmp_path, start=MORNING.replace(hour=3)) as world:
        world.publishes("关于举办2026年科技活动周的通知", WEEK)
        await world.settle()
        someone = await world.stranger("p1")
        await someone.says("/start")
        await someone.taps("学生")
        assert "关于举办2026年科技活动周的通知" in await someone.taps("跳过")
        await world.passes(seconds=60)
        assert "【提醒】" in await someone.news()


async def test_two_roles_see_different_things(world: World) -> None:
    await filled(world)
    student, teacher = await world.stranger("p1"), await world.stranger("p2")
    for someone, role in ((student, "学生"), (teacher, "教师")):
        await someone.says("/start")
        await someone.taps(role)
    for_student, for_teacher = await student.taps("跳过"), await teacher.taps("跳过")
    assert "人工智能讲座" in for_student and "项目申报" not in for_student
    assert "项目申报" in for_teacher and "人工智能讲座" not in for_teacher


async def test_a_name_may_be_given_instead_of_skipped(world: World) -> None:
    someone = await world.stranger("p1")
    await someone.says("/start")
    await someone.taps("教师")
    assert "欢迎" in await someone.says("李老师")
    assert "李老师" in await someone.says("我的")


async def test_english_speakers_are_met_in_english(world: World) -> None:
    await filled(world)
    someone = await world.stranger("p1", "en-GB")
    assert "who are you" in await someone.says("/start")
    await someone.taps("Student")
    said = await someone.taps("Skip")
    assert "Welcome" in said and "Sep" in said


async def test_the_reminder_of_what_begins_in_minutes_comes_first(world: World) -> None:
    await filled(world)
    someone = await world.stranger("p1")
    await someone.says("/start")
    await someone.taps("学生")
    await someone.taps("跳过")
    await world.passes(seconds=60)
    assert "分钟" in await someone.news()
    assert world.now - MORNING <= timedelta(minutes=2)


async def test_coming_back_after_a_restart_goes_on_where_it_was(world: World) -> None:
    someone = await world.stranger("p1")
    await someone.says("/start")
    await someone.taps("学生")
    await world.sleeps(minutes=5)
    assert "欢迎" in await someone.says("小王")


async def test_the_same_words_sent_twice_by_a_lost_connection_are_answered_once(tmp_path: Path) -> None:
    async with World.made(tmp_path) as world:
        someone = await world.stranger("p1")
        first = await someone.says("/start")
        assert first.count("角色") == 1
        assert await someone.repeats() == ""
