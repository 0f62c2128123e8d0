"""Counting working days: the one place that knows about them.

The State Council moves working days about each year, so a weekday alone tells nothing. Without a calendar of those
decisions nothing is claimed: the phrase stays unresolved and says why.
"""

from __future__ import annotations

from datetime import date


def after(day: date, working_days: int) -> date | None:
    """The last of so many working days after `day`; None where the calendar of that year is not known."""
    return None
