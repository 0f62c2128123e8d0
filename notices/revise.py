"""What a changed notice means for the dates people keep. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from notices.content import DateChange
from notices.model import KeyDate

Known = tuple[int, KeyDate]


@dataclass(frozen=True, slots=True)
class Revision:
    """The dates a notice had, brought to what it says now."""

    kept: tuple[tuple[int, KeyDate], ...]
    """(id, date as it is now): the moment is the same; words about it may differ."""
    moved: tuple[tuple[int, KeyDate], ...]
    added: tuple[KeyDate, ...]
    withdrawn: tuple[int, ...]
    changes: tuple[DateChange, ...]
    """What to tell people; empty when only words changed."""


def revise(old: Sequence[Known], new: Sequence[KeyDate], *, is_deleted: bool = False) -> Revision:
    """Pair the old dates with the new: first those that are the same, then occurrences of a series by which they are,
    then by name, then by moment, then the only one left of its kind. What stays unpaired is new, or was withdrawn
    (`is_deleted`: from where it stood, and no more is known)."""
    left, ahead = list(old), list(new)
    kept = _pair(left, ahead, lambda a, b: (a.kind, a.name, _moments(a)) == (b.kind, b.name, _moments(b)))
    moved = _pair(left, ahead, lambda a, b: bool(a.instance) and a.instance == b.instance)
    moved += _pair(left, ahead, lambda a, b: (a.kind, a.name) == (b.kind, b.name))
    kept += _pair(left, ahead, lambda a, b: (a.kind, _moments(a)) == (b.kind, _moments(b)))
    moved += _pair(left, ahead, lambda a, b: a.kind == b.kind and _only(a, left) and _only(b, ahead))
    changes = [DateChange("moved", new_.name, old_, new_) for _, old_, new_ in moved]
    changes += [DateChange("added", date.name, None, date) for date in ahead]
    changes += [DateChange("deleted" if is_deleted else "withdrawn", date.name, date, None) for _, date in left]
    changes += [DateChange("place", new_.name, old_, new_) for _, old_, new_ in kept if _told(old_) != _told(new_)]
    return Revision(
        tuple((i, b) for i, _, b in kept), tuple((i, b) for i, _, b in moved), tuple(ahead),
        tuple(i for i, _ in left), tuple(changes),
    )


def _only(date: KeyDate, among: Sequence[Known] | Sequence[KeyDate]) -> bool:
    """It is the last of its kind."""
    kinds = [it.kind if isinstance(it, KeyDate) else it[1].kind for it in among]
    return kinds.count(date.kind) == 1


def _moments(date: KeyDate) -> tuple[object, ...]:
    return date.starts_at, date.ends_at, date.all_day


def _told(date: KeyDate) -> tuple[object, ...]:
    """What people must be told when it changes though the moment does not: where, and what is owed where."""
    return date.place, date.materials.formats, date.materials.send_to


def _pair(
    old: list[Known], new: list[KeyDate], same: Callable[[KeyDate, KeyDate], bool]
) -> list[tuple[int, KeyDate, KeyDate]]:
    """Take pairs out of both lists for which `same` holds."""
    pairs = []
    for known in list(old):
        match = next((date for date in new if same(known[1], date)), None)
        if match is not None:
            old.remove(known)
            new.remove(match)
            pairs.append((known[0], known[1], match))
    return pairs
