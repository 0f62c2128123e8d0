from __future__ import annotations

import pytest
from fakes.telegram_rates import Rates

from channels.telegram.costs import stars_max


@pytest.mark.parametrize(("messages", "per_sec", "stars"), [
    (0, 1000.0, 0), (2000, 25.0, 0), (2000, 30.0, 0), (2000, 60.0, 100), (100_000, 1000.0, 9700),
    (30, 1000.0, 0), (31, 1000.0, 1), (2000, 31.0, 7),
])
def test_what_is_beyond_thirty_a_second_costs_a_tenth_of_a_star(messages: int, per_sec: float, stars: int) -> None:
    assert stars_max(messages, per_sec) == stars


def test_telegram_charges_no_more_than_was_told_before() -> None:
    telegram = Rates()
    for number in range(6000):
        assert telegram.refuses(number, number / 100, paid=True) == 0
    assert 0.95 * stars_max(6000, 100) < telegram.charged / 10 <= stars_max(6000, 100)
