"""What an English date is for: something takes place, something is due, what was told before is changed, or nothing."""

from __future__ import annotations

from enum import StrEnum

from notices.extract.english import recurrence, words
from notices.extract.english.layout import Place
from notices.extract.english.phrases import Phrase

_NEAR = 90  # characters before a date in which its subject stands
_REACH = 200  # characters before a date that tell what it is for
_BEHIND = 50  # characters behind it


class Role(StrEnum):
    """The part a date can play."""

    NONE = "none"
    LINE = "line"
    """It stands in its line by itself: the page's, the signature, or that of a poster."""
    OLD = "old"
    NEW = "new"
    RAIN = "conditional"
    EVENT = "event"
    OPENS = "opens"
    """Something begins or goes on from then."""
    UNTIL = "until"
    """Something lasts until then."""
    BY = "by"
    """Others do something by then."""
    DUE = "due"
    BOTH = "both"
    """A window in which the reader has to act."""


def role(phrase: Phrase, place: Place, title: str) -> Role:
    """The part a date plays: the first rule that knows answers; those that say "neither" come first."""
    place = place._replace(before=place.before[-_REACH:])
    told = _changed(place, title) or _nothing(phrase, place)
    return told or _due(phrase, place, title) or _takes_place(phrase, place)


def _changed(place: Place, title: str) -> Role | None:
    whole = place.whole
    if words.HYPOTHETICAL.search(place.before):
        return Role.RAIN
    moves = words.MOVES.search(whole) or words.EXTENDS.search(whole)
    called_off = words.CANCELS.search(whole)
    if called_off and not moves and not words.CANCELLED_POLICY.search(whole):
        return Role.EVENT if words.CLASSES.search(whole[: called_off.start()]) else Role.OLD
    if words.INSTEAD.search(place.lead):
        return Role.NONE if not moves else Role.OLD
    instead = words.WILL_NOW.search(whole) and words.WAS_TO.search(whole)
    told = moves or instead or words.MOVES.search(title) or words.EXTENDS.search(title)
    if told and words.NEW.search(place.before) and not words.OLD.search(place.lead):
        return Role.NEW
    if (moves or instead) and (words.OLD.search(place.lead) or words.MOVED_AFTER.match(place.tail)):
        return Role.OLD
    return Role.OLD if told and words.ORIGINALLY.search(place.lead) else None


def _nothing(phrase: Phrase, place: Place) -> Role | None:
    """What is no date of this notice: a page's line, the past, a condition."""
    if words.TAKES_OVER.search(place.lead):
        return Role.NONE
    past = (words.PAST.search(place.lead) and not words.MUST.search(place.lead)) or words.PAST_AFTER.search(place.tail)
    if past or (words.CONDITION.search(place.lead) and not words.MUST.search(place.lead)):
        return Role.NONE
    told = place.label or place.cells or words.LABEL_ABOVE.search(place.heading)
    return Role.LINE if place.alone and not told and not phrase.opens else None


def _due(phrase: Phrase, place: Place, title: str) -> Role | None:
    theirs = words.THEIRS.search(place.before)
    if theirs and not words.MUST.search(place.before[theirs.start() :]):
        return Role.BY if words.DUE.search(place.lead) and not phrase.spans else None
    if phrase.spans:
        return Role.BOTH if _is_window(place) else None
    label = place.label or place.column
    if label and words.OPEN_LABEL.search(label) and not words.DUE_COLUMN.search(label):
        return None
    if words.DUE.search(place.lead) or words.DUE_AFTER.match(place.rest) or words.HAND_ON.search(place.lead):
        return Role.DUE
    if place.first and words.DUE_BEHIND.match(place.rest):
        return Role.DUE
    if words.DUE_LABEL.search(place.label) or words.DUE_COLUMN.search(place.column):
        return Role.DUE
    if words.STAYS_CLOSED.search(place.lead) and not words.ACT.search(place.before):
        return None  # it will be closed on 14 June: on that day
    if words.UNTIL.search(place.lead):
        if words.MAY_UNTIL.search(place.before):
            return Role.DUE
        above = f"{place.heading} {title}" if place.cells else ""
        return Role.DUE if words.ACT.search(f"{place.before[-_NEAR:]} {place.label} {above}") else Role.UNTIL
    return None


def _is_window(place: Place) -> bool:
    """Whether the reader acts within a span: what is named before or right behind it is an act of theirs."""
    if place.label and not words.LABEL_ABOVE.search(place.label):
        return bool(words.ACT.search(place.label))
    near = place.lead[-_NEAR:]
    if any(words.ACT.search(cell) for cell, _ in place.cells[:2]):
        return True
    about = words.ACT_FOR.search(near)
    if about and not words.OPEN_FOR.search(near, about.end()):
        return False
    heading = place.heading if place.first or place.label else ""
    return bool(words.ACT.search(f"{near} {place.tail[:_BEHIND]} {heading}"))


def _takes_place(phrase: Phrase, place: Place) -> Role:
    opened = not phrase.spans and words.OPENS.search(place.lead)
    series = opened and recurrence.rule(place.whole)
    return Role.OPENS if opened and (series or not phrase.closes) else Role.EVENT
