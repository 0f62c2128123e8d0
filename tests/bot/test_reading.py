from datetime import timedelta

import pytest
from fakes.town import TUESDAY, Town, deadline, event, on

from notices.model import Attachment, Audience, Contact, KeyDate, Materials, Notice

LECTURES = Audience(topics=frozenset({"lecture"}))
RESEARCH = Audience(topics=frozenset({"research"}))
TEACHERS = Audience(roles=frozenset({"teacher"}))


async def test_latest_lists_the_notices_of_my_interests_the_newest_first(town: Town) -> None:
    for title, audience in (("讲座甲", LECTURES), ("项目申报", RESEARCH), ("讲座乙", LECTURES), ("停水", Audience())):
        await town.publishes(Notice(title, "…", issuer="科协"), audience, quiet=True)
    chat = await town.member("小王", "student")
    await chat.says("最新通知")
    assert [line for line in chat.last.splitlines() if line[:1].isdigit()] == ["1. 停水", "2. 讲座乙", "3. 讲座甲"]
    assert "科协 · 9月1日(周二)" in chat.last
    await chat.says("2")
    assert chat.last.startswith("讲座乙")


async def test_latest_goes_on_page_by_page_and_ends(town: Town) -> None:
    for n in range(1, 15):
        await town.publishes(Notice(f"讲座{n:02}", "…"), LECTURES, quiet=True)
        await town.publishes(Notice(f"项目{n:02}", "…"), RESEARCH, quiet=True)
    chat = await town.member("小王", "student")
    seen: list[str] = []
    await chat.says("/latest")
    while True:
        seen += [line[3:] for line in chat.last.splitlines() if line[:1].isdigit()]
        if "更多" not in chat.labels:
            break
        await chat.taps("更多")
    assert seen == [f"讲座{n:02}" for n in range(14, 0, -1)]


