"""Word documents (.docx, ECMA-376 part 1, section 17): their text in reading order, tables row by row. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from feeds.documents.archive import Refused, feed
from feeds.documents.model import Document
from feeds.html import CELL, tidy

CHARS_MAX = 2_000_000  # of text: more is no notice, and is cut off
ROW_CHARS_MAX = 20_000_000  # of text in rows, where merged cells repeat
NESTED_TABLES_MAX = 50  # tables in tables; forms have three

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_UNSEEN = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "sectPr", "rPrChange", "pPrChange"))
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}


def read(archive: ZipFile) -> Document:
    """Raises Refused."""
    main = next((name for name in archive.namelist() if name.lower() == "word/document.xml"), None)
    if main is None:
        raise Refused("broken", "It has no word/document.xml.")
    page = _Page()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = page.begin, page.end
    parser.CharacterDataHandler = page.words
    feed(archive, main, parser)
    return Document("word", tidy("\n".join(page.lines)))


@dataclass
class _Cell:
    lines: list[str] = field(default_factory=list)
    columns: int = 1
    merged: str = ""
    """`restart`: the first of cells that are one, downwards; `continue`: a later one, which is empty itself."""

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


@dataclass
class _Table:
    cells: list[_Cell] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)
    """What a cell that goes on downwards says, by its column."""

    def row(self) -> list[str]:
        """The finished row as lines: its cells side by side. A cell that spans several rows is said in each, for every
        row must be understood alone; a lone cell is a frame around text, which keeps its paragraphs."""
        at, texts = 0, []
        for cell in self.cells:
            text = self.above.get(at, "") if cell.merged == "continue" else cell.text
            self.above[at] = text
            texts.append(text)
            at += cell.columns
        lines = self.cells[0].lines if len(self.cells) == 1 else [CELL.join(texts)]
        self.cells = []
        return lines if any(texts) else []


class _Page:
    """Text being put together from the document's elements."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._paragraph: list[list[str]] = []  # paragraphs in paragraphs: text boxes
        self._tables: list[_Table] = []
        self._unseen = 0
        self._in_text = 0
        self._chars = 0  # read
        self._said = 0  # in rows, where merged cells repeat

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if self._unseen or tag in _UNSEEN:
            self._unseen += 1
        elif tag == "p":
            self._paragraph.append([])
        elif tag == "t":
            self._in_text += 1
        elif tag in _BREAKS:
            self._write(_BREAKS[tag])
        elif tag == "tbl":
            if len(self._tables) >= NESTED_TABLES_MAX:
                raise Refused("unsafe", "Its tables are nested without end.")
            self._tables.append(_Table())
        elif self._tables:
            self._begin_in_table(tag, attributes)

    def _begin_in_table(self, tag: str, attributes: dict[str, str]) -> None:
        table = self._tables[-1]
        if tag == "tr":
            table.cells = []
        elif tag == "tc":
            table.cells.append(_Cell())
        elif tag == "gridSpan" and table.cells:
            span = _value(attributes)
            table.cells[-1].columns = int(span) if span.isdecimal() and len(span) < 4 else 1
        elif tag == "vMerge" and table.cells:
            table.cells[-1].merged = _value(attributes) or "continue"

    def end(self, name: str) -> None:
        tag = _local(name)
        if self._unseen:
            self._unseen -= 1
        elif tag == "t":
            self._in_text -= 1
        elif tag == "p" and self._paragraph:
            self._line("".join(self._paragraph.pop()))
        elif tag == "tr" and self._tables:
            self._row(self._tables[-1].row())
        elif tag == "tbl" and self._tables:
            self._tables.pop()

    def words(self, text: str) -> None:
        if self._in_text and not self._unseen:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._paragraph and self._chars < CHARS_MAX:
            self._paragraph[-1].append(text)
            self._chars += len(text)

    def _line(self, text: str) -> None:
        table = self._tables[-1] if self._tables else None
        if table is not None and table.cells:
            table.cells[-1].lines.append(text)
        else:
            self.lines.append(text)

    def _row(self, lines: list[str]) -> None:
        """A finished row goes into the cell its table stands in, or onto the page."""
        self._said += sum(map(len, lines))
        if self._said > ROW_CHARS_MAX:
            raise Refused("unsafe", "Its merged cells repeat without end.")
        outer = self._tables[-2] if len(self._tables) > 1 else None
        (outer.cells[-1].lines if outer is not None and outer.cells else self.lines).extend(lines)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if _local(name) == "val"), "")
