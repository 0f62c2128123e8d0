"""What an English date is for, and what the notice says around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from notices.extract import english, years
from notices.extract.contacts import URL, emails
from notices.extract.fold import Folded
from notices.extract.names import NAME_MAX
from notices.extract.patterns import Pattern
from notices.reading import Change, Deadline, Event, EventKind, Evidence, Moment, Unresolved

_STOP = Pattern(r"(?<=[a-z0-9)\"])[.!?](?= +[A-Z]| *$| *\n)|\n|;|\|")
_NOT_END = Pattern(
    r"(?:\b(?:No|Dr|Prof|Mr|Ms|Mrs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Rm|St|vs|etc)|[ap]\.m|\b[A-Z])$"
)
_DUE = Pattern(
    r"(?:\bby|\bbefore|\buntil|\btill|no later than|not later than|on or before|\bdue(?: on| by| date| is){0,2}:?"
    r"|deadlines?[^.;\n]{0,50}?(?:is|:|of|for[^.;\n]{0,30}?is|on|by|-)?|close[sd]?(?: on| at)?|closing date(?: is|:)?"
    r"|\bends?(?: on| at)|cut-?off(?: date)?(?: is|:)?|expires?(?: on)?|through)"
    r"(?: (?:is|at|on|the|end of|the end of|close of business on|COB on|midnight on|noon on)){0,2}:? {0,2}\(?$",
    re.IGNORECASE,
)
_DUE_AFTER = Pattern(
    r"^[\s,()]{0,3}(?:is|will be|being|-|:)? ?(?:the )?(?:final |last |application |submission |registration ){0,3}"
    r"(?:deadline|due date|cut-?off|closing date|is the last day)",
    re.IGNORECASE,
)
_OLD = Pattern(
    r"(?:original(?:ly)?|previously|initially|formerly)[^.;\n]{0,40}$|\bfrom(?: the)?(?: original)? ?$|instead of ?$"
    r"|rather than ?$",
    re.IGNORECASE,
)
_NEW = Pattern(
    r"(?:postponed|rescheduled|moved|extended|changed|deferred|delayed|pushed back|brought forward|shifted)"
    r"[^.;\n]{0,60}?(?:to|until|till|through|for|on) ?$|new (?:date|deadline|time)(?: is|:)? ?$",
    re.IGNORECASE,
)
_MOVED_AFTER = Pattern(
    r"[^.;\n]{0,40}(?:has been|have been|is|will be|was) (?:postponed|rescheduled|moved|extended)", re.IGNORECASE
)
_MOVES = Pattern(r"postpone|reschedul|moved (?:to|from)|deferred|delayed|pushed back|brought forward", re.IGNORECASE)
_EXTENDS = Pattern(r"exten(?:d|sion)", re.IGNORECASE)
_CANCELS = Pattern(r"\bcancel(?:l?ed|lation)|called off|will not (?:take place|be held)", re.IGNORECASE)
_PAST = Pattern(
    r"(?:\bwas|\bwere|\bhas been|\bhave been|had been) (?:\w{1,20} ){0,2}(?:held|published|posted|founded|established"
    r"|born|approved|issued|signed|released|announced|received|completed) ?(?:on|in|by)? ?$"
    r"|(?:posted|published|updated|modified|dated|issued|created|released|announced|signed|born|since|as of|minutes of"
    r"|letter of|circular of|copyright|©)(?: on| at| by [\w ]{1,20})?:? ?$"
    r"|\b(?:took place|last (?:year|month|week|term|semester)[^.;\n]{0,60}) ?(?:on|in|from)? ?$",
    re.IGNORECASE,
)
_PAST_AFTER = Pattern(
    r"^[, ]{0,2}(?:we|the \w{1,20}|our \w{1,20})? ?(?:successfully )?"
    r"(?:held|hosted|organi[sz]ed|attended|visited|won|celebrated)\b",
    re.IGNORECASE,
)
_CONDITION = Pattern(
    r"\b(?:born|employed|hired|registered|published|enrolled|obtained|those who|anyone who|papers|students who)"
    r"[^.;\n]{0,40}(?:before|after|between|since|on or after|on or before|prior to) ?$|\b(?:after|since|days of) ?$",
    re.IGNORECASE,
)
_ENDS = Pattern(r"\bends? $", re.IGNORECASE)
_MUST = Pattern(r"\b(?:must|should|have to|need to|shall|please)\b", re.IGNORECASE)
_ACT = Pattern(
    r"\b(?:regist(?:er|ration)|sign(?:ing)?[- ]?up|appl(?:y|ications?)|submi(?:t|ssions?)|enrol(?:l|ment|lment)?|rsvp"
    r"|nominat(?:e|ions?)|call for (?:papers|proposals|abstracts)|pay(?:ment)?|vot(?:e|ing)|survey|questionnaire"
    r"|course selection|add/drop|upload|hand in|turn in|return)\b",
    re.IGNORECASE,
)
_HAND_ON = Pattern(r"\b(?:submit|send|return|hand in|turn in|upload)\b[^.;\n]{0,60}\bon $", re.IGNORECASE)
_LABEL_ABOVE = Pattern(r"[^\n]{0,40}\b(?:date|when|time|deadline)s?:? {0,2}$", re.IGNORECASE)
_KINDS: tuple[tuple[EventKind, Pattern], ...] = (
    ("holiday", Pattern(r"holiday|no classes|school closed|closed for|recess|day off|vacation|break\b", re.IGNORECASE)),
    ("exam", Pattern(r"exam|midterm|\bfinals?\b(?! round)|\btest\b|quiz|defen[cs]e|viva", re.IGNORECASE)),
    ("exhibition", Pattern(r"exhibit|\bfair\b|\bexpo\b|showcase|poster session", re.IGNORECASE)),
    ("training", Pattern(r"workshop|training|boot ?camp|course\b|summer school|camp\b", re.IGNORECASE)),
    ("lecture", Pattern(r"lecture|seminar|\btalk\b|colloqui|webinar|keynote", re.IGNORECASE)),
    ("contest", Pattern(
        r"contest|competition|olympiad|tournament|hackathon|championship|race\b|match\b|quiz bowl|sports day",
        re.IGNORECASE,
    )),
    ("meeting", Pattern(
        r"meeting|conference|symposium|forum|assembly|congress|town hall|briefing|orientation|summit", re.IGNORECASE
    )),
)
_WHO = Pattern(
    r"\b((?:all |each |every |interested |eligible |new |graduating |international )?(?:students?|teachers?|schools?"
    r"|departments?|participants?|applicants?|authors?|teams?|members?|parents?|faculty|staff|candidates?|units?"
    r"|colleges?))\b"
    r"(?= (?:must|should|shall|are (?:asked|required|requested)|may|need to|have to|to submit|who|please|can|will))",
    re.IGNORECASE,
)
_WHAT = Pattern(
    r"\b(?:submit|send|e-?mail|upload|return|hand in|turn in|complete|deliver|provide|forward|mail)(?:ting)?"
    r" (?:us |in )?"
    r"((?!to\b|by\b|it\b|them\b)(?:[\w'/-]{1,30} ){0,7}?[\w'/-]{1,30}?)"
    r"(?= (?:to|by|via|before|no|not|at|in|on|through|as|with|and|until)\b|[,.;(]|$)",
    re.IGNORECASE,
)
_ARTICLE = Pattern(r"^(?:the|your|their|a|an|all) ", re.IGNORECASE)
_FORMATS = (
    ("PDF", Pattern(r"\bPDF\b")), ("Word", Pattern(r"\b(?:MS |Microsoft )?Word\b|\.docx?\b")),
    ("Excel", Pattern(r"\bExcel\b|\.xlsx?\b")), ("纸质", Pattern(r"\bhard cop|\bpaper cop|\bprinted\b|\bin print\b")),
    ("电子版", Pattern(r"\belectronic(?:ally)? cop|\bsoft cop")),
)
_ROOM = Pattern(
    r"\bto (?:the )?((?:Room|Rm\.?|Office) [\w-]{1,20}"
    r"|[A-Z][\w&' ]{2,40}? (?:Office|Department|Desk|Secretariat|Registrar|Center|Centre|Library))"
)
_PLACE = Pattern(
    r"\b(?:at|in) (?:the )?(?!\d{1,2}(?::\d\d)?\b(?! [A-Z]))"
    r"((?:[A-Z0-9][\w.&'-]{0,30})(?: (?:of|the|and|[A-Z0-9][\w.&'-]{0,30})){0,6})"
    r"|(?:Venue|Location|Place|Where): {0,3}([^\n.;]{2,60})"
)
_MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_VAGUE = Pattern(
    r"\b(?:to be (?:announced|confirmed|determined)|TBA|TBC|TBD"
    rf"|(?:early|mid|late)[- ](?:{_MONTH_NAMES})|within \w{{1,12}} (?:working|business) days)\b",
    re.IGNORECASE,
)
_DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day{}(?:,? and |, )?){{1,7}}"
_EVERY = Pattern(rf"\b(?:every|each) ({_DAYS.format('')})|\bon ({_DAYS.format('s')})", re.IGNORECASE)
_OPENS = Pattern(r"\b(?:starting|beginning|from|as of|effective|starts?|begins?|opens?)(?: on)? $", re.IGNORECASE)
_LABEL = Pattern(r"[\s\d.)*-]{0,6}([A-Z][\w /&'-]{2,50}?):")
_TIME_LABEL = Pattern(r"(?:date|time|when|dates|venue|where)$", re.IGNORECASE)
_SUBJECT = Pattern(
    r"\s{0,4}(?:The |Our |Please note that the |Please note that )?([A-Z\d][^,.;\n]{2,60}?)"
    r" (?:will|is|are|takes?|starts?|begins?|opens?|shall|has|runs?|on|from)\b"
)
_NO_SUBJECT = Pattern(r"(?:Please|It|We|You|All|This|That|There|In|On|From)\b")
_SENTENCE_MAX = 600  # characters of a sentence that are looked at
_LATE = 0.6  # the confidence of a deadline that lies before the notice was published
_AMBIGUOUS = 0.6  # the confidence of 06/07/2031, which may be either


class _Sentence(NamedTuple):
    start: int
    end: int
    lead: str
    tail: str
    whole: str
    before: str


@dataclass(slots=True)
class _State:
    """What was found so far."""

    events: list[Event] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    old: list[Moment] = field(default_factory=list)
    new: list[Moment] = field(default_factory=list)
    doubts: list[Unresolved] = field(default_factory=list)
    last: date | None = None


Findings = tuple[tuple[Event, ...], tuple[Deadline, ...], tuple[Change, ...], tuple[Unresolved, ...]]


def findings(folded: Folded, title: str, published: date | None, anchor: years.Anchor) -> Findings:
    """Events, deadlines, changes and doubts of an English text."""
    text = folded.text
    found = english.phrases(text)
    ends = _ends(text)
    state = _State(doubts=[Unresolved(folded.shown(*m.span()), "open") for m in _VAGUE.finditer(text)])
    for index in range(len(found)):
        _take(folded, state, found[index], _sentence(text, ends, found, index), title, published, anchor)
    moved = _changes(text, title, state.old, state.new)
    return tuple(_once(state.events)), tuple(_once_due(state.deadlines)), moved, tuple(dict.fromkeys(state.doubts))


def _take(
    folded: Folded, state: _State, phrase: english.Phrase, around: _Sentence, title: str, published: date | None,
    anchor: years.Anchor,
) -> None:
    """One date: its day, its role, and what it becomes."""
    days = _days(phrase, anchor, published, state.last)
    if isinstance(days, str):
        state.doubts.append(Unresolved(folded.shown(phrase.start, phrase.end), days))
        return
    above = folded.text[max(0, around.start - 80) : max(0, around.start - 1)].rpartition("\n")[2]
    role = _role(phrase, around, above)
    if role == "old":
        state.old.append(days[0].day)
    if role in ("", "old"):
        return
    state.last = days[-1].day
    if role == "new":
        state.new.append(_moment(days[-1].day, phrase.opens))
        role = "due" if _EXTENDS.search(around.whole) or _ACT.search(around.whole) else "event"
    sure = min(*(it.confidence for it in days), _AMBIGUOUS if phrase.doubtful else 1.0)
    reasons = dict.fromkeys([*(it.doubt for it in days if it.doubt), *(["ambiguous"] if phrase.doubtful else [])])
    state.doubts += [Unresolved(folded.shown(phrase.start, phrase.end), why) for why in reasons]
    if published and role in ("due", "both") and days[-1].day < published:
        sure = min(sure, _LATE)
        state.doubts.append(Unresolved(folded.shown(phrase.start, phrase.end), "late"))
    evidence = _evidence(folded, phrase)
    if role in ("due", "both"):
        state.deadlines.append(_deadline(folded, phrase, around, days, sure, evidence, title))
    if role in ("event", "both"):
        state.events.append(_event(folded, phrase, around, days, sure, evidence, title))


_PAGED = Pattern(r"(?:posted|published|updated|dated|issued|released)(?: on)?:? ", re.IGNORECASE)


def paged(text: str) -> date | None:
    """The day a page says it was put there: in its first or last lines, with the year."""
    for phrase in english.phrases(text):
        day = phrase.days[0]
        start = text.rfind("\n", 0, phrase.start) + 1
        lead = text[start : phrase.start]
        alone = not lead.strip() and text[phrase.end : phrase.end + 1] in ("", "\n")
        if day.year and len(phrase.days) == 1 and (_PAGED.fullmatch(lead) or (alone and not phrase.opens)):
            found = years.dated(day, years.Anchor())
            return None if isinstance(found, str) else found.day
    return None


def _ends(text: str) -> list[tuple[int, int]]:
    return [
        m.span() for m in _STOP.finditer(text)
        if m[0] != "." or not _NOT_END.search(text, max(0, m.start() - 12), m.start())
    ]


def _sentence(
    text: str, ends: list[tuple[int, int]], found: list[english.Phrase], index: int
) -> _Sentence:
    phrase = found[index]
    at = bisect_left(ends, (phrase.start, 0))
    start = max(ends[at - 1][1] if at else 0, phrase.start - _SENTENCE_MAX)
    while at < len(ends) and ends[at][0] < phrase.end:
        at += 1
    end = min(ends[at][0] if at < len(ends) else len(text), phrase.end + _SENTENCE_MAX)
    before = found[index - 1].end if index else 0
    after = found[index + 1].start if index + 1 < len(found) else len(text)
    return _Sentence(
        start, end, text[max(start, before) : phrase.start], text[phrase.end : min(end, max(after, phrase.end))],
        text[start:end], text[start : phrase.start],
    )


def _days(
    phrase: english.Phrase, anchor: years.Anchor, published: date | None, last: date | None
) -> list[years.Dated] | str:
    out: list[years.Dated] = []
    for day in phrase.days:
        if day.word:
            today = anchor.day or published
            moved = english.relative(day.word, today) if today else None
            if moved is None:
                return "no_anchor"
            out.append(years.Dated(moved, years.WEAK))
            continue
        found = years.dated(day, anchor, out[-1].day if out else (last if not anchor.day else None))
        if isinstance(found, str):
            return found
        if out and found.day < out[-1].day and not day.year:
            found = years.Dated(found.day.replace(year=found.day.year + 1), found.confidence)
        out.append(found)
    return out


def _role(phrase: english.Phrase, around: _Sentence, above: str) -> str:
    """old, new, due, both, event, or nothing."""
    lead, tail = around.lead, around.tail
    changes = _MOVES.search(around.whole) or _EXTENDS.search(around.whole) or _CANCELS.search(around.whole)
    if changes and (_OLD.search(lead) or _MOVED_AFTER.match(tail)):
        return "old"
    if _CANCELS.search(tail) or (_CANCELS.search(around.whole) and not _MOVES.search(around.whole)):
        return "old"
    if _NEW.search(around.before):
        return "new"
    if _PAST.search(lead) or _PAST_AFTER.search(tail) or (_CONDITION.search(lead) and not _MUST.search(lead)):
        return ""
    if _alone(around) and not _LABEL_ABOVE.match(above):
        return ""
    if phrase.spans:
        return "both" if _ACT.search(lead[-60:] + " " + tail[:40]) else "event"
    if _ENDS.search(lead) and _ACT.search(lead):
        return "due"
    return "due" if _DUE.search(lead) or _DUE_AFTER.search(tail) or _HAND_ON.search(lead) else "event"


def _alone(around: _Sentence) -> bool:
    """A date that stands in its line by itself is the page's or the signature."""
    return not around.lead.strip(" ,()") and not around.tail.strip(" ,().")


