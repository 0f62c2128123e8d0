"""Series: the rule of what comes back, from wherever the sentence says it."""

from __future__ import annotations

from datetime import date

import pytest

from notices.extract import read

WEEKLY, DAILY = "FREQ=WEEKLY;BYDAY=WE", "FREQ=DAILY"


@pytest.mark.parametrize(("text", "rule"), [
    ("每周三晚讲座，6月4日至7月9日。", WEEKLY),
    ("6月4日至7月9日每周三18:40—20:10开讲座。", WEEKLY),
    ("7月至9月每周三晚18:40—20:10开讲座。", WEEKLY),
    ("每周三晚讲座，6月4日至7月9日，6月18日停一次。", f"{WEEKLY}\nEXDATE;VALUE=DATE:20310618"),
    ("书法班9月至12月每周三上午9:00—11:00上课。", WEEKLY),
    ("编程社团9月至12月逢周三下午4:00活动，10月1日停课。", f"{WEEKLY}\nEXDATE;VALUE=DATE:20311001"),
    ("天文台6月至9月，每月10日晚8:00开放。", "FREQ=MONTHLY;BYMONTHDAY=10"),
    ("自6月4日起，每周三晚7:00开展义诊。", WEEKLY),
    ("6月5日起报名，每周三晚7:00上课。", None),
    ("展览时间：6月3日至8日，8:00—17:30。", DAILY),
    ("展览6月3日至8日每天8:00—17:30开放。", DAILY),
    ("展览每周一闭馆，6月3日至8日免费开放。", None),
    ("培训6月3日8:30—6月5日17:10举行。", None),
    ("培训6月3日8:30至5日举行。", None),
])
def test_a_rule_is_told_before_behind_or_inside_a_span(text: str, rule: str | None) -> None:
    assert [it.recurrence for it in read(text, published=date(2031, 5, 20)).events] == [rule]


def test_a_ceremony_on_the_first_day_is_told_beside_what_it_opens_whatever_lends_the_year() -> None:
    text = (
        "本报讯（记者 林小禾）5月5日，记者获悉，2031年青禾市科技活动周将于5月20日至31日举办。\n"
        "根据安排，5月20日，市科技局、市科协将共同主办全市科技活动周启动仪式，并于20日至22日开展主场展览活动。"
    )
    days = [(it.start, it.end) for it in read(text, title="2031青禾市科技活动周 本月20日启动").events]
    assert (date(2031, 5, 20), date(2031, 5, 20)) in days and len(days) == 3


@pytest.mark.parametrize("text", ["自6月5日起，每周四晚7:00举行英语角。", "天文台6月至9月，每月10日晚8:00开放。"])
def test_the_hours_of_a_rule_leave_nothing_to_ask(text: str) -> None:
    assert read(text, published=date(2031, 5, 20)).unresolved == ()


def test_months_without_a_rule_stay_vague() -> None:
    assert [it.why for it in read("7月至9月举行科普讲堂。", published=date(2031, 5, 20)).unresolved] == ["vague"]


def test_a_series_begins_on_the_first_day_on_which_its_rule_holds() -> None:
    text = "自6月2日起，每周六上午9:30开展义诊。"
    assert [str(it.start) for it in read(text, published=date(2031, 5, 20)).events] == ["2031-06-07 09:30:00"]


def test_what_is_due_again_and_again_is_due_last_on_the_last_day_of_its_rule() -> None:
    reading = read("各班7月至9月每周五报送值周记录。", published=date(2031, 5, 20))
    assert [it.due for it in reading.deadlines] == [date(2031, 9, 26)]
    assert [it.recurrence for it in reading.events] == ["FREQ=WEEKLY;BYDAY=FR"]


def test_two_days_of_a_month_are_no_rule_that_is_read() -> None:
    assert not read("6月至8月每月5日、20日开放。", published=date(2031, 5, 20)).events
