"""The day an item of a list was put up, from the words around its title. Pure.

Sites write it whole (`2026-11-25`, `2026年11月25日`), without a year (`[11/25]`), in pieces (`25` above `2026-11`),
before the title, behind it or in it. A day that is part of a sentence is the day of something else: it stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feeds import dates

PIECE_CHARS_MAX = 40  # of a text that may be a date with its label; a longer one is a summary
PIECES_MAX = 3  # that a date may be split into: day, month, year; strokes between them do not count
RUN_MIN = 5  # items in order of their days, after which a step upwards is a turn of the year
AHEAD_MAX = timedelta(days=1)  # a later day is the day of the event: nothing is put up tomorrow
TURN = timedelta(days=180)  # upwards in a list that goes down: a year is over

_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
    "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)
_IN_CHINESE = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")
_NAMED = rf"(?P<name>(?i:{'|'.join(_MONTHS)})\b\.?|十[一二]?月|[一二三四五六七八九]月)"  # as on leaves of a calendar
_DAY = r"(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_AT = r"(?:\s*(?P<at>\d{1,2}:\d\d)(?::\d\d)?)?"
_FULL = rf"{_Y}\s*[-/.年]\s*{_M}\s*[-/.月]\s*{_D}\s*日?{_AT}"
_MONTH_DAY = rf"{_M}\s*[-/月]\s*{_D}\s*日?{_AT}"
_WHOLE = tuple(re.compile(form) for form in (
    _FULL,
    rf"{_Y}(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])",
    rf"{_D}日?\s+{_Y}\s*[-/.年]\s*{_M}月?",
    rf"{_Y}\s*[-/.年]\s*{_M}月?\s+{_D}日?",
    rf"{_M}\s*[-/.月]\s*{_D}日?\s+{_Y}年?",
    rf"{_Y}年?\s+{_M}\s*[-/.月]\s*{_D}日?",
    rf"{_D}日?\s*[/\s]\s*{_M}月",
    _MONTH_DAY,
    rf"{_M}\.{_D}",
    rf"(?P<yy>[12]\d)[-/.]{_M}[-/.]{_D}",
    rf"{_Y}年?\s+{_M}月?\s+{_D}日?",
    rf"{_DAY}{_D}(?:日|st|nd|rd|th)?\s*{_NAMED}(?:[,\s]*{_Y})?",
    rf"{_DAY}{_NAMED}\s*{_D}(?:日|st|nd|rd|th)?(?:[,\s]+{_Y})?",
    rf"{_Y}年?\s*{_NAMED}\s*{_D}日?",
))
_SPOKEN = re.compile(
    r"刚刚|[今昨前][天日](?:\s*\d{1,2}:\d\d)?|(?:\d{1,3}|半|一)\s*个?(?:分钟|小时|天|周|星期)(?:之?以?前)"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? 20\d\d|\d{1,2} [A-Z][a-z]{2,8}\.?,? 20\d\d|(?:\d\d?[-/.]){2}20\d\d"
)
_LABEL = re.compile(r"(?:发布|发表|更新|添加|公布|日期|时间|date|posted|published|on|于)+\s*[:：]?\s*", re.I)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}  # one for one
_EDGES = " \t\r\n\xa0\u3000[](){}<>【】〔〕|·•:：,，;；-—/"
_OPEN, _SHUT = r"\s*[\[(【〔〈<]\s*", r"\s*[\])】〕〉>]\s*"
_IN_TITLE = tuple(re.compile(form) for form in (
    rf"(?P<all>\s*{_OPEN}{_FULL}{_SHUT})$", rf"^(?P<all>{_OPEN}{_FULL}{_SHUT})",
    rf"(?P<all>\s*{_OPEN}{_MONTH_DAY}{_SHUT})$", rf"^(?P<all>{_OPEN}{_MONTH_DAY}{_SHUT})",
    rf"(?P<all>\s+{_FULL})\s*$", rf"^(?P<all>\s*{_FULL}\s+)",
    rf"(?P<all>\s+{_M}-{_D})\s*$", rf"^(?P<all>\s*{_M}-{_D}\s+)",
))
_FULL_SOMEWHERE = re.compile(rf"(?<!\d){_FULL}(?!\d)")
_PART = re.compile(rf"(?:19|20)\d\d\s*[-/.年]\s*\d{{1,2}}月?|\d{{1,2}}(?:[-/.]\d{{1,2}}|月)|(?:19|20)\d\d年?|{_NAMED}")
_FOR_MACHINES = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[/-]?(1[0-2]|0[1-9])[/-]?(3[01]|[12]\d|0[1-9])(?!\d)")
_HINT = re.compile(
    r"\d\s*[-/.年月]\s*\d|\d\s*[月日]|(?:19|20)\d\d|[今昨前][天日]|刚刚|前$|[A-Z][a-z]{2,8}\.? \d|\d [A-Z][a-z]{2}"
    rf"|^\W*(?:\d\d?\s*)?{_NAMED}\W*(?:\d\d?\W*)?$"
)


def looks_dated(text: str, *, in_title: bool) -> bool:
    """Whether a piece of text may be a date or a good part of one. Cheap, for the many pieces of a page."""
    if not _HINT.search(text[:PIECE_CHARS_MAX]) and not (in_title and _HINT.search(text[-PIECE_CHARS_MAX:])):
        return False
    if in_title and from_title(text)[1]:
        return True
    if len(text) > PIECE_CHARS_MAX:
        return False
    short = _bare(text)
    return bool(whole(short) or _PART.fullmatch(short) or (not in_title and _FULL_SOMEWHERE.search(_folded(text))))


def count(pieces: Sequence[str]) -> int:
    """How many of these pieces of text are a date each."""
    return sum(bool(len(it) <= PIECE_CHARS_MAX and whole(_bare(it))) for it in pieces)


def beside(pieces: Sequence[str]) -> str:
    """The date that stands in the pieces of text around a title, as `dates.read` takes it; empty if there is none."""
    if found := alone(pieces)[0]:
        return found
    short = (_FULL_SOMEWHERE.search(_folded(it)) for it in pieces if len(it) <= PIECE_CHARS_MAX)
    return next((_said(it) for it in short if it), "")


def alone(pieces: Sequence[str]) -> tuple[str, frozenset[int]]:
    """The first date that is a piece of text by itself, or several in a row, and which of them."""
    places = [at for at, it in enumerate(pieces) if _folded(it).strip(_EDGES)]
    short = [_bare(pieces[at]) if len(pieces[at]) <= PIECE_CHARS_MAX else "" for at in places]
    for size in range(PIECES_MAX, 0, -1):
        for at in range(len(short) - size + 1):
            run = short[at : at + size]
            if all(run) and (found := whole(" ".join(run))):
                return found, frozenset(range(places[at], places[at + size - 1] + 1))
    return "", frozenset()


def whole(text: str) -> str:
    """A text that is a date and nothing else, as `dates.read` takes it; empty if it is not."""
    for form in _WHOLE:
        if found := form.fullmatch(text):
            return _said(found)
    return text if _SPOKEN.fullmatch(text) or _FOR_MACHINES.fullmatch(text) else ""


def for_machines(text: str) -> str:
    """The `datetime` of a `time` element (HTML, 4.5.14), if it is a day or an instant; empty if it is not."""
    return text.strip() if _FOR_MACHINES.fullmatch(text.strip()) else ""


def in_address(url: str) -> str:
    """The day in an address, as site builders put it there: `/2026/1124/c31a52/page.htm`, `/t20261124_8.html`."""
    found = _IN_ADDRESS.search(url)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else ""


def is_part(text: str) -> bool:
    """Whether a text is a month or a year and nothing else, as over the part of a list that was put up then."""
    return bool(_PART.fullmatch(_bare(text)))


def from_title(title: str) -> tuple[str, str]:
    """A title without the date at its beginning or end, and that date. A date that belongs to the sentence stays."""
    folded = _folded(title)
    for form in _IN_TITLE:
        if found := form.search(folded):
            start, end = found.span("all")
            if rest := (title[:start] + title[end:]).strip():
                return rest, _said(found)
    return title, ""


def settled(said: Sequence[str], now: datetime, zone: ZoneInfo) -> list[str]:
    """Dates in the order of their list as ISO 8601, the years that they leave out filled in: the latest that is not to
    come, and the one before where a list that goes down steps up by most of a year."""
    found: list[str] = []
    before, run = None, 0
    for text in said:
        stamp = dates.read(text, now, zone) if text else None
        if stamp is None or stamp.on > (now + AHEAD_MAX).astimezone(zone).date():
            found.append("")
            continue
        on = stamp.on
        if before and run >= RUN_MIN and on - before > TURN and not re.search(r"\d{4}", text):
            on = on.replace(year=on.year - 1, day=min(on.day, 28) if on.month == 2 else on.day)
        run = run + 1 if before is None or on <= before else 0
        before = on
        clock = stamp.at.astimezone(zone).strftime(" %H:%M") if stamp.at and on == stamp.on else ""
        found.append(f"{on.isoformat()}{clock}")
    return found


def _said(found: re.Match[str]) -> str:
    groups = found.groupdict()
    year = groups.get("y") or (f"20{groups['yy']}" if groups.get("yy") else "")
    day = f"{_month(groups):02d}-{int(groups['d']):02d}"
    return f"{year}-{day}".lstrip("-") + (f" {groups['at']}" if groups.get("at") else "")


def _month(groups: dict[str, str]) -> int:
    if not (name := groups.get("name")):
        return int(groups["m"])
    if name in _IN_CHINESE:
        return _IN_CHINESE.index(name) + 1
    return next(at for at, form in enumerate(_MONTHS, 1) if re.match(form, name, re.I))


def _bare(text: str) -> str:
    """A piece without brackets, bullets and the word that says what it is."""
    text = _folded(text).strip(_EDGES)
    return _LABEL.sub("", text, count=1).strip(_EDGES) if _LABEL.match(text) else text


def _folded(text: str) -> str:
    return text.translate(_WIDE)
