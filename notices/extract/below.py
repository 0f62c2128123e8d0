"""What a day is for, where that stands below it: 第一阶段(6月3日至8日) over 宣传报名, rows below days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notices.extract.layout import Line, Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern

_STEP = Pattern(r"第[一二三四五六七八九十\d]{1,2}(?:阶段|轮次?|批次?|步)[:(]?$")
_NO_MORE = Pattern(r"(?:,[^,。;:()\n]{0,6}(?:待定|另行通知))?[): ]{0,3}(?:\n|\Z)")
_TORN = Pattern(r"[^|\d,。;:\n]{0,6}\|[ |]*(?:\n|\Z)")
"""6月3日-5日 | and nothing more in its row: the next cell was torn off."""
_NUMBERED = Pattern(r"[(]?[一二三四五六七八九十\d]{1,2}[、.)]")
_WORDS_MAX = 24  # characters of a line that says what a step is
_SENTENCE = frozenset(",。;:")
_DAYS = frozenset(("日期", "时间", "日程", "月日"))
"""What stands at the head of a row of days."""
_DAY_CELL = Pattern(r" *\d{1,2}[月./]\d{1,2}[^|\n]{0,12}")
_WEEKDAYS = Pattern(r"[ |]*(?:星期|周|礼拜)[^\d\n]{0,60}")
_ROWS = 3  # below the days


def placed(text: str, found: Sequence[Line], whens: Sequence[When], around: Sequence[Place]) -> list[Place]:
    """The places of phrases, with what stands below as the words behind them where none stand in their line."""
    return [_placed(text, found, when, place) for when, place in zip(whens, around, strict=True)]


def _placed(text: str, found: Sequence[Line], when: When, place: Place) -> Place:
    if place.line + 1 >= len(found):
        return place
    if place.left or place.row:
        return _in_column(text, found, when, place)
    below = found[place.line + 1]
    step = place.lead[-1:] in "(:期段轮次批步" and _STEP.search(place.lead) and _NO_MORE.match(text, when.end)
    step = step or (not place.lead and text[when.end : when.end + 1] != "\n" and _TORN.match(text, when.end))
    if not step or len(below.text) > _WORDS_MAX or not _SENTENCE.isdisjoint(below.text) or _DAY.search(below.text):
        return place
    of_other = place.line and place.heading == found[place.line - 1].text  # what the step before it is
    heading = "" if of_other and not _NUMBERED.match(place.heading) else place.heading
    return replace(place, tail=below.text, tail_at=below.start, rest=below.text, heading=heading)


_DAY = Pattern(r"\d[月日号]|\d:\d")


def _in_column(text: str, found: Sequence[Line], when: When, place: Place) -> Place:
    """The place of a day in a row of days, with the first cell below it that tells more than a weekday."""
    own = found[place.line]
    if not _is_days(own.text):
        return place
    at = own.text.count("|", 0, when.start - own.start)
    for line in found[place.line + 1 : place.line + 1 + _ROWS]:
        if not line.row:
            break
        cells = line.text.split("|")
        if at < len(cells) and not _WEEKDAYS.fullmatch(line.text):
            start = line.start + sum(len(cell) + 1 for cell in cells[:at])
            start += len(cells[at]) - len(cells[at].lstrip())
            told = cells[at].strip()
            return replace(place, tail=told, tail_at=start, rest=told, left="", row="", blank=not told)
    return place


def _is_days(line: str) -> bool:
    """Whether a row has a day in each cell but the first."""
    head, *cells = [cell for cell in line.split("|") if cell.strip()]
    return len(cells) > 1 and head.strip() in _DAYS and all(_DAY_CELL.fullmatch(cell) for cell in cells)
