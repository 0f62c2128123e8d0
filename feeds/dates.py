"""When an entry was published, from what its feed wrote. Our own reading, because feed libraries read Chinese dates
wrongly without a sign of doubt: `2024年9月18日` as the first of this month, `CST` as US Central. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

RAW_CHARS_MAX = 100  # no date is longer; a longer text is something else
YEARS = range(1990, 2100)  # outside it is a slip or a filler (0001-01-01, 1970)
EPOCHS_SECS = range(631152000, 4102444800)  # the same years as Unix time
AHEAD_MAX = timedelta(days=1)  # a date without a year lies in the past, but for clocks that differ


@dataclass(frozen=True, slots=True)
class Stamp:
    """A publication date: its day in the source's zone, and the instant if a clock time was given."""

    on: date
    at: datetime | None
    says_utc: bool = False
    """It was labelled as UTC, which many Chinese sites do with local time."""


_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_ZONE_HOURS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "CST": 8, "HKT": 8, "JST": 9, "KST": 9,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # RFC 822's names; CST is China's, unless the source's own zone goes by that name
_CLOCK = (
    r"(?:[T ,]*(?P<half>上午|中午|下午|晚上|晚|凌晨|早上)? ?(?P<h>\d{1,2})[:时点](?P<m>\d{1,2})?"
    r"(?:[:分](?P<s>\d{1,2})?秒?)?(?:[.,]\d+)? ?(?P<ampm>[AaPp][Mm])?)?"
)
_ZONE = r"(?: ?(?P<zone>[A-Za-z]{1,4}|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?)(?: ?\([^)]*\))?)?"
_WHEN = _CLOCK + _ZONE
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?:[-/.]|年 ?)(?P<mon>\d{1,2})(?:[-/.]|月 ?)(?P<d>\d{1,2})日?" + _WHEN
)
_PACKED = re.compile(
    r"(?P<y>\d{4})(?P<mon>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})?)?" + _ZONE
)
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})[-/.](?P<mon>\d{1,2})[-/.](?P<y>\d{4})" + _WHEN)
_NAMED = re.compile(r"(?P<d>\d{1,2})[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4}|\d{2})" + _WHEN)
_NAMED_US = re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})" + _WHEN)
_CTIME = re.compile(r"(?P<name>[A-Za-z]{3}) (?P<d>\d{1,2})" + _WHEN + r" (?P<y>\d{4})")
_NO_YEAR = re.compile(r"(?P<mon>\d{1,2})(?:[-/]|月 ?)(?P<d>\d{1,2})日?" + _WHEN)
_DAY_WORD = re.compile(r"(?P<word>今天|今日|昨天|昨日|前天|(?:星期|周|礼拜)[一二三四五六日天])" + _CLOCK)
_AGO = re.compile(
    r"(?P<n>\d{1,4}|半|一) ?个?(?P<unit>秒钟?|分钟?|小时|天|日|周|星期|seconds?|min(?:ute)?s?|hours?|days?|weeks?)"
    r" ?(?:之?以?前|ago)"
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?|\(?(?:星期|周)[一二三四五六日天]\)?",
    re.I,
)
_UNITS = {"秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "h": 3600, "天": 86400, "日": 86400, "d": 86400,
          "周": 604800, "星": 604800, "w": 604800}


def read(raw: str, now: datetime, zone: ZoneInfo) -> Stamp | None:
    """Read a publication date. No zone means the source's `zone`; relative dates count from `now`. None if it is no
    date, out of range, or could be read in two ways (`03/04/2031`)."""
    text = _words(unicodedata.normalize("NFKC", raw[:RAW_CHARS_MAX]))
    if text.isdigit() and len(text) in (10, 13):
        return _epoch(int(text[:10]), zone)
    local = now.astimezone(zone)
    try:
        return _relative(text, local, zone) or _absolute(_words(_WEEKDAY.sub(" ", text)), local, zone)
    except (ValueError, OverflowError):
        return None  # the 31st of February, 25:61


def _words(text: str) -> str:
    return " ".join(text.split())


def _epoch(secs: int, zone: ZoneInfo) -> Stamp | None:
    if secs not in EPOCHS_SECS:
        return None
    at = datetime.fromtimestamp(secs, UTC)
    return Stamp(at.astimezone(zone).date(), at)


