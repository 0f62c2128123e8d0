"""Phrases with their roles become findings: each with days of the calendar, a name, its evidence and a confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from notices.extract import derived, duties, layout, names, repeats, roles, words, workdays, years
from notices.extract.fold import Folded
from notices.extract.headings import Outside
from notices.extract.layout import Line, Place
from notices.extract.moments import Day, When
from notices.extract.tokens import HALVES
from notices.model import Contact
from notices.reading import Change, Deadline, Event, Evidence, Moment, Unresolved
from notices.extract.patterns import Pattern

FINDINGS_MAX = 200  # of one notice: a longer list is a calendar and not a notice
_LATE = 0.6  # the confidence of a deadline that lies before the notice was signed
_STALE = timedelta(days=30)  # before the signature: what is that old is a period or a story and nothing to come
_DERIVED = 0.85  # of a day counted from another one
_LEAD_MAX = 180  # minutes before its beginning that people are asked to be there
_SWAPS = Pattern(r"(?:[(][^()]{1,8}[)])?(?:分别)?(?:上|补)(?!班)")
_SERIES_MIN = 4  # days named one by one: as many are one series with several dates
_OPEN = Pattern(
    r"另行|待定|择期|近期|日内|[一二两三四五六七八九十\d]个?(?:工作日|[天日周](?:之内|以内|内))"
)
_OPEN_WORDS = Pattern(r"另行(?:通知|公布|安排|发布)|待定|择期|近期|(?<!\d)(?<![一二三四五六七八九十])日内|个?工作日|[天日周](?:之内|以内|内)")
_CLAUSE = frozenset(",。;:!?\n|")
_OPEN_REACH = 24  # characters of a clause that are quoted around an open date
_AT_CLOCK = Pattern(r"入场|[入就]座|到位|候场|检录|到场|到达|签到|报到|提?交|送|报|完成|结束|集合|返|离|登录|上传")


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


@dataclass(frozen=True, slots=True)
class _Found:
    """An event, and the half of the day it is in (0 for none said, 1 morning, 2 later): two halves are two events."""

    event: Event
    half: int = 0
    since: bool = False
    at: int = 0
    swaps: bool = False
    """Lessons of another day are given on it."""


@dataclass(frozen=True, slots=True)
class _Owed:
    """A deadline, what is done by it, whether 前 bounds it, and where its sentence begins."""

    deadline: Deadline
    act: str
    bound: bool
    sentence: int


@dataclass(slots=True)
class _State:
    """What the phrases before lend to the next: the day, and what was found."""

    day: date | None = None
    line: int = -1
    start: int = -1
    near: date | None = None
    told: date | None = None
    """The last day with its own year, anywhere before."""
    events: list[_Found] = field(default_factory=list)
    deadlines: list[_Owed] = field(default_factory=list)
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
    resolved = _add_counted(notice, state, mailboxes)
    state.unresolved += _open(notice, resolved)
    return _kept(_merged(state.events)), _distinct(state.deadlines), _changes(notice, state), tuple(dict.fromkeys(state.unresolved))


def _take(notice: Notice, state: _State, index: int, when: When, place: Place, mailboxes: tuple[str, ...]) -> None:
    """One phrase: its role, its days, and what they become."""
    if place.line != state.line:
        state.near = None
    if when.token == "rel" and when.days and when.days[0].word[0] in "次翌第" and derived.THING_BEFORE.search(place.lead):
        return  # counted from an event: _add_counted reads it
    if not when.days and when.opens:
        _clock_alone(notice, state, index, when, place, mailboxes)
        return
    role = roles.role(when, place, notice.theme)
    days, doubt = _days(notice, state, when, place)
    if days:
        state.day, state.line, state.start = days[-1].day, place.line, place.start
        if when.days and when.days[0].year:
            state.near = state.told = days[0].day
        elif notice.anchor.guessed and years.anchor_in(place.lead).known:
            state.told = days[0].day
    if isinstance(doubt, str) and doubt and (role.event or role.deadline):
        state.unresolved.append(Unresolved(notice.folded.shown(when.start, when.end), doubt))
    if role.changed == "old" and (notice.theme.moved_itself or words.MOVES.search(place.sentence) or words.CANCELS.search(place.sentence)):
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
        if out and found.day < out[-1].day and not day.year and day.month:
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
    where = names.event_place(notice.folded, place, (line.start, below.end))
    sure = min(it.confidence for it in days)
    for start, end in _spans(when, days, place):
        if role.kind == "holiday" and start == end and re.search("周末|连休|双休", place.sentence):
            start, end = _with_weekend(start)
        if notice.outside.signed and (end or start) < notice.outside.signed - _STALE:
            continue
        opened = role.ends_only
        first: Moment | None = None if opened else _at(start, when.opens)
        last: Moment | None = None if end is None else _at(end, when.closes)
        if when.mark == "since" or (when.opens and not when.closes and start == end):
            last = None
        if when.now and len(days) == 1:
            first = None
        recurrence = _recurrence(when, days, place) if end is None or start != end else None
        event = Event(
            role.kind, name, first, last, _evidence(notice, when.start, when.end), sure,
            not (when.opens or when.closes), where, recurrence,
        )
        state.events.append(_Found(event, _half(when), when.mark == "since", when.start, bool(_SWAPS.match(place.tail))))


def _recurrence(when: When, days: list[years.Dated], place: Place) -> str | None:
    """The rule of a series, from the words right around its days."""
    if not when.spans and len(days) >= _SERIES_MIN:
        return repeats.listed([it.day for it in days])
    return repeats.rule(place.lead[-12:] + "|" + place.tail[:40])


def _half(when: When) -> int:
    if when.opens and not when.spans:
        return 1 if when.opens.hour < 12 else 2
    return 0 if not when.half else 1 if HALVES[when.half] == 0 else 2


def _with_weekend(day: date) -> tuple[date, date]:
    """A day off beside a weekend that is taken together with it."""
    weekday = day.isoweekday()
    if weekday <= 2:
        return day - timedelta(days=weekday + 1), day
    return day, day + timedelta(days=max(0, 7 - weekday))


def _spans(when: When, days: list[years.Dated], place: Place) -> list[tuple[date, date | None]]:
    """The spans of a phrase: its two ends, a run of days, or each day for itself."""
    if when.spans or when.now:
        ended = bool(when.days[-1].day or when.days[-1].word)
        return [(days[0].day, days[-1].day if ended else None)]
    if len(days) >= _SERIES_MIN or re.search("每[周月日天]", place.lead):
        return [(days[0].day, days[-1].day)]
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
        deadline = Deadline(
            what, _at(it.day, clock), _evidence(notice, when.start, when.end), sure, duty.audience,
            duty.materials, duty.formats, duty.send_to,
        )
        bound = when.mark == "before" and bool(place.tail or place.row)
        if notice.outside.signed and it.day < notice.outside.signed - _STALE:
            continue
        state.deadlines.append(_Owed(deadline, roles.act_of(when, place), bound, place.start))


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


def _open(notice: Notice, resolved: Sequence[tuple[int, int]]) -> list[Unresolved]:
    """The clauses that leave a date open (另行通知, 近期, N个工作日内), but for those that were counted out."""
    text = notice.folded.text
    out = []
    for match in _OPEN.finditer(text):
        if not _OPEN_WORDS.search(text, match.start(), match.end() + 4):
            continue
        if any(match.start() < end and start < match.end() for start, end in resolved):
            continue
        start = next((i + 1 for i in range(match.start() - 1, max(-1, match.start() - _OPEN_REACH), -1) if text[i] in _CLAUSE),
                     max(0, match.start() - _OPEN_REACH))
        end = next((i for i in range(match.end(), min(len(text), match.end() + _OPEN_REACH)) if text[i] in _CLAUSE),
                   min(len(text), match.end() + _OPEN_REACH))
        out.append(Unresolved(notice.folded.shown(start, end), "open"))
    return out


def _add_counted(notice: Notice, state: _State, mailboxes: tuple[str, ...]) -> list[tuple[int, int]]:
    """Deadlines that are counted from an event; the spans of the phrases that were resolved."""
    text = notice.folded.text
    ended = [(it, day) for it in state.events if (day := _day(it.event.end) or _day(it.event.start))]
    named = [(f"{it.event.name}{notice.theme.title if len(ended) == 1 else ''}", day) for it, day in ended]
    named_around = [(_around(text, it.at), day) for it, day in ended]
    out = []
    for phrase in derived.counted(text):
        day = derived.due(phrase, named, workdays.after) or derived.due(phrase, named_around, workdays.after)
        start, end = layout.sentence(text, phrase.start, phrase.end)
        tail = text[phrase.end : end]
        if day is None or not (words.SUBMIT.search(tail) or roles.HAND.search(tail)):
            continue
        area = duties.Area(start, end, (start, end), phrase.start, phrase.end)
        duty = duties.duty(notice.folded, area, mailboxes, notice.theme.title)
        state.deadlines.append(_Owed(Deadline(
            duty.what or notice.folded.shown(phrase.end, end)[: names.NAME_MAX], day,
            _evidence(notice, phrase.start, phrase.end), _DERIVED, duty.audience, duty.materials, duty.formats, duty.send_to,
        ), "", True, start))
        out.append((phrase.start, phrase.end))
    return out


def _around(text: str, at: int) -> str:
    start, end = layout.sentence(text, at, at)
    return text[start:end]


def _clock_alone(
    notice: Notice, state: _State, index: int, when: When, place: Place, mailboxes: tuple[str, ...]
) -> None:
    """A clock without a day: on the day named before it in the sentence; a 前 on the notice's one day."""
    same = state.day if place.line == state.line else None
    if when.mark not in ("before", "until") or re.search("每[天日周]|工作日", place.lead):
        return
    days = {_day(it.event.start) for it in state.events if it.event.start}
    day = same or _soon_after(state, when.opens) or (next(iter(days)) if len(days) == 1 else None)
    if day is None or not _AT_CLOCK.search(place.tail + place.lead[-12:]):
        return
    last = state.events[-1].event if state.events else None
    if same and place.start == state.start and last and last.all_day and last.start == day and last.end == day \
            and not re.search("举行|召开|开展|进行", place.lead):
        state.events.pop()
    dated = [years.Dated(day, _DERIVED + 0.05 if same else _DERIVED)]
    _add_deadlines(notice, state, index, when, dated, place, mailboxes)


