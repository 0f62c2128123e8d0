"""Whatever comes is read, or refused with its reason, at a bounded cost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import documents as made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.documents import convert
from feeds.documents.model import Document, Unreadable
from feeds.documents.reader import BYTES_MAX, Reader

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
NOTICE = "关于举办讲座的通知\n6月12日"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


def trouble(reader: Reader, body: bytes, name: str = "") -> str:
    found = reader.read(body, name)
    assert isinstance(found, Unreadable), found
    assert found.detail.endswith((".", ")")) or found.trouble == "broken"
    return found.trouble


def test_a_document_is_told_by_what_it_is_and_not_by_its_name(reader: Reader) -> None:
    bodies = {
        "text": NOTICE.encode("gb18030"), "page": f"<h1>通知</h1><p>{NOTICE}</p>".encode(),
        "pdf": made.pdf(made.letter(*NOTICE.split("\n"))), "word": made.docx(made.paragraph(NOTICE)),
    }
    for kind, body in bodies.items():
        for name in ("a.pdf", "a.docx", "a.txt", "a.jpg", ""):
            found = reader.read(body, name)
            assert isinstance(found, Document) and found.kind == kind
            assert "6月12日" in found.text


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"), (" \n\u3000".encode(), "empty"), (made.docx(made.paragraph("")), "empty"),
        (made.pdf(""), "empty"), (os.urandom(4000), "binary"), (b"\x7fELF\x02\x01\x01" + b"\0" * 500, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image"), (b"\xff\xd8\xff\xe0" + b"\0" * 50, "image"),
        (b"Rar!\x1a\x07", "archive"), (made.archive({"a.txt": b"x"}), "archive"),
        (made.archive({"xl/workbook.xml": b"<x/>"}), "sheet"), (made.archive({"ppt/a.xml": b"<x/>"}), "slides"),
        (made.LOCKED_PDF, "password"), (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "Workbook".encode("utf-16-le"), "sheet"), (OLE + "PowerPoint Document".encode("utf-16-le"), "slides"),
        (b"%PDF-1.7\nnothing more", "broken"), (b"PK\x03\x04" + b"\0" * 90, "broken"),
        (made.docx("<w:p>"), "broken"), (made.docx(made.paragraph("通知"))[:200], "broken"),
        (b"a" * (BYTES_MAX + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_says_why(reader: Reader, body: bytes, why: str) -> None:
    assert trouble(reader, body) == why


def test_a_page_of_pictures_is_a_scan(reader: Reader) -> None:
    picture = b"q 400 0 0 600 90 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"
    assert trouble(reader, made.pdf(picture.decode("latin-1"))) == "scanned"


def flat(*chunks: bytes) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(map(packer.compress, chunks)) + packer.flush()


def bomb(stream: bytes, filters: bytes) -> bytes:
    """A PDF whose one page is this packed stream."""
    body = made.pdf("X")
    packed = b"<</Length %d/Filter%s>>stream\n%s\n" % (len(stream), filters, stream)
    return body.replace(b"<</Length 1>>stream\nX\n", packed)


def test_bombs_cost_a_bounded_time_and_memory_and_the_next_document_is_read() -> None:
    text = made.words("科普", 72, 700).encode() * 20_000
    bombs = (
        made.docx("<w:p><w:r><w:t>" + "a" * 80_000_000),
        made.archive({"word/document.xml": b'<!DOCTYPE a [<!ENTITY x "yy"><!ENTITY z "&x;&x;">]><a>&z;</a>'}),
        made.docx("<w:tbl><w:tr><w:tc>" * 100_000), made.archive({f"part{n}": b"" for n in range(11_000)}),
        bomb(flat(flat(*[text] * 60)), b"[/FlateDecode/FlateDecode]"),
    )
    with Reader(secs_max=5) as reader:
        assert {trouble(reader, body) for body in bombs} <= {"unsafe", "too_slow", "broken"}
        assert isinstance(reader.read(made.docx(made.paragraph("通知"))), Document)


def test_a_document_that_takes_too_long_is_given_up() -> None:
    busy = made.pdf(*[made.letter(*["科普讲解大赛" * 8] * 40)] * 100)
    with Reader(secs_max=0.01) as reader:
        assert trouble(reader, busy) == "too_slow"


async def test_a_reading_that_is_cancelled_ends_at_once() -> None:
    slow = made.pdf(*[made.letter(*["科普讲解大赛" * 8] * 40)] * 100)
    with Reader(secs_max=600) as reader:
        reading = asyncio.create_task(reader.read_aside(slow))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading


def converter(folder: Path, script: str) -> Path:
    """A stand-in for LibreOffice that does what a line of shell says; $6 is the folder it writes to."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def test_an_old_word_file_is_converted_where_libreoffice_is_installed(tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(made.docx(made.paragraph(NOTICE)))
    program = converter(tmp_path, f'cp "{tmp_path}/made.docx" "$7/document.docx"')
    with Reader(converter=program) as reader:
        found = reader.read(OLE, "通知.doc")
    assert isinstance(found, Document) and found.text == NOTICE