def _relative(text: str, local: datetime, zone: ZoneInfo) -> Stamp | None:
    if text in ("刚刚", "刚才", "just now"):
        return Stamp(local.date(), local)
    if found := _AGO.fullmatch(text):
        count = 0.5 if found["n"] == "半" else 1.0 if found["n"] == "一" else float(found["n"])
        size = _UNITS[found["unit"][0]]
        at = local - timedelta(seconds=count * size)
        return Stamp(at.date(), at if size < 86400 else None)
    if found := _DAY_WORD.fullmatch(text):
        return _stamp(found, local.date() - timedelta(days=_days_back(found["word"], local)), zone)
    return None


def _days_back(word: str, local: datetime) -> int:
    if word[0] in "今昨前":
        return "今昨前".index(word[0])
    return (local.weekday() - "一二三四五六日".index(word[-1].replace("天", "日"))) % 7


def _absolute(text: str, local: datetime, zone: ZoneInfo) -> Stamp | None:
    for form, day in _FORMS:
        if found := form.fullmatch(text):
            on = day(found, local)
            return _stamp(found, on, zone) if on and on.year in YEARS else None
    return None


def _numbered(found: re.Match[str], local: datetime) -> date | None:
    return date(int(found["y"]), int(found["mon"]), int(found["d"]))


def _day_first(found: re.Match[str], local: datetime) -> date | None:
    month, day = int(found["mon"]), int(found["d"])
    if max(day, month) <= 12 and day != month:
        return None  # 03/04: nobody knows
    return date(int(found["y"]), *((month, day) if month <= 12 else (day, month)))


def _named(found: re.Match[str], local: datetime) -> date | None:
    month = _MONTHS.get(found["name"][:3].lower())
    year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
    return date(year, month, int(found["d"])) if month else None


def _latest(found: re.Match[str], local: datetime) -> date | None:
    """The year not given is the latest in which the day is not to come."""
    month, day = int(found["mon"]), int(found["d"])
    for year in range(local.year + 1, local.year - 9, -1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue  # the 29th of February
        if on <= (local + AHEAD_MAX).date():
            return on
    return None


_Day = Callable[["re.Match[str]", datetime], "date | None"]
_FORMS: tuple[tuple[re.Pattern[str], _Day], ...] = (
    (_YEAR_FIRST, _numbered), (_PACKED, _numbered), (_NAMED, _named), (_NAMED_US, _named), (_CTIME, _named),
    (_DAY_FIRST, _day_first), (_NO_YEAR, _latest),
)


def _stamp(found: re.Match[str], on: date, zone: ZoneInfo) -> Stamp | None:
    groups = found.groupdict()
    if groups["h"] is None:
        return Stamp(on, None)
    clock = _clock(groups)
    offset = _zone(groups.get("zone") or "", datetime.combine(on, clock, zone))
    if offset is None:
        return None
    at = datetime.combine(on, clock, offset)
    return Stamp(at.astimezone(zone).date(), at, offset is UTC)


def _clock(groups: dict[str, str | None]) -> time:
    hour = int(groups["h"] or 0)
    half, ampm = groups.get("half") or "", (groups.get("ampm") or "").lower()
    if hour < 12 and (half in ("下午", "晚上", "晚") or ampm == "pm"):
        hour += 12
    elif hour == 12 and (half == "凌晨" or ampm == "am"):
        hour = 0
    return time(hour, int(groups["m"] or 0), min(int(groups["s"] or 0), 59))


def _zone(name: str, here: datetime) -> tzinfo | None:
    """The zone of that name, for a time written `here` (in the source's zone). None for a name that could be any."""
    if not name or name.upper() == here.tzname():
        return here.tzinfo
    sign = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?", name)
    if sign is None:
        hours = _ZONE_HOURS.get(name.upper())
        return None if hours is None else timezone(timedelta(hours=hours)) if hours else UTC
    size = timedelta(hours=int(sign[2]), minutes=int(sign[3] or 0))
    return timezone(-size if sign[1] == "-" else size) if size else UTC


def written(on: date) -> str:
    """A day as official notices write it: `2031年6月3日（星期二）`."""
    return f"{on.year}年{on.month}月{on.day}日（星期{'一二三四五六日'[on.weekday()]}）"
