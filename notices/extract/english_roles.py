"""What an English date is for, and what the notice says around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

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
    r"(?:\bby|\bbefore|\buntil|\btill|no later than|not later than|on or before|\bdue(?: on| by| date| is)*:?"
    r"|deadlines?[^.;\n]{0,50}?(?:is|:|of|for[^.;\n]{0,30}?is|on|by|-)?|close[sd]?(?: on| at)?"
    r"|closing date(?: is|:)?|\bends?(?: on| at)|cut-?off(?: date)?(?: is|:)?|expires?(?: on)?|through)(?: (?:is|at|on"
    r"|the|end of|the end of|close of business on|COB on|midnight on|noon on))*:? *\(?$",
    re.IGNORECASE,
)
_DUE_AFTER = Pattern(
    r"^[\s,()]*(?:is|will be|being|-|:)? ?(?:the )?(?:final |last |application |submission |registration )*(?:deadline"
    r"|due date|cut-?off|closing date|is the last day)",
    re.IGNORECASE,
)
_OLD = Pattern(
    r"(?:original(?:ly)?|previously|initially|formerly)[^.;\n]{0,40}$|\bfrom(?: the)?(?: original)? ?$|instead of ?$"
    r"|rather than ?$",
    re.IGNORECASE,
)
_NEW = Pattern(
    r"(?:postponed|rescheduled|moved|extended|changed|deferred|delayed|pushed back|brought forward"
    r"|shifted)[^.;\n]{0,60}?(?:to|until|till|through|for|on) ?$|new (?:date|deadline|time)(?: is|:)? ?$",
    re.IGNORECASE,
)
_MOVES = Pattern(r"postpone|reschedul|moved (?:to|from)|deferred|delayed|pushed back|brought forward", re.IGNORECASE)
_EXTENDS = Pattern(r"exten(?:d|sion)", re.IGNORECASE)
_CANCELS = Pattern(r"\bcancel(?:l?ed|lation)|called off|will not (?:take place|be held)", re.IGNORECASE)
_PAST = Pattern(
    r"(?:\bwas|\bwere|\bhas been|\bhave been|had been) (?:\w+ ){0,2}(?:held|published|posted|founded|established|born"
    r"|approved|issued|signed|released|announced|received|completed) ?(?:on|in|by)? ?$"
    r"|(?:posted|published|updated|modified|dated|issued|created|released|announced|signed|born|since|as of"
    r"|effective from the decision of|minutes of|letter of|circular of|copyright|©|dated)(?: on| at"
    r"| by [\w ]{1,20})?:? ?$",
    re.IGNORECASE,
)
_PAST_AFTER = Pattern(
    r"^[, ]*(?:we|the \w+|our \w+)? ?(?:successfully )?(?:held|hosted|organi[sz]ed|attended|visited|won|celebrated)\b",
    re.IGNORECASE,
)
_CONDITION = Pattern(
    r"\b(?:born|employed|hired|registered|published|enrolled|obtained|those who|anyone who|papers"
    r"|students who)[^.;\n]{0,40}(?:before|after|between|since|on or after|on or before|prior to) ?$|\b(?:after"
    r"|since) ?$",
    re.IGNORECASE,
)
_ACT = Pattern(
    r"\b(?:regist(?:er|ration)|sign(?:ing)?[- ]?up|appl(?:y|ications?)|submi(?:t|ssions?)|enrol(?:l|ment|lment)?|rsvp"
    r"|nominat(?:e|ions?)|call for (?:papers|proposals|abstracts)|pay(?:ment)?|vot(?:e|ing)"
    r"|survey|questionnaire|course selection|add/drop|upload|hand in|turn in|return)\b",
    re.IGNORECASE,
)
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
        r"meeting|conference|symposium|forum|assembly|congress|town hall|briefing|orientation|summit",
        re.IGNORECASE,
    )),
)
_WHO = Pattern(
    r"\b((?:all |each |every |interested |eligible |new |graduating |international )?(?:students?|teachers?|schools?"
    r"|departments?|participants?|applicants?|authors?|teams?|members?|parents?|faculty|staff|candidates?|units?"
    r"|colleges?))\b(?= (?:must|should|shall|are (?:asked|required|requested)|may|need to|have to|to submit|who|please"
    r"|can|will))",
    re.IGNORECASE,
)
_WHAT = Pattern(
    r"\b(?:submit|send|e-?mail|upload|return|hand in|turn in|complete|deliver|provide|forward|mail)(?:ting)? (?:us "
    r"|in )?((?!to\b|by\b|it\b|them\b)(?:[\w'/-]+ ){0,7}?[\w'/-]+?)(?= (?:to|by|via|before|no|not|at|in|on|through|as"
    r"|with|and|until)\b|[,.;(]|$)",
    re.IGNORECASE,
)
_FORMATS = (("PDF", r"\bPDF\b"), ("Word", r"\b(?:MS |Microsoft )?Word\b|\.docx?\b"), ("Excel", r"\bExcel\b|\.xlsx?\b"), ("纸质", r"\bhard cop|\bpaper cop|\bprinted\b|\bin print\b"), ("电子版", r"\belectronic(?:ally)? cop|\bsoft cop"))
_ROOM = Pattern(
    r"\bto (?:the )?((?:Room|Rm\.?|Office) [\w-]+|[A-Z][\w&' ]{2,40}? (?:Office|Department|Desk|Secretariat|Registrar"
    r"|Center|Centre|Library))"
)
_PLACE = Pattern(
    r"\b(?:at|in) (?:the )?((?:[A-Z0-9][\w.&'-]*)(?: (?:of|the|and|[A-Z0-9][\w.&'-]*)){0,6})|(?:Venue|Location|Place"
    r"|Where): *([^\n.;]{2,60})"
)
_VAGUE = Pattern(
    r"\b(?:to be (?:announced|confirmed|determined)|TBA|TBC|TBD|(?:early|mid|late)[- ](?:January|February|March|April"
    r"|May|June|July|August|September|October|November|December)|within \w+ (?:working|business) days)\b",
    re.IGNORECASE,
)
_EVERY = Pattern(
    r"\b(?:every|each) ((?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:,? and |, )?){1,7})|\bon ((?:(?:Mon|Tues"
    r"|Wednes|Thurs|Fri|Satur|Sun)days(?:,? and |, )?){1,7})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    lead: str
    tail: str
    whole: str
    before: str


def findings(
    folded: Folded, title: str, published: date | None, anchor: years.Anchor
) -> tuple[tuple[Event, ...], tuple[Deadline, ...], tuple[Change, ...], tuple[Unresolved, ...]]:
    """Events, deadlines, changes and doubts of an English text."""
    text = folded.text
    found = english.phrases(text)
    ends = _ends(text)
    events: list[Event] = []
    deadlines: list[Deadline] = []
    old: list[Moment] = []
    new: list[Moment] = []
    doubts = [Unresolved(folded.shown(*m.span()), "open") for m in _VAGUE.finditer(text)]
    last: date | None = None
    for index, phrase in enumerate(found):
        around = _sentence(text, ends, found, index)
        days = _days(phrase, anchor, published, last)
        if isinstance(days, str):
            doubts.append(Unresolved(folded.shown(phrase.start, phrase.end), days))
            continue
        role = _role(phrase, around, text[: max(0, around.start - 1)].rpartition("\n")[2])
        if role == "old":
            old.append(days[0].day)
        if role in ("", "old"):
            continue
        last = days[-1].day
        sure = min(min(it.confidence for it in days), 0.6 if phrase.doubtful else 1.0)
        evidence = _evidence(folded, phrase)
        if role == "new":
            new.append(_moment(days[-1].day, phrase.opens))
        if role in ("due", "both") or (role == "new" and (_EXTENDS.search(around.whole) or _ACT.search(around.whole))):
            deadlines.append(_deadline(folded, phrase, around, days, sure, evidence, title))
        if role in ("event", "both") or (role == "new" and not (_EXTENDS.search(around.whole) or _ACT.search(around.whole))):
            events.append(_event(folded, phrase, around, days, sure, evidence, title))
    return tuple(_once(events)), tuple(_once_due(deadlines)), _changes(text, title, old, new), tuple(dict.fromkeys(doubts))


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
    return [m.span() for m in _STOP.finditer(text) if not (m[0] == "." and _NOT_END.search(text, max(0, m.start() - 12), m.start()))]


def _sentence(text: str, ends: list[tuple[int, int]], found: list[english.Phrase], index: int) -> _Sentence:
    phrase = found[index]
    start = max([end for _, end in ends if end <= phrase.start], default=0)
    end = min([begin for begin, _ in ends if begin >= phrase.end], default=len(text))
    before = found[index - 1].end if index else 0
    after = found[index + 1].start if index + 1 < len(found) else len(text)
    return _Sentence(
        start, end, text[max(start, before) : phrase.start], text[phrase.end : min(end, max(after, phrase.end))], text[start:end],
        text[start : phrase.start],
    )


def _days(phrase: english.Phrase, anchor: years.Anchor, published: date | None, last: date | None) -> list[years.Dated] | str:
    out: list[years.Dated] = []
    for day in phrase.days:
        if day.word:
            today = anchor.day or published
            moved = english.relative(day.word, today) if today else None
            if moved is None:
                return "no_anchor"
            out.append(years.Dated(moved, years.WEAK))
            continue
        near = out[-1].day if out else (last if not anchor.day else None)
        found = years.dated(day, anchor, near)
        if isinstance(found, str):
            return found
        if out and found.day < out[-1].day and not day.year:
            found = years.Dated(found.day.replace(year=found.day.year + 1), found.confidence)
        out.append(found)
    return out


def _role(phrase: english.Phrase, around: _Sentence, above: str) -> str:
    """old, new, due, both, event, or nothing."""
    lead, tail = around.lead, around.tail
    if _OLD.search(lead) and (_MOVES.search(around.whole) or _EXTENDS.search(around.whole) or _CANCELS.search(around.whole)):
        return "old"
    if _CANCELS.search(tail) or (_CANCELS.search(around.whole) and not _MOVES.search(around.whole)):
        return "old"
    if re.match(r"[^.;\n]{0,40}(?:has been|have been|is|will be|was) (?:postponed|rescheduled|moved|extended)", tail, re.IGNORECASE):
        return "old"
    if _NEW.search(around.before):
        return "new"
    if _PAST.search(lead) or _PAST_AFTER.search(tail) or _CONDITION.search(lead):
        return ""
    if _alone(around) and not re.match(r".*\b(?:date|when|time|deadline)s?:? *$", above, re.IGNORECASE):
        return ""
    if not phrase.spans and (_DUE.search(lead) or _DUE_AFTER.search(tail)):
        return "due"
    if phrase.spans and _ACT.search(lead[-60:] + " " + tail[:40]):
        return "both"
    if not phrase.spans and re.search(r"\b(?:submit|send|return|hand in|turn in|upload)\b[^.;\n]{0,60}\bon $", lead, re.IGNORECASE):
        return "due"
    return "event"


def _alone(around: _Sentence) -> bool:
    """A date that stands in its line by itself is the page's or the signature."""
    return not around.lead.strip(" ,()") and not around.tail.strip(" ,().")


