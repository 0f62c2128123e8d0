"""Dates as people write them, in Chinese and English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notices.model import KeyDate, Language

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date, today: date, language: Language) -> str:
    """`9月27日(周五)`, `Fri 27 Sep`; with the year when it is not this one."""
    if language == "en":
        year = "" if on.year == today.year else f" {on.year}"
        return f"{WEEKDAYS_EN[on.weekday()]} {on.day} {MONTHS_EN[on.month - 1]}{year}"
    year = "" if on.year == today.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日(周{WEEKDAYS_ZH[on.weekday()]})"


def weekday(on: date, language: Language) -> str:
    """`周五`, `Friday`."""
    return f"{on:%A}" if language == "en" else f"周{WEEKDAYS_ZH[on.weekday()]}"


def span(date_: KeyDate, now: datetime, zone: ZoneInfo, language: Language) -> str:
    """When a key date is: a day, a time, or from one to the other."""
    today = now.astimezone(zone).date()
    start = date_.starts_at.astimezone(zone) if date_.starts_at else None
    end = date_.ends_at.astimezone(zone) if date_.ends_at else None
    if date_.kind == "deadline":
        assert end is not None
        return _moment(end, date_.all_day, today, language)
    if start and end and start.date() == end.date():
        clock = "" if date_.all_day or start == end else f" {start:%H:%M}–{end:%H:%M}"
        return day(start.date(), today, language) + (clock or ("" if date_.all_day else f" {start:%H:%M}"))
    until = {"zh": "至", "en": " to "}[language]
    if start and end:
        return _moment(start, date_.all_day, today, language) + until + _moment(end, date_.all_day, today, language)
    if start:
        return _moment(start, date_.all_day, today, language) + {"zh": "起", "en": " onwards"}[language]
    assert end is not None
    return {"zh": "即日起至", "en": "until "}[language] + _moment(end, date_.all_day, today, language)


def _moment(moment: datetime, all_day: bool, today: date, language: Language) -> str:
    return day(moment.date(), today, language) + ("" if all_day else f" {moment:%H:%M}")


UNITS = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
UNITS_ZH = {"d": "天", "h": "小时", "m": "分钟", "s": "秒"}
UNITS_EN = {"d": "day", "h": "hour", "m": "minute", "s": "second"}


def duration(lead: timedelta, language: Language) -> str:
    """`3天`, `2小时`, `3 days`: in the largest unit that divides it."""
    secs = int(lead.total_seconds())
    size, unit = next((size, unit) for size, unit in UNITS if secs % size == 0)
    count = secs // size
    if language == "zh":
        return f"{count}{UNITS_ZH[unit]}"
    return f"{count} {UNITS_EN[unit]}{'' if count == 1 else 's'}"
