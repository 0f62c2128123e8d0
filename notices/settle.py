"""Doubts and what organisers answer: the notice that comes of it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from notices.model import Doubt, KeyDate, Moved, Notice

MARK_BYTES = 16  # of a hash: two different doubts never meet


def mark(doubt: Doubt) -> str:
    """Equal for the same doubt in another version of the text, whatever its white space."""
    words = "".join(doubt.quote.split())
    read = doubt.choices[0]
    moments = (read.kind, read.starts_at and read.starts_at.timestamp(), read.ends_at and read.ends_at.timestamp())
    return hashlib.blake2s(f"{doubt.why}|{words}|{moments}".encode(), digest_size=MARK_BYTES).hexdigest()


def settled(notice: Notice, answers: Sequence[KeyDate | None]) -> Notice:
    """The notice with its doubts answered in their order: a date that was decided is sure; where there is to be none,
    the phrase is shown as unsure. A change to the doubtful day is one to the day that it was decided to be."""
    pairs = list(zip(notice.doubts, answers, strict=True))
    if any(doubt.why == "deleted" for doubt in notice.doubts):
        return called_off(notice) if answers[0] is None else replace(notice, doubts=())
    decided = [replace(answer, evidence=doubt.phrase, confidence=1.0) for doubt, answer in pairs if answer]
    phrases = (*notice.unsure, *(doubt.phrase for doubt, answer in pairs if answer is None))
    dates = sorted((*notice.key_dates, *decided), key=lambda it: (it.anchor, it.kind, it.name))
    days = {_day(doubt.choices[0]): _day(answer) if answer else None for doubt, answer in pairs}
    changes = tuple(replace(it, new=days[it.new]) if it.new in days else it for it in notice.changes)
    return replace(notice, key_dates=tuple(dates), unsure=tuple(dict.fromkeys(phrases)), doubts=(), changes=changes)


def local(notice: Notice, zone: ZoneInfo) -> Notice:
    """A stored notice, its dates in the zone in which they are told."""
    return replace(notice, key_dates=tuple(
        replace(it, starts_at=it.starts_at and it.starts_at.astimezone(zone),
                ends_at=it.ends_at and it.ends_at.astimezone(zone))
        for it in notice.key_dates
    ))


def doubted(notice: Notice, since: datetime, now: datetime) -> Notice:
    """A notice of an event that has not been in its calendar since then, so that it is in doubt whether it takes
    place. It has a date ahead."""
    upcoming = min((it for it in notice.key_dates if it.anchor > now), key=lambda it: it.anchor)
    return replace(notice, doubts=(Doubt("deleted", since.isoformat(timespec="seconds"), (upcoming,)),))


def called_off(notice: Notice) -> Notice:
    """The notice of an event that does not take place."""
    days = [Moved("cancelled", _day(it), None) for it in notice.key_dates if not it.instance]
    return replace(notice, key_dates=(), known_until=None, changes=tuple(days), doubts=())


def _day(it: KeyDate) -> date:
    """The day it is, where it is read and told."""
    return it.anchor.date()


def settled_so_far(notice: Notice, answers: Sequence[str]) -> Notice:
    """The notice with its first doubts answered, by the number of a choice or (anything else) with no date; the others
    stay."""
    ahead = notice.doubts[len(answers) :]
    pairs = list(zip(notice.doubts, answers, strict=False))
    chosen = [
        it.choices[int(said)] if said.isdecimal() and int(said) < len(it.choices) else None for it, said in pairs
    ]
    first = replace(notice, doubts=tuple(it for it, _ in pairs))
    return replace(settled(first, chosen), doubts=ahead)


def first_at(notice: Notice, now: datetime, at_stake: Sequence[KeyDate] = ()) -> datetime:
    """The first moment still ahead that any of its dates, or of those that it may move, may be: after that it is too
    late to tell. Of a notice whose dates may all have passed, the last of those."""
    possible = [*notice.key_dates, *(choice for doubt in notice.doubts for choice in doubt.choices), *at_stake]
    moments = [it.ends_at if it.kind == "deadline" and it.ends_at else it.anchor for it in possible]
    ahead = [moment for moment in moments if moment > now]
    return min(ahead) if ahead else max(moments)