def _moment(day: date, clock: time | None) -> Moment:
    return datetime.combine(day, clock) if clock else day


def _evidence(folded: Folded, phrase: english.Phrase) -> Evidence:
    start, end = folded.span(phrase.start, phrase.end)
    return Evidence(folded.source[start:end], start, end)


def _event(
    folded: Folded, phrase: english.Phrase, around: _Sentence, days: list[years.Dated], sure: float, evidence: Evidence, title: str
) -> Event:
    opened = re.search(r"\b(?:starting|beginning|from|as of|effective|starts?|begins?|opens?)(?: on)? $", around.lead, re.IGNORECASE) and not phrase.spans
    start = _moment(days[0].day, phrase.opens)
    end: Moment | None = _moment(days[-1].day, phrase.closes)
    if opened or (phrase.opens and not phrase.closes and not phrase.spans):
        end = None
    place = _PLACE.search(around.tail) or _PLACE.search(folded.text, around.start)
    return Event(
        _kind(around, title), _name(around, title), start, end, evidence, sure, phrase.opens is None,
        (place[1] or place[2]).strip(" .,") if place else None, _recurrence(around.whole) if phrase.spans else None,
    )


def _recurrence(text: str) -> str | None:
    match = _EVERY.search(text)
    if not match:
        return None
    days = [name[:2].upper() for name in re.findall(r"\w+day", match[1] or match[2])]
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}"


