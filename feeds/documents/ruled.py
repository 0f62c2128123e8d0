"""Lines drawn on a page, to the tables they rule. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.documents.layout import Box, Table

TOUCH_POINTS = 3.0  # lines this near to each other meet
CELLS_MAX = 20_000  # of one table; more is a drawing
LINES_MAX = 1500  # of one page; more is a drawing, and every pair of them is looked at


def tables(rules: Sequence[Box]) -> list[Table]:
    """The tables that these lines rule, from the top. A single box is a frame, and no table."""
    if len(rules) > LINES_MAX:
        return []
    found = [_table(group) for group in _groups(rules)]
    return sorted((it for it in found if it), key=lambda table: -table.box.top)


def _groups(rules: Sequence[Box]) -> list[list[Box]]:
    """Lines that touch each other, directly or through others."""
    waiting, groups = list(rules), []
    while waiting:
        group = [waiting.pop()]
        for known in group:  # grows while it is walked
            touching = [it for it in waiting if _touch(known, it)]
            if touching:
                waiting = [it for it in waiting if not _touch(known, it)]
                group += touching
        groups.append(group)
    return groups


def _touch(a: Box, b: Box) -> bool:
    near = TOUCH_POINTS
    return (
        a.left <= b.right + near and b.left <= a.right + near and a.bottom <= b.top + near and b.bottom <= a.top + near
    )


def _table(group: Sequence[Box]) -> Table | None:
    flat = [it for it in group if it.width >= it.height]
    upright = [it for it in group if it.height > it.width]
    rows = _places([it.middle[1] for it in flat])[::-1]
    columns = _places([it.middle[0] for it in upright])
    if len(rows) < 2 or len(columns) < 2 or len(rows) + len(columns) < 5:
        return None
    if (len(rows) - 1) * (len(columns) - 1) > CELLS_MAX:
        return None
    cells = tuple(_row(at, rows, columns, flat, upright) for at in range(len(rows) - 1))
    return Table(Box(columns[0], rows[-1], columns[-1], rows[0]), cells)


def _places(values: Sequence[float]) -> list[float]:
    """Coordinates, those that are nearly the same as one, in rising order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > TOUCH_POINTS:
            found.append(value)
    return found


def _row(
    at: int, rows: Sequence[float], columns: Sequence[float], flat: Sequence[Box], upright: Sequence[Box]
) -> tuple[Box, ...]:
    """The cells of one row from left to right, each as wide and as high as there is no line across it."""
    middle = (rows[at] + rows[at + 1]) / 2
    cells: list[Box] = []
    left = 0
    for right in range(1, len(columns)):
        if right < len(columns) - 1 and not _crosses(upright, columns[right], middle, upwards=True):
            continue
        x = (columns[left] + columns[right]) / 2 if right - left == 1 else (columns[left] + columns[left + 1]) / 2
        top = next((y for y in range(at, 0, -1) if _crosses(flat, x, rows[y], upwards=False)), 0)
        bottom = next((y for y in range(at + 1, len(rows)) if _crosses(flat, x, rows[y], upwards=False)), len(rows) - 1)
        cells.append(Box(columns[left], rows[bottom], columns[right], rows[top]))
        left = right
    return tuple(cells)


def _crosses(lines: Sequence[Box], x: float, y: float, *, upwards: bool) -> bool:
    near = TOUCH_POINTS
    if upwards:
        return any(abs(it.middle[0] - x) <= near and it.bottom - near <= y <= it.top + near for it in lines)
    return any(abs(it.middle[1] - y) <= near and it.left - near <= x <= it.right + near for it in lines)
