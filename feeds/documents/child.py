"""The process that opens PDF and Word files: it reads what strangers wrote, with little memory and no rights to lose.

It answers each document on the standard input (8 bytes of length, then the bytes) with one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from typing import BinaryIO

from feeds.documents import sniff
from feeds.documents.archive import Refused, opened
from feeds.documents.model import Document

MEMORY_BYTES_MAX = 1024 * 1024 * 1024  # of address space; the largest honest documents take a quarter
CPU_SECS_MAX = 30  # of one document; the parent is stricter, this ends a process whose parent is gone


def main() -> None:
    """Answer until the input ends."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES_MAX)
    _limit(resource.RLIMIT_FSIZE, 0)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(8):
        _limit(resource.RLIMIT_CPU, int(_cpu_secs()) + CPU_SECS_MAX)
        answer = _answer(source, int.from_bytes(head))
        sink.write(json.dumps(answer).encode() + b"\n")
        sink.flush()


def _answer(source: BinaryIO, size: int) -> dict[str, str]:
    try:
        found = _read(source.read(size))
    except Refused as why:
        return {"trouble": why.trouble, "detail": why.detail}
    except MemoryError:
        return {"trouble": "too_slow", "detail": f"It takes more than {MEMORY_BYTES_MAX} bytes of memory."}
    except Exception as error:  # a library's surprise is the document's doing: the next one can be read
        return {"trouble": "broken", "detail": f"It cannot be read: {type(error).__name__}: {str(error)[:100]}"}
    return {"kind": found.kind, "text": found.text, "title": found.title}


def _read(body: bytes) -> Document:
    if sniff.look(body) == "pdf":
        from feeds.documents import pdf

        return pdf.read(body)
    with opened(body) as archive:
        names = {name.lower() for name in archive.namelist()}
        if "word/document.xml" in names:
            from feeds.documents import word

            return word.read(archive)
    for start, trouble, what in (("xl/", "sheet", "an Excel"), ("ppt/", "slides", "a PowerPoint")):
        if any(name.startswith(start) for name in names):
            raise Refused(trouble, f"It is {what} file.")
    raise Refused("archive", "It is an archive without a Word document's parts.")


def _limit(what: int, most: int) -> None:
    """Systems that do not know this limit do without it: the parent still watches the clock."""
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _cpu_secs() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
