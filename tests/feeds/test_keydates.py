"""Findings as key dates: what comes back says on which days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from feeds import keydates
from feeds.understand import Reader, key_dates_of
from notices.extract import read
from notices.model import KeyDate
from notices.reading import Event, Evidence

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = datetime.fromisoformat("2031-06-04T18:40"), datetime.fromisoformat("2031-07-09T20:10")


@pytest.mark.parametrize(("name", "rule", "told"), [
    ("讲座", "FREQ=WEEKLY;BYDAY=WE", "讲座（每周三）"),
    ("讲座", "FREQ=WEEKLY;BYDAY=MO,TH\nEXDATE;VALUE=DATE:20310616", "讲座（每周一、四）"),
    ("每周讲座", "FREQ=WEEKLY;BYDAY=WE", "每周讲座"),
    ("展览", "FREQ=DAILY", "展览（每天）"),
    ("讲座", "FREQ=MONTHLY;BYDAY=1SA,3SA", "讲座（每月第一、第三个周六）"),
    ("讲座", "FREQ=MONTHLY;BYMONTHDAY=1,15", "讲座（每月1日、15日）"),
    ("讲座", "FREQ=MONTHLY;BYDAY=-1FR", "讲座（每月最后一个周五）"),
    ("讲座", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "讲座（隔周的周三）"),
    ("讲座", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "讲座（每周一至周五）"),
    ("Evening talks", "FREQ=WEEKLY;BYDAY=WE", "Evening talks (every Wed)"),
    ("Evening talks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "Evening talks (every other Mon, Wed)"),
    ("Evening talks", "FREQ=MONTHLY;BYDAY=1SA,-1SA", "Evening talks (the first and last Sat of each month)"),
    ("Evening talks", "FREQ=MONTHLY;BYMONTHDAY=1,-1", "Evening talks (on day 1 and the last day of each month)"),
    ("Evening talks", "FREQ=DAILY;BYDAY=TU,WE,TH,FR,SA,SU", "Evening talks (every Tue to Sun)"),
    ("讲座", "RDATE;VALUE=DATE:20310604", "讲座"), ("讲座", None, "讲座"),
])
def test_a_series_says_in_its_name_when_it_comes_back(name: str, rule: str | None, told: str) -> None:
    it = Event(
        "lecture", name, FIRST, LAST, Evidence("", 0, 0), 0.9,
        all_day=False, recurrence=rule,
    )
    assert keydates.event(it, ZONE).name == told


def dates_of(text: str, published: date = date(2031, 8, 20)) -> list[str]:
    return [_line(it) for it in key_dates_of(read(text, published=published), ZONE, text)]


def _line(it: KeyDate) -> str:
    first, last = (moment.astimezone(ZONE) if moment else None for moment in (it.starts_at, it.ends_at))
    return " ".join([it.name, *(f"{moment:%m-%d %H:%M}" for moment in (first, last) if moment)])


def test_what_people_come_to_again_and_again_is_a_date_each_time_but_for_those_left_out() -> None:
    assert dates_of("9月每周三下午4:00—5:30开展科技社团活动，9月17日停一次。") == [
        f"科技社团活动（每周三） {day} 16:00 {day} 17:30" for day in ("09-03", "09-10", "09-24")
    ]


def test_each_hour_of_a_day_is_a_date_of_its_own() -> None:
    assert dates_of("9月每周六上午9:30和下午2:00放映科教片。")[:3] == [
        f"放映科教片（每周六） {moment}" for moment in ("09-06 09:30", "09-06 14:00", "09-13 09:30")
    ]


def test_what_is_due_again_and_again_is_due_each_time() -> None:
    assert dates_of("9月各单位每周五17:00前报送安全周报。") == [
        f"报送安全周报（每周五） {day} 17:00" for day in ("09-05", "09-12", "09-19", "09-26")
    ]


def test_a_series_without_an_end_is_reminded_of_for_a_term() -> None:
    dates = dates_of("自9月4日起，每周四晚7:00举行英语角。")
    assert len(dates) == keydates.SERIES_DATES_MAX and dates[-1] == "英语角（每周四） 01-15 19:00"


@pytest.mark.parametrize("text", [
    "展览9月3日至28日每天8:00—17:30开放。", "图书馆9月每周三上午9:00办理借书证。", "9月每个工作日12:30观影。",
])
def test_what_is_open_on_most_days_or_a_desk_that_opens_is_one_date(text: str) -> None:
    assert len({line.partition(" ")[0] for line in dates_of(text)}) == len(dates_of(text))


def test_of_many_dates_those_that_do_not_come_back_are_kept() -> None:
    text = (
        "自9月4日起，每周四晚7:00举行英语角。自9月5日起，每周五晚7:00放映电影。自9月6日起，每周六晚7:00观星。"
        "12月30日举行联欢会。"
    )
    notice = Reader(ZONE).text(text, published=date(2031, 8, 20)).notice
    assert len(notice.key_dates) == 40 and any("联欢会" in it.name for it in notice.key_dates)
