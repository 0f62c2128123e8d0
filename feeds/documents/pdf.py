"""PDF: the text of its pages as lines, sentences joined over line ends, ruled tables row by row.

Runs only in the process of `child.py`: PDFium is C++ and reads what strangers wrote."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c

from feeds.documents import layout, ruled
from feeds.documents.archive import Refused
from feeds.documents.layout import SAME_LINE_SHARE, WORD_EMS, Box, Piece
from feeds.documents.model import Document
from feeds.html import tidy

PAGES_MAX = 300  # read of one document: a notice with its annexes has a few dozen
CHARS_MAX = 2_000_000  # of text; what comes after is cut off
CHARS_ON_PAGE_MAX = 50_000  # a densely set newspaper page has ten thousand
TOUCH_EMS = 0.3  # of room between two characters of one word
PATHS_MAX = 20_000  # lines drawn on one page that are looked at: a form has some hundreds
THIN_POINTS = 2.0  # a filled box this thin is a line
SHORT_POINTS = 8.0  # a line shorter than this rules no cell

_PASSWORD = {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY}


def read(body: bytes) -> Document:
    """Raises Refused."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD:
            raise Refused("password", "It is protected by a password.") from None
        raise Refused("broken", f"It cannot be opened: {error}") from None
    try:
        return _text(document)
    finally:
        document.close()


def _text(document: pdfium.PdfDocument) -> Document:
    pages: list[list[layout.Line]] = []
    size = pictures = 0
    for number in range(min(len(document), PAGES_MAX)):
        lines, has_pictures = _page(document, number)
        pictures += has_pictures
        pages.append(lines)
        size += sum(len(line.text) for line in lines)
        if size > CHARS_MAX:
            break
    text = tidy(layout.join(layout.without_furniture(pages)))
    if not text and pictures:
        raise Refused("scanned", "Its pages are pictures without text.")
    return Document("pdf", text[:CHARS_MAX])


def _page(document: pdfium.PdfDocument, number: int) -> tuple[list[layout.Line], bool]:
    """The lines of a page, and whether there are pictures on it. A page that cannot be loaded has none."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return [], False
    pieces = list(_pieces(page))
    rules, has_pictures = _drawn(page)
    tables = ruled.tables(rules)
    page.close()
    return layout.lines(pieces, tables), has_pictures


def _pieces(page: pdfium.PdfPage) -> Iterator[Piece]:
    """Runs of text in the order they were written, each with the box it stands in."""
    words = page.get_textpage()
    run, left, bottom, right, top = "", 0.0, 0.0, 0.0, 0.0
    for char, start, low, end, high in _chars(words.raw):
        height = max(high - low, 1.0)
        gap = (start - right) / height
        if run and -TOUCH_EMS < gap < TOUCH_EMS and min(top, high) - max(bottom, low) > height * SAME_LINE_SHARE:
            run += (layout.blank(run, char) if gap > WORD_EMS else "") + char
            bottom, right, top = min(bottom, low), end, max(top, high)
            continue
        if run.strip():
            yield Piece(run, Box(left, bottom, right, top))
        run, left, bottom, right, top = char, start, low, end, high
    if run.strip():
        yield Piece(run, Box(left, bottom, right, top))
    words.close()


def _chars(words: c.FPDF_TEXTPAGE) -> Iterator[tuple[str, float, float, float, float]]:
    """The characters of a page and where each stands (left, bottom, right, top), without those that PDFium adds."""
    box = c.FS_RECTF()
    place = ctypes.byref(box)
    for index in range(min(max(c.FPDFText_CountChars(words), 0), CHARS_ON_PAGE_MAX)):
        point = c.FPDFText_GetUnicode(words, index)
        if point < 0x20 or 0xD800 <= point < 0xE000 or point >= 0xFFFE or c.FPDFText_IsGenerated(words, index) == 1:
            continue
        if c.FPDFText_GetLooseCharBox(words, index, place):
            low, high = box.bottom, box.top
            yield chr(point), box.left, min(low, high), box.right, max(low, high)


def _drawn(page: pdfium.PdfPage) -> tuple[list[Box], bool]:
    """Straight lines drawn on the page, and whether there are pictures."""
    rules: list[Box] = []
    has_pictures = False
    for count, item in enumerate(page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        if count > PATHS_MAX:
            break
        has_pictures |= item.type == c.FPDF_PAGEOBJ_IMAGE
        if item.type == c.FPDF_PAGEOBJ_PATH:
            rules += _rules(Box(*item.get_bounds()))
    return rules, has_pictures


def _rules(box: Box) -> list[Box]:
    """A thin box is a line; a larger one is four."""
    if max(box.width, box.height) < SHORT_POINTS:
        return []
    if min(box.width, box.height) <= THIN_POINTS:
        return [box]
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    return [
        Box(left, bottom, right, bottom), Box(left, top, right, top),
        Box(left, bottom, left, top), Box(right, bottom, right, top),
    ]
