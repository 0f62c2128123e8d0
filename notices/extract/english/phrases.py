"""English dates and times: `June 17, 2031`, `3-12 June`, `Tue 17 Jun, 3:30 p.m.`, `next Friday`. No roles here."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import NamedTuple

from notices.extract.english.clocks import Clock, clocks
from notices.extract.marks import LAST_DAY
from notices.extract.moments import Day
from notices.extract.patterns import Pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS, 1)}
_WEEKDAY_OF = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}
_ORDER_OF = {"fir": 1, "1st": 1, "sec": 2, "2nd": 2, "thi": 3, "3rd": 3, "fou": 4, "4th": 4, "las": 5}

MONTH = (
    r"(?:(?i:Jan(?:uary)?|Feb(?:ruary)?|Apr(?:il)?|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)|May|MAY|Mar(?:ch)?|MAR(?:CH)?)\b\.?"
)
WEEKDAY = r"(?i:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs|r)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_FULL = r"(?i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|:\d|\.\d| ?[apAP]\.?[mM]\b| ?%| ?noon)"
_Y = r"(?:19|20)\d\d(?!\d)"
_N = r"(?:3[01]|[12]\d|0?[1-9])"
_MORE = (
    rf"(?:(?:,? ?(?:and|&) | ?[-~]{{1,3}} ?|, ?| to | until | till | through )(?:{WEEKDAY},? )?(?:the )?{_D}){{0,8}}"
)
_DATE = Pattern(
    rf"(?<![\w/.:-])(?:(?P<w>{WEEKDAY}),? ?(?:the )?)?(?:"
    rf"(?P<m1>{MONTH}) ?(?:the )?(?P<d1>{_D})(?P<more1>{_MORE})(?:,? ?(?P<y1>{_Y}))?"
    rf"|(?:the )?(?P<d2>{_D})(?P<more2>{_MORE})(?: of| day of)? ?-?(?P<m2>{MONTH})(?:,? ?-?(?P<y2>{_Y}))?"
    rf"|(?P<y4>{_Y})(?P<s4>[-/.])(?P<m4>1[0-2]|0?[1-9])(?P=s4)(?P<d4>{_N})(?!\d)"
    rf"|(?P<a5>{_N})(?P<s5>[/.-])(?P<b5>{_N})(?P=s5)(?P<y5>{_Y}|(?<=/)\d\d(?!\d))"
    rf"|(?P<nth>(?i:first|second|third|fourth|last|1st|2nd|3rd|4th)) (?P<wn>{_FULL}) (?:in"
    rf"|of) (?P<mn>{MONTH})(?:,? (?P<yn>{_Y}))?"
    rf"|(?:the )?(?P<dn>\d{{1,2}})(?:st|nd|rd|th)\b(?! [a-z]{{0,9}}(?:annual|edition|floor|century|grade|year"
    rf"|congress|conference|anniversary)| [A-Z])"
    rf"|(?:the )?end of (?P<me>{MONTH})(?:,? (?P<ye>{_Y}))?"
    rf"|(?P<rel>(?i:the same (?:day|morning|afternoon|evening)|today|tonight|tomorrow|(?:this|next"
    rf"|this coming) {WEEKDAY}))(?!s)"
    rf")(?: ?\((?P<ws>{WEEKDAY})[^()\n\d]{{0,24}}\)|,? (?P<wt>{_FULL})(?=[,.;)\n ]|$))?"
    rf"|(?<=\bby )(?P<bare>{_FULL})(?!,? (?:\d|{MONTH}))|(?<=\bon )(?P<bare2>{_FULL})(?!,? (?:\d|{MONTH}))"
)
_MORE_DAY = Pattern(r"[ ,]{0,2}(?P<to>-|~|to|until|till|through)?[^\d]{0,20}(?P<d>\d{1,2})(?:st|nd|rd|th)?")
_WEEK = Pattern(r"\b(?:week (?:of|commencing|beginning|starting)(?: on)?|w/c)(?: the)?:? $", re.IGNORECASE)
_WEEKDAYS = Pattern(rf"{WEEKDAY},? ?(?:and|&|to|-|through|,) ?$", re.IGNORECASE)
_BETWEEN = Pattern(r"\b(?:between|from)(?: the)? $", re.IGNORECASE)
_EACH = Pattern(r"\b(?:every|each) $", re.IGNORECASE)
_AT = Pattern(
    rf"(?: ?[,:;)|·*-]){{0,2}} ?\(?(?:(?:daily|each day|every day|(?:on )?both(?: days)?|on each day|all|from"
    rf"|{WEEKDAY}),? )?(?P<until>until|till|closing at"
    r"|ends? at|ending at)?(?:at|from|starts? at|starting at|starting from|starting|beginning at|begins at|@|by)? ?"
    r"(?:about |around |exactly )?",
    re.IGNORECASE,
)
_TIME_BELOW = Pattern(r"[.,]? {0,3}\n\n? {0,6}(?:from |at )?", re.IGNORECASE)
_LINE_ENDS = Pattern(r" {0,3}(?:[\n,.]|$)")
_TIME_LINE = Pattern(
    r"\.?\s{0,3}\n[\s*-]{0,6}(?:start(?:ing)? |event )?(?:time|hours)s?\b ?[:|-]? {0,3}",
    re.IGNORECASE,
)
_ON = Pattern(
    r"(?: sharp| prompt)?,? ?(?:on|of|,|\||\(|-)? ?(?:from )?(?:the (?:morning|afternoon|evening|night) of )?",
    re.IGNORECASE,
)
_TO = Pattern(r",? ?(?P<to>-{1,3}|~|to|until|till|through|thru|and)(?: and including)? ?(?:the )?", re.IGNORECASE)
_AND = Pattern(r"(?:,? ?(?:and|&) (?:on )?(?:the )?|, )", re.IGNORECASE)
_AND_AT = Pattern(r",? ?(?:and|&)(?: again)?(?: at)? |, ", re.IGNORECASE)
_MOVED = Pattern(
    r"(?:moved|postponed|rescheduled|changed|extended|deferred|shifted|brought forward) from (?:the )?$",
    re.IGNORECASE,
)
_BARE = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
_AGAIN = Pattern(r",? ?\(?")
_MOVED_REACH = 24  # characters before a date in which "moved from" stands
_GAP_MAX = 44  # characters between a date and what belongs to it
PHRASES_MAX = 400  # of one notice: a longer list is a calendar
_CENTURY = 2000  # of years that are written with two digits


SAME = "same"
"""The word of a day that is the one named before."""


class Phrase(NamedTuple):
    """One date, several, or two ends of a range (`spans`), with clocks; `doubtful`: day and month could be either."""

    start: int
    end: int
    days: tuple[Day, ...]
    spans: bool = False
    opens: time | None = None
    closes: time | None = None
    doubtful: bool = False
    week: bool = False
    """The seven days from this one on."""
    zone: str = ""
    more: tuple[time, ...] = ()
    """When it begins again on the same day (at 3 pm and 7 pm)."""


Mark = Phrase | Clock


def phrases(text: str) -> tuple[list[Phrase], list[Clock]]:
    """The dates of an English text with the clocks beside them, and the clocks that stand alone, both in order."""
    found = _told_once(text, _ordered(text, list(_dates(text))))
    marks: list[Mark] = [*found, *clocks(_without(text, found))]
    marks.sort(key=lambda it: it.start)
    out: list[Phrase] = []
    alone: list[Clock] = []
    at = 0
    while at < len(marks):
        phrase, at = _phrase(text, marks, at)
        if phrase:
            out.append(phrase)
        else:
            mark = marks[at - 1]
            alone += [mark] if isinstance(mark, Clock) else []
    return out, alone


def _without(text: str, found: list[Phrase]) -> str:
    """The text, as long as it was, with nothing where its dates are."""
    out, at = [], 0
    for it in found:
        out += [text[at : it.start], "\n" * (it.end - it.start)]
        at = it.end
    return "".join([*out, text[at:]])


def _dates(text: str) -> Iterator[Phrase]:
    for count, match in enumerate(_DATE.finditer(text)):
        if count >= PHRASES_MAX:
            return
        if match["dn"] and not match["w"]:
            continue
        if match["nth"] and _EACH.search(text, max(0, match.start() - 8), match.start()):
            continue
        week = _WEEK.search(text, max(0, match.start() - 30), match.start())
        found = _days(match)
        found = found._replace(end=found.end - (text[found.end - 1] == "."))  # of `Sept.`, or of the sentence
        yield found._replace(start=week.start(), week=True) if week else found


def _days(match: re.Match[str]) -> Phrase:
    """The days of one match."""
    beside = match["w"] or match["ws"] or match["wt"] or ""
    several = match["more1"] or match["more2"]
    listed = _WEEKDAYS.search(match.string, max(0, match.start() - 30), match.start())
    gloss = several and (not match["w"] or listed)
    weekday = 0 if gloss else _weekday(beside)
    start, end = match.span()
    if match["m1"]:
        return _listed(match, "1", weekday)
    if match["m2"]:
        return _listed(match, "2", weekday)
    if match["y4"]:
        return Phrase(start, end, (Day(int(match["y4"]), int(match["m4"]), int(match["d4"]), weekday),))
    if match["y5"]:
        year = int(match["y5"]) + (_CENTURY if len(match["y5"]) == 2 else 0)
        first, second = int(match["a5"]), int(match["b5"])
        month, day = (first, second) if first <= 12 and match["s5"] != "." else (second, first)
        doubtful = first <= 12 and second <= 12 and first != second and match["s5"] != "."
        return Phrase(start, end, (Day(year, month, day, weekday),), doubtful=doubtful)
    if match["nth"]:
        order, name = _ORDER_OF[match["nth"][:3].lower()], _WEEKDAY_OF[match["wn"][:3].lower()]
        return Phrase(start, end, (Day(_int(match["yn"]), _month(match["mn"]), 0, name, f"nth {order}"),))
    if match["dn"]:
        return Phrase(start, end, (Day(0, 0, int(match["dn"]), weekday),))
    if match["me"]:
        return Phrase(start, end, (Day(_int(match["ye"]), _month(match["me"]), LAST_DAY),))
    word = (match["rel"] or match["bare"] or match["bare2"]).lower()
    word = SAME if word.startswith("the same") else word.replace("this coming", "this")
    return Phrase(start, end, (Day(word=word),))


def _listed(match: re.Match[str], form: str, weekday: int) -> Phrase:
    """The days of `June 3-5`, `3, 10 and 17 June`: a list has an `and` and only goes up."""
    month, year = _month(match[f"m{form}"]), _int(match[f"y{form}"])
    first, more = _int(match[f"d{form}"]), match[f"more{form}"]
    between = _BETWEEN.search(match.string, max(0, match.start() - len("between the ")), match.start())
    days, spans, rising = [first], bool(between and more), True
    for one in _MORE_DAY.finditer(more):
        rising = rising and int(one["d"]) > days[-1]
        spans = spans or bool(one["to"])
        days.append(int(one["d"]))
    told = spans or " and" in more or "&" in more or not more
    whole = (rising and told and (not spans or len(days) == 2)) or not more
    if not whole and form == "1":
        return Phrase(match.start(), match.start("more1"), (Day(0, month, first, weekday),))
    if not whole:  # in `Years 5, 3 June` only the last number is of the month
        start = match.start("more2") + more.rindex(f"{days[-1]}")
        return Phrase(start, match.end(), (Day(year, month, days[-1]),))
    made = tuple(Day(year, month, day, weekday if at == 0 else 0) for at, day in enumerate(days))
    return Phrase(match.start(), match.end(), made, spans)


def _int(written: str | None) -> int:
    return int(re.sub(r"\D", "", written)) if written else 0


def _month(written: str) -> int:
    return _MONTH_OF[written.rstrip(".").lower()[:3]]


def _weekday(written: str) -> int:
    return _WEEKDAY_OF.get(written[:3].lower(), 0)


def _ordered(text: str, found: list[Phrase]) -> list[Phrase]:
    """03/04/2031 is read as the other dates of the text with slashes are that can only be read in one way, or as its
    weekday tells."""
    sure = [text[it.start : it.end] for it in found if len(it.days) == 1 and not it.doubtful]
    firsts = {int(one[1]) > 12 for it in sure if (one := re.search(r"(\d{1,2})[/-]\d{1,2}[/-]\d{2,4}", it))}
    out = []
    for it in found:
        day = it.days[0]
        if it.doubtful and (len(firsts) == 1 or day.weekday):
            turned = replace(day, month=day.day, day=day.month)
            fits = [one for one in (day, turned) if date(one.year, one.month, one.day).isoweekday() == day.weekday]
            if len(firsts) == 1:
                fits = [turned if True in firsts else day]
            it = it._replace(days=(fits[0],), doubtful=False) if len(fits) == 1 else it
        out.append(it)
    return out


def _told_once(text: str, found: list[Phrase]) -> list[Phrase]:
    """Without `this Thursday` before `30 October`, and without weekdays alone where other dates are named."""
    out: list[Phrase] = []
    absolute = any(not it.days[0].word for it in found)
    for at, it in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        if absolute and it.days[0].word in _BARE:
            continue
        again = after and it.days[0].word and not after.days[0].word
        if again and after and _AGAIN.fullmatch(text, it.end, after.start):
            found[at + 1] = after._replace(start=it.start)
        else:
            out.append(it)
    return out


def _phrase(text: str, marks: Sequence[Mark], at: int) -> tuple[Phrase | None, int]:
    """The phrase that begins at a mark, and the mark after it."""
    first, at = _point(text, marks, at)
    if first is None:
        return None, at
    first, at = _ranged(text, marks, at, first)
    if not first.spans:
        first, at = _more(text, marks, at, first)
    return _clocked(text, marks, at, first)


def _ranged(text: str, marks: Sequence[Mark], at: int, first: Phrase) -> tuple[Phrase, int]:
    """The phrase with its other end, if a word for a range and a date follow."""
    clocked, after = _clocked(text, marks, at, first)
    for start, begun in ((at, first), (after, clocked)):
        joint = _joint(_TO, text, begun.end, marks, start)
        if joint and not first.spans and _is_range(text, begun, joint):
            last, after = _point(text, marks, start)
            if last and len(last.days) == 1 and not last.days[0].word:
                last, after = _clocked(text, marks, after, last) if begun.opens else (last, after)
                return _joined(begun, last), after
    return first, at


def _is_range(text: str, first: Phrase, joint: re.Match[str]) -> bool:
    """Not after "moved from"; with "and" only after "between"."""
    before = text[max(0, first.start - _MOVED_REACH) : first.start]
    return not _MOVED.search(before) and (joint["to"].lower() != "and" or "between" in before.lower())


def _joined(first: Phrase, last: Phrase) -> Phrase:
    begin, end = first.days[0], last.days[0]
    if end.year and not begin.year and not begin.word:  # 16 September to 25 November 2031
        begin = replace(begin, year=end.year - ((begin.month, begin.day) > (end.month, end.day)))
    closes = last.opens or first.closes if first.opens else None
    doubtful = first.doubtful or last.doubtful
    made = first._replace(end=last.end, days=(begin, end), spans=True, closes=closes, doubtful=doubtful, week=False)
    return made if first.opens or not last.opens else made._replace(opens=last.opens, closes=last.closes)


def _more(text: str, marks: Sequence[Mark], at: int, first: Phrase) -> tuple[Phrase, int]:
    """The phrase with the dates that are listed behind it."""
    while at < len(marks) and not first.opens:
        after = marks[at]
        if isinstance(after, Clock) or after.spans or after.days[0].word:
            break
        if not _joint(_AND, text, first.end, marks, at):
            break
        year = after.days[-1].year
        before = tuple(it if it.year or it.word else replace(it, year=year) for it in first.days)
        first, at = first._replace(end=after.end, days=(*before, *after.days)), at + 1
    return first, at


def _point(text: str, marks: Sequence[Mark], at: int) -> tuple[Phrase | None, int]:
    """A date, or a clock and the date behind it (`at 3 pm on June 17`)."""
    mark = marks[at]
    if isinstance(mark, Phrase):
        return mark, at + 1
    after = marks[at + 1] if at + 1 < len(marks) else None
    dated = isinstance(after, Phrase) and not after.days[0].word.startswith("nth")
    if isinstance(after, Phrase) and dated and _joint(_ON, text, mark.end, marks, at + 1):
        return after._replace(start=mark.start, opens=mark.opens, closes=mark.closes, zone=mark.zone), at + 2
    return None, at + 1


def _joint(joint: Pattern, text: str, end: int, marks: Sequence[Mark], at: int) -> re.Match[str] | None:
    """What stands between `end` and the next mark, if it is nothing but `joint`."""
    if at >= len(marks) or marks[at].start - end > _GAP_MAX:
        return None
    return joint.fullmatch(text, end, marks[at].start)


def _clocked(text: str, marks: Sequence[Mark], at: int, found: Phrase) -> tuple[Phrase, int]:
    """The phrase with the clock behind it."""
    mark = marks[at] if at < len(marks) else None
    if not isinstance(mark, Clock) or (found.opens and not (found.spans and not found.closes)):
        return found, at
    joint = _joint(_AT, text, found.end, marks, at)
    below = _joint(_TIME_BELOW, text, found.end, marks, at) and _LINE_ENDS.match(text, mark.end)
    if not joint and not below and not _joint(_TIME_LINE, text, found.end, marks, at):
        return found, at
    end = mark.end + (text[mark.end : mark.end + 1] == ")" and "(" in text[found.start : mark.end])
    if found.opens:
        return found._replace(end=end, closes=mark.opens), at + 1
    if joint and joint["until"] and not mark.closes:
        return found._replace(end=end, closes=mark.opens, zone=mark.zone), at + 1
    found = found._replace(end=end, opens=mark.opens, closes=mark.closes, zone=mark.zone)
    return _again(text, marks, at + 1, found) if not mark.closes and not found.spans else (found, at + 1)


def _again(text: str, marks: Sequence[Mark], at: int, found: Phrase) -> tuple[Phrase, int]:
    """The phrase with the clocks at which it begins again."""
    while at < len(marks) and isinstance(mark := marks[at], Clock) and not mark.closes:
        if not _joint(_AND_AT, text, found.end, marks, at) or mark.opens <= (*found.more, found.opens or time())[-1]:
            break
        found, at = found._replace(end=mark.end, more=(*found.more, mark.opens)), at + 1
    return found, at


def relative(word: str, today: date) -> date:
    """today, tomorrow, this Friday, next Friday: next is the one of the following week; Friday: the next to come."""
    if word in ("today", "tonight", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    which, _, name = word.rpartition(" ")
    ahead = _WEEKDAY_OF[name[:3]] - today.isoweekday()
    return today + timedelta(days=ahead + 7 if which == "next" else ahead if which else ahead % 7)


def nth(word: str, year: int, month: int, weekday: int) -> date:
    """The first, second ... last Monday of a month, as `nth 1` ... `nth 5` say."""
    first = date(year, month, 1)
    day = 1 + (weekday - first.isoweekday()) % 7 + 7 * (int(word[-1]) - 1)
    return date(year, month, day if day <= monthrange(year, month)[1] else day - 7)
