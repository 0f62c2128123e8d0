from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fakes.feed_texts import NOW, ZONE, fetched, parsed, source

from feeds.calendars import AHEAD_DAYS, DATES_MAX, SERIES_AHEAD_DAYS, SERIES_MIN
from feeds.model import Entry, FetchError
from feeds.parse import parse

WINDOWS_ZONE = """BEGIN:VTIMEZONE
TZID:Our Campus
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE"""


def event(*lines: str, uid: str = "1", summary: str = "讲座") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def calendar(*parts: str, head: str = "X-WR-CALNAME:校历") -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", head, *parts, "END:VCALENDAR", ""])


def only(*lines: str, head: str = "") -> Entry:
    (entry,) = parsed(calendar(WINDOWS_ZONE, event(*lines), head=head)).entries
    return entry


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2031, 6, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("lines", "starts", "ends", "all_day"),
    [
        (["DTSTART;VALUE=DATE:20310603"], at(3), at(3, 23, 59), True),
        (["DTSTART;VALUE=DATE:20310603", "DTEND;VALUE=DATE:20310606"], at(3), at(5, 23, 59), True),
        (["DTSTART:20310603T060000Z", "DTEND:20310603T073000Z"], at(3, 14), at(3, 15, 30), False),
        (["DTSTART;TZID=Asia/Tokyo:20310603T150000"], at(3, 14), at(3, 14), False),
        (["DTSTART;TZID=China Standard Time:20310603T140000", "DURATION:PT90M"], at(3, 14), at(3, 15, 30), False),
        (["DTSTART;TZID=Our Campus:20310603T130000"], at(3, 14), at(3, 14), False),
        (["DTSTART;TZID=GMT+9:20310603T150000"], at(3, 14), at(3, 14), False),
        (['DTSTART;TZID="(UTC-03:30) 纽芬兰":20310603T023000'], at(3, 14), at(3, 14), False),
        (["DTSTART:20310603T140000"], at(3, 14), at(3, 14), False),
    ],
)
def test_an_event_is_a_key_date(lines: list[str], starts: datetime, ends: datetime, all_day: bool) -> None:
    (date,) = only(*lines).events
    assert (date.starts_at, date.ends_at, date.all_day) == (starts, ends, all_day)
    assert (date.kind, date.name, date.evidence) == ("event", "讲座", lines[0])


def test_a_time_zone_that_nobody_knows_is_ours_and_said_to_be() -> None:
    read = parsed(calendar(WINDOWS_ZONE, event("DTSTART;TZID=Nowhere:20310603T140000"),
                           event("DTSTART;TZID=Our Campus:20310603T130000", uid="2")))
    assert [(it.name, it.what) for it in read.problems] == [("zone-unknown", "Nowhere")]
    assert {it.events[0].starts_at for it in read.entries} == {at(3, 14)}


def test_an_event_reads_like_a_short_notice() -> None:
    entry = only("DTSTART:20310603T140000", "DTEND:20310603T153000", "LOCATION:科技馆\\, 一楼",
                 "DESCRIPTION:第一行\\n第", " 二行", "URL:https://kx.example/1", "CREATED:20310501T020000Z")
    assert entry.text == "时间：2031年6月3日（星期二）14:00—15:30\n地点：科技馆, 一楼\n\n第一行\n第二行"
    assert (entry.link, entry.events[0].place) == ("https://kx.example/1", "科技馆, 一楼")
    assert entry.published_at == datetime(2031, 5, 1, 10, tzinfo=ZONE)


