from datetime import timedelta

import pytest
from fakes.town import Town, deadline

from bot.commands.settings import read_leads
from notices.model import Audience, Notice

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


async def setting(town: Town, column: str) -> object:
    return (await town.rows(f"SELECT {column} FROM members"))[0][column]


@pytest.mark.parametrize(("words", "leads"), [
    ("7d 3d 1d 3h", (7 * DAY, 3 * DAY, DAY, 3 * HOUR)), ("3天 1天", (3 * DAY, DAY)), ("1h,1h 60m", (HOUR,)),
    ("提前3天、1天和2小时", (3 * DAY, DAY, 2 * HOUR)), ("一周，三天，半天", (7 * DAY, 3 * DAY, 12 * HOUR)),
    ("２小时３０分钟", (2 * HOUR, 30 * MINUTE)),
    ("2 days and 3 hours", (2 * DAY, 3 * HOUR)), ("1 week", (7 * DAY,)), ("36h", (2 * DAY,)), ("两个小时", (2 * HOUR,)),
])
def test_lead_times_are_read_as_people_write_them(words: str, leads: tuple[timedelta, ...]) -> None:
    assert read_leads(words) == leads


@pytest.mark.parametrize("words", [
    "", "soon", "3", "天", "1d foo", "1m", "400d", "0d", "-1d", "1d 2d 3d 4d 5d 6d 7d 8d 9d", "99999d", "明天",
    "<b>1d</b>", "1d" * 5000,
])
def test_what_is_no_lead_time_is_not_guessed(words: str) -> None:
    assert read_leads(words) is None


async def test_settings_show_everything_and_lead_to_each(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("设置")
    assert "活动提醒：3天、1天、2小时（默认）" in chat.last and "免打扰：22:00-07:30（默认）" in chat.last
    english = await town.member("Ann", language="en")
    await english.says("settings")
    assert "Reminders before deadlines: 7 days, 3 days, 1 day, 3 hours (default)" in english.last


async def test_lead_times_are_chosen_by_tap_in_place(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("/settings")
    await chat.taps("截止提醒")
    await chat.taps("3天、1天")
    assert "已设置，截止提前提醒：3天、1天。" in chat.last and len(chat.screen) == 1
    assert await setting(town, "deadline_leads") == "259200 86400"
    await chat.taps("活动提醒")
    await chat.taps("不提醒")
    assert await setting(town, "event_leads") == "" and "活动提醒：不提醒" in chat.last
    await chat.taps("活动提醒")
    await chat.taps("恢复默认")
    assert await setting(town, "event_leads") is None


async def test_lead_times_may_be_typed_where_they_are_asked_for_or_at_once(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("/leads event")
    await chat.says("大概三五天吧")
    assert "没看懂这个时间" in chat.last
    await chat.says("5天 1天")
    assert await setting(town, "event_leads") == "432000 86400"
    await chat.says("提前 截止 2天")
    assert await setting(town, "deadline_leads") == "172800"


async def test_new_lead_times_plan_reminders_of_dates_already_known(town: Town) -> None:
    await town.publishes(Notice("甲", "…", (deadline("报名", 9),)), Audience())
    chat = await town.member("小王")
    await chat.says("/leads deadline 5d")
    rows = await town.rows("SELECT lead_secs FROM reminders")
    assert 5 * 86400 in [it["lead_secs"] for it in rows]


@pytest.mark.parametrize(("words", "hours"), [
    ("22:00-07:30", "22:00-07:30"), ("23：00到7：00", "23:00-07:00"), ("22点到7点半", "22:00-07:30"),
    ("22-7", "22:00-07:00"), ("21:30 ~ 8:00", "21:30-08:00"), ("22点30分到7点", "22:30-07:00"),
    ("22:00 7:00", "22:00-07:00"), ("关", ""), ("off", ""), ("default", None),
])
async def test_quiet_hours_are_read_as_people_write_them(town: Town, words: str, hours: str | None) -> None:
    chat = await town.member("小王")
    await chat.says("免打扰")
    await chat.says(words)
    assert await setting(town, "quiet_hours") == hours and "免打扰" in chat.last


@pytest.mark.parametrize("words", ["晚上", "25:00-26:00", "7-7", "22:00", "-", "22:99-07:00", "9" * 10_000])
async def test_hours_that_make_no_sense_are_asked_for_again(town: Town, words: str) -> None:
    chat = await town.member("小王")
    await chat.says(f"/quiet {words}")
    assert "没看懂这个时段" in chat.last and await setting(town, "quiet_hours") is None
    await chat.says("23:00-06:00")
    assert await setting(town, "quiet_hours") == "23:00-06:00"


async def test_language_changes_at_once_and_for_good(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("/language en")
    assert chat.last == "All right, English from now on."
    await chat.says("help")
    assert "Send one of these" in chat.last
    await chat.says("语言 中文")
    assert chat.last == "好的，之后用中文。"
    await chat.says("/language fr")
    assert chat.labels == ["中文", "English"]


async def test_a_name_is_kept_as_one_clean_line(town: Town) -> None:
    chat = await town.member("小王")
    family = "👨\u200d👩\u200d👧 一家"
    for said, kept in (
        ("<b>李</b> & [雷](x)", "<b>李</b> & [雷](x)"), ("\u202e反\u202c转\u200b", "反 转"), (family, family),
        ("一\n二\t三", "一 二 三"), ("长" * 10_000, "长" * 32),
    ):
        await chat.says(f"/name {said}")
        assert await setting(town, "name") == kept and kept in chat.last
    await chat.says("/name \u200b\u202e")
    assert "看不清" in chat.last or "改成什么名字" in chat.last
    await chat.says("改名")
    await chat.says("小李")
    assert await setting(town, "name") == "小李"


async def test_me_shows_who_i_am_here(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("我的")
    assert chat.last.startswith("小王") and "角色：学生" in chat.last and "讲座" in chat.last
    await chat.says("退订")
    await chat.says("me")
    assert "你已退订" in chat.last


async def test_quiet_hours_can_be_silent_instead_of_a_wait(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("免打扰")
    await chat.taps("静音送达")
    assert "不响铃" in chat.last and "静音送达" in chat.last
    await chat.says("免打扰")
    await chat.taps("推迟送达")
    assert "推迟到结束时" in chat.last
