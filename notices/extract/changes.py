"""What became of dates that had been told before: postponed, extended, cancelled, with the old date and the new."""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract import words
from notices.reading import Change, Moment


def changes(title: str, text: str, old: Sequence[Moment], new: Sequence[Moment]) -> tuple[Change, ...]:
    """The changes a notice tells of, given the dates on either side of them."""
    if new:
        kind = "extended" if words.EXTENDS.search(f"{title}\n{text}") else "postponed"
        befores = [*old, *[None] * len(new)]
        return tuple(
            Change("extended" if kind == "extended" else "postponed", before, after)
            for before, after in zip(befores, dict.fromkeys(new), strict=False)
        )
    if old:
        return (Change("cancelled" if words.CANCELS.search(text) else "postponed", old[0], None),)
    if words.CANCELS.search(title):
        return (Change("cancelled", None, None),)
    return (Change("postponed", None, None),) if words.MOVES.search(title) else ()
