"""Temporal words, one by one: dates, clocks, halves of the day, weekdays. No context is looked at here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import time
from functools import lru_cache

from notices.extract.numerals import BEFORE_REPUBLIC, number
from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted

_CN = "〇零Oo0一二三四五六七八九"
_LOST_ZERO = "二[一二三四][一二三四五六七八九]"  # 二三一年: pages of old encodings drop the 〇 of 二〇三一年
_YEAR = rf"(?:19|20)\d\d|2[0Oo〇][\dOo〇]{{2}}|[一二][{_CN}]{{3}}|{_LOST_ZERO}|民国\d{{2,3}}|1[0-4]\d|[12]\d"
_MONTH = "1[0-2]|0?[1-9]|一?十[一二]?|[〇零]?[一二三四五六七八九]|[元正]"
_AP = r"[AaPp]\.?[Mm]\.?(?![A-Za-z])"  # 2:00 PM, 5 pm among Chinese words
_ONES = "[一二三四五六七八九]"
_DAY = rf"3[01]|[12]\d|0?[1-9]|三十一?|[一二]?十{_ONES}?|廿{_ONES}?|卅一?|[〇零]?{_ONES}"
_CN_TENS = f"[二三]?十{_ONES}?|廿{_ONES}?|卅一?"
_LOOSE = r"(?=[-~至到、,()和及与前止;:。|\n ]|上午|下午|晚|早|中午|截止|截至|之前|以前|$)"  # 6月3~12日, without 日
HALVES = {
    "凌晨": 0, "清晨": 0, "早上": 0, "早晨": 0, "上午": 0, "早": 0, "中午": 11, "午间": 11, "正午": 11,
    "下午": 12, "午后": 12, "傍晚": 12, "晚上": 12, "晚间": 12, "夜间": 12, "当晚": 12, "晚": 12,
}  # the hours that are added to clocks of 1 to 11 after the word; 中午 decides by the hour
_HALF = "|".join(word for word in HALVES if len(word) > 1)  # the single characters only before a number

_WORD = Pattern(
    rf"""
      (?P<now>(?:从|自)?(?:即日起?|现在起|本?(?:通知|公告|文件|文|方案)?(?:发布|印发|下发)之日起|本?(?:通知|公告|名单)公布之日起))
    | (?P<rel>(?<![“《「])(?<!为)(?<!为了)(?:[今明][早晚天日]|后天(?![黑亮气]))
        (?!校园|头条|新闻|的(?![^,。;]{{0,4}}[会课赛班议座考讲演练活]))
        |当天|当日|同日(?=[之以]?前)|次日|翌日|第二天|[本这下上]周(?:星期)?[末一二三四五六日天](?![年级]))
    | (?P<relm>(?:本|这个|下个?)月(?:(?P<rmd>{_DAY})(?:日|号|{_LOOSE})|月?底(?=前|之前|以前|截止)|(?=[上中下]旬))
        |(?<![月每逢上下个各当该次同翌满学])月底(?=前|之前|以前|截止))
    | (?P<teach>(?:教学)?第(?P<tw>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:教学)?周
        (?:的?(?:星期|周)(?P<twd>[一二三四五六日天]))?)
    | (?P<week>(?:星期|周|礼拜)(?P<w>[一二三四五六日天])(?![年期围岁]|次(?!日)|教授|院士|博士|研究员|先生|女士))
    | (?P<told>(?P<ty>[今明来后]年|(?<!日)本年)(?P<tm>(?!正){_MONTH})月份?(?:(?P<td>{_DAY})(?:日|号|{_LOOSE}))?)
    | (?P<half>{_HALF}|[早晚](?=[\d一二三四五六七八九十]))""",
    re.VERBOSE,
)
_CALENDAR = (
    rf"(?P<cn>(?!三月三(?![十日号]))(?:(?P<y>{_YEAR})年,?)?(?<!\d)(?P<m>{_MONTH})月份?(?:(?P<d>{_DAY})(?:日|号|{_LOOSE}))?)"
)
_ISO = (
    r"(?P<iso>(?<![\d.])(?P<iy>(?:19|20)\d\d)(?P<sep>[-./])(?P<im>1[0-2]|0?[1-9])(?P=sep)"
    r"(?P<id>3[01]|[12]\d|0?[1-9])(?!\d))"
)
_DAY_FIRST = r"(?P<rdate>(?<![\d.])(?P<rd>3[01]|[12]\d|0?[1-9])\.(?P<rm>1[0-2]|0?[1-9])\.(?P<ry>20\d\d)(?!\d))"
_HOURS = (
    r"(?P<hours>(?<![\d:])(?P<h1>[01]?\d|2[0-4])[-~至到](?P<h2>[01]?\d|2[0-4])(?:点|时(?![间期段限代长]))(?P<h2m>半)?)"
)
_CLOCK = (
    rf"(?P<clock>(?<![\d.])(?<!\d:)(?:(?P<h>[01]?\d|2[0-4]):(?P<mi>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?: ?(?P<ap>{_AP}))?"
    rf"|(?P<hp>1[0-2]|0?[1-9]) ?(?P<p>{_AP})))"
)
_OCLOCK = (
    r"(?P<oclock>(?<![\d第个十])"
    r"(?P<oh>[01]?\d|2[0-4]|零|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
    rf"(?:点|时(?![间期段限代长候尚事]))(?:(?P<om>半|整|钟|[一三]刻|[0-5]\d分?|\d分|[二三四五]?十{_ONES}?分?)钟?)?)"
)
_BARE = (
    r"(?P<bare>(?:(?<![\d.月第字年\]])|(?<=同月)|(?<=同年月))"
    r"(?<![少多]于)(?<!超过)(?<!为期)(?<!至少)(?<!不足)(?<![前假])(?<!\d[:)])"
    rf"(?P<bd>{_DAY})(?:日(?!内|报[道社刊]|[元程制志语]|常(?!设)|期(?![间满中末终])|本[人国]|子[里女])"
    rf"|(?=[-~至到](?:3[01]|[12]\d|[1-9]|{_CN_TENS})日(?![内元程制]|常(?!设)))"
    r"|(?<=[,、和及]\d\d)(?=、(?:3[01]|[12]\d)日(?![内元程制]|常(?!设)))|(?<=[在于]\d\d)(?=、(?:3[01]|[12]\d)日)"
    r"|(?<=\d)号(?![字宋楷黑仿]|学生公寓|公寓|宿舍|[田梯楼文码线门厅馆院室会教公宿桌机国报房台店或风信窗柜口通座席井桥岗柱摊泊场馆]"
    r"|[^\d,。;到在去于上下]{1,3}[室厅楼馆])))"
)
_DOTTED = r"(?P<dot>(?<![\d.])(?<!\d:)(?P<dm>1[0-2]|0?[1-9])(?P<dsep>[./])(?P<dd>3[01]|[12]\d|0?[1-9])(?![\d.%/:年月]))"


def _form(*forms: str) -> Pattern:
    return Pattern(rf"(?<!\d)(?:{'|'.join(forms)})", re.ASCII)


_BY_JOINT: dict[str | None, Pattern] = {
    None: _WORD, **dict.fromkeys("年月国", _form(_CALENDAR)), **dict.fromkeys("日号、", _form(_BARE)),
    **dict.fromkeys("点时", _form(_OCLOCK)), **dict.fromkeys(("", " ", ":"), _form(_CLOCK)),
    **dict.fromkeys("-", _form(_ISO, _HOURS, _BARE)), **dict.fromkeys("~至到", _form(_HOURS, _BARE)),
    **dict.fromkeys("./", _form(_ISO, _DAY_FIRST, _DOTTED)),
}
"""What joins the first number to the next tells which forms a date or an hour may have."""
_NUMBER = rf"\d{_CN}两十廿卅元正民"
_WORDS = "从自即现本今明后来当同次翌教第这下上周星礼凌清早中正午傍晚夜"
_FIRST = Pattern(
    rf"[{_WORDS}通公文方月{_NUMBER}](?<!\d\d)(?:"
    rf"(?<=[{_NUMBER}])(?=[\d{_CN}十廿卅]{{0,3}}([年月国日号点时~至到-]|[:./](?=\d)|、(?<=\d、)(?=\d)| ?(?=[AaPp])))"
    r"|(?<=[通公文方])(?=[知告件案]?[发印下])|(?<=月)(?=底)"
    rf"|(?<=[{_WORDS}])(?=年[\d一二三四五六七八九十元]|[即现本通公文方发印下日在名早晚天周月个学期拜上午晨间后\d一二三四五六七八九十]))",
    re.ASCII,
)
"""The first letter that a word may have, or a number may and what joins it to the next one: looking for them before the
word is several times as quick."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAME = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_MONTH_AT_ALL = Pattern("|".join(MONTHS))
_ENGLISH = Pattern(
    rf"(?<![A-Za-z\d])(?:(?P<ed>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?: of)? (?P<em>{_MONTH_NAME})\.?"
    rf"(?:,? ?(?P<ey>20\d\d))?"
    rf"|(?P<mm>{_MONTH_NAME})\.? ?(?P<md>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    r"(?: ?- ?(?P<me>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?)?(?:(?:, ?| )(?P<my>20\d\d))?)"
    r"(?![\dA-Za-z])"
)
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日", 1)} | {"天": 7, "末": 6}


