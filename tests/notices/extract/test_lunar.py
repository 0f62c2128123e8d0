"""Days of the Chinese calendar: the table against a library that computes them, and the words for them in notices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_python import Lunar, LunarYear, Solar

from notices.extract import lunar, read

DIGITS = "〇一二三四五六七八九"
YEARS = st.integers(lunar.FIRST_YEAR, lunar.LAST_YEAR)


def _solar(found: Solar) -> date:
    return date(found.getYear(), found.getMonth(), found.getDay())


def test_every_month_of_the_table_begins_and_ends_when_the_moon_says() -> None:
    for year in range(lunar.FIRST_YEAR, lunar.LAST_YEAR + 1):
        for month in (it for it in LunarYear.fromYear(year).getMonths() if it.getYear() == year):
            number, leap = abs(month.getMonth()), month.isLeap()
            first = _solar(Lunar.fromYmd(year, month.getMonth(), 1).getSolar())
            last = first + timedelta(days=month.getDayCount() - 1)
            assert lunar.solar(year, number, 1, leap) == first
            assert lunar.solar(year, number, month.getDayCount(), leap) == last
            if month.getDayCount() == 29 and number != 12:
                assert lunar.solar(year, number, 30, leap) is None


def test_what_the_table_does_not_have_is_not_claimed() -> None:
    assert lunar.solar(lunar.FIRST_YEAR - 1, 1, 1) is None and lunar.solar(lunar.LAST_YEAR + 1, 1, 1) is None
    assert lunar.solar(2031, 6, 1, leap=True) is None
    assert lunar.is_on((8, 15, False), date(2090, 1, 1)), "no contradiction where nothing is known"


def written(month: int, day: int) -> str:
    tens = "初" if day <= 10 else "十" if day < 20 else "二十" if day == 20 else "廿" if day < 30 else "三十"
    ones = "十" if day == 10 else DIGITS[day % 10] if day % 10 else ""
    return f"{'正' if month == 1 else '腊' if month == 12 else '十一' if month == 11 else (DIGITS + '十')[month]}月{tens}{ones}"


@given(YEARS, st.integers(1, 12), st.integers(1, 29))
def test_a_lunar_day_written_and_read_is_the_same_day(year: int, month: int, day: int) -> None:
    on = _solar(Lunar.fromYmd(year, month, day).getSolar())
    (event,) = read(f"活动定于农历{written(month, day)}举行。", published=on - timedelta(days=40)).events
    assert (event.start, event.end) == (on, on) and 0.8 <= event.confidence < 0.95


@given(st.dates(date(2001, 1, 1), date(2055, 12, 31)), st.sampled_from([0, 0, 1, -1, 3]))
def test_a_lunar_day_beside_a_date_is_a_check(on: date, off: int) -> None:
    moon = Solar.fromYmd(on.year, on.month, on.day).getLunar()
    leap = "闰" if moon.getMonth() < 0 else ""
    said = on + timedelta(days=off)
    text = f"活动定于{said.year}年{said.month}月{said.day}日(农历{leap}{written(abs(moon.getMonth()), moon.getDay())})举行。"
    (event,) = (reading := read(text, published=said - timedelta(days=9))).events
    assert event.start == said
    assert (event.confidence >= 0.8, [it.why for it in reading.unresolved]) == ((True, []) if not off else (False, ["lunar"]))


# In 2031 the lunar year begins on 23 January; 元宵 is 6 February, 端午 24 June, 中秋 1 October.
SENTENCES = (
    ("农历八月十五晚7点在操场举办晚会。", "2031-10-01T19:00"),
    ("农历 八月 十五 晚7点在操场举办晚会。", "2031-10-01T19:00"),
    ("阴历六月初十召开大会。", "2031-07-28"),
    ("农历九月初九举行登山比赛。", "2031-10-24"),
    ("定于九月初九举行登山比赛。", "2031-10-24"),
    ("农历腊月廿三下午3点召开总结会。", "2032-02-04T15:00"),
    ("元宵节晚上7点在广场举行灯谜会。", "2032-02-25T19:00"),
    ("端午节当天9:00在江边举行龙舟赛。", "2031-06-24T09:00"),
    ("中秋节当晚7点半举行晚会。", "2031-10-01T19:30"),
    ("登山活动定于重阳节举行。", "2031-10-24"),
    ("除夕至正月初六放假。", "2032-02-10/2032-02-16"),
    ("正月初一至初七放假。", "2032-02-11/2032-02-17"),
    ("大年初三上午10点团拜。", "2032-02-13T10:00"),
    ("农历辛亥年八月十五举行晚会。", "2031-10-01"),
    ("2031年农历八月十五举行晚会。", "2031-10-01"),
    ("农历八月十五(10月1日)举行晚会。", "2031-10-01"),
    ("10月1日(农历八月十五)举行晚会。", "2031-10-01"),
    ("10月1日(中秋节)举行晚会。", "2031-10-01"),
    ("农历五月初五是端午节。", ""),
    ("每年农历三月初三举行歌会。", ""),
    ("农历八月十五,我国传统节日。", ""),
    ("中秋节放假安排另发。", ""),
    ("春节前后注意安全。", ""),
    ("元宵晚会节目征集。", ""),
    ("喜迎中秋,共度佳节。", ""),
)


@pytest.mark.parametrize(("text", "when"), SENTENCES)
def test_a_lunar_day_means_its_solar_one(text: str, when: str) -> None:
    events = read(text, published=date(2031, 5, 20)).events
    found = [f"{it.start.isoformat()[:16]}/{it.end.isoformat()[:16]}" for it in events if it.start and it.end]
    found += [it.start.isoformat()[:16] for it in events if it.start and not it.end]
    assert [it.partition("/")[0] if len(set(it.split("/"))) == 1 else it for it in found] == ([when] if when else [])


def test_what_is_due_by_a_lunar_day_is_a_deadline() -> None:
    (owed,) = read("请于农历六月初十前报送总结。", published=date(2031, 5, 20)).deadlines
    assert owed.due == date(2031, 7, 28) and owed.confidence >= 0.8


def test_without_a_year_nothing_is_claimed() -> None:
    reading = read("农历八月十五举行晚会。")
    assert reading.events == () and [it.why for it in reading.unresolved] == ["no_year"]
