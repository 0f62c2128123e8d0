from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import SendError, Verdict
from delivery import decide
from delivery.decide import Again, Decision, Doubt, GiveUp, Move, Pause, StopChannel

WEEK_SECS = 7 * 86400.0


def failed(verdict: Verdict, secs: float | None = None, *, whole: bool = False, to: str | None = None) -> SendError:
    return SendError("why", verdict, retry_after_secs=secs, whole_channel=whole, moved_to=to)


def decided(
    error: Exception, *, attempts: int = 0, doubts: int = 0, age_secs: float = 0.0, dedupes: bool = False
) -> Decision:
    return decide.after_failure(error, attempts, doubts, age_secs, dedupes, dice=0.5)


@pytest.mark.parametrize(("error", "decision"), [
    (failed(Verdict.NOT_SENT), Again(2.0)),
    (failed(Verdict.NOT_SENT, 30.0), Again(30.0)),
    (failed(Verdict.MAYBE_SENT), Doubt(60.0)),
    (failed(Verdict.RATE, 10_072.0), Pause(10_072.0, whole_channel=False)),
    (failed(Verdict.RATE, 3.0, whole=True), Pause(3.0, whole_channel=True)),
    (failed(Verdict.RATE), Pause(2.0, whole_channel=False)),
    (failed(Verdict.DEAD_TARGET), GiveUp(close_account=True)),
    (failed(Verdict.MOVED, to="-100"), Move("-100")),
    (failed(Verdict.MOVED), GiveUp()),
    (failed(Verdict.CONTENT), GiveUp()),
    (failed(Verdict.SETUP), StopChannel()),
    (ValueError("a bug"), Again(2.0)),
])
def test_every_verdict_has_its_consequence(error: Exception, decision: Decision) -> None:
    assert decided(error) == decision


def test_every_verdict_is_in_the_table() -> None:
    for verdict in Verdict:
        assert decided(failed(verdict)) is not None


@pytest.mark.parametrize(("attempts", "secs"), [(0, 2), (1, 4), (2, 8), (5, 64), (8, 512), (9, 600), (10_000, 600)])
def test_waits_double_up_to_ten_minutes(attempts: int, secs: float) -> None:
    assert decided(failed(Verdict.NOT_SENT), attempts=attempts) == Again(secs)


@given(attempts=st.integers(0, 10**6), dice=st.floats(0, 1, exclude_max=True))
def test_waits_of_many_never_march_in_step_nor_stray(attempts: int, dice: float) -> None:
    middle = decide.backoff(attempts, 0.5)
    assert 0.9 * middle <= decide.backoff(attempts, dice) <= 1.1 * middle <= 660


def test_what_never_left_is_tried_over_a_weekend_and_then_no_more() -> None:
    assert decided(failed(Verdict.NOT_SENT), attempts=500, age_secs=119 * 3600) == Again(600.0)
    assert decided(failed(Verdict.NOT_SENT), attempts=500, age_secs=WEEK_SECS) == GiveUp()


def test_a_pause_ends_by_time_and_never_by_count() -> None:
    assert decided(failed(Verdict.RATE, 5.0), attempts=10**6, age_secs=WEEK_SECS) == Pause(5.0, whole_channel=False)


def test_a_second_lost_answer_stays_in_doubt() -> None:
    assert decided(failed(Verdict.MAYBE_SENT), doubts=1) == Doubt(None)


def test_after_a_crash_it_is_always_sent_again() -> None:
    for doubts in range(5):
        assert decide.after_doubt(doubts, dedupes=False, crashed=True) == Doubt(0.0)


def test_a_channel_that_knows_its_deliveries_is_simply_asked_again() -> None:
    for doubts in range(5):
        assert decided(failed(Verdict.MAYBE_SENT), doubts=doubts, dedupes=True) == Doubt(0.0)


def test_a_bug_gets_one_more_chance() -> None:
    assert decided(KeyError("x"), attempts=1) == GiveUp()


def test_an_address_that_moves_in_circles_is_given_up() -> None:
    assert decided(failed(Verdict.MOVED, to="-100"), attempts=3) == GiveUp()
