"""From what is written to a day of the calendar: years, months and weekdays that are not said.

The order of sources is that of the notices themselves: the phrase, the sentence, the signature, the publication line,
the title or the school year; then roll-over. A weekday is a check and never a repair.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta

from notices.extract import lunar
from notices.extract.marks import LAST_DAY
from notices.extract.moments import Day
from notices.extract.numerals import BEFORE_REPUBLIC, number
from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted

BY_MOON = 0.85  # of a day that is told by the lunar calendar alone
SURE, INFERRED, ROLLED, WEAK, WEAKEST, GUESSED, CONTRADICTED = 0.97, 0.95, 0.92, 0.85, 0.8, 0.7, 0.5
SUMMER = 3  # the short term after the second
LOOKS_BACK = 4  # no term: the school year is over when it is judged
_TERMS = {"二": 2, "2": 2, "下": 2, "春": 2, "夏": SUMMER, "暑": SUMMER}
_BACK = timedelta(days=120)  # before the anchor that a month without a year may lie: earlier it is of the next year
_BACK_MOON = 60  # days: a lunar day is rarely named behind it, so one farther back belongs to the next year
_LAST_SURE_MONTH = 10  # of a lunar year: the later ones may fall into the next year of ours
_BACK_WEAK = timedelta(days=120)  # the same for an anchor that may be later than the notice
_WRAPS = 20  # days that a bare day may lie before the one it follows; farther back it is in the next month
_ALWAYS = 28  # days are in every month
_SCHOOL_YEAR = Pattern(
    r"(20\d\d)[-~至/](20\d\d|\d\d)学年度?(?:度)?(?:,?第?([一二12上下秋春夏暑])(?:[季期]?(?:短|小)?学期|季)|,?(?P<short>[短小])学期)?"
)
_YEAR = Pattern(  # but for those in which something was founded
    r"((?:1(?<!\d1)(?<![成建立始创办生]于1)9(?=[89])|2(?<!\d2)(?<![成建立始创办生]于2)0)\d\d)"
    r"(?!年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:正式)?(?:创[办刊建立]|成立|建[校馆成园]|落成|始建|开[馆园业]|挂牌|出生|获))"
    r"(?:年度?|届|$|(?= ?[A-Z]|第|秋|春|暑|(?!级|\])[\u4e00-\u9fff“《]))"
)
_JUDGED = Pattern(
    r"[^。;\n]{0,40}?(?:奖学金|三好|综合(?:素质)?测评|综测|评优(?!课)|评先|先进(?:个人|集体|班)|优秀(?:学生|班干|班集体|共青|团))"
)
"""2030-2031学年奖学金评选: in the autumn of 2031."""
_BY_REPUBLIC = Pattern(
    r"(?<![\d~/至-])(1[0-4]\d|[6-9]\d|一百[零〇]?[一二三四五六七八九十]{1,3}|一[〇零一二三四][〇零一二三四五六七八九]"
    r"|[六七八九]十[一二三四五六七八九]?)学年度?(?:,?第?([一二12上下])学期)?"
)
_CHINESE_YEAR = Pattern(r"二[〇零Oo0][〇零Oo0一二三四五六七八九]{2}年")


@slotted
class Anchor:
    """What the years of a notice hang on: a day (signature, publication) or a year alone, or a school year."""

    day: date | None = None
    year: int = 0
    """Where the day is known: the next year, if the notice is about that."""
    term: int = 0
    """1, 2, SUMMER or LOOKS_BACK of the school year that begins in `year`; 0 for a plain year."""
    guessed: bool = False
    """The year is only the one the text names most."""
    weak: bool = False
    """The day may be later than the notice: a page's date."""

    @property
    def known(self) -> bool:
        return bool(self.day or self.year)


def anchor_in(text: str) -> Anchor:
    """The year that a title or an opening names: a school year with its term, or a plain year."""
    school = _SCHOOL_YEAR.search(text)
    if school:
        term = SUMMER if school["short"] else _TERMS.get(school[3] or "", 1)
        judged = not (school["short"] or school[3]) and _JUDGED.match(text, school.end())
        return Anchor(year=int(school[1]), term=LOOKS_BACK if judged else term)
    plain = _YEAR.search(text)
    if plain:
        return Anchor(year=int(plain[1]))
    counted = _BY_REPUBLIC.search(text) if "学年" in text else None
    if counted:
        year = number(counted[1].removeprefix("一百").lstrip("零〇")) or 0
        year += 100 if counted[1].startswith("一百") else 0
        return Anchor(year=year + BEFORE_REPUBLIC, term=_TERMS.get(counted[2] or "", 1))
    return Anchor()


