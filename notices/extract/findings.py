"""Phrases with their roles become findings: each with days of the calendar, a name, its evidence and a confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from notices.extract import duties, names, roles, words, years
from notices.extract.fold import Folded
from notices.extract.headings import Outside
from notices.extract.layout import Line, Place
from notices.extract.moments import Day, When
from notices.model import Contact
from notices.reading import Change, Deadline, Event, Evidence, Moment, Unresolved

FINDINGS_MAX = 200  # of one notice: a longer list is a calendar and not a notice
_LATE = 0.6  # the confidence of a deadline that lies before the notice was signed
_DERIVED = 0.85  # of a day counted from another one
_OPEN = re.compile(
    r"[^,。;:!?\n|]{0,24}(?:另行通知|另行公布|待定|择期|[一二两三四五六七八九十\d]{1,3}个?工作日(?:内|之内|以内)?|近期|日内|[一二两三四五六七八九十\d]{1,3}[天日周](?:内|之内|以内))[^,。;:!?\n|]{0,12}"
)
_AT_CLOCK = re.compile(r"入场|到场|到达|签到|报到|提?交|送|报|完成|结束|集合|返|离|登录|上传")


@dataclass(frozen=True, slots=True)
class Notice:
    folded: Folded
    lines: Sequence[Line]
    whens: tuple[When, ...]
    around: tuple[Place, ...]
    outside: Outside
    anchor: years.Anchor
    theme: roles.Theme
    term_start: date | None
    published: date | None


@dataclass(slots=True)
class _State:
    """What the phrases before lend to the next: the day, and what was found."""

    day: date | None = None
    line: int = -1
    start: int = -1
    near: date | None = None
    told: date | None = None
    """The last day with its own year, anywhere before."""
    events: list[Event] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    old: list[Moment] = field(default_factory=list)
    new: list[tuple[Moment, int]] = field(default_factory=list)


Findings = tuple[tuple[Event, ...], tuple[Deadline, ...], tuple[Change, ...], tuple[Unresolved, ...]]


def all_of(notice: Notice, known: Sequence[Contact]) -> Findings:
    """Events, deadlines, changes and what could not be resolved, in the order of the text."""
    state = _State()
    mailboxes = tuple(dict.fromkeys(mail for contact in known for mail in contact.emails))
    for index, when in enumerate(notice.whens[:FINDINGS_MAX]):
        if index not in notice.outside.spent:
            _take(notice, state, index, when, notice.around[index], mailboxes)
    state.unresolved += [
        Unresolved(notice.folded.shown(*m.span()), "open") for m in _OPEN.finditer(notice.folded.text)
    ]
    return _kept(_merged(state.events)), _distinct(state.deadlines), _changes(notice, state), tuple(dict.fromkeys(state.unresolved))


def _take(notice: Notice, state: _State, index: int, when: When, place: Place, mailboxes: tuple[str, ...]) -> None:
    """One phrase: its role, its days, and what they become."""
    if place.line != state.line:
        state.near = None
    if not when.days and when.opens:
        _clock_alone(notice, state, index, when, place, mailboxes)
        return
    role = roles.role(when, place, notice.theme)
    days, doubt = _days(notice, state, when, place)
    if days:
        state.day, state.line, state.start = days[-1].day, place.line, place.start
        if when.days and when.days[0].year:
            state.near = state.told = days[0].day
    if isinstance(doubt, str) and doubt and (role.event or role.deadline):
        state.unresolved.append(Unresolved(notice.folded.shown(when.start, when.end), doubt))
    if role.changed == "old":
        state.old += [it.day for it in days]
    if role.why in ("vague",):
        state.unresolved.append(Unresolved(notice.folded.shown(when.start, when.end), role.why))
    if not days or not (role.event or role.deadline):
        return
    if role.changed == "new":
        state.new.append((days[-1].day, index))
    if role.deadline:
        _add_deadlines(notice, state, index, when, days, place, mailboxes)
    if role.event:
        _add_events(notice, state, when, days, place, role)


def _days(notice: Notice, state: _State, when: When, place: Place) -> tuple[list[years.Dated], str]:
    """The calendar days of a phrase; or none, and why."""
    out: list[years.Dated] = []
    before = state.day if when.days and not when.days[0].month else state.told
    doubt = ""
    if when.now:
        start = notice.anchor.day
        out += [years.Dated(start, years.SURE)] if start and not notice.anchor.weak else []
    for day in when.days:
        if not day.day and not day.word:
            continue
        anchor = _anchor_here(notice, place)
        found = _teaching(notice, day) or years.dated(day, anchor, out[-1].day if out else before, state.near)
        if isinstance(found, str):
            return [], found
        if out and when.spans and found.day < out[-1].day and not day.year:
            found = replace(found, day=_a_year_later(found.day))
        out.append(found)
        before = found.day
    if when.weekdays and len(when.weekdays) == len(out) and not when.spans:
        out = [it if it.day.isoweekday() == w else replace(it, confidence=years.CONTRADICTED, doubt="weekday")
               for it, w in zip(out, when.weekdays, strict=True)]
    return out, doubt


def _anchor_here(notice: Notice, place: Place) -> years.Anchor:
    """A year that the sentence names before the date counts for more than a guess."""
    if notice.anchor.day or notice.anchor.term:
        return notice.anchor
    named = years.anchor_in(place.lead)
    return named if named.known else notice.anchor


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=365)


def _teaching(notice: Notice, day: Day) -> years.Dated | None:
    """第12周周三 from the Monday of week 1."""
    if notice.term_start is None or not day.word.startswith(("第", "教学")) or not day.day:
        return None
    return years.Dated(notice.term_start + timedelta(weeks=day.month - 1, days=day.day - 1), years.INFERRED)


def _at(day: date, clock: time | None) -> Moment:
    return datetime.combine(day, clock) if clock else day


def _evidence(notice: Notice, start: int, end: int) -> Evidence:
    first, last = notice.folded.span(start, end)
    return Evidence(notice.folded.source[first:last], first, last)


def _add_events(
    notice: Notice, state: _State, when: When, days: list[years.Dated], place: Place, role: roles.Role
) -> None:
    name = names.event_name(notice.folded, when, place, notice.theme.title)
    line = notice.lines[place.line]
    below = notice.lines[min(place.line + 3, len(notice.lines) - 1)]
    where = names.event_place(notice.folded, when, place, (line.start, below.end))
    sure = min(it.confidence for it in days)
    for start, end in _spans(when, days, place):
        opened = role.ends_only
        first: Moment | None = None if opened else _at(start, when.opens)
        last: Moment | None = None if end is None else _at(end, when.closes)
        if when.mark == "since" or (when.opens and not when.closes and start == end):
            last = None
        if when.now and len(days) == 1:
            first = None
        state.events.append(Event(
            role.kind, name, first, last, _evidence(notice, when.start, when.end), sure,
            not (when.opens or when.closes), where,
        ))


def _spans(when: When, days: list[years.Dated], place: Place) -> list[tuple[date, date | None]]:
    """The spans of a phrase: its two ends, a run of days, or each day for itself."""
    if when.spans or when.now:
        ended = bool(when.days[-1].day or when.days[-1].word)
        return [(days[0].day, days[-1].day if ended else None)]
    run = all(b.day - a.day == timedelta(days=1) for a, b in zip(days, days[1:], strict=False))
    apart = re.search(r"上班|课|分别", place.tail[:20]) or when.opens
    if run and not apart:
        return [(days[0].day, days[-1].day)]
    return [(it.day, it.day) for it in days]


def _add_deadlines(
    notice: Notice, state: _State, index: int, when: When, days: list[years.Dated], place: Place,
    mailboxes: tuple[str, ...],
) -> None:
    clock = when.closes or when.opens
    due_days = [days[-1]] if when.spans or when.now or not re.search("分别", place.sentence) else days
    duty = duties.duty(notice.folded, _area(notice, index), mailboxes, notice.theme.title)
    what = duty.what or names.event_name(notice.folded, when, place, notice.theme.title)
    for it in due_days:
        sure = it.confidence
        signed = notice.outside.signed or (notice.published if not notice.anchor.weak else None)
        if signed and it.day < signed:
            sure = min(sure, _LATE)
        state.deadlines.append(Deadline(
            what, _at(it.day, clock), _evidence(notice, when.start, when.end), sure, duty.audience or _row_owner(place),
            duty.materials, duty.formats, duty.send_to,
        ))


def _row_owner(place: Place) -> tuple[str, ...]:
    return ()


def _area(notice: Notice, index: int) -> duties.Area:
    """What belongs to a deadline: all of the text if it is the only one, else its lines up to the next dated one."""
    when, place = notice.whens[index], notice.around[index]
    text = notice.folded.text
    last = place.start + len(place.sentence)
    others = [i for i, w in enumerate(notice.whens) if w.mark in ("before", "until") or w.spans if i != index]
    if not others:
        return duties.Area(0, len(text), (place.start, last), when.start, when.end)
    dated = {notice.around[i].line for i in range(len(notice.whens)) if i not in notice.outside.spent}
    end, start = place.line, place.line
    while end + 1 < len(notice.lines) and end + 1 not in dated and end - place.line < 12:
        end += 1
    while start and start - 1 not in dated and place.line - start < 8 and not notice.lines[start].heading:
        start -= 1
    nearby = notice.whens[index + 1].start if index + 1 < len(notice.whens) else len(text)
    stop = notice.lines[end].end if nearby > notice.lines[place.line].end else max(last, when.end)
    return duties.Area(min(place.start, notice.lines[start].start), stop, (place.start, last), when.start, when.end)


def _clock_alone(
    notice: Notice, state: _State, index: int, when: When, place: Place, mailboxes: tuple[str, ...]
) -> None:
    """A clock without a day: on the day named before it in the sentence; a 前 on the notice's one day."""
    same = state.day if place.start == state.start else None
    if when.mark not in ("before", "until") or re.search("每[天日周]|工作日", place.lead):
        return
    days = {e.start.date() if isinstance(e.start, datetime) else e.start for e in state.events if e.start}
    day = same or (next(iter(days)) if len(days) == 1 else None)
    if day is None or not _AT_CLOCK.search(place.tail + place.lead[-12:]):
        return
    last = state.events[-1] if state.events else None
    if same and last and last.all_day and last.start == day and last.end == day and not words.REVIEW.search(last.name):
        state.events.pop()
    dated = [years.Dated(day, _DERIVED + 0.05 if same else _DERIVED)]
    _add_deadlines(notice, state, index, when, dated, place, mailboxes)


