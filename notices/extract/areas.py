"""Which part of a notice a deadline speaks for: its step of a sentence, its sentence, its lines, all of the text."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from notices.extract import duties
from notices.extract.moments import When
from notices.extract.patterns import Pattern

if TYPE_CHECKING:
    from notices.extract.state import Notice

ACTS = Pattern("[交送报发寄递填评审传办]|完成|汇总|推荐")
"""That something is done, and not only who does it."""
_BOUNDS = ("before", "until")
_BELOW, _ABOVE = 12, 8  # undated lines after and before a deadline's own that may belong to it


def area(notice: Notice, index: int) -> duties.Area:
    """What belongs to a deadline: all of the text if it is the only one, else its lines up to the next dated one."""
    when, place = notice.whens[index], notice.around[index]
    text = notice.folded.text
    sentence = (place.start, place.start + len(place.sentence))
    row = place.left or place.row  # each of a table speaks for itself
    others = row and any(it.line != place.line and (it.left or it.row) for it in notice.around)
    others = others or any(w.mark in ("before", "until") or w.spans for i, w in enumerate(notice.whens) if i != index)
    if not others:
        return duties.Area(0, len(text), sentence, when.start, when.end)
    above, below = _dated(notice, index)
    last = min(below - 1, place.line + _BELOW)
    first = place.line
    while first > max(above + 1, place.line - _ABOVE) and not notice.lines[first].heading:
        first -= 1
    nearby = notice.whens[index + 1].start if index + 1 < len(notice.whens) else len(text)
    alone = nearby > notice.lines[place.line].end
    stop = notice.lines[last].end if alone else max(sentence[1], when.end)
    start = min(place.start, notice.lines[first].start)
    before = notice.whens[index - 1].end if index and notice.around[index - 1].line == place.line else start
    same = _bounds_in(notice, sentence)
    step = _step(notice, index, sentence, same)
    own = step[0] if step else place.start if before > start else start
    first_date = notice.whens[same[0]].start if same else when.start
    clause = None if step else _clause(notice, index, sentence, same)
    return duties.Area(own, step[1] if step else stop, sentence, when.start, when.end, step, start, first_date, clause)


def _dated(notice: Notice, index: int) -> tuple[int, int]:
    """The lines above and below the one of a phrase that have a date of their own: the nearest ones."""
    around, spent, line = notice.around, notice.outside.spent, notice.around[index].line
    before, after = range(index - 1, -1, -1), range(index + 1, len(around))
    above = next((around[i].line for i in before if around[i].line < line and i not in spent), -1)
    below = next((around[i].line for i in after if around[i].line > line and i not in spent), len(notice.lines))
    return above, below


def _clause(notice: Notice, index: int, sentence: tuple[int, int], same: list[int]) -> tuple[int, int] | None:
    """What a sentence tells of one of several deadlines, `same`, where it says of each what is handed in:
    9月10日前报送申报书,9月20日前将作品送至302室."""
    whens, text = notice.whens, notice.folded.text
    if len(same) < 2 or index not in same:
        return None
    ends = [*(text.rfind(",", whens[i].end, whens[j].start) for i, j in pairwise(same)), sentence[1]]
    told = all(_HANDS.search(text, whens[i].end, end) for i, end in zip(same, ends, strict=True) if end > 0)
    if not told or min(ends) < 0:
        return None
    at = same.index(index)
    return (ends[at - 1] + 1 if at else sentence[0]), ends[at]


_HANDS = Pattern("报送|提交|上报|上交|送|交(?![流通])|寄|发")


def _step(notice: Notice, index: int, sentence: tuple[int, int], same: list[int]) -> tuple[int, int] | None:
    """What of a sentence is one deadline's own, where it tells who does what by each of several days, `same`."""
    whens, text = notice.whens, notice.folded.text
    if len(same) < 2 or index not in same:
        return None
    gaps = [_seam(text, whens[i].end, whens[j].start) for i, j in pairwise(same)]
    if not all(gaps):
        return None
    starts, ends = [sentence[0], *(gap + 1 for gap in gaps)], [*gaps, sentence[1]]
    steps = list(zip(same, starts, ends, strict=True))
    if not all(duties.names_who(text, start, whens[i].start, whens[i].end, end) for i, start, end in steps[1:]):
        return None
    acting = all(ACTS.search(text, whens[i].end, max(end, whens[i].end)) for i, _, end in steps)
    at = same.index(index)
    return starts[at], ends[at] if acting else sentence[1]


def _seam(text: str, start: int, end: int) -> int:
    """Where one step ends and the next begins: the last comma between two dates, else the enumeration mark; 0 if
    there is neither."""
    return max(text.rfind(",", start, end), 0) or max(text.rfind("、", start, end), 0)


def _bounds_in(notice: Notice, sentence: tuple[int, int]) -> list[int]:
    """Which phrases of a sentence bound something."""
    whens = notice.whens
    first, end = (bisect_left(whens, at, key=_START) for at in sentence)
    return [i for i in range(first, end) if whens[i].mark in _BOUNDS]


_START = attrgetter("start")


def dates_in(notice: Notice, sentence: tuple[int, int]) -> list[When]:
    """The phrases of a sentence that bound something."""
    return [notice.whens[i] for i in _bounds_in(notice, sentence)]
