"""Days of the Chinese calendar: 农历八月十五, 腊月廿三, 元宵节晚上 as they stand in a text, and their days in ours.

The table holds what the rules of GB/T 33661-2017 (new moons and solar terms at 120° East) make of each year; docs/
DECISIONS.md says how it was made and held against others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from notices.extract.numerals import number
from notices.extract.patterns import Pattern
from notices.extract.tokens import Token
from notices.extract.tokens import tokens as sun_tokens
from notices.extract.width import plain

FIRST_YEAR, LAST_YEAR = 2000, 2056  # later some new moons fall so close to midnight that calendars differ
_NEW_YEAR = date(2000, 2, 5)  # of the first year
_YEARS = (  # the leap month, then a bit for each month that has 30 days
    "0192c 41a95 01a94 01b4a 20b55 00ad4 7155b 004ba 0125a 5192b 0152a 01694 416aa 015aa 90ab5 00974 014b6 60a57 00a56 "
    "01526 40e95 00d54 015aa 209b5 0096c 614ae 0149c 01a4c 51d26 01aa6 00b54 30d6a 012da b095d 0095a 0149a 61a4b 01a4a "
    "01aa4 51b54 016b4 00ada 2095b 00936 71497 01496 0154a 516a5 00da4 015b4 30ab6 0126e 8092f 0092e 00c96 60d4a 01d4a"
)
Moon = tuple[int, int, bool]
"""A lunar month and day, and whether it is the leap month."""
LUNAR, LEAP, LORE = "lunar", "lunar leap", "lore"  # the `word` of a day that is no solar one
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
FEASTS = {
    "春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
    "除夕": (12, 30),
}
_MONTHS = {"正": 1, "冬": 11, "腊": 12}

_TELLS = Pattern("农历|阴历|旧历|夏历|月初|正月|冬月|腊月|除夕|元宵|端午|七夕|中秋|重阳|腊八|大年")
_DAY = (
    r"3[01](?!\d)|[12]\d(?!\d)|0?[1-9](?!\d)|[十廿][一二三四五六七八九]|二十[一二三四五六七八九]?|三十|廿"
    r"|初?[一二三四五六七八九十]"
)
_FEAST = r"元宵|端午|七夕|中秋|重阳|腊八|除夕"
_PART = r"(?:当[天日晚]|[晚夜](?![会宴餐安])上?|(?=上午|下午|早上|中午|\d))"
_HELD = r"(?=[,]?(?:在[^,。;\n]{1,16})?(?:举[行办]|开展|召开|组织))"
_FOUND = Pattern(
    rf"(?:(?P<y>20\d\d)年?的?|(?P<gz>[{_STEMS}][{_BRANCHES}])年?)?(?:农历|阴历|旧历|夏历)的?"
    rf"(?:(?P<y2>20\d\d)年|(?P<gz3>[{_STEMS}][{_BRANCHES}])年?)?"
    rf"(?P<leap>闰)?(?P<m>十[一二]|1[0-2]|[1-9]|[正一二三四五六七八九十冬腊])月(?P<d>{_DAY})日?"
    rf"|(?:(?P<y3>20\d\d)年|(?P<gz2>[{_STEMS}][{_BRANCHES}])年)?(?:(?P<m2>[正冬腊])月(?P<d2>{_DAY})日?"
    rf"|(?P<m3>[二三四五六七八九十]|十[一二])月(?P<d3>初[一二三四五六七八九十]))"
    rf"|大年(?P<d4>初[一二三四五六七八九十]|三十)(?:当[天日晚])?"
    rf"|(?<![前节迎庆喜过])(?P<f>{_FEAST})节?(?:(?P<p>{_PART})|{_HELD}|(?=[-~至到](?:大年|正月|初|农历)))"
)
_NEXT = Pattern(
    r"(?:[-~至到])(?P<d>初[一二三四五六七八九十]|[十廿][一二三四五六七八九]|二十[一二三四五六七八九]?|十(?![\d月])"
    r"|三十)日?(?![月年天个人名点时])"
)
_LORE_LEAD = Pattern(r"(?:每年|历年|生于|出生|俗称|传统|相传|自古)[^,。;\n]{0,6}$")
_LORE_TAIL = Pattern(r"(?:的)?(?:是|为|即|俗称|又称|也称|叫|称为|习俗|传统|来历|由来|前后|,?(?:是?我国|民间|我国))")
_GLOSS = Pattern(r"\(([^()]{2,20})\)")
_HINT = 8  # characters before and behind that are looked at
_YEAR_BEFORE = 8  # characters that a year and its words take before what tells (2031年的农历)


def all_tokens(text: str) -> list[Token]:
    """The temporal words of `text`, in order; what is a part of a lunar day is no solar one."""
    moons = tokens(text)
    if not moons:
        return sun_tokens(text)
    suns = [it for it in sun_tokens(text) if not any(it.start < moon.end and moon.start < it.end for moon in moons)]
    return sorted([*suns, *(it for it in moons if it.word != LORE)], key=lambda it: it.start)


def tokens(text: str) -> list[Token]:
    """The lunar days of `text`, in order; one that is only told about has the word LORE."""
    found: list[Token] = []
    for match in _told(text):
        token = _token(match)
        if token is None:
            continue
        told = _LORE_LEAD.search(text, max(0, token.start - _HINT), token.start)
        told = told or _LORE_TAIL.match(text, token.end, token.end + _HINT)
        found.append(replace(token, word=LORE) if told else token)
        until = _NEXT.match(text, token.end)
        if until:
            day = number(until["d"]) or 0
            found.append(Token("lunar", until.start("d"), until.end(), month=token.month, day=day, word=found[-1].word))
    return found


def _told(text: str) -> Iterator[re.Match[str]]:
    """What `_FOUND` finds, looked for only around the words that tell."""
    end = 0
    for told in _TELLS.finditer(text):
        starts = range(max(end, told.start() - _YEAR_BEFORE), told.start() + 1)
        match = next((it for at in starts if (it := _FOUND.match(text, at))), None)
        if match:
            end = match.end()
            yield match


def _token(match: re.Match[str]) -> Token | None:
    year = int(match["y"] or match["y2"] or match["y3"] or 0)
    named = match["gz"] or match["gz2"] or match["gz3"]
    if match["f"]:
        month, day = FEASTS[match["f"]]
    elif match["d4"]:
        month, day = (12, 30) if match["d4"] == "三十" else (1, number(match["d4"]) or 0)
    else:
        written = match["m"] or match["m2"] or match["m3"]
        month, day = _MONTHS.get(written) or number(written) or 0, number(match["d"] or match["d2"] or match["d3"]) or 0
    if not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    word = LEAP if match["leap"] else LUNAR
    late = (match["p"] or "")[:1] in ("晚", "夜") or (match["p"] or "").endswith("晚") or match[0].endswith("当晚")
    return Token(
        "lunar", match.start(), match.end(), _named_year(named) if named else year, month, day,
        word=word + ("晚" if late else ""),
    )


def _named_year(name: str) -> int:
    """乙巳 in the table: the years of this name are sixty apart, and the table has fewer."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return next((it for it in years if _STEMS[(it - 4) % 10] + _BRANCHES[(it - 4) % 12] == name), 0)


