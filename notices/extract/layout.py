"""Where a phrase stands: its sentence, what leads up to it and what follows, the heading above, its row and column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted

_BRACKETS = Pattern(r"\([^()\n]{0,60}\)")
_CHAIN = frozenset("、,和及")
_BOUNDS = frozenset(("before", "until"))
_GOES_ON = Pattern(r"(?:正式)?(?:举行|召开|举办|开展|进行|上课|开课|开学|开幕)")  # a comma before a day of its own
_RETURNS = Pattern("(?:正式|全面|起)?(?:开学|返校|报到|上课|上班|行课|开馆|恢复)")
"""放假时间为1月7日至2月6日,2月7日正式开学: what is told of the day behind is not told of the holiday."""
_ONLY_WHEN = Pattern(r"[\d年月日号时分:.~至到()前起周星期一二三四五六天上下中午 -]+")
"""A cell of a number, a date or hours."""
_TELLS_DAY = Pattern(r"\A" + _ONLY_WHEN.source + r"\Z|\d[日号](?:[(][^()]{0,8}[)])?前? *\Z")
"""The same, or a cell that ends with a day (博士:1月17日(周五))."""
_TASKS = Pattern("任务|内容|事项|^(?:工作|活动|安排)$")
_STOP = "。;!?\n|"
_STOPS = Pattern(f"[{_STOP}]")
_TO_LAST_STOP = Pattern(f"(?s:.*)[{_STOP}]")
_NUMBERED = Pattern(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.章节部]|[(][一二三四五六七八九十\d]{1,2}[)]|\d{1,2}[、.)](?!\d)|[①-⑳])"
)
_NUMERALS = Pattern(r"[一二三四五六七八九十]+")
_DIGITS = Pattern(r"\d+")
_HEADING_MAX = 30  # characters: a longer line is a sentence
_REACH = 120  # characters to each side of a phrase that are looked at: farther words are about something else
_ROWS_MAX = 60  # rows of a table: the head of a longer one is too far up
_CELLS_MIN = 2  # bars in a line that make it a row of a table


@slotted
class Line:
    """A line that holds something, and where it stands in the folded text."""

    start: int
    end: int
    text: str
    heading: bool
    row: bool


@slotted
class Place:
    """The surroundings of one phrase, all of it folded text."""

    lead: str
    """From the start of its sentence, or from the phrase before it, up to it."""
    tail: str
    """From its end to the end of its sentence or to the next phrase."""
    sentence: str
    start: int
    """Where the sentence begins."""
    heading: str
    """The nearest heading above; in a table without one, nothing."""
    column: str
    """The head of its column, in a table."""
    lead_at: int
    """Where the lead begins; `tail_at` where the tail does."""
    tail_at: int
    rest: str
    """From its end to the end of its sentence, without brackets."""
    left: str
    """The cell before its own, in a table."""
    row: str
    """The other cells of its row after its own, in a table."""
    line: int
    alone: bool
    """Nothing but the phrase stands in its line."""
    above: str
    """The line above; above dates with a line each, the one above them all."""
    quoted: bool
    """It is part of what someone is quoted to say."""
    task: str = ""
    """What its row says is to be done, in a table with such a column."""
    shared: bool = False
    """Another date stands in its row."""
    blank: bool = False
    """It heads a column, and nothing stands in the cell below."""


def lines(text: str, whens: Sequence[When]) -> list[Line]:
    """The lines of `text` that hold something."""
    starts = [*(when.start for when in whens), len(text)]
    out, start, ahead = [], 0, 0
    for written in text.split("\n"):
        end = start + len(written)
        if written.strip(" |"):
            while starts[ahead] < start:
                ahead += 1
            dated = starts[ahead] < end
            row = written.count("|") >= _CELLS_MIN
            out.append(Line(start, end, written, not dated and not row and _is_heading(written), row))
        start = end + 1
    return out


def _is_heading(line: str) -> bool:
    """A short line without a full sentence in it, numbered or ending in a colon or with no punctuation at all."""
    body = line.rstrip()
    if len(body) > _HEADING_MAX or body.endswith(("。", ";", "!", ",")) or "。" in body:
        return False
    return bool(_NUMBERED.match(body)) or body.endswith(":") or not (":" in body or "," in body or ";" in body)


def places(text: str, found: Sequence[Line], whens: Sequence[When]) -> list[Place]:
    """The place of each phrase."""
    starts = [line.start for line in found]
    out: list[Place] = []
    for index, when in enumerate(whens):
        at = max(0, bisect_right(starts, when.start) - 1)
        before = whens[index - 1].end if index else 0
        after = whens[index + 1].start if index + 1 < len(whens) else len(text)
        beside = out[-1] if out and out[-1].line == at else None
        heading, above = (beside.heading, beside.above) if beside else (_heading(found, at), _above(found, at))
        out.append(_place(text, found, at, when, before, after, heading, above))
    for index in range(len(out) - 2, -1, -1):  # of spans named one after the other, the last one's words hold for all
        returns = whens[index].spans and not whens[index + 1].spans and _RETURNS.match(out[index + 1].tail)
        ended = out[index].tail == "," and (_bounded(whens, index) or returns)
        if out[index].tail in _CHAIN and out[index].line == out[index + 1].line and not ended:
            out[index] = replace(out[index], tail=out[index + 1].tail, tail_at=out[index + 1].tail_at)
    for index in range(1, len(out)):
        here, last = out[index], out[index - 1]
        apart = here.lead == "," and (_GOES_ON.match(here.tail) or _bounded(whens, index - 1))
        if here.lead in _CHAIN and here.line == last.line and not apart:
            out[index] = replace(here, lead=last.lead, lead_at=last.lead_at)
    return out


def _bounded(whens: Sequence[When], index: int) -> bool:
    """Whether one phrase is bounded and the next is not: 报名截至6月8日,6月3日已登记的… are no list."""
    return whens[index].mark in _BOUNDS and whens[index + 1].mark not in _BOUNDS


def _place(
    text: str, found: Sequence[Line], at: int, when: When, before: int, after: int, heading: str, above: str
) -> Place:
    line = found[at] if found else Line(0, len(text), text, False, False)
    first = _start(text, when.start)
    last = _end(text, when.end)
    row = column = left = task = ""
    if line.row:
        row = text[when.end : min(line.end, after)][:_REACH]
        before_it = text[max(line.start, when.start - _REACH) : when.start]
        cells = [cell for cell in before_it.split("|")[:-1] if cell.strip() and not _TELLS_DAY.search(cell)]
        left = cells[-1] if cells else ""
        spanned = _row_over(found, at) if not left else ""
        left = left or spanned
        column = _column(found, at, text.count("|", line.start, when.start) + bool(spanned))
        cell = cell_under(found, at, _TASKS)
        task = text[cell[0] : cell[1]] if cell and not cell[0] <= when.start < cell[1] else ""
    lead_at = min(max(first, before), when.start)
    rest = text[when.end : last]
    rest = _BRACKETS.sub("", rest) if "(" in rest else rest
    tail = text[when.end : min(last, max(after, when.end))]
    shared = line.row and (before > line.start or after < line.end)
    return Place(
        text[lead_at : when.start], tail, text[first:last], first, heading, column, lead_at, when.end, rest,
        left, row, at, _alone(text, line, when), above, _quoted(text, when), task, shared,
    )


_DATES_MAX = 3  # lines of dates below one label


def _above(found: Sequence[Line], at: int) -> str:
    """The line above line `at`, or above other dates that have a line each."""
    for index in range(at - 1, max(-1, at - 2 - _DATES_MAX), -1):
        if not _ONLY_WHEN.fullmatch(found[index].text):
            return found[index].text[-_REACH:]
    return found[at - 1].text[-_REACH:] if at else ""


_QUOTED_MIN = 6  # characters beside the date: fewer are its name (“6月5日环境日”)


def _quoted(text: str, when: When) -> bool:
    """Whether quotation marks open before a phrase and close after it, with a sentence between them."""
    lead = text[max(0, when.start - _REACH) : when.start]
    if "“" not in lead and "「" not in lead:
        return False
    start = max(lead.rfind("“"), lead.rfind("「"))
    before = lead[start + 1 :]
    if "\n" in before or "”" in before or "」" in before:
        return False
    end = text.find("”" if lead[start] == "“" else "」", when.end, when.end + _REACH)
    return end > 0 and end - when.end + len(before) >= _QUOTED_MIN


def _alone(text: str, line: Line, when: When) -> bool:
    if line.end - line.start - (when.end - when.start) > _REACH:
        return False
    return not (text[line.start : when.start] + text[when.end : line.end]).strip(" ()|:.。•·")


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence that holds a span."""
    return _start(text, start), _end(text, end)


