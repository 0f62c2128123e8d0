from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes.telegram_rates import Rates
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import Limit
from channels.telegram.channel import GROUP_LIMIT, _burst, _second_max
from delivery.pace import ADDRESSES_MAX, Pace

STEP_SECS = 0.005


def pace(rate: float = 1000.0, address_rate: float = 1000.0, burst: int = 1000) -> Pace:
    return Pace(rate, address_rate, burst)


def go(it: Pace, now: float, addresses: list[str]) -> list[str]:
    """Send to as many of these as may go now, in order; return the others."""
    allowed = it.allowance(now, len(addresses))
    return [a for n, a in enumerate(addresses) if n >= allowed or it.take(now, a) > 0]


def test_a_channel_at_rest_may_send_its_burst_at_once_and_then_its_rate() -> None:
    it = pace(rate=25)
    assert len(go(it, 100.0, ["a"] * 1000)) == 995
    assert it.allowance(100.0, 1000) == 0
    assert it.wait(100.0) == pytest.approx(1 / 25)
    assert it.allowance(100.2, 1000) == 5


def test_no_second_sees_more_than_the_rate_and_a_burst() -> None:
    it, sent = pace(rate=25), []
    for step in range(int(4 / STEP_SECS)):
        sent += [step * STEP_SECS] * (10 - len(go(it, step * STEP_SECS, ["a"] * 10)))
    seconds = [sum(begin <= at < begin + 1 for at in sent) for begin in sent]
    assert max(seconds) <= 30
    assert len(sent) == pytest.approx(4 * 25, abs=6)


RATES = (0.5, 5.0, 25.0, 28.0, 29.5, 30.0)


def telegrams(rate: float) -> Pace:
    return Pace(rate, 1, 3, burst=_burst(rate), second_max=_second_max(rate), reserve=5)


def broadcast(it: Pace, busy: Callable[[float], bool], secs: float = 20.0) -> list[float]:
    """When each message of a broadcast leaves, if we can do nothing while we are busy with something else."""
    sent: list[float] = []
    for step in range(int(secs / STEP_SECS)):
        now = step * STEP_SECS
        allowed = 0 if busy(now) else it.allowance(now, 100)
        for _ in range(allowed):
            assert it.take(now, f"{len(sent)}") == 0.0
            it.start(now, f"{len(sent)}")
            sent.append(now)
        if allowed:
            it.backlog(now, True)
    return sent


@pytest.mark.parametrize("rate", RATES)
def test_at_no_configured_rate_up_to_telegrams_own_does_telegram_refuse(rate: float) -> None:
    telegram = Rates()
    sent = broadcast(telegrams(rate), lambda now: 3 < now < 4)  # a second in which we were too busy
    assert [telegram.refuses(n, at) for n, at in enumerate(sent)] == [0] * len(sent)
    assert len(sent) >= (0.99 if rate <= 25 else 0.94) * rate * 19  # so near the limit, little can be made up for


def test_what_busy_moments_cost_is_made_up_for_and_no_second_sees_more_than_it_may() -> None:
    """Every other second we are too busy to send for a fifth of a second."""
    sent = broadcast(telegrams(25), lambda now: now % 2 < 0.2, secs=60)
    assert len(sent) >= 0.99 * 25 * 60
    assert max(sum(begin <= at < begin + 1 for at in sent) for begin in sent) <= 27


def test_what_is_made_up_for_leaves_evenly() -> None:
    sent = broadcast(telegrams(25), lambda now: 3 < now < 4)
    assert [sum(begin <= at < begin + 0.1 for at in sent) <= 6 for begin in sent] == [True] * len(sent)
    assert len(sent) >= 0.99 * 25 * 20


def test_what_nobody_waited_for_is_not_made_up_for() -> None:
    it = telegrams(25)
    it.backlog(0.0, False)
    assert it.allowance(3600.0, 100) == 2
    it.backlog(3600.0, True)
    it.backlog(3601.0, False)
    assert it.allowance(3601.0, 100) == 2


def test_a_refusal_ends_the_making_up() -> None:
    it = telegrams(25)
    it.backlog(0.0, True)
    it.pause(0.5, 10.0, None)
    assert it.allowance(10.5, 100) == 2


