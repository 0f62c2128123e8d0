"""What comes back in English: `every Tuesday`, `Mondays and Thursdays`, `daily except Mondays`, as RFC 5545 rules."""

from __future__ import annotations

from datetime import date, time

from notices.extract import repeats
from notices.extract.english import clocks
from notices.extract.patterns import Pattern
from notices.reading import Hours

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_LIST = rf"{_W}s?(?:(?:, ?| and |, and | & ){_W}s?){{0,6}}"
_EXCEPT = Pattern(
    rf"\b(?:closed|except|excluding|not open|other than|but not|no (?:class(?:es)?|sessions?"
    rf"|meetings?))(?: for)?(?: on)?(?: every)? (?P<days>{_LIST})"
)
_EVERY = Pattern(
    rf"\b(?P<every>[Ee]very|[Ee]ach)(?P<other> other| second)? (?P<days>{_LIST})"
    rf"|\b(?:on )?(?P<plural>(?:{_W}s?(?:, ?| and |, and | & )){{0,6}}{_W}s)\b"
)
_PLURAL = Pattern(rf"{_W}s\b")
_DAILY = Pattern(r"\b(?:daily|[Ee]very day|[Ee]ach day|[Ee]very (?:evening|night|morning|afternoon)|Daily)\b")
_WEEKDAYS = Pattern(r"\b(?:[Ww]eekdays|[Ee](?:very|ach) (?:weekday|working day))\b")
_NTH = "(?:first|second|third|fourth|last|1st|2nd|3rd|4th)"
_NTHS = rf"{_NTH}(?:(?:, | and |, and | & ){_NTH}){{0,3}}"
_MONTHLY = Pattern(
    rf"\b(?:every|each) (?P<order>{_NTHS}) (?P<day>{_W})"
    rf"|\b(?P<orders>{_NTHS}) (?P<days>{_W})s? (?:of|in) (?:each|every|the) month"
)
_MONTH_DAYS = Pattern(
    r"\b(?P<numbers>\d{1,2}(?:st|nd|rd|th)(?:(?:, | and |, and | & )(?:the )?\d{1,2}(?:st|nd|rd|th)){0,3})(?: day)?"
    r" of (?:each|every) month"
)
_EACH_NTH = Pattern(_NTH)
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_FORTNIGHTLY = Pattern(r"\b(?:fortnightly|bi-?weekly|every (?:two|2) weeks|every fortnight)\b")
DUE_AGAIN = Pattern(
    r"\b(?:due|submit|submitted|send|sent|hand(?:ed)? in|return|returned|reports?)\b[^.;\n]{0,40}?"
    rf"(?:\bby|\bbefore|\bno later than|\bdue)(?: \d[^.;\n]{{0,12}})?(?: on)? (?:every|each) (?:other )?{_W}"
)
"""Reports are due every Friday: what is handed in again and again."""


def rule(sentence: str, behind: str = "") -> str | None:
    """The rule a sentence states, or None. `behind`: what follows it and may name exceptions."""
    left_out = _EXCEPT.search(sentence) or (_EXCEPT.search(behind) if _DAILY.search(sentence) else None)
    out = set(_codes(left_out["days"])) if left_out else set()
    text = _EXCEPT.sub(" ", sentence)
    monthly = _MONTHLY.search(text)
    if monthly:
        code = _codes(monthly["day"] or monthly["days"])[0]
        orders = _EACH_NTH.findall(monthly["order"] or monthly["orders"])
        return f"FREQ=MONTHLY;BYDAY={','.join(f'{_ORDER[it]}{code}' for it in orders)}"
    if numbers := _MONTH_DAYS.search(text):
        return f"FREQ=MONTHLY;BYMONTHDAY={','.join(_NUMBER.findall(numbers['numbers']))}"
    plural = left_out is not None and _PLURAL.search(left_out["days"]) is not None  # closed Mondays, not closed Monday
    if _DAILY.search(text) or (plural and not _EVERY.search(text)):
        kept = [code for code in _CODES if code not in out]
        return f"FREQ=DAILY;BYDAY={','.join(kept)}" if out else "FREQ=DAILY"
    if _WEEKDAYS.search(text):
        return f"FREQ=WEEKLY;BYDAY={','.join(code for code in _CODES[:5] if code not in out)}"
    weekly = _EVERY.search(text)
    if not weekly:
        return None
    interval = ";INTERVAL=2" if weekly["other"] or _FORTNIGHTLY.search(text) else ""
    return f"FREQ=WEEKLY{interval};BYDAY={','.join(_codes(weekly['days'] or weekly['plural']))}"


def _codes(written: str) -> list[str]:
    lowered = written.lower()
    return [code for name, code in zip(_NAMES, _CODES, strict=True) if name in lowered]


_NUMBER = Pattern(r"\d+")
_AND = Pattern(r"(?:,? and|,| &|/)? ?(?:at )?")


def hours(sentence: str, opens: time | None) -> tuple[Hours, ...]:
    """The hours of each day that a sentence names in a row, where the ones known to be its own are among them."""
    found = clocks.clocks(sentence) if opens else []
    for first in range(len(found)):
        last = first + 1
        while last < len(found) and _AND.fullmatch(sentence, found[last - 1].end, found[last].start):
            last += 1
        if any(it.opens == opens for it in found[first:last]):
            return tuple(Hours(it.opens, it.closes) for it in found[first:last])
    return (Hours(opens),) if opens else ()


def due(sentence: str, rule: str | None, first: date, last: date | None) -> tuple[date, str] | None:
    """The first day on which something is due again and again, and the rule to the last one; None for anything else."""
    if rule is None or not DUE_AGAIN.search(sentence):
        return None
    begins, ends = repeats.on_days(rule, first, last)
    return begins, f"{rule};UNTIL={ends:%Y%m%d}" if ends else rule


def due_by(sentence: str) -> tuple[time | None, time | None]:
    """The hour by which something is due again and again, as a sentence tells it first."""
    near = clocks.clocks(sentence)
    return (near[0].opens, near[0].closes) if near else (None, None)
