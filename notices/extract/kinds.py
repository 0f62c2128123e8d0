"""The kind of what happens: holiday, exam, lecture..."""

from __future__ import annotations

from functools import lru_cache

from notices.extract import words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.reading import EventKind

_BEGINS_AGAIN = Pattern("(?:正式)?(?:开学|行课)(?!典礼|[第测考补])")
_RETURNS = Pattern(r"(?:返校|到校|离校|报到|入住)(?:的?时间)?[:为是在于]{0,2}$")
"""返校时间为1月1日17:00: no holiday of its own, though it is within one."""


_RESTS = Pattern("(?:放假|停课|[寒暑]假|假期)(?:的?时间)?[:为是]{0,2}(?:自|从)?$")
"""放假时间为1月28日至2月25日,2月26日开学: what follows is of another day."""
_COMES = Pattern("(?:可|即可|方可)?(?:报到|签到|入住|入场|进场)(?![者的])")
_COMING_FROM = Pattern("(?:报到|签到|入住|入场|进场)(?:的?时间)?(?:和?地点)?[:为是]{1,2}$")


def arrives(place: Place) -> bool:
    """11月11日12时后报到, 报到时间:11月11日中午以后: when people may come."""
    return bool(_COMES.match(place.tail) or _COMING_FROM.search(place.lead))


def of(when: When, place: Place, title: str) -> EventKind:
    """The kind of what happens: by the words after the date, before it, in the heading, in the title."""
    tail = place.tail
    if when.spans and (not tail or place.tail_at > when.end or tail[0] in ",;(") and _RESTS.search(place.lead):
        return "holiday"
    if tail and (words.MADE_UP.match(tail) or words.ARRIVES.match(tail) or words.ORDINARY.search(tail[:16])):
        return "event"
    if _BEGINS_AGAIN.match(tail) or (when.opens and _RETURNS.search(place.lead)):
        return "event"
    for text in (tail[:40], place.row[:40], place.lead[-30:], place.above if place.alone else "", place.heading):
        if text and (found := _kind_in(text) or ("event" if words.PLAIN_EVENT.search(text) else None)):
            return found
    if when.spans and words.REVIEW.search(tail[:30]):
        return "window"
    return _kind_in(title) or "event"


@lru_cache(maxsize=512)  # titles and headings are asked about once for each date below them
def _kind_in(text: str) -> EventKind | None:
    if not words.KIND.search(text):
        return None
    found = [(match.start(), name) for name, pattern in words.KINDS if (match := pattern.search(text))]
    return min(found)[1] if found else None