def _moment(day: date, clock: time | None) -> Moment:
    return datetime.combine(day, clock) if clock else day


def _evidence(folded: Folded, phrase: english.Phrase) -> Evidence:
    start, end = folded.span(phrase.start, phrase.end)
    return Evidence(folded.source[start:end], start, end)


def _event(
    folded: Folded, phrase: english.Phrase, around: _Sentence, days: list[years.Dated], sure: float, evidence: Evidence,
    title: str,
) -> Event:
    opened = not phrase.spans and _OPENS.search(around.lead)
    end: Moment | None = _moment(days[-1].day, phrase.closes)
    if opened or (phrase.opens and not phrase.closes and not phrase.spans):
        end = None
    place = _PLACE.search(around.tail) or _PLACE.search(folded.text, around.start, around.end + _SENTENCE_MAX)
    return Event(
        _kind(around, title), _name(around, title), _moment(days[0].day, phrase.opens), end, evidence, sure,
        phrase.opens is None, (place[1] or place[2]).strip(" .,") if place else None,
        _recurrence(around.whole) if phrase.spans else None,
    )


def _recurrence(text: str) -> str | None:
    match = _EVERY.search(text)
    if not match:
        return None
    days = [name[:2].upper() for name in re.findall(r"\w{3,6}day", match[1] or match[2])]
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}"


