"""English phrases with their roles become events, deadlines and changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from notices import recurring
from notices.extract import repeats, years
from notices.extract.contacts import URL, emails
from notices.extract.english import dating, layout, names, once, outside, phrases, recurrence, roles, words
from notices.extract.english.clocks import Clock
from notices.extract.english.layout import Page, Place
from notices.extract.english.roles import Role
from notices.extract.fold import Folded
from notices.extract.once import day as day_of
from notices.extract.patterns import Pattern
from notices.reading import Change, Deadline, Event, Evidence, Moment, Unresolved

_WHO = Pattern(
    r"\b((?:all |each |every |interested |eligible |new |graduating |international |successful )?(?:students?"
    r"|teachers?|schools?"
    r"|departments?|participants?|applicants?|authors?|teams?|members?|parents?|faculty|staff|candidates?|units?"
    r"|colleges?|graduates|pupils|volunteers|instructors|supervisors|chairs))\b"
    r"(?= (?:must|should|shall|are (?:asked|required|requested)|may|need to|have to|to submit|submit|who|please|can"
    r"|will))"
)
_FORMATS = (
    ("PDF", Pattern(r"\bPDF\b")), ("Word", Pattern(r"\b(?:MS |Microsoft )?Word\b|\.docx?\b")),
    ("Excel", Pattern(r"\bExcel\b|\.xlsx?\b")),
    ("纸质", Pattern(r"\bhard cop|\bpaper cop|\bprinted\b|\bin print\b|\bbound cop")),
    ("电子版", Pattern(r"\belectronic(?:ally)? cop|\bsoft cop")),
)
_ROOM = Pattern(
    r"\bto (?:the )?((?:Room|Rm\.?|Office) [\w-]{1,20}"
    r"|[A-Z][\w&' ]{2,40}? (?:Office|Department|Desk|Secretariat|Registrar|Center|Centre|Library))"
)
_VAGUE = Pattern(
    r"\b(?:to be (?:announced|confirmed|determined)|TBA|TBC|TBD"
    rf"|(?i:early|mid|late|the beginning of|the middle of)[- ](?:{phrases.MONTH})(?! Bank Holiday| bank holiday)"
    rf"|within \w{{1,12}} (?:working|business) days)(?!\w)"
)
_PARAGRAPH_MAX = 600  # characters behind a deadline in which its mailboxes and formats stand
_LATE = 0.6  # the confidence of a deadline that lies before the notice was published
_AMBIGUOUS = 0.6  # the confidence of 06/07/2031, which may be either
_SERIES_MIN = 4  # days named one by one: as many are one series
_LINES_MAX = 160  # characters between "opens" and "closes" of one window
_LEAD_MAX = 60  # characters in which the word for opening or closing stands
_PLACE_REACH = 4  # characters behind a date in which `at` or `in` can only tell a place
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _State:
    """What was found so far."""

    events: list[Event] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    old: list[Moment] = field(default_factory=list)
    new: list[Moment] = field(default_factory=list)
    extended: bool = False
    """What is new is that something lasts longer."""
    doubts: list[Unresolved] = field(default_factory=list)
    last: date | None = None
    told: date | None = None
    """The last day with its own year."""
    named: int = -1
    """Where the last event has its date."""
    opened: int = -1
    """Where the last event that only begins, or only stops, has its date; -1 where there is none."""
    opened_act: bool = False


class _Notice(NamedTuple):
    folded: Folded
    title: str
    published: date | None
    anchor: years.Anchor
    of: Page
    alone: Sequence[Clock]


Findings = tuple[tuple[Event, ...], tuple[Deadline, ...], tuple[Change, ...], tuple[Unresolved, ...]]


def findings(folded: Folded, title: str, published: date | None, anchor: years.Anchor) -> Findings:
    """Events, deadlines, changes and doubts of an English text."""
    text = layout.unwrapped(folded.text, folded.source)
    found, alone = phrases.phrases(text)
    signed = outside.signature(text)
    found = [it for it in found if it.start < signed]
    of = layout.page(text, found)
    notice = _Notice(folded, title, published, anchor, of, alone)
    state = _State(doubts=[Unresolved(folded.shown(*m.span()), "open") for m in _VAGUE.finditer(text)])
    for phrase, place in zip(found, layout.places(of, found), strict=True):
        _take(notice, state, phrase, place)
    moved = _changes(text, title, state)
    return once.events(state.events), once.deadlines(state.deadlines), moved, tuple(dict.fromkeys(state.doubts))


def _take(notice: _Notice, state: _State, phrase: phrases.Phrase, place: Place) -> None:
    """One phrase: its days, its role, and what it becomes."""
    days = dating.days(phrase, notice.anchor, notice.published, state.last, state.told)
    shown = notice.folded.shown(phrase.start, phrase.end)
    role = roles.role(phrase, place, notice.title)
    if role is Role.LINE:
        role = Role.EVENT if _is_poster(notice, phrase, days) else Role.NONE
    if isinstance(days, str):
        state.doubts += [Unresolved(shown, days)] if role is not Role.NONE else []
        return
    if role is Role.RAIN:
        state.doubts.append(Unresolved(shown, "conditional"))
    if role is Role.OLD:
        state.old.append(days[0].day)
    if role in (Role.RAIN, Role.OLD, Role.NONE) or (phrase.days[0].word == phrases.SAME and not phrase.opens):
        return
    state.last = days[-1].day
    state.told = state.last if phrase.days[-1].year else state.told
    if role is Role.NEW:
        role = _renewed(place, notice.title)
        longer = role is Role.DUE or bool(words.EXTENDS.search(place.whole))
        state.extended = state.extended if state.new else longer
        state.new.append(_moment(days[-1].day, phrase.opens))
    if notice.published and days[-1].day < notice.published and role not in (Role.DUE, Role.BOTH):
        return
    near = state.named >= place.start or place.lead.lstrip().startswith("No ")
    last = state.events[-1] if state.events and near else None
    if last and last.recurrence and words.LEFT_OUT.search(place.lead):
        state.events[-1] = last._replace(recurrence=repeats.without(last.recurrence, days[0].day))
        return
    sure = min(*(it.confidence for it in days), _AMBIGUOUS if phrase.doubtful else 1.0)
    reasons = dict.fromkeys([*(it.doubt for it in days if it.doubt), *(["ambiguous"] if phrase.doubtful else [])])
    if notice.published and role in (Role.DUE, Role.BOTH) and days[-1].day < notice.published:
        sure, reasons = min(sure, _LATE), reasons | {"late": None}
    state.doubts += [Unresolved(shown, why) for why in reasons]
    _add(notice, state, phrase, place, days, role, sure)


def _renewed(place: Place, title: str) -> Role:
    """What a new date is: of something due, of something that lasts longer, of an event."""
    longer = words.EXTENDS.search(place.whole)
    acts = words.ACT.search(place.before) or words.DUE_COLUMN.search(title)
    if words.DUE_LABEL.search(place.before) or words.DUE.search(place.lead) or (longer and acts):
        return Role.DUE
    return Role.UNTIL if longer else Role.EVENT


def _is_poster(notice: _Notice, phrase: phrases.Phrase, days: list[years.Dated] | str) -> bool:
    """Whether a date alone in its line is what the notice is about: it is still to come, and not the last line."""
    ahead = not isinstance(days, str) and notice.published is not None and days[0].day > notice.published
    return ahead and (len(phrase.days) > 1 or bool(notice.of.text[phrase.end :][:_PARAGRAPH_MAX].strip()))


def _add(
    notice: _Notice, state: _State, phrase: phrases.Phrase, place: Place, days: list[years.Dated], role: Role,
    sure: float,
) -> None:
    phrase, end = _lent(notice, phrase, role)
    if role is Role.BOTH and phrase.opens and not phrase.closes:  # 3-12 June (11:59 pm)
        phrase = phrase._replace(opens=None, closes=phrase.opens)
    evidence = _evidence(notice.folded, phrase.start, end)
    if role is Role.DUE and state.opened >= 0 and _closes_window(state, phrase, place):
        _end_last(state, _moment(days[-1].day, phrase.closes or phrase.opens))
    window = names.event(place, notice.title, first=False) if role is Role.BOTH else ""
    if role in (Role.DUE, Role.BOTH):
        for day in days[-1:] if phrase.spans else days:
            state.deadlines.append(_deadline(notice, phrase, place, day.day, sure, evidence, window))
        state.opened = -1 if role is Role.DUE else state.opened
    if role is Role.UNTIL and state.events and state.opened >= max(place.start, phrase.start - _LINES_MAX):
        _end_last(state, _moment(days[-1].day, phrase.closes or phrase.opens))
        return
    if _goes_on(state, phrase, place):
        _end_last(state, _moment(days[0].day, phrase.opens))
        return
    if role is not Role.DUE:
        _add_events(notice, state, phrase, place, days, role, sure, evidence)
    _add_duties(notice, state, phrase, place, days[-1].day, sure)


def _closes_window(state: _State, phrase: phrases.Phrase, place: Place) -> bool:
    """Whether the last event, of which only the opening was told, is closed by this deadline."""
    near = phrase.start - state.opened < _LINES_MAX and state.opened_act
    around = (place.lead, place.label, place.rest[:_LEAD_MAX])
    return near and any(words.CLOSES.search(it) for it in around)


def _goes_on(state: _State, phrase: phrases.Phrase, place: Place) -> bool:
    """Whether what stopped by the clock goes on again at this one."""
    last = state.events[-1] if state.events and state.opened >= place.start else None
    clocks = last and isinstance(last.start, datetime) and last.end is None and phrase.opens
    return bool(clocks and words.STOPS.search(place.before) and words.RESUMED.search(place.lead))


def _end_last(state: _State, end: Moment) -> None:
    last = state.events[-1]
    begun = last.start.date() if isinstance(last.start, datetime) else last.start
    if begun and begun <= (end.date() if isinstance(end, datetime) else end):
        state.events[-1] = last._replace(end=end, name=names.without_beginning(last.name))
    state.opened = -1


def _lent(notice: _Notice, phrase: phrases.Phrase, role: Role) -> tuple[phrases.Phrase, int]:
    """The phrase with the clock that stands apart from it: in its sentence, in the next one, behind a label `Time:`.
    And where what shows it ends."""
    if phrase.opens or phrase.closes:
        return phrase, phrase.end
    near = layout.clocks_near(notice.of, notice.alone, phrase, role in (Role.DUE, Role.BOTH))
    if not near:
        return phrase, phrase.end
    first, last = near[0], near[-1]
    closes = first.closes or (last.opens if last is not first and last.opens > first.opens else None)
    end = last.end if last.end - phrase.end < layout.SHOWN_MAX else phrase.end
    return phrase._replace(opens=first.opens, closes=closes), end


def _moment(day: date, clock: time | None) -> Moment:
    return datetime.combine(day, clock) if clock else day


def _evidence(folded: Folded, start: int, end: int) -> Evidence:
    first, last = folded.span(start, end)
    return Evidence(folded.source[first:last], first, last)


def _add_events(
    notice: _Notice, state: _State, phrase: phrases.Phrase, place: Place, days: list[years.Dated], role: Role,
    sure: float, evidence: Evidence,
) -> None:
    again = state.events and state.named >= place.start and names.continues(place)
    name = state.events[-1].name if again else names.event(place, notice.title, first=not state.events)
    state.named = phrase.start
    acts = role is Role.BOTH or (role is Role.OPENS and bool(words.ACT.search(place.before[-_LEAD_MAX:] + place.label)))
    kind = names.kind(name, place, notice.title, acts)
    spans = phrase.spans or phrase.week
    rule = recurrence.rule(place.whole, notice.of.text[place.end : place.end + 100])
    all_days = [it.day for it in days]
    groups = [(all_days[0], all_days[-1])] if spans else list(_runs(all_days))
    if len(groups) >= _SERIES_MIN:
        groups, rule, spans = [(all_days[0], all_days[-1])], repeats.listed(all_days), True
    stops = bool(words.FACILITY.search(place.before) and words.STOPS.search(place.lead))
    where = _place(notice.of, place, name)
    for first, last in groups:
        long = first != last or spans
        if again_due := recurrence.due(place.whole, rule, first, last if long else None):
            state.deadlines.append(_due_again(notice, phrase, place, again_due, sure, evidence))
            continue
        event = Event(
            kind, name or kind.capitalize(), _moment(first, phrase.opens), _end(phrase, role, first, last, long),
            evidence, sure, phrase.opens is None, where, rule if long or role in (Role.OPENS, Role.UNTIL) else None,
        )
        if role in (Role.UNTIL, Role.BY) and not stops:
            event = event._replace(start=None, end=_moment(last, phrase.closes or phrase.opens))
        hours = recurrence.hours(place.whole, phrase.opens) if event.recurrence else ()
        if hours and first == day_of(event.start):
            event = event._replace(start=_moment(first, hours[0].opens), daily_hours=hours)
        state.events.append(event)
        state.events += [event._replace(start=_moment(first, clock)) for clock in phrase.more if role is Role.EVENT]
    single = len(groups) == 1 and not spans and not phrase.closes
    state.opened = phrase.start if single and (role is Role.OPENS or stops or role is Role.EVENT) else -1
    state.opened_act = acts


def _due_again(
    notice: _Notice, phrase: phrases.Phrase, place: Place, again: tuple[date, str], sure: float, evidence: Evidence
) -> Deadline:
    """What is due again and again, by the hour that its sentence tells."""
    opens, closes = recurrence.due_by(place.whole)
    it = _deadline(notice, phrase._replace(opens=opens, closes=closes), place, again[0], sure, evidence, "")
    return it._replace(recurrence=recurring.typed(again[1], it.due))


def _end(phrase: phrases.Phrase, role: Role, first: date, last: date, long: bool) -> Moment | None:
    if role is Role.OPENS or (phrase.opens and not phrase.closes and not long):
        return None
    if phrase.closes and phrase.opens and phrase.closes <= phrase.opens and first == last:  # 10 pm - 2 am
        return _moment(last + _DAY, phrase.closes)
    return _moment(last, phrase.closes)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Days in a row as one span each."""
    out = [(days[0], days[0])]
    for before, day in pairwise(days):
        out[-1:] = [(out[-1][0], day)] if day - before == _DAY else [out[-1], (day, day)]
    return out


