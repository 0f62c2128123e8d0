from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fakes.dates import at, deadline, event
from fakes.people import NOW, ZONE
from hypothesis import given
from hypothesis import strategies as st

from notices import plan, quiet
from notices.model import KeyDate
from notices.plan import TOO_LATE
from notices.quiet import QuietHours, not_before

NIGHT = quiet.parse("22:00-07:30")
LEADS = {
    "event": [timedelta(days=3), timedelta(days=1), timedelta(hours=2)],
    "deadline": [timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=3)],
}
OPEN_END = KeyDate("event", "展览", at("09-05 10:00"), None, all_day=False)
OPEN_START = KeyDate("event", "展览", None, at("09-05"))


def times(date: KeyDate, now: datetime = NOW, window: QuietHours | None = NIGHT) -> list[str]:
    found = plan.reminders(date, LEADS[date.kind], now, ZONE, window)
    return [f"{it.fire_at.astimezone(ZONE):%m-%d %H:%M}" for it in found]


@pytest.mark.parametrize(("date", "expected"), [
    (deadline("09-27"), ["09-20 08:30", "09-24 08:30", "09-26 08:30", "09-27 20:59"]),
    (deadline("09-27 17:00"), ["09-20 08:30", "09-24 08:30", "09-26 08:30", "09-27 14:00"]),
    (event("09-15", "09-25"), ["09-12 08:30", "09-14 08:30", "09-14 18:00"]),
    (event("09-15 14:00", "09-15 16:00"), ["09-12 08:30", "09-14 08:30", "09-15 12:00"]),
    (OPEN_END, ["09-02 08:30", "09-04 08:30", "09-05 08:00"]),
    (OPEN_START, ["09-02 08:30", "09-04 08:30", "09-04 18:00"]),
    (event("09-02 09:30", "09-02 11:00"), ["09-02 07:30"]),
], ids=str)
def test_reminders_of_each_kind_of_date_come_when_they_are_of_use(date: KeyDate, expected: list[str]) -> None:
    assert times(date) == expected


@pytest.mark.parametrize(("date", "expected"), [
    (event("09-05 07:00", "09-05 09:00"), "09-04 21:59"),   # two hours before: at 05:00, deferred beyond the start
    (event("09-05 07:45", "09-05 09:00"), "09-04 21:59"),   # deferred to a quarter of an hour before
    (event("09-05 08:00", "09-05 09:00"), "09-05 06:00"),   # deferred to half an hour before: still of use
    (deadline("09-05 01:00"), "09-04 21:59"),
    (event("09-05 23:30", "09-06 01:00"), "09-05 21:30"),
])
def test_what_quiet_hours_would_make_too_late_comes_before_them(date: KeyDate, expected: str) -> None:
    assert times(date)[-1] == expected


def test_only_what_is_ahead_is_planned_and_each_lead_once() -> None:
    assert times(deadline("09-04 17:00")) == ["09-03 08:30", "09-04 14:00"]
    assert times(deadline("09-01 11:00")) == []
    assert times(deadline("08-01 11:00")) == []
    twice = plan.reminders(deadline("09-27"), [timedelta(days=1), timedelta(hours=24)], NOW, ZONE, None)
    assert len(twice) == 1


def test_nobody_who_chose_no_leads_is_reminded() -> None:
    assert plan.reminders(deadline("09-27"), [], NOW, ZONE, None) == ()


@pytest.mark.parametrize(("date", "over"), [
    (deadline("09-27"), "09-27 23:59"), (deadline("09-27 17:00"), "09-27 17:00"),
    (event("09-15", "09-25"), "09-15 23:59"),
    (event("09-15 14:00", "09-15 16:00"), "09-15 14:00"), (OPEN_END, "09-05 10:00"), (OPEN_START, "09-05 23:59"),
], ids=str)
def test_it_is_of_no_use_to_remind_of_what_has_begun_or_passed(date: KeyDate, over: str) -> None:
    assert plan.over_at(date, ZONE) == at(over)


@pytest.mark.parametrize(("now", "missed"), [
    ("08-31 08:00", False), ("08-31 08:31", True), ("09-03 16:59", True), ("09-03 17:00", False),
    ("09-04 09:00", False),
])
def test_a_newcomer_has_missed_what_fell_due_and_still_matters(now: str, missed: bool) -> None:
    assert plan.missed(deadline("09-03 17:00"), [timedelta(days=3)], at(now), ZONE) is missed


@pytest.mark.parametrize(("now", "days"), [
    ("09-25 00:00", 2), ("09-25 23:59", 2), ("09-26 00:01", 1), ("09-27 23:00", 0), ("09-28 00:00", -1),
])
def test_days_left_are_counted_by_the_calendar(now: str, days: int) -> None:
    assert plan.days_left(at("09-27 00:30"), at(now), ZONE) == days


NAIVE = st.datetimes(datetime(2026, 9, 2), datetime(2027, 2, 1))  # noqa: DTZ001
MOMENTS = NAIVE.map(lambda it: it.replace(second=0, microsecond=0, tzinfo=ZONE))
DATES = st.one_of(
    st.builds(lambda t, whole: KeyDate("deadline", "x", None, t, whole), MOMENTS, st.booleans()),
    st.builds(lambda t, whole: KeyDate("event", "x", t, None, whole), MOMENTS, st.booleans()),
)
SOME_LEADS = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=30)), max_size=5)
WINDOWS = st.none() | st.sampled_from([NIGHT, quiet.parse("12:00-14:00"), quiet.parse("00:00-23:00")])


@given(date=DATES, leads=SOME_LEADS, window=WINDOWS)
def test_every_reminder_that_is_planned_arrives_in_time_to_matter(
    date: KeyDate, leads: list[timedelta], window: QuietHours | None
) -> None:
    planned = plan.reminders(date, leads, NOW, ZONE, window)
    assert len({it.lead for it in planned}) == len(planned)
    for it in planned:
        sent_at = not_before(window, it.fire_at, ZONE)
        assert it.fire_at > NOW
        assert sent_at <= max(it.fire_at, plan.over_at(date, ZONE) - TOO_LATE)
        assert sent_at <= plan.over_at(date, ZONE)


@given(date=DATES, leads=SOME_LEADS, window=WINDOWS, later=st.timedeltas(timedelta(), timedelta(days=40)))
def test_looking_again_later_plans_nothing_else(
    date: KeyDate, leads: list[timedelta], window: QuietHours | None, later: timedelta
) -> None:
    first = plan.reminders(date, leads, NOW, ZONE, window)
    again = plan.reminders(date, leads, NOW + later, ZONE, window)
    assert again == tuple(it for it in first if it.fire_at > NOW + later)


def test_one_time_of_a_series_is_not_reminded_of_on_the_day_of_the_time_before() -> None:
    once, again = deadline("09-27"), replace(deadline("09-27"), instance="20260927")
    assert list(plan.leads_for(once, LEADS["deadline"])) == LEADS["deadline"]
    assert list(plan.leads_for(again, LEADS["deadline"])) == LEADS["deadline"][1:]
    assert list(plan.leads_for(again, LEADS["deadline"][:1])) == LEADS["deadline"][:1], "rather that than none"
