from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from fakes.dates import at
from fakes.people import ZONE
from hypothesis import given
from hypothesis import strategies as st

from notices import quiet
from notices.quiet import QuietHours, last_before, not_before

NIGHT, NOON = quiet.parse("22:00-07:30"), quiet.parse("12:00-14:00")
MINUTES = st.times().map(lambda it: it.replace(second=0, microsecond=0))
WINDOWS = st.tuples(MINUTES, MINUTES).filter(lambda it: it[0] != it[1]).map(lambda it: QuietHours(*it))
ZONES = st.sampled_from([ZONE, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC")])
YEARS = datetime(2026, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001
MOMENTS = st.datetimes(*YEARS, timezones=st.just(ZoneInfo("UTC")))


def inside(window: QuietHours, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock on the wall shows a time in the window, minute by minute from its beginning."""
    clock = moment.astimezone(zone)
    since = (clock.hour * 60 + clock.minute - window.begins.hour * 60 - window.begins.minute) % 1440
    length = (window.ends.hour * 60 + window.ends.minute - window.begins.hour * 60 - window.begins.minute) % 1440
    return since < length


@pytest.mark.parametrize(("text", "window"), [
    ("22:00-07:30", (time(22), time(7, 30))), ("22：00 至 7：30", (time(22), time(7, 30))),
    ("9:00~10:00", (time(9), time(10))), ("23:00—24:00", (time(23), time(0))), (" 00:00 – 06:00 ", (time(0), time(6))),
])
def test_hours_are_read_however_they_are_written(text: str, window: tuple[time, time]) -> None:
    assert quiet.parse(text) == QuietHours(*window)


@pytest.mark.parametrize("text", [
    "", "22:00", "22-7", "22:00-22:00", "25:00-07:00", "22:60-07:00", "22:00-07:00x", "00:00-24:00",
])
def test_what_is_no_pair_of_times_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        quiet.parse(text)


@given(WINDOWS)
def test_hours_written_and_read_are_the_same(window: QuietHours) -> None:
    assert quiet.parse(str(window)) == window


@pytest.mark.parametrize(("window", "now", "then"), [
    (NIGHT, "09-01 21:59", "09-01 21:59"), (NIGHT, "09-01 22:00", "09-02 07:30"), (NIGHT, "09-01 23:59", "09-02 07:30"),
    (NIGHT, "09-02 00:00", "09-02 07:30"), (NIGHT, "09-02 07:29", "09-02 07:30"), (NIGHT, "09-02 07:30", "09-02 07:30"),
    (NIGHT, "12-31 23:00", "01-01 07:30"), (NOON, "09-01 11:59", "09-01 11:59"), (NOON, "09-01 12:00", "09-01 14:00"),
    (NOON, "09-01 14:00", "09-01 14:00"), (None, "09-01 03:00", "09-01 03:00"),
])
def test_what_falls_into_quiet_hours_waits_for_their_end(window: QuietHours | None, now: str, then: str) -> None:
    end = at(then) if then[:2] != "01" else at(then).replace(year=at(now).year + 1)
    assert not_before(window, at(now), ZONE) == end


@given(window=WINDOWS, now=MOMENTS, zone=ZONES)
def test_a_deferral_ends_outside_the_hours_within_a_day_and_is_done_once(
    window: QuietHours, now: datetime, zone: ZoneInfo
) -> None:
    then = not_before(window, now, zone)
    assert now <= then <= now + timedelta(hours=26)
    assert not_before(window, then, zone) == then
    assert (then == now) is not inside(window, now, zone)


@given(window=WINDOWS, now=MOMENTS)
def test_whatever_lies_between_is_quiet(window: QuietHours, now: datetime) -> None:
    then, step = not_before(window, now, ZONE), timedelta(minutes=17)
    while now < then:
        assert inside(window, now, ZONE)
        now += step


@given(window=WINDOWS, now=MOMENTS)
def test_the_last_minute_before_is_just_before_and_not_quiet(window: QuietHours, now: datetime) -> None:
    if inside(window, now, ZONE):
        before = last_before(window, now, ZONE)
        assert now - timedelta(days=1, minutes=1) <= before < now
        assert inside(window, before + timedelta(minutes=1), ZONE)
        length = (not_before(window, before + timedelta(minutes=1), ZONE) - before).total_seconds()
        assert length <= 86400