def _kind(around: _Sentence, title: str) -> EventKind:
    if _ACT.search(around.lead[-60:]):
        return "window"
    for text in (around.lead[-80:], around.tail[:60], title):
        found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(text))]
        if found:
            return min(found)[1]
    return "event"


def _name(around: _Sentence, title: str) -> str:
    label = _LABEL.match(around.whole)
    if label and not _TIME_LABEL.match(label[1].strip()):
        return label[1].strip()[:NAME_MAX]
    subject = _SUBJECT.match(around.whole)
    if subject and not _NO_SUBJECT.match(subject[1]):
        return subject[1].strip()[:NAME_MAX]
    return title[:NAME_MAX]


def _deadline(
    folded: Folded, phrase: english.Phrase, around: _Sentence, days: list[years.Dated], sure: float, evidence: Evidence,
    title: str,
) -> Deadline:
    what, who, act = _WHAT.search(around.whole), _WHO.search(around.whole), _ACT.search(around.whole)
    material = _ARTICLE.sub("", what[1]) if what else ""
    paragraph = folded.text[around.start : around.end + _SENTENCE_MAX].partition("\n\n")[0]
    links = [m[0].rstrip(".,)") for m in URL.finditer(around.whole)]
    rooms = [m[1].strip() for m in _ROOM.finditer(around.whole)]
    return Deadline(
        (material or (act[0] if act else "") or _name(around, title))[:NAME_MAX],
        _moment(days[-1].day, phrase.closes or phrase.opens), evidence, sure, (who[1],) if who else (),
        (material,) if material else (), tuple(name for name, pattern in _FORMATS if pattern.search(paragraph)),
        tuple(dict.fromkeys((*emails(paragraph), *links, *rooms))),
    )


def _once(events: list[Event]) -> list[Event]:
    out: list[Event] = []
    for it in events:
        twin = next((i for i, held in enumerate(out) if _days_of(held) == _days_of(it)), None)
        if twin is None:
            out.append(it)
        elif out[twin].all_day and not it.all_day:
            out[twin] = it
    return out


def _days_of(event: Event) -> tuple[str, str]:
    return str(event.start)[:10], str(event.end or event.start)[:10]


def _once_due(deadlines: list[Deadline]) -> list[Deadline]:
    out: dict[tuple[str, str], Deadline] = {}
    for it in deadlines:
        out.setdefault((str(it.due)[:10], it.what), it)
    return list(out.values())


def _changes(text: str, title: str, old: list[Moment], new: list[Moment]) -> tuple[Change, ...]:
    whole = f"{title}\n{text}"
    first = old[0] if old else None
    if new:
        return (Change("extended" if _EXTENDS.search(whole) else "postponed", first, new[0]),)
    if _CANCELS.search(whole) and (old or _CANCELS.search(title)):
        return (Change("cancelled", first, None),)
    return (Change("postponed", first, None),) if _MOVES.search(title) or old else ()
