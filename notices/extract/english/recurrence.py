"""What comes back in English: `every Tuesday`, `Mondays and Thursdays`, `daily except Mondays`, as RFC 5545 rules."""

from __future__ import annotations

from notices.extract.patterns import Pattern

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
_WEEKDAYS = Pattern(r"\b(?:[Ww]eekdays|every weekday)\b")
_MONTHLY = Pattern(rf"\b(?:every|each) (?P<order>first|second|third|fourth|last) (?P<day>{_W})\b")
_ORDER = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}


def rule(sentence: str, behind: str = "") -> str | None:
    """The rule a sentence states, or None. `behind`: what follows it and may name exceptions."""
    left_out = _EXCEPT.search(sentence) or (_EXCEPT.search(behind) if _DAILY.search(sentence) else None)
    out = set(_codes(left_out["days"])) if left_out else set()
    text = _EXCEPT.sub(" ", sentence)
    monthly = _MONTHLY.search(text)
    if monthly:
        return f"FREQ=MONTHLY;BYDAY={_ORDER[monthly['order']]}{_codes(monthly['day'])[0]}"
    plural = left_out is not None and _PLURAL.search(left_out["days"]) is not None  # closed Mondays, not closed Monday
    if _DAILY.search(text) or (plural and not _EVERY.search(text)):
        kept = [code for code in _CODES if code not in out]
        return f"FREQ=DAILY;BYDAY={','.join(kept)}" if out else "FREQ=DAILY"
    if _WEEKDAYS.search(text):
        return f"FREQ=WEEKLY;BYDAY={','.join(code for code in _CODES[:5] if code not in out)}"
    weekly = _EVERY.search(text)
    if not weekly:
        return None
    interval = ";INTERVAL=2" if weekly["other"] else ""
    return f"FREQ=WEEKLY{interval};BYDAY={','.join(_codes(weekly['days'] or weekly['plural']))}"


def _codes(written: str) -> list[str]:
    lowered = written.lower()
    return [code for name, code in zip(_NAMES, _CODES, strict=True) if name in lowered]
