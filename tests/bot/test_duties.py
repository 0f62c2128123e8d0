from datetime import timedelta

import pytest
from fakes.town import TUESDAY, Town, deadline, event

from notices.model import Audience, KeyDate, Notice

EVERYONE = Audience()


async def personal(town: Town) -> list[float]:
    """When reminders that members asked for themselves fire, in hours from now."""
    rows = await town.rows("SELECT fire_at FROM reminders WHERE member_id NOT NULL AND fired_at IS NULL ORDER BY 1")
    return [(float(str(it["fire_at"])) - town.now.timestamp()) / 3600 for it in rows]


async def test_received_is_noted_once_and_thanked(town: Town) -> None:
    chat = await town.member("小王")
    await town.publishes(Notice("防汛通知", "…"), EVERYONE, asks_ack=True)
    await chat.taps("收到，已知道了")
    assert "已记下，谢谢" in chat.last
    await chat.taps("收到，已知道了")
    assert "已经确认过" in chat.last
    assert len(await town.rows("SELECT * FROM acknowledgements")) == 1


async def test_the_word_alone_means_the_notice_that_asked(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("收到")
    assert "没有需要你回复" in chat.last
    await town.publishes(Notice("不问的", "…"), EVERYONE)
    await town.publishes(Notice("防汛通知", "…"), EVERYONE, asks_ack=True)
    await chat.says("收到！")
    assert "《防汛通知》" in chat.last and "谢谢" in chat.last


async def test_where_several_ask_the_word_alone_offers_them(town: Town) -> None:
    chat = await town.member("Ann", language="en")
    for title in ("First", "Second"):
        await town.publishes(Notice(title, "…"), EVERYONE, asks_ack=True)
    await chat.says("received")
    assert chat.labels == ["Second", "First"]
    await chat.says("2")
    assert "thank you! “First”" in chat.last


async def test_a_notice_that_asks_for_nothing_needs_no_reply(town: Town) -> None:
    chat = await town.member("小王")
    notice_id = await town.publishes(Notice("甲", "…"), EVERYONE)
    await chat.says(f"/ack {notice_id}")
    assert "不需要回复" in chat.last and not await town.rows("SELECT * FROM acknowledgements")


async def test_done_ends_the_reminders_and_undo_brings_them_back(town: Town) -> None:
    chat = await town.member("小王")
    await town.publishes(Notice("甲", "…", (deadline("总结", 5),)), EVERYONE)
    await chat.says("/snooze 1 later")
    await chat.says("/done 1")
    assert chat.last == "已完成：总结。不会再提醒这一项。" and await personal(town) == []
    await chat.says("/done 1")
    assert "之前已经标记完成" in chat.last
    await chat.taps("撤销")
    assert "会继续提醒" in chat.last and not await town.rows("SELECT * FROM dones")
    await chat.says("/undone 1")
    assert "没有标记完成" in chat.last


async def test_done_alone_asks_which(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("完成")
    assert "没有要赶的截止日期" in chat.last
    await town.publishes(Notice("甲", "…", (deadline("总结", 5), deadline("报名", 2))), EVERYONE)
    await chat.says("完成")
    assert chat.labels == ["✓ 报名", "✓ 总结"]
    await chat.says("2")
    assert "已完成：总结" in chat.last


async def test_a_reminder_can_be_put_off_and_the_last_choice_holds(town: Town) -> None:
    chat = await town.member("小王")
    await town.publishes(Notice("甲", "…", (event("讲座", 3),)), EVERYONE)
    await chat.says("/snooze 1")
    assert chat.labels == ["3小时后", "明早8:30", "提前1小时"]
    await chat.taps("3小时后")
    assert chat.last == "好的，9月1日(周二) 12:00 再提醒你：讲座" and await personal(town) == [3]
    await chat.says("/snooze 1 morning")
    assert "9月2日(周三) 08:30" in chat.last and await personal(town) == [23.5]
    await chat.says("/snooze 1 before")
    assert "9月4日(周五) 08:00" in chat.last and await personal(town) == [71]


async def test_only_moments_before_the_date_are_offered(town: Town) -> None:
    chat = await town.member("小王")
    soon = KeyDate("event", "讲座", TUESDAY + timedelta(hours=2), TUESDAY + timedelta(hours=4), all_day=False)
    await town.publishes(Notice("甲", "…", (soon,)), EVERYONE)
    await chat.says("/snooze 1")
    assert chat.labels == ["提前1小时"]
    town.now += timedelta(hours=1, minutes=30)
    await chat.says("/snooze 1 before")
    assert "不再安排提醒" in chat.last and await personal(town) == []


@pytest.mark.parametrize("words", ["/done 99", "/undone 99", "/snooze 99", "/snooze x later", "/undone", "/done 0"])
async def test_a_date_that_is_not_there_gets_a_way_on(town: Town, words: str) -> None:
    chat = await town.member("小王")
    await chat.says(words)
    assert "找不到这个日期" in chat.last or "没有要赶的截止日期" in chat.last


async def test_snooze_without_a_date_says_where_to_tap(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("稍后提醒")
    assert "稍后再提醒" in chat.last


async def test_the_dates_of_a_notice_come_as_a_file_for_ones_own_calendar(town: Town) -> None:
    chat = await town.member("小王", "student")
    await town.publishes(Notice("科普日", "见附件", (event("开幕式", 3), deadline("总结", 9), event("昨天", -1))))
    await chat.taps("加入日程")
    it = chat.screen[-1].bubble.file
    assert it is not None and (it.name, it.media_type) == ("科普日.ics", "text/calendar")
    body = it.content.decode()
    assert body.count("BEGIN:VEVENT") == 2 and "SUMMARY:截止：总结" in body and "昨天" not in body
    assert "2 个日期" in chat.last


async def test_a_notice_with_several_dates_asks_which_to_remind_of(town: Town) -> None:
    chat = await town.member("小王", "student")
    await town.publishes(Notice("科普日", "见附件", (event("开幕式", 3), deadline("总结", 9))))
    await chat.taps("提醒我")
    assert chat.labels == ["开幕式", "总结"]
    await chat.taps("总结")
    assert "总结" in chat.last and "明早8:30" in chat.labels


async def test_without_dates_ahead_there_is_nothing_to_keep(town: Town) -> None:
    chat = await town.member("小王", "student")
    notice_id = await town.publishes(Notice("防汛", "请注意", (event("昨天", -1),)))
    assert "加入日程" not in chat.labels
    await chat.says(f"/ics {notice_id}")
    assert "没有还没到的日期" in chat.last
    await chat.says(f"/remind {notice_id}")
    assert "没有还没到的日期" in chat.last
