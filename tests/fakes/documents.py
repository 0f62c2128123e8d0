"""PDF and Word files made by hand, as small as they can be and as broken as they need to be."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

A4 = (595, 842)

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
)


def words(text: str, x: float, y: float, size: float = 12) -> str:
    """Text written at a place, in PDF's own words."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x: float, y: float, x2: float, y2: float) -> str:
    return f"{x} {y} m {x2} {y2} l S\n"


def grid(xs: list[float], ys: list[float]) -> str:
    """A table's lines."""
    across = "".join(rule(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF of these pages; `extra` goes into the trailer."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", _FONT]
    kids = []
    for page in pages:
        content = page.encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (*A4, len(objects))
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    body, places = b"%PDF-1.7\n", []
    for number, it in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, it)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, extra, len(body)
    )


LOCKED_PDF = pdf(
    words("密", 72, 700),
    extra=b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"ab" * 32, b"cd" * 32),
)


def letter(*lines: str, size: float = 12) -> str:
    """Lines of a page from the top, set one below the other."""
    return "".join(words(line, 72, 780 - index * size * 1.8, size) for index, line in enumerate(lines))


MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


TAB_STOPS = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'


def paragraph(text: str) -> str:
    return f"<w:p>{TAB_STOPS}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def cell(text: str, marks: str = "") -> str:
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    """Rows of cells; text is made a cell, anything that begins with `<` is one already."""
    made = ("".join(it if it.startswith("<") else cell(it) for it in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def docx(body: str, **parts: bytes) -> bytes:
    """A Word document with this body; further parts by name."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document {MAIN}><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": xml.encode(), **parts})


def archive(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        for name, body in parts.items():
            packed.writestr(name, body)
    return made.getvalue()
