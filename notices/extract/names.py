"""What a thing is called: from the words around its date, its row, the heading above it, the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from notices.extract import cells, deeds, endings, happenings, moved, next_lines, phrasing, steps, titles, venues, whom
from notices.extract.fold import Folded
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Ending, Pattern, beginning, up_to
from notices.extract.words import KIND, LASTS_FOR, SAME_HOUR

_SHORT = 4  # characters: a name that is no longer says only what kind of thing it is
_OPENING = 240  # characters that tell what a notice is about
LONG = 24  # characters: two thirds of a phone's line twice over
_LABEL = Pattern(
    r"([^,。;:\n()]{2,24}?)的?(?:具体|起止|最[后迟终]|截止|截至|开始|开放|起始|结束){0,2}(?:时间|日期|期限|时限"
    r"|截止|截稿)(?:安排)?[^,。;:\d]{0,6}[:为是在于至到】\]]*$"
)
_COLON_LABEL = Ending(":", r"(?:^|[。;\n)])([^,。;:\n]{2,16}):$")
_OF_LABELS = frozenset("间期限时止稿")  # one of them is in every label
_LEADS_ON = "现将拟计划预初步已暂仍维持订可须应需请务必统一均集中安排定推迟延期长调整改顺移更正变于在为是至到从自:"
"""The letters of what may follow a subject, whose own are `_SUBJECT_MAX` at most."""
_SUBJECT = Pattern(
    rf"([^,。;:\n]{{2,30}}?)(?=[{_LEADS_ON}]|$)"
    r"(?:现|将|拟|计划|预计|初步|已|可|须|应|需|(?<!申)请|务必|统一|均|暂|仍|维持){0,4}(?:集中|安排|[定订]|推迟|延期"
    r"|延长|调整|改|顺延|移|更正|变更){0,2}(?:于|在|为|是|至|(?<![报签])到|从|自|:)*$"
)
_SUBJECT_MAX = 30
_DOES = beginning(
    "主举共办参召启实将开推正组统继联进隆",
    r"(?:^(?:举[行办]|召开|开展|进行|组织|实施)的|(?:共同|联合|隆重|统一|正式|将|继续){0,3}(?:(?:主办|举行|举办|召开|开展|启动|推出|进行"
    r"|组织(?!部|者)|(?<!不得)(?<!不能)参加(?!人员|对象|单位|者))(?!的|了?$|完|仪式)|(?:举?办理?|开(?![课放展学通]))(?=[^,。;]{2,20}(?:[说见]明?会|班会|营|班)))了?)([^,。;:\n|(]{2,36})"
)
_TAIL = Pattern(r"^[,:|) ]*(?:之?间|期间|起|晚|全天)?,?(?:为|是|,)?(?:将|由)?([^,。;:\n|(]{2,30})")
_OF_TIMES = frozenset("间期限时排止点:：|】")
_ONLY_AT = Pattern(
    r"^(?:,|将)?(?:在|于)[^,。;\n|领取交报办缴]{2,30}$|^,?假(?!期)[^,。;\n|]{2,30}(?:办理|举[行办]|召开)$|^(?:在|于|到)[^,。;\n|]{2,30}(?:召开|举[行办]|开展|进行|集合"
    r"|开幕|完成|厅|室|楼)$|^.{0,20}(?:报告厅|会议室|服务台|窗口|大厅|操场)$"
)
_JUST_HELD = Pattern(
    r"^(?:准时|正式|同步|隆重|统一|分别|同时|如期){0,2}(?:召开|举[行办]|开展|进行|开始|开幕|启动|结束)$"
)
_BY_WAY = Pattern(
    r"^(?:在|登[录陆]|到|持|凭|通过|面向|按(?![^,。;]{0,20}(?:开放|上课|上班|办公))|限|仅面向|以|从|至|,)"
    r"|^[^,。;]{1,8}(?:登[录陆]|在[^,。;]{0,12}?(?:系统|网站?|平台|官网)|持|到)"
)
"""登录系统填报志愿, 持证到…更正: how and where it is done comes before what is done."""
_DONE_TO = Pattern(
    r"^对([^,。;:\n(]{2,20}?)(?:进行|实施)?(停[水电暖气机]|升级|迁移|检修|维护|消杀|改造|清理|检查|抢修)"
)
"""对核心交换机进行升级 is called 核心交换机升级."""
_STOPS = Pattern(r"^,?((?:停止|暂停|不再|恢复)[^,。;:\n|(]{2,20})")
"""借款:12月1日起停止办理预借款: what stops is not what the label says."""
_CLAUSES = Pattern("[,。;:|]")
_HOUR = Pattern("^(?:[上下中]午|晚上?|当[晚天日]|全天)")
_BY_PLACE = Pattern("^[在到][^,。;]{2,12}(?=报到|集合|签到|入场|填报)")
_INLINE = Pattern(
    r"^(?:(?:[(]?[一二三四五六七八九十\d]{1,2}[、.)]|[①-⑳])){1,2}([^,。;:\d]{2,14})(?:[。:]|,(?=[订定拟]))"
)
"""1.留校申请。学生本人12月23日……: a heading in the line it is over."""
_CORE = Pattern(
    r"退补选|补退选|退/?改选|[选补退]课|报名|缴费|注册|报到|家长会|[离返]校|开学|放假|考试|答辩|培训|讲座|比赛"
    r"|预选|正选|改选|补选|巡展|体检|体测|[^,。;的]{0,4}(?:测评|调查|申报|征文|座谈会|班会|年会|典礼|仪式|运动会)"
)
"""What a heading or a title is about, to stand behind whose turn it is."""
_CALLED = Pattern(r"各|尊敬|亲爱|Dear|@|全体|致")
"""Those whom a notice is addressed to, in the line above it."""
_OF_WAYS = Pattern("时间|流程|要求|方[式法]|办法|对象|内容|安排|组织|提交|报送")
_ENTITLED = Pattern(r"(?:^|\n)(?:讲座|报告|演讲)?(?:题目|名称)[:]([^\n。;]{3,30})")
_TALK_TIME = Pattern(r"(?:报告|讲座|演讲|活动)?(?:时间|日期):")
_TALKS = Pattern(r"(?:报告|主讲|演讲)(?:人|嘉宾|专家)|讲者")
_KIND_OF = {
    "会议": "会", "大会": "会", "年会": "会", "活动": "活动", "大赛": "赛", "竞赛": "赛", "比赛": "赛", "讲座": "讲",
    "培训": "培训", "征集": "征集", "征稿": "征", "征文": "征文", "收取": "收取", "研習": "研習", "研习": "研习",
    "營隊": "營", "营队": "营", "征集工作": "征集", "展期": "展", "演练": "演练", "考试": "考试", "公示期": "公示",
    "调研": "调研", "测评": "测评", "调查": "调查",
    "填写": "调查", "课程": "课", "开幕": "展",
}
"""What only says of which kind it is, and the word by which the title says more."""


class About(NamedTuple):
    """What stands above and around the words of a date."""

    title: str
    text: str
    """All of the notice."""
    line: str
    """The line of the date up to it."""
    called: tuple[str, ...] = ()
    """Those whom the notice is addressed to."""

    @property
    def topic(self) -> str:
        """What the notice is about: its title's subject, or what it says first."""
        return _topic(self.title, self.text[:_OPENING])


