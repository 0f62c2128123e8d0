"""Reminders: in time, in the words of the day, once, and never for what no longer holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from world import ZONE, World

LECTURE = "讲座定于2026年9月{day}日14:30在图书馆报告厅举行。"
DUTY = "讲座心得请于2026年9月{day}日前发送至kepu@example.cn。"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=ZONE)


async def test_an_event_is_reminded_of_three_days_one_day_and_two_hours_before(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", LECTURE.format(day=10))
    await world.settle()
    await wang.news()
    await world.until(at(7, 8, 29))
    assert await wang.news() == ""
    for day, hour, minute, words in ((7, 8, 30, "还有3天"), (9, 8, 30, "明天"), (10, 12, 30, "还有2小时")):
        await world.until(at(day, hour, minute))
        said = await wang.news()
        assert "提醒" in said and words in said, (day, said)
    await world.passes(days=3)
    assert await wang.news() == "", "nothing follows once it has begun"


async def test_a_deadline_says_what_is_owed_and_where_to(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座心得通知", DUTY.format(day=10))
    await world.settle()
    await wang.news()
    await world.until(at(9, 9))
    said = await wang.news()
    assert "明天" in said and "kepu@example.cn" in said


async def test_a_reminder_of_something_done_does_not_come(world: World) -> None:
    wang, zhao = await world.person("小王", "student"), await world.person("小赵", "student")
    world.publishes("讲座心得通知", DUTY.format(day=10))
    await world.until(at(7, 9))
    assert "还有3天" in await wang.news()
    await wang.taps("已完成")
    await zhao.news()
    await world.until(at(9, 9))
    assert await wang.news() == ""
    assert "明天" in await zhao.news()


async def test_a_moved_date_is_reminded_of_at_its_new_time_only(world: World) -> None:
    wang = await world.person("小王", "student")
    guid = world.publishes("讲座通知", LECTURE.format(day=10))
    await world.until(at(6, 9))
    world.publishes("讲座通知", LECTURE.format(day=20), guid=guid)
    await world.passes(hours=1)
    await wang.news()
    await world.until(at(16, 9))
    assert await wang.news() == ""
    await world.until(at(17, 9))
    assert "9月20日" in await wang.news()


async def test_several_reminders_missed_in_a_downtime_come_as_one(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("甲讲座通知", LECTURE.format(day=10))
    world.publishes("乙讲座通知", LECTURE.format(day=11))
    await world.settle()
    await wang.news()
    await world.until(at(6, 9))
    await world.sleeps(days=3.2)
    lines = [line for line in await wang.lines() if "提醒" in line["spans"][0]["text"]]
    assert len(lines) == 1
    said = await wang.news()
    assert said.count("《甲讲座通知》") == 1 and said.count("《乙讲座通知》") == 1
    assert "明天" in said and "还有2天" in said


async def test_what_was_over_before_the_service_came_back_is_not_reminded_of(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", LECTURE.format(day=10))
    await world.until(at(6, 9))
    await wang.news()
    await world.sleeps(days=10)
    assert await wang.news() == ""


async def test_own_lead_times_replace_the_configured_ones(world: World) -> None:
    wang, zhao = await world.person("小王", "student"), await world.person("小赵", "student")
    world.publishes("讲座通知", LECTURE.format(day=10))
    await world.settle()
    await wang.says("/leads event 5d")
    await wang.news()
    await zhao.news()
    await world.until(at(5, 9))
    assert "还有5天" in await wang.news()
    assert await zhao.news() == ""
    await world.until(at(7, 9))
    assert await wang.news() == ""
    assert "还有3天" in await zhao.news()


async def test_a_subscriber_who_came_after_the_notice_is_reminded_too(world: World) -> None:
    world.publishes("讲座通知", LECTURE.format(day=10))
    await world.settle()
    late = await world.person("晚到", "student")
    await world.until(at(7, 9))
    assert "还有3天" in await late.news()


async def test_someone_who_stopped_hears_nothing_more(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", LECTURE.format(day=10))
    await world.settle()
    await wang.says("退订")
    await world.passes(days=12)
    assert await wang.news() == ""


@pytest.mark.parametrize("hours", ["22:00-07:30", "20:00-10:00"])
async def test_quiet_hours_defer_and_never_drop(world: World, hours: str) -> None:
    wang = await world.person("小王", "student")
    await wang.says(f"/quiet {hours}")
    await wang.news()
    await world.until(at(1, 23))
    world.publishes("讲座通知", LECTURE.format(day=10))
    await world.until(at(2, 7))
    assert await wang.news() == ""
    await world.until(at(2, 10))
    assert "讲座通知" in await wang.news()


async def test_quiet_hours_do_not_swallow_a_reminder_that_would_come_too_late(tmp_path: Path) -> None:
    async with World.made(tmp_path) as world:
        wang = await world.person("小王", "student")
        await wang.says("/quiet 10:00-23:00")
        world.publishes("讲座通知", LECTURE.format(day=10))
        await world.until(at(10, 12, 29))
        await wang.news()
        await world.until(at(10, 12, 31))
        assert "还有2小时" in await wang.news()


CLUB = "编程社团2026年9月10日至10月8日每周四下午4:00—5:30在创新楼302举行，9月24日停一次。"


async def test_a_series_is_reminded_of_each_time_but_for_the_one_it_leaves_out(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座通知", CLUB)
    await world.settle()
    await wang.news()
    days = []
    for day in range(8, 31):
        await world.until(at(day, 14, 30))
        days += [day] if "还有2小时" in await wang.news() else []
    assert days == [10, 17]


async def test_what_is_due_every_week_is_done_once_a_week(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("讲座心得通知", "2026年9月各班每周四17:00前将讲座心得发送至kepu@example.cn。")
    await world.until(at(9, 9))
    assert "明天" in await wang.news()
    await wang.taps("已完成")
    await world.until(at(10, 15))
    assert "还有" not in await wang.news(), "it is done for this week"
    await world.until(at(16, 9))
    assert "明天" in await wang.news()