async def test_latest_says_so_when_there_is_nothing(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("/latest")
    assert "还没有发给你的通知" in chat.last
    await chat.says("/latest 1")
    assert "没有更早的通知" in chat.last


OF_TODAY = ["今日讲座", "科普展"]
OF_THE_WEEK = [*OF_TODAY, "周日报名"]
ALL = [*OF_THE_WEEK, "下周讲座"]


@pytest.mark.parametrize(("words", "names"), [
    ("今天", OF_TODAY), ("/dates today", OF_TODAY), ("本周", OF_THE_WEEK), ("/dates week", OF_THE_WEEK),
    ("This  week?", OF_THE_WEEK), ("日程 全部", ALL), ("活动", ALL), ("events", ALL), ("日程 明年", ALL),
])
async def test_dates_of_today_this_week_and_all(town: Town, words: str, names: list[str]) -> None:
    running = KeyDate("event", "科普展", TUESDAY.replace(hour=0) - timedelta(days=3), on(20), all_day=True)
    dates = (event("今日讲座", 0, hours=(15, 16)), deadline("周日报名", 5), event("下周讲座", 6), running,
             event("昨天的", -1))
    await town.publishes(Notice("通知", "…", dates), LECTURES, quiet=True)
    chat = await town.member("小王", "student")
    await chat.says(words)
    lines = [line for line in chat.last.splitlines() if line[:1].isdigit()]
    assert {name for name in names if any(name in line for line in lines)} == set(names) and len(lines) == len(names)


async def test_switching_the_period_changes_the_list_in_place(town: Town) -> None:
    await town.publishes(Notice("通知", "…", (event("讲座", 9),)), LECTURES, quiet=True)
    chat = await town.member("小王", "student")
    await chat.says("日程")
    assert "讲座" in chat.last
    await chat.taps("今天")
    assert chat.last == "今天没有安排。" and len(chat.screen) == 1
    await chat.taps("全部")
    assert "讲座" in chat.last and len(chat.screen) == 1


async def test_deadlines_show_the_days_left_and_leave_out_what_is_done(town: Town) -> None:
    await town.publishes(Notice("通知", "…", (deadline("报名", 1), deadline("总结", 20), event("讲座", 1))), LECTURES)
    chat = await town.member("小王", "student")
    await chat.says("截止")
    assert "报名 · 明天" in chat.last and "总结 · 还有20天" in chat.last and "讲座" not in chat.last
    await chat.taps("标记完成")
    await chat.taps("报名")
    await chat.says("deadlines")
    assert "报名" not in chat.last and "总结" in chat.last


async def test_long_lists_of_dates_are_paged(town: Town) -> None:
    many = tuple(deadline(f"第{n}项", n) for n in range(1, 20))
    await town.publishes(Notice("通知", "…", many), LECTURES, quiet=True)
    chat = await town.member("小王", "student")
    await chat.says("/deadlines")
    assert "第8项" in chat.last and "第9项" not in chat.last
    await chat.taps("更多")
    await chat.taps("更多")
    assert "第17项" in chat.last and "第19项" in chat.last and "更多" not in chat.labels
    assert len(chat.screen) == 1


async def test_a_notice_in_full_has_its_source_its_dates_and_what_can_be_done(town: Town) -> None:
    notice = Notice(
        "关于报送总结的通知", "请各单位于9月20日前报送。", (
            KeyDate("deadline", "活动总结", None, on(19, 23), materials=Materials(formats=("PDF", "Word"))),
        ), "市科协", "渝科协发〔2024〕41号", TUESDAY.date(), "https://kx.example/1", (Contact("李老师", ("023-1",)),),
    )
    notice_id = await town.publishes(notice, LECTURES, quiet=True, asks_ack=True)
    chat = await town.member("小王", "student")
    await chat.says(f"/notice {notice_id}")
    for part in ("关于报送总结的通知", "渝科协发〔2024〕41号", "活动总结 · PDF+Word · 还有19天", "李老师 023-1"):
        assert part in chat.last
    assert "请各单位于" in chat.last
    about, deadline = ["为什么收到", "原文", "加入日程", "分享"], ["✓ 完成：活动总结", "提醒我：活动总结"]
    assert chat.labels == ["收到，已知道了", *about, *deadline]
    await chat.taps("收到，已知道了")
    await chat.says(f"查看 {notice_id}")
    assert "收到，已知道了" not in chat.labels


async def test_a_notice_for_other_roles_is_not_shown_however_it_is_asked_for(town: Town) -> None:
    listed = Notice("教师名单", "内部", (deadline("报送", 3),))
    notice_id = await town.publishes(listed, TEACHERS, quiet=True, asks_ack=True)
    chat, admin = await town.member("小王", "student"), await town.member("管理", "admin")
    for words in (f"/notice {notice_id}", f"/why {notice_id}", f"/ack {notice_id}", f"/start n-{notice_id}",
                  "/done 1", "/snooze 1 later", "/undone 1", "教师名单", "/latest", "/dates", "/deadlines"):
        await chat.says(words)
        assert not await town.rows("SELECT 1 FROM dones UNION SELECT 1 FROM reminders WHERE member_id NOT NULL")
        assert "内部" not in "".join(it.text for it in chat.screen) and "教师名单" not in " ".join(chat.labels)
    assert not await town.rows("SELECT 1 FROM acknowledgements")
    await admin.says(f"/notice {notice_id}")
    assert "内部" in admin.last


async def test_a_notice_once_received_stays_readable_after_the_role_is_gone(town: Town) -> None:
    chat = await town.member("小王", "teacher")
    notice_id = await town.publishes(Notice("教师通知", "内部"), TEACHERS)
    await chat.says("/role -teacher")
    await chat.says(f"/notice {notice_id}")
    assert "内部" in chat.last


@pytest.mark.parametrize("rest", ["", " 999", " abc", " -1", " 99999999999999999999999", " 1 2", " ²", " ١"])
async def test_a_notice_that_is_not_there_gets_a_way_on(town: Town, rest: str) -> None:
    chat = await town.member("小王", "student")
    await chat.says(f"/notice{rest}")
    assert "找不到这条通知" in chat.last and chat.labels == ["最新通知"]


async def test_why_did_i_get_this_is_answered_in_words(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("订阅 科研项目")
    for audience, because in (
        (LECTURES, "你是“学生”，这个角色订阅了“讲座”"), (RESEARCH, "你订阅了“科研项目”"),
        (Audience(), "是发给所有人的"), (Audience(roles=frozenset({"student"})), "是发给“学生”的"),
    ):
        notice_id = await town.publishes(Notice("某通知", "…"), audience)
        await chat.says(f"/why {notice_id}")
        assert because in chat.last
    english = await town.member("Ann", "teacher", language="en")
    await english.says("why 1")
    assert "is for those who follow Lectures" in english.last


async def test_why_is_as_it_was_when_the_notice_was_sent(town: Town) -> None:
    chat = await town.member("小王", "student")
    notice_id = await town.publishes(Notice("某通知", "…"), LECTURES)
    await chat.says("取消订阅 讲座")
    await chat.says(f"/why {notice_id}")
    assert "这个角色订阅了“讲座”" in chat.last


async def test_a_notice_hands_out_what_is_attached_to_it(town: Town) -> None:
    chat = await town.member("小王", "student")
    attached = (
        Attachment("报名表.docx", "https://a.edu.cn/1.docx"), Attachment("说明.pdf", "https://a.edu.cn/2.pdf"),
        Attachment("名单.txt", "file:///名单.txt"),
    )
    await town.publishes(Notice("报名通知", "…", attachments=attached), Audience())
    await chat.taps("附件（3）")
    files = [it.bubble.file for it in chat.screen[-3:]]
    assert [it and (it.name, it.url) for it in files] == [
        ("报名表.docx", "https://a.edu.cn/1.docx"), ("说明.pdf", "https://a.edu.cn/2.pdf"), None]
    assert "名单.txt" in chat.last
    await town.publishes(Notice("停水", "…"), Audience())
    await chat.says("/files 2")
    assert "《停水》没有附件" in chat.last