@slotted
class Token:
    """One temporal word. `year`, `month` and `day` are 0 where they are not said; `kind` names the form."""

    kind: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    clock: time | None = None
    until: time | None = None
    word: str = ""


def tokens(text: str) -> list[Token]:
    """The temporal words of `text`, in order."""
    found = []
    at = 0
    while first := _FIRST.search(text, at):
        match = _BY_JOINT[first[1]].match(text, first.start())
        at = match.end() if match else first.end()
        token = _READ[match.lastgroup or ""](match) if match else None
        if token:
            found.append(token)
    if _MONTH_AT_ALL.search(text):
        found += (token for match in _ENGLISH.finditer(text) for token in _in_english(match))
        found.sort(key=lambda token: token.start)
    return found


def _date(match: re.Match[str]) -> Token:
    year, month, day = match.group("y", "m", "d")
    kind = "date" if day else "month"
    return Token(
        kind, match.start(), match.end(), _year(year) if year else 0, number(month) or 0, number(day) or 0 if day else 0
    )


_WITHOUT_ZERO = 3  # characters of a year that has lost its zero


@lru_cache(maxsize=256)
def _year(written: str | None) -> int:
    """`2031`, `二〇三一`, `民国120`, `120` (民国 has three digits since 2011), `31` (of this century)."""
    if not written:
        return 0
    value = number(written.removeprefix("民国")) or 0
    if written.startswith("民国") or 100 <= value < 150:
        return value + BEFORE_REPUBLIC
    if written[0] == "二" and len(written) == _WITHOUT_ZERO:
        return value % 100 + 2000
    return value + 2000 if value < 100 else value


