"""Where a thing happens: behind its date, in its row of a table, behind 地点; and whether a name says only where."""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract.fold import Folded
from notices.extract.layout import Line, Place, cell_under
from notices.extract.patterns import Pattern, without

_BELOW = 3  # lines below a date in which its place may be told
_LABEL = Pattern(r"(?:地点|会场|考场|集合点)(?:[:为]|:?\n{1,3}|(?:改|变更|调整|移)(?:在|到|至|为))([^。;,\n|]{2,40})")
_LABEL_AT_ALL = Pattern("地点|会场|考场|集合点")
_COLUMN = Pattern("地点|场地|场所|会场|考场|教室|地址")
_AT = Pattern(r"^[^,。;\n]{0,6}?,?在([^,。;\n|]{2,30}?)(?:举行|召开|举办|进行|开展|集合|开幕|报到|参加)")
_RIGHT_BEHIND = Pattern(
    r"^[),: ]*(?:(?:举行|召开|举办|开幕|开始|集合),)?(?:在|于|地点(?:[:为在]|改[在为至到])?)?"
    r"([^,。;:\n|()]{2,30}(?:[(][^()\n]{1,24}[)])?)(?=[,。;\n]|$)"
)
_SITE = (
    r"(?:报告厅|会议室|会议厅|多功能厅|教室|机房|实验室|操场(?:东侧|西侧|主席台)?|运动场|体育场|田径场|体育馆|图书馆|科技馆"
    r"|博物馆|活动室|活动中心|体育中心|会展中心|礼堂|音乐厅|剧场|剧院|影院|宾馆|酒店|饭店|招待所|广场|公园|大厅|大堂|门口"
    r"|台阶|看台下?|窗口|馆|[楼厅室]|\d{3,4}|[A-Z]\d{2,4}|(?<=[楼馆厦])[一二三四五六七八九十\d]{1,2}[层楼]|线上|腾讯会议)"
)
_PLACE = Pattern(
    rf"(?:在|于)?[^,，。;:|]{{0,24}}?{_SITE}(?:[、,及和]\d{{3,4}}){{0,4}}(?:[(（][^()（）]{{1,24}}[)）])?(?:集[合中])?"
)
_ENDS = frozenset("厅室房场侧台馆心堂院店所园口阶下窗楼层线议合中)）0123456789")
"""What a place may end in: a look at one character spares most names the rest."""
_HAPPENS = Pattern(
    r"参观|封(?<!.封)(?=..)|开[放馆幕业课]|闭馆|搬迁|关闭|恢复|维修|启用|预约|使用|走进|建设|清[馆场]|施工|停|借|还|交|送|报(?!告厅)|办理|领取|查|检|考"
    r"|赛|会(?!议[室厅]|展)|讲座|活动(?!室|中心)|培训(?!楼|室|中心)|仪式|典礼|值班|全馆|各馆|闭"
)


def is_place(name: str) -> bool:
    """Whether a name says only where, or where people gather: 明理楼201, 体育馆集中."""
    return name[-1:] in _ENDS and _PLACE.fullmatch(name) is not None and not _HAPPENS.search(name)


def of_event(folded: Folded, lines: Sequence[Line], place: Place, own_line: bool) -> str | None:
    """Where it happens: 在…举行 or a place right behind the date, its cell in a table, a 地点 in the same paragraph or
    right below; only in its own line, if `own_line`."""
    at = _AT.match(place.tail) if "在" in place.tail else None
    match = at or _RIGHT_BEHIND.match(place.tail)
    if match and (at or is_place(match[1])):
        return _without_ends(folded.shown(place.tail_at + match.start(1), place.tail_at + match.end(1)))
    cell = cell_under(lines, place.line, _COLUMN) if place.row or place.left else None
    if cell:
        return _written(folded, lines, place.line, cell)
    start = lines[place.line].start
    if not _LABEL_AT_ALL.search(folded.text, start, lines[min(place.line + _BELOW, len(lines) - 1)].end):
        return None
    last = lines[place.line if own_line else _reach(lines, place)]
    match = _LABEL.search(folded.text, start, last.end)
    if match and _of_arrival(folded.text, match.start(), place):
        match = _LABEL.search(folded.text, match.start(1), last.end)
    return _without_ends(folded.shown(*match.span(1))) if match and not _DATED.search(match[1]) else None


_ARRIVALS = frozenset(("报到", "签到", "集合", "住宿", "就餐"))


def _of_arrival(text: str, at: int, place: Place) -> bool:
    """Whether a label is about where people come together (报到地点:) for something else."""
    word = text[max(0, at - 2) : at]
    return word in _ARRIVALS and word not in place.lead + text[place.tail_at : at - 2] + place.above


def _written(folded: Folded, lines: Sequence[Line], at: int, cell: tuple[int, int]) -> str | None:
    """What a cell says, or for 同上 the one above it."""
    while folded.text[slice(*cell)] in _DITTO:
        above = cell_under(lines, at - 1, _COLUMN) if at and lines[at - 1].row else None
        if above is None:
            return None
        at, cell = at - 1, above
    return folded.shown(*cell)


_DITTO = ("同上", "〃", "″", "同前")


def _reach(lines: Sequence[Line], place: Place) -> int:
    """The last line that may tell the place: up to the next one with a date, unless the date stands behind 时间."""
    end = min(place.line + _BELOW, len(lines) - 1)
    if place.alone or _TIME_LABEL.search(place.lead):
        return end
    dated = (index for index in range(place.line + 1, end + 1) if _DATED.search(lines[index].text))
    return next(dated, end + 1) - 1


_TIME_LABEL = Pattern("时间|日期|[时時][间間]")


def _without_ends(name: str) -> str:
    """A place without an open bracket, without what people do there and without the next label of a lost line."""
    name = _NEXT_LABEL.sub("", name) if ":" in name or "：" in name else name
    name = _WHO_IN.sub("", name) if "在" in name else name
    return _CARRYING.sub("", _GATHER.sub("", _OPEN_BRACKET.sub("", without(_CHANGED_TO, name)))).strip() or name


_CHANGED_TO = Pattern("(?:现|已|将)?(?:调整|变更|更改|改|移)(?:为|到|至|在)(?=..)")
_WHO_IN = Pattern(
    r"^[^。;]{2,36}(?:人员|代表|成员|学生|教师|师生|老师|同学|家长|党员|职工)(?:[(][^()]{1,10}[)])?在(?=.{3})"
)
"""会场:教师代表在行政楼报告厅."""


_NEXT_LABEL = Pattern(
    r"(?<=..)\s*(?:要求|注意(?:事项)?|备注|说明|联系(?:人|电话|方式)|时间|对象|费用|人员|内容|主题|程序|形式)[:：].*$"
)
_OPEN_BRACKET = Pattern(r"[(（][^()（）]*$")
_CARRYING = Pattern("^(?:携带|持|凭|带)[^到在,。;]{1,14}[到在]")
_GATHER = Pattern("(?<=...)集[合中]$")
_DATED = Pattern(r"\d{1,2}[月:]\d")