def _merged(events: Sequence[Event]) -> tuple[Event, ...]:
    """Events of the same days are one, told twice; the one with the clock and the better name is kept."""
    out: dict[tuple[date | None, date | None], Event] = {}
    for event in events:
        key = (_day(event.start), _day(event.end) or _day(event.start))
        held = out.get(key)
        if held is None:
            out[key] = event
            continue
        better = event if held.all_day and not event.all_day else held
        other = held if better is event else event
        out[key] = replace(
            better, name=held.name or event.name, place=better.place or other.place,
            kind=held.kind if held.kind != "event" else event.kind,
        )
    return tuple(out.values())


def _kept(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without what is part of a longer holiday, and without the beginning of what is told with its end too."""
    holidays = [e for e in events if e.kind == "holiday" and e.start and e.end and e.start != e.end]
    closed = {_day(e.start) for e in events if e.end}
    return tuple(
        e for e in events
        if not any(_within(e, h) for h in holidays if h is not e) and (e.end or e.start is None or not _opens_other(e, closed))
    )


def _opens_other(event: Event, closed: set[date | None]) -> bool:
    return event.recurrence is None and _day(event.start) in closed


def _within(event: Event, holiday: Event) -> bool:
    """A day of rest inside a holiday, or a day whose lessons are moved out of it."""
    start, first, last = _day(event.start), _day(holiday.start), _day(holiday.end)
    if not (start and first and last and event.end and first <= start <= last and start == _day(event.end)):
        return False
    return event.kind == "holiday" or bool(re.search(r"^上?\d|公休|休息|的课|课表|法定", event.name))


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _distinct(deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """A deadline that is told twice is one: the same day, and the same thing or nothing new."""
    out: list[Deadline] = []
    for it in deadlines:
        twin = next((i for i, held in enumerate(out) if _same(held, it)), None)
        if twin is None:
            out.append(it)
        elif not isinstance(out[twin].due, datetime) and isinstance(it.due, datetime):
            out[twin] = replace(it, what=out[twin].what or it.what, send_to=it.send_to or out[twin].send_to)
    return tuple(out)


def _same(held: Deadline, it: Deadline) -> bool:
    if _day(held.due) != _day(it.due):
        return False
    clocks = isinstance(held.due, datetime) and isinstance(it.due, datetime) and held.due != it.due
    return not clocks and (held.what == it.what or not it.materials or not held.materials)


def _changes(notice: Notice, state: _State) -> tuple[Change, ...]:
    """What became of dates that had been told before."""
    name = notice.theme.title
    text = notice.folded.text
    old = state.old[0] if state.old else None
    if state.new:
        extended = re.search(r"延长|延期(?=.{0,6}截止)|截止.{0,12}延", name + text)
        return (Change("extended" if extended else "postponed", old, state.new[0][0]),)
    if state.old:
        return (Change("cancelled" if words.CANCELS.search(text) else "postponed", old, None),)
    if words.CANCELS.search(name):
        return (Change("cancelled", None, None),)
    return (Change("postponed", None, None),) if words.MOVES.search(name) else ()