def _place(of: Page, place: Place, name: str) -> str | None:
    """Where it is: a cell, what the sentence says, else a line for it not far below."""
    for cell, head in place.cells:
        if words.PLACE_COLUMN.search(head):
            return cell
    after = bisect_left(of.dated, place.end)
    until = of.dated[after] if after < len(of.dated) else len(of.text)  # what stands behind the next date is about that
    window = of.text[place.end : min(until, place.end + _PARAGRAPH_MAX)].partition("\n\n")[0]
    for text in (place.tail, place.whole, window):
        for found in words.PLACE.finditer(text):
            told = words.AND_NO_MORE.sub("", (found["labelled"] or found["at"] or found["room"]).strip(" .,"))
            near = text is place.tail and found.start() < _PLACE_REACH
            if told.lower() == name.lower():
                continue
            if not found["at"] or near or words.PLACE_NOUN.search(told) or words.HELD.search(text, 0, found.start()):
                return told
    return None


def _deadline(
    notice: _Notice, phrase: phrases.Phrase, place: Place, day: date, sure: float, evidence: Evidence,
    window: str,
) -> Deadline:
    what, material = names.due(place, notice.title, window)
    who = _WHO.search(place.before) or _WHO.search(place.whole)
    paragraph = notice.of.text[place.start : _reach(notice.of, place)].partition("\n\n")[0]
    links = [m[0].rstrip(".,)") for m in URL.finditer(place.whole)]
    rooms = [m[1].strip() for m in _ROOM.finditer(place.whole)]
    return Deadline(
        what or "Deadline", _moment(day, phrase.closes or phrase.opens), evidence, sure, (who[1],) if who else (),
        (material,) if material else (), tuple(name for name, pattern in _FORMATS if pattern.search(paragraph)),
        tuple(dict.fromkeys((*emails(paragraph), *links, *rooms))),
    )


