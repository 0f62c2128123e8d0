"""What was read in a text, as dates that people keep."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feeds.understand import Reader, audience_of, key_dates_of, unsure
from notices.model import Audience
from notices.reading import Deadline, Event, Evidence, Reading, Unresolved

ZONE = ZoneInfo("Asia/Shanghai")
SEEN = Evidence("9月", 0, 2)


def event(start: Any, end: Any, **more: Any) -> Event:
    return Event(**{"kind": "event", "name": "活动", "evidence": SEEN, "confidence": 0.9, **more}, start=start, end=end)


def deadline(due: Any, **more: Any) -> Deadline:
    return Deadline(**{"what": "总结", "evidence": SEEN, "confidence": 0.9, **more}, due=due)


def dates(*findings: Event | Deadline, published: date | None = None) -> list[tuple[str, str, str, str]]:
    events = tuple(it for it in findings if isinstance(it, Event))
    deadlines = tuple(it for it in findings if isinstance(it, Deadline))
    return [
        (it.kind, it.name, f"{it.starts_at:%m-%d %H:%M}" if it.starts_at else "", f"{it.ends_at:%m-%d %H:%M}")
        for it in key_dates_of(Reading(events=events, deadlines=deadlines, published=published), ZONE)
    ]


def test_a_day_lasts_from_its_first_minute_to_its_last() -> None:
    assert dates(event(date(2026, 9, 15), date(2026, 9, 25))) == [("event", "活动", "09-15 00:00", "09-25 23:59")]
    assert dates(deadline(date(2026, 9, 27))) == [("deadline", "总结", "", "09-27 23:59")]


def test_an_hour_is_kept_as_it_is_written() -> None:
    start, end = datetime(2026, 9, 15, 9, 30, tzinfo=ZONE), datetime(2026, 9, 15, 11, 0, tzinfo=ZONE)
    assert dates(event(start, end, all_day=False)) == [("event", "活动", "09-15 09:30", "09-15 11:00")]


def test_the_longest_of_those_that_begin_together_comes_first() -> None:
    day = date(2026, 9, 15)
    found = dates(event(day, day, name="开幕"), event(day, date(2026, 9, 25), name="活动周"))
    assert [name for _, name, _, _ in found] == ["活动周", "开幕"]


@pytest.mark.parametrize("start", [None, date(2026, 9, 1), date(2026, 8, 20)])
def test_a_window_that_is_open_is_a_deadline(start: date | None) -> None:
    found = dates(event(start, date(2026, 9, 10), kind="window", name="报名"), published=date(2026, 9, 1))
    assert found == [("deadline", "报名", "", "09-10 23:59")]


def test_a_window_that_opens_later_is_both() -> None:
    found = dates(event(date(2026, 9, 5), date(2026, 9, 10), kind="window", name="报名"), published=date(2026, 9, 1))
    assert [kind for kind, *_ in found] == ["event", "deadline"]


def test_a_window_and_its_deadline_are_told_once() -> None:
    window = event(date(2026, 9, 1), date(2026, 9, 10), kind="window", name="报名")
    found = dates(window, deadline(date(2026, 9, 10), what="报名表"), published=date(2026, 9, 1))
    assert found == [("deadline", "报名表", "", "09-10 23:59")]


def test_what_we_are_not_sure_of_is_shown_and_never_a_key_date() -> None:
    doubtful = deadline(date(2026, 9, 10), confidence=0.6, evidence=Evidence("10日前", 3, 7))
    reading = Reading(deadlines=(doubtful,), unresolved=(Unresolved("另行通知", "no date"),))
    assert key_dates_of(reading, ZONE) == ()
    assert unsure(reading) == ("10日前", "另行通知")


def test_a_notice_is_for_the_topics_of_its_feed_and_its_own() -> None:
    rule = Audience(frozenset({"teacher"}), frozenset({"summary"}))
    assert audience_of(rule, frozenset({"lecture"})) == Audience(
        frozenset({"teacher"}), frozenset({"summary", "lecture"})
    )


def test_topics_are_found_by_their_keywords() -> None:
    reader = Reader(ZONE, {"lecture": ("讲座",), "contest": ("竞赛",)})
    assert reader.text("明天有讲座。").topics == {"lecture"}


@pytest.mark.parametrize(("issuer", "topics"), [
    ("市科协", {"science"}), ("渝北区科学技术协会", set()), ("教 务 处", {"teaching"}), ("学生处", set()),
])
def test_a_notice_is_about_the_topics_of_its_issuer(issuer: str, topics: set[str]) -> None:
    reader = Reader(ZONE, {"science": ("科普",)}, issuers={"science": ("科协",), "teaching": ("教务处",)})
    assert reader.text(f"关于放假的通知\n请各单位安排好工作。\n{issuer}\n2026年9月1日").topics == topics


def test_an_issuer_that_only_occurs_in_the_text_makes_no_topic() -> None:
    reader = Reader(ZONE, issuers={"science": ("科协",)})
    assert reader.text("关于参加市科协活动的通知\n请参加。\n学生处\n2026年9月1日").topics == frozenset()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "a" * 100_000])
def test_any_text_makes_a_notice(text: str) -> None:
    notice = Reader(ZONE).text(text, title="标题").notice
    assert notice.title == "标题" and notice.key_dates == ()


def test_what_a_jury_does_is_nobodys_date_to_keep() -> None:
    text = "关于评审的通知\n申报书请于9月10日前提交。评审组于9月20日前完成评审。\n市科协\n2026年9月1日"
    notice = Reader(ZONE).text(text).notice
    assert [it.anchor.day for it in notice.key_dates] == [10]
