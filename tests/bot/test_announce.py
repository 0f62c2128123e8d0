from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.town import HOUSE, Chat, Town, on
from fakes.town import town as a_town

from store import members

TEXT = "关于举办院士讲座的通知\n请于9月5日前报名，讲座9月8日举行。"


async def notices(town: Town) -> list[dict[str, object]]:
    return await town.rows("SELECT * FROM notices ORDER BY id")


async def previewed(town: Town, chat: Chat, text: str = TEXT, *roles: str) -> None:
    """Draft an announcement up to its preview."""
    await chat.says(f"/announce {text}")
    for role in roles:
        await chat.taps(role)
    await chat.taps("下一步")
    await chat.taps("下一步")
    await chat.taps("不需要")


async def test_an_announcement_goes_from_a_word_to_the_right_people(town: Town) -> None:
    boss, wang = await town.member("组织", "organiser"), await town.member("小王", "student")
    li = await town.member("小李", "teacher")
    await boss.says("发布")
    assert "第一行是标题" in boss.last
    await boss.says(TEXT)
    assert "识别到2个日期" in boss.last and "发给谁" in boss.last and "✅ 所有人" in boss.labels
    await boss.taps("学生")
    assert "✅ 学生" in boss.labels and "⬜ 所有人" in boss.labels
    await boss.taps("下一步")
    await boss.taps("讲座")
    await boss.taps("下一步")
    await boss.taps("需要")
    card, asks = boss.screen[-2:]
    assert "共1人会收到" in asks.text
    await boss.taps("确认发布")
    assert "已发布《关于举办院士讲座的通知》，发给1人" in boss.last and boss.screen[-1] is asks
    assert wang.last == card.text and [it.label for it in card.buttons] == wang.labels == [
        "收到，已知道了", "查看全文", "加入日程", "提醒我"]
    assert "9月5日(周六)前 · 报名 · 还有4天" in wang.last and "📅 9月8日(周二)" in wang.last
    assert not li.screen
    (notice,) = await notices(town)
    assert notice["author_id"] == await boss.member_id() and notice["asks_ack"] and notice["origin"] == "organiser"
    assert await town.rows("SELECT * FROM reminders")


async def test_the_choices_change_one_message_in_place(town: Town) -> None:
    boss = await town.member("组织", "organiser", channel="telegram")
    await boss.says(f"/announce {TEXT}")
    for label in ("学生", "教师", "学生", "所有人", "下一步", "讲座"):
        await boss.taps(label)
        assert len(boss.screen) == 1


async def test_the_preview_tells_what_a_paid_broadcast_may_cost(tmp_path: Path) -> None:
    async with a_town(tmp_path, replace(HOUSE, stars=lambda count: 7 * count)) as town:
        boss = await town.member("组织", "organiser")
        await town.member("小王", "student", channel="telegram")
        await town.member("小李", "teacher", channel="telegram")
        await previewed(town, boss, TEXT, "学生")
        assert "其中 Telegram 1条，按付费群发最多花7颗星" in boss.screen[-1].text
        await boss.taps("确认发布")
        assert "已发布" in boss.last


async def test_confirming_twice_sends_once(town: Town) -> None:
    boss, wang = await town.member("组织", "organiser"), await town.member("小王", "student")
    await previewed(town, boss)
    action = next(it for it in boss.actions if it.endswith(" send"))
    await boss.says(action, tapped=boss.screen[-1].provider_id)
    await boss.says(action, tapped=boss.screen[-1].provider_id)
    assert "已经发布、取消或过期" in boss.last
    await boss.says("确认")
    assert len(await notices(town)) == 1 and len([it for it in wang.screen if "院士讲座" in it.text]) == 1


