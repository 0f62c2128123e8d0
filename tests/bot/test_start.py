from datetime import timedelta

import pytest
from fakes.town import Town, deadline, event

from notices.model import Audience, Notice
from store import invites

LECTURES = Audience(topics=frozenset({"lecture"}))
RESEARCH = Audience(topics=frozenset({"research"}))


async def invited(town: Town, code: str, role: str, uses: int = 1) -> None:
    async with town.store.transaction() as tx:
        await invites.add(tx, code, role, uses, town.now + timedelta(days=7), town.now)


async def test_a_newcomer_is_in_after_two_taps_and_sees_what_is_coming(town: Town) -> None:
    await town.publishes(Notice("院士讲座", "…", (event("讲座", 2),)), LECTURES)
    chat = town.newcomer("w1")
    await chat.says("/start")
    assert "我是科讯" in chat.last and chat.labels == ["学生", "教师", "专家（需审核）"]
    await chat.taps("学生")
    assert "怎么称呼你" in chat.last and chat.labels == ["跳过"]
    await chat.taps("跳过")
    welcome = next(it.text for it in chat.screen if "欢迎加入" in it.text)
    assert "角色：学生" in welcome and "订阅：科技活动周/科普日、讲座" in welcome
    assert "9月3日(周四) 09:00–11:00 · 讲座 · 后天" in welcome


async def test_the_role_that_was_tapped_stays_under_the_greeting_without_its_buttons(town: Town) -> None:
    chat = town.newcomer("w1")
    await chat.says("/start")
    await chat.taps("教师")
    assert "我是科讯" in chat.screen[0].text and "你的角色：教师" in chat.screen[0].text
    assert not chat.screen[0].buttons


async def test_where_the_platform_says_the_name_one_tap_is_enough(town: Town) -> None:
    chat = town.newcomer("10001", channel="telegram", name="王小明")
    await chat.says("/start")
    await chat.taps("学生")
    assert "王小明，欢迎加入！" in chat.last


async def test_a_newcomer_may_say_their_name(town: Town) -> None:
    chat = town.newcomer("w1")
    await chat.says("/start")
    await chat.taps("学生")
    await chat.says("小王")
    assert "小王，欢迎加入！" in chat.last
    assert (await town.rows("SELECT name FROM members"))[0]["name"] == "小王"


async def test_a_newcomer_may_answer_with_numbers(town: Town) -> None:
    chat = town.newcomer("w1")
    await chat.says("/start")
    await chat.says("２")
    await chat.says("1.")
    assert "角色：教师" in chat.last


async def test_a_newcomer_is_sent_the_two_nearest_notices_of_their_topics_once(town: Town) -> None:
    for title, days, audience in (
        ("很远的讲座", 40, LECTURES), ("明天的讲座", 1, LECTURES), ("项目申报", 1, RESEARCH),
        ("下周的讲座", 7, LECTURES),
    ):
        await town.publishes(Notice(title, "…", (event("讲座", days),)), audience)
    chat = town.newcomer("w1", name="小王")
    await chat.says("/start")
    await chat.taps("学生")
    assert [it.text.splitlines()[0] for it in chat.screen if it.text.startswith("【通知】")] == [
        "【通知】明天的讲座", "【通知】下周的讲座"
    ]
    await chat.says("/start")
    assert len([it for it in chat.screen if it.text.startswith("【通知】")]) == 2


async def test_what_reached_a_newcomer_while_they_joined_is_not_sent_again(town: Town) -> None:
    chat = town.newcomer("w1")
    await chat.says("/start")
    await chat.taps("学生")
    await town.publishes(Notice("讲座甲", "…", (event("讲座", 1),)), LECTURES)
    await chat.says("小王")
    assert len([it for it in chat.screen if it.text.startswith("【通知】")]) == 1


async def test_a_newcomer_is_soon_reminded_of_the_most_urgent_date_and_only_of_that(town: Town) -> None:
    await town.publishes(Notice("甲", "…", (deadline("报名", 5), deadline("提交", 2))), LECTURES)
    chat = town.newcomer("w1", name="小王")
    await chat.says("/start")
    await chat.taps("学生")
    planned = await town.rows(
        "SELECT d.name, r.fire_at FROM reminders r JOIN key_dates d ON d.id = r.key_date_id WHERE r.member_id NOT NULL"
    )
    assert [it["name"] for it in planned] == ["提交"]
    assert 0 < float(str(planned[0]["fire_at"])) - town.now.timestamp() <= 60


async def test_whatever_a_newcomer_says_first_they_are_asked_who_they_are(town: Town) -> None:
    chat = town.newcomer("w1")
    await chat.says("最近有什么讲座吗")
    assert chat.labels == ["学生", "教师", "专家（需审核）"]


