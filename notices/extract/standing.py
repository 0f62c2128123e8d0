"""Rules that are told without their days, and the days that are told for them elsewhere: the span before two rules of
one sentence, the first day of a timetable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.series import STANDING

_SENTENCE = Pattern("[。!?\n]")
_FIRST_DAY = Pattern(
    r"(?:(?:开[课班讲学]|起始|开始|首次)(?:上课|活动)?(?:日期|时间)?|自)[:为于是]{0,2}$"
)
_FIRST_BEHIND = Pattern(r"[^,。;:\d]{0,4}(?:开[课班讲]|起?开始上课|起上课)")
_TERM = Pattern(
    r"(?:^|[\n、.)|])(?:上课|开课|授课|课程|教学|培训|学习|活动|训练|辅导|服务)(?:起止)?(?:时间|日期|周期|期限)[:为是]{1,2}$"
)
"""上课时间:3月3日至6月27日, above a timetable."""
_NEAR = 16  # characters before a day in which it is said that it is the first one


def with_days(text: str, whens: Sequence[When]) -> list[When]:
    """The phrases of a text, where rules without days have those that are told for them."""
    if not any(_waits(it) for it in whens):
        return list(whens)
    held = _held(text, whens)
    out: list[When] = []
    for at, when in enumerate(whens):
        days = (_in_sentence(text, whens, at) or held) if _waits(when) else None
        out.append(replace(when, days=days.days, spans=days.spans, mark=when.mark or days.mark) if days else when)
    return out


def _waits(when: When) -> bool:
    """Whether a rule is told, and not from when on it holds."""
    return bool(when.rule and when.days) and when.days[0].word == STANDING


def _in_sentence(text: str, whens: Sequence[When], at: int) -> When | None:
    """The days of the rule before it in the sentence (3月4日至6月26日,每周二下午书法、每周四上午舞蹈)."""
    for before in reversed(whens[:at]):
        if _SENTENCE.search(text, before.start, whens[at].start):
            return None
        ruled = before.rule and not _waits(before)
        if ruled or (before.spans and before.days[0].month and "每" in text[before.start : whens[at].start]):
            return before
    return None


def _held(text: str, whens: Sequence[When]) -> When | None:
    """The only days of a notice that are called those of its lessons; None for none and for several."""
    firsts = [it for it in whens if _is_first(text, it)]
    if len(firsts) == 1:
        return replace(firsts[0], mark="since")
    terms = [it for it in whens if it.spans and not it.rule and not it.opens and _led(text, it, _TERM)]
    return terms[0] if len(terms) == 1 and not firsts else None


def _is_first(text: str, when: When) -> bool:
    own = when.days[0] if len(when.days) == 1 and not when.rule and when.mark in ("", "since") else None
    if own is None or not (own.month and own.day):
        return False
    return _led(text, when, _FIRST_DAY) or _FIRST_BEHIND.match(text, when.end) is not None


def _led(text: str, when: When, label: Pattern) -> bool:
    return label.search(text, max(0, when.start - _NEAR), when.start) is not None