def _start(text: str, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    floor = max(0, at - _REACH)
    before = _TO_LAST_STOP.match(text, floor, at)
    return before.end() if before else floor


def _end(text: str, at: int) -> int:
    ceiling = min(len(text), at + _REACH)
    stop = _STOPS.search(text, at, ceiling)
    return stop.start() if stop else ceiling


def _heading(found: Sequence[Line], at: int) -> str:
    """The heading above line `at`: at most a few lines up, for a far one is about something else."""
    own = _level(found[at].text) if found else ""
    plain = bool(found) and not own and ":" not in found[at].text
    for index in range(at - 1, max(-1, at - 13), -1):
        if found[index].heading:
            if not own or own != _level(found[index].text):
                return found[index].text
        elif plain and _level(found[index].text):
            return found[index].text[:_HEADING_MAX]
    return ""


@lru_cache(maxsize=512)  # asked of each line for the dates below it
def _level(line: str) -> str:
    """How a line is numbered: 一、 and 二、 are of one level, (一) and 1. of others; empty for none."""
    number = _NUMBERED.match(line)
    return _DIGITS.sub("1", _NUMERALS.sub("一", number[0])) if number else ""


def _column(found: Sequence[Line], at: int, cell: int) -> str:
    """The cell of the table's first row that stands over cell number `cell`."""
    top = _top(found, at)
    heads = found[top].text.split("|")
    return heads[cell].strip() if top < at and cell < len(heads) else ""


def _row_over(found: Sequence[Line], at: int) -> str:
    """What the row above begins with, where row `at` begins with a day: a cell that reaches over both rows."""
    top = _top(found, at)
    if at <= top + 1 or not _TELLS_DAY.search(found[at].text.split("|")[0]):
        return ""
    first = found[at - 1].text.split("|")[0]
    return first if len(first.strip()) > 1 and not _TELLS_DAY.search(first) else ""


def _top(found: Sequence[Line], at: int) -> int:
    """The first row of the table that line `at` belongs to."""
    top = at
    while top and found[top - 1].row and at - top < _ROWS_MAX:
        top -= 1
    return top


def cell_under(found: Sequence[Line], at: int, head: Pattern) -> tuple[int, int] | None:
    """The span of the cell of row `at` whose column is headed so; None where there is none, or nothing stands in it."""
    top = _top(found, at)
    numbers = [number for number, name in enumerate(found[top].text.split("|")) if head.search(name)]
    cells = found[at].text.split("|")
    if top == at or not numbers or numbers[0] >= len(cells) or not cells[numbers[0]].strip(" -—/"):
        return None
    written = cells[numbers[0]]
    start = found[at].start + sum(len(cell) + 1 for cell in cells[: numbers[0]]) + len(written) - len(written.lstrip())
    return start, start + len(written.strip())


_PLAIN_HEADING = Pattern(r"(?:[一二三四五六七八九十\d(]{1,3}[、.)])?(?:活动|[大比]赛|举办)?时间:?$")


def is_plain_time(place: Place) -> bool:
    """Whether a date stands behind a bare 时间, in its line or over it."""
    return _PLAIN_HEADING.match(place.lead or place.heading) is not None
