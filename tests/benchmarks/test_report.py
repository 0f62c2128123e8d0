"""The benchmarks' tables: what counts as a goal met, and which benchmarks there are."""

import pytest

from bench.__main__ import NAMES, main
from bench.report import MS, PER_SEC, Row, percentile


@pytest.mark.parametrize(
    ("row", "ratio", "promise", "met"),
    [
        (Row("late", MS, 0.050, peer=2.0), 40.0, "", None),
        (Row("late", MS, 0.050, goal=0.1), None, "≤ 100.0 ms", True),
        (Row("late", MS, 0.150, goal=0.1), None, "≤ 100.0 ms", False),
        (Row("late", MS, 0.050, peer=0.5, goal=0.1, times=20), 10.0, "≤ 100.0 ms, ≥ 20x the peer", False),
        (Row("sent", PER_SEC, 30_000, peer=10_000, goal=30_000, times=3), 3.0, "≥ 30,000/s, ≥ 3x the peer", True),
        (Row("sent", PER_SEC, 29_999, goal=30_000), None, "≥ 30,000/s", False),
    ],
)
def test_a_row_says_how_it_compares_and_whether_its_goal_is_met(row, ratio, promise, met):
    assert (row.ratio, row.promise, row.met) == (ratio, promise, met)


def test_a_percentile_is_one_of_the_values():
    assert [percentile([3, 1, 2], share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 2, 3, 3]


def test_an_unknown_benchmark_is_answered_with_one_sentence(capsys):
    assert main(["pump", "drain"]) == 1
    assert capsys.readouterr().err == f"There is no benchmark 'drain'; there are: {', '.join(NAMES)}.\n"
