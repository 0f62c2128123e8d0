"""What comes back: 每周二晚, 每周一、三、五, 每天, 每月15日, as RFC 5545 rules."""

from __future__ import annotations

from datetime import date, timedelta

from notices.extract.patterns import Pattern
from notices.extract.tokens import WEEKDAYS

_WEEKLY = Pattern(
    r"(?:每周|每星期|每个?礼拜|逢周|每逢周)的?([一二三四五六日天])((?:[、,和及至到-]?(?:每?周"
    r"|星期)?[一二三四五六日天](?![个名件份人]))*)"
)
_DAILY = Pattern(r"每天|每日|每晚")
_MONTHLY = Pattern(r"每(?:个)?月(?:的)?(3[01]|[12]\d|0?[1-9])[日号]")
_CODES = ("", "MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SPAN = Pattern(r"([一二三四五六日天])(?:至|到|-)(?:每?周|星期)?([一二三四五六日天])")


def rule(text: str) -> str | None:
    """The rule a sentence states, or None."""
    weekly = _WEEKLY.search(text)
    if weekly:
        return f"FREQ=WEEKLY;BYDAY={','.join(_CODES[day] for day in _weekdays(weekly[1] + weekly[2]))}"
    monthly = _MONTHLY.search(text)
    if monthly:
        return f"FREQ=MONTHLY;BYMONTHDAY={int(monthly[1])}"
    return "FREQ=DAILY" if _DAILY.search(text) else None


def end(text: str, at: int) -> int:
    """Where a rule of weeks or months that begins at `at` ends; 0 if there is none."""
    told = _WEEKLY.match(text, at) or _MONTHLY.match(text, at)
    return told.end() if told else 0


def within(text: str) -> bool:
    """Whether a rule of weeks or months is told anywhere in `text`."""
    return _WEEKLY.search(text) is not None or _MONTHLY.search(text) is not None


def on_days(rule: str, first: date, last: date | None) -> tuple[date, date | None]:
    """A stretch from the first to the last of its days on which a rule of weeks or months holds."""
    ahead = (first + timedelta(days=n) for n in range(_SEARCHED))
    first = next((day for day in ahead if _holds(rule, day)), first)
    if last is None or last < first:
        return first, last
    back = (last - timedelta(days=n) for n in range((last - first).days + 1))
    return first, next((day for day in back if _holds(rule, day)), last)


def _holds(rule: str, on: date) -> bool:
    """Whether a rule of this module is met on a day."""
    stated = rule.partition("=")[2].rpartition("=")[2]
    if "BYMONTHDAY" in rule:
        return on.day == int(stated)
    return "BYDAY" not in rule or _CODES[on.isoweekday()] in stated.split(",")


_SEARCHED = 62  # days: a 31st comes back within two months


def held_weekly(before: str) -> str | None:
    """The weekdays named before a span (每周三晚讲座,6月4日至7月9日), unless something rests on them."""
    weekly = _WEEKLY.search(before)
    return rule(weekly[0]) if weekly and not _RESTS.match(before, weekly.end()) else None


_RESTS = Pattern(r"[^,。;]{0,4}(?:闭|休|停|不|除外)")


def has_daily_hours(span: str) -> bool:
    """Whether the hours of a span of days are those of each day (6月3日至8日8:00-17:00), and not where it begins and
    ends (6月3日8:00至5日17:00)."""
    return _DAY_ENDS.search(span) is not None and len(_HOURS.findall(_DAY_ENDS.split(span)[-1])) > 1


_DAY_ENDS = Pattern("[日号]")
_HOURS = Pattern(r"\d{1,2}(?::\d\d|[点时])")


def _weekdays(written: str) -> list[int]:
    span = _SPAN.search(written)
    if span:
        first, last = WEEKDAYS[span[1]], WEEKDAYS[span[2]]
        return list(range(first, last + 1)) if first < last else [first, last]
    return sorted({WEEKDAYS[char] for char in written if char in WEEKDAYS})


def without(rule: str, on: date) -> str:
    """The rule, and in a line of its own a day on which it does not hold."""
    return f"{rule}\nEXDATE;VALUE=DATE:{on:%Y%m%d}"


def listed(days: list[date]) -> str:
    """Days named one by one, as RFC 5545 writes them."""
    return "RDATE;VALUE=DATE:" + ",".join(f"{day:%Y%m%d}" for day in days)
