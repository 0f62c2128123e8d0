"""A series and its days: what stands in 7月至9月每周三下午2:30, 6月5日起,每周四晚7:00 is one phrase and not two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from notices.extract import repeats
from notices.extract.marks import LAST_DAY
from notices.extract.moments import When
from notices.extract.patterns import Pattern

_JOINT = Pattern(r"[,:]?(?:期间)?[,:]?的?")
_BOUND = Pattern(r"之?前|以[前后]|之?后|截[止至]|至|到|[-~、和及与]")
"""每月15日前, 每月15日至20日, 每月5日、20日: a rule of another kind."""


def joined(text: str, whens: Sequence[When]) -> list[When]:
    """The phrases of a text, where days that a rule stands right behind have taken it and its hours in."""
    out: list[When] = []
    at = 0
    while at < len(whens):
        when, at = _with_rule(text, whens, at)
        out.append(when)
    return out


_TO_HERE = frozenset("至到-~")
"""Before a month that only ends something (7月中旬至9月)."""


def _with_rule(text: str, whens: Sequence[When], at: int) -> tuple[When, int]:
    """The phrase at `at` with the rule that it holds or that follows, and the phrase after it."""
    when = whens[at]
    months = _is_months(when) and text[when.start - 1 : when.start] not in _TO_HERE
    if months and repeats.within(text[when.start : when.end]):
        return _series(text, when), at + 1
    begins = when.mark == "since" and not when.spans and len(when.days) == 1 and when.days[0].day
    if when.opens or not (months or begins or (when.spans and not when.mark)):
        return when, at + 1
    joint = _JOINT.match(text, when.end)
    end = repeats.end(text, joint.end()) if joint else 0
    if not end or _BOUND.match(text, end):
        return when, at + 1
    hours: tuple[time, time | None] | None = None
    after = at + 1
    while after < len(whens) and whens[after].start <= end and not hours:
        here = whens[after]
        if here.mark or any(day.word != "week" for day in here.days):
            return when, at + 1
        end, hours, after = max(end, here.end), _hours(here), after + 1
    if not hours and not (months or begins):
        return when, at + 1
    if hours:
        when = when._replace(opens=hours[0], closes=hours[1])
    when = when._replace(end=end)
    return _series(text, when) if months or begins else when, after


def _hours(rule: When) -> tuple[time, time | None] | None:
    """The hours of a rule; the one clock of 周四至周六晚7:00 is when it begins on each day."""
    if rule.opens:
        return rule.opens, rule.closes
    return (rule.closes, None) if rule.closes else None


def _is_months(when: When) -> bool:
    """Whether a phrase names a month or a span of months and no day in them."""
    if not when.days or when.mark:
        return False
    return all(day.month and not day.day and not day.word for day in when.days)


def _series(text: str, when: When) -> When:
    """A phrase with the rule that it holds: over months it has days, where months alone are vague."""
    rule = repeats.rule(text[when.start : when.end]) or ""
    if when.mark == "since":
        return when._replace(rule=rule)
    first, last = when.days[0], when.days[-1]
    return when._replace(days=(first._replace(day=1), last._replace(day=LAST_DAY)), spans=True, rule=rule)
