from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.dates import read, written

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2031, 6, 20, 12, 0, tzinfo=ZONE)  # a Friday
TEN = datetime(2031, 6, 18, 10, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    "raw",
    [
        "2031/06/18 10:00", "2031-06-18 10:00:00", "2031-06-18T10:00:00", "2031-06-18 10:00:00 CST",
        "2031-06-18 上午10:00", "2031年6月18日 10时00分", "2031年6月18日（星期三）10:00",
        "２０３１年６月１８日　１０：００",
        "Wed, 18 Jun 2031 10:00:00 CST", "Wed, 18 Jun 2031 10:00:00 GMT+8", "Wed, 18 Jun 2031 10:00:00 GMT+0800",
        "Wed, 18 Jun 2031 10:00:00", "Wed, 18 Jun 2031 02:00:00 GMT", "18 June 2031 10:00 +0800",
        "Wed, 18 Jun 2031 10:00:00 +0800 (CST)", "Wed Jun 18 10:00:00 CST 2031", "June 18, 2031 10:00 AM",
        "2031-06-18T10:00:00+08:00", "2031-06-18T02:00:00.123Z", "20310618T020000Z", "1939514400", "1939514400000",
        "周三 10:00", "06-18 10:00", "Wednesday, 18-Jun-31 10:00:00 CST",
    ],
)
def test_every_way_to_write_wednesday_at_ten_is_read(raw: str) -> None:
    stamp = read(raw, NOW, ZONE)
    assert stamp is not None and stamp.at is not None
    assert (stamp.on, stamp.at) == (date(2031, 6, 18), TEN)


@pytest.mark.parametrize(
    "raw", ["2031年6月18日", "2031.06.18", "2031-6-18", "18-06-2031", "20310618", "06-18", "6月18日", "2天前"]
)
def test_a_day_without_a_clock_time_stays_a_day(raw: str) -> None:
    stamp = read(raw, NOW, ZONE)
    assert stamp is not None
    assert (stamp.on, stamp.at) == (date(2031, 6, 18), None)


@pytest.mark.parametrize(
    ("raw", "ago"),
    [
        ("刚刚", timedelta()), ("5分钟前", timedelta(minutes=5)), ("半小时前", timedelta(minutes=30)),
        ("3 小时前", timedelta(hours=3)), ("昨天 8:30", timedelta(hours=27.5)), ("2 hours ago", timedelta(hours=2)),
    ],
)
def test_relative_times_count_from_the_fetch(raw: str, ago: timedelta) -> None:
    stamp = read(raw, NOW, ZONE)
    assert stamp is not None and stamp.at == NOW - ago


@pytest.mark.parametrize(
    ("raw", "hour"), [("下午3:05", 15), ("晚上8:05", 20), ("下午15:05", 15), ("凌晨12:05", 0), ("中午12:05", 12)]
)
def test_half_days_are_counted_once(raw: str, hour: int) -> None:
    stamp = read(f"2031年6月18日{raw}", NOW, ZONE)
    assert stamp is not None and stamp.at == TEN.replace(hour=hour, minute=5)


@pytest.mark.parametrize(
    "raw",
    ["", "待定", "03/04/2031", "2031-02-30", "0001-01-01T00:00:00Z", "2031-6", "2031-06-18 25:61", "9999999999", "晚"],
)
def test_what_is_no_clear_date_is_none(raw: str) -> None:
    assert read(raw, NOW, ZONE) is None


def test_a_date_without_a_year_is_never_in_the_future() -> None:
    stamp = read("12-31", NOW, ZONE)
    assert stamp is not None and stamp.on == date(2030, 12, 31)


def test_cst_means_the_sources_own_zone_where_that_has_the_name() -> None:
    chicago = ZoneInfo("America/Chicago")
    stamp = read("15 Jan 2031 10:00 CST", NOW, chicago)
    assert stamp is not None and stamp.at == datetime(2031, 1, 15, 16, 0, tzinfo=UTC)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)))  # noqa: DTZ001
def test_a_time_written_and_read_is_the_same(naive: datetime) -> None:
    at = naive.replace(tzinfo=ZONE, second=0, microsecond=0, fold=0)
    for form in ("%Y-%m-%d %H:%M", "%Y年%m月%d日%H时%M分", "%Y/%m/%d %H:%M:%S"):
        stamp = read(at.strftime(form), NOW, ZONE)
        assert stamp is not None and stamp.at is not None and stamp.at.replace(tzinfo=None) == at.replace(tzinfo=None)
    stamp = read(written(at.date()), NOW, ZONE)
    assert stamp is not None and stamp.on == at.date()


@given(st.text(st.sampled_from("0123456789年月日-/:. T上午周三前+GMTCST分钟"), max_size=40))
def test_no_text_makes_it_fail(raw: str) -> None:
    read(raw, NOW, ZONE)


def test_days_are_written_as_official_notices_do() -> None:
    assert written(date(2031, 6, 3)) == "2031年6月3日（星期二）"