def test_a_series_is_one_entry_with_its_occurrences_moved_and_left_out() -> None:
    weekly = event("DTSTART:20310604T190000", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20310611T190000")
    moved = event("RECURRENCE-ID:20310618T190000", "DTSTART:20310619T190000")
    off = event("RECURRENCE-ID:20310625T190000", "DTSTART:20310625T190000", "STATUS:CANCELLED")
    (entry,) = parsed(calendar(weekly, moved, off)).entries
    assert [e.starts_at for e in entry.events] == [at(4, 19), at(19, 19)]


def test_a_series_is_told_three_months_ahead_and_a_rare_one_a_year() -> None:
    daily, monthly = (only("DTSTART:20200101T080000", f"RRULE:FREQ={often}") for often in ("DAILY", "MONTHLY"))
    assert len(daily.events) == SERIES_AHEAD_DAYS + 1 and len(monthly.events) >= SERIES_MIN
    assert NOW - timedelta(days=2) < daily.events[0].anchor < NOW
    for entry, days in ((daily, SERIES_AHEAD_DAYS), (monthly, AHEAD_DAYS)):
        assert entry.known_until == NOW + timedelta(days=days)
        assert entry.events[-1].anchor <= entry.known_until


def test_a_cancelled_event_has_no_dates_to_keep() -> None:
    assert only("DTSTART:20310603T140000", "STATUS:CANCELLED").cancelled
    entry = only("DTSTART:20310603T140000", head="METHOD:CANCEL")
    assert entry.cancelled and entry.events == ()


@pytest.mark.parametrize(
    "changed",
    [
        ["DTSTART:20310603T150000"],
        ["DTSTART:20310603T140000", "SEQUENCE:1"],
        ["DTSTART:20310603T140000", "LOCATION:二楼"],
        ["DTSTART:20310603T140000", "STATUS:CANCELLED"],
        ["DTSTART:20310603T140000", "DESCRIPTION:改"],
    ],
)
def test_an_event_that_moves_is_a_change_of_the_same_entry(changed: list[str]) -> None:
    before, after = only("DTSTART:20310603T140000"), only(*changed)
    assert before.keys[0] == after.keys[0] and before.content_hash != after.content_hash


def test_the_passing_of_days_and_a_new_export_change_nothing() -> None:
    weekly = "DTSTART:20310604T190000\nRRULE:FREQ=WEEKLY\nDTSTAMP:20310101T000000Z"
    today = parsed(calendar(event(weekly)))
    later = parsed(calendar(event(weekly.replace("DTSTAMP:2031", "DTSTAMP:2032"))), at=NOW + timedelta(days=30))
    assert today.entries[0].content_hash == later.entries[0].content_hash
    assert today.entries[0].events != later.entries[0].events


def test_what_is_over_is_left_out() -> None:
    old = event("DTSTART:20310520T140000", uid="old")
    running = event("DTSTART;VALUE=DATE:20310520", "DTEND;VALUE=DATE:20310620", uid="new")
    assert len(parsed(calendar(old, running)).entries) == 1


@pytest.mark.parametrize(
    "bad",
    [
        event("DTSTART:2031060", uid="x"),
        event(uid="x"),
        event("DTSTART:20310604T110000", "RRULE:FREQ=SECONDLY", uid="x"),
        event("DTSTART:20310604T110000", "RRULE:FREQ=DAILY;BYSECOND=1,2", uid="x"),
        event("DTSTART:20310604T110000", "RRULE:FREQ=NEVER", uid="x"),
    ],
)
def test_one_bad_event_never_loses_its_neighbours(bad: str) -> None:
    good = event("DTSTART:20310603T140000", summary="好")
    read = parsed(calendar(bad, good))
    assert [e.title for e in read.entries] == ["好"]
    assert len(read.problems) == 1


def test_of_several_revisions_of_an_event_the_last_one_counts() -> None:
    old = event("DTSTART:20310603T140000", "SEQUENCE:1", summary="旧名")
    new = event("DTSTART:20310604T140000", "SEQUENCE:2", summary="新名")
    off = event("DTSTART:20310604T140000", "SEQUENCE:3", "STATUS:CANCELLED", summary="新名")
    for revisions in ((old, new), (new, old)):
        (entry,) = parsed(calendar(*revisions)).entries
        assert (entry.title, [it.starts_at for it in entry.events]) == ("新名", [at(4, 14)])
    assert [it.cancelled for it in parsed(calendar(new, off, old)).entries] == [True]


def test_of_several_revisions_of_one_occurrence_the_last_one_counts() -> None:
    weekly = event("DTSTART:20310603T140000", "RRULE:FREQ=WEEKLY;COUNT=2")
    moves = [event("RECURRENCE-ID:20310610T140000", f"DTSTART:203106{day}T140000", f"SEQUENCE:{n}")
             for n, day in ((1, 11), (2, 12))]
    (entry,) = parsed(calendar(weekly, *reversed(moves))).entries
    assert [it.starts_at for it in entry.events] == [at(3, 14), at(12, 14)]


@pytest.mark.parametrize("titles", [("讲座一", "讲座二", "讲座三"), ("讲座", "讲座", "讲座")])
def test_one_uid_for_all_events_loses_none_of_them(titles: tuple[str, ...]) -> None:
    read = parsed(calendar(*(event(f"DTSTART:2031060{3 + n}T140000", summary=it) for n, it in enumerate(titles))))
    assert [it.events[0].starts_at for it in read.entries] == [at(3, 14), at(4, 14), at(5, 14)]
    assert len({it.keys[0] for it in read.entries}) == 3


def test_of_a_series_with_many_dates_a_day_the_soonest_are_told() -> None:
    hours = ",".join(map(str, range(24)))
    entry = only("DTSTART:20310603T000000", f"RRULE:FREQ=DAILY;BYHOUR={hours}")
    assert len(entry.events) == DATES_MAX and entry.known_until == entry.events[-1].anchor + timedelta(hours=1)


def test_an_event_that_does_not_end_is_dropped() -> None:
    read = parsed(calendar("BEGIN:VEVENT\nUID:x\nDTSTART:20310603T140000", event("DTSTART:20310603T140000")))
    assert [e.title for e in read.entries] == ["讲座"]


def test_of_a_huge_calendar_the_soonest_events_are_read() -> None:
    many = [event(f"DTSTART:{NOW + timedelta(days=n % 300):%Y%m%d}T140000", uid=str(n)) for n in range(600)]
    read = parsed(calendar(*many))
    assert len(read.entries) == 500
    assert read.problems[0].name == "events-many" and "500 of 600" in read.problems[0].detail


def test_a_calendar_is_told_by_its_content_and_named() -> None:
    assert parsed(calendar()).title == "校历"
    with pytest.raises(FetchError, match="not_a_feed"):
        parse(fetched("<rss/>"), source(kind="ical"))
