from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.dates import at, deadline, event, notice
from fakes.people import NOW, ZONE

from bot.words import words
from notices import lines, write
from notices.content import ChangeCard, DateChange, Due, NoticeCard, ReminderCard, Said, WithdrawalCard
from notices.message import Bubble, plain, text
from notices.model import Contact, KeyDate, Materials, Notice, Requirement
from notices.revise import revise

ZH, EN = words("zh"), words("en")
SUMMARY = replace(deadline("09-27"), materials=Materials(("总结",), ("PDF", "Word"), ("a@b.cn",)))


def shown(content: object, now: str = "09-24 10:00", say: object = ZH) -> Bubble:
    found = write.bubble(content, say, at(now), ZONE)  # type: ignore[arg-type]
    assert found is not None
    return found


def actions(bubble: Bubble) -> list[str]:
    return [button.action or str(button.url) for row in bubble.buttons for button in row]


def left(date: KeyDate, now: str) -> str:
    return lines.left(date, ZH, at(now), ZONE)


def test_a_notice_says_who_what_when_and_what_can_be_done() -> None:
    it = replace(notice(SUMMARY, title="科普日"), issuer="市科协", doc_number="渝科协〔2026〕41号", link="https://a.cn/x")
    bubble = shown(NoticeCard(5, it, asks_ack=True))
    assert plain(bubble) == (
        "【通知】科普日\n市科协 · 渝科协〔2026〕41号\n\n"
        "⏰ 9月27日(周日)前 · 活动总结 · PDF+Word · 发 a@b.cn · 还有3天"
    )
    assert actions(bubble) == ["/ack 5", "/notice 5", "/ics 5", "/remind 5", "https://a.cn/x"]


def test_a_notice_without_dates_shows_how_it_begins() -> None:
    assert plain(shown(NoticeCard(5, notice(text="一\n 二")))) == "【通知】科普日通知\n\n一 二"
    long = plain(shown(NoticeCard(5, notice(text="长" * 500))))
    assert long.endswith("长…") and len(long) < 200


def test_what_could_not_be_read_with_confidence_is_pointed_out() -> None:
    it = replace(notice(), unsure=("另行通知", "近期", "月底", "开学后"))
    assert "「另行通知」、「近期」、「月底」未能确定日期" in plain(shown(NoticeCard(5, it)))


@pytest.mark.parametrize(("now", "words_"), [
    ("09-20 23:59", "还有7天"), ("09-25 10:00", "后天（还有2天）"), ("09-26 00:00", "明天"), ("09-27 00:00", "今天"),
    ("09-27 23:58", "今天"), ("09-28 00:00", "已结束"),
])
def test_a_whole_day_is_so_many_days_away(now: str, words_: str) -> None:
    assert left(deadline("09-27"), now) == words_


@pytest.mark.parametrize(("now", "words_"), [
    ("09-26 23:00", "明天"), ("09-27 08:00", "还有9小时"), ("09-27 15:30", "还有2小时"), ("09-27 15:31", "还有89分钟"),
    ("09-27 16:59", "还有1分钟"), ("09-27 17:00", "还有1分钟"), ("09-27 17:01", "已结束"),
])
def test_on_the_day_itself_the_hours_and_minutes_count(now: str, words_: str) -> None:
    assert left(deadline("09-27 17:00"), now) == words_


@pytest.mark.parametrize(("now", "words_"), [
    ("09-14 12:00", "明天"), ("09-15 09:00", "进行中"), ("09-25 23:00", "进行中"), ("09-26 00:00", "已结束"),
])
def test_an_event_runs_until_its_end(now: str, words_: str) -> None:
    assert left(event("09-15", "09-25"), now) == words_


def due(date: KeyDate, title: str = "科普日") -> Due:
    return Due(7, date, 5, title)


def test_a_reminder_of_a_duty_can_be_answered_with_done_or_later() -> None:
    bubble = shown(ReminderCard((due(SUMMARY),)))
    assert plain(bubble).startswith("【提醒】\n⏰ 9月27日(周日)前 · 活动总结") and "来自《科普日》" in plain(bubble)
    assert actions(bubble) == ["/done 7", "/notice 5", "/snooze 7"]
    assert actions(shown(ReminderCard((due(event("09-27")),)))) == ["/notice 5", "/snooze 7"]


def test_a_reminder_of_several_names_those_that_are_ahead() -> None:
    card = ReminderCard((due(deadline("09-24 09:00"), "旧"), due(SUMMARY, "甲"), due(event("09-27"), "乙")))
    words_ = plain(shown(card))
    assert words_.startswith("【提醒】近期有2件事") and "《旧》" not in words_
    assert words_.index("《甲》") < words_.index("《乙》")
    assert write.bubble(ReminderCard((due(deadline("09-24 09:00")),)), ZH, at("09-24 10:00"), ZONE) is None
    assert write.bubble(ReminderCard(()), ZH, NOW, ZONE) is None


