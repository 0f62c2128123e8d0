"""English dates and times: `June 17, 2031`, `3-12 June`, `Tue 17 Jun, 3:30 p.m.`, `next Friday`. No roles here."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import NamedTuple

from notices.extract.moments import Day
from notices.extract.patterns import Pattern
from notices.extract.tokens import at

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS, 1)}
_WEEKDAY_OF = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}

_M = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_W = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs|r)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d"
_TO = r" ?(?:-{1,3}|~|to|until|till|through|thru|and) ?"
_CLOCK = r"(?:(?:[01]?\d|2[0-4])(?::[0-5]\d)(?: ?[ap]\.?m\.?)?|(?:1[0-2]|0?[1-9]) ?[ap]\.?m\.?|noon|midnight)"

_DATE = Pattern(
    rf"(?<![\w/])(?:(?P<w>{_W}),? ?(?:the )?)?(?:"
    rf"(?P<m1>{_M}) (?:the )?(?P<d1>{_D})(?:{_TO}(?:(?P<m1b>{_M}) )?(?P<d1b>{_D})(?!\d|:| ?[ap]\.?m))?"
    rf"(?:,? ?(?P<y1>{_Y}))?(?!\d)"
    rf"|(?P<d2>{_D})(?: of)?(?: (?P<m2a>{_M}))?{_TO}(?P<d2b>{_D})(?: of)? (?P<m2b>{_M})(?:,? (?P<y2>{_Y}))?"
    rf"|(?P<d3>{_D})(?: of)? (?P<m3>{_M})(?:,? (?P<y3>{_Y}))?"
    rf"|(?P<y4>{_Y})-(?P<m4>1[0-2]|0?[1-9])-(?P<d4>3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|(?P<a5>3[01]|[12]\d|0?[1-9])/(?P<b5>3[01]|[12]\d|0?[1-9])/(?P<y5>{_Y})"
    rf"|(?P<rel>today|tomorrow|(?:this|next) {_W}))",
    re.IGNORECASE,
)
_TIME = Pattern(rf"(?<![\w:/.-])(?P<a>{_CLOCK})(?:{_TO}(?P<b>{_CLOCK}))?(?![\w:])", re.IGNORECASE)
_HOURS = Pattern(
    r"(?<![\w:/.-])(?P<a>1[0-2]|[1-9])(?::(?P<am>[0-5]\d))?(?: ?- ?| to )(?P<b>1[0-2]"
    r"|[1-9])(?::(?P<bm>[0-5]\d))? ?(?P<h>[ap])\.?m\.?",
    re.IGNORECASE,
)
_JOIN = Pattern(
    rf"(?:,|\(|\)|;)? ?(?:\({_W}\)|{_W})?,? ?(?:at|from|starting at|@|between|,)? ?", re.IGNORECASE
)
_RANGE = Pattern(rf"(?:,? ?{_W},?)?{_TO}(?:{_W},? )?", re.IGNORECASE)
_MOVED = Pattern(r"(?:moved|postponed|rescheduled|changed|extended|deferred|shifted) from (?:the )?$", re.IGNORECASE)
_HALF = Pattern(r"p\.?m", re.IGNORECASE)
_ON = Pattern(r",? ?(?:on)? ?", re.IGNORECASE)
_MOVED_REACH = 24  # characters before a date in which "moved from" stands
_GAP_MAX = 40  # characters between a date and what belongs to it
PHRASES_MAX = 400  # of one notice: a longer list is a calendar


class Phrase(NamedTuple):
    """One date or two ends of a range, with clocks; `doubtful` where day and month could be either."""

    start: int
    end: int
    days: tuple[Day, ...]
    opens: time | None = None
    closes: time | None = None
    doubtful: bool = False

    @property
    def spans(self) -> bool:
        return len(self.days) > 1


def phrases(text: str) -> list[Phrase]:
    """The dates of an English text, each with the clock beside it, the first `PHRASES_MAX` of them."""
    out: list[Phrase] = []
    match = _DATE.search(text)
    while match and len(out) < PHRASES_MAX:
        found = _phrase(match)
        if found.spans and _MOVED.search(text, max(0, found.start - _MOVED_REACH), found.start):
            found = Phrase(found.start, match.end("d1" if match["m1"] else "d2"), found.days[:1])
        elif out and not found.spans and _ranged(text, out[-1], found.start):
            first = out.pop()
            doubtful = first.doubtful or found.doubtful
            found = Phrase(first.start, found.end, (*first.days, *found.days), first.opens, None, doubtful)
        out.append(_clocked(text, found))
        match = _DATE.search(text, out[-1].end)
    return out


def _ranged(text: str, first: Phrase, until: int) -> bool:
    """Whether two dates are the ends of one span: not after "moved from"; with "and" only after "between"."""
    gap = text[first.end : until] if until - first.end < _GAP_MAX else ""
    if not gap or first.spans or _RANGE.fullmatch(gap) is None:
        return False
    before = max(0, first.start - _MOVED_REACH)
    if _MOVED.search(text, before, first.start):
        return False
    return not gap.strip().lower().startswith("and") or "between" in text[before : first.start].lower()


def _phrase(match: re.Match[str]) -> Phrase:
    """The one or two days of a match."""
    weekday = _WEEKDAY_OF.get((match["w"] or "")[:3].lower(), 0)
    if match["rel"]:
        return Phrase(match.start(), match.end(), (Day(word=match["rel"].lower()),))
    if match["m1"]:
        days = [Day(_int(match["y1"]), _month(match["m1"]), _int(match["d1"]), weekday)]
        if match["d1b"]:
            days.append(Day(_int(match["y1"]), _month(match["m1b"] or match["m1"]), _int(match["d1b"])))
    elif match["d2"]:
        days = [Day(_int(match["y2"]), _month(match["m2a"] or match["m2b"]), _int(match["d2"]), weekday)]
        days.append(Day(_int(match["y2"]), _month(match["m2b"]), _int(match["d2b"])))
    elif match["d3"]:
        days = [Day(_int(match["y3"]), _month(match["m3"]), _int(match["d3"]), weekday)]
    elif match["y4"]:
        days = [Day(int(match["y4"]), int(match["m4"]), int(match["d4"]), weekday)]
    else:
        first, second = int(match["a5"]), int(match["b5"])
        month, day = (first, second) if first <= 12 else (second, first)
        doubtful = first <= 12 and second <= 12 and first != second
        return Phrase(match.start(), match.end(), (Day(int(match["y5"]), month, day, weekday),), doubtful=doubtful)
    return Phrase(match.start(), match.end(), tuple(days))


def _int(written: str | None) -> int:
    return int(re.sub(r"\D", "", written)) if written else 0


def _month(written: str) -> int:
    return _MONTH_OF[written.rstrip(".").lower()[:3]]


def _clocked(text: str, found: Phrase) -> Phrase:
    """The clock behind a date, or right before it (`at 3 pm on June 17`)."""
    joint = _JOIN.match(text, found.end)
    opens, closes, end = clocks(text, joint.end() if joint else found.end)
    if opens:
        if text[end : end + 1] == ")" and "(" in text[found.start : end]:
            end += 1
        if found.spans and found.opens and not closes:
            return found._replace(end=end, closes=opens)
        return found._replace(end=end, opens=found.opens or opens, closes=closes)
    floor = max(0, found.start - _GAP_MAX)
    for match in _TIME.finditer(text, floor, found.start):
        if _ON.fullmatch(text, match.end(), found.start):
            opens, closes, _ = clocks(text, match.start())
            return found._replace(start=match.start(), opens=opens, closes=closes)
    return found


def clocks(text: str, start: int) -> tuple[time | None, time | None, int]:
    """The clock or the two clocks that begin at `start`, and where they end."""
    hours = _HOURS.match(text, start)
    if hours:  # 2-4 pm, 10-1 pm
        half = hours["h"].lower() + "m"
        opens = _clock(f"{hours['a']}:{hours['am'] or '00'} {half}")
        closes = _clock(f"{hours['b']}:{hours['bm'] or '00'} {half}")
        if opens and closes and opens > closes:
            opens = opens.replace(hour=opens.hour - 12)
        return opens, closes, hours.end()
    match = _TIME.match(text, start)
    if not match:
        return None, None, start
    opens, closes = _clock(match["a"]), _clock(match["b"])
    shared = opens and closes and _HALF.search(match["b"]) and not _HALF.search(match["a"])
    if opens and closes and shared and opens.hour + 12 <= closes.hour:  # 2:30 to 4 pm
        opens = opens.replace(hour=opens.hour + 12)
    return opens, closes, match.end()


def _clock(written: str | None) -> time | None:
    if not written:
        return None
    lowered = written.lower()
    if lowered == "noon":
        return time(12)
    if lowered == "midnight":
        return time(23, 59)
    hour, _, rest = re.sub(r"[ap. m]", "", lowered).partition(":")
    value = int(hour)
    if "p" in lowered and value < 12:
        value += 12
    if "a" in lowered and value == 12:
        value = 0
    return at(value, int(rest or 0)) if value <= 24 else None


def relative(word: str, today: date) -> date | None:
    """today, tomorrow, this Friday, next Friday: next is the one of the following week."""
    if word in ("today", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    which, _, name = word.partition(" ")
    target = _WEEKDAY_OF[name[:3]]
    ahead = target - today.isoweekday() + (7 if which == "next" else 0)
    return today + timedelta(days=ahead)