def _told(match: re.Match[str]) -> Token:
    """明年3月5日: its year hangs on the notice's own."""
    month, day = number(match["tm"]) or 0, number(match["td"] or "") or 0
    return Token("date" if day else "month", *match.span(), 0, month, day, word=match["ty"])


def _iso(match: re.Match[str]) -> Token:
    year, month, day, word = match.group("iy", "im", "id", "sep")
    return Token("date", *match.span(), int(year), int(month), int(day), word=word)


def _day_first(match: re.Match[str]) -> Token:
    return Token("date", *match.span(), int(match["ry"]), int(match["rm"]), int(match["rd"]), word=".")


def _dotted(match: re.Match[str]) -> Token:
    return Token("dotted", *match.span(), 0, int(match["dm"]), int(match["dd"]), word=match["dsep"])


def _clock(match: re.Match[str]) -> Token:
    hour, minute, half = match["h"] or match["hp"], int(match["mi"] or 0), (match["ap"] or match["p"] or "").lower()
    clock = at(int(hour), minute)
    if half and clock.hour <= 12:
        clock = clock.replace(hour=clock.hour % 12 + (12 if half[0] == "p" else 0))
    return Token("clock", *match.span(), clock=clock, word=hour)


def _oclock(match: re.Match[str]) -> Token | None:
    minute = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "钟": 0}.get(match["om"] or "钟")
    if minute is None:
        minute = number(match["om"].removesuffix("分")) or 0
    hour = number(match["oh"].replace("两", "二"))
    if hour is None or hour > 24 or minute > 59:
        return None
    return Token("clock", *match.span(), clock=at(hour, minute), word="点")


