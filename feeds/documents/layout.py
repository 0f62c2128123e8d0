"""Pieces of text with their places on a page, to lines and paragraphs. Pure.

Coordinates are PDF's: points, from the lower left corner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from feeds.html import CELL

SAME_LINE_SHARE = 0.5  # of the lower piece's height that two pieces of one line have in common
WORD_EMS = 0.12  # of room between two characters that is a blank between two words; blanks are often not written
APART_EMS = 0.8  # of blank that parts two Chinese words: two names behind 联系人, an issuer from another
GAP_EMS = 1.2  # of blank between two pieces that are two columns; words in a line stand closer
FULL_EMS = 2.5  # a line that ends this near to the right edge was broken there
CELL_EDGE_EMS = 1.5  # of room between a line and its cell's edge: the next character did not fit
SIZE_RATIO_MAX = 1.2  # between lines of one paragraph; a heading is set larger
PROSE_EMS = 12.0  # a full line of prose is at least this wide; narrower lines are headings, names, cells
COLUMN_LINES = 6  # above and below, which show how wide a column is
COLUMN_EMS = 4.0  # of difference between the left edges of lines of one column: an indent and a half
INDENT_EMS = 1.0  # a line that begins this far in is a new paragraph
LEADING_EMS = 1.6  # of blank between two lines beyond which they are two paragraphs
EDGE_LINES = 2  # at the top and bottom of a page that may be its furniture

_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*")
_NEW_ITEM = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)）、．]|\.(?!\d))|[①-⑳]|[-•·▪◆●■]\s|附件?[:：\d一二三四]|第[一二三四五六七八九十\d]+[条章节]"
)
_WIDE = re.compile("[\u2010-\u2027\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left), min(self.bottom, other.bottom), max(self.right, other.right),
            max(self.top, other.top),
        )

    def has_height_of(self, other: Box) -> bool:
        """Whether the other stands on the same line."""
        common = min(self.top, other.top) - max(self.bottom, other.bottom)
        return common >= SAME_LINE_SHARE * min(self.height, other.height)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box
    is_row: bool = False
    """A row of a table, or several columns: it goes on in no other line."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its cells row by row; one that spans several rows is in each of them."""

    box: Box
    rows: tuple[tuple[Box, ...], ...]


def lines(pieces: Sequence[Piece], tables: Sequence[Table]) -> list[Line]:
    """The lines of a page in the order they were written; a table stands where its first piece does."""
    found: list[Line] = []
    placed: dict[int, list[Piece]] = {index: [] for index in range(len(tables))}
    loose: list[Piece] = []
    for piece in pieces:
        index = next((i for i, table in enumerate(tables) if _holds(table.box, piece.box)), None)
        if index is None:
            loose.append(piece)
            continue
        if not placed[index]:
            found += _loose(loose)
            loose = []
            found.append(Line("", tables[index].box, is_row=True))  # keeps its place
        placed[index].append(piece)
    found += _loose(loose)
    return [line for it in found for line in _in_place(it, tables, placed)]


def _in_place(line: Line, tables: Sequence[Table], placed: dict[int, list[Piece]]) -> Iterator[Line]:
    index = next((i for i, table in enumerate(tables) if line.is_row and not line.text and table.box is line.box), None)
    if index is None:
        yield line
    else:
        yield from _rows(tables[index], placed[index])


def _rows(table: Table, pieces: Sequence[Piece]) -> Iterator[Line]:
    for cells in table.rows:
        inside = [[piece for piece in pieces if _holds(cell, piece.box)] for cell in cells]
        if len(cells) == 1:
            yield from (Line(text, cells[0], is_row=True) for text in _paragraphs(_loose(inside[0])))
            continue
        texts = [_in_cell(_loose(found), cell) for found, cell in zip(inside, cells, strict=True)]
        if any(texts):
            yield Line(CELL.join(texts), table.box, is_row=True)


def _in_cell(found: Sequence[Line], cell: Box) -> str:
    """The text of a cell on one line; a line that was broken at the cell's edge goes on without a blank."""
    text = ""
    for at, line in enumerate(found):
        last = found[at - 1].box if at else line.box
        broken = cell.right - last.right < CELL_EDGE_EMS * last.height or _is_tight(text, line.text)
        text += (_between(text, line.text) if broken else " ") + line.text if at else line.text
    return text