@lru_cache(maxsize=64)  # asked for most dates of a notice
def _topic(title: str, opening: str) -> str:
    found = titles.subject(title) if title and not titles.greets(title) else titles.topic(opening)
    return phrasing.clean(phrasing.OF_TIME.sub("", phrasing.clean(phrasing.DATED.sub("", found))))


def event_name(folded: Folded, when: When, place: Place, about: About) -> str:
    """The name of what happens at `when`: the first candidate that says something; never empty where the notice has
    words of its own."""
    if place.tail_at > when.end and "\n" not in folded.text[when.end : place.tail_at] and steps.is_of_next(place):
        place = replace(place, tail="", tail_at=when.end)
    name = _called(folded, when, place, about)
    if len(name) >= _SHORT and name[-1] in _GENRES and about.title.endswith(name):
        name = titles.subject(name)  # 关于6月7日停水的通知
    return phrasing.as_written(folded, endings.of_act(name))


_GENRES = frozenset("知告示事函")


def _called(folded: Folded, when: When, place: Place, about: About) -> str:
    talk = _ENTITLED.search(folded.text) if _TALK_TIME.fullmatch(place.lead) else None
    if talk and _TALKS.search(folded.text):
        return folded.shown(*talk.span(1))
    changed = moved.name(folded, when, place)
    if changed:
        return changed
    below = next_lines.TOPIC.match(folded.text, when.end) if place.alone else None
    if below:
        return phrasing.clean(folded.shown(*below.span(1)))
    whose = ""
    for written in _candidates(folded, when, place, about):
        name = phrasing.clean(written)
        if whom.is_turn(name):
            whose = whose or name
        elif phrasing.says(name):
            return _turn(whose, name, name) if whose and len(name) <= _SHORT else _in_full(name, about)
    over = above(folded, place, about, whose)
    if over:
        return over
    own = phrasing.clean(up_to(_CLAUSES, place.tail.strip(" ,:")) or phrasing.DATED.sub("", place.sentence))[:LONG]
    named = own or next_lines.step(folded.text, when.end)
    kind = None if named else KIND.search(folded.text)
    return named or (kind[0] if kind else "")



