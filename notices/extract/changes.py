"""What became of dates that had been told before: postponed, extended, cancelled, with the old date and the new."""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract import words
from notices.extract.patterns import Pattern
from notices.reading import Change, Event, Moment

_INSTEAD = Pattern(r"改[为在到至于期](?![\u4e00-\u9fff]{0,3}(?:为准|无效))|调整为|另定于")


def changes(
    title: str, text: str, old: Sequence[Moment], new: Sequence[Moment | None], events: Sequence[Event] = ()
) -> tuple[Change, ...]:
    """The changes a notice tells of, given the dates on either side of them; where something is held on another day
    instead (家长会取消,改为线上召开,时间为6月14日), that of its one event."""
    if len(old) == 1 and not new and len(events) == 1 and events[0].start and _INSTEAD.search(text):
        new = [events[0].start]
    if new:
        kind = "extended" if words.EXTENDS.search(f"{title}\n{text}") else "postponed"
        befores = [*old, *[None] * len(new)]
        afters = new if None in new or len(old) == len(new) else dict.fromkeys(new)
        return tuple(
            Change("extended" if kind == "extended" and after else "postponed", before, after)
            for before, after in dict.fromkeys(zip(befores, afters, strict=False))
        )
    if old:
        return (Change("cancelled" if words.CANCELS.search(text) else "postponed", old[0], None),)
    if words.CANCELS.search(title):
        return (Change("cancelled", None, None),)
    return (Change("postponed", None, None),) if words.MOVES.search(title) else ()