async def test_a_conversion_that_is_cancelled_ends_at_once(tmp_path: Path) -> None:
    program = converter(tmp_path, 'mkfifo "$7/never"; read word <"$7/never"')
    with Reader(converter=program) as reader:
        reading = asyncio.create_task(reader.read_aside(OLE))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading


@pytest.mark.parametrize(("bits", "why"), [(0x0100, "password"), (0x0200, "broken")])
def test_a_locked_old_word_file_says_so(tmp_path: Path, bits: int, why: str) -> None:
    head = b"\xec\xa5" + bytes(8) + bits.to_bytes(2, "little") + bytes(500)
    body = OLE.ljust(1024, b"\0") + head + "WordDocument".encode("utf-16-le")
    with Reader(converter=converter(tmp_path, "exit 1")) as reader:
        assert trouble(reader, body) == why


@pytest.mark.skipif(convert.installed() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("suffix", "form"), [("doc", "doc:MS Word 97"), ("rtf", "rtf:Rich Text Format")])
def test_what_libreoffice_wrote_for_old_word_is_read(tmp_path: Path, suffix: str, form: str) -> None:
    page = "<meta charset='utf-8'><p>通知</p><table><tr><td>6月12日</td><td>开幕</td></tr></table>"
    (tmp_path / "notice.html").write_text(page, encoding="utf-8")
    program = convert.installed()
    assert program is not None
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--infilter=HTML (StarWriter)", "--convert-to", form, "--outdir", tmp_path, tmp_path / "notice.html"],
        check=True, capture_output=True,
    )
    body = (tmp_path / f"notice.{suffix}").read_bytes()
    with Reader() as reader:
        found = reader.read(body)
    assert isinstance(found, Document) and found.text == "通知\n6月12日 | 开幕"


def test_without_libreoffice_it_says_so(tmp_path: Path) -> None:
    found = convert.to_docx(OLE, ".doc", tmp_path / "nowhere")
    assert isinstance(found, Unreadable) and found.trouble == "legacy"


def test_one_that_libreoffice_cannot_open_is_broken(tmp_path: Path) -> None:
    with Reader(converter=converter(tmp_path, "exit 1")) as reader:
        assert trouble(reader, OLE) == "broken"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(cut=st.integers(0, 700), at=st.integers(0, 700), byte=st.integers(0, 255))
def test_any_damage_is_read_or_refused(reader: Reader, cut: int, at: int, byte: int) -> None:
    for body in (made.docx(made.table(("6月12日", "开幕"))), made.pdf(made.letter("6月12日"))):
        damaged = bytearray(body)
        damaged[at % len(body)] = byte
        assert reader.read(bytes(damaged[: len(body) - cut % len(body)]))
