"""A series, such as a weekly lab session, whose dates are known for some time ahead: what a new reading of it means for
the dates we have. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from notices import plan
from notices.model import KeyDate

Known = tuple[int, KeyDate]


@dataclass(frozen=True, slots=True)
class Split:
    """Dates of before and of now, put apart by whether there is anything to say of them."""

    old: tuple[Known, ...]
    new: tuple[KeyDate, ...]
    """To be compared with `old`: what is different is news."""
    in_sight: tuple[KeyDate, ...] = ()
    """Further dates that only the passing of time brought into sight."""
    out_of_sight: tuple[Known, ...] = ()
    """Dates beyond those that the new reading tells of: they may be different by now, and come into sight again."""


def split(
    old: Sequence[Known], new: Sequence[KeyDate], now: datetime, zone: ZoneInfo, *,
    known_until: datetime | None, reaches_until: datetime | None,
) -> Split:
    """Occurrences that are over are left as they are. `known_until`: how far ahead the old dates went; `reaches_until`:
    how far the new ones go; None: they are all there are."""
    have = {date.instance for _, date in old}
    to_come = {it.instance for it in [*new, *(date for _, date in old)] if plan.over_at(it, zone) > now}
    ahead = [it for it in old if not it[1].instance or it[1].instance in to_come]
    told = [it for it in new if not it.instance or it.instance in to_come]
    stands = {it.instance for it in told}
    in_sight = [it for it in told if it.instance not in have and _is_beyond(it, known_until)]
    out = [it for it in ahead if it[1].instance not in stands and _is_beyond(it[1], reaches_until)]
    return Split(
        tuple(it for it in ahead if it not in out), tuple(it for it in told if it not in in_sight), tuple(in_sight),
        tuple(out),
    )


def _is_beyond(date: KeyDate, until: datetime | None) -> bool:
    return bool(date.instance) and until is not None and date.anchor > until
