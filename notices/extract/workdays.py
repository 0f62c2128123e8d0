"""Counting working days: the one place that knows about them.

The State Council moves working days about each year, so a weekday alone tells nothing. `chinese_calendar` knows those
decisions for the years they were made for; of any other year nothing is claimed, and the phrase stays unresolved.
"""

from __future__ import annotations

from datetime import date, timedelta


def after(day: date, working_days: int) -> date | None:
    """The last of so many working days after `day`; None where the calendar of that year is not known."""
    from chinese_calendar import is_workday  # only notices that count working days pay for it

    try:
        while working_days > 0:
            day += timedelta(days=1)
            working_days -= is_workday(day)
    except NotImplementedError:  # a year that is not known
        return None
    return day


def holidays(first: date, last: date, name: str = "") -> list[date] | None:
    """The public holidays from one day to another, or those of one name (`National Day`); None where a year is not
    known."""
    from chinese_calendar import get_holiday_detail

    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    try:
        told = [(day, *get_holiday_detail(day)) for day in days]
    except NotImplementedError:
        return None
    return [day for day, off, called in told if off and called and name in ("", called)]
