from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest
from fakes.dates import at, deadline, event, notice
from fakes.people import ZONE
from hypothesis import given
from hypothesis import strategies as st

from notices import calendar
from notices.model import KeyDate, Materials


def read(*dates: KeyDate, title: str = "科普日") -> list[icalendar.Event]:
    numbered = list(enumerate(dates, 1))
    body = calendar.write(numbered, notice(*dates, title=title), at("09-01 08:00"), "截止：", ZONE)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_an_event_of_days_is_whole_days_with_an_end_that_is_not_part_of_it() -> None:
    begins, ends = at("09-15 00:00"), at("09-25 23:59")
    (it,) = read(KeyDate("event", "重点活动", begins, ends, place="市科技馆, 南门"))
    assert (it.decoded("dtstart"), it.decoded("dtend")) == (begins.date(), date(begins.year, 9, 26))
    assert (str(it["summary"]), str(it["location"]), str(it["uid"])) == (
        "重点活动", "市科技馆, 南门", "key-date-1@kexun")


def test_an_event_with_an_hour_is_that_moment_everywhere() -> None:
    (it,) = read(KeyDate("event", "讲座", at("09-10 14:30"), at("09-10 16:00"), all_day=False))
    assert it.decoded("dtstart") == at("09-10 14:30") and it.decoded("dtend") == at("09-10 16:00")
    assert it.decoded("dtstart").tzinfo is not None


def test_a_deadline_says_that_it_is_one_and_rings_a_day_before() -> None:
    due = replace(deadline("09-27"), materials=Materials(formats=("PDF", "Word"), send_to=("a@b.cn",)))
    (it,) = read(due, title="关于报送，总结; 的通知")
    assert str(it["summary"]) == f"截止：{due.name}" and it.decoded("dtstart") == date(due.anchor.year, 9, 27)
    assert str(it["description"]) == "关于报送，总结; 的通知\nPDF Word\na@b.cn"
    assert [alarm.decoded("trigger").days for alarm in it.walk("VALARM")] == [-1]


def test_the_same_dates_make_the_same_bytes_so_that_they_are_uploaded_once() -> None:
    dates = [(7, event("09-10"))]
    first, second = (calendar.write(dates, notice(), datetime(2026, 9, 1, tzinfo=UTC), "", ZONE) for _ in range(2))
    assert first == second


@given(name=st.text(min_size=1, max_size=200))
@pytest.mark.filterwarnings("ignore")
def test_whatever_a_date_is_called_every_calendar_can_read_it(name: str) -> None:
    (it,) = read(replace(event("09-10"), name=name))
    seen = "".join(c for c in name if c.isprintable() or c == "\n")
    assert str(it["summary"]) == seen
