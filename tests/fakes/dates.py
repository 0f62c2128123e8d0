"""Notices and key dates in as few words as possible. Times are local: `at("09-27 17:00")`, of the year of NOW."""

from __future__ import annotations

from datetime import datetime

from fakes.people import NOW, ZONE

from notices.model import KeyDate, Notice


def at(moment: str) -> datetime:
    """`09-27 17:00`; without a time, the end of that day."""
    text = moment if " " in moment else f"{moment} 23:59"
    return datetime.strptime(f"{NOW.year}-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def deadline(ends: str, name: str = "活动总结") -> KeyDate:
    return KeyDate("deadline", name, None, at(ends), all_day=" " not in ends)


def event(starts: str, ends: str | None = None, name: str = "科普讲座", place: str | None = None) -> KeyDate:
    """Given to the day it lasts all day."""
    all_day = " " not in starts
    begins = at(f"{starts} 00:00") if all_day else at(starts)
    return KeyDate("event", name, begins, at(ends) if ends else at(starts), all_day, place)


def notice(*dates: KeyDate, title: str = "科普日通知", text: str = "正文") -> Notice:
    return Notice(title, text, dates)