def heading(place: Place) -> str:
    """The heading over a date, where it is short and tells what is done."""
    name = phrasing.clean(place.heading)
    return name if phrasing.says(name) and len(name) <= _SHORT + 2 and not _OF_WAYS.search(name) else ""


def above(folded: Folded, place: Place, about: About, whose: str = "") -> str:
    """The name that stands over a date: in its line, in the heading, in the title. `whose` turn it is goes before what
    it is about."""
    inline = _INLINE.match(about.line)
    over = ("", "") if _is_of_list(folded, place) else (next_lines.above(place), place.heading)
    for written in (inline[1] if inline else steps.part(folded.text, place), *over):
        written = titles.topic(written) if "如下" in written else written
        written = titles.subject(written) if "通知" in written else written
        if not written or "|" in written or _CALLED.match(written) or written.startswith(about.called):
            continue
        name = phrasing.clean(phrasing.DATED.sub("", written))
        name = phrasing.clean(phrasing.OF_TIME.sub("", name)) if name[-1:] in _OF_TIMES else name
        if whom.is_turn(name):
            whose = whose or name
        elif phrasing.says(name):
            return _turn(whose, name, about.topic) if whose else _in_full(name, about)
    entitled = _ENTITLED.search(folded.text) if "讲" in about.topic or not about.topic else None
    topic = folded.shown(*entitled.span(1)) if entitled else about.topic
    return _turn(whose, topic, topic) if whose else topic


def _is_of_list(folded: Folded, place: Place) -> bool:
    """Whether the line above a day is the last of several units, which are listed below the day before."""
    if not place.alone or not whom.is_turn(place.above):
        return False
    lines = folded.text[max(0, place.start - _OPENING) : place.start].split()
    return len(lines) > 1 and whom.is_turn(lines[-2])


def inline(about: About) -> str:
    """The heading that opens the line of a date (三、报名要求:), without what it says of how; empty for none."""
    match = _INLINE.match(about.line) or _LABELLED_LINE.match(about.line)
    name = phrasing.clean(_OF_HOW.sub("", match[1])) if match else ""
    return name if phrasing.says(name) and not whom.is_turn(name) else ""


_LABELLED_LINE = Pattern(r"([^,。;:\d]{2,8}):")
_OF_HOW = Pattern("(?:要求|办法|方式|方法|流程|安排|事项|程序|时间)$")


def _turn(whose: str, name: str, topic: str) -> str:
    """第一轮 of 关于2031年秋季选课的通知 is 第一轮选课."""
    if topic and name == topic and not _CORE.search(topic) and _SHORT * 2 < len(topic) <= LONG:
        return f"{topic}({whose})"
    for text in (name, topic):
        core = _CORE.search(text) if len(text) > _SHORT + 2 else None
        short = core[0] if core else text if len(text) <= _SHORT * 2 else ""
        if short and not whom.is_people(short):
            return whose if short in whose else whose + short
    return whose


