"""Phrases with their roles become findings: each with days of the calendar, a name, its evidence and a confidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from notices import recurring
from notices.extract import (
    areas,
    asides,
    dating,
    due_names,
    duties,
    kinds,
    names,
    numerals,
    once,
    over,
    repeats,
    roles,
    stretches,
    venues,
    whom,
    words,
    years,
)
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.once import Found, Owed
from notices.extract.patterns import Pattern, up_to
from notices.extract.role import Role
from notices.extract.state import Notice, State
from notices.reading import Deadline, Event, Evidence, Hours, Unresolved

_LATE = 0.6  # the confidence of a deadline that lies before the notice was signed
_SWAPS = Pattern(r"(?:[(][^()]{1,8}[)])?(?:分别)?(?:上|补|执行(?=[第周星]))(?!班)")
_WEEKEND = Pattern("周末|连休|双休")
_CLAUSE = Pattern("[,。;]")
_MEANWHILE = Pattern(r"(?<=.),(?:其间|期间)")  # 闭馆,其间每周三值班: what recurs is something else


def take(notice: Notice, state: State, index: int) -> None:
    """Take one phrase: its role, its days, and what they become."""
    when, place = notice.whens[index], notice.around[index]
    if place.line != state.line:
        state.near = None
    role = notice.roles[index]
    if role.why == "report" and over.is_ahead(notice.anchor, dating.days(notice, state, when, place)):
        role = roles.role(when, place, replace(notice.theme, news=False))
    if role.changed == "old":
        state.hour = when.opens
    elif role.changed == "new" and not when.opens and words.SAME_HOUR.match(place.tail):
        when = replace(when, opens=state.hour)
    found = dating.days(notice, state, when, place)
    if isinstance(found, str):
        if role.event or role.deadline:
            _doubt(notice, state, when, found)
        found = []
    elif role.event or role.deadline:
        for why in dict.fromkeys(it.doubt for it in found if it.doubt):
            _doubt(notice, state, when, why)
    if role.why in ("vague", "conditional"):
        _doubt(notice, state, when, role.why)
    if role.deadline and _is_due_again(when, place):
        role = replace(role, event=False)
    if role.why == "scope" and place.lead.endswith("("):
        over.leave_out(state.events, [it.day for it in found])
    kept = role.deadline or (role.event and not _over(notice, place, found))
    _lend(notice, state, when, place, found, kept)
    if role.changed == "old" and (notice.theme.moved_itself or _tells_of_change(place)):
        state.old += [it.day for it in found]
        state.parted = place.start
        if words.DUE_LABEL.search(place.sentence):
            state.withdrawn.update(it.day for it in found)
    if not found or (role.deadline and not role.changed and found[-1].day in state.withdrawn):
        return
    if role.changed == "old" and (moved := _shifted(found, place)):
        state.new.append(stretches.at(moved.day, when.opens))
        kind = kinds.of(when, place, notice.theme.title)
        add_events(notice, state, when, place, [moved], Role(True, kind=kind))
    if role.changed == "new":
        if state.parted == place.start:
            state.new += [None] * (len(state.old) - 1 - len(state.new))
        state.new.append(stretches.at(found[-1].day, when.opens))
    if role.deadline:
        add_deadlines(notice, state, index, found)
        _close_row(notice, state, index)
    if role.event and not _ended(state, place, found):
        add_events(notice, state, when, place, found, role)


def _shifted(found: list[years.Dated], place: Place) -> years.Dated | None:
    """The day that a day is put off to by so many days or weeks."""
    told = words.SHIFTED.match(place.tail) if len(found) == 1 else None
    if told is None:
        return None
    days = (numerals.number(told["n"].replace("两", "二")) or 0) * (7 if told["unit"] in ("周", "星期", "礼拜") else 1)
    return years.Dated(found[0].day + timedelta(days=days), years.WEAK)


def _close_row(notice: Notice, state: State, index: int) -> None:
    """What begins in the column before, or with the opening of a system, lasts until the deadline that follows."""
    if not index or not state.events or not state.deadlines:
        return
    before, place, last = notice.around[index - 1], notice.around[index], state.events[-1]
    if last.at != notice.whens[index - 1].start:
        return
    starts = before.line == place.line and words.STARTS_COLUMN.search(before.column)
    bound = notice.whens[index].mark == "until" and before.line == place.line
    shuts = words.SYSTEM_CLOSES.search(place.tail) or place.tail.startswith("关闭")
    closes = (bound or shuts) and words.SYSTEM_OPENS.search(before.tail)
    if closes and place.start == before.start:
        owed = state.deadlines[-1]
        state.deadlines[-1] = owed._replace(deadline=owed.deadline._replace(what=last.event.name))
    if starts or closes:
        event = last.event._replace(kind="window", end=state.deadlines[-1].deadline.due)
        state.events[-1] = last._replace(event=event, since=False)


def _ended(state: State, place: Place, found: list[years.Dated]) -> bool:
    """Whether what was told just before, by its beginning alone, lasts until this day (开幕:6月3日 / 展至:6月12日)."""
    last = state.events[-1] if state.events and words.SHOWN_UNTIL.search(place.lead) else None
    first = once.day(last.event.start) if last else None
    if last is None or first is None or last.event.kind == "window" or not first < found[-1].day:
        return False
    if last.event.end is not None and once.day(last.event.end) != first:
        return False
    state.events[-1] = last._replace(event=last.event._replace(end=found[-1].day), since=False)
    return True


def _over(notice: Notice, place: Place, found: list[years.Dated]) -> bool:
    return bool(found) and over.is_past(notice.anchor, notice.published, notice.theme, found[-1].day, place)


def _doubt(notice: Notice, state: State, when: When, why: str) -> None:
    state.unresolved.append(Unresolved(notice.folded.shown(when.start, when.end), why))


def _tells_of_change(place: Place) -> bool:
    told = words.MOVES.search(place.sentence) or words.CANCELS.search(place.sentence)
    return bool(told or words.RIGHTED.search(place.tail))


def _lend(
    notice: Notice, state: State, when: When, place: Place, found: list[years.Dated], kept: bool
) -> None:
    """What later phrases may take from this one: its day, and if it is `kept` its year."""
    if not found:
        return
    state.day, state.line, state.start = found[-1].day, place.line, place.start
    if when.days and (when.days[0].year or when.days[-1].year):
        state.near = found[0].day if kept or not notice.anchor.day else state.near
        state.told = found[0].day if kept else state.told
    elif notice.anchor.guessed and years.anchor_in(place.lead).known:
        state.told = found[0].day


def evidence(notice: Notice, start: int, end: int) -> Evidence:
    """The words of the input that `start` to `end` of the folded text stand for."""
    first, last = notice.folded.span(start, end)
    return Evidence(notice.folded.source[first:last], first, last)


def add_events(
    notice: Notice, state: State, when: When, place: Place, found: list[years.Dated], role: Role
) -> None:
    """What happens on the days of a phrase, unless it is over or was told before."""
    name = names.event_name(notice.folded, when, place, due_names.about(notice, when, place))
    unit = whom.owner(notice.lines[place.line].text)
    name = whom.with_owner(unit, name, place.tail)
    where = venues.of_event(notice.folded, notice.lines, place, role.kind == "window")
    sure, titled = min(it.confidence for it in found), _is_titled(notice, place)
    for start, end in stretches.spans(when, found, place):
        going_on = when.mark == "since" and notice.outside.signed and not over.is_stale(notice.anchor, start)
        if not going_on and over.is_past(notice.anchor, notice.published, notice.theme, end or start, place):
            continue
        if start == end and not role.changed and over.is_told(state.events, when, place, start):
            continue
        if role.kind == "holiday" and start == end and _WEEKEND.search(place.sentence):
            start, end = stretches.with_weekend(start)
        recurrence = _recurrence(notice, when, found, place) if start != end or when.rule else None
        called = name
        if recurrence:
            recurrence, unknown = _without_holidays(notice, state, when, recurrence, (start, end))
            called = f"{name}（{unknown}）" if unknown else name  # whoever is reminded is told
        first, last = stretches.ends(when, start, end, role, len(found))
        longer = stretches.last_of(when, place, start) if start == end else None
        if longer:
            last, sure = longer, min(sure, years.WEAK)
        if (when.mark == "until" or role.deadline) and not when.spans and not when.now and _from_now(when, place):
            own = notice.anchor.day if not notice.anchor.weak else None
            first, last = own, stretches.at(end or start, when.closes or when.opens)
        event = Event(
            role.kind, called, first, last, evidence(notice, when.start, when.end), sure,
            not (when.opens or when.closes), where, recurrence, _hours(when) if recurrence else (),
        )
        swaps = bool(_SWAPS.match(place.tail))
        turns = stretches.turns(when, place)
        apart = bool(when.opens) or role.kind == "holiday"
        session = apart and whom.is_named(f"{place.above}:" if place.alone else place.lead)
        told = up_to(_CLAUSE, place.tail) or place.lead
        half, since = stretches.half(when), when.mark == "since" and not longer
        cell = place.line if place.row else -1
        state.events.append(
            Found(
                event, half, since, when.start, swaps, turns, place.start, session, cell, place.column, titled, told,
                role.changed == "new", unit,
            )
        )


_TITLE_LINES = 3  # of a notice in which its title stands


def _is_titled(notice: Notice, place: Place) -> bool:
    """Whether a date stands in the title of its notice."""
    if place.line >= _TITLE_LINES or not notice.outside.title:
        return False
    line = notice.lines[place.line]
    return notice.folded.shown(line.start, line.end) in notice.outside.title


_ASKED_NEAR = 24  # characters before a day in which someone is asked to do something by it
_SLIP = timedelta(days=200)  # after the notice: a day that far ahead may have been meant with last year's number


def _may_be_a_slip(notice: Notice, when: When, place: Place, day: date) -> bool:
    """Whether a stale day, its year written out, is asked for as if it were to come: around New Year the number of the
    old year is soon written by mistake."""
    own = notice.anchor.day
    if own is None or not (when.days and when.days[-1].year) or not own <= dating.a_year_later(day) <= own + _SLIP:
        return False
    near = place.lead[-_ASKED_NEAR:]
    return when.mark == "until" or bool(words.MUST.search(near) or words.DUE_LABEL.search(near))


def _from_now(when: When, place: Place) -> bool:
    """Whether the sentence says that what ends here begins with the notice."""
    return bool(words.FROM_NOW.search(place.sentence[: when.start - place.start]))


def _without_holidays(
    notice: Notice, state: State, when: When, rule: str, stretch: tuple[date, date | None]
) -> tuple[str, str]:
    """The rule without the holidays that are left out, and the words that leave out days nobody can tell, a doubt."""
    text = notice.folded.text
    rule, unknown = over.without_holidays(rule, *stretch, text[when.end :], "工作日" in text[when.start : when.end])
    if unknown:
        state.unresolved.append(Unresolved(unknown, "left_out"))
    return rule, unknown


def _hours(when: When) -> tuple[Hours, ...]:
    """The hours of each day of a series, where they are told."""
    told = when.daily or (((when.opens, when.closes),) if when.opens and when.rule else ())
    return tuple(Hours(*it) for it in told)


def _recurrence(notice: Notice, when: When, found: list[years.Dated], place: Place) -> str | None:
    """The rule of a series, from the words right around its days."""
    if when.rule:
        return repeats.plain(when.rule)
    if not when.spans and len(found) >= stretches.SERIES_MIN:
        return repeats.listed([it.day for it in found])
    within = notice.folded.text[when.start : when.end]
    told = up_to(_MEANWHILE, place.tail[:40])
    inside = within if "每" in within or "逢" in within else ""
    rule = repeats.rule(f"{_CLAUSE.split(place.lead[-12:])[-1]}|{inside}|{told}")
    if rule is None and when.spans:
        before = notice.folded.text[place.start : when.start]
        rule = repeats.held_weekly(before) if "每" in before else None
        rule = rule or ("FREQ=DAILY" if repeats.has_daily_hours(within) else None)
    return rule


def _is_due_again(when: When, place: Place) -> bool:
    """Whether something is handed in on each day of a rule: 每周四前, 每周五报送."""
    return bool(when.rule) and (when.mark in ("before", "until") or words.HAND.match(place.tail) is not None)


def _due_again(when: When, found: list[years.Dated]) -> str:
    """The rule of what is due again and again, to the last time."""
    rule = repeats.plain(when.rule)
    until = f"{rule};UNTIL={found[-1].day:%Y%m%d}" if len(found) > 1 else rule
    return recurring.typed(until, stretches.at(found[0].day, when.closes or when.opens))


_APART = timedelta(days=8)  # between days that are bounded together: nearer ones may be a slip or one stretch


def _are_apart(found: list[years.Dated]) -> bool:
    """Whether days far from each other are bounded by one 前 (11月15日及12月28日前报名): each of them is a deadline."""
    return len(found) > 1 and all(b.day - a.day >= _APART for a, b in pairwise(found))


def add_deadlines(notice: Notice, state: State, index: int, found: list[years.Dated]) -> None:
    """What is due at a phrase: once at its last day, or on each day where they are told apart."""
    when, place = notice.whens[index], notice.around[index]
    each = not when.spans and not when.now and ("分别" in place.sentence or _are_apart(found))
    area = areas.area(notice, index)
    duty = duties.duty(notice.folded, area, notice.mailboxes, notice.theme.title)
    if place.row or place.left:
        duty = duties.in_row(notice.folded, notice.lines, place.line, duty)
    what = due_names.what(notice, index, area, duty)
    issued = notice.outside.signed or (notice.published if notice.anchor.day else None)
    again = _due_again(when, found) if _is_due_again(when, place) else None
    for it in found if each else found[:1] if again else found[-1:]:
        stale = over.is_stale(notice.anchor, it.day)
        if stale and not _may_be_a_slip(notice, when, place, it.day):
            continue
        before = issued is not None and it.day < issued
        if before and ((when.spans and not when.mark) or asides.SCOPE_TAIL.match(place.rest)):
            continue  # 须于8月31日前公开发表, in a notice of September: what one must have
        sure = it.confidence
        if before or stale:
            sure = min(sure, _LATE)
            _doubt(notice, state, when, "late")
        deadline = Deadline(
            what, stretches.at(it.day, when.closes or when.opens), evidence(notice, when.start, when.end), sure,
            duty.audience, duty.materials, duty.formats, duty.send_to, (), again,
        )
        bound = when.mark == "before" and bool(place.tail or place.row)
        state.deadlines.append(Owed(deadline, (when, place), bound, place.start))
