"""Documents of every kind, read with bounds. PDF and Word are opened in a process of their own, which is ended when it
takes too long."""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import feeds
from feeds import html
from feeds.decode import decode
from feeds.documents import article, convert, sniff
from feeds.documents.model import Document, Unreadable

BYTES_MAX = 20 * 1024 * 1024  # of one document: notices with scanned annexes stay below
READ_SECS_MAX = 10.0  # for one document; a hundred pages take about one second
END_SECS = 0.1  # between looks at whether a cancelled reading has come to its end
CHUNK_BYTES = 64 * 1024

_ROOT = Path(feeds.__file__).parent.parent
_REFUSED = {
    "image": Unreadable("image", "It is a picture."), "archive": Unreadable("archive", "It is a packed archive."),
}

_OLE = {
    "password": "It is an encrypted Office file.", "sheet": "It is an Excel 97 file.",
    "slides": "It is a PowerPoint 97 file.",
}


class Reader:
    """Reads documents one after the other, as long as its block lasts. Not for several threads at once."""

    def __init__(self, secs_max: float = READ_SECS_MAX, converter: Path | None = None) -> None:
        """`converter`: LibreOffice's program, which opens Word 97 files; None: the one that is installed, if any."""
        self._secs_max, self._converter = secs_max, converter
        self._child: subprocess.Popen[bytes] | None = None
        self._converting: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def read(self, body: bytes, name: str = "") -> Document | Unreadable:
        """What stands in a document, told by its content; `name` only tells Markdown from a page. Never raises."""
        if len(body) > BYTES_MAX:
            return Unreadable("too_large", f"It is larger than {BYTES_MAX} bytes.")
        look = sniff.look(body)
        if look in _REFUSED:
            return _REFUSED[look]
        if look in ("ole", "rtf"):
            return self._old(body, look)
        found = self._ask(body) if look in ("pdf", "zip") else _text(body, name)
        if isinstance(found, Document) and not sniff.has_words(found.text):
            return Unreadable("empty", "There are no words in it.")
        return found

    async def read_aside(self, body: bytes, name: str = "") -> Document | Unreadable:
        """The same in a thread. When it is cancelled, the process that reads or converts it is ended at once."""
        reading = asyncio.ensure_future(asyncio.to_thread(self.read, body, name))
        try:
            return await asyncio.shield(reading)
        except asyncio.CancelledError:
            while not reading.done():
                if self._child is not None:  # it may only be starting
                    self._child.kill()
                if self._converting is not None:
                    convert.end(self._converting)
                await asyncio.wait([reading], timeout=END_SECS)
            raise

    def _old(self, body: bytes, look: sniff.Look) -> Document | Unreadable:
        if look == "ole" and (why := sniff.inside_ole(body)):
            return Unreadable(why, _OLE[why])
        converted = convert.to_docx(body, ".rtf" if look == "rtf" else ".doc", self._converter, self._began)
        self._converting = None
        return self._ask(converted) if isinstance(converted, bytes) else converted

    def _began(self, converting: subprocess.Popen[bytes]) -> None:
        self._converting = converting

    def _ask(self, body: bytes) -> Document | Unreadable:
        child = self._running()
        try:
            answer = _exchange(child, body, time.monotonic() + self._secs_max)
        except TimeoutError:
            self._end()
            return Unreadable("too_slow", f"It could not be read within {self._secs_max:g} seconds.")
        except OSError:
            answer = b""
        if not answer:
            self._end()
            return Unreadable("unsafe", "The process that read it came to an end.")
        said = json.loads(answer)
        if "trouble" in said:
            return Unreadable(said["trouble"], said["detail"])
        return Document(said["kind"], said["text"], said["title"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            environ = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
            self._child = subprocess.Popen(
                [sys.executable, "-m", "feeds.documents.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=environ, bufsize=0,
            )
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _exchange(child: subprocess.Popen[bytes], body: bytes, until: float) -> bytes:
    """Hand over a document and take the answer, by the moment `until`. Raises TimeoutError, OSError."""
    assert child.stdin and child.stdout
    to, source = child.stdin.fileno(), child.stdout.fileno()
    os.set_blocking(to, False)
    waiting = memoryview(len(body).to_bytes(8) + body)
    answer = bytearray()
    while not answer.endswith(b"\n"):
        left = until - time.monotonic()
        readable, writable, _ = select.select([source], [to] if waiting else [], [], max(left, 0))
        if left <= 0 or not (readable or writable):
            raise TimeoutError
        if writable:
            waiting = waiting[os.write(to, waiting[:CHUNK_BYTES]) :]
        if readable:
            chunk = os.read(source, CHUNK_BYTES)
            if not chunk:
                return b""
            answer += chunk
    return bytes(answer)


def _text(body: bytes, name: str) -> Document | Unreadable:
    text = decode(body)
    if not sniff.is_text(text):
        return Unreadable("binary", "It is no text, and no document we know.")
    suffix = Path(name).suffix.lower()
    if suffix in (".html", ".htm") or (html.looks_like_html(text) and suffix != ".md"):
        return article.read(text)
    return Document("text", text)


def read(body: bytes, name: str = "") -> Document | Unreadable:
    """One document by itself; see `Reader.read`."""
    with Reader() as reader:
        return reader.read(body, name)
