"""A change notice that may mean one of several earlier notices: an organiser says which."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from world import ZONE, Person, World

from store import holds

LECTURE = (
    "各位同学：\n人工智能与机器人讲座定于2026年9月10日14:30在图书馆小礼堂举行。\n请于9月8日前报名。\n图书馆\n2026年9月1日"
)
TITLE = "关于举办人工智能与机器人讲座的通知"
LATER = "关于人工智能讲座延期举行的通知"
POSTPONED = "因天气原因，原定9月10日举行的讲座推迟至9月17日14:30举行。\n图书馆\n2026年9月2日"
OTHER = "关于举办人工智能伦理讲座的通知"
ETHICS = LECTURE.replace("人工智能与机器人讲座", "人工智能伦理讲座").replace("14:30", "19:00")


async def told(world: World) -> tuple[Person, Person]:
    """An organiser, and a student who has the first notice."""
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes(TITLE, LECTURE)
    await world.settle()
    assert TITLE in await wang.news()
    return boss, wang


async def jumps_to(world: World, moment: datetime) -> None:
    await world.sleeps(seconds=(moment - world.now).total_seconds())


async def test_a_change_with_a_title_that_is_merely_alike_waits_until_an_organiser_says_what_it_changes(
    world: World,
) -> None:
    boss, wang = await told(world)
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    question = await boss.news()
    assert "【待审】" in question and LATER in question and "因天气原因，原定9月10日举行的讲座推迟至9月17日" in question
    assert f"1. 《{TITLE}》（9月1日(周二)发布）" in question
    assert "由 9月10日(周四) 14:30起 改为 9月17日(周四) 14:30起" in question
    assert await boss.buttons() == [
        "1. 关于举办人工智能与机器人讲座的通知", "都不是，单独发布", "整条不发", "查看全文", "原文",
    ]
    assert await wang.news() == "", "nobody is told before it is decided"
    said = await boss.taps("1. 关于举办")
    assert "正在告知1人" in said and f"改的是《{TITLE}》（李组决定）" in said
    changed = await wang.news()
    assert changed.count("【") == 1 and "【更正】" in changed and TITLE in changed
    assert "由 9月10日(周四) 14:30起 改为 9月17日(周四) 14:30起" in changed and "因天气原因" in changed
    await jumps_to(world, datetime(2026, 9, 10, 12, 0, tzinfo=ZONE))
    assert "讲座 ·" not in (await wang.news()).replace("来自", ""), "the old reminder is gone"
    await jumps_to(world, datetime(2026, 9, 16, 9, 0, tzinfo=ZONE))
    assert "9月17日" in await wang.news(), "the new one has come"


async def test_a_change_of_none_of_them_goes_out_as_its_own(world: World) -> None:
    boss, wang = await told(world)
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    said = await boss.taps("都不是")
    assert "正在发给1人" in said and "单独发布（李组决定）" in said
    own = await wang.news()
    assert f"【通知】{LATER}" in own and "9月17日(周四) 14:30起" in own
    dates = await wang.says("日程")
    assert "9月10日(周四) 14:30起" in dates and "9月17日(周四) 14:30起" in dates, "the earlier one stays"


async def test_of_several_that_may_be_meant_the_one_that_was_chosen_moves(world: World) -> None:
    boss, wang = await told(world)
    world.publishes(OTHER, ETHICS)
    await world.passes(minutes=20)
    await wang.news()
    world.publishes("关于讲座延期举行的通知", POSTPONED)
    await world.passes(minutes=20)
    question = await boss.news()
    assert f"1. 《{OTHER}》" in question and f"2. 《{TITLE}》" in question
    await boss.says("待审")
    await boss.taps("2. ")
    assert TITLE in await wang.news()
    dates = await wang.says("日程")
    assert "9月17日(周四) 14:30起" in dates and "9月10日(周四) 19:00起" in dates
    assert "9月10日(周四) 14:30起" not in dates


async def test_a_cancellation_without_a_date_asks_in_time_for_the_date_that_it_may_end(world: World) -> None:
    boss, wang = await told(world)
    world.publishes("关于取消人工智能讲座的通知", "因故取消，敬请谅解。\n图书馆\n2026年9月2日")
    await world.passes(minutes=20)
    assert "取消 人工智能与机器人讲座（原定 9月10日(周四) 14:30起）" in await boss.news()
    await jumps_to(world, datetime(2026, 9, 8, 8, 0, tzinfo=ZONE))
    assert "⚠️" in await boss.news()
    await wang.news()
    await boss.taps("1. ")
    assert "取消" in await wang.news() and "没有" in await wang.says("日程")


async def test_what_is_put_off_without_a_new_date_is_not_said_to_be_cancelled(world: World) -> None:
    boss, wang = await told(world)
    world.publishes("关于人工智能讲座延期的通知", "讲座延期举行，具体时间另行通知。\n图书馆\n2026年9月2日")
    await world.passes(minutes=20)
    put_off = "人工智能与机器人讲座：原定 9月10日(周四) 14:30起，新的时间另行通知"
    assert put_off in await boss.news()
    await boss.taps("1. ")
    said = await wang.news()
    assert put_off in said and "相关提醒已取消" in said


@pytest.mark.parametrize(("title", "text", "line"), [
    ("Postponed: Lecture on AI Ethics", "The lecture on 10 October 2026 has been postponed to 17 October 2026.",
     "由 10月10日(周六) 14:30起 改为 10月17日(周六)"),
    ("Lecture on AI Ethics cancelled", "The lecture on 10 October 2026 has been cancelled.",
     "原定 10月10日(周六) 14:30起"),
])
async def test_an_english_change_moves_what_it_names(world: World, title: str, text: str, line: str) -> None:
    wang = await world.person("小王", "student")
    world.publishes("Lecture on AI Ethics", "The lecture on AI ethics will be held on 10 October 2026 at 14:30.")
    await world.settle()
    await wang.news()
    world.publishes(title, f"{text} We apologise for the inconvenience.")
    await world.passes(minutes=20)
    said = await wang.news()
    assert "【更正】" in said and line in said


async def test_the_answer_is_remembered_for_a_new_version_and_for_another_feed(tmp_path: Path) -> None:
    async with World.made(tmp_path, names=("图书馆", "教务处")) as world:
        boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
        world.publishes(TITLE, LECTURE, feed="图书馆")
        await world.settle()
        guid = world.publishes(LATER, POSTPONED, feed="图书馆")
        await world.passes(minutes=20)
        await boss.taps("1. ")
        await wang.news()
        world.publishes(LATER, POSTPONED.replace("天气", "台风"), guid=guid, feed="图书馆")
        await world.passes(minutes=40)
        world.publishes(LATER, POSTPONED.replace("天气", "台风"), feed="教务处")
        await world.passes(minutes=40)
        assert "待审" not in await boss.news()
        assert await wang.news() == ""
        assert (await wang.says("日程")).count("9月17日") == 1


async def test_the_same_change_from_two_feeds_is_asked_once_and_told_once(tmp_path: Path) -> None:
    async with World.made(tmp_path, names=("图书馆", "教务处")) as world:
        boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
        world.publishes(TITLE, LECTURE, feed="图书馆")
        await world.settle()
        await wang.news()
        for feed in ("图书馆", "教务处"):
            world.publishes(LATER, POSTPONED, feed=feed)
        await world.passes(minutes=20)
        await boss.says("待审")
        await boss.says("1")
        await boss.taps("1. ")
        assert "没有待审的通知" in await boss.says("待审")
        assert (await wang.news()).count("改为") == 1
        assert (await wang.says("日程")).count("9月17日") == 1


async def test_the_first_answer_counts(world: World) -> None:
    boss, wang = await told(world)
    second = await world.person("乙", "organiser")
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    action = next(b["action"] for line in await second.lines() for row in line["buttons"] for b in row
                  if b["label"] == "都不是，单独发布")
    await boss.taps("1. ")
    assert f"改的是《{TITLE}》（李组决定）" in await second.says(action)
    assert "【通知】" not in await wang.news()


async def test_a_doubtful_date_and_a_doubtful_tie_are_asked_one_after_the_other(world: World) -> None:
    boss, wang = await told(world)
    world.publishes(LATER, POSTPONED.replace("9月17日14:30", "9月17日(周五)14:30"))
    await world.passes(minutes=20)
    assert "第1处，共2处" in await boss.news()
    assert "第2处，共2处" in await boss.taps("1. ")
    assert await wang.news() == ""
    await boss.taps("9月18日(周五)")
    assert "9月18日(周五) 14:30" in await wang.news()


async def test_what_is_left_out_moves_nothing(world: World) -> None:
    boss, wang = await told(world)
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    await boss.taps("整条不发")
    await boss.taps("确认不发")
    assert await wang.news() == "" and "9月10日(周四) 14:30起" in await wang.says("日程")


async def test_nobody_who_answers_is_asked_again_and_it_is_urgent_before_the_date(world: World) -> None:
    boss, _ = await told(world)
    world.publishes(LATER, POSTPONED)
    for _ in range(12):
        await world.sleeps(days=1)
    asks = [line for line in await boss.lines() if not line["mine"] and "【待审】" in str(line["spans"])]
    assert 3 <= len(asks) <= 6 and "⚠️" in str(asks[-1]["spans"])


@pytest.mark.parametrize("words", ["/hold 1 amends", "/hold 1 amends 99", "/hold 1 amends x", "/hold 1 1 0"])
async def test_odd_words_decide_nothing(world: World, words: str) -> None:
    boss, _ = await told(world)
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    assert await boss.says(words)
    async with world.store.reading() as tx:
        assert (await holds.count(tx))[0] == 1


async def test_english_organisers_are_asked_in_english(world: World) -> None:
    boss, _ = await told(world)
    await boss.says("/language en")
    world.publishes(LATER, POSTPONED)
    await world.passes(minutes=20)
    assert "Which of these does it change?" in await boss.news()
    assert "None of these, send it by itself" in await boss.buttons()
    assert "being told" in await boss.taps("1. ")


@pytest.mark.parametrize(("title", "text"), [
    ("关于调整图书馆开放时间的通知", "9月12日起开放时间调整为8:00至22:00。\n图书馆\n2026年9月2日"),
    ("关于2025年人工智能讲座延期的通知", POSTPONED), ("关于天文讲座延期举行的通知", POSTPONED.replace("10日", "11日")),
])
async def test_what_changes_nothing_that_we_know_asks_nobody(world: World, title: str, text: str) -> None:
    boss, wang = await told(world)
    world.publishes(title, text)
    await world.passes(minutes=20)
    assert "待审" not in await boss.news() and title in await wang.news()
