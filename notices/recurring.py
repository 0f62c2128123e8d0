"""Rules of what comes back (RFC 5545, 3.8.5.3): the days on which one holds, its words in both languages. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from notices import datetext
from notices.model import Language

CODES = ("", "MO", "TU", "WE", "TH", "FR", "SA", "SU")  # by isoweekday
GAP_MAX = 140  # days from one that a rule names to the next: a fifth Saturday comes back within five months
_DAY = timedelta(days=1)


class Rule(NamedTuple):
    """A rule as its parts: what it does not name is empty. Weeks begin on Monday."""

    freq: str = ""
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    """Each with which of its month it is: (0, 3) every Wednesday, (1, 6) the first Saturday, (-1, 6) the last one."""
    days: tuple[int, ...] = ()
    """Of the month; -1 is its last."""
    until: date | None = None
    left_out: frozenset[date] = frozenset()
    listed: tuple[date, ...] = ()
    """The days themselves, where they were told one by one."""

    def holds(self, on: date, first: date) -> bool:
        """Whether it names a day; `first`: any day of the first week."""
        if on in self.left_out or (self.until and on > self.until):
            return False
        weeks = (_monday(on) - _monday(first)).days // 7
        if self.interval > 1 and weeks % self.interval:
            return False
        if self.days:
            return on.day in self.days or ((on + _DAY).day == 1 and -1 in self.days)
        return not self.weekdays or any(_is_nth(on, *it) for it in self.weekdays)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _is_nth(on: date, nth: int, weekday: int) -> bool:
    if on.isoweekday() != weekday:
        return False
    return not nth or (on.day - 1) // 7 + 1 == nth or (nth == -1 and (on + 7 * _DAY).month != on.month)


@lru_cache(maxsize=256)
def parse(written: str) -> Rule:
    """The rule in `written`, as the reader writes it: the value of an RRULE, and lines of EXDATE and RDATE."""
    parts: dict[str, str] = {}
    dates: dict[str, list[date]] = {"EXDATE": [], "RDATE": []}
    for line in written.split("\n"):
        name, _, value = line.partition(":")
        if (kind := name.partition(";")[0]) in dates:
            dates[kind] += [_date(it) for it in value.split(",")]
        else:
            parts |= dict(part.partition("=")[::2] for part in line.split(";"))
    named = [it for it in parts.get("BYDAY", "").split(",") if it[-2:] in CODES[1:]]
    return Rule(
        parts.get("FREQ", ""), int(parts.get("INTERVAL", "1")),
        tuple((int(it[:-2] or "0"), CODES.index(it[-2:])) for it in named),
        tuple(int(it) for it in parts.get("BYMONTHDAY", "").split(",") if it),
        _date(parts["UNTIL"]) if "UNTIL" in parts else None, frozenset(dates["EXDATE"]), tuple(sorted(dates["RDATE"])),
    )


def _date(written: str) -> date:
    return date(int(written[:4]), int(written[4:6]), int(written[6:8]))


def days(rule: Rule, first: date, last: date | None = None, since: date | None = None) -> Iterator[date]:
    """The days from the first to the last on which it holds; without a last one they do not end. `since`: without those
    before it."""
    if rule.listed:
        yield from (on for on in rule.listed if on >= (since or first) and (last is None or on <= last))
        return
    named, on, idle = rule._replace(left_out=frozenset()), max(first, since or first), 0
    while (last is None or on <= last) and idle <= GAP_MAX * rule.interval and on.year < date.max.year:
        held = named.holds(on, first)
        idle = 0 if held else idle + 1
        if held and on not in rule.left_out:
            yield on
        on += _DAY


def typed(written: str, first: date | datetime, hours: tuple[time, ...] = ()) -> str:
    """The rule with the days that it leaves out, adds or ends with given as its beginning is: as days, or as moments
    (RFC 5545, 3.8.5.1 and 3.3.10); `hours`: of each day, where there are several."""
    if not isinstance(first, datetime) or ("DATE:" not in written and "UNTIL=" not in written):
        return written
    clocks = [f"T{clock:%H%M}00" for clock in hours or (first.time(),)]
    lines = []
    for line in written.split("\n"):
        if ";VALUE=DATE:" in line:
            name, _, dates = line.partition(";VALUE=DATE:")
            line = f"{name}:" + ",".join(day + clock for day in dates.split(",") for clock in clocks)
        head, found, until = line.partition("UNTIL=")
        lines.append(f"{head}{found}{until[:8]}{clocks[-1]}" if found else line)
    return "\n".join(lines)


def in_words(rule: Rule, language: Language) -> str:
    """`每周三、五`, `每月第一个周六(10月4日除外)`, `every other Wed`; empty for one that is told day by day."""
    say = _in_chinese if language == "zh" else _in_english
    told = say(rule)
    if not told or not rule.left_out:
        return told
    out = sorted(rule.left_out)
    if language == "zh":
        return f"{told}({'、'.join(f'{on.month}月{on.day}日' for on in out)}除外)"
    return f"{told} (not on {', '.join(f'{on.day} {datetext.MONTHS_EN[on.month - 1]}' for on in out)})"


_ORDINALS_ZH = {0: "", 1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "第五个", -1: "最后一个"}
_ORDINALS_EN = {0: "", 1: "first ", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth ", -1: "last "}


def _in_chinese(rule: Rule) -> str:
    named = [datetext.WEEKDAYS_ZH[weekday - 1] for _, weekday in rule.weekdays]
    if rule.days:
        on = "、".join("最后一天" if it < 0 else f"{it}日" for it in rule.days)
        return f"每月{on}"
    if rule.freq == "MONTHLY":
        told = [f"{_ORDINALS_ZH[nth]}周{day}" for (nth, _), day in zip(rule.weekdays, named, strict=True)]
        if len(set(named)) == 1:
            told = [*(_ORDINALS_ZH[nth][:2] for nth, _ in rule.weekdays[:-1]), told[-1]]
        return f"每月{'、'.join(told)}" if told else ""
    if named:
        run = len(named) > 2 and _is_run(rule)
        which = f"{named[0]}至周{named[-1]}" if run else "、".join(named)
        return f"隔周的周{which}" if rule.interval > 1 else f"每周{which}"
    return "每天" if rule.freq == "DAILY" else ""


def _in_english(rule: Rule) -> str:
    named = [datetext.WEEKDAYS_EN[weekday - 1] for _, weekday in rule.weekdays]
    if rule.days:
        return f"on {_joined(['the last day' if it < 0 else f'day {it}' for it in rule.days])} of each month"
    if rule.freq == "MONTHLY":
        told = [f"{_ORDINALS_EN[nth]}{day}" for (nth, _), day in zip(rule.weekdays, named, strict=True)]
        if len(set(named)) == 1:
            told = [*(_ORDINALS_EN[nth].strip() for nth, _ in rule.weekdays[:-1]), told[-1]]
        return f"the {_joined(told)} of each month" if told else ""
    if named:
        run = len(named) > 2 and _is_run(rule)
        which = f"{named[0]} to {named[-1]}" if run else ", ".join(named)
        return f"every other {which}" if rule.interval > 1 else f"every {which}"
    return "every day" if rule.freq == "DAILY" else ""


def _is_run(rule: Rule) -> bool:
    first, last = rule.weekdays[0][1], rule.weekdays[-1][1]
    return last - first + 1 == len(rule.weekdays)


def _joined(told: list[str]) -> str:
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
