"""Dates that are put off, put right or swapped with others: which side of the change each of them is."""

from __future__ import annotations

from dataclasses import replace

from notices.extract import acts, kinds, words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.role import Role
from notices.extract.theme import Theme
from notices.reading import EventKind

_MUST_EARLIER = Pattern(r"[须应需]提前(?:至|到)$")
_MOVES_TO = Pattern("(?:调整|延期|顺延|推迟|延后|提前|延长|变更|更改|改)(?=[为至到在于]$)")
_CALLED_OFF = Pattern(
    r"[「《“]?[^,。;:\d「」《》“”]{2,20}[」》”]?(?:活动)?,?(?:取消|停办|顺延|改期|(?:延期|推迟|延后)(?:举[行办])?)(?:至|到)?(?:$|[,。;)])"
)
"""6月7日科技馆开放日取消, 7月6日「天文观测」活动顺延至."""
_LOANS = Pattern(r"(?:到期|应还|借出)的?(?:图书|书刊)|还书?期")
_SHOWS = Pattern(r"展览|展期|展出|画展|特展")
_SUBJECT = Pattern(r"^(?!现|应|已|特|更|改|正确|实际|修|订)[^\d]{4,}")
_CLAUSES = Pattern("[,。;]")


def swapped(when: When, place: Place, theme: Theme) -> Role | None:
    """The day whose timetable is taken over, the day it is given on, and days of rest that are moved about."""
    lead, tail = place.lead, place.tail
    moved = words.SWAP_LEAD.search(lead)
    if words.SWAP_TO.search(lead) or (moved and _was_taught(when, place, moved[0])):
        return Role(True)
    if moved and (words.SWAP_TAIL.match(tail) or words.REST.search(lead)):
        return Role(why="timetable")
    if tail and words.REST_TAIL.match(tail) and not words.MOVES.search(lead):
        return Role(why="timetable")
    return None


def _was_taught(when: When, place: Place, moved: str) -> bool:
    before = place.sentence[: when.start - place.start]
    return words.WAS_TAUGHT.search(before[: len(before) - len(moved)]) is not None


def changed(when: When, place: Place, theme: Theme) -> Role | None:
    """原定于…: the old side of a change. 延期至…: the new one."""
    lead, tail = place.lead, place.tail
    if place.column and words.OLD_COLUMN.search(place.column) and theme.moved:
        return Role(changed="old", why="old")
    if place.column and words.NEW_COLUMN.search(place.column) and theme.moved:
        due = not when.spans and acts.asks(place.left)
        return Role(not due, due, kinds.of(when, place, theme.title), changed="new")
    led, moves = lead and words.CHANGED_LEADS.search(lead), tail and words.MOVED_TAILS.search(tail)
    corrected = tail and words.RIGHTED.search(tail) and words.TAKEN_BACK.match(tail)
    if corrected or (led and words.MISTAKEN_LEAD.search(lead)):
        return Role(changed="old", why="old")
    if led and words.RIGHTED.search(lead) and (lead[-1] != "以" or tail.startswith("为准")):
        return _righted(when, place, theme)
    labelled = when.mark == "until" and words.OLD_LABEL.search(lead)
    if labelled or (led and words.OLD_LEAD.search(lead)) or (moves and words.MOVED_TAIL.match(tail)):
        return None if words.UNMOVED.search(place.rest) else Role(changed="old", why="old")
    if (moves or theme.moved_itself) and _was_planned(when, place, theme):
        return Role(changed="old", why="old")
    off = moves and not when.mark and _CALLED_OFF.match(tail)
    if off and not words.CONDITIONAL.search(lead) and theme.moved:
        return Role(changed="old", why="old")
    if not (led and words.MOVED_LEAD.search(lead)):
        return None
    if words.CONDITIONAL.search(place.sentence[: when.start - place.start]):
        return Role(why="conditional")
    clauses = _CLAUSES.split(place.sentence[: when.start - place.start])
    clause = clauses[-2] if clauses[-1][:1] in ("由", "从") and len(clauses) > 1 else clauses[-1]
    named = next(filter(None, (it.search(clause) for it in (words.DUE_LABEL, _MUST_EARLIER, _LOANS))), None)
    named = named or words.SUBMIT.search(lead)
    if _SHOWS.search(clause) and not named:
        return Role(True, kind="exhibition", changed="new", ends_only=not when.spans)
    due = bool(named) or "截止" in place.sentence or when.mark in ("before", "until") or "延长" in lead
    acting = when.spans and acts.within(when, replace(place, lead=_MOVES_TO.sub("", lead)), theme.about)
    kind: EventKind = "window" if due else kinds.of(when, place, theme.title)
    return Role(not due or when.spans, due or acting, kind, changed="new")


def _righted(when: When, place: Place, theme: Theme) -> Role:
    """What a correction puts in place of a date is what the mistaken one was."""
    clauses = _CLAUSES.split(place.sentence[: when.start - place.start])
    named = clauses[-1] if len(clauses) < 2 or _SUBJECT.search(clauses[-1]) else "".join(clauses[-2:])
    due = bool(words.DUE_LABEL.search(named) or words.SUBMIT.search(named) or "结束" in named)
    due = due or when.mark in ("before", "until")
    return Role(not due or when.spans, due, "window" if due else kinds.of(when, place, theme.title), changed="new")


def _was_planned(when: When, place: Place, theme: Theme) -> bool:
    """Whether a day is told as that of an earlier notice or plan, which is then moved."""
    earlier = words.EARLIER.search(place.sentence[: when.start - place.start])
    if earlier and theme.moved_itself:
        return True
    if not (earlier or words.OLD_PLAN.search(place.lead)):
        return False
    told = words.MOVES.search(place.tail) or words.CANCELS.search(place.tail)
    return bool(told or (theme.moved_itself and words.WAS_PLANNED.search(place.tail))) and theme.moved
