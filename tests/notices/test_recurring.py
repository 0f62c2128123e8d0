"""Rules of what comes back: their days are those that dateutil finds, and their words say what they are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from notices import recurring
from notices.extract import read
from notices.extract.repeats import on_days

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
CODES = st.sampled_from(recurring.CODES[1:])
WEEKLY = st.builds(
    lambda codes, every: f"FREQ=WEEKLY{every};BYDAY={','.join(sorted(codes, key=recurring.CODES.index))}",
    st.sets(CODES, min_size=1), st.sampled_from(("", ";INTERVAL=2")),
)
BY_WEEKDAY = st.builds(lambda nth, code: f"FREQ=MONTHLY;BYDAY={nth}{code}", st.sampled_from((1, 2, 3, 4, 5, -1)), CODES)
BY_DAY = st.builds(
    lambda days: f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, sorted(days)))}",
    st.sets(st.one_of(st.just(-1), st.integers(1, 31)), min_size=1, max_size=3),
)
RULES = st.one_of(st.just("FREQ=DAILY"), WEEKLY, BY_WEEKDAY, BY_DAY)


@settings(deadline=None)
@given(rule=RULES, start=DAYS)
def test_the_days_of_a_rule_are_those_that_another_program_finds(rule: str, start: date) -> None:
    first, _ = on_days(rule, start, None)
    theirs = rrulestr(rule, dtstart=datetime.combine(first, time()))
    assert [*islice(recurring.days(recurring.parse(rule), first), 12)] == [it.date() for it in islice(theirs, 12)]


@settings(deadline=None)
@given(rule=RULES, start=DAYS, left_out=st.integers(0, 9), hour=st.booleans())
def test_days_that_are_left_out_are_left_out_by_another_program_too(
    rule: str, start: date, left_out: int, hour: bool
) -> None:
    first, _ = on_days(rule, start, None)
    out = [*islice(recurring.days(recurring.parse(rule), first), 10)][left_out]
    begins = datetime.combine(first, time(18, 40) if hour else time())
    written = recurring.typed(f"{rule}\nEXDATE;VALUE=DATE:{out:%Y%m%d}", begins if hour else first)
    theirs = rrulestr(written.replace(";VALUE=DATE", ""), dtstart=begins)  # dateutil reads a day as its midnight
    ours = [*islice(recurring.days(recurring.parse(written), first), 10)]
    assert out not in ours and ours == [it.date() for it in islice(theirs, 10)]


@settings(deadline=None)
@given(rule=st.one_of(WEEKLY, BY_WEEKDAY, BY_DAY), start=DAYS)
def test_the_last_day_of_a_rule_is_told_as_its_first_is(rule: str, start: date) -> None:
    first, last = on_days(rule, start, start + timedelta(days=150))
    assert last is not None
    begins = datetime.combine(first, time(9, 30))
    written = recurring.typed(f"{rule};UNTIL={last:%Y%m%d}", begins)
    assert [it.date() for it in rrulestr(written, dtstart=begins)] == [*recurring.days(recurring.parse(written), first)]


@settings(deadline=None, max_examples=60)
@given(rule=st.one_of(WEEKLY, BY_WEEKDAY, BY_DAY.filter(lambda it: "-1" not in it)), start=DAYS)
def test_a_rule_in_its_own_words_is_read_back(rule: str, start: date) -> None:
    words = recurring.in_words(recurring.parse(rule), "zh")
    text = f"自{start.year}年{start.month}月{start.day}日起，{words}上午9:30观鸟。"
    (event,) = read(text, published=start - timedelta(days=9)).events
    assert event.recurrence == rule


@settings(deadline=None)
@given(rule=RULES, start=DAYS, later=st.integers(0, 900))
def test_the_days_since_a_day_are_the_last_ones_of_all(rule: str, start: date, later: int) -> None:
    first, _ = on_days(rule, start, None)
    since, last = first + timedelta(days=later), first + timedelta(days=later + 400)
    it = recurring.parse(rule)
    assert [*recurring.days(it, first, last, since)] == [on for on in recurring.days(it, first, last) if on >= since]


@pytest.mark.parametrize(("rule", "chinese", "english"), [
    ("FREQ=DAILY", "每天", "every day"),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "每周一、三、五", "every Mon, Wed, Fri"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一至周五", "every Mon to Fri"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "隔周的周三", "every other Wed"),
    ("FREQ=MONTHLY;BYDAY=2SA,4SA", "每月第二、第四个周六", "the second and fourth Sat of each month"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天", "on the last day of each month"),
    ("FREQ=WEEKLY;BYDAY=WE\nEXDATE:20311001T160000", "每周三(10月1日除外)", "every Wed (not on 1 Oct)"),
    ("RDATE:20311001T160000", "", ""),
])
def test_a_rule_is_said_in_both_languages(rule: str, chinese: str, english: str) -> None:
    it = recurring.parse(rule)
    assert (recurring.in_words(it, "zh"), recurring.in_words(it, "en")) == (chinese, english)