def test_a_reply_hardly_waits_for_room_in_a_second_that_bulk_fills() -> None:
    it, waits = telegrams(25), list[float]()

    def busy(now: float) -> bool:
        waits.append(0.0 if it.allowance(now, 5, reply=True) else it.wait(now, reply=True))
        return 3 < now < 4

    broadcast(it, busy)
    assert max(waits) <= 0.1


def test_an_address_has_its_own_pace() -> None:
    it = pace(address_rate=1, burst=3)
    assert [it.take(0.0, "a") for _ in range(4)] == [0.0, 0.0, 0.0, pytest.approx(1.0)]
    assert it.take(0.0, "b") == 0.0
    assert it.take(0.5, "a") == pytest.approx(0.5)
    assert it.take(1.0, "a") == 0.0


def test_being_refused_takes_nothing() -> None:
    it = pace(rate=5, address_rate=1, burst=1)
    it.take(0.0, "a")
    before = it.wait(0.0)
    assert all(it.take(0.0, "a") > 0 for _ in range(10))
    assert it.wait(0.0) == before


def test_a_pause_of_the_channel_stops_everyone_for_exactly_that_long() -> None:
    it = pace()
    it.pause(10.0, 40.0, None)
    it.pause(11.0, 1.0, None)
    assert it.allowance(49.9, 5) == 0
    assert it.wait(20.0) == 30.0
    assert it.allowance(50.0, 5) == 5


def test_a_pause_of_one_address_stops_nobody_else() -> None:
    it = pace()
    it.pause(10.0, 40.0, "a")
    assert it.take(20.0, "a") == 30.0
    assert it.take(20.0, "b") == 0.0
    assert it.take(50.0, "a") == 0.0


def test_a_clock_that_jumps_back_gives_no_tokens_and_takes_none() -> None:
    it = pace(rate=5)
    go(it, 100.0, ["a"])
    assert it.allowance(50.0, 10) == 0
    assert it.allowance(50.2, 10) == 1


def test_only_so_many_addresses_are_remembered() -> None:
    it = pace(address_rate=1, burst=1)
    for n in range(ADDRESSES_MAX + 1):
        it.take(0.0, f"a{n}")
    assert it.take(0.0, "a0") == 0.0
    assert it.take(0.0, f"a{ADDRESSES_MAX}") > 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from("abc")), max_size=150))
def test_at_telegrams_pace_telegram_never_refuses(arrivals: list[tuple[int, str]]) -> None:
    it, telegram = pace(rate=25, address_rate=1, burst=3), Rates()
    ids = {"a": 1, "b": 2, "c": 3}
    waiting: list[str] = []
    sent = 0
    for step in range(2000):
        now = step * 0.05
        waiting += [address for when, address in arrivals if when == step]
        for address in list(waiting)[: it.allowance(now, len(waiting))]:
            if it.take(now, address) == 0.0:
                waiting.remove(address)
                assert telegram.refuses(ids[address], now) == 0
                sent += 1
    assert sent == len(arrivals)
    assert telegram.refused == 0


def test_telegram_never_refuses_a_hundred_messages_to_one_group() -> None:
    it, telegram, sent = Pace(25, 1, 3, limit_of=lambda _: GROUP_LIMIT), Rates(), 0
    for step in range(7000):
        if sent < 100 and it.take(step * 0.05, "-5") == 0.0:
            assert telegram.refuses(-5, step * 0.05) == 0
            sent += 1
    assert sent == 100


def test_at_least_95_of_100_of_the_rate_is_used() -> None:
    it, sent = pace(rate=25, address_rate=1, burst=3), 0
    for step in range(int(60 / STEP_SECS)):
        addresses = [f"a{sent + n}" for n in range(30)]
        sent += 30 - len(go(it, step * STEP_SECS, addresses))
    assert sent >= 0.95 * 25 * 60


