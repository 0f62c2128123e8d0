"""The days of a phrase: what is not written is taken from the notice and from what was told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from notices.extract import derived, once, repeats, series, years
from notices.extract.layout import Place
from notices.extract.marks import LAST_DAY
from notices.extract.moments import Day, When
from notices.extract.numerals import number
from notices.extract.patterns import Pattern
from notices.extract.state import Notice, State

_MONTH_END = "月底"
_MONTH = Pattern(r"(1[0-2]|[1-9]|十[一二]|[一二三四五六七八九十])月")
_THING_MAX = 4  # characters of a name by which an event is called again
_FAR = 14  # days behind the day told last
_OF_A_WEEK = Pattern(r"(?:[每逢]|[当次]周|周的?)$")  # 会议前一周的周五
_PROGRAMME = timedelta(days=10)  # a longer event is no meeting whose days are named one by one


def days(notice: Notice, state: State, when: When, place: Place) -> list[years.Dated] | str:
    """The calendar days of a phrase; a string says why there are none."""
    out: list[years.Dated] = []
    before = _lender(state, when.days[0], place) if when.days and not when.days[0].month else state.told
    anchor = _anchor(notice, place)
    issued = notice.anchor.day if not notice.anchor.weak else notice.outside.paged
    if when.now and issued:
        out.append(years.Dated(issued, years.SURE))
    if when.rule and when.days[0].word == series.STANDING:
        return "no_beginning"
    for day in _with_years(when):
        if not day.day and not day.word:
            continue
        near = out[-1].day if out and when.days[0].year else state.near
        if day.word == "week" and when.spans and out:
            out.append(years.until_weekday(out[-1].day, day.weekday))
            continue
        week = _of_week(notice, state, when, day, place) if day.word else None
        lender = out[-1].day if out else _nearer(notice, day, before)
        if day.word == _MONTH_END and _is_of_another_month(notice, when, place, before):
            return "vague"
        found = week or years.dated(day, anchor, lender, near)
        if isinstance(found, str):
            return found
        if out and found.day < out[-1].day and not day.year and day.month:
            found = replace(found, day=a_year_later(found.day))
        out.append(found)
    if when.weekdays and len(when.weekdays) == len(out) and not when.spans:
        out = [_weekday(it, weekday) for it, weekday in zip(out, when.weekdays, strict=True)]
    own = bool(when.days) and not when.days[-1].word and when.days[-1].day != LAST_DAY
    bounded = when.spans and own and repeats.plain(when.rule) == when.rule
    return _of_rule(notice, when, out) if when.rule and not bounded else out


def _with_years(when: When) -> tuple[Day, ...]:
    """The days of a phrase; of 12月30日至2019年1月1日 the end tells the year of the beginning."""
    if not when.spans or len(when.days) != 2 or when.days[0].year or not when.days[1].year:
        return when.days
    first, last = when.days
    if not (first.month and last.month):
        return when.days
    return replace(first, year=last.year - ((first.month, first.day) > (last.month, last.day))), last


def _of_rule(notice: Notice, when: When, found: list[years.Dated]) -> list[years.Dated] | str:
    """The beginning of a series, and its end if it is told, on days on which its rule holds: what has begun before the
    notice goes on with the next of them."""
    if not found:
        return found
    own, begun = notice.anchor.day, found[0].day
    if own and begun < own and len(found) == 1:
        begun = own
    rule = repeats.plain(when.rule)
    if rule != when.rule:
        begins = repeats.on_days(rule, begun, None)[0]
        if notice.term_start is None and begins != begun:
            return "needs_calendar"
        begun = repeats.of_weeks(when.rule, begins, notice.term_start) if notice.term_start else begun
    elif "INTERVAL" in rule and when.token == "month":
        return "which_week"
    first, last = repeats.on_days(rule, begun, found[-1].day if len(found) > 1 else None)
    begin = replace(found[0], confidence=years.INFERRED, doubt="") if found[0].doubt == "weekday" else found[0]
    return [replace(begin, day=first), *(replace(it, day=last) for it in found[1:] if last)]


def _is_of_another_month(notice: Notice, when: When, place: Place, before: date | None) -> bool:
    """Whether 月底 may be the end of another month, told before it (9月自查,月底前报送), than the notice's own."""
    own = notice.anchor.day
    told = [number(it[1]) for it in _MONTH.finditer(place.sentence, 0, when.start - place.start)]
    if own is None or (before is not None and (before.year, before.month) != (own.year, own.month)):
        return own is not None
    return any(month != own.month for month in told)


