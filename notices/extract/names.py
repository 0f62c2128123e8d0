"""What a thing is called: from the words around its date, the heading, the title."""

from __future__ import annotations

from collections.abc import Iterator

from notices.extract.fold import Folded
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.words import KINDS, LASTS_FOR, SAME_HOUR

_SHORT = 3  # characters: a name that is no longer says only what kind of thing it is
NAME_MAX = 40  # characters: a name fits on one line of a phone
_LABEL = Pattern(r"([^,。;:、\n()]{2,24}?)(?:的)?(?:具体|起止)?(?:时间|日期|期限)[^,。;:\d]{0,6}[:为是在于至到]*$")
_SUBJECT = Pattern(
    r"([^,。;:\n]{2,30}?)(?:现|将|拟|计划|预计|初步|已|可|须|应|请|务必)*(?:集中|安排|定|推迟|延期|延长|调整|改"
    r"|顺延|移)*(?:于|在|为|是|至|到|从|自|:)*$"
)
_DOES = Pattern(
    r"(?:共同|联合|隆重|统一|正式|将|继续)*(?:主办|举行|举办|召开|开展|启动|进行|组织(?!部|者)|参加)(?!的|了?$"
    r"|完|仪式)了?([^,。;:\n|(]{2,36})"
)
_NUMBER = Pattern(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.章节]|[(][一二三四五六七八九十\d]{1,2}[)]|\d{1,2}[、.)](?!\d)|[①-⑳])"
)
_PEOPLE = Pattern(
    r"^(?:各位?|全体|全校|全院|所有)?(?:老师|学生|教职工|教师|师生|员工|本科生|研究生|新生|老生|毕业生|学院|单位|部门|同学"
    r"|我校|我院|学校|学院|教职员工|个人|团队|本人"
    r"|[^,。;]{0,10}(?:科协|协会|学会|团委|学生会|党委|工会|组委会|委员会|评审组|专家组|办公室|[教财科研社]{1,2}[务院]?[处部]|(?:学生|人事|组织|宣传|后勤|保卫|学工|研究生)[处部院办]))$"
)
_EMPTY = Pattern(
    r"^(?:具体|活动|安排|有关|相关|工作|本次|此次|其中|并|时间|日程|日期|期间|现|现将|兹|决定|现定|定|以及|和|与|报到"
    r"|另|同时|推迟|延期|改期|提前|取消|顺延|其他|内容|事项|流程|步骤|要求|说明|截止|期限|进度|节点"
    r"|召开|举行|举办|开展|进行|开始|全天|上午|下午|晚上|会期.*|共.{1,2}天|经研究.*|根据.*|按照?.*|请.*|记者.*|据.*"
    r"|为.{4,}|因.*|由于.*|各单位|报名表|.?)$"
)
_BRACKET = Pattern(r"[(（][^()（）]{0,12}[)）]?$")
_TAIL = Pattern(r"^[,:|) ]*(?:期间)?(?:为|是|起|,)?(?:将|由)?([^,。;:\n|(]{2,30})")
_SIGN = Pattern(
    r"^(?:关于)?(?:认真|切实)?(?:推迟|延期|提前|取消)?(?:做好|举办|举行|召开|开展|组织开展|组织申报|组织参加|组织|启动|报送|填报|申报|参加"
    r"|推荐|征集|印发|转发|调整|公布)?(.+)$"
)


_GENRE = Pattern(
    r"(?:工作)?(?:安排|有关事项|相关事项|事项)?(?:的)?(?:紧急|补充|预备)?"
    r"(?:通知|公告|通告|启事|须知|通报|预告|函)[)）]?$"
)


_OF_TIME = Pattern("(?:时间|日期|期限)?(?:安排)?[:|]*$")
_NO_NAME = Pattern(r"[\d.、 ]*")
_OPENS = Pattern("^(?:我校|我院|现|并|决定|经研究|兹|其中|统一|正式)(?=.{4})")
_LEADS_ON = Pattern("(?:现|将|拟|(?<![审评认鉴制])定于?|于|在|为|可|须于?|请|顺延)+$")
_HELD_AT = Pattern(r"^在[^,。;\n]{2,14}?(?:召开|举[行办]|开展|进行|开(?=[^,。;]{1,12}会))(?=.{2})")
"""在行政楼401开教研室会 is called 教研室会."""


