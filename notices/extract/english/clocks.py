"""English clocks: `3:30 p.m.`, `2-4 pm`, `6.30-8pm`, `0900 hrs`, `noon`, `from 9 till 5`, with the zone behind them."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from notices.extract.patterns import Pattern
from notices.extract.tokens import at

_NUMBER = r"(?:1[0-2]|0?[1-9])"
_TWELVE = rf"{_NUMBER}(?:[:.][0-5]\d)? ?[ap](?:m\b|\.m\b\.?)"
_TWENTY_FOUR = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_NOON = r"(?:12(?:[:.]00)? ?)?(?:noon|midday|midnight)\b"
_DOTTED = r"(?:[01]?\d|2[0-3])\.[0-5]\d"
_HUNDREDS = r"(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs?|hours)\b"
_ONE = rf"(?:{_NOON}|{_TWELVE}|{_TWENTY_FOUR}|{_HUNDREDS}|{_NUMBER} ?o'clock)"
_FIRST = rf"(?:{_ONE}|{_NUMBER}(?:[.:][0-5]\d)?)"
_TO = r" ?(?:-{1,3}|~|to|until|till) ?"
ZONE = (
    r"(?:AoE|Anywhere on Earth|HKT|SGT|CST|BJT|GMT|UTC|BST|E[SD]?T|P[SD]?T|CES?T|JST|AES?T"
    r"|(?:Beijing|China|Hong Kong|Singapore|London|Eastern|Pacific|local)(?: standard)? time)"
)
_CLOCK = Pattern(
    rf"(?<![\w:/.$£€-])(?:between (?P<c>{_FIRST}) and (?P<d>{_ONE})"
    rf"|from (?P<e>{_NUMBER}) (?:till|until|to) (?P<f>{_NUMBER})(?= ?[.,;)\n](?!\d)| ?$| (?:in|at|on|every|each) )"
    rf"|(?P<g>(?:[01]\d|2[0-3])[0-5]\d){_TO}(?P<h>{_HUNDREDS})|(?P<i>{_DOTTED}){_TO}(?P<j>{_DOTTED})(?!\d|[.,]\d"
    rf"| ?%)|(?P<a>{_FIRST}){_TO}(?P<b>{_ONE})|(?<=\bat )(?P<at>{_DOTTED})(?!\d|[.,]\d| ?%| ?[ap]\.?m)"
    rf"|(?P<one>{_ONE}))(?!\w|:\d)(?: ?\(?(?P<zone>{ZONE})\b\)?)?",
    re.IGNORECASE,
)
_AFTERNOON = (1, 6)  # o'clock: what is no hour of the morning when no half of the day is said
CLOCKS_MAX = 800  # of one notice


class Clock(NamedTuple):
    """One clock or the two ends of some hours, where they stand."""

    start: int
    end: int
    opens: time
    closes: time | None = None
    zone: str = ""


def clocks(text: str) -> list[Clock]:
    """The clocks of a text in order, the first `CLOCKS_MAX`."""
    out: list[Clock] = []
    for match in _CLOCK.finditer(text):
        first, last = _ends(match)
        if first:
            out.append(Clock(match.start(), match.end(), first, last, match["zone"] or ""))
        if len(out) >= CLOCKS_MAX:
            break
    return out


def _ends(match: re.Match[str]) -> tuple[time | None, time | None]:
    if match["one"] or match["at"]:
        return _clock(match["one"] or match["at"]), None
    first, last = (it for it in match.group("a", "b", "c", "d", "e", "f", "g", "h", "i", "j") if it)
    opens, closes = _clock(first), _clock(last)
    if not opens or not closes:
        return opens or closes, None
    if _half(last) and not _half(first):  # 2-4 pm, 10-1 pm
        plain = _clock(first, bare=True) or opens
        same = _shifted(plain, _half(last))
        opens = same if same <= closes else plain
    elif closes < opens and not _half(last) and closes.hour < 12:  # 9 till 5, 2 pm - 4:00
        closes = closes.replace(hour=closes.hour + 12)
    return opens, closes


def _half(written: str) -> str:
    found = written.lower()
    return "noon" if "noon" in found or "mid" in found else "p" if "p" in found else "a" if "a" in found else ""


def _shifted(clock: time, half: str) -> time:
    if half == "p" and clock.hour < 12:
        return clock.replace(hour=clock.hour + 12)
    return clock.replace(hour=0) if half == "a" and clock.hour == 12 else clock


def _clock(written: str, bare: bool = False) -> time | None:
    """The hour that is written; without a half of the day 2:30 is in the afternoon, unless `bare`."""
    half = _half(written)
    if half == "noon":
        return time(23, 59) if "midnight" in written.lower() else time(12)
    digits = re.findall(r"\d+", written)
    hundreds = len(digits[0]) == 4
    hour, minute = (digits[0][:2], digits[0][2:]) if hundreds else (digits[0], digits[1] if len(digits) > 1 else "0")
    value = int(hour)
    if value > 24 or int(minute) > 59:
        return None
    clock = at(value, int(minute))
    if half:
        return _shifted(clock, half)
    early = _AFTERNOON[0] <= value <= _AFTERNOON[1] and len(hour) == 1
    return clock.replace(hour=value + 12) if early and not bare else clock
