from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from fakes.feed_texts import source
from hypothesis import given
from hypothesis import strategies as st

from feeds import pace
from feeds.model import Source

DAY_SECS = 86400.0
NOW = 1_900_000_000.0
LONG = 30 * DAY_SECS
FAR = replace(source("https://kx.example/feed"))
HERE = [source("http://127.0.0.1:8000/feed"), source("http://localhost/feed"), source("http://[::1]/feed"),
        source("notices", "folder"), source("sample:campus", "sample"), replace(FAR, trust="internal")]


def test_the_wait_doubles_with_every_error_up_to_a_day() -> None:
    waits = [pace.retry_secs(900.0, errors, 0.5) for errors in range(9)]
    assert waits == [900.0, 1800.0, 3600.0, 7200.0, 14400.0, 28800.0, 57600.0, DAY_SECS, DAY_SECS]


@given(st.floats(1, 10 * DAY_SECS), st.integers(0, 10**6), st.floats(0, 1, exclude_max=True), st.booleans())
def test_there_is_always_a_next_try(every: float, errors: int, dice: float, soft: bool) -> None:
    assert 0 < pace.retry_secs(every, errors, dice, soft=soft) <= max(every, DAY_SECS)


def test_retries_do_not_march_in_step() -> None:
    assert pace.retry_secs(900.0, 1, 0.0) == pytest.approx(1620.0)
    assert pace.retry_secs(900.0, 1, 0.99) > 1970.0


def test_a_source_that_asks_for_time_gets_it_for_a_day_at_most() -> None:
    assert pace.retry_secs(900.0, 0, 0.5, 7200.0) == 7200.0
    assert pace.retry_secs(900.0, 0, 0.5, 60.0) == 900.0
    assert pace.retry_secs(900.0, 0, 0.5, 1e9) == DAY_SECS


def test_a_failure_that_is_mostly_over_in_minutes_is_tried_again_in_minutes() -> None:
    assert [pace.retry_secs(3600.0, errors, 0.5, soft=True) for errors in (1, 2, 3)] == [300.0, 600.0, 1200.0]
    assert pace.retry_secs(1.0, 1, 0.5, soft=True) == 2.0


def test_a_feed_is_asked_less_often_the_less_it_brings() -> None:
    every = [pace.interval(FAR, 900.0, LONG, weekly) for weekly in (1000.0, 200.0, 100.0, 10.0, 0.0)]
    assert every == [900.0, 900.0, 1800.0, 3600.0, 3600.0]


def test_a_feed_that_is_not_known_yet_is_asked_as_often_as_wanted() -> None:
    assert pace.interval(FAR, 900.0, 6 * DAY_SECS, 0.0) == 900.0


def test_a_feed_asked_seldom_is_not_slowed_beyond_a_quarter_of_a_day() -> None:
    assert pace.interval(FAR, 2 * 3600.0, LONG, 0.0) == 4 * 3600.0
    assert pace.interval(FAR, 12 * 3600.0, LONG, 0.0) == 12 * 3600.0


@pytest.mark.parametrize("near", HERE, ids=lambda it: it.url)
def test_our_own_sources_are_asked_exactly_as_often_as_wanted(near: Source) -> None:
    assert pace.interval(near, 900.0, LONG, 0.0) == 900.0
    assert pace.next_at(near, 900.0, NOW) == NOW + 900.0
    assert pace.host(near) == ""


def test_whoever_wants_it_more_often_than_every_five_minutes_means_it() -> None:
    assert pace.interval(FAR, 1.0, LONG, 0.0) == 1.0
    assert pace.next_at(FAR, 1.0, NOW) == NOW + 1.0


def test_a_feed_keeps_to_its_own_slots_and_is_never_later_than_wanted() -> None:
    at, times = NOW, []
    for _ in range(5):
        at = pace.next_at(FAR, 900.0, at + 3.0)
        times.append(at)
    assert 0 < times[0] - NOW <= 903.0
    assert [b - a for a, b in pairwise(times)] == pytest.approx([900.0] * 4)


def test_ten_thousand_feeds_do_not_come_due_together() -> None:
    urls = (source(f"https://kx.example/{n}") for n in range(10_000))
    minutes = [int((pace.next_at(it, 900.0, NOW) - NOW) // 60) for it in urls]
    busiest, quietest = (choose(minutes.count(minute) for minute in range(15)) for choose in (max, min))
    assert quietest > 10_000 / 15 * 0.8 and busiest < 10_000 / 15 * 1.2


def test_what_the_server_asks_for_counts_more_for_a_day_at_most() -> None:
    assert pace.next_at(HERE[0], 1.0, NOW, 7200.0) == NOW + 7200.0
    assert pace.next_at(FAR, 900.0, NOW, 1e9) == NOW + DAY_SECS


def test_habits_settle_to_entries_a_week_and_fade() -> None:
    found = 0.0
    for _ in range(52 * 7):
        found = pace.arrivals(found, DAY_SECS, 2)
    assert pace.weekly(found) == pytest.approx(14.0, rel=0.1)
    assert pace.arrivals(found, 4 * 7 * DAY_SECS, 0) == pytest.approx(found / 16)
