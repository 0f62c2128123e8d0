"""A copy of the database as it is at one moment, while a service may be writing to it."""

from __future__ import annotations

import os
from pathlib import Path

from store.condition import reading

OWNER_ONLY = 0o600  # it holds what people wrote


def copy(database: Path, target: Path) -> int:
    """Write a consistent, compact copy and return its size in bytes. It is there completely or not at all, on the disk
    when this returns. Raises FileExistsError, other OSErrors for the target, and StoreUnavailable for the database."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    try:
        with reading(database) as db:
            db.execute("VACUUM INTO ?", (str(part),))
        _to_disk(part)
        _name(part, target)
        _to_disk(target.parent)
        return target.stat().st_size
    finally:
        part.unlink(missing_ok=True)


def _name(part: Path, target: Path) -> None:
    try:
        os.link(part, target)  # unlike renaming, this never replaces a file
    except FileExistsError:
        raise
    except OSError as error:  # sticks and shares may have no links
        if target.exists():
            raise FileExistsError(target) from error
        part.rename(target)


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
