"""Temporal phrases: tokens that belong together become one `When`, with the marks around them (起, 前, 至, 原定, 底).

A When says what is written and nothing more: no year is guessed and no role is given here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from notices.extract import lunar, republic
from notices.extract.marks import marked
from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted
from notices.extract.tokens import WEEKDAYS, Token, shifted

TO = Pattern(
    r" ?(?:(?:发题|开赛)?[-~]{1,4}|(?:起|起,|开始|开始,)?至(?:[次翌明来同]年(?:同?月)?|同月)?"
    r"|(?:起|开始)?到(?:同年(?:同?月)?|同月)?) ?"
)
_THEN = Pattern(",(?:至|到)")
AND = Pattern(r"(?:[、,]|和|及|以及|与|或)(?:于|在)?")
_GLOSS = Pattern(r"\(([^()\n]{1,26})\)")
_GLOSSES = Pattern(
    r"周|星期|礼拜|农历|初|廿|节|除夕|含|^[一二三四五六日天](?:[、,~至-][一二三四五六日天]){0,6}$|全天|公历|阳历|当天"
)
_ITS_DAY = Pattern(r"\d{1,2}[日号]")  # 本周日(26日)
_NO_GLOSS = Pattern(  # it says more than the weekday
    r"(?!周|星期|礼拜)[^\d]{0,12}(?:报到|开会|开放|初[赛审试评])|[^:]{0,20}\d[:点时]"
)
_DAYS_IN = Pattern(r"(?:星期|周|礼拜|^|[、,~至-]|(?<=[周期拜][一二三四五六]))([一二三四五六日天])")
PHRASES_MAX = 400  # of one notice: a longer list is a calendar and not a notice
DAYS_MAX = 60  # of one list: nobody names more days one by one


@slotted
class Day:
    """A day as written: what is not said is 0. `word` holds a relative day (次日, 下周三) or a teaching week."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    word: str = ""
    start: int = 0
    end: int = 0
    moon: lunar.Moon | None = None
    """The lunar day that is said beside it."""
    told: str = ""
    """今年, 明年: the year as it is told from the notice's own."""


@slotted
class When:
    """One temporal phrase: `days` are its days in order; `spans` is true if they are the two ends of a range."""

    start: int
    end: int
    days: tuple[Day, ...] = ()
    spans: bool = False
    opens: time | None = None
    closes: time | None = None
    daily: tuple[tuple[time, time | None], ...] = ()
    """The hours of each of its days, where there are any of their own."""
    half: str = ""
    mark: str = ""
    """What bounds it: before, until, since, after, vague, last; empty for none."""
    now: bool = False
    """It starts on the day the notice was signed (即日起)."""
    weekdays: tuple[int, ...] = ()
    """Of one bracket for a whole range or list."""
    token: str = ""
    rule: str = ""
    """Of a series that it is the span or the beginning of, as RFC 5545 writes it."""


def phrases(text: str) -> list[When]:
    """The temporal phrases of `text` in order, the first `PHRASES_MAX` of them."""
    found = republic.with_years(text, lunar.all_tokens(text))
    out: list[When] = []
    at = 0
    while at < len(found) and len(out) < PHRASES_MAX:
        when, at = _phrase(text, found, at)
        if when:
            out.append(when)
    return out


_AT_ONCE = frozenset(("", " ", ",", ":", "至", "到", "-"))
_SAID_AGAIN = frozenset(("rel", "lunar", "teach"))
_RESTATED = frozenset(("", "的", "(", "即", "也就是", ",", ",即"))


