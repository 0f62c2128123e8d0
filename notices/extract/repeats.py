"""What comes back: 每周二晚, 每周一、三、五, 每月第一个周六, 隔周周三, 每个工作日, 每月15日, as RFC 5545 rules."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from notices import recurring
from notices.extract.numerals import number
from notices.extract.patterns import Pattern
from notices.extract.tokens import WEEKDAYS
from notices.reading import Event

_WEEK = "(?:周|星期|礼拜)"
_OFTEN = r"(?![次节期场回轮更个名件份篇人]|小时|课时|讲(?![座授解课述])|天(?![、,和及]))"
"""每周一次, 每周三小时: how often, and on no day of the week."""
_DAYS = (
    rf"[一二三四五六日天]{_OFTEN}(?:[、,和及至到-]?(?:每?周|星期)?[一二三四五六日天](?![个名件份人]))*"
)
_WEEKLY = Pattern(rf"(?:每个?{_WEEK}|每?逢周)的?({_DAYS}|末)")
_FORTNIGHTLY = Pattern(
    rf"(?:每?隔[一1]?个?{_WEEK}|每[两二2]个?{_WEEK}|[每逢]?[单双]周)的?{_WEEK}?({_DAYS})"
)
_NUMBER = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_NTH = r"(?:最后[一1]?|第?[一二三四五首1-5])"
_MONTHLY = Pattern(
    rf"每个?月的?(?:({_NUMBER}(?:[日号]?[、,和及与]{_NUMBER}){{0,6}})[日号]"
    rf"|({_NTH}(?:个?[、,和及与]{_NTH}){{0,4}})个?{_WEEK}([一二三四五六日天])|(最后[一1][天日]|月?底(?=[之以]?前)))"
)
_DAILY = Pattern(r"每(?:天|日|晚|个?工作日)")
_AT_ALL = Pattern("[每逢隔单双](?=[周星礼逢隔两二2单双一1个月天日晚工])")
_LETTERS = ("每", "逢", "隔", "单周", "双周")
_SPAN = Pattern(r"([一二三四五六日天])(?:至|到|-)(?:每?周|星期)?([一二三四五六日天])")
_EACH_NUMBER = Pattern(_NUMBER)
_EACH_NTH = Pattern(_NTH)


def rule(text: str) -> str | None:
    """The rule a sentence states, or None."""
    if not _AT_ALL.search(text):
        return None
    return next((written(told) for form, written in _FORMS if (told := form.search(text))), None)


def _weekly(told: re.Match[str]) -> str:
    return f"FREQ=WEEKLY;BYDAY={_by_day(told[1])}"


def _fortnightly(told: re.Match[str]) -> str:
    weeks = {"单": ODD, "双": EVEN}.get(told[0].lstrip("每逢")[0], "")
    return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_by_day(told[1])}{weeks}"


ODD, EVEN = ";WEEKS=ODD", ";WEEKS=EVEN"
"""What a rule says besides that it holds in the odd or the even weeks of a term: RFC 5545 has no word for it."""


def plain(written: str) -> str:
    """A rule without what RFC 5545 does not know."""
    return written.removesuffix(ODD).removesuffix(EVEN)


def of_weeks(written: str, on: date, term_start: date) -> date:
    """A day, or the same one of the week after it: in an odd or an even week of the term, as the rule says."""
    odd = (on - term_start).days // 7 % 2 == 0  # the first week is week 1
    return on if odd == written.endswith(ODD) else on + timedelta(days=7)


def _monthly(told: re.Match[str]) -> str:
    if told[4]:
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    if told[1]:
        days = sorted({number(it) or 0 for it in _EACH_NUMBER.findall(told[1])})
        return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"
    code = recurring.CODES[WEEKDAYS[told[3]]]
    return f"FREQ=MONTHLY;BYDAY={','.join(f'{_nth(it)}{code}' for it in _EACH_NTH.findall(told[2]))}"


def _daily(told: re.Match[str]) -> str:
    return f"FREQ=WEEKLY;BYDAY={_by_day('一至五')}" if told[0].endswith("工作日") else "FREQ=DAILY"


_FORMS = ((_WEEKLY, _weekly), (_FORTNIGHTLY, _fortnightly), (_MONTHLY, _monthly), (_DAILY, _daily))


def _nth(written: str) -> int:
    return -1 if written[0] == "最" else 1 if written[-1] == "首" else number(written.removeprefix("第")) or 0


def _by_day(written: str) -> str:
    return ",".join(recurring.CODES[day] for day in _weekdays(written))


class Told(NamedTuple):
    """Where a rule ends in its text, and what it is."""

    end: int
    rule: str


def told(text: str) -> dict[int, Told]:
    """The rules of a text by where they begin, in order."""
    out: dict[int, Told] = {}
    over = 0
    if not any(letters in text for letters in _LETTERS):  # to look for these first is twenty times as quick
        return out
    for at in (it.start() for it in _AT_ALL.finditer(text)):
        found = ((form.match(text, at), written) for form, written in _FORMS if at >= over)
        for match, written in ((match, written) for match, written in found if match):
            out[at], over = Told(match.end(), written(match)), match.end()
            break
    return out


def on_days(written: str, first: date, last: date | None) -> tuple[date, date | None]:
    """A stretch from the first to the last of its days on which a rule holds."""
    rule = recurring.parse(written)
    first = next(recurring.days(rule._replace(interval=1), first), first)
    if last is None or last < first:
        return first, last
    back = (last - timedelta(days=n) for n in range(min(_SEARCHED, (last - first).days + 1)))
    return first, next((day for day in back if rule.holds(day, first)), last)


_SEARCHED = recurring.GAP_MAX * 2  # days: each other one of a rule comes back within them


def held_weekly(before: str) -> str | None:
    """The weekdays named before a span (每周三晚讲座,6月4日至7月9日), unless something rests on them."""
    weekly = _WEEKLY.search(before)
    return _weekly(weekly) if weekly and not rests(before, weekly.end()) else None


def rests(text: str, at: int) -> bool:
    """Whether what a rule that ends at `at` tells is when something does not take place."""
    return _RESTS.match(text, at) is not None


_RESTS = Pattern(r"[^,。;]{0,4}(?:闭|休|停|不|除外)")


def has_daily_hours(span: str) -> bool:
    """Whether the hours of a span of days are those of each day (6月3日至8日8:00-17:00), and not where it begins and
    ends (6月3日8:00至5日17:00)."""
    return _DAY_ENDS.search(span) is not None and len(_HOURS.findall(_DAY_ENDS.split(span)[-1])) > 1


_DAY_ENDS = Pattern("[日号]")
_HOURS = Pattern(r"\d{1,2}(?::\d\d|[点时])")


def _weekdays(written: str) -> list[int]:
    if written == "末":
        return [6, 7]
    span = _SPAN.search(written)
    if span:
        first, last = WEEKDAYS[span[1]], WEEKDAYS[span[2]]
        return list(range(first, last + 1)) if first < last else [first, last]
    return sorted({WEEKDAYS[char] for char in written if char in WEEKDAYS})


def without(rule: str, on: date) -> str:
    """The rule, and in a line of its own a day on which it does not hold."""
    told = f",{on:%Y%m%d}" if "\nEXDATE" in rule else f"\nEXDATE;VALUE=DATE:{on:%Y%m%d}"
    return rule + told


def listed(days: list[date]) -> str:
    """Days named one by one, as RFC 5545 writes them."""
    return "RDATE;VALUE=DATE:" + ",".join(f"{day:%Y%m%d}" for day in days)


def finished(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, the days that their rules leave out or add told as their beginnings are; none begins on a day that is
    left out."""
    return tuple(_finished(it, it.recurrence) if it.recurrence else it for it in events)


def _finished(event: Event, written: str) -> Event:
    start = event.start
    if start and "EXDATE" in written:
        on = start.date() if isinstance(start, datetime) else start
        rule = recurring.parse(written)
        if on in rule.left_out:
            first = next(recurring.days(rule, on), on)
            start = datetime.combine(first, start.time()) if isinstance(start, datetime) else first
    return event._replace(start=start, recurrence=recurring.typed(written, start) if start else written)
