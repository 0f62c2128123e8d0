"""Series: the rule of what comes back, from wherever the sentence says it."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice

import pytest
from dateutil.rrule import rrulestr

from bot.cli_read import as_object
from notices import recurring
from notices.extract import read

WEEKLY, DAILY = "FREQ=WEEKLY;BYDAY=WE", "FREQ=DAILY"


@pytest.mark.parametrize(("text", "rule"), [
    ("每周三晚讲座，6月4日至7月9日。", WEEKLY),
    ("6月4日至7月9日每周三18:40—20:10开讲座。", WEEKLY),
    ("7月至9月每周三晚18:40—20:10开讲座。", WEEKLY),
    ("每周三晚讲座，6月4日至7月9日，6月18日停一次。", f"{WEEKLY}\nEXDATE;VALUE=DATE:20310618"),
    ("书法班9月至12月每周三上午9:00—11:00上课。", WEEKLY),
    ("编程社团9月至12月逢周三下午4:00活动，10月1日停课。", f"{WEEKLY}\nEXDATE:20311001T160000"),
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


NEXT_YEAR = date(2026, 8, 20)  # of which the calendar of holidays is known


@pytest.mark.parametrize(("text", "rule"), [
    ("9月至11月每月第一个周六上午9:30放映科教片。", "FREQ=MONTHLY;BYDAY=1SA"),
    ("9月至11月每月第二、第四个周六上午9:30放映科教片。", "FREQ=MONTHLY;BYDAY=2SA,4SA"),
    ("9月至12月每月最后一个星期五下午3:00开读书会。", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("9月至12月每月1日和15日晚8:00观星。", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("9月至12月每月最后一天晚8:00观星。", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("9月2日至12月31日，隔周周三下午3:00教研。", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("9月2日起，每两周的周三下午3:00教研。", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("9月2日起每隔一周的周三下午3:00教研。", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("9月4日起，双周周五晚7:00放映科教片。", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    ("自9月1日起，每日上午9:00巡馆。", "FREQ=DAILY"),
    ("自9月1日起，每个工作日上午9:00巡馆。", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("9月每周末上午9:00观鸟。", "FREQ=WEEKLY;BYDAY=SA,SU"),
    ("每周一、三、五晚6:30夜跑，9月至11月。", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("9月至11月每周六上午9:00观鸟，节假日除外。", "FREQ=WEEKLY;BYDAY=SA\nEXDATE:20260926T090000,20261003T090000"),
    ("9月至11月每周三上午9:00观鸟，国庆节期间暂停。", "FREQ=WEEKLY;BYDAY=WE\nEXDATE:20261007T090000"),
    ("9月至11月每周四16:00观鸟，10月8日、11月5日停一次。", "FREQ=WEEKLY;BYDAY=TH\nEXDATE:20261008T160000,20261105T160000"),
    ("9月至11月每周四、五16:00观鸟（10月8日、9日除外）。", "FREQ=WEEKLY;BYDAY=TH,FR\nEXDATE:20261008T160000,20261009T160000"),
    ("书法班每周六上午9:00上课，9月5日开课。", "FREQ=WEEKLY;BYDAY=SA"),
    ("英语角：每周五晚7:00（9月11日起），地点：外语楼。", "FREQ=WEEKLY;BYDAY=FR"),
    ("即日起至12月31日，每周三下午2:00-5:00义诊。", "FREQ=WEEKLY;BYDAY=WE"),
    ("9月至11月每周四观鸟，10月8日停一次。", "FREQ=WEEKLY;BYDAY=TH\nEXDATE;VALUE=DATE:20261008"),
])
def test_what_comes_back_is_a_rule_with_the_days_it_leaves_out(text: str, rule: str | None) -> None:
    assert [it.recurrence for it in read(text, published=NEXT_YEAR).events] == [rule]


@pytest.mark.parametrize(("text", "first"), [
    ("9月至12月每月第一个周六上午9:30放映科教片。", ["2026-09-05", "2026-10-03", "2026-11-07"]),
    ("9月至12月每月最后一个星期五下午3:00开读书会。", ["2026-09-25", "2026-10-30", "2026-11-27"]),
    ("自9月3日起，隔周周三下午3:00教研。", ["2026-09-09", "2026-09-23", "2026-10-07"]),
    ("9月至12月每月最后一天晚8:00观星。", ["2026-09-30", "2026-10-31", "2026-11-30"]),
    ("9月至12月每月1日和15日晚8:00观星，9月15日停一次。", ["2026-09-01", "2026-10-01", "2026-10-15"]),
    ("自9月1日起，每个工作日上午9:00巡馆。", ["2026-09-01", "2026-09-02", "2026-09-03"]),
    ("自9月6日起，各单位每周四17:00前报送周报。", ["2026-09-10", "2026-09-17", "2026-09-24"]),
    ("9月至10月每周五12:00前报送周报。", ["2026-09-04", "2026-09-11", "2026-09-18"]),
])
def test_a_rule_names_the_days_that_another_program_finds_in_it(text: str, first: list[str]) -> None:
    reading = read(text, published=NEXT_YEAR)
    series = [(it.recurrence, it.start) for it in reading.events] + [(it.recurrence, it.due) for it in reading.deadlines]
    ((rule, begins),) = series
    assert rule and begins
    begins = begins if isinstance(begins, datetime) else datetime.combine(begins, time())
    assert [str(it.date()) for it in islice(rrulestr(rule, dtstart=begins), 3)] == first
    assert [str(it) for it in islice(recurring.days(recurring.parse(rule), begins.date()), 3)] == first


@pytest.mark.parametrize(("text", "why"), [
    ("每周二下午2:30在图书馆举行读书会。", ["no_beginning"]),
    ("各单位每周五17:00前报送周报。", ["no_beginning"]),
    ("9月至11月隔周周三下午3:00教研。", ["which_week"]),
    ("9月至11月单周周三下午3:00教研。", ["needs_calendar"]),
    ("9月至次年6月每周三下午4:00社团活动（寒暑假除外）。", ["left_out"]),
    ("9月至11月每周六上午9:00观鸟，节假日除外。", []),
])
def test_what_a_rule_leaves_open_is_told(text: str, why: list[str]) -> None:
    assert [it.why for it in read(text, published=NEXT_YEAR).unresolved] == why


@pytest.mark.parametrize(("text", "first"), [
    ("9月至11月单周周三下午3:00教研。", "2026-09-09"),
    ("9月至11月双周周三下午3:00教研。", "2026-09-02"),
    ("自9月20日起，单周的周三下午3:00教研。", "2026-09-23"),
])
def test_odd_and_even_weeks_are_those_of_the_term(text: str, first: str) -> None:
    (event,) = read(text, published=NEXT_YEAR, term_start=date(2026, 8, 24)).events
    assert (str(event.start), event.recurrence) == (f"{first} 15:00:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE")


@pytest.mark.parametrize(("text", "hours"), [
    ("9月至11月每周六上午9点和下午2点半各放映一场科教片。", ["09:00", "14:30"]),
    ("自9月5日起每周六上午9:00—11:00、下午2:00—4:00练合唱。", ["09:00-11:00", "14:00-16:00"]),
    ("自9月5日起每周六19:00-20:30练合唱。", ["19:00-20:30"]),
    ("每周六上午9:00、11:00各一场科学表演，9月至11月。", ["09:00", "11:00"]),
    ("展览9月3日至8日每天8:00—17:30开放。", ["08:00-17:30"]),
    ("9月5日、12日、19日、26日每周六上午9:00观鸟。", ["09:00"]),
    ("9月至11月每周六观鸟。", []),
])
def test_a_series_keeps_all_its_hours(text: str, hours: list[str]) -> None:
    (event,) = as_object(read(text, published=NEXT_YEAR))["events"]
    assert event["daily_hours"] == hours


def test_what_is_due_again_and_again_is_due_first_on_the_first_day_of_its_rule_and_last_on_its_last() -> None:
    reading = read("各班7月至9月每周五报送值周记录。", published=date(2031, 5, 20))
    assert [(it.due, it.recurrence) for it in reading.deadlines] == [
        (date(2031, 7, 4), "FREQ=WEEKLY;BYDAY=FR;UNTIL=20310926")
    ]
    assert not reading.events


def test_the_last_time_something_is_due_is_told_to_the_minute_as_the_first_is() -> None:
    (due,) = read("各班7月至9月每周五17:00前报送值周记录。", published=date(2031, 5, 20)).deadlines
    assert due.recurrence == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20310926T170000"


def test_each_time_has_its_materials_and_its_mailbox() -> None:
    (due,) = read("自6月5日起，各单位每周四17:00前将安全周报发至aq@example.org。", published=date(2031, 5, 20)).deadlines
    assert due.send_to == ("aq@example.org",) and "周报" in due.what


@pytest.mark.parametrize("text", ["每周一次例会，9月至11月。", "9月3日起每周三次训练。", "9月3日起每周五小时家教。", "9月3日起每周一讲。"])
def test_how_often_is_no_day_of_the_week(text: str) -> None:
    assert all(it.recurrence is None for it in read(text, published=date(2031, 8, 20)).events)


@pytest.mark.parametrize(("text", "name"), [
    ("每周三下午4:00科技社团活动，9月至11月。", "科技社团活动"),
    ("每周三晚7:00放映科教片（9月至11月）。", "放映科教片"),
    ("每月第二个周六下午2:00举办家长课堂（9月至12月）。", "举办家长课堂"),
    ("书法班每周六上午9:00上课（9月6日起）。", "书法班"),
    ("英语角：每周五晚7:00（9月12日起）；地点：外语楼。", "英语角"),
    ("自9月3日起每周三下午4:00开展科技社团活动。", "科技社团活动"),
])
def test_a_series_is_named_by_what_it_is_and_not_by_its_rule(text: str, name: str) -> None:
    assert [it.name for it in read(text, published=date(2031, 8, 20)).events] == [name]


@pytest.mark.parametrize(("text", "rule"), [
    ("Films are shown on the first and third Saturday of each month, 6 September to 20 December 2031.", "FREQ=MONTHLY;BYDAY=1SA,3SA"),
    ("Talks are given on the last Friday of every month from 26 September to 19 December 2031.", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("The dome is open on the 1st and 15th of each month from 1 September to 15 December 2031.", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("The group meets every other Wednesday from 3 September to 17 December 2031.", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("The group meets fortnightly on Wednesdays, 3 September to 17 December 2031.", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
    ("The club meets every weekday from 1 September to 28 November 2031.", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("Tours run every Saturday at 10 am from 6 September to 29 November 2031. No tour on 4 October.", "FREQ=WEEKLY;BYDAY=SA\nEXDATE:20311004T100000"),
])
def test_english_rules_are_the_same_rules(text: str, rule: str) -> None:
    assert [it.recurrence for it in read(f"A notice\n{text}", published=date(2031, 8, 20)).events] == [rule]


def test_an_english_series_keeps_all_its_hours() -> None:
    text = "Guided tours\nTours run every Saturday at 10 am and 2 pm from 6 September to 29 November 2031."
    (event,) = as_object(read(text, published=date(2031, 8, 20)))["events"]
    assert (event["start"], event["daily_hours"]) == ("2031-09-06T10:00", ["10:00", "14:00"])


def test_what_is_due_every_week_in_english_is_due_again_and_again() -> None:
    text = "Weekly reports\nFrom 4 September 2031, weekly reports are due every Friday by 5 pm to safety@example.org."
    reading = read(text, published=date(2031, 8, 20))
    assert [(str(it.due), it.recurrence, it.send_to) for it in reading.deadlines] == [
        ("2031-09-05 17:00:00", "FREQ=WEEKLY;BYDAY=FR", ("safety@example.org",))
    ]
    assert not reading.events


@pytest.mark.parametrize("text", [
    "第3周至第12周每周三下午4:00开设编程社团。", "第3—12周每周三下午4:00开设编程社团。", "第三至十二周，每周三下午4:00开设编程社团。",
    "编程社团第3-12周周三下午4:00在创新楼活动。", "第3周到第12周的每周三下午4:00开设编程社团。",
])
def test_a_series_of_teaching_weeks_begins_and_ends_in_them(text: str) -> None:
    (event,) = read(text, published=NEXT_YEAR, term_start=date(2026, 8, 31)).events
    assert (str(event.start), str(event.end), event.recurrence) == ("2026-09-16 16:00:00", "2026-11-18", WEEKLY)
    reading = read(text, published=NEXT_YEAR)
    assert not reading.events and [it.why for it in reading.unresolved] == ["needs_calendar"]


def test_a_series_does_not_begin_on_a_day_that_it_leaves_out() -> None:
    (event,) = read("9月至11月每周四16:00观鸟（9月3日除外）。", published=NEXT_YEAR).events
    assert (str(event.start), event.recurrence) == ("2026-09-10 16:00:00", "FREQ=WEEKLY;BYDAY=TH\nEXDATE:20260903T160000")