def test_a_change_shows_the_old_and_the_new() -> None:
    now = replace(SUMMARY, ends_at=at("09-30")), event("09-20 09:00", name="开幕")
    it = revise([(1, SUMMARY), (2, event("09-15"))], now)
    bubble = shown(ChangeCard(5, "科普日", it.changes, "https://a.cn/x"))
    assert plain(bubble).splitlines() == [
        "【更正】通知内容有变化", "科普日", "活动总结：由 9月27日(周日) 改为 9月30日(周三)",
        "开幕：由 9月15日(周二) 改为 9月20日(周日) 09:00", "之前设的提醒已按新日期调整。",
    ]
    added = (DateChange("added", "总结", None, SUMMARY), DateChange("withdrawn", "会", event("09-15"), None))
    assert plain(shown(ChangeCard(5, "x", added))).splitlines()[2:] == [
        "新增 总结：9月27日(周日)", "取消 会（原定 9月15日(周二)）", "相关提醒已取消。"
    ]


def test_a_change_of_day_tells_of_the_place_as_well() -> None:
    old, new = replace(event("09-15 09:00"), place="一楼报告厅"), replace(event("09-20 09:00"), place="二楼会议室")
    bubble = shown(ChangeCard(5, "讲座", (DateChange("moved", "讲座", old, new),)))
    assert "由 9月15日(周二) 09:00 改为 9月20日(周日) 09:00，地点：二楼会议室" in plain(bubble)


def test_a_withdrawal_names_what_no_longer_holds() -> None:
    assert plain(shown(WithdrawalCard(5, "科普日"))).startswith("【撤回】\n《科普日》")


def test_words_written_before_are_left_as_they_are() -> None:
    assert shown(Said(text("你好"))) == text("你好")


def test_everything_can_be_said_in_english_without_a_chinese_word() -> None:
    report, talk = deadline("09-27", "Report"), event("09-15", "09-25", "Talk")
    changes = revise([(1, report)], [deadline("09-30", "Report"), talk]).changes
    card = NoticeCard(5, notice(report, talk, title="Science day"), True)
    for content in (
        card, ReminderCard((due(deadline("09-27 17:00", "Report"), "Science day"),)), WithdrawalCard(5, "Science day"),
        ChangeCard(5, "Science day", changes),
    ):
        bubble = shown(content, say=EN)
        said = plain(bubble) + "".join(button.label for row in bubble.buttons for button in row)
        assert not [c for c in said if "\u4e00" <= c <= "\u9fff"], said


def test_a_notice_in_full_has_all_we_know_and_a_link_to_the_rest() -> None:
    it = Notice(
        "科普日", "正" * 5000, (SUMMARY,), "市科协", "41号", (NOW - timedelta(days=9)).date(), "https://a.cn/x",
        (Contact("王芳", ("023-1",), ("w@a.cn",)), Contact("办公室")),
    )
    spans = write.full(it, ZH, at("09-24 10:00"), ZONE)
    words_ = "".join(span.text for span in spans)
    head = "发布单位：市科协\n文号：41号\n发布日期：8月23日(周日)"
    for part in (head, "活动总结", "王芳 023-1 w@a.cn", "办公室"):
        assert part in words_
    assert words_.count("正") == write.FULL_CHARS_MAX and spans[-1].url == "https://a.cn/x"


def test_what_is_asked_besides_is_in_the_full_notice_and_not_in_its_lines() -> None:
    asked = (Requirement("naming", "单位+姓名"), Requirement("quota", "每单位限报2项"))
    one = replace(SUMMARY, materials=replace(SUMMARY.materials, requirements=asked))
    it = notice(one, text="")
    full = "".join(span.text for span in write.full(it, ZH, at("09-24 10:00"), ZONE))
    assert "报送要求\n文件或邮件名：单位+姓名\n每单位限报2项" in full
    assert "限报" not in plain(shown(NoticeCard(5, it)))


def test_of_several_deadlines_each_requirement_names_its_own() -> None:
    one = replace(SUMMARY, materials=replace(SUMMARY.materials, requirements=(Requirement("lateness", "逾期不收"),)))
    it = notice(one, deadline("10-08", "报名"))
    full = "".join(span.text for span in write.full(it, EN, at("09-24 10:00"), ZONE))
    assert "What is asked\n活动总结 – 逾期不收" in full


def test_a_long_schedule_is_cut_at_a_dozen() -> None:
    it = notice(*(event(f"10-{n:02d}", name=f"第{n}场") for n in range(1, 30)))
    assert plain(shown(NoticeCard(5, it))).count("场 ·") == write.KEY_DATES_MAX


def _weekly(name: str, first: str, times: int) -> list[KeyDate]:
    it = event(first)
    assert it.starts_at and it.ends_at
    weeks = [timedelta(weeks=n) for n in range(times)]
    return [
        replace(it, name=name, starts_at=it.starts_at + by, ends_at=it.ends_at + by, instance=f"{by}") for by in weeks
    ]


def test_of_a_series_beside_other_dates_only_the_next_times_are_shown() -> None:
    it = notice(*_weekly("编程（每周三）", "09-30", 9), SUMMARY)
    shown_ = plain(shown(NoticeCard(5, it)))
    assert shown_.count("编程") == write.SERIES_SHOWN and "活动总结" in shown_ and "之后还有 5 个日期" in shown_


def test_of_several_series_each_shows_its_next_time() -> None:
    it = notice(*(date for name in "甲乙丙丁" for date in _weekly(name, "09-30", 9)))
    shown_ = plain(shown(NoticeCard(5, it)))
    assert [shown_.count(f"· {name} ·") for name in "甲乙丙丁"] == [1, 1, 1, 1] and "之后还有 32 个日期" in shown_