def _soon_after(state: _State, clock: time | None) -> date | None:
    """The day of the one event that begins within hours of a clock."""
    days = {
        it.event.start.date() for it in state.events
        if isinstance(it.event.start, datetime) and clock and 0 <= _minutes(it.event.start.time()) - _minutes(clock) <= _LEAD_MAX
    }
    return days.pop() if len(days) == 1 else None


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _merged(found: Sequence[_Found]) -> list[_Found]:
    """Events of the same days are one, told twice; the one with the clock and the better name is kept."""
    out: list[_Found] = []
    for it in found:
        twin = next((i for i, held in enumerate(out) if _told_twice(held, it)), None)
        if twin is None:
            out.append(it)
            continue
        held = out[twin]
        better, other = (it, held) if held.event.all_day and not it.event.all_day else (held, it)
        kind = held.event.kind if held.event.kind != "event" else it.event.kind
        event = replace(
            better.event, name=held.event.name or it.event.name, place=better.event.place or other.event.place, kind=kind
        )
        out[twin] = replace(better, event=event)
    return out


def _told_twice(held: _Found, it: _Found) -> bool:
    if _span_of(held.event) != _span_of(it.event):
        return False
    return not (held.half and it.half and held.half != it.half) or held.event.kind == it.event.kind == "window"


