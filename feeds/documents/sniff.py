"""What a file is, told by how it begins: names and labels lie. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from unicodedata import category

STRANGE_SHARE_MAX = 0.05  # of characters that no text has: more than this is no text
HEAD_CHARS = 100_000  # of a text that are looked at: enough to tell, and quick
SECTOR_BYTES = 512  # of an OLE container: what it holds begins at multiples of it
HEAD_BYTES = 1024  # in which a PDF must say that it is one (ISO 32000-1, annex H, note 13)

Look = Literal["pdf", "zip", "ole", "rtf", "image", "archive", "other"]

_STARTS: tuple[tuple[bytes, Look], ...] = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "image"), (b"II*\x00", "image"),
    (b"MM\x00*", "image"), (b"\x1f\x8b", "archive"), (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
)
_FIB_START, _ENCRYPTED = b"\xec\xa5", 0x0100
_NO_TEXT = ("Cc", "Cs", "Co", "Cn")  # Unicode's controls, surrogates, private and unassigned characters


def look(body: bytes) -> Look:
    """What the first bytes say; `other` may still be text."""
    head = body[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"%PDF-"):
        return "pdf"
    found: Look = next((kind for start, kind in _STARTS if body.startswith(start)), "other")
    if found == "image" and body.startswith(b"BM") and b"\x00" not in body[:HEAD_BYTES]:
        return "other"  # a text may begin with these letters
    return "pdf" if found == "other" and b"%PDF-" in body[:HEAD_BYTES] and b"\x00" in body else found


def is_text(text: str) -> bool:
    """Whether decoded bytes are words, and not a program or a picture read as some charset."""
    head = text[:HEAD_CHARS]
    strange = sum(char == "\ufffd" or (category(char) in _NO_TEXT and not char.isspace()) for char in head)
    return strange <= len(head) * STRANGE_SHARE_MAX


def has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def inside_ole(body: bytes) -> Literal["password", "sheet", "slides"] | None:
    """Why an OLE container is no Word document that can be opened; None: it may be one. Encrypted it is as a package
    ([MS-OFFCRYPTO], 2.3.4.4) or by a bit in the head of its text ([MS-DOC], 2.5.2)."""
    if _named("EncryptedPackage") in body:
        return "password"
    if _named("WordDocument") in body:
        return "password" if any(_bits(head) & _ENCRYPTED for head in _heads(body)) else None
    if _named("Workbook") in body:
        return "sheet"
    return "slides" if _named("PowerPoint Document") in body else None


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")


def _heads(body: bytes) -> Iterator[bytes]:
    """Sectors that begin as the text of a Word document does."""
    for at in range(SECTOR_BYTES, len(body), SECTOR_BYTES):
        if body.startswith(_FIB_START, at):
            yield body[at : at + SECTOR_BYTES]


def _bits(head: bytes) -> int:
    return int.from_bytes(head[10:12], "little")
