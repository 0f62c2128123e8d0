"""Phrases with their roles become findings: each with days of the calendar, a name, its evidence and a confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from notices.extract import acts, areas, derived, duties, names, once, over, repeats, roles, words, years
from notices.extract.fold import Folded
from notices.extract.headings import Outside
from notices.extract.layout import Line, Place
from notices.extract.moments import Day, When
from notices.extract.once import Found, Owed
from notices.extract.patterns import Pattern
from notices.extract.tokens import HALVES
from notices.reading import Deadline, Event, Evidence, Moment, Unresolved

_LATE = 0.6  # the confidence of a deadline that lies before the notice was signed
_SERIES_MIN = 4  # days named one by one: as many are one series with several dates
_PROGRAMME = timedelta(days=10)  # a longer event is no meeting whose days are named one by one
_SWAPS = Pattern(r"(?:[(][^()]{1,8}[)])?(?:分别)?(?:上|补)(?!班)")
_WEEKEND = Pattern("周末|连休|双休")
_RECURS = Pattern("每[周月日天]")
_APART = Pattern("上班(?!时间)|[上补]课|[的]课|课表|分别|各(?![学单部院班系校位])")
_CLAUSE = Pattern("[,。;]")


class Notice(NamedTuple):
    """A notice as far as it is understood without its dates."""

    folded: Folded
    lines: Sequence[Line]
    whens: tuple[When, ...]
    around: tuple[Place, ...]
    outside: Outside
    anchor: years.Anchor
    theme: roles.Theme
    term_start: date | None
    published: date | None
    mailboxes: tuple[str, ...]
    """Those that are named apart from any deadline."""


@dataclass(slots=True)
class State:
    """What was found so far, and what the phrases before lend to the next."""

    day: date | None = None
    """The day named last; it stands in `line`, in the sentence that begins at `start`."""
    line: int = -1
    start: int = -1
    near: date | None = None
    """The last day with its own year in this line."""
    told: date | None = None
    """The last day with its own year, anywhere before."""
    events: list[Found] = field(default_factory=list)
    deadlines: list[Owed] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    hour: time | None = None
    """When it was to begin that is put off."""
    old: list[Moment] = field(default_factory=list)
    withdrawn: set[date] = field(default_factory=set)
    """The days by which something is no longer due."""
    new: list[Moment] = field(default_factory=list)


def take(notice: Notice, state: State, index: int) -> None:
    """Take one phrase: its role, its days, and what they become."""
    when, place = notice.whens[index], notice.around[index]
    if place.line != state.line:
        state.near = None
    role = roles.role(when, place, notice.theme)
    if role.why == "report" and over.is_ahead(notice.anchor, days(notice, state, when, place)):
        role = roles.role(when, place, notice.theme._replace(news=False))
    if role.changed == "old":
        state.hour = when.opens
    elif role.changed == "new" and not when.opens and words.SAME_HOUR.match(place.tail):
        when = when._replace(opens=state.hour)
    found = days(notice, state, when, place)
    if isinstance(found, str):
        if role.event or role.deadline:
            _doubt(notice, state, when, found)
        found = []
    elif role.event or role.deadline:
        for why in dict.fromkeys(it.doubt for it in found if it.doubt):
            _doubt(notice, state, when, why)
    if role.why in ("vague", "conditional"):
        _doubt(notice, state, when, role.why)
    kept = role.deadline or (role.event and not _over(notice, when, found))
    _lend(notice, state, when, place, found, kept)
    if role.changed == "old" and (notice.theme.moved_itself or _tells_of_change(place)):
        state.old += [it.day for it in found]
        if words.DUE_LABEL.search(place.sentence):
            state.withdrawn.update(it.day for it in found)
    if not found or (role.deadline and not role.changed and found[-1].day in state.withdrawn):
        return
    if role.changed == "new":
        state.new.append(_at(found[-1].day, when.opens))
    if role.deadline:
        add_deadlines(notice, state, index, found)
        _close_row(notice, state, index)
    if role.event and not _ended(state, place, found):
        add_events(notice, state, when, place, found, role)


def _close_row(notice: Notice, state: State, index: int) -> None:
    """What begins in the column before, or with the opening of a system, lasts until the deadline that follows."""
    if not index or not state.events or not state.deadlines:
        return
    before, place, last = notice.around[index - 1], notice.around[index], state.events[-1]
    starts = before.line == place.line and words.STARTS_COLUMN.search(before.column)
    closes = words.SYSTEM_CLOSES.search(place.tail) and words.SYSTEM_OPENS.search(before.tail)
    if (starts or closes) and last.at == notice.whens[index - 1].start:
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


def _over(notice: Notice, when: When, found: list[years.Dated]) -> bool:
    return bool(found) and over.is_past(notice.anchor, notice.published, notice.theme.title, found[-1].day)


def _doubt(notice: Notice, state: State, when: When, why: str) -> None:
    state.unresolved.append(Unresolved(notice.folded.shown(when.start, when.end), why))


def _tells_of_change(place: Place) -> bool:
    return bool(words.MOVES.search(place.sentence) or words.CANCELS.search(place.sentence))


def _lend(
    notice: Notice, state: State, when: When, place: Place, found: list[years.Dated], kept: bool
) -> None:
    """What later phrases may take from this one: its day, and if it is `kept` its year."""
    if not found:
        return
    state.day, state.line, state.start = found[-1].day, place.line, place.start
    if when.days and when.days[0].year:
        state.near = found[0].day if kept or not notice.anchor.day else state.near
        state.told = found[0].day if kept else state.told
    elif notice.anchor.guessed and years.anchor_in(place.lead).known:
        state.told = found[0].day


def days(notice: Notice, state: State, when: When, place: Place) -> list[years.Dated] | str:
    """The calendar days of a phrase; a string says why there are none."""
    out: list[years.Dated] = []
    before = _lender(state, when.days[0], place) if when.days and not when.days[0].month else state.told
    anchor = _anchor(notice, place)
    issued = notice.anchor.day if not notice.anchor.weak else notice.outside.paged
    if when.now and issued:
        out.append(years.Dated(issued, years.SURE))
    for day in when.days:
        if not day.day and not day.word:
            continue
        near = out[-1].day if out and when.days[0].year else state.near
        if day.word == "week" and when.spans and out:
            out.append(years.until_weekday(out[-1].day, day.weekday))
            continue
        near_week = _teaching(notice, day) or _in_week(state, when, day, place)
        found = near_week or years.dated(day, anchor, out[-1].day if out else before, near)
        if isinstance(found, str):
            return found
        if out and found.day < out[-1].day and not day.year and day.month:
            found = found._replace(day=_a_year_later(found.day))
        out.append(found)
    if when.weekdays and len(when.weekdays) == len(out) and not when.spans:
        out = [_weekday(it, weekday) for it, weekday in zip(out, when.weekdays, strict=True)]
    return out


def _lender(state: State, written: Day, place: Place) -> date | None:
    """The day whose month a day alone takes: one of a longer event told before (18—20日 ... 19日), that of the event
    that is named (典礼当日), else the last."""
    thing = derived.THING_BEFORE.search(place.lead) if written.word[:1] == "当" else None
    if thing:
        named = {once.day(it.event.start) for it in state.events if thing[0] in it.event.name}
        return named.pop() if len(named) == 1 else state.day
    if written.day and not written.word:
        for held in reversed(state.events):
            first, last = once.day(held.event.start), once.day(held.event.end)
            if first and last and first < last and held.event.kind != "window" and last - first < _PROGRAMME:
                days_ = (first + timedelta(days=n) for n in range((last - first).days + 1))
                if any(it.day == written.day for it in days_):
                    return first
    return state.day


def _weekday(it: years.Dated, weekday: int) -> years.Dated:
    return it if it.day.isoweekday() == weekday else it._replace(confidence=years.CONTRADICTED, doubt="weekday")


def _anchor(notice: Notice, place: Place) -> years.Anchor:
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


def _in_week(state: State, when: When, day: Day, place: Place) -> years.Dated | None:
    """周一9:30 at the head of a line or a cell, in the programme of a week that was told with its dates."""
    if day.word != "week" or not (when.opens or when.half) or place.lead.strip():
        return None
    for held in reversed(state.events):
        first, last = once.day(held.event.start), once.day(held.event.end)
        if first and last and timedelta() < last - first < timedelta(days=7):
            on = first + timedelta(days=(day.weekday - first.isoweekday()) % 7)
            return years.Dated(on, years.WEAK) if on <= last else None
    return None


def _at(day: date, clock: time | None) -> Moment:
    return datetime.combine(day, clock) if clock else day


def evidence(notice: Notice, start: int, end: int) -> Evidence:
    """The words of the input that `start` to `end` of the folded text stand for."""
    first, last = notice.folded.span(start, end)
    return Evidence(notice.folded.source[first:last], first, last)


def add_events(
    notice: Notice, state: State, when: When, place: Place, found: list[years.Dated], role: roles.Role
) -> None:
    """What happens on the days of a phrase, unless it is over or was told before."""
    name = names.event_name(notice.folded, when, place, notice.theme.title)
    below = notice.lines[min(place.line + 3, len(notice.lines) - 1)]
    where = names.event_place(notice.folded, place, (notice.lines[place.line].start, below.end))
    sure = min(it.confidence for it in found)
    for start, end in _spans(when, found, place):
        if over.is_past(notice.anchor, notice.published, notice.theme.title, end or start):
            continue
        if start == end and not role.changed and over.is_told(state.events, when, place, start):
            continue
        if role.kind == "holiday" and start == end and _WEEKEND.search(place.sentence):
            start, end = _with_weekend(start)
        recurrence = _recurrence(notice, when, found, place) if start != end else None
        first, last = _ends(when, start, end, role, len(found))
        if when.mark == "until" and not when.spans and not when.now and _from_now(notice, when, place):
            first = notice.anchor.day
        event = Event(
            role.kind, name, first, last, evidence(notice, when.start, when.end), sure,
            not (when.opens or when.closes), where, recurrence,
        )
        swaps = bool(_SWAPS.match(place.tail))
        turns = _turns(when, place)
        session = bool(when.opens) and acts.names_whom(f"{place.above}:" if place.alone else place.lead)
        found_here = Found(event, _half(when), when.mark == "since", when.start, swaps, turns, place.start, session)
        state.events.append(found_here)


def _turns(when: When, place: Place) -> int:
    """1 where something stops on a day, -1 where it goes on again or opens."""
    if when.spans:
        return 0
    if when.mark == "since":
        return -1
    told = place.tail.lstrip(",").partition(",")[0]
    if words.STOPS.search(told) or when.mark == "until" or words.CLOSES.match(told):
        return 1
    return -1 if words.RESUMES.search(told) or words.SYSTEM_OPENS.search(told) else 0


_ASKED_NEAR = 24  # characters before a day in which someone is asked to do something by it
_SLIP = timedelta(days=200)  # after the notice: a day that far ahead may have been meant with last year's number


def _may_be_a_slip(notice: Notice, when: When, place: Place, day: date) -> bool:
    """Whether a stale day, its year written out, is asked for as if it were to come: around New Year the number of the
    old year is soon written by mistake."""
    own = notice.anchor.day
    if own is None or not when.days[-1].year or not own <= _a_year_later(day) <= own + _SLIP:
        return False
    near = place.lead[-_ASKED_NEAR:]
    return when.mark == "until" or bool(words.MUST.search(near) or words.DUE_LABEL.search(near))


def _ends(
    when: When, start: date, end: date | None, role: roles.Role, named: int
) -> tuple[Moment | None, Moment | None]:
    """The moments of an event: it may be open at one end."""
    opens, closes = (None, when.closes or when.opens) if when.now else (when.opens, when.closes)
    first: Moment | None = _at(start, opens)
    last: Moment | None = None if end is None else _at(end, closes)
    if when.mark == "since" or role.starts_only or (opens and not closes and start == end):
        last = None
    if role.ends_only or (when.now and named == 1):
        first = None
    return first, last


def _from_now(notice: Notice, when: When, place: Place) -> bool:
    """Whether the sentence says that what ends here begins with the notice."""
    own = notice.anchor.day if not notice.anchor.weak else None
    return own is not None and bool(words.FROM_NOW.search(place.sentence[: when.start - place.start]))


def _recurrence(notice: Notice, when: When, found: list[years.Dated], place: Place) -> str | None:
    """The rule of a series, from the words right around its days."""
    if not when.spans and len(found) >= _SERIES_MIN:
        return repeats.listed([it.day for it in found])
    within = notice.folded.text[when.start : when.end]
    return repeats.rule(f"{_CLAUSE.split(place.lead[-12:])[-1]}|{within if '每' in within else ''}|{place.tail[:40]}")


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


def _spans(when: When, found: list[years.Dated], place: Place) -> list[tuple[date, date | None]]:
    """The spans of a phrase: its two ends, a run of days, or each day for itself."""
    if when.spans or when.now:
        ended = bool(when.days[-1].day or when.days[-1].word)
        return [(found[0].day, found[-1].day if ended else None)]
    if len(found) >= _SERIES_MIN or _RECURS.search(place.lead):
        return [(found[0].day, found[-1].day)]
    run = all(b.day - a.day == timedelta(days=1) for a, b in pairwise(found))
    if run and (when.closes or not when.opens) and not _APART.search(place.tail[:20] + place.lead[-4:]):
        return [(found[0].day, found[-1].day)]
    return [(it.day, it.day) for it in found]


def add_deadlines(notice: Notice, state: State, index: int, found: list[years.Dated]) -> None:
    """What is due at a phrase: once at its last day, or on each day where they are told apart."""
    when, place = notice.whens[index], notice.around[index]
    each = "分别" in place.sentence and not when.spans and not when.now
    area = areas.area(notice, index)
    duty = duties.duty(notice.folded, area, notice.mailboxes, notice.theme.title)
    name = duty.what or names.event_name(notice.folded, when, place, notice.theme.title)
    what = duty.what or _acted(notice, area, name, place, duty.audience)
    issued = notice.outside.signed or notice.published
    for it in found if each else found[-1:]:
        stale = over.is_stale(notice.anchor, it.day)
        if stale and not _may_be_a_slip(notice, when, place, it.day):
            continue
        if when.spans and not when.mark and issued and it.day < issued:
            continue
        sure = it.confidence
        if (issued and it.day < issued) or stale:
            sure = min(sure, _LATE)
            _doubt(notice, state, when, "late")
        deadline = Deadline(
            what, _at(it.day, when.closes or when.opens), evidence(notice, when.start, when.end), sure,
            duty.audience, duty.materials, duty.formats, duty.send_to,
        )
        bound = when.mark == "before" and bool(place.tail or place.row)
        state.deadlines.append(Owed(deadline, acts.group(when, place), bound, place.start))


def _acted(notice: Notice, area: duties.Area, name: str, place: Place, owers: Sequence[str]) -> str:
    """What is done by a deadline, without who does it; `name` is what stands nearest."""
    who = next((it for it in owers if name.startswith(it)), "")
    done = name.removeprefix(who).strip("将须应需于在,") if who else name
    tail = place.tail
    if area.step and not areas.ACTS.search(tail):  # 学生6月5日前、教师6月8日前完成登记: what the last one does, all do
        done, tail = "", notice.folded.text[areas.dates_in(notice, area.sentence)[-1].end : area.sentence[1]]
    return done or _CLAUSE.split(tail.strip(",. "))[0][: names.NAME_MAX] or name
