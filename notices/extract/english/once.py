"""What an English notice says twice is one finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from notices.reading import Deadline, Event


def events(found: Sequence[Event]) -> tuple[Event, ...]:
    """Each event once: what has the same days, and not two clocks, is the same."""
    out: list[Event] = []
    places: dict[tuple[str, str], list[int]] = {}
    for it in found:
        same = places.setdefault(_days_of(it), [])
        twin = next((i for i in same if out[i].all_day or it.all_day or out[i].start == it.start), None)
        if twin is None:
            same.append(len(out))
            out.append(it)
        elif out[twin].all_day and not it.all_day:
            out[twin] = it
    return tuple(out)


def _days_of(event: Event) -> tuple[str, str]:
    return str(event.start or event.end)[:10], str(event.end or event.start)[:10]


def deadlines(found: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Each deadline once: what is called the same on the same day; the one that tells the hour is kept."""
    out: dict[tuple[str, str], Deadline] = {}
    for it in found:
        held = out.setdefault((str(it.due)[:10], it.what.lower()), it)
        if not isinstance(held.due, datetime) and isinstance(it.due, datetime):
            out[str(it.due)[:10], it.what.lower()] = it
    return tuple(out.values())
