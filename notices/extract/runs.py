"""Runs of days: those that are named one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from notices.extract.moments import When

_LAST_OF_MONTH = 28  # a day of the month from which the next one may be the first


def is_run(when: When) -> bool:
    """Whether the days of a phrase follow each other, 28日、1日 among them: a span, without its dash."""
    return len(when.days) > 1 and all(
        b.day == a.day + 1 or (b.day == 1 and a.day >= _LAST_OF_MONTH and b.month == a.month % 12 + 1)
        for a, b in pairwise(when.days)
    )


def of(days_: Sequence[date]) -> list[list[date]]:
    """11月4日、5日和11日、12日: the days that follow each other."""
    out: list[list[date]] = []
    for day in days_:
        if out and day - out[-1][-1] == timedelta(days=1):
            out[-1].append(day)
        else:
            out.append([day])
    return out
