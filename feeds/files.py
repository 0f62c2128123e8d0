"""Documents from the disk: one feed document, or a folder where each file is an entry."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feeds.documents.model import Article, Document, Unreadable
from feeds.documents.reader import BYTES_MAX, Reader
from feeds.model import FetchError, Source

FOLDER_TYPE = "application/vnd.kexun.folder+json"
SUFFIXES = (".txt", ".html", ".htm", ".md", ".pdf", ".docx", ".doc", ".rtf")
FILES_MAX = 500  # as many as entries of a feed
TEXT_CHARS_MAX = 64 * 1024  # kept of each: as much as of a feed's entry


@dataclass(frozen=True, slots=True)
class File:
    """A document of a folder. `path` is relative, with `/` between its parts: it is the entry's identity."""

    path: str
    modified_secs: float
    content: Document | Unreadable


def local_path(source: Source) -> Path | None:
    """Where a source lies on this machine; None if it is on the web."""
    if source.url.startswith("file:"):
        return Path(unquote(urlsplit(source.url).path))
    return None if "://" in source.url else source.base_dir / source.url


def is_folder(source: Source, path: Path) -> bool:
    """Whether a source is a folder. Raises FetchError for one that is not there."""
    if source.kind == "folder" and not path.is_dir():
        raise FetchError("missing", f"There is no folder {path.name}.", what=path.name)
    return path.is_dir()


def megabytes(count: int) -> str:
    return f"{count / 1024**2:g}"


def read_file(path: Path, bytes_max: int) -> bytes:
    """Raises FetchError."""
    try:
        if path.stat().st_size > bytes_max:
            raise FetchError("too_large", f"The file is larger than {bytes_max} bytes.", what=megabytes(bytes_max))
        return path.read_bytes()
    except FileNotFoundError:
        raise FetchError("missing", f"There is no file or folder {path.name}.", what=path.name) from None
    except OSError as error:
        raise FetchError("folder", f"{path.name} cannot be read: {error.strerror}.", what=path.name) from None


def fingerprint(folder: Path) -> str:
    """Changes when a document of the folder is added, removed, renamed or written. Raises FetchError."""
    seen = hashlib.sha256()
    for path in _paths(folder):
        state = path.stat()
        seen.update(f"{path.relative_to(folder).as_posix()}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return f"folder:{seen.hexdigest()}"


async def pack(folder: Path) -> bytes:
    """What the documents of a folder say as one body, the newest first. Files that vanish meanwhile are left out; those
    that cannot be read are in it, with the reason. Raises FetchError."""
    paths = await asyncio.to_thread(lambda: sorted(_paths(folder), key=_modified, reverse=True))
    packed: list[dict[str, object]] = []
    with Reader() as reader:
        for path in paths:
            try:
                body, modified = await asyncio.to_thread(_bytes, path), _modified(path)
            except OSError:
                continue
            found = await reader.read_aside(body, path.name)
            packed.append({"path": path.relative_to(folder).as_posix(), "modified": modified, **_packed(found)})
    return json.dumps(packed).encode()


def _bytes(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(BYTES_MAX + 1)


def _packed(found: Document | Unreadable) -> dict[str, object]:
    if isinstance(found, Unreadable):
        return {"trouble": found.trouble, "detail": found.detail}
    apart = [(it.title, it.text[:TEXT_CHARS_MAX], _written(it.published_on)) for it in found.articles]
    return {
        "kind": found.kind, "title": found.title, "on": _written(found.published_on),
        "text": found.text[:TEXT_CHARS_MAX], "articles": apart,
    }


def _written(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _day(on: str | None) -> date | None:
    return date.fromisoformat(on) if on else None


def unpack(body: bytes) -> Iterator[File]:
    for it in json.loads(body):
        content: Document | Unreadable
        if "trouble" in it:
            content = Unreadable(it["trouble"], it["detail"])
        else:
            apart = tuple(Article(title, text, _day(on)) for title, text, on in it["articles"])
            content = Document(it["kind"], it["text"], it["title"], _day(it["on"]), apart)
        yield File(it["path"], it["modified"], content)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _paths(folder: Path) -> list[Path]:
    """Documents of the folder and those below it, hidden ones left out. A link out of the folder is not followed."""
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise FetchError("folder", f"{folder.name} cannot be read: {error.strerror}.", what=folder.name)

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(where, name) for name in sorted(names) if not name.startswith("."))
        found += [p for p in paths if p.suffix.lower() in SUFFIXES and p.is_file() and not p.is_symlink()]
    return found[:FILES_MAX]
