"""The parts of an Office file, unpacked no further than an honest one goes. Pure."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

PART_BYTES_MAX = 64 * 1024 * 1024  # of one part's XML: a book of a thousand pages has half of it
PARTS_MAX = 10_000  # a document with many pictures has some hundreds
CHUNK_BYTES = 64 * 1024


class Refused(Exception):
    """What cannot be read of a document; `trouble` is one of `model.Trouble`."""

    def __init__(self, trouble: str, detail: str) -> None:
        super().__init__(trouble, detail)
        self.trouble, self.detail = trouble, detail


def opened(body: bytes) -> ZipFile:
    """Raises Refused."""
    try:
        found = ZipFile(io.BytesIO(body))
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused("broken", f"Its ZIP container is damaged: {error}.") from None
    if len(found.infolist()) > PARTS_MAX:
        raise Refused("unsafe", f"It has more than {PARTS_MAX} parts.")
    return found


def feed(archive: ZipFile, name: str, parser: expat.XMLParserType) -> None:
    """Hand one part's XML to a parser piece by piece, counted as it unfolds. Entities are refused: no document needs
    them, and they can be made to grow without end. Raises Refused."""
    parser.StartDoctypeDeclHandler = _refuse_entities
    size = 0
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK_BYTES):
                size += len(chunk)
                if size > PART_BYTES_MAX:
                    raise Refused("unsafe", f"Its text unfolds to more than {PART_BYTES_MAX} bytes.")
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise Refused("password", f"It is encrypted: {error}.") from None
    except (expat.ExpatError, BadZipFile, zipfile.zlib.error, EOFError, KeyError, NotImplementedError, ValueError) as e:  # type: ignore[attr-defined]
        raise Refused("broken", f"It is damaged: {type(e).__name__}: {e}") from None


def _refuse_entities(*_: object) -> None:
    raise Refused("unsafe", "Its XML declares a document type, which no Word document does.")