def colon(folded: Folded, place: Place) -> str:
    """The label that ends in a colon right before a date (老学员续报:), empty if there is none or it says nothing."""
    match = _COLON_LABEL.search(_unbracketed(place.lead))
    name = phrasing.clean(folded.shown(place.lead_at + match.start(1), place.lead_at + match.end(1))) if match else ""
    if _OF_TIME_AT_ALL.search(name) or len(name) > _SHORT * 2 or whom.is_turn(name):
        return ""
    return name if phrasing.says(name) else ""


_OF_TIME_AT_ALL = Pattern("时间|日期|期[限间間]|时限|地点|對象|对象")


def labelled(folded: Folded, place: Place, start: int) -> str:
    """What a label before a date is about (报名时间:, 报名:); where the date is what another one is changed to, that is
    said before both, behind `start`. Empty if no label says anything."""
    match, at = _labels(place.lead) or _COLON_LABEL.search(place.lead), place.lead_at
    if moved.is_moved(place.lead):
        before = moved.LABEL.search(folded.text[start : place.lead_at])
        match, at = moved.LABEL.search(place.lead) or before or match, at
        at = start if match is before and before else at
    name = phrasing.clean(folded.shown(at + match.start(1), at + match.end(1))) if match else ""
    return name if phrasing.says(name) and not whom.is_turn(name) else ""


def _labels(lead: str) -> re.Match[str] | None:
    lead = lead.rstrip()
    at = _clause(lead)
    return None if _OF_LABELS.isdisjoint(lead[at:]) else _LABEL.search(lead, at)


@lru_cache(maxsize=64)  # asked a few times for each date
def _clause(lead: str) -> int:
    """Where the last clause of what leads up to a date begins."""
    end = len(lead.rstrip(_COLONS))
    at = max(lead.rfind(",", 0, end), lead.rfind("。", 0, end), lead.rfind(";", 0, end), lead.rfind(":", 0, end)) + 1
    opens = lead.rfind("(", at, len(lead.rstrip(_LEADS_ON)) - 1) if "(" in lead else -1
    return at if opens < 0 or ")" in lead[opens:] else opens + 1  # 组织竞答(竞答平台9月16日开放)


_COLONS = ":】]"


def _subject(lead: str) -> re.Match[str] | None:
    """The last clause of what leads up to a date, and in it what comes before the words that only lead on."""
    near = len(lead.rstrip(_LEADS_ON)) - _SUBJECT_MAX
    return _SUBJECT.search(lead, max(near, _clause(lead)))


def subject(folded: Folded, place: Place) -> str:
    """What the clause right before a date is about, empty if it does not say."""
    match = _subject(place.lead)
    name = phrasing.clean(folded.shown(place.lead_at + match.start(1), place.lead_at + match.end(1))) if match else ""
    return name if phrasing.says(name) and not whom.is_turn(name) else ""


_PAPERS = ("信", "书", "函", "说明", "提醒", "指南", "须知", "方案", "预告")


def _in_full(name: str, about: About) -> str:
    """大赛 is what the title calls 2031年科普讲解大赛."""
    topic = about.topic if len(name) <= _SHORT else ""
    if len(topic) > LONG + _SHORT or topic.endswith(_PAPERS):
        return name
    at = topic.rfind(name)
    if at > 0 and _WHEN.search(topic, 0, at):
        return name
    if at >= 0:
        return topic[: _WHOLE_WORD.match(topic, at + len(name)).end()]  # type: ignore[union-attr]
    return topic if _KIND_OF.get(name, "\0") in topic else name


_WHEN = Pattern("每[周月天日]|即日")
"""每周二下午书法, in what a notice without a title says first: when it is."""
_WHOLE_WORD = Pattern("(?:[班会营赛周月节日课展]|活动|典礼|仪式|考试|大赛|竞赛|讲座|项目)*")
"""What still belongs to a name: 科普培训 is called 科普培训班, 科普论坛 not 科普论坛报告人."""