def anchor_at(opening: str) -> Anchor:
    """The year that an opening names: a guess, unless it is that of a school year or of a year's work (年度)."""
    found = anchor_in(opening)
    stated = found.term or f"{found.year}年度" in opening
    return found if stated or not found.known else Anchor(year=found.year, guessed=True)


_FRESHMEN = Pattern(
    r"(20\d\d)级[^,。;\n]{0,12}?(?:军训|军事训练|迎新|入学(?!以来)|始业|新生[^,。;\n]{0,6}(?:报到|家长|须知|指南))"
)
"""2031级高一军训: what those who have just come do."""
_HEAD = 1000  # characters in which a notice says whom it is for


def anchor_of(text: str) -> Anchor:
    """The year a text speaks of most: a school year, that of those who have just come (2031级新生军训), or the plain
    year named most often. A weak source."""
    school = _SCHOOL_YEAR.search(text, 0, _HEAD)
    if school:
        return anchor_in(school[0])
    freshmen = _FRESHMEN.search(text, 0, _HEAD) if "级" in text[:_HEAD] else None
    if freshmen:
        return Anchor(year=int(freshmen[1]), term=1)
    named = Counter(_YEAR.findall(text, 0, 20_000))
    return Anchor(year=int(named.most_common(1)[0][0]), guessed=True) if named else Anchor()


@slotted
class Dated:
    """A day of the calendar, how sure it is, and what is wrong with it if something is."""

    day: date
    confidence: float
    doubt: str = ""


def dated(written: Day, anchor: Anchor, before: date | None = None, near: date | None = None) -> Dated | str:
    """The calendar day of `written`; a string says why there is none.

    `before`: the day named just before in the same phrase or sentence, which lends month and year. `near`: a day with
    its own year in the same sentence.
    """
    if written.word.startswith(lunar.LUNAR):
        return _by_moon(written, anchor, before, near)
    if written.word:
        return _relative(written, anchor, before)
    month = written.month or (before.month if before else 0)
    if not month:
        return "no_month"
    confidence = SURE if written.year else INFERRED
    if written.year:
        year = written.year
    elif not written.month and before:
        year = before.year
    elif written.told and (own := _own_year(anchor, before)):
        year, confidence = own + _AHEAD[written.told], INFERRED if anchor.day else GUESSED if anchor.guessed else WEAK
    else:
        found = _year(month, written.day, anchor, before, near)
        if found is None:
            return "no_year"
        year, confidence = found
    if before and not written.month and before.day - written.day > _WRAPS:  # 30日至2日: the next month
        month, year = month % 12 + 1, year + (month == 12)
    day = _valid(year, month, written.day)
    if day is None:
        return "no_such_day"
    if confidence == GUESSED and written.weekday and written.weekday != day.isoweekday():
        beside = (_valid(year + step, month, written.day) for step in (-1, 1))
        told = [it for it in beside if it and it.isoweekday() == written.weekday]
        day, confidence = (told[0], WEAK) if told else (day, confidence)
    if not written.year and written.month and written.weekday and day < (near or anchor.day or day):
        day, confidence = _next_year(day, written.weekday, confidence)
    if written.moon and not lunar.is_on(written.moon, day):
        return Dated(day, CONTRADICTED, "lunar")
    return _checked(day, written.weekday, confidence, "guessed" if confidence == GUESSED else "")


def _next_year(day: date, weekday: int, confidence: float) -> tuple[date, float]:
    """A day that has gone by, unless its weekday says that the one of the next year is meant."""
    later = None if weekday == day.isoweekday() else _valid(day.year + 1, day.month, day.day)
    return (later, WEAK) if later and later.isoweekday() == weekday else (day, confidence)


_AHEAD = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2}


def _own_year(anchor: Anchor, before: date | None) -> int:
    """The year from which 明年 is counted; 0 where nobody knows."""
    if anchor.day:
        return anchor.day.year
    return anchor.year if not anchor.term and anchor.year else before.year if before else 0