def _reach(of: Page, place: Place) -> int:
    """How far what is said of a deadline may go: to the next line with a date."""
    after = bisect_left(of.dated, place.end)
    line = of.text.rfind("\n", 0, of.dated[after]) if after < len(of.dated) else len(of.text)
    return min(max(line, place.end), place.end + _PARAGRAPH_MAX)


def _add_duties(
    notice: _Notice, state: _State, phrase: phrases.Phrase, place: Place, day: date, sure: float
) -> None:
    """`The ceremony begins at 14:30 on 19 November; graduates should report by 13:15.`"""
    for clock, before in layout.duties_near(notice.of, notice.alone, phrase):
        around = place._replace(lead=before, before=before, whole=before, tail="", label="", first=False, cells=())
        what, _ = names.due(around, notice.title)
        who = _WHO.search(before)
        evidence = _evidence(notice.folded, clock.start, clock.end)
        state.deadlines.append(Deadline(what, _moment(day, clock.opens), evidence, sure, (who[1],) if who else ()))


def _changes(text: str, title: str, state: _State) -> tuple[Change, ...]:
    first = state.old[0] if state.old else None
    if state.new:
        return (Change("extended" if state.extended else "postponed", first, state.new[0]),)
    called_off = words.CANCELS.search(title)
    off = called_off and not words.CLASSES.search(title[: called_off.start()])  # no classes is an event of its own
    if off or (state.old and words.CANCELS.search(text)):
        return (Change("cancelled", first, None),)
    open_ = words.MOVES.search(title) and not state.events and not state.deadlines
    return (Change("postponed", first, None),) if state.old or open_ else ()


_PAGED = Pattern(r"(?:posted|published|updated|dated|issued|released)(?: on)?:? ")


def paged(text: str) -> date | None:
    """The day a page says it was put there: in its first or last lines, with the year."""
    for phrase in phrases.phrases(text)[0]:
        day = phrase.days[0]
        start = text.rfind("\n", 0, phrase.start) + 1
        lead = text[start : phrase.start]
        if day.year and len(phrase.days) == 1 and start == outside.signature(text):
            lead = ""
        alone = not lead.strip() and text[phrase.end : phrase.end + 1] in ("", "\n")
        if day.year and len(phrase.days) == 1 and (_PAGED.fullmatch(lead.lower()) or (alone and not phrase.opens)):
            found = years.dated(day, years.Anchor())
            return None if isinstance(found, str) else found.day
    return None