def _hours(match: re.Match[str]) -> Token:
    first, last, half = match.group("h1", "h2", "h2m")
    return Token("hours", *match.span(), clock=at(int(first), 0), until=at(int(last), 30 if half else 0))


def at(hour: int, minute: int) -> time:
    """24:00 is the last minute of the day that is meant."""
    return time(23, 59) if hour == 24 else time(hour, minute)


_NUMBERED = frozenset("路街道巷弄段厅楼栋幢层室馆门库区柜窗线站房舍车")  # before the number of a place, not of a day


_RESTS = frozenset("假课休息期历")  # before a number of days: 补假一日, 停课三日
_SHUT_OUT = frozenset(("账号", "账户", "权限", "资格", "停权", "封禁", "禁言", "禁赛"))  # for so many days
_DAYS_LONG = frozenset("一二三四五六七")
_TO_ANOTHER = frozenset("至到-~、")
_OTHER_HOUSE = Pattern(r"[、,和及与~至-]\d{1,3}号?[楼栋幢院宿公馆教门]")


_LONG = Pattern("行程|[游营]|研[学习]|课程|培训")
"""活动为1日行程: how long it takes."""


def _bare(match: re.Match[str]) -> Token | None:
    """A day alone; 大厅3号 and 12号、13号楼 are places, and 补假一日 is how long it lasts."""
    start, text = match.start(), match.string
    if match[0].endswith("号") and (text[start - 1 : start] in _NUMBERED or _OTHER_HOUSE.match(text, match.end())):
        return None
    if text[start - 2 : start] in _SHUT_OUT or (text[start - 1 : start] in "为共" and _LONG.match(text, match.end())):
        return None
    rests = text[start - 1 : start] in _RESTS and match[0][0] in _DAYS_LONG and len(match[0]) == 2
    if rests and text[match.end() : match.end() + 1] not in _TO_ANOTHER:
        return None
    return Token("bare", start, match.end(), day=number(match["bd"]) or 0)


def _in_english(match: re.Match[str]) -> Iterator[Token]:
    """A day in English among Chinese words: 31 July 2031, March 15; two of June 8-9, 2031."""
    month = MONTHS.index((match["em"] or match["mm"])[:3]) + 1
    year, day = int(match["ey"] or match["my"] or 0), int(match["ed"] or match["md"])
    if not match["me"]:
        yield Token("date", match.start(), match.end(), year, month, day)
        return
    yield Token("date", match.start(), match.end("md"), year, month, day)
    yield Token("bare", match.start("me"), match.end(), day=int(match["me"]))


def shifted(clock: time | None, half: str) -> time | None:
    """下午3:20 is 15:20; 下午16:40 stays; 中午12 and 上午12 are noon; 晚12 is the end of the day."""
    if clock is None or not half:
        return clock
    plus = HALVES[half]
    if plus == 12 and clock.hour == 12 and half.startswith(("晚", "夜")) and clock.minute == 0:
        return time(23, 59)
    if plus and 1 <= clock.hour < (12 if plus == 12 else 3):
        return clock.replace(hour=clock.hour + 12)
    return clock


_READ: dict[str, Callable[[re.Match[str]], Token | None]] = {
    "told": _told, "iso": _iso, "rdate": _day_first, "cn": _date, "clock": _clock, "oclock": _oclock, "hours": _hours,
    "dot": _dotted,
    "now": lambda m: Token("now", *m.span(), word=m[0]),
    "rel": lambda m: Token("rel", *m.span(), word=m[0]),
    "teach": lambda m: Token(
        "teach", *m.span(), month=number(m["tw"]) or 0, day=WEEKDAYS.get(m["twd"] or "", 0), word=m[0]
    ),
    "week": lambda m: Token("week", *m.span(), day=WEEKDAYS[m["w"]], word=m[0]),
    "half": lambda m: Token("half", *m.span(), word=m[0]),
    "relm": lambda m: Token(
        "rel", *m.span(), day=number(m["rmd"] or ("99" if m[0][-1] == "底" else "")) or 0, word=m[0]
    ),
    "bare": _bare,
}
