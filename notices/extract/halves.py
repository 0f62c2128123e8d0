"""The second thing of a day in one sentence: 上午开幕式,下午论坛; 9:00召开会议,下午2:30参观科技馆."""

from __future__ import annotations

from dataclasses import replace

from notices.extract import once, steps, words
from notices.extract.layout import Place
from notices.extract.patterns import Pattern, up_to
from notices.extract.state import Notice, State
from notices.extract.tokens import HALVES

_CLAUSE = Pattern("[,。;、(]")
_HAPPENS = Pattern("举行|召开|举办|开展|组织|参观|考察|彩排|开会|领队会|启动|观看|走访|演出|慰问|交接|撤展|布展")
_NOT_APART = Pattern("分别|均|结束|继续|照常|正常|不|停|休|[离返][会程校]|闭幕(?!式)")
"""上午正常上课: what is as on any day."""


def is_second(notice: Notice, state: State, index: int) -> bool:
    """Whether a half of the day or an hour in it tells what happens then, behind the first thing of the same day."""
    when, place = notice.whens[index], notice.around[index]
    if not index or not when.half or when.mark or not state.events or not state.day:
        return False
    if place.start != state.start and (place.lead or place.line != state.line):
        return False
    before, last = notice.whens[index - 1], state.events[-1]
    if last.sentence != state.start or last.at != before.start or not before.half or before.spans:
        return False
    if once.day(last.event.start) != state.day or HALVES[when.half] <= HALVES[before.half]:
        return False
    return _tells(notice.around[index - 1]) and _tells(place)


def own(place: Place) -> Place:
    """The place of the second thing, without the words of the first one."""
    return replace(place, lead="", lead_at=place.lead_at + len(place.lead))


def _tells(place: Place) -> bool:
    """Whether the clause behind a date names something that happens."""
    told = up_to(_CLAUSE, place.tail)
    if len(told) < 2 or _NOT_APART.search(told):
        return False
    held = _HAPPENS.search(told) or words.KIND.search(told) or words.PLAIN_EVENT.search(told)
    return bool(held or steps.behind(place))
