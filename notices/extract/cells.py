"""What the row of a table calls a date in it."""

from __future__ import annotations

from collections.abc import Iterator

from notices.extract import phrasing, whom
from notices.extract.layout import Place
from notices.extract.patterns import Pattern, up_to

_SHORT, _LONG = 4, 24  # characters of a name that needs a second word, and of the longest
_CLAUSES = Pattern("[,。;:|]")


def with_step(place: Place, step: str) -> str:
    """A step with the cell that its row begins with: 小学组 | 初赛:3月5日 决赛:4月2日."""
    whole = _told(place.left) if place.left else ""
    name = phrasing.clean(phrasing.OF_TIME.sub("", whole))
    if not phrasing.says(name) or len(name + step) > _SHORT * 4:
        return step
    return step + name if whom.is_turn(step) and len(name) <= _SHORT else name + step


def names(place: Place, line: str) -> Iterator[str]:
    """The cells of a table beside a date: those before it, then those after it."""
    column = phrasing.clean(phrasing.OF_TIME.sub("", place.column)) if place.left else ""
    if column and phrasing.says(column) and place.shared:
        whole = _told(place.left.strip()) + column  # 小学组 | 报到 | 竞赛: a day in each column
        yield whole if len(whole) <= _LONG else ""
    if place.left:
        yield from (_told(cell) for cell in line.split("|")[:-1] if len(cell.strip()) > 1)
        yield phrasing.OF_TIME.sub("", place.column) if len(place.column) <= _LONG else ""
    if place.row:
        yield from (_told(cell) for cell in place.row.lstrip("|").split("|")[:2])


def _told(cell: str) -> str:
    """What a cell tells first; nothing if it is a date."""
    return "" if phrasing.DATED.search(cell) else up_to(_CLAUSES, cell.strip())
