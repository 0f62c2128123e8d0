"""A series and its days: what stands in 7月至9月每周三下午2:30, 6月5日起,每周四晚7:00, 每周三晚7:00观星(7月至9月) is
one phrase and not two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import NamedTuple

from notices.extract import repeats
from notices.extract.layout import Place
from notices.extract.marks import LAST_DAY
from notices.extract.moments import Day, When
from notices.extract.numerals import number
from notices.extract.patterns import Pattern
from notices.recurring import CODES

_JOINT = Pattern(r"[,:]?(?:期间)?[,:]?(?:的|[^,。;:()\d\n不停休闭每逢]{1,12}(?=[每逢]))?")
"""It may hold whose rule it is: 6月5日起,各单位每周四前报送."""
_BOUND = Pattern(r"之?后|以后|截[止至]|至|到|[-~与]")
"""每月15日至20日: a rule of another kind."""
_BEFORE = Pattern("[之以]?前")
_AND = Pattern(r"[、,/]|[和及与]|以及")
_STANDS = Pattern(r"(?:今后|长期|常年|固定)[^,。;\n]{0,4}$")
_WEEK = r"第?(\d{1,2}|[一二三四五六七八九十]{1,3})"
_WEEKS = Pattern(rf"{_WEEK}周?[-~至到]{_WEEK}(?:教学)?周[,的]?$")
"""第3-12周每周三: the teaching weeks of a series."""
_SUNDAY = 7  # of the last of them
_STANDS_NEAR = 14  # characters before a rule
_REACH = 36  # characters between a rule and its months behind it: what is farther is of something else
_ENDS = frozenset("。;\n")
_OPENS = frozenset(",(:")
_CLOSES = frozenset(("", *",。;)\n"))
_LISTED_MIN = 2  # days: more are named one by one, and then by their weekday
_NAME_MIN = 3  # characters behind a rule that tell what it is of; fewer only that it takes place
_STARTS = Pattern("(?:首次)?开[课班讲训]|开始|首次")
"""9月6日开课: the day from which a rule before it holds."""
_TO_HERE = frozenset("至到-~")
"""Before a month that only ends something (7月中旬至9月)."""
STANDING = "每"
"""The word of a day of which only a rule is told, and not from when on it holds."""
_FROM_NOW = "今起"
"""The word of the day of the notice."""

_ITS_HOURS = Pattern(r"[的(]?(?:[上下中]午|[早晚]上?|傍晚)?[\d:点时半分上下中午早晚、和~至到-]{0,24}(?:[之以]?前)?\)?")
_WHOSE = Pattern(r"[日号月起,:]{0,3}(?:期间)?[,:]?([^,。;:]{2,12})")
"""自6月5日起,科技馆每周六: whose rule it is stands between its beginning and itself."""

Hours = tuple[time, time | None]


class _Taken(NamedTuple):
    """What stands behind a rule and is part of it: where that ends, the phrase after it, the hours, the mark."""

    end: int
    after: int
    hours: tuple[Hours, ...] = ()
    mark: str = ""


def joined(text: str, whens: Sequence[When]) -> list[When]:
    """The phrases of a text, where the days of a series have taken in its rule and its hours."""
    told = repeats.told(text)
    if not told and "周周" not in text:
        return list(whens)
    out: list[When] = []
    at = 0
    while at < len(whens):
        when, at = _with_rule(text, whens, at, told)
        out.append(_with_rule_before(text, out, when, told))
    return out


def _with_rule(text: str, whens: Sequence[When], at: int, told: Mapping[int, repeats.Told]) -> tuple[When, int]:
    """The phrase at `at` with the rule that it holds or that follows, and the phrase after it."""
    when = whens[at]
    months = _is_months(when) and text[when.start - 1 : when.start] not in _TO_HERE
    inside = next((rule for start, (_, rule) in told.items() if when.start < start < when.end), "")
    if months and inside:
        return _series(when, inside), at + 1
    begins = _begins(when)
    ends = when.now and when.mark == "until" and len(when.days) == 1
    listed = len(when.days) > _LISTED_MIN and not when.spans and not when.mark
    if when.opens or not (months or begins or ends or listed or (when.spans and not when.mark)):
        return _standing(text, whens, at, told)
    joint = _JOINT.match(text, when.end)
    start = joint.end() if joint else when.end
    taken = _taken(text, whens, at + 1, told[start].end) if start in told else None
    another = taken is not None and _is_told_again(text, taken.end, told)
    if taken is None or not (taken.hours or taken.mark or months or begins or another):
        return when, at + 1
    if listed:
        return _with_hours(when, taken), taken.after  # the days themselves say more than their rule
    if ends:
        when = replace(when, days=(Day(word=_FROM_NOW), *when.days), now=False, mark="")
    return _with_hours(_series(when, told[start].rule), taken), taken.after


def _is_told_again(text: str, end: int, told: Mapping[int, repeats.Told]) -> bool:
    """Whether a second rule follows in the sentence (每周二下午书法、每周四上午舞蹈)."""
    later = min((start for start in told if start >= end), default=-1)
    return later >= 0 and not _ENDS.intersection(text[end:later])


def _begins(when: When) -> bool:
    """Whether a phrase tells from when on something holds, and no hour (6月5日起, 自9月起, 即日起)."""
    if when.mark != "since" or when.spans:
        return False
    return when.now or (len(when.days) == 1 and bool(when.days[0].month))


def _is_months(when: When) -> bool:
    """Whether a phrase names a month or a span of months and no day in them."""
    if not when.days or when.mark:
        return False
    return all(day.month and not day.day and not day.word for day in when.days)


def _taken(text: str, whens: Sequence[When], at: int, end: int) -> _Taken | None:
    """What of the phrases from `at` on belongs to a rule that ends at `end`; None where it is no rule after all."""
    if _BOUND.match(text, end):
        return None
    stop, mark = end, ""
    hours: list[Hours] = []
    while at < len(whens) and not mark:
        here = whens[at]
        gap = text[stop : here.start] if here.start > stop else ""
        if gap and not (not here.days and (gap == "的" if not hours else _AND.fullmatch(gap))):
            break
        if any(day.word != "week" for day in here.days) and here.start >= end:
            return None
        if here.mark not in ("", "before", "until", "since"):
            return None
        hours += _hours(here)
        stop, mark, at = max(stop, here.end), here.mark if here.mark != "since" else "", at + 1
    before = None if mark else _BEFORE.match(text, stop)
    return _Taken(before.end() if before else stop, at, tuple(hours), "before" if before else mark)


def _hours(of: When) -> tuple[Hours, ...]:
    """The hours of a rule; the one clock of 周四至周六晚7:00 is when it begins on each day."""
    if of.daily:
        return of.daily
    if of.opens:
        return ((of.opens, of.closes),)
    return ((of.closes, None),) if of.closes else ()


def _with_hours(when: When, taken: _Taken) -> When:
    """A phrase with what stands behind its rule."""
    when = replace(when, end=max(when.end, taken.end), mark=taken.mark or when.mark)
    if not taken.hours:
        return when
    return replace(when, opens=taken.hours[0][0], closes=taken.hours[-1][1], daily=taken.hours)


def _series(when: When, rule: str) -> When:
    """A phrase with its rule: over months it has days, where months alone are vague; 即日起 is its own day."""
    if not when.days:
        return replace(when, days=(Day(word=_FROM_NOW),), now=False, rule=rule)
    first, last = when.days[0], when.days[-1]
    if first.month and not first.day:
        first = replace(first, day=1)
    if _begins(when):
        return replace(when, days=(first,), rule=rule)
    if last.month and not last.day:
        last = replace(last, day=_SUNDAY if last.word else LAST_DAY)
    return replace(when, days=(first, last), spans=True, rule=rule)


def _standing(text: str, whens: Sequence[When], at: int, told: Mapping[int, repeats.Told]) -> tuple[When, int]:
    """The phrase at `at`; 每周二下午2:30 with its rule, of which it is not told from when on it holds."""
    when = whens[at]
    if not when.days or any(day.word != "week" and day.month for day in when.days):
        return when, at + 1
    start = max((it for it in told if it < when.start), default=-1)
    if start < 0 or when.rule or not when.start < told[start].end:
        weeks = _of_weeks(text, when, when.start) if len(when.days) == 1 and not (when.mark or when.rule) else None
        rule = f"FREQ=WEEKLY;BYDAY={CODES[when.days[0].weekday]}"
        return (_with_hours(_series(weeks, rule), _Taken(when.end, 0, _hours(when))) if weeks else when), at + 1
    taken = _taken(text, whens, at, told[start].end)
    if taken is None:
        return when, at + 1
    weeks = _of_weeks(text, when, start)
    if weeks:
        return _with_hours(_series(weeks, told[start].rule), taken), taken.after
    stands = _STANDS.search(text, max(0, start - _STANDS_NEAR), start)
    day = Day(word=_FROM_NOW if stands else STANDING, start=when.start, end=when.end)
    mark = "since" if stands else ""
    when = When(start, start, (day,), mark=mark, half=when.half, token="week", rule=told[start].rule)
    return _with_hours(when, taken), taken.after


def _of_weeks(text: str, when: When, at: int) -> When | None:
    """The teaching weeks that end at `at`, as the days of a series (第3-12周每周三, 第3-12周周三); None for none."""
    weeks = _WEEKS.search(text, max(0, at - _STANDS_NEAR), at) if text[at - 2 : at].rstrip(",的")[-1:] == "周" else None
    if weeks is None or when.days[0].word != "week":
        return None
    first, last = (Day(month=number(it) or 0, word=f"第{it}周", start=at, end=at) for it in weeks.group(1, 2))
    return When(weeks.start(), at, (first, last), spans=True, half=when.half, token="teach")


def _with_rule_before(text: str, out: list[When], when: When, told: Mapping[int, repeats.Told]) -> When:
    """Months or days with the rule and the hours that stand before them (每周三晚7:00观星,7月至9月); what tells these
    is taken out of `out`."""
    months = _is_months(when)
    begins = not when.now and (_begins(when) or (len(when.days) == 1 and _is_first(text, when)))
    if when.rule or when.opens or not (months or begins or (when.spans and not when.mark)):
        return when
    start = max((it for it in told if when.start - _REACH <= it and told[it].end <= when.start), default=-1)
    if start < 0:
        return when
    end, rule = told[start]
    if repeats.rests(text, end) or _ENDS.intersection(text[end : when.start]):
        return when
    if text[when.start - 1 : when.start] not in _OPENS or (months and text[when.end : when.end + 1] not in _CLOSES):
        return when
    held = next((at for at, it in enumerate(out) if it.end > start), len(out))
    taken = _taken(text, out[held:], 0, end)
    if taken is None or taken.after < len(out) - held or (rule == "FREQ=DAILY" and not taken.hours):
        return when
    if begins and (rule == "FREQ=DAILY" or taken.mark):
        return when
    del out[held:]
    when = replace(when, mark="since") if begins else when
    return _with_hours(_series(when, rule), taken._replace(end=when.end))


def _is_first(text: str, when: When) -> bool:
    """Whether a day is told as the first one of something (9月6日开课)."""
    return bool(when.days[0].month and when.days[0].day) and not when.mark and _STARTS.match(text, when.end) is not None


def placed(text: str, whens: Sequence[When], around: Sequence[Place]) -> list[Place]:
    """The places of phrases, where those of a series are led up to by what it is and not by its rule."""
    return [_placed(text, when, place) if when.rule else place for when, place in zip(whens, around, strict=True)]


def _placed(text: str, when: When, place: Place) -> Place:
    inside = repeats.told(text[when.start : when.end])
    if inside:
        start = max(when.days[-1].end, when.start)
        whose = _WHOSE.fullmatch(text, start, when.start + next(iter(inside)))
        if whose and whose[1][-1] != "起":  # 即日起 is nobody
            return replace(place, lead=whose[1], lead_at=whose.start(1))
        after_another = place.lead_at > place.start and place.lead.endswith(("、", ","))
        return replace(place, lead="", lead_at=place.lead_at + len(place.lead)) if after_another else place
    rules = repeats.told(place.lead)
    over = max((it.end for it in rules.values()), default=0)
    hours = _ITS_HOURS.match(place.lead, over) if over else None
    at = hours.end() if hours else over
    behind, before = place.lead[at:].rstrip(",(:"), place.lead[: min(rules, default=0)].rstrip(",:")
    if len(behind) < _NAME_MIN and before:
        return replace(place, lead=before)
    return replace(place, lead=behind, lead_at=place.lead_at + at)
