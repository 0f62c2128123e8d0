"""Which dates are an organiser's to decide, and what they may be."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from feeds import doubts
from feeds.understand import Reader
from notices.model import Doubt

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 9, 1)


def found(text: str) -> tuple[Doubt, ...]:
    return Reader(ZONE).text(text, today=TODAY).notice.doubts


def days(doubt: Doubt) -> list[str]:
    return [f"{(it.ends_at or it.anchor):%Y-%m-%d}" for it in doubt.choices]


@pytest.mark.parametrize(("text", "why", "choices"), [
    ("请于2026年9月21日(周二)前报名。\n图书馆\n2026年9月1日", "weekday", ["2026-09-21", "2026-09-22"]),
    ("请于２０２６年９月２１日（星期二）前报名。\n图书馆\n2026年9月1日", "weekday", ["2026-09-21", "2026-09-22"]),
    ("展览9月15日(周一)至9月25日(周五)举行。\n图书馆\n2026年9月1日", "weekday", ["2026-09-25", "2026-09-25"]),
    ("请于2026年8月20日前报送总结。\n市科协\n2026年9月1日", "past", ["2026-08-20", "2027-08-20"]),
    ("请于2026年1月5日前报送总结。\n市科协\n2026年12月20日", "past", ["2026-01-05", "2027-01-05"]),
    ("报名截止时间:2025年10月9日。\n市科协\n2026年9月1日", "past", ["2025-10-09", "2026-10-09"]),
    ("登山活动定于2026年10月17日(重阳节)举行。\n市科协\n2026年9月1日", "lunar", ["2026-10-17", "2026-10-18"]),
    ("请于12月17日前报名。", "year", ["2026-12-17", "2027-12-17"]),
    ("请于9月31日前报名。\n图书馆\n2026年9月1日", "no_such_day", ["2026-09-30"]),
    ("Register by Monday, September 22, 2026.", "weekday", ["2026-09-22", "2026-09-21"]),
])
def test_a_date_that_may_be_wrong_is_asked_about_with_what_it_may_be(text: str, why: str, choices: list[str]) -> None:
    (doubt,) = found(text)
    assert (doubt.why, days(doubt)) == (why, choices)
    assert doubt.phrase in text and "".join(doubt.quote.split()) in "".join(text.split())


@pytest.mark.parametrize("text", [
    "请于2026年9月21日(周一)前报名。\n图书馆\n2026年9月1日", "讲座的具体时间另行通知。\n图书馆\n2026年9月1日",
    "请于2025年9月21日(周一)前报名。\n图书馆\n2025年9月1日", "", "通知",
    "2025年10月9日前取得学位的教师可以申报。\n市科协\n2026年9月1日",
    "2026年10月18日(重阳节)登山。\n市科协\n2026年9月1日",
])
def test_what_is_sure_or_can_only_be_past_or_is_left_open_is_no_question(text: str) -> None:
    assert found(text) == ()


def test_a_notice_full_of_doubts_asks_only_the_first() -> None:
    lines = "\n".join(f"第{n}场讲座定于2026年10月{n}日(周{'一二三四五六日'[n % 7]})举行。" for n in range(10, 28))
    assert len(found(f"讲座安排\n{lines}\n图书馆\n2026年9月1日")) <= doubts.DOUBTS_MAX


def test_a_day_that_no_calendar_has_is_mended_without_moving_anything() -> None:
    text = "2月30日、6月31日、9月 31 日、2月29日、12月31日"
    assert doubts.mended(text) == "2月28日、6月30日、9月 30 日、2月29日、12月31日"