def _lender(state: State, written: Day, place: Place) -> date | None:
    """The day whose month a day alone takes: one of a longer event told before (18—20日 ... 19日), that of the event
    that is named (典礼当日), else the last."""
    thing = derived.THING_BEFORE.search(place.lead) if written.word[:1] == "当" else None
    if thing:
        named = [it.event for it in state.events if thing["thing"][-_THING_MAX:] in it.event.name]
        days = {once.day((it.end or it.start) if thing["over"] else it.start) for it in named}
        return days.pop() if len(days) == 1 else None if thing["over"] else state.day
    if written.day and not written.word:
        for held in reversed(state.events):
            first, last = once.day(held.event.start), once.day(held.event.end)
            if first and last and first < last and held.event.kind != "window" and last - first < _PROGRAMME:
                days_ = (first + timedelta(days=n) for n in range((last - first).days + 1))
                if any(it.day == written.day for it in days_):
                    return first
    return state.day


def _nearer(notice: Notice, written: Day, before: date | None) -> date | None:
    """Behind 1月2日 in a notice of 20 December, 28日 is one of December: of the month that is named last it would be
    weeks later than all that was told."""
    own = notice.anchor.day
    if own is None or before is None or written.month or written.word or not own < before or own.month == before.month:
        return before
    return own if written.day - before.day > _FAR and written.day >= own.day else before


def _weekday(it: years.Dated, weekday: int) -> years.Dated:
    return it if it.day.isoweekday() == weekday else replace(it, confidence=years.CONTRADICTED, doubt="weekday")


def _anchor(notice: Notice, place: Place) -> years.Anchor:
    """A year that the sentence names before the date counts for more than a guess."""
    if notice.anchor.day or notice.anchor.term:
        return notice.anchor
    named = years.anchor_in(place.lead)
    return named if named.known else notice.anchor


def a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=365)


def _of_week(notice: Notice, state: State, when: When, day: Day, place: Place) -> years.Dated | None:
    """A day that its week tells."""
    return _teaching(notice, day) or _in_week(notice, state, when, day) or _this_week(notice, when, day, place)


def _teaching(notice: Notice, day: Day) -> years.Dated | None:
    """第12周周三 from the Monday of week 1."""
    if notice.term_start is None or not day.word.startswith(("第", "教学")) or not day.day:
        return None
    return years.Dated(notice.term_start + timedelta(weeks=day.month - 1, days=day.day - 1), years.INFERRED)


_HEAD = frozenset(("", "\n", "|"))


def _in_week(notice: Notice, state: State, when: When, day: Day) -> years.Dated | None:
    """周一9:30 at the head of a line or a cell, in the programme of a week that was told with its dates."""
    head = notice.folded.text[max(0, when.start - 1) : when.start]
    if day.word != "week" or not (when.opens or when.half) or head not in _HEAD:
        return None
    for held in reversed(state.events):
        first, last = once.day(held.event.start), once.day(held.event.end)
        if first and last and timedelta() < last - first < timedelta(days=7):
            on = first + timedelta(days=(day.weekday - first.isoweekday()) % 7)
            return years.Dated(on, years.WEAK) if on <= last else None
    return None


def _this_week(notice: Notice, when: When, day: Day, place: Place) -> years.Dated | None:
    """周五18时前 in a notice that was signed on Wednesday: the Friday that comes."""
    own = notice.anchor.day
    if own is None or day.word != "week" or when.mark not in ("before", "until") or _OF_A_WEEK.search(place.lead):
        return None
    on = own + timedelta(days=(day.weekday - own.isoweekday()) % 7)
    return years.Dated(on, years.GUESSED if notice.anchor.weak else years.WEAKEST)