def _kind(around: _Sentence, title: str) -> EventKind:
    if _ACT.search(around.lead[-60:]):
        return "window"
    for text in (around.lead[-80:], around.tail[:60], title):
        best = min(((m.start(), kind) for kind, pattern in _KINDS if (m := pattern.search(text))), default=None)
        if best:
            return best[1]
    return "event"


def _name(around: _Sentence, title: str) -> str:
    label = re.match(r"[\s\d.)*-]*([A-Z][\w /&'-]{2,50}?):", around.whole)
    if label and not re.match(r"(?:date|time|when|dates|venue|where)$", label[1].strip(), re.IGNORECASE):
        return label[1].strip()
    subject = re.match(
        r"\s*(?:The |Our |Please note that the |Please note that )?([A-Z\d][^,.;\n]{2,60}?) (?:will|is|are|takes?|starts?|begins?|opens?|shall|has|runs?|on|from)\b", around.whole
    )
    if subject and not re.match(r"(?:Please|It|We|You|All|This|That|There|In|On|From)\b", subject[1]):
        return subject[1].strip()[:NAME_MAX]
    return title[:NAME_MAX]


def _deadline(
    folded: Folded, phrase: english.Phrase, around: _Sentence, days: list[years.Dated], sure: float, evidence: Evidence, title: str
) -> Deadline:
    what = _WHAT.search(around.whole)
    who = _WHO.search(around.whole)
    material = re.sub(r"^(?:the|your|their|a|an|all) ", "", what[1], flags=re.IGNORECASE) if what else ""
    act = _ACT.search(around.whole)
    paragraph = folded.text[around.start : folded.text.find("\n\n", around.end) if "\n\n" in folded.text[around.end :] else len(folded.text)]
    mails = list(emails(paragraph))
    links = [m[0].rstrip(".,)") for m in URL.finditer(around.whole)]
    rooms = [m[1].strip() for m in _ROOM.finditer(around.whole)]
    return Deadline(
        (material or (act[0] if act else "") or _name(around, title))[:NAME_MAX], _moment(days[-1].day, phrase.closes or phrase.opens),
        evidence, sure, (who[1],) if who else (), (material,) if material else (),
        tuple(name for name, pattern in _FORMATS if re.search(pattern, paragraph)),
        tuple(dict.fromkeys((*mails, *links, *rooms))),
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