def _holds(box: Box, inner: Box) -> bool:
    x, y = inner.middle
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _loose(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces side by side are one line, as long as the writer goes from left to right: columns that were written one
    after the other stay apart."""
    found: list[list[Piece]] = []
    for piece in pieces:
        if found and _continues(found[-1][-1].box, piece.box):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [_line(parts) for parts in found]


def _continues(last: Box, box: Box) -> bool:
    return last.has_height_of(box) and box.left >= last.right - last.height / 2


def _line(parts: Sequence[Piece]) -> Line:
    text, columns, box = parts[0].text.strip(), 1, parts[0].box
    for before, piece in pairwise(parts):
        gap = (piece.box.left - before.box.right) / max(before.box.height, piece.box.height, 1.0)
        words = piece.text.strip()
        if gap > GAP_EMS and not _is_tight(text, words):
            text, columns = text + CELL + words, columns + 1
        elif gap > APART_EMS:
            text += " " + words
        else:
            text += (_between(text, words) if gap > WORD_EMS or before.text[-1:].isspace() else "") + words
        box = box.around(piece.box)
    return Line(text, box, is_row=columns > 1)


def blank(text: str, char: str) -> str:
    """What goes between a run of text and a character that stands a little apart from it."""
    return "" if text[-1:].isspace() or char.isspace() else _between(text, char)


def _is_tight(before: str, after: str) -> bool:
    """Whether a date or a clock time was set apart only to fill the line."""
    return bool(re.search(r"[年月\d:：－—–-]$", before) and re.match(r"[\d年月日时:：－—–-]", after))


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of all pages, without page numbers and what every page repeats at its edges."""
    repeated = _repeated(pages)
    kept: list[Line] = []
    for page in pages:
        edges = {*range(EDGE_LINES), *range(len(page) - EDGE_LINES, len(page))}
        for index, line in enumerate(page):
            furniture = _PAGE_NUMBER.fullmatch(line.text) or line.text in repeated
            if not (index in edges and furniture):
                kept.append(line)
    return kept


def _repeated(pages: Sequence[Sequence[Line]]) -> set[str]:
    """What stands at the edge of more than half of at least three pages."""
    counts: dict[str, int] = {}
    for page in pages:
        for text in {line.text for line in (*page[:EDGE_LINES], *page[-EDGE_LINES:]) if not line.is_row}:
            counts[text] = counts.get(text, 0) + 1
    return {text for text, count in counts.items() if len(pages) >= 3 and count * 2 > len(pages)}


def join(found: Sequence[Line]) -> str:
    """The text, its sentences joined over the ends of lines."""
    return "\n".join(_paragraphs(found))


def _paragraphs(found: Sequence[Line]) -> list[str]:
    made: list[str] = []
    for at, line in enumerate(found):
        if at and _goes_on(found[at - 1], line, _reach(found, at - 1)):
            made[-1] += _between(made[-1], line.text) + line.text
        else:
            made.append(line.text)
    return made


def _reach(found: Sequence[Line], at: int) -> float:
    """How far to the right the lines of a line's column go."""
    line = found[at]
    near = found[max(at - COLUMN_LINES, 0) : at + COLUMN_LINES + 1]
    beside = COLUMN_EMS * line.box.height
    column = [it.box.right for it in near if not it.is_row and abs(it.box.left - line.box.left) < beside]
    return max(column, default=line.box.right)


def _goes_on(last: Line, line: Line, reach: float) -> bool:
    """Whether a paragraph goes on: its line was full, and the next begins at the left and is no new item."""
    alike = 1 / SIZE_RATIO_MAX < last.box.height / max(line.box.height, 1.0) < SIZE_RATIO_MAX
    if last.is_row or line.is_row or not alike or _NEW_ITEM.match(line.text):
        return False
    em = max(last.box.height, 1.0)
    under = last.box.left - 3 * em < line.box.left < last.box.left + INDENT_EMS * em
    below = last.box.bottom - line.box.top
    near = -em <= below < LEADING_EMS * em or line.box.bottom >= last.box.top  # the next page, or column
    return (under or not -em <= below) and near and last.box.width >= PROSE_EMS * em and (
        last.box.right >= reach - FULL_EMS * em
    )


def _between(before: str, after: str) -> str:
    """Nothing between Chinese characters; a blank between words."""
    if not before or not after or _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return ""
    return "" if before[-1] == "-" or (before[-1].isdigit() and after[0].isdigit()) else " "