async def test_a_newcomer_is_spoken_to_in_the_language_of_their_device(town: Town) -> None:
    chat = town.newcomer("w1", language="en")
    await chat.says("/start")
    assert "I’m Kexun" in chat.last and chat.labels == ["Student", "Teacher", "Expert (on approval)"]


async def test_a_newcomer_who_switches_language_is_asked_again_in_it(town: Town) -> None:
    chat = town.newcomer("w1")
    await chat.says("/start")
    await chat.says("/language en")
    assert "Student" in chat.labels


async def test_starting_again_shows_where_things_stand(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("开始")
    assert chat.last.startswith("小王，欢迎回来") and "角色：学生" in chat.last
    await chat.says("你好")
    assert chat.last.startswith("小王，欢迎回来")


async def test_after_stop_nothing_comes_until_they_start_again(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("退订")
    assert "已退订" in chat.last
    await town.publishes(Notice("讲座甲", "…"), LECTURES)
    assert "讲座甲" not in chat.last
    await chat.says("退订")
    assert "已经退订了" in chat.last
    await chat.taps("恢复接收")
    assert "已恢复" in chat.last
    await town.publishes(Notice("讲座乙", "…"), LECTURES)
    assert "讲座乙" in chat.last


async def test_someone_who_stopped_before_they_joined_is_in_once_they_choose_a_role(town: Town) -> None:
    chat = town.newcomer("w1", name="小王")
    await chat.says("退订")
    await chat.says("/start")
    await chat.taps("学生")
    await town.publishes(Notice("讲座甲", "…"), LECTURES)
    assert "讲座甲" in chat.last


async def test_an_invitation_brings_its_role_once(town: Town) -> None:
    await invited(town, "K7M2P9AAAA", "organiser")
    first, second = town.newcomer("10001", channel="telegram", name="甲"), await town.member("乙", "student")
    await first.says("/start K7M2P9AAAA")
    assert "你现在是“组织者”了" in first.screen[0].text and "甲，欢迎加入！" in first.last
    assert first.labels[0] == "发布通知"
    await second.says("/start K7M2P9AAAA")
    assert "无效、已用完或已过期" in second.screen[0].text and "欢迎回来" in second.last
    assert await town.rows("SELECT what FROM history WHERE what = 'invite used'")


async def test_an_invitation_is_not_used_up_by_someone_who_has_the_role(town: Town) -> None:
    await invited(town, "K7M2P9AAAA", "organiser")
    has, wants = await town.member("甲", "organiser"), await town.member("乙")
    await has.says("/start K7M2P9AAAA")
    assert "你已经是“组织者”了" in has.screen[0].text
    await wants.says("开始 k7m2p9aaaa")
    assert "你现在是“组织者”了" in wants.screen[0].text


async def test_an_invitation_that_has_expired_is_refused(town: Town) -> None:
    await invited(town, "K7M2P9AAAA", "organiser")
    town.now += timedelta(days=7)
    chat = await town.member("甲")
    await chat.says("/start K7M2P9AAAA")
    assert "无效、已用完或已过期" in chat.screen[0].text


@pytest.mark.parametrize("payload", ["../../etc", "x" * 500, "n-99999999999999999999", "t-nothing", "<b>", "٣٣"])
async def test_an_odd_payload_gets_one_clear_sentence_and_the_normal_start(town: Town, payload: str) -> None:
    chat = town.newcomer("w1")
    await chat.says(f"/start {payload}")
    assert len(chat.screen) == 2 and "学生" in chat.labels


async def test_a_link_may_lead_to_a_topic_or_a_notice(town: Town) -> None:
    notice_id = await town.publishes(Notice("讲座甲", "全文"), LECTURES, quiet=True)
    chat = await town.member("小王")
    await chat.says(f"/start n-{notice_id}")
    assert "讲座甲" in chat.screen[0].text and "全文" in chat.screen[0].text
    assert len(chat.screen) == 1, "who knows us is shown what they wanted to read, and not welcomed again"
    await chat.says("/start t-research")
    assert "订阅：科研项目" in chat.last
    await chat.says("/stop")
    await chat.says(f"/start n-{notice_id}")
    assert "讲座甲" in chat.screen[-2].text and "已恢复" in chat.last, "who comes back is told so"


async def test_a_stale_button_changes_nothing_and_offers_where_to_go_on(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("", tapped="m1", stale=True)
    assert "已经失效" in chat.last and "最新通知" in chat.labels
    someone = town.newcomer("新人")
    await someone.says("", tapped="m1", stale=True)
    assert "已经失效" in someone.screen[0].text and "学生" in someone.labels