def moon(token: Token) -> Moon | None:
    """The lunar day of a token; None for one that has none."""
    return (token.month, token.day, token.word.startswith(LEAP)) if token.kind == "lunar" else None


def beside(words: str) -> Moon | None:
    """The lunar day that a bracket behind a date names: 农历八月十五, or 中秋节 alone."""
    found = tokens(words)
    if found:
        return moon(found[0])
    feast = FEASTS.get(words.removesuffix("节"))
    return (*feast, False) if feast else None


def named_in(words: str) -> Moon | None:
    """The lunar day that stands in the words of a date, in a bracket or beside it."""
    text = plain(words)
    gloss = _GLOSS.search(text)
    return (beside(gloss[1]) if gloss else None) or next((moon(it) for it in tokens(text)), None)


def is_on(moon: Moon, day: date) -> bool:
    """Whether a day of our calendar is that lunar day, as far as the table tells."""
    years = [year for year in (day.year - 1, day.year) if FIRST_YEAR <= year <= LAST_YEAR]
    return not years or any(solar(year, *moon) == day for year in years)


def solar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The day of our calendar; None where there is no such day or the year is not in the table. The 30th of the last
    month of a short year is its last day: 除夕."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    start = _NEW_YEAR + timedelta(days=sum(_days(it) for it in range(FIRST_YEAR, year)))
    for number_, is_leap, days in _months(year):
        if (number_, is_leap) == (month, leap):
            last = days if month == 12 and day == 30 else day
            return start + timedelta(days=last - 1) if 1 <= last <= days else None
        start += timedelta(days=days)
    return None


def _days(year: int) -> int:
    """How many days a lunar year has."""
    leap, bits = _code(year)
    return 29 * (13 if leap else 12) + bits.bit_count()


def _code(year: int) -> tuple[int, int]:
    """The leap month of a lunar year, and its months of 30 days as bits."""
    at = (year - FIRST_YEAR) * 6
    return int(_YEARS[at], 16), int(_YEARS[at + 1 : at + 5], 16)


def _months(year: int) -> list[tuple[int, bool, int]]:
    """The months of a lunar year: number, whether it is the leap one, days."""
    leap, bits = _code(year)
    names = [(it, False) for it in range(1, 13)]
    if leap:
        names.insert(leap, (leap, True))
    return [(name, is_leap, 29 + (bits >> 12 - at & 1)) for at, (name, is_leap) in enumerate(names)]
