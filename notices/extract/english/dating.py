"""From an English phrase to days of the calendar: years that are not said, weekdays of a month, whole weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from notices.extract import years
from notices.extract.english import phrases
from notices.extract.moments import Day

_WEEK = timedelta(days=6)  # from its first day to its last


def days(
    phrase: phrases.Phrase, anchor: years.Anchor, published: date | None, last: date | None, told: date | None
) -> list[years.Dated] | str:
    """The days of a phrase; a string says why there are none.

    `last`: the day named before, which lends its year where the notice has no anchor. `told`: the last one that was
    named with its year.
    """
    out: list[years.Dated] = []
    for day in phrase.days:
        before = out[-1].day if out else None if anchor.day and not _hangs(day) else last
        found = _day(day, anchor, published, before)
        if isinstance(found, str):
            return found
        if out and found.day < out[-1].day and not day.year:
            found = replace(found, day=_later(found.day, 1))
        out.append(_after(told, published, day, found))
        told = out[-1].day if day.year else told
    return [*out, replace(out[0], day=out[0].day + _WEEK)] if phrase.week else out


def _hangs(day: Day) -> bool:
    """Whether a day is told by the one before it: the 22nd, the same day."""
    return day.word == phrases.SAME or not (day.month or day.word)


def _day(day: Day, anchor: years.Anchor, published: date | None, before: date | None) -> years.Dated | str:
    if day.word.startswith("nth"):
        month = years.dated(replace(day, day=1, weekday=0, word=""), anchor, before)
        if isinstance(month, str):
            return month
        return replace(month, day=phrases.nth(day.word, month.day.year, month.day.month, day.weekday))
    if day.word == phrases.SAME:
        return years.Dated(before, years.WEAK) if before else "no_anchor"
    if day.word:
        today = anchor.day or published
        return years.Dated(phrases.relative(day.word, today), years.WEAK) if today else "no_anchor"
    return years.dated(day, anchor, before)


def _after(told: date | None, published: date | None, day: Day, found: years.Dated) -> years.Dated:
    """A day without its year that would be over belongs to the year that was named before it."""
    if day.year or day.word or not told or not published or found.day >= published:
        return found
    moved = _later(found.day, told.year - found.day.year)
    return years.Dated(moved, years.ROLLED) if moved >= published else found


def _later(day: date, by: int) -> date:
    try:
        return day.replace(year=day.year + by)
    except ValueError:  # 29 February
        return day.replace(year=day.year + by, day=28)
