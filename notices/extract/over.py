"""Which days are no event of their own: what is over, what was told before, what a series leaves out."""

from __future__ import annotations

from datetime import date, timedelta

from notices import recurring
from notices.extract import once, repeats, words, workdays
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.theme import Theme
from notices.extract.years import ROLLED, Anchor, Dated

_STALE = timedelta(days=30)  # before the signature: what is that old is a period or a story and nothing to come
_STALE_WEAK = timedelta(days=90)  # the same, where only the page has a date
_ANNOUNCES = Pattern("(?:通知|公告|通告|安排|事项)(?:通知)?(?:如下|$)")
"""What calls itself a notice where it has no title."""
_SET_FOR = Pattern(r"(?:定|拟)(?:于|在)$|(?:活动|讲座|会议|比赛|竞赛|培训|举办|演出|展览|观测)时间[:为]?$")
"""定于, 活动时间: nobody tells so what is over."""
_ON_TO = Pattern("^(?:[上下中]午|晚上?)?[至到]$")
"""18日上午开幕,下午至19日竞赛: how long goes on what was told."""
_ARRIVAL = Pattern(r"[,:]?(?:全天|上午|下午)?报到")
"""The day of arrival is one of its own, though it is in the programme."""


def is_ahead(anchor: Anchor, found: list[Dated] | str) -> bool:
    """Whether days that a report names are still to come on the day it appeared."""
    own = anchor.day
    if own is None or isinstance(found, str):
        return False
    return bool(found) and all(own < it.day and it.confidence != ROLLED for it in found)


def is_past(anchor: Anchor, published: date | None, theme: Theme, last: date, place: Place) -> bool:
    """Whether a day was over when the notice was signed. The page of a notice may be days later than it, or of another
    year; what is no notice, nor tells it as one would, was told on the day of its page."""
    if anchor.day and not anchor.weak:
        return last < anchor.day
    announced = theme.notice or (not theme.news and _SET_FOR.search(place.above if place.alone else place.lead))
    if announced or (not theme.title and _ANNOUNCES.search(theme.about)):
        return anchor.day is not None and last < anchor.day - _STALE_WEAK
    told = anchor.day or published
    return told is not None and last < told


def is_stale(anchor: Anchor, last: date) -> bool:
    """Whether a day lies so far before the notice's own that it is a period or a story."""
    own = anchor.day
    return own is not None and last < own - (_STALE_WEAK if anchor.weak else _STALE)


def is_told(events: list[once.Found], when: When, place: Place, on: date) -> bool:
    """Whether a single day is part of what was told before: its end, a day of its programme, a day it leaves out."""
    if not events:
        return False
    last = events[-1].event
    first, end = once.day(last.start), once.day(last.end)
    if first != end == on and (words.AFTERWARDS.match(place.tail) or words.AFTERWARDS.search(place.lead[-12:])):
        return True
    if when.token == "bare" and _ON_TO.search(place.lead):
        return True
    apart = when.token != "bare" or (when.opens and when.closes) or _ARRIVAL.match(place.tail)
    if not apart and _in_programme(events, place, on):
        return True
    within = place.lead.endswith("(") and first and end and first < on < end
    if (within or any(it.event.recurrence for it in events)) and words.EXCEPTED.match(place.rest):
        return bool(within) or _is_exception(events, on) or place.tail.startswith("除外")
    return place.tail.startswith("除外")


def leave_out(events: list[once.Found], days: list[date]) -> None:
    """Give the series told last the days that a bracket behind it leaves out (10月3日、4日除外)."""
    for on in days if events and events[-1].event.recurrence else ():
        _is_exception(events, on)


def _in_programme(events: list[once.Found], place: Place, on: date) -> bool:
    """Whether the same sentence has told a longer event that a day lies in (23日报到,24日考察)."""
    for held in events:
        first, end = once.day(held.event.start), once.day(held.event.end)
        if held.sentence == place.start and held.event.kind != "window" and first and end and first < end:
            return first <= on <= end
    return False


def _is_exception(events: list[once.Found], on: date) -> bool:
    """Whether a series told before does not take place on a day; its rule is given the exception."""
    for index, held in enumerate(events):
        event = held.event
        first, last = once.day(event.start), once.day(event.end)
        if event.recurrence and first and first <= on and (last is None or on <= last):
            events[index] = held._replace(event=event._replace(recurrence=repeats.without(event.recurrence, on)))
            return True
    return False


_LEFT_OUT = Pattern(
    r"(?:(?:法定|国家|公众)?节?假日|寒暑?假|暑假|假期|元旦|春节|清明|五一|端午|中秋|国庆|考试周|雨天)"
    r"[^,。;()\n]{0,8}?(?:除外|暂停|停|不)"
)
_LOOKED_UP = timedelta(days=400)  # of holidays: a longer series has years that nobody knows
_LEFT_OUT_NEAR = 60  # characters behind a series
_HOLIDAYS = {
    "元旦": "New Year's Day", "春节": "Spring Festival", "清明": "Tomb-sweeping Day", "五一": "Labour Day",
    "端午": "Dragon Boat Festival", "中秋": "Mid-autumn Festival", "国庆": "National Day",
}


def without_holidays(rule: str, first: date, last: date | None, behind: str, workdays_only: bool) -> tuple[str, str]:
    """The rule without the holidays that the words behind it leave out, and those of these words that leave out days
    nobody can tell. `workdays_only`: it is one of working days."""
    told = _LEFT_OUT.search(behind[:_LEFT_OUT_NEAR].partition("\n")[0])
    if not (told or workdays_only):
        return rule, ""
    named = next((_HOLIDAYS[it] for it in _HOLIDAYS if told and told[0].startswith(it)), "")
    known = not told or named or "节" in told[0]
    near = last is not None and last - first <= _LOOKED_UP
    off = workdays.holidays(first, last, named) if known and last and near else None
    if off is None:
        return rule, told[0] if told else ""
    kept = recurring.parse(rule)
    for day in off:
        rule = repeats.without(rule, day) if kept.holds(day, first) else rule
    return rule, ""
