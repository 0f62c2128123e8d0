"""An event that is deleted from its calendar is called off, once it is clear that the calendar did not merely fail."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from world import ZONE, Person, World

from feeds.model import FetchError

PAST = ("past", "开学典礼", "20260825T090000")
TALK = ("talk", "天文讲座", "20260910T140000")
LAB = ("lab", "实验开放日", "20260912T090000")
TOUR = ("tour", "科技馆参观", "20260920T090000")
FINAL = ("final", "科普剧展演", "20261010T190000")
TERM = (PAST, TALK, LAB, TOUR, FINAL)

Event = tuple[str, str, str]


def ics(*events: Event, more: str = "", head: str = "", end: str = "END:VCALENDAR") -> bytes:
    blocks = [
        f"BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART;TZID=Asia/Shanghai:{start}\nDURATION:PT2H\nEND:VEVENT"
        for uid, title, start in events
    ]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *([head] if head else []), *blocks, *([more] if more else []), end]
    return "\n".join(lines).encode()


def lists(world: World, *events: Event, **more: str) -> None:
    world.web.files[world.feeds["科协"].source.url] = ics(*events, **more)


async def told(world: World, *events: Event) -> Person:
    """A student who has read of these events."""
    wang = await world.person("小王", "student")
    lists(world, *events)
    await world.settle()
    assert "【通知】" in await wang.news()
    return wang


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


async def test_an_event_that_is_deleted_is_called_off_and_reminded_of_no_more(world: World) -> None:
    wang = await told(world, *TERM)
    lists(world, PAST, TALK, LAB, FINAL)
    await world.passes(hours=2)
    assert await wang.news() == "", "it may be back in a minute"
    await world.passes(hours=2)
    said = await wang.news()
    assert "科技馆参观（原定 9月20日(周日) 09:00–11:00）已从日历里删去" in said and "相关提醒已取消" in said
    assert "【待审】" not in said and said.count("【更正】") == 1
    await world.until(at(9, 21))
    later = await wang.news()
    assert "天文讲座" in later and "科技馆参观" not in later
    assert "取消：原定 9月20日" in await wang.says("/notice 3")


async def test_a_calendar_that_is_not_asked_for_anew_is_looked_at_again_all_the_same(world: World) -> None:
    wang = await told(world, *TERM)
    lists(world, PAST, TALK, LAB, FINAL)
    await world.passes(hours=6)
    await world.passes(hours=6)
    assert (await wang.news()).count("已从日历里删去") == 1


async def test_an_event_that_is_back_within_hours_was_never_away(world: World) -> None:
    wang = await told(world, *TERM)
    for _ in range(4):
        lists(world, PAST, TALK, LAB, FINAL)
        await world.passes(hours=2)
        lists(world, *TERM)
        await world.passes(hours=1)
    assert await wang.news() == ""


async def test_an_event_that_is_back_after_it_was_called_off_takes_place(world: World) -> None:
    wang = await told(world, *TERM)
    lists(world, PAST, TALK, LAB, FINAL)
    await world.passes(hours=5)
    assert "已从日历里删去" in await wang.news()
    lists(world, *TERM)
    await world.passes(hours=1)
    assert "新增 科技馆参观：9月20日(周日) 09:00–11:00" in await wang.news()
    await world.until(at(9, 20, 8))
    assert "科技馆参观" in await wang.news()


async def test_a_past_event_that_leaves_the_calendar_says_nothing(world: World) -> None:
    wang = await told(world, *TERM)
    await world.until(at(9, 10, 15))
    await wang.news()
    lists(world, LAB, TOUR, FINAL)
    await world.passes(hours=8)
    assert "删去" not in await wang.news(), "the talk has begun"


@pytest.mark.parametrize("broken", [
    {"end": ""}, {"more": "BEGIN:VEVENT\nUID:tour\nSUMMARY:科技馆参观\nDTSTART:无"}, {"head": "METHOD:CANCEL"},
])
async def test_a_calendar_that_breaks_off_or_lists_only_some_calls_nothing_off(
    world: World, broken: dict[str, str]
) -> None:
    wang = await told(world, *TERM)
    await world.person("老师", "organiser")
    lists(world, PAST, **broken)
    await world.passes(hours=11)
    assert "删去" not in await wang.news() and "取消" not in await wang.says("待审")


async def test_a_calendar_that_cannot_be_had_calls_nothing_off(world: World) -> None:
    wang = await told(world, *TERM)
    world.web.broken[world.feeds["科协"].source.url] = FetchError("empty", "The document is empty.")
    await world.passes(hours=11)
    assert await wang.news() == ""


async def test_an_event_that_cannot_be_read_any_more_is_not_gone(world: World) -> None:
    wang = await told(world, *TERM)
    lists(world, PAST, TALK, LAB, FINAL, more="BEGIN:VEVENT\nUID:tour\nSUMMARY:科技馆参观\nEND:VEVENT")
    await world.passes(hours=11)
    assert await wang.news() == ""


async def test_of_the_last_event_of_a_calendar_an_organiser_is_asked(world: World) -> None:
    wang, chen = await told(world, *TERM), await world.person("陈老师", "organiser")
    lists(world, PAST, TALK, LAB, TOUR)
    await world.passes(hours=6)
    asked = await chen.news()
    assert "日历里少了一项活动" in asked and "“科普剧展演”（10月10日(周六) 19:00–21:00）还举行吗？" in asked
    assert "9月1日(周二) " in asked and "整条不发" not in await chen.buttons()
    assert await wang.news() == "", "nobody else hears of it"
    done = await chen.taps("取消了，告诉大家")
    assert "《科普剧展演》不举行了" in done and "陈老师决定" in done
    assert "取消 科普剧展演（原定 10月10日(周六) 19:00–21:00）" in await wang.news()
    await world.passes(hours=11)
    assert await chen.news() == "", "and is not asked again"


async def test_an_event_that_takes_place_all_the_same_is_reminded_of_and_not_asked_about_again(world: World) -> None:
    wang, chen = await told(world, *TERM), await world.person("陈老师", "organiser")
    lists(world, PAST, TALK, LAB, TOUR)
    await world.passes(hours=6)
    assert "照常举行。不另发消息，提醒照常。" in await chen.taps("照常举行")
    await world.passes(hours=11)
    lists(world, PAST, TALK, LAB, TOUR, ("new", "志愿者招募会", "20260925T090000"))
    await world.passes(hours=11)
    assert "还举行吗" not in await chen.news()
    await world.until(at(10, 10, 18))
    assert "科普剧展演" in await wang.news()


async def test_a_calendar_that_lost_most_of_its_events_is_asked_about_in_one_message(world: World) -> None:
    wang, chen = await told(world, *TERM), await world.person("陈老师", "organiser")
    lists(world, PAST, FINAL)
    await world.passes(hours=6)
    assert await wang.news() == ""
    asked = await chen.news()
    assert "待审（3条）" in asked and asked.count("天文讲座") == 1
    lists(world, *TERM)
    await world.passes(hours=1)
    assert "又在日历里了" in await chen.news() or "没有待审的通知" in await chen.says("待审")
    assert await wang.news() == ""


async def test_an_emptied_calendar_calls_nothing_off(world: World) -> None:
    wang = await told(world, TALK)
    chen = await world.person("陈老师", "organiser")
    lists(world)
    await world.passes(hours=8)
    assert await wang.news() == "" and "“天文讲座”（9月10日(周四) 14:00–16:00）还举行吗？" in await chen.news()


async def test_nobody_is_asked_about_an_event_that_has_begun(world: World) -> None:
    await told(world, TALK)
    chen = await world.person("陈老师", "organiser")
    lists(world)
    await world.passes(hours=8)
    await chen.news()
    await world.until(at(9, 11))
    said = await chen.news()
    assert "可能已经过了" not in said and "没有待审的通知" in await chen.says("待审")


async def test_an_event_that_is_deleted_and_made_anew_at_another_time_has_moved(world: World) -> None:
    wang = await told(world, *TERM)
    lists(world, PAST, TALK, LAB, ("tour-2", "科技馆参观", "20260921T140000"), FINAL)
    await world.passes(hours=8)
    said = await wang.news()
    assert "由 9月20日(周日) 09:00–11:00 改为 9月21日(周一) 14:00–16:00" in said
    assert "删去" not in said and "【通知】" not in said


async def test_events_whose_uids_are_made_anew_with_each_look_are_the_same_events(world: World) -> None:
    wang = await told(world, *TERM)
    for look in range(5):
        lists(world, *((f"{uid}-{look}", title, start) for uid, title, start in TERM))
        await world.passes(hours=2)
    assert await wang.news() == ""


async def test_a_deleted_course_is_called_off_as_a_whole(world: World) -> None:
    course = (
        "BEGIN:VEVENT\nUID:course\nSUMMARY:物理实验课\nDTSTART;TZID=Asia/Shanghai:20260903T140000\nDURATION:PT2H\n"
        "RRULE:FREQ=WEEKLY\nEND:VEVENT"
    )
    wang = await world.person("小王", "student")
    lists(world, *TERM, more=course)
    await world.settle()
    await wang.news()
    lists(world, *TERM)
    await world.passes(hours=5)
    said = await wang.news()
    assert "物理实验课（原定 9月3日(周四) 14:00–16:00）已从日历里删去" in said
    await world.until(at(9, 3, 20))
    assert "物理实验课" not in await wang.news()


async def test_an_event_of_tomorrow_is_called_off_within_the_hour(world: World) -> None:
    wang = await told(world, ("soon", "消防演练", "20260902T090000"), *TERM)
    await wang.news()
    lists(world, *TERM)
    await world.passes(hours=1, minutes=30)
    assert "消防演练" in await wang.news()
    assert timedelta(hours=1) < world.now - at(9, 1)
