"""Documents from the disk: one feed document, or a folder where each file is an entry."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from feeds.model import FetchError, Source

FOLDER_TYPE = "application/vnd.kexun.folder+json"
SUFFIXES = (".txt", ".html", ".htm", ".md")
FILES_MAX = 500  # as many as entries of a feed
FOLDER_BYTES_MAX = 10 * 1024 * 1024  # as large as a feed may be


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a folder. `path` is relative, with `/` between its parts: it is the entry's identity."""

    path: str
    body: bytes
    modified_secs: float


def local_path(source: Source) -> Path | None:
    """Where a source lies on this machine; None if it is on the web."""
    if source.url.startswith("file:"):
        return Path(unquote(urlsplit(source.url).path))
    return None if "://" in source.url else source.base_dir / source.url


def read_file(path: Path, bytes_max: int) -> bytes:
    """Raises FetchError."""
    try:
        if path.stat().st_size > bytes_max:
            raise FetchError("too_large", f"The file is larger than {bytes_max} bytes.")
        return path.read_bytes()
    except FileNotFoundError:
        raise FetchError("missing", f"There is no file or folder {path.name}.") from None
    except OSError as error:
        raise FetchError("folder", f"{path.name} cannot be read: {error.strerror}.") from None


def fingerprint(folder: Path) -> str:
    """Changes when a document of the folder is added, removed, renamed or written. Raises FetchError."""
    seen = hashlib.sha256()
    for path in _paths(folder):
        state = path.stat()
        seen.update(f"{path.relative_to(folder).as_posix()}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return f"folder:{seen.hexdigest()}"


def pack(folder: Path) -> bytes:
    """The documents of a folder as one body, the newest first. Files that vanish meanwhile are left out."""
    documents: list[dict[str, object]] = []
    size = 0
    for path in sorted(_paths(folder), key=_modified, reverse=True):
        try:
            body, modified = path.read_bytes(), _modified(path)
        except OSError:
            continue
        size += len(body)
        if size > FOLDER_BYTES_MAX:
            raise FetchError("too_large", f"The folder's documents are larger than {FOLDER_BYTES_MAX} bytes together.")
        name = path.relative_to(folder).as_posix()
        documents.append({"path": name, "body": base64.b64encode(body).decode(), "modified": modified})
    return json.dumps(documents).encode()


def unpack(body: bytes) -> Iterator[Document]:
    for item in json.loads(body):
        yield Document(item["path"], base64.b64decode(item["body"]), item["modified"])


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _paths(folder: Path) -> list[Path]:
    """Documents of the folder and those below it, hidden ones left out. A link out of the folder is not followed."""
    found: list[Path] = []

    def refuse(error: OSError) -> None:
        raise FetchError("folder", f"{folder.name} cannot be read: {error.strerror}.")

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(where, name) for name in sorted(names) if not name.startswith("."))
        found += [p for p in paths if p.suffix.lower() in SUFFIXES and p.is_file() and not p.is_symlink()]
    return found[:FILES_MAX]