def test_a_reply_leaves_at_once_however_busy_bulk_is() -> None:
    it = Pace(25, 1000, 1000, reserve=5)
    while it.allowance(0.0, 1):
        it.take(0.0, "a")
    assert it.allowance(0.0, 5, reply=True) == 1
    assert it.take(0.0, "b", reply=True) == 0.0
    assert it.wait(0.0) > it.wait(0.0, reply=True)


def test_a_channel_slower_than_its_reserve_still_sends_bulk() -> None:
    it = Pace(1, 1, 1, reserve=5)
    assert (it.allowance(0.0, 5), it.allowance(0.0, 5, reply=True)) == (1, 1)


def test_a_refusal_halves_bulk_and_each_clean_minute_gives_one_back() -> None:
    it = Pace(25, 1, 3, floor_per_sec=5)
    rates = []
    for now in (0.0, 1.0, 10.0, 20.0, 30.0):
        it.pause(now, 1.0, "a")
        rates.append(it.bulk_rate(now))
    assert rates == [12.5, 12.5, 6.25, 5.0, 5.0], "those in flight at 1.0 tell nothing new"
    assert [it.bulk_rate(30.0 + secs) for secs in (59, 60, 600, 3600)] == [5.0, 6.0, 15.0, 25.0]


def test_bulk_that_was_slowed_down_keeps_to_it_and_replies_do_not() -> None:
    it = Pace(25, 1000, 1000, reserve=5, floor_per_sec=5)
    it.pause(0.0, 1.0, "refused")
    sent = sum(25 - len(go(it, 1 + step * 0.04, ["a"] * 25)) for step in range(25 * 10))
    assert sent == pytest.approx(12.5 * 10, abs=6)
    assert it.allowance(11.2, 5, reply=True) == 5


def test_a_channel_without_a_floor_keeps_its_rate() -> None:
    it = pace(rate=25)
    it.pause(0.0, 1.0, None)
    assert it.bulk_rate(1.0) == 25


def test_during_a_long_pause_one_reply_at_a_time_is_tried() -> None:
    it = pace()
    it.pause(0.0, 3600.0, None)
    assert it.allowance(29.0, 5, reply=True) == 0
    assert it.allowance(31.0, 5, reply=True) == 1
    assert it.allowance(31.0, 5, reply=True, in_flight=1) == 0
    assert it.allowance(31.0, 5) == 0


def test_addresses_of_one_scope_share_its_limit_and_its_pause() -> None:
    group = Limit(18 / 60, 2)
    it = Pace(
        1000, 1, 3, limit_of=lambda scope: group if scope.startswith("-") else None,
        scope_of=lambda address: address.partition("/")[0],
    )
    assert [it.take(0.0, address) > 0 for address in ("-5", "-5/1", "-5/2", "5")] == [False, False, True, False]
    it.pause(0.0, 60.0, "-5/1")
    assert it.paused(30.0, "-5/2") == 30.0
    assert it.paused(30.0, "5") == 0.0


def test_a_group_takes_taps_as_quickly_as_a_person_until_its_minute_is_full() -> None:
    group = Limit(1.0, 3, minute_max=18)
    it = Pace(1000, 1, 3, limit_of=lambda _: group)
    assert [it.take(at, "-5") for at in (0.0, 0.1, 0.2)] == [0.0] * 3
    sent = [at / 10 for at in range(10, 2000) if it.take(at / 10, "-5") == 0.0]
    assert len([at for at in sent if at < 60]) == 18 - 3
    assert all(sum(begin <= at < begin + 60 for at in sent) <= 18 for begin in sent)
    assert sent[-1] > 190


def test_a_long_message_fills_the_minute_of_a_group_with_all_its_calls() -> None:
    it = Pace(1000, 100, 100, limit_of=lambda _: Limit(100.0, 100, minute_max=4))
    assert it.take(0.0, "-5") == 0.0
    it.start(0.0, "-5", 6)
    assert it.take(60.0, "-5") == pytest.approx(0.5)
    assert it.take(61.0, "-5") == 0.0


def test_what_takes_several_calls_owes_them() -> None:
    it = pace(address_rate=1, burst=3)
    assert it.take(0.0, "a") == 0.0
    it.start(0.0, "a", 5)
    assert it.take(0.0, "a") == pytest.approx(3.0)