def _by_moon(written: Day, anchor: Anchor, before: date | None, near: date | None) -> Dated | str:
    """A lunar day that no solar one stands beside: in the year that is said, else the next one of the notice."""
    leap = written.word.startswith(lunar.LEAP)
    reference = near or anchor.day or before
    if written.year:
        found = lunar.solar(written.year, written.month, written.day, leap)
        late = written.month > _LAST_SURE_MONTH  # 2031年腊月 may end in that year or begin in it
        sure = GUESSED if late and not (reference and found and found >= reference) else BY_MOON
        return _checked(found, written.weekday, sure, "guessed" if sure == GUESSED else "") if found else "no_such_day"
    if not reference and not anchor.year:
        return "no_year"
    floor = reference - timedelta(days=_BACK_MOON) if reference else date(anchor.year, 1, 1)
    days = [lunar.solar(year, written.month, written.day, leap) for year in range(floor.year - 1, floor.year + 3)]
    ahead = next((day for day in days if day and day >= floor), None)
    if ahead is None or ahead.year > floor.year + 1:
        return "no_such_day"
    sure = GUESSED if not reference and anchor.guessed else BY_MOON
    return _checked(ahead, written.weekday, sure, "guessed" if sure == GUESSED else "")


def _checked(day: date, weekday: int, confidence: float, doubt: str) -> Dated:
    if weekday and weekday != day.isoweekday():
        return Dated(day, CONTRADICTED, "weekday")
    return Dated(day, confidence, doubt)


def _valid(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        return None
    if day > _ALWAYS:
        last = monthrange(year, month)[1]
        day = last if day == LAST_DAY else day
        if day > last:
            return None
    return date(year, month, day) if day >= 1 else None


def _year(
    month: int, day: int, anchor: Anchor, before: date | None, near: date | None
) -> tuple[int, float] | None:
    """The year of a month and a day: after the day before it in the phrase, else around the anchor."""
    reference = near or anchor.day or before
    if reference:
        back = _BACK_WEAK if anchor.weak and not near else _BACK
        year = _around(reference, month, min(day, 28) or 1, back)
        if anchor.day and not near and year < anchor.year:
            year += date(year, month, min(day, 28) or 1) < anchor.day  # in a plan for 2015 signed in December 2014
        return year, INFERRED if year == reference.year else ROLLED
    if anchor.year:
        stated = anchor.term and anchor.term != LOOKS_BACK
        return _of_term(anchor, month), INFERRED if stated else GUESSED if anchor.guessed else WEAK
    return None


def _around(reference: date, month: int, day: int, back: timedelta) -> int:
    """The year that puts month and day into the year-long stretch that begins so long before the reference."""
    floor = reference - back
    return floor.year if (month, day) >= (floor.month, floor.day) else floor.year + 1


def _of_term(anchor: Anchor, month: int) -> int:
    """The first term runs from summer into January; the second from February, its course choice from December."""
    if anchor.term == 1:
        return anchor.year if month >= 5 else anchor.year + 1
    if anchor.term in (SUMMER, LOOKS_BACK):
        return anchor.year + 1
    if anchor.term == 2:
        return anchor.year if month >= 11 else anchor.year + 1
    return anchor.year


def until_weekday(before: date, weekday: int) -> Dated:
    """The other end of a range that is told by its weekday: 6月14日18:00至周日8:00."""
    return Dated(before + timedelta(days=(weekday - before.isoweekday()) % 7), WEAK)


_STEPS = {"今": 0, "当": 0, "同": 0, "明": 1, "次": 1, "翌": 1, "第": 1, "后": 2}


def _relative(written: Day, anchor: Anchor, before: date | None) -> Dated | str:
    """今天, 明天, 下周三 hang on the day of signature; 次日, 当天 on the day named before."""
    word = written.word
    if word == "week" or word.startswith(("第", "教学")):
        return "needs_calendar"
    if word[0] in "当同次翌第":
        return Dated(before + timedelta(days=_STEPS[word[0]]), WEAK) if before else "no_anchor"
    if not anchor.day:
        return "no_anchor"
    sure = WEAKEST if anchor.weak else WEAK
    if "月" in word:  # 本月25日, 下月底
        ahead = anchor.day.month + word.startswith("下") - 1
        day = _valid(anchor.day.year + ahead // 12, ahead % 12 + 1, written.day)
        return Dated(day, sure) if day else "no_such_day"
    if "周" in word:
        return Dated(weekday_of(anchor.day, word), sure)
    return Dated(anchor.day + timedelta(days=_STEPS[word[0]]), sure)


def weekday_of(today: date, word: str) -> date:
    """本周五, 下周一, 上周日: weeks begin on Monday; 周末 is Saturday."""
    week = {"上": -7, "下": 7}.get(word[0], 0)
    target = {"末": 6, "日": 7, "天": 7}.get(word[-1]) or "一二三四五六".index(word[-1]) + 1
    return today + timedelta(days=week + target - today.isoweekday())
