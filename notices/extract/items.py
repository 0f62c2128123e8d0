"""Several things of one day that are told below it, each with its hours: 6月7日将举行两场活动:一、…时间:8:00-14:00."""

from __future__ import annotations

from dataclasses import replace

from notices.extract import once
from notices.extract.layout import Line, Place
from notices.extract.patterns import Pattern
from notices.extract.state import Notice, State

_ITEM = Pattern(
    r"(?:[一二三四五六七八九十]、|[(]?[\d一二三四五六七八九十][.、)]|[①-⑩])(?!(?:活动|比赛)?(?:时间|地点))[^。;|]{3,80}?[,:]"
    r"(?:[^,。;:\d]{0,4})?时间(?:为|:)?(?:[上下]午|晚上?)?\d{1,2}[:点时]"
)
"""二、“趣味游戏大赛”将在体育馆举行,时间:8:00-11:00."""
_NUMBER = Pattern(r"(?:[(]?[\d一二三四五六七八九十]{1,3}[、.)]|[①-⑩])?(?:题目|主题|名称|内容)?:?")
_DAY = Pattern(r"\d[月日号]")
_SEVERAL = Pattern(r"[两二三四五六几多]个?(?:场|项|大|[\u4e00-\u9fff]{0,4}活动)|以下|下列|如下")
_TIME = Pattern(r"时间(?:为|:)?$")
_REACH = 8  # lines below the day


def is_one(notice: Notice, state: State, index: int) -> bool:
    """Whether hours are those of one of several items below a day."""
    when, place = notice.whens[index], notice.around[index]
    if when.mark or not when.opens or not 0 < place.line - state.line <= _REACH or not _TIME.search(place.lead):
        return False
    beside = (it for it in (place.line - 1, place.line + 1) if 0 <= it < len(notice.lines))
    return _is_item(notice.lines[place.line]) and any(_is_item(notice.lines[it]) for it in beside)


def _is_item(line: Line) -> bool:
    return _ITEM.match(line.text) is not None and not _DAY.search(line.text)


def told(notice: Notice, index: int) -> Place:
    """The place of its hours, with the item as what is told of them."""
    place = notice.around[index]
    line = notice.lines[place.line]
    start = _NUMBER.match(line.text).end()  # type: ignore[union-attr]
    text = line.text[start : line.text.find("时间", start)].rstrip(",:")
    return replace(place, lead="", tail=text, tail_at=line.start + start)


def without_whole(state: State) -> None:
    """Take out what only said that there are several things on the day."""
    last = state.events[-1] if state.events else None
    if last and last.event.all_day and once.day(last.event.start) == state.day and _SEVERAL.search(last.event.name):
        state.events.pop()
