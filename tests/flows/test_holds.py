"""A date in doubt, from the feed that brings it to the chats of organisers and of those it is for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from world import ZONE, World

from store import holds

WRONG = (  # 21 September 2026 is a Monday
    "各位同学：\n讲座定于2026年9月10日14:30在图书馆小礼堂举行。\n请于9月21日(周二)前报名。\n图书馆\n2026年9月1日"
)
TITLE = "关于举办人工智能讲座的通知"


async def asked(world: World) -> None:
    """Let the question go out: it waits a little for others to come with it."""
    await world.passes(minutes=1)


async def jumps_to(world: World, moment: datetime) -> None:
    await world.sleeps(seconds=(moment - world.now).total_seconds())


async def test_a_weekday_that_contradicts_its_date_holds_the_notice_until_an_organiser_decides(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes(TITLE, WRONG)
    await asked(world)
    question = await boss.news()
    assert "待审" in question and TITLE in question
    assert "请于9月21日(周二)前报名" in question and "9月21日(周一)不是周二" in question
    assert await boss.buttons() == [
        "9月21日(周一)", "9月22日(周二)", "写别的日期", "不设日期，只发通知", "整条不发", "查看全文", "原文",
    ]
    assert await wang.news() == "", "nobody is told before it is decided"
    assert "待审" not in await wang.says("最新通知") and TITLE not in await wang.says("日程")
    said = await boss.taps("9月22日(周二)")
    assert "正在发给1人" in said and "报名：9月22日(周二)（李组决定）" in said
    told = await wang.news()
    assert TITLE in told and "9月22日(周二)前 · 报名" in told and "9月10日(周四) 14:30" in told
    await jumps_to(world, datetime(2026, 9, 21, 9, 0, tzinfo=ZONE))
    assert "9月22日(周二)前 · 报名" in await wang.news(), "and reminded of what was decided"


async def test_the_first_answer_counts_and_the_others_are_shown_whose_it_was(world: World) -> None:
    first, second = await world.person("甲", "organiser"), await world.person("乙", "organiser")
    world.publishes(TITLE, WRONG)
    await asked(world)
    await second.news()
    await first.taps("9月22日(周二)")
    assert "报名：9月22日(周二)（甲决定）" in await second.news()
    lines = [line for line in await second.lines() if TITLE in str(line["spans"]) and "决定" in str(line["spans"])]
    assert len(lines) == 1, "the question itself was changed"


async def test_a_late_answer_changes_nothing(world: World) -> None:
    first, second = await world.person("甲", "organiser"), await world.person("乙", "organiser")
    wang = await world.person("小王", "student")
    world.publishes(TITLE, WRONG)
    await asked(world)
    action = next(b["action"] for line in await second.lines() for row in line["buttons"] for b in row
                  if b["label"] == "9月21日(周一)")
    await first.taps("9月22日(周二)")
    assert "9月22日(周二)（甲决定）" in await second.says(action)
    told = await wang.news()
    assert "9月22日" in told and "9月21日" not in told


@pytest.mark.parametrize("said", ["9月25日", "2026年9月25日(周五)", "2026-09-25", "9月25日前"])
async def test_another_date_is_written_and_confirmed_with_its_weekday(world: World, said: str) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes(TITLE, WRONG)
    await asked(world)
    assert "请直接发送日期" in await boss.taps("写别的日期")
    assert "没看懂这个日期" in await boss.says("到时候再说")
    assert "“报名”定为 9月25日(周五)，对吗" in await boss.says(said)
    assert await wang.news() == ""
    await boss.says("1")
    assert "9月25日(周五)前 · 报名" in await wang.news()


async def test_a_clock_that_is_written_is_kept(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes(TITLE, WRONG)
    await asked(world)
    await boss.taps("写别的日期")
    await boss.says("9月25日17:00")
    await boss.taps("对，就是这天")
    assert "9月25日(周五) 17:00前 · 报名" in await wang.news()


async def test_without_the_date_the_notice_goes_out_and_says_so(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes(TITLE, WRONG)
    await asked(world)
    await boss.taps("不设日期")
    told = await wang.news()
    assert TITLE in told and "「9月21日(周二)前」未能确定日期" in told and "⏰" not in told
    await jumps_to(world, datetime(2026, 9, 22, 9, 0, tzinfo=ZONE))
    assert "报名" not in await wang.news()


async def test_what_is_left_out_reaches_nobody_even_when_its_words_change(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    guid = world.publishes(TITLE, WRONG)
    await asked(world)
    assert "整条不发布" in await boss.taps("整条不发")
    assert "不发布（李组决定）" in await boss.taps("确认不发")
    world.publishes(TITLE, WRONG.replace("各位同学", "各位老师、同学"), guid=guid)
    await world.passes(hours=1)
    assert await wang.news() == "" and await boss.news() == ""


async def test_the_same_sentence_in_an_update_is_not_asked_again(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    guid = world.publishes(TITLE, WRONG)
    await asked(world)
    await boss.taps("9月22日(周二)")
    await wang.news()
    await boss.news()
    world.publishes(TITLE, WRONG.replace("9月10日14:30", "9月11日14:30"), guid=guid)
    await world.passes(minutes=20)
    told = await wang.news()
    assert "由 9月10日(周四) 14:30起 改为 9月11日(周五) 14:30起" in told and "报名" not in told
    assert "待审" not in await boss.news()


async def test_an_update_while_it_waits_asks_no_second_time_if_the_doubt_is_the_same(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    guid = world.publishes(TITLE, WRONG)
    await asked(world)
    await boss.news()
    world.publishes(TITLE, WRONG.replace("小礼堂", "三楼小礼堂"), guid=guid)
    await world.passes(minutes=20)
    assert await boss.news() == ""
    await boss.taps("9月22日(周二)")
    assert "三楼小礼堂" in await wang.news()


async def test_an_update_that_mends_the_date_answers_the_question_by_itself(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    guid = world.publishes(TITLE, WRONG)
    await asked(world)
    await boss.news()
    world.publishes(TITLE, WRONG.replace("(周二)", "(周一)"), guid=guid)
    await world.passes(minutes=20)
    assert "9月21日(周一)前 · 报名" in await wang.news()
    assert "原文已有变化" in await boss.news()
    assert "没有待审的通知" in await boss.says("待审")


async def test_the_same_doubt_from_two_feeds_is_decided_once_and_told_once(tmp_path: Path) -> None:
    async with World.made(tmp_path, names=("图书馆", "教务处")) as world:
        boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
        text = f"馆发〔2026〕12号\n{WRONG}"
        world.publishes(TITLE, text, feed="图书馆")
        world.publishes(TITLE, text, feed="教务处")
        await asked(world)
        await boss.says("待审")
        await boss.says("1")
        await boss.taps("9月22日(周二)")
        assert "没有待审的通知" in await boss.says("待审")
        assert (await wang.news()).count(TITLE) == 1


async def test_many_holds_of_a_first_poll_are_one_message(world: World) -> None:
    boss = await world.person("李组", "organiser")
    for number in range(30):
        world.publishes(f"第{number}场讲座通知", WRONG.replace("报名", f"报第{number}场"))
    await asked(world)
    assert len([line for line in await boss.lines() if not line["mine"] and "待审" in str(line["spans"])]) == 1
    news = await boss.news()
    assert "待审（30条）" in news and "另有22条" in news
    await boss.says("待审")
    assert "场讲座通知" in await boss.says("1")
    await boss.taps("9月22日(周二)")
    assert "待审（29条）" in await boss.says("待审")


async def test_an_organiser_who_does_not_answer_is_asked_again_twice_and_no_more(world: World) -> None:
    boss = await world.person("李组", "organiser")
    world.publishes("通知", "请于2026年12月21日(周二)前报名。\n图书馆\n2026年9月1日")
    for _ in range(30):
        await world.sleeps(days=1)
    asks = [line for line in await boss.lines() if not line["mine"]]
    assert len(asks) == 3


async def test_a_hold_whose_date_comes_close_and_passes_is_said_to_be_urgent(world: World) -> None:
    boss = await world.person("李组", "organiser")
    world.publishes("通知", "请于2026年9月4日(周四)前报名。\n图书馆\n2026年9月1日")
    await asked(world)
    assert "⚠️" not in await boss.news()
    await jumps_to(world, datetime(2026, 9, 3, 0, 30, tzinfo=ZONE))
    assert "⚠️ 最早的日期是" in await boss.news()
    await jumps_to(world, datetime(2026, 9, 4, 9, 0, tzinfo=ZONE))
    assert "可能已经过了" in await boss.news()


async def test_at_night_the_question_waits_for_the_morning_and_is_gone_if_it_is_answered_before(
    tmp_path: Path,
) -> None:
    night = datetime(2026, 9, 1, 23, 0, tzinfo=ZONE)
    async with World.made(tmp_path, start=night) as world:
        first, second = await world.person("甲", "organiser"), await world.person("乙", "organiser")
        world.publishes("通知", "请于2026年12月21日(周二)前报名。\n图书馆\n2026年9月1日")
        await asked(world)
        assert await first.news() == ""
        await first.says("待审")
        await first.taps("12月22日(周二)")
        await world.passes(hours=10)
        assert "拿不准" not in await second.news()


async def test_without_organisers_the_admins_are_asked(world: World) -> None:
    admin = await world.person("管理", "admin")
    world.publishes(TITLE, WRONG)
    await asked(world)
    assert "待审" in await admin.news()
    assert "待审：1条" in await admin.says("运行状态")


async def test_nobody_else_may_look_or_decide(world: World) -> None:
    await world.person("李组", "organiser")
    wang = await world.person("小王", "student")
    world.publishes(TITLE, WRONG)
    await asked(world)
    for words in ("/holds", "/hold 1", "/hold 1 1 0", "/hold 1 out yes", "/hold 1 look"):
        assert "只有“组织者”可以用" in await wang.says(words)
    async with world.store.reading() as tx:
        assert (await holds.count(tx))[0] == 1


@pytest.mark.parametrize("words", [
    "/hold", "/hold x", "/hold 99", "/hold 1 99 0", "/hold 1 1 99", "/hold 1 1 on", "/hold 1 1 on x/y",
    "/hold 1 1 on 2026-09-25T00:00/", "/hold 1 boo", "/hold 1 1 on /",
])
async def test_odd_words_decide_nothing(world: World, words: str) -> None:
    boss = await world.person("李组", "organiser")
    world.publishes(TITLE, WRONG)
    await asked(world)
    assert await boss.says(words)
    async with world.store.reading() as tx:
        assert (await holds.count(tx))[0] == 1


async def test_two_doubts_are_asked_one_after_the_other(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes(TITLE, WRONG.replace("9月10日14:30", "9月10日(周五)14:30"))
    await asked(world)
    assert "第1处，共2处" in await boss.news()
    assert "第2处，共2处" in await boss.taps("9月11日(周五) 14:30")
    assert await wang.news() == ""
    await boss.taps("9月22日(周二)")
    told = await wang.news()
    assert "9月11日(周五) 14:30" in told and "9月22日(周二)前" in told


async def test_a_deadline_before_its_notice_is_asked_about(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes("关于报送总结的通知", "请于2026年8月20日前将活动总结报送至a@b.cn。\n市科协\n2026年9月1日")
    await asked(world)
    assert "早于发布日期" in await boss.news() and await wang.news() == ""
    await boss.taps("2027年8月20日(周五)")
    assert "2027年8月20日(周五)前 · 活动总结" in await wang.news()


async def test_a_date_without_any_year_is_asked_about(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    world.publishes("关于报名的通知", "请于12月20日前报名。")
    await asked(world)
    assert "没有写年份" in await boss.news()
    await boss.taps("12月20日(周日)")
    assert "12月20日(周日)前 · 报名" in await wang.news()


async def test_a_doubt_of_a_quiet_first_poll_is_decided_quietly(tmp_path: Path) -> None:
    async with World.made(tmp_path, catch_up=False) as world:
        boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
        world.publishes(TITLE, WRONG)
        await asked(world)
        assert "到时照常提醒" in await boss.taps("9月22日(周二)")
        assert await wang.news() == ""
        await jumps_to(world, datetime(2026, 9, 22, 9, 0, tzinfo=ZONE))
        assert "9月22日(周二)前 · 报名" in await wang.news()


async def test_an_organisers_own_doubtful_date_is_asked_before_anything_is_sent(world: World) -> None:
    boss, wang = await world.person("李组", "organiser"), await world.person("小王", "student")
    await boss.says(f"/announce {TITLE}\n请于9月21日(周二)前报名。")
    await boss.taps("下一步")
    await boss.taps("下一步")
    said = await boss.taps("不需要")
    assert "先确认一下" in said and "9月21日(周一)不是周二" in said and "确认发布" not in await boss.buttons()
    await boss.says("确认")
    assert await wang.news() == ""
    assert "9月22日(周二)前 · 报名" in await boss.taps("9月22日(周二)")
    await boss.taps("确认发布")
    assert "9月22日(周二)前 · 报名" in await wang.news()


async def test_english_organisers_are_asked_in_english(world: World) -> None:
    boss = await world.person("Ann", "organiser")
    world.publishes(TITLE, WRONG)
    await boss.says("/language en")
    await boss.news()
    await asked(world)
    question = await boss.news()
    assert "Mon 21 Sep is not a Tuesday" in question and "When is “报名” due?" in question
    assert "Decided and sent" in await boss.taps("Tue 22 Sep")
