"""A later notice changes an earlier one: from two entries to the chats of those who were told."""

from __future__ import annotations

from datetime import datetime

from world import ZONE, Person, World

LECTURE = (
    "馆发〔2026〕8号\n各位同学：\n人工智能讲座定于2026年9月10日14:30在图书馆小礼堂举行。\n请于9月8日前报名。"
    "\n图书馆\n2026年9月1日"
)
TITLE = "关于举办人工智能讲座的通知"
LATER = "关于人工智能讲座延期举行的通知"
POSTPONED = "因天气原因，原定9月10日举行的人工智能讲座推迟至9月17日14:30举行。\n图书馆\n2026年9月2日"


async def told(world: World) -> Person:
    """A student who has the first notice; the clock stands at the next poll."""
    wang = await world.person("小王", "student")
    world.publishes(TITLE, LECTURE)
    await world.settle()
    assert TITLE in await wang.news()
    return wang


async def jumps_to(world: World, moment: datetime) -> None:
    await world.sleeps(seconds=(moment - world.now).total_seconds())


async def test_a_postponement_moves_the_earlier_date_and_says_why_once(world: World) -> None:
    wang = await told(world)
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    said = await wang.news()
    assert said.count("【") == 1 and "【更正】" in said and TITLE in said
    assert "由 9月10日(周四) 14:30起 改为 9月17日(周四) 14:30起" in said and "因天气原因" in said
    assert "原定9月10日" in await wang.taps("查看全文"), "the later notice is there to read"
    await jumps_to(world, datetime(2026, 9, 10, 12, 0, tzinfo=ZONE))
    assert "讲座 ·" not in (await wang.news()).replace("来自", "")
    await jumps_to(world, datetime(2026, 9, 16, 9, 0, tzinfo=ZONE))
    assert "9月17日" in await wang.news()


async def test_the_earlier_notice_read_again_stays_as_it_was_changed(world: World) -> None:
    wang = await told(world)
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    await wang.news()
    world.publishes(TITLE, LECTURE.replace("各位同学", "各位同学好"), guid="n1")
    await world.passes(minutes=20)
    assert await wang.news() == ""
    assert "9月17日" in await wang.says("日程")


async def test_a_cancellation_ends_every_date_and_reminder_of_it(world: World) -> None:
    wang = await told(world)
    text = "因故取消原定9月10日举行的人工智能讲座。\n图书馆\n2026年9月2日"
    world.publishes("关于取消人工智能讲座的通知", text)
    await world.passes(minutes=20)
    said = await wang.news()
    assert "取消" in said and "原定 9月10日(周四) 14:30起" in said and "因故" in said
    await world.sleeps(days=12)
    assert await wang.news() == ""
    assert "没有" in await wang.says("日程")


async def test_an_extension_is_tied_by_the_document_number_it_cites(world: World) -> None:
    wang = await told(world)
    text = "原通知（馆发〔2026〕8号）中报名截止时间由9月8日延长至9月9日。\n图书馆\n2026年9月2日"
    world.publishes("关于延长讲座报名时间的通知", text)
    await world.passes(minutes=20)
    said = await wang.news()
    assert "【更正】" in said and "报名：由 9月8日(周二) 改为 9月9日(周三)" in said


async def test_a_change_of_something_unknown_is_a_notice_of_its_own_that_says_the_change(world: World) -> None:
    wang = await world.person("小王", "student")
    world.publishes("关于量子计算讲座延期举行的通知", POSTPONED.replace("人工智能", "量子计算"))
    await world.settle()
    said = await wang.news()
    assert "【通知】关于量子计算讲座延期举行的通知" in said
    assert "变更：原定 9月10日(周四) → 9月17日(周四)" in said and "9月17日(周四) 14:30起" in said


async def test_another_lecture_of_the_same_office_is_left_alone(world: World) -> None:
    wang = await told(world)
    world.publishes("关于量子计算讲座延期举行的通知", POSTPONED.replace("人工智能", "量子计算"))
    await world.passes(minutes=20)
    assert "【通知】关于量子计算讲座延期举行的通知" in await wang.news()
    assert "9月10日(周四) 14:30起" in await wang.says("日程")


async def test_the_same_change_seen_again_is_told_once(world: World) -> None:
    wang = await told(world)
    guid = world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    await wang.news()
    world.publishes(LATER, POSTPONED.replace("因天气原因", "因天气原因（台风）"), guid=guid)
    await world.passes(minutes=20)
    assert await wang.news() == ""