def _span_of(event: Event) -> tuple[date | None, date | None]:
    return _day(event.start), _day(event.end) or _day(event.start)


def _kept(found: Sequence[_Found]) -> tuple[Event, ...]:
    """Without what is part of a longer holiday, and without the beginning of what is told with its end too."""
    events = [it.event for it in found]
    holidays = [e for e in events if e.kind == "holiday" and e.start and e.end and e.start != e.end]
    closed = {_day(e.start) for e in events if e.end}
    return tuple(
        it.event for it in found
        if not (it.since and _day(it.event.start) in closed)
        and not any(_within(it, holiday) for holiday in holidays if holiday is not it.event)
    )


def _within(found: _Found, holiday: Event) -> bool:
    """A day of rest inside a holiday, or a day whose lessons are moved out of it."""
    event = found.event
    start, first, last = _day(event.start), _day(holiday.start), _day(holiday.end)
    if not (start and first and last and event.end and first <= start <= last and start == _day(event.end)):
        return False
    return event.kind == "holiday" or found.swaps or bool(re.search(r"^上?\d|公休|休息|的课|课表|法定", event.name))


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _distinct(found: Sequence[_Owed]) -> tuple[Deadline, ...]:
    """A deadline that is told twice is one: the same day, and the same thing or nothing new."""
    out: list[_Owed] = []
    for it in found:
        twin = next((i for i, held in enumerate(out) if _same(held, it)), None)
        if twin is None:
            out.append(it)
        elif not isinstance(out[twin].deadline.due, datetime) and isinstance(it.deadline.due, datetime):
            first = out[twin].deadline
            out[twin] = replace(it, deadline=replace(
                it.deadline, what=first.what or it.deadline.what, send_to=it.deadline.send_to or first.send_to,
                materials=first.materials or it.deadline.materials, audience=first.audience or it.deadline.audience,
            ))
    return tuple(it.deadline for it in out)


def _same(held: _Owed, it: _Owed) -> bool:
    if _day(held.deadline.due) != _day(it.deadline.due):
        return False
    if isinstance(held.deadline.due, datetime) and isinstance(it.deadline.due, datetime) and held.deadline.due != it.deadline.due:
        return False
    if held.sentence == it.sentence:
        return True
    if held.act and it.act:
        return held.act == it.act
    if held.bound and it.bound:
        return held.deadline.what == it.deadline.what
    return True


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