async def test_an_old_preview_cannot_send_a_newer_draft(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await previewed(town, boss, "旧通知")
    old = next(it for it in boss.actions if it.endswith(" send"))
    await previewed(town, boss, "新通知")
    await boss.says(old)
    assert "已经发布、取消或过期" in boss.last and not await notices(town)


async def test_a_draft_waits_while_its_writer_looks_at_something_else(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await previewed(town, boss)
    await boss.says("截止")
    await boss.says("发布")
    assert "还没发布的草稿" in boss.screen[-3].text and "成员看到的就是这样" in boss.last
    await boss.says("确认")
    assert len(await notices(town)) == 1


async def test_a_draft_that_was_left_alone_is_forgotten(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await previewed(town, boss)
    town.now += timedelta(hours=1)
    await boss.taps("确认发布")
    assert "过期" in boss.last and not await notices(town)


async def test_cancelling_a_draft_sends_nothing(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await previewed(town, boss)
    send = next(it for it in boss.actions if it.endswith(" send"))
    await boss.taps("取消")
    await boss.says(send)
    await boss.says("确认发布")
    assert not await notices(town)


async def test_the_text_can_be_changed_and_the_audience_stays(town: Town) -> None:
    boss, li = await town.member("组织", "organiser"), await town.member("小李", "teacher")
    await previewed(town, boss, TEXT, "教师")
    await boss.taps("改内容")
    await boss.says("改了的通知\n另行通知")
    assert "改了的通知" in boss.screen[-2].text and "发给：教师" in boss.last
    assert "「另行通知」未能确定日期" in boss.screen[-2].text and "没有识别到日期" in boss.last
    await boss.says("1")
    assert "改了的通知" in li.last


async def test_tomorrow_means_the_day_after_it_was_written(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    town.now = on(0, 23) + timedelta(minutes=50)
    await previewed(town, boss, "明天开会")
    assert "9月2日" in boss.screen[-2].text
    town.now += timedelta(minutes=20)
    await boss.says("确认")
    (date,) = await town.rows("SELECT starts_at FROM key_dates")
    assert date["starts_at"] == on(1, 0).timestamp()


async def test_in_quiet_hours_the_organiser_is_told_when_it_arrives(town: Town) -> None:
    boss, wang = await town.member("组织", "organiser"), await town.member("小王", "student")
    town.now = on(0, 23)
    await previewed(town, boss)
    assert "多数人会在07:30收到" in boss.last
    await boss.says("确认")
    assert not wang.screen
    town.now = on(1, 8)
    await town.deliver()
    assert "院士讲座" in wang.last


async def test_a_text_that_begins_with_a_commands_word_is_still_a_text(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await boss.says("/announce")
    await boss.says("通知\n各位同学：9月8日讲座。")
    assert "发给谁" in boss.last
    await boss.says("下一步")
    await boss.says("下一步")
    await boss.says("2")
    assert boss.screen[-2].text.startswith("【通知】通知")


async def test_words_that_answer_nothing_repeat_the_question(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await boss.says(f"发布 {TEXT}")
    await boss.says("给学生吧")
    assert "请点按钮" in boss.screen[-2].text and "发给谁" in boss.last
    await boss.says("取消")
    assert "已取消" in boss.last


async def test_an_audience_without_anyone_is_pointed_out(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await previewed(town, boss, TEXT, "教师")
    assert "目前没有人符合" in boss.last


async def test_drafts_of_two_accounts_do_not_meet(town: Town) -> None:
    first, second = await town.member("甲", "organiser"), await town.member("乙", "organiser")
    await previewed(town, first, "甲的通知")
    send = next(it for it in first.actions if it.endswith(" send"))
    await previewed(town, second, "乙的通知")
    await second.says(send)
    assert not await notices(town)
    await first.says("确认")
    assert [it["title"] for it in await notices(town)] == ["甲的通知"]


async def test_an_organiser_who_is_no_longer_one_cannot_send_their_draft(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await previewed(town, boss)
    async with town.store.transaction() as tx:
        await members.drop_role(tx, await boss.member_id(), "organiser")
    await boss.says("确认")
    assert "只有“组织者”可以用" in boss.last
    for action in [it.action for shown in boss.screen for it in shown.buttons]:
        await boss.says(action)
    assert not await notices(town)


@pytest.mark.parametrize("verb", ["", "role nobody", "topic nothing", "role", "send now", "boo", "asks", "topics x"])
async def test_odd_buttons_of_a_draft_do_no_harm(town: Town, verb: str) -> None:
    boss = await town.member("组织", "organiser")
    await boss.says(f"/announce {TEXT}")
    key = boss.actions[0].split()[1]
    await boss.says(f"/draft {key} {verb}")
    assert boss.labels and not await town.rows("SELECT * FROM notices WHERE audience LIKE '%no%'")


async def test_ten_thousand_characters_with_markup_arrive_as_they_were_written(town: Town) -> None:
    boss, wang = await town.member("组织", "organiser"), await town.member("小王", "student")
    text = "<b>紧急</b> & [x](y) *_\n" + "😀" * 9_900
    await previewed(town, boss, text)
    await boss.says("确认")
    assert wang.last.startswith("【通知】<b>紧急</b> & [x](y) *_")
    assert (await notices(town))[0]["text"] == text.strip()


async def test_the_whole_flow_works_in_english(town: Town) -> None:
    boss, wang = await town.member("Ann", "organiser", language="en"), await town.member("小王", "student")
    await boss.says("announce")
    await boss.says("Open day\n9月8日")
    assert "Who is it for?" in boss.last
    for label in ("Student", "Next", "Next", "Yes"):
        await boss.taps(label)
    assert "1 person will receive it." in boss.last and boss.last.endswith("Send it?")
    await boss.taps("Send it")
    assert boss.last == "“Open day” is on its way to 1 person." and "Open day" in wang.last