_SAYS_MORE = Pattern(r"(?<=.{3})(?:将|拟)(?:[在于由]|正式|隆重|陆续|同步|继续|举|召|开|展|推出|持续|面向).*$")
"""主场展览活动将展出百余件展品 is called 主场展览活动."""


_COLON = Pattern("[:：|｜]")


def title_subject(title: str) -> str:
    """`关于举办2031年科普周的通知` is about `2031年科普周`; the name after a colon is nobody's to shorten."""
    _, found, body = title.rpartition("关于")
    match = _SIGN.match(body) if found else None
    name = match[1] if match else title
    if not found and _COLON.search(name):
        return name
    return _GENRE.sub("", name).strip(" 的") or title


def event_name(folded: Folded, when: When, place: Place, title: str) -> str:
    """The name of what happens at `when`: the first candidate that says something."""
    for start, end in _candidates(folded.text, when, place):
        name = _clean(folded.shown(start, end))
        if name and not _EMPTY.match(name):
            return _in_full(name, title)
    for name in (place.left, place.above if place.alone else "", place.heading if place.alone else ""):
        name = _OF_TIME.sub("", _clean(name))
        if name and not _EMPTY.match(name):
            return name
    return title_subject(title)[:NAME_MAX] if title else ""


def _in_full(name: str, title: str) -> str:
    """大赛 is what the title calls 2031年科普讲解大赛."""
    subject = title_subject(title) if len(name) <= _SHORT else ""
    return subject[:NAME_MAX] if name in subject and len(subject) <= NAME_MAX else name


def _candidates(text: str, when: When, place: Place) -> Iterator[tuple[int, int]]:
    """Spans of folded text that may name it: a label, what is held, the subject before, what follows."""
    label = _LABEL.search(place.lead)
    if label:
        yield place.lead_at + label.start(1), place.lead_at + label.end(1)
    does = _DOES.search(place.tail)
    if does:
        yield place.tail_at + does.start(1), place.tail_at + does.end(1)
    subject = _SUBJECT.search(place.lead)
    tail = None if LASTS_FOR.match(place.tail) or SAME_HOUR.match(place.tail) else _TAIL.match(place.tail)
    if subject and _PEOPLE.match(_BRACKET.sub("", _NUMBER.sub("", subject[1]))):
        subject = None
    if tail and any(pattern.search(tail[1]) for _, pattern in KINDS) and not (subject and len(subject[1]) > 3):
        yield place.tail_at + tail.start(1), place.tail_at + tail.end(1)
    if subject:
        yield place.lead_at + subject.start(1), place.lead_at + subject.end(1)
    if tail:
        yield place.tail_at + tail.start(1), place.tail_at + tail.end(1)
    cell = _TAIL.match(place.row.lstrip("|"))
    if cell:
        at = when.end + len(place.row) - len(place.row.lstrip("|"))
        yield at + cell.start(1), at + cell.end(1)


def _clean(name: str) -> str:
    name = _NUMBER.sub("", name.strip(" :：,，、。(（)）|；;“”\"")).strip()
    if _NO_NAME.fullmatch(name):
        return ""
    name = _SAYS_MORE.sub("", _OPENS.sub("", name))
    return _HELD_AT.sub("", _LEADS_ON.sub("", name))[:NAME_MAX].strip()


_PLACE = Pattern(r"(?:地点|会场|考场|集合点)[:为]([^。;,\n|]{2,40})")
_AT = Pattern(r"^[^,。;\n]{0,6}?,?在([^,。;\n|]{2,30}?)(?:举行|召开|举办|进行|开展|集合|开幕|报到|参加)")


def event_place(folded: Folded, place: Place, paragraph: tuple[int, int]) -> str | None:
    """Where it happens: 在…举行 behind the date, or a 地点 in the same paragraph or right below."""
    match = _AT.match(place.tail)
    if match:
        return folded.shown(place.tail_at + match.start(1), place.tail_at + match.end(1))
    match = _PLACE.search(folded.text, *paragraph)
    return folded.shown(match.start(1), match.end(1)) if match else None
