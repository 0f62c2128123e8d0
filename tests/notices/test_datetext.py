from __future__ import annotations

from datetime import date, timedelta

import pytest
from fakes.dates import at, deadline, event
from fakes.people import NOW, ZONE

from notices import datetext
from notices.model import KeyDate, Language

FROM_TEN = KeyDate("event", "展览", at("09-05 10:00"), None, all_day=False)
ALL_AUGUST = KeyDate("event", "展览", None, at("09-05"))
NEXT_YEAR = KeyDate("event", "冬令营", at("12-30 00:00"), at("01-03").replace(year=2027))


@pytest.mark.parametrize(("on", "zh", "en"), [
    (date(2026, 9, 27), "9月27日(周日)", "Sun 27 Sep"), (date(2027, 1, 4), "2027年1月4日(周一)", "Mon 4 Jan 2027"),
    (date(2025, 12, 31), "2025年12月31日(周三)", "Wed 31 Dec 2025"),
])
def test_a_day_has_its_weekday_and_its_year_if_it_is_another(on: date, zh: str, en: str) -> None:
    assert (datetext.day(on, NOW.date(), "zh"), datetext.day(on, NOW.date(), "en")) == (zh, en)


@pytest.mark.parametrize(("it", "zh", "en"), [
    (deadline("09-27"), "9月27日(周日)", "Sun 27 Sep"),
    (deadline("09-27 17:00"), "9月27日(周日) 17:00", "Sun 27 Sep 17:00"),
    (event("09-15"), "9月15日(周二)", "Tue 15 Sep"),
    (event("09-15", "09-25"), "9月15日(周二)至9月25日(周五)", "Tue 15 Sep to Fri 25 Sep"),
    (event("09-15 14:00"), "9月15日(周二) 14:00", "Tue 15 Sep 14:00"),
    (event("09-15 14:00", "09-15 16:30"), "9月15日(周二) 14:00–16:30", "Tue 15 Sep 14:00–16:30"),
    (event("09-15 14:00", "09-16 12:00"), "9月15日(周二) 14:00至9月16日(周三) 12:00",
     "Tue 15 Sep 14:00 to Wed 16 Sep 12:00"),
    (FROM_TEN, "9月5日(周六) 10:00起", "Sat 5 Sep 10:00 onwards"),
    (ALL_AUGUST, "即日起至9月5日(周六)", "until Sat 5 Sep"),
    (NEXT_YEAR, "12月30日(周三)至2027年1月3日(周日)", "Wed 30 Dec to Sun 3 Jan 2027"),
], ids=str)
def test_a_key_date_is_written_as_people_write_it(it: KeyDate, zh: str, en: str) -> None:
    assert (datetext.span(it, NOW, ZONE, "zh"), datetext.span(it, NOW, ZONE, "en")) == (zh, en)


@pytest.mark.parametrize(("lead", "zh", "en"), [
    (timedelta(days=3), "3天", "3 days"), (timedelta(days=1), "1天", "1 day"),
    (timedelta(hours=36), "36小时", "36 hours"),
    (timedelta(hours=1), "1小时", "1 hour"), (timedelta(minutes=90), "90分钟", "90 minutes"),
    (timedelta(seconds=30), "30秒", "30 seconds"),
])
def test_a_lead_time_is_said_in_its_largest_whole_unit(lead: timedelta, zh: str, en: str) -> None:
    assert (datetext.duration(lead, "zh"), datetext.duration(lead, "en")) == (zh, en)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_year_that_counts_is_the_readers(language: Language) -> None:
    new_years_eve = at("12-31 23:30")  # in UTC it is still the old year for hours after
    assert "2027" in datetext.span(NEXT_YEAR, new_years_eve, ZONE, language)
    new_year = new_years_eve + timedelta(hours=1)
    assert "2026" in datetext.span(NEXT_YEAR, new_year, ZONE, language)
