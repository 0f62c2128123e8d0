"""A look at a database from outside, without changing or migrating it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store import lock, migrate
from store.db import BUSY_TIMEOUT_SECS, StoreUnavailable

PROBLEMS_MAX = 5  # of a damaged file: the first ones tell what it is


@dataclass(frozen=True, slots=True)
class Condition:
    size_bytes: int
    step: int
    """How many steps of the schema it has taken."""
    missing: tuple[str, ...]
    """Steps that `kexun db upgrade`, or the next start, will take."""
    too_new: bool
    """A newer version of the program has written it: this one must not."""
    damage: tuple[str, ...]
    """What SQLite found wrong in the file; empty: it is sound."""
    running: bool
    """A service is using it now."""


def look(path: Path) -> Condition | None:
    """How the database is; None if there is none yet. Raises StoreUnavailable if it cannot be read, or is none."""
    if not path.exists():
        return None
    known = migrate.steps()
    with reading(path) as db:
        (step,) = db.execute("PRAGMA user_version").fetchone()
        damage = [row[0] for row in db.execute(f"PRAGMA quick_check({PROBLEMS_MAX})") if row[0] != "ok"]
    return Condition(
        size_bytes=path.stat().st_size, step=step, missing=tuple(name for number, name, _ in known if number > step),
        too_new=step > known[-1][0], damage=tuple(damage), running=lock.is_held(path),
    )


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write. Raises StoreUnavailable for whatever SQLite cannot do with the file."""
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_SECS)
        try:
            yield db
        finally:
            db.close()
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(str(error)) from error