def _restated(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether a relative or a lunar day, or one of a teaching week, is said again as a date right behind it."""
    told = found[at].kind in ("rel", "lunar") or (found[at].kind == "teach" and found[at].day)
    if not told or at + 1 >= len(found) or found[at + 1].kind not in ("date", "dotted"):
        return False
    return text[found[at].end : found[at + 1].start] in _RESTATED


def _is_week(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether a teaching week is told again by its dates: 第2周(3月7日-3月11日)."""
    if found[at].kind != "teach" or found[at].day or at + 1 >= len(found) or found[at + 1].kind != "date":
        return False
    return text[found[at].end : found[at + 1].start] == "("


def _beside(when: When, other: Token) -> When:
    """A date whose day another word has told before: a lunar one is a check."""
    first = replace(when.days[0], moon=lunar.moon(other))
    return replace(when, start=min(other.start, when.start), days=(first, *when.days[1:]))


def _phrase(text: str, found: Sequence[Token], at: int) -> tuple[When | None, int]:
    """The phrase that begins at token `at`, and the token after it."""
    if found[at].kind in _SAID_AGAIN and (_restated(text, found, at) or _is_week(text, found, at)):
        when, after = _phrase(text, found, at + 1)  # 本周末的6月14日: the day is said twice
        return (marked(text, _beside(when, found[at])) if when else None), after
    first, at = _point(text, found, at)
    if first is None:
        return None, at
    when = first
    gap = _joined(TO, text, when.end, found, at)
    gap = gap or (when.now and _joined(_THEN, text, when.end, found, at))
    if when.now and at < len(found) and (gap or text[when.end : found[at].start] in _AT_ONCE):
        last, at = _point(text, found, at)
        return (marked(text, replace(last, start=when.start, now=True)) if last else marked(text, when)), at
    if gap and when.days:
        at += _restated(text, found, at)  # 第2周周一(9月9日)9:00至第2周周五(9月13日)16:00
        last, after = _point(text, found, at, ends=when)
        if last and last.days:
            when, at = _range(when, last), after
            when, at = _daily(text, found, at, when)
    elif when.days:
        when, at = _list(text, found, at, when)
        if len(when.days) > 1:
            when, at = _daily(text, found, at, when)
    return marked(text, when), at


_JOINT_MAX = 10  # characters of the longest word between two ends of a range


def _joined(joint: Pattern, text: str, end: int, found: Sequence[Token], at: int) -> bool:
    """Whether nothing but `joint` stands between `end` and the next token."""
    if at >= len(found):
        return False
    start = found[at].start
    return end < start <= end + _JOINT_MAX and joint.fullmatch(text, end, start) is not None


def _point(text: str, found: Sequence[Token], at: int, ends: When | None = None) -> tuple[When | None, int]:
    """A day with its gloss, half and clock; or a clock alone. `ends`: what it is the other end of."""
    token = found[at]
    if token.kind == "dotted" and not _dotted_is_date(text, found, at, ends):
        return None, at + 1
    if token.kind == "now":
        return When(token.start, token.end, now=True, token="now"), at + 1
    if token.kind in _HOURS:
        half, opens, closes, daily, end, at = _clocks(text, found, at, token.start, token.start, "")
        return When(token.start, end, (), False, opens, closes, daily, half, token=token.kind), at
    half = token.word[-1] if token.kind in ("rel", "lunar") and token.word[-1] in "早晚" else ""
    weekdays, moon, end, at = _glossed(text, found, at + 1, token)
    half, opens, closes, daily, end, at = _clocks(text, found, at, token.start, end, half)
    of_week = token.kind == "week"
    word = "week" if of_week else token.word if token.kind in _SAID_AGAIN else ""
    weekday = weekdays[0] if len(weekdays) == 1 else token.day if of_week else 0
    day = Day(
        token.year, token.month, 0 if of_week else token.day, weekday, word, token.start, token.end, moon,
        token.word if token.word[-1:] == "年" else "",
    )
    several = weekdays if len(weekdays) > 1 else ()
    return When(token.start, end, (day,), False, opens, closes, daily, half, "", False, several, token.kind), at


_BEFORE_IT = Pattern("[之以]?前")


def _dotted_is_date(text: str, found: Sequence[Token], at: int, ends: When | None) -> bool:
    """`6/12` and `6.12` are a day only beside a weekday, as an end of a range, or alone in a cell or after 于."""
    token = found[at]
    if ends is not None:
        return ends.token == "dotted" or "." in text[ends.start : ends.end] or "/" in text[ends.start : ends.end]
    gloss = _GLOSS.match(text, token.end)
    counted = gloss and gloss[1][-1] == "含" and not _BEFORE_IT.match(text, gloss.end())  # 绩点2.5(不含)
    if gloss and not counted and _GLOSSES.search(gloss[1]):
        return True
    if at and found[at - 1].kind in ("rel", "week") and text[found[at - 1].end : token.start] == "(":
        return True
    if at + 1 < len(found) and found[at + 1].kind in ("week", "half", "clock") and (
            not text[token.end : found[at + 1].start].strip(" ")):
        return True
    closing = text[token.end : token.end + 1]
    ranged = at + 1 < len(found) and found[at + 1].kind == "dotted" and _joined(TO, text, token.end, found, at + 1)
    alone = text[token.start - 1 : token.start] in ("", "|", "\n", ":") and closing in ("", "|", "\n", "前", " ")
    in_column = alone and closing in "| " and any(it.kind == "dotted" and it.end < token.start for it in found[:at])
    return bool(ranged or in_column or (alone and token.word == "/") or (closing == "前" and token.month))


_OPENS_LIST = Pattern(r"\((?:星期|周)[一二三四五六日天][至到~、,-](?:星期|周)")  # (周一至周五,8:30-11:30): its weekdays
_SAYS_AGAIN = frozenset(("week", "teach", "lunar"))
_BEFORE_WEEKDAY = frozenset(("", " ", ",", "("))


def _glossed(
    text: str, found: Sequence[Token], at: int, token: Token
) -> tuple[tuple[int, ...], lunar.Moon | None, int, int]:
    """A bracket or a weekday behind a day says its weekdays, the lunar day or the teaching week, and is passed over:
    the weekdays, the lunar day, where it ends, and the token behind."""
    end = token.end
    days: tuple[int, ...] = ()
    moon: lunar.Moon | None = None
    while True:
        opens = text[end : end + 1] == "("
        gloss = _GLOSS.match(text, end) if opens else None
        again = gloss and token.kind == "rel" and _ITS_DAY.fullmatch(gloss[1])
        if gloss and (again or (_GLOSSES.search(gloss[1]) and not _NO_GLOSS.match(gloss[1]))):
            end = gloss.end()
            days = days or tuple(WEEKDAYS[c] for c in _DAYS_IN.findall(gloss[1]))
            moon = moon or (None if TO.search(gloss[1]) else lunar.beside(gloss[1]))
        elif opens and _OPENS_LIST.match(text, end):
            break
        elif at < len(found) and found[at].kind in _SAYS_AGAIN and text[end : found[at].start] in _BEFORE_WEEKDAY:
            moon = moon or lunar.moon(found[at])
            days = days or ((found[at].day,) if found[at].day and not moon else ())
            inside = text[end : found[at].start] == "("
            end = found[at].end
            end += inside and text[end : end + 1] == ")"
        else:
            break
        while at < len(found) and found[at].start < end:
            at += 1
    return days, moon, end, at


_NEAR = frozenset(
    ("", " ", ",", "的", "\n", "|", "(", ":", "每天", "每日", "期间每天", "期间,每天", "期间", "(北京时间", "北京时间")
)


_HOURS = frozenset(("clock", "hours", "half"))
_Clocks = tuple[str, time | None, time | None, tuple[tuple[time, time], ...], int, int]


def _clocks(text: str, found: Sequence[Token], at: int, start: int, end: int, half: str) -> _Clocks:
    """Half of the day and clock behind a day that stands from `start` to `end`: one, or two with a dash between them,
    or several hours; where they end, and the token behind."""
    daily: tuple[tuple[time, time], ...] = ()
    opens = closes = None
    while at < len(found) and found[at].kind in _HOURS:
        token = found[at]
        gap = text[end : token.start]
        if gap[:1] == ")" and text[start - 1 : start] == "(":  # 本周六(3月22日)9:00
            gap = gap[1:]
        gap = "\n" if gap and not gap.strip("\n") else gap
        if gap not in _NEAR or (gap[:1] == "\n" and not _cell(text, token)):
            break
        if token.kind == "half":
            half, end, at = token.word, token.end, at + 1
            continue
        if token.kind == "hours":
            opens, closes, end, at = shifted(token.clock, half), shifted(token.until, half), token.end, at + 1
        else:
            opens, end, at = shifted(token.clock, half), token.end, at + 1
            closes, end, at = _until(text, found, at, end, half)
            closes = _behind(opens, closes)
            more, end, at = _sessions(text, found, at, end) if closes else ((), end, at)
            if more and opens and closes:
                daily, closes = ((opens, closes), *more), more[-1][1]
        break
    if text[end : end + 1] == ")" and "(" in text[start:end] and ")" not in text[start:end]:
        end += 1
    return half, opens, closes, daily, end, at


def _until(text: str, found: Sequence[Token], at: int, end: int, half: str) -> tuple[time | None, int, int]:
    """The clock after the dash of a time range, if one follows."""
    if not _joined(TO, text, end, found, at):
        return None, end, at
    word, after = half, at
    if found[after].kind == "half":
        word, after = found[after].word, after + 1
    if after < len(found) and found[after].kind == "clock" and (after == at or found[after].start == found[at].end):
        return shifted(found[after].clock, word), found[after].end, after + 1
    return None, end, at


def _behind(opens: time | None, closes: time | None) -> time | None:
    """中午12:00-4:00 ends in the afternoon."""
    over = opens and closes and opens.hour in _NOON and 0 < closes.hour < _NOON[0] - 1
    return closes.replace(hour=closes.hour + 12) if over and closes else closes


_NOON = (11, 12)


_BETWEEN = frozenset((",", "/", ";", "、", "和", "及", " ", ",;"))


def _sessions(
    text: str, found: Sequence[Token], at: int, end: int
) -> tuple[tuple[tuple[time, time], ...], int, int]:
    """Further hours of the same day behind the first ones (8:30-11:30,14:30-17:30)."""
    told: tuple[tuple[time, time], ...] = ()
    while at < len(found) and text[end : found[at].start] in _BETWEEN:
        half, after = "", at
        if found[after].kind == "half" and after + 1 < len(found):
            half, after = found[after].word, after + 1
        if found[after].kind != "clock" or (after > at and found[after].start != found[at].end):
            break
        opens = shifted(found[after].clock, half)
        until, stop, later = _until(text, found, after + 1, found[after].end, half)
        if until is None or opens is None:
            break
        told, end, at = (*told, (opens, until)), stop, later
    return told, end, at


_CELL_MAX = 16  # characters of a line that is clocks alone
_NO_CLOCK = Pattern(r"[^\d:~至到上中下午晚早 ()-]")


def _cell(text: str, token: Token) -> bool:
    """Whether a clock begins a line that holds nothing but clocks, as the line below a date in a table."""
    line = text[token.start : token.start + _CELL_MAX + 1].partition("\n")[0]
    return len(line) <= _CELL_MAX and not _NO_CLOCK.search(line)


def _range(first: When, last: When) -> When:
    """Two points as one span; clocks on both ends belong to the ends."""
    daily: tuple[tuple[time, time | None], ...] = ()
    opens, closes = first.opens, last.opens
    if last.opens and last.closes:  # 6月3~8日8:00~17:30: hours of every day
        daily, opens, closes = last.daily or ((last.opens, last.closes),), last.opens, last.closes
    weekdays = first.weekdays or last.weekdays
    return When(
        first.start, last.end, (*first.days, last.days[-1]), True, opens, closes, daily, last.half or first.half,
        weekdays=weekdays, token=first.token, now=first.now,
    )


_DAILY_MAX = 30  # characters between a span and the hours of each of its days
_OF_WEEK = Pattern(r"(?:^|[,:(])(?:期间)?,?[每逢]?[周逢]?$|每个?$|[周期拜日天一二三四五六][-~至到、,和及](?:每)?$")
_LINE_OF_WEEK = 5  # characters from a span to a weekday in the line below that is its own
_WEEKLY = Pattern(
    r"(?:[两三四五\d]天)?[,:]?(?:期间)?[,(]?(?:的?每[天日晚]|(?:每|逢)?(?:周|星期|个?礼拜)的?"
    r"[一二三四五六日天][一二三四五六日天、,和及周星期至到~-]{0,16})?[):,]?(?:的|每天)?[:, ]?"
)


def _daily(text: str, found: Sequence[Token], at: int, when: When) -> tuple[When, int]:
    """Hours behind a range of days: 6月3日至8日每天8:00至17:30."""
    while at < len(found) and found[at].kind == "week" and _OF_WEEK.search(text, when.end, found[at].start):
        gap = text[when.end : found[at].start]
        if "\n" in gap and len(gap) > _LINE_OF_WEEK:
            break  # 上课时间:3月3日至6月27日 / 声乐:每周一
        at += 1  # 每周二, 周一至周五: the rule is read elsewhere, its hours here
    if at >= len(found) or when.opens or found[at].kind not in _HOURS:
        return when, at
    start = found[at].start
    near = text[when.end : start] in ("", " ", ":", "(", "的", "期间", "每", ",每")
    if start - when.end > _DAILY_MAX or not (near or _WEEKLY.fullmatch(text, when.end, start)):
        return when, at
    _, opens, closes, daily, end, after = _clocks(text, found, at, start, start, "")
    if not opens or not closes:
        return when, at
    return replace(when, end=end, daily=daily or ((opens, closes),), opens=opens, closes=closes), after


_IN_HALVES = Pattern(r"(?:[上下]午|晚上?|全天)(?=[。;\n|( ]|地点|\Z)")
"""时间:4月15日下午,4月16日全天: what a label names is a list."""


def _list(text: str, found: Sequence[Token], at: int, when: When) -> tuple[When, int]:
    """Days named one after the other: 6月3、4日; 6月3日、12日和15日两场."""
    days = when.days
    end, last = when.end, when
    while at < len(found) and len(days) < DAYS_MAX and found[at].kind in ("date", "bare") \
            and _joined(AND, text, end, found, at):
        again = text[end] == "," and text[found[at].end : found[at].end + 1] not in ("两", "、", "三")
        if again and not (text[when.start - 1 : when.start] == ":" and _IN_HALVES.match(text, found[at].end)):
            break
        more, after = _point(text, found, at)
        if more is None or not more.days or _joined(TO, text, more.end, found, after):
            break
        days, end, at, last = (*days, *more.days), more.end, after, more
    if len(days) == 1:
        return when, at
    same = last.opens and not when.opens
    return replace(
        when, end=end, days=days, weekdays=when.weekdays or last.weekdays,
        opens=last.opens if same else when.opens, closes=last.closes if same else when.closes,
        half=when.half or last.half,
    ), at