def _candidates(folded: Folded, when: When, place: Place, about: About) -> Iterator[str]:
    """What may name it: a cell of its row, a label, a heading in its line, what is held, the subject before, what
    follows."""
    text, shown = folded.text, folded.shown
    own = steps.beside(text, place)
    if own:
        yield cells.with_step(place, own)
    if place.left or place.row:
        yield from cells.names(place, about.line)
    stops = _STOPS.match(place.tail)
    if stops:
        own = subject(folded, place)
        yield own + stops[1] if own not in stops[1] and len(own + stops[1]) <= _SHORT * 3 else stops[1]
    borrowed = place.lead_at + len(place.lead) < when.start
    told = place.tail.strip(",;。")
    if borrowed and (deeds.ends_in_deed(told) or (len(told) <= _SHORT * 2 and phrasing.says(phrasing.clean(told)))):
        yield _BY_PLACE.sub("", _HOUR.sub("", place.tail))
    step = steps.behind(place)
    if step and not colon(folded, place):
        yield step
    label = _labels(place.lead)
    if label:
        yield shown(place.lead_at + label.start(1), place.lead_at + label.end(1))
    lead = _unbracketed(place.lead)
    before = _subject(lead)
    if before and _HANDLES.search(before[1]):
        deed = deeds.told(place.lead, place.tail)
        if deed and deed.whole:
            yield deed.name
    where = ""
    if before and not phrasing.says(phrasing.clean(before[1])):
        where = before[1] if venues.is_place(before[1]) else ""
        before = None
    inline = None if before else _INLINE.match(about.line)
    bare = inline and not phrasing.says(phrasing.clean(about.line[inline.end() :]))
    verb = happenings.verb(place.tail)
    if verb:
        stopped = happenings.stopped(place.lead)
        over = inline[1] if inline and phrasing.says(phrasing.clean(inline[1])) else ""
        what = before[1] if before else stopped or over or _first(text, place)
        yield happenings.name(where or what, verb)
    if inline and bare:
        yield inline[1]
    done = _DONE_TO.match(place.tail)
    if done:
        yield done[1] + done[2]
    does = _DOES.search(place.tail)
    if does:
        yield shown(place.tail_at + does.start(1), place.tail_at + does.end(1))
    tail = None if LASTS_FOR.match(place.tail) or SAME_HOUR.match(place.tail) else _TAIL.match(place.tail)
    if tail and (_JUST_HELD.match(tail[1]) or (_ONLY_AT.match(tail[1]) and not deeds.tells(tail[1]))):
        tail = None
    if tail and KIND.search(tail[1]) and not (before and len(before[1]) > 2):
        yield from _behind(folded, place.tail_at, tail[1], tail.start(1))
    if before:
        yield shown(place.lead_at + before.start(1), place.lead_at + before.end(1))
    if tail:
        yield from _behind(folded, place.tail_at, tail[1], tail.start(1))


_HANDLES = Pattern("[将把](?![来要会于在])")


def _unbracketed(lead: str) -> str:
    """What leads up to a date without the bracket before it: 正选(先选先得,不分年级):"""
    lead = lead.rstrip()
    return _LAST_BRACKET.sub("", lead) if lead.rstrip(":").endswith(")") else lead


_LAST_BRACKET = Pattern(r"[(][^()]{1,30}[)]:?$")


def _behind(folded: Folded, at: int, told: str, start: int) -> Iterator[str]:
    """What follows a date, without how and where it is done."""
    if _BY_WAY.match(told) or told.startswith("可"):
        deed = deeds.told("", folded.text[at : at + start + len(told) + _SHORT * 10])
        if deed and deed.whole:
            yield deed.name
        return
    yield folded.shown(at + start, at + start + len(told))


def _first(text: str, place: Place) -> str:
    """What the sentence of a date begins with."""
    match = _SUBJECT.match(text[place.start : place.lead_at])
    return phrasing.DATED.sub("", match[1]) if match else ""
