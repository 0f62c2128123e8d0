"""HTML to plain text that keeps its blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING

from feeds.decode import is_printed, plain

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

CELL = " | "
CELL_CHARS_MAX = 400  # the text of a cell beyond this is a column of a page, not a field of a table
HTML_CHARS_MAX = 1_000_000  # of one entry, pictures not counted: its text is cut long before that
DEPTH_MAX = 1000  # blocks in blocks; pages have fifty, and the HTML parser's time grows with the square
NESTED_TABLES_MAX = 20  # tables in tables; deeper ones are a trick, and each level costs a pass over the text

DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed", "svg", "math", "canvas",
    "audio", "video", "select", "option", "button", "input", "textarea",
))
_ROOM_AROUND = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre"))
_BLOCKS = frozenset((
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "menu", "nav",
    "section", "summary", "tbody", "tfoot", "thead", "tr",
))
_NESTING = re.compile(rf"<(/?)(?:{'|'.join(_BLOCKS | {'ul', 'ol', 'blockquote'})})\b[^<>]*>", re.I)
_PICTURE = re.compile(r"data:[\w/+.-]+;base64,[\w+/=%\s]+")
_CELLS = frozenset(("td", "th"))
_GAPS = {**dict.fromkeys(_BLOCKS, 1), **dict.fromkeys(_ROOM_AROUND, 2)}
_SHOWN = frozenset((*_GAPS, *_CELLS, "br"))  # elements that show in the text, by more than what they hold
_CELL_BEGINS, _CELL_ENDS = "\x01", "\x02"  # cannot stand in the text itself: `plain` drops control characters
_ROW = re.compile("\x01[^\x01\x02]*\x02(?: *\x01[^\x01\x02]*\x02)*")
_BETWEEN_CELLS = re.compile("\x02 *\x01")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|table|tr|td|ul|ol|li|a|b|i|em|strong|font|img|h[1-6]|html|body|script)\b[^<>]*>", re.I
)
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w{1,30});", re.I)
_WHITE = re.compile(r"[\r\n\t ]+")
_UNEVEN = ("\n", "  ", "\t", "\r")  # white space that shows as one blank
_SPACES = re.compile(r"[ \t\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\xad]")
_EMPTY_LINES = re.compile(r"\n{3,}")


def looks_like_html(text: str) -> bool:
    """Whether text holds markup, rather than a stray `<`."""
    return _MARKUP.search(text) is not None


def to_text(html: str) -> str:
    """Plain text of HTML: a line per block, an empty line around paragraphs, ` | ` between cells, an ideographic or
    plain indent dropped. Scripts, styles and form fields are left out; links keep their words. Never raises."""
    text = _render(html)
    if looks_like_html(text) and not looks_like_html(html):
        text = _render(text)  # escaped twice
    return text


def one_line(html: str) -> str:
    """The text of a title: markup and line breaks removed."""
    marked_up = looks_like_html(html) or _REFERENCE.search(html)
    return " ".join((to_text(html) if marked_up else tidy(html)).split())


def document(html: str) -> LexborHTMLParser:
    """The tree of a page, of no more than its text is worth."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(_bounded(plain(html)))


def text_below(root: LexborNode | None, without: Container[int] = ()) -> str:
    """The text of a node of a tree, as `to_text` gives it of a whole page, without these nodes (their `mem_id`)."""
    page = _Page()
    if root is not None:
        _walk(root, page, without)
    return tidy(_join_cells("".join(page.parts)))


def tidy(text: str) -> str:
    """Plain text with its white space in order: no trailing or repeated blanks, at most one empty line in a row, no
    invisible characters that could turn or hide words."""
    text = plain(text)
    text = text.replace("\t", " ") if is_printed(text) else _SPACES.sub(" ", _INVISIBLE.sub("", text))
    text = "\n".join([line.strip(" \u3000") for line in _once(text, " ").split("\n")])
    return (_EMPTY_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def _once(text: str, blank: str) -> str:
    """Never two of them in a row."""
    while blank * 2 in text:
        text = text.replace(blank * 2, blank)
    return text


def _render(html: str) -> str:
    return text_below(document(html).root)


def _bounded(html: str) -> str:
    """HTML that cannot cost more than its text is worth."""
    html = _PICTURE.sub("", html)[:HTML_CHARS_MAX]
    if html.count("<") <= DEPTH_MAX:
        return html
    depth = deepest = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return _NESTING.sub("<br>", html) if deepest > DEPTH_MAX else html


class _Page:
    """Text being put together. Breaks that meet do not add up: the widest counts."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.newlines = 2
        self.preformatted = 0

    def write(self, words: str) -> None:
        if not self.preformatted and any(it in words for it in _UNEVEN):
            words = _WHITE.sub(" ", words)
        if words and not (self.newlines and words.isspace()):
            self.parts.append(words)
            self.newlines = 0

    def new_line(self, count: int) -> None:
        if count > self.newlines:
            self.parts.append("\n" * (count - self.newlines))
            self.newlines = count

    def begin_cell(self) -> None:
        self.parts.append(_CELL_BEGINS)
        self.newlines = 2

    def end_cell(self) -> None:
        self.parts.append(_CELL_ENDS)
        self.newlines = 0


def _walk(root: LexborNode, page: _Page, without: Container[int]) -> None:
    """Write the text below `root`. A stack instead of recursion: pages may be nested without bound. On it, the name of
    an element stands for its end."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            _leave(node, page)
            continue
        tag = node.tag or "-"
        if tag == "-text":
            page.write(node.text_content or "")
        elif not (tag[0] == "-" and tag != "-document") and tag not in DROPPED:
            if without and node.mem_id in without:
                continue
            if tag in _SHOWN:
                _enter(tag, page)
                stack.append(tag)
            child = node.last_child
            while child is not None:
                stack.append(child)
                child = child.prev


def _enter(tag: str, page: _Page) -> None:
    page.new_line(_GAPS.get(tag, 0))
    if tag in _CELLS:
        page.begin_cell()
    elif tag == "pre":
        page.preformatted += 1


def _leave(tag: str, page: _Page) -> None:
    if tag in _CELLS:
        page.end_cell()
    elif tag == "br":
        page.newlines = 0
        page.new_line(1)
    elif tag == "pre":
        page.preformatted -= 1
    page.new_line(_GAPS.get(tag, 0))


def _join_cells(text: str) -> str:
    """Put the cells of a row on one line. A long or lonely cell is layout, not data, and keeps its own lines."""
    for _ in range(NESTED_TABLES_MAX):
        text, count = _ROW.subn(lambda row: _row(row[0]), text)
        if not count:
            break
    return text.replace(_CELL_BEGINS, "\n").replace(_CELL_ENDS, "\n")


def _row(marked: str) -> str:
    cells = [cell.strip() for cell in _BETWEEN_CELLS.split(marked[1:-1])]
    if len(cells) == 1 or max(map(len, cells)) > CELL_CHARS_MAX:
        return "\n" + "\n".join(cells) + "\n"
    return CELL.join(" ".join(cell.split()) for cell in cells)
