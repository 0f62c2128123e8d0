"""What is moved to another day is called by what it was: before the change, in the notice it is about."""

from __future__ import annotations

from notices.extract import phrasing, titles
from notices.extract.fold import Folded
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern

_LESSON_MAX = 48  # characters behind a day in which the lessons of another one are named
_DAY_NEAR = 8  # characters before 的课 in which the day stands
_MOVED = Pattern(
    r"(?:延长|延期|顺延|推迟|延后|提前|调整?|更正|变更|改|应|延(?=[至到为在]$))[^,。;\d]{0,6}(?:为|至|到|于|在)[“”\"]?$"
)
LABEL = Pattern(
    r"((?:20\d\d年度?)?[^,。;:、\n()《》“”\d]{2,20}?)的?(?:截止|截至|截稿|开始|起止){0,2}(?:时间|日期|期限|时限)(?:[误错]"
    r"|由|从|相应|统一|顺|延|推|调|更|改|为|原)"
)
_MOVED_THING = Pattern(r"([^,。;\n]{2,24}?)(?:(?<!\d):|原定?|现?由|从|定于|改|的?(?:时间|日期))")
_OF_OLD_DAY = Pattern(
    r"[^。;]{0,12}原[定计]?[^。;,]{2,24}?的([^,。;:]{2,20}?)(?:因|由于|,|现?(?:改|推迟|延期|顺延|调整|提前|移))"
)
"""原定6月5日的讲座因雨改到: what was to be on the old day."""
_DAY = (
    r"(?:(?:20\d\d|1[0-4]\d)年)?\d{1,2}月\d{1,2}日(?:[(][^()]{1,8}[)])?(?:[上下]午|晚上?)?(?:\d{1,2}[:点时]\d{0,2}分?)?"
)
_HELD = r"举[行办]|召开|开展|[办进][理行]"
_PLANNED = Pattern(
    rf"[^。;]{{0,16}}?原[定订拟]?(?:于|在)?{_DAY}"
    rf"(?:(?:于|在)[^,。;]{{2,14}}?(?={_HELD}|(?<=中心)|(?<=[馆堂室园校厅场楼院])))?"
    rf"(?:{_HELD})?之?的?([^,。;:的]{{2,24}}?)(?:活动)?,"
)
"""原订6月5日于文化馆举办观星讲座,顺延至: what was planned for the old day."""
_IN_QUOTES = Pattern(
    r"[^。;]{0,24}?[「《“]([^「」《》“”]{4,24})[」》”](?:活动)?,?(?:因[^,。;]{1,12}?,?)?(?:顺延|延期|改期|推迟|延至|改)"
)
_SWAPS = Pattern(r"^(?:分别|统一)?(?:补|补上|上|补授|执行|按照?)$")
_LESSONS = Pattern("的课|的?(?:课程|课表)")
_BRACKETS = Pattern(r"[(（][^()（）]*[)）]")
_SWAPPED = Pattern(r"^的?(?:课程?|课表)[^,。;\d]{0,8}(?:到|至|于|在)$")
_CITED = Pattern(r"《([^《》\n]{4,40}(?:通知|公告|通告|方案|安排))》")
"""The notice that a correction is about, which tells what happens."""
_DAY_ENDS = frozenset("日号)一二三四五六天")
_MOVED_ENDS = frozenset("为至到于在“”\"")


def name(folded: Folded, when: When, place: Place) -> str:
    """What is moved to a day: 补10月8日的课; the lessons, the meeting that the sentence begins with."""
    if _SWAPS.match(place.tail):
        lessons = _LESSONS.search(folded.text, when.end, when.end + _LESSON_MAX)
        if lessons is None:
            return "补课"
        return f"补{_BRACKETS.sub('', folded.shown(when.end + len(place.tail), lessons.start()))}的课"
    swapped = place.lead.startswith(("的", "课")) and _SWAPPED.match(place.lead)
    before = folded.text[place.start : place.lead_at] if swapped else ""
    if before[-1:] in _DAY_ENDS:
        return f"补{before[-_DAY_NEAR :].rpartition(',')[2].lstrip('日')}的课"
    if not is_moved(place.lead):
        return ""
    match = LABEL.search(folded.text, place.lead_at, when.start)
    match = match or LABEL.search(folded.text, place.start, when.start)
    match = match or _OF_OLD_DAY.match(folded.text, place.start, when.start)
    match = match or _PLANNED.match(folded.text, place.start, when.start)
    match = match or _IN_QUOTES.match(folded.text, place.start, when.start)
    match = match or _MOVED_THING.match(folded.text, place.start, when.start)
    called = phrasing.clean(folded.shown(*match.span(1))) if match else ""
    if phrasing.says(called) and "《" not in called:
        return called
    cited = _CITED.search(folded.text, place.start, when.start)
    return titles.subject(folded.shown(*cited.span(1))) if cited else ""


def is_moved(lead: str) -> bool:
    """Whether these words lead up to what a day is changed to."""
    return lead[-1:] in _MOVED_ENDS and _MOVED.search(lead) is not None
