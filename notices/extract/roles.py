"""What a date is for: something that happens, something that is due, both, or neither.

The rules are asked in order and the first that knows answers. Those that say "neither" come first: a date that is kept
by mistake costs more trust than one that is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from notices.extract import words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.reading import EventKind
from notices.extract.patterns import Pattern

_GENERIC = Pattern(
    r"^(?:第?[一二三四五六七八九十\d]{0,3}[、.章节)]|[(][一二三四五六七八九十\d]{1,2}[)])?[^,。;]{0,6}?(?:时间|日期|安排|日程|期限|时限|进度|节点|流程|步骤|事项|要求|:)"
)

_LABEL_ONLY = Pattern(r"^(?:[一二三四五六七八九十\d]{0,3}[、.)])?[(]?(?:起止|具体|办理|开放|受理|活动)?(?:时间|日期|期限)[:为]*$")


@dataclass(frozen=True, slots=True)
class Role:
    """`event` and `deadline` say what a phrase becomes; `why` names the reason it becomes neither."""

    event: bool = False
    deadline: bool = False
    kind: EventKind = "event"
    changed: str = ""
    """`old` or `new` where the phrase is one side of a change."""
    ends_only: bool = False
    """An event that is known by its end alone (由…于…前公布)."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """What the whole notice is about, where the words beside a date do not say."""

    title: str
    news: bool
    moved: bool
    """It speaks of something postponed or cancelled."""
    moved_itself: bool = False
    """It is a notice of postponement or cancellation."""


NEITHER = Role()


def role(when: When, place: Place, theme: Theme) -> Role:
    """The role of one phrase in its place."""
    for rule in _RULES:
        answer = rule(when, place, theme)
        if answer is not None:
            return answer
    return Role(True, kind=kind_of(when, place, theme))


def _without_a_day(when: When, place: Place, theme: Theme) -> Role | None:
    if not when.days and not when.now:
        return Role(why="clock")
    if when.now and not when.days:
        return Role(why="open")
    if when.mark == "vague" and not (when.spans and when.days[0].day):
        return Role(why="vague")
    days = when.days[:1] if when.spans else when.days
    if any(not day.day and not day.word for day in days):
        return Role(why="vague" if when.mark != "after" else "scope")
    return None


def _scope(when: When, place: Place, theme: Theme) -> Role | None:
    """以后, 以来, 每年: a rule or a period and no day to keep."""
    if when.mark == "after" or words.EVERY.search(place.lead[-12:]):
        return Role(why="scope")
    return None


def _cited(when: When, place: Place, theme: Theme) -> Role | None:
    """A date that tells of another paper, of something that is over, or of whom a rule is for."""
    if words.CITED_LEAD.search(place.lead) or words.CITED_TAIL.search(place.tail):
        return Role(why="cited")
    if words.PAST_TAIL.search(place.tail) and not words.FUTURE.search(place.tail[:12] + place.lead[-8:]):
        return Role(why="past")
    label = place.lead[-16:] + (place.above[-14:] if place.alone or not place.lead else "")
    if words.SCOPE_TAIL.search(place.rest) or words.SCOPE_LABEL.search(label):
        return Role(why="scope")
    if when.mark == "before" and words.MISSED_TAIL.search(place.rest):
        return Role(deadline=True)
    if when.mark in ("before", "until", "") and words.DONE_TAIL.search(place.tail):
        return Role(why="condition")
    return None


def _because(when: When, place: Place, theme: Theme) -> Role | None:
    """Other people's events that are named as a reason."""
    at = words.BECAUSE.search(place.sentence)
    if not at:
        return None
    here = when.start - place.start
    decided = words.DECIDES.search(place.sentence, at.end())
    if at.start() < here and decided and here < decided.start() and not words.OLD_LEAD.search(place.lead):
        return Role(why="reason")
    return None


def _swapped(when: When, place: Place, theme: Theme) -> Role | None:
    """The day whose timetable is taken over, and days of rest that are moved about."""
    if words.SWAP_LEAD.search(place.lead) and (words.SWAP_TAIL.search(place.tail) or re.search(r"休|放假|课", place.lead)):
        return Role(why="timetable")
    if words.REST_TAIL.search(place.tail) and not words.MOVES.search(place.lead) and re.search("休|课|班", place.tail[:8]):
        return Role(why="timetable")
    return None


def _changed(when: When, place: Place, theme: Theme) -> Role | None:
    """原定于…: the old side of a change. 延期至…: the new one."""
    if re.search(r"(?:保留|持续|延续|维持|开放|留存)(?:至|到)$", place.lead):
        return Role(why="lasts")
    if place.lead.endswith(("如", "若", "例如")) or re.match(r"当[天日]|同日", words_of(when)) and not when.mark:
        return Role(why="same_day")
    if re.search(r"农历|阴历|旧历|自古|传统", place.lead[-10:]):
        return Role(why="lore")
    if words.OLD_LEAD.search(place.lead) or (theme.moved and words.OLD_PLAN.search(place.lead) and _moves_later(place)):
        return Role(changed="old", why="old")
    if words.MOVED_LEAD.search(place.lead):
        due = _is_due_word(place.lead) or "截止" in place.sentence or when.mark in ("before", "until") or "延长" in place.lead
        kind = kind_of(when, place, theme)
        acting = acts(when, place, theme)
        return Role(not due or when.spans, due or acting, "window" if due else kind, changed="new")
    return None


def words_of(when: When) -> str:
    """The relative word a phrase begins with, if it does."""
    return when.days[0].word if when.days else ""


def _moves_later(place: Place) -> bool:
    return bool(words.MOVES.search(place.tail) or words.CANCELS.search(place.tail) or re.search("召开|举[行办]|开展", place.tail))


def _is_due_word(text: str) -> bool:
    return bool(words.DUE_LABEL.search(text) or words.SUBMIT.search(text))


def _news(when: When, place: Place, theme: Theme) -> Role | None:
    """In a report only what is still to come counts, and the report says so in the same sentence."""
    if not theme.news or when.mark == "before" or words.SUBMIT.search(place.tail):
        return None
    ahead = re.sub(r"(?:将|拟|定|计划|预计|并)*(?:于|在|至)?$", "", place.tail)
    if re.search(r"将(?!军|来)|拟|定于|预计|计划于", place.lead[-40:] + "|" + ahead):
        return None
    return Role(why="report")


def _due(when: When, place: Place, theme: Theme) -> Role | None:
    """前, 截止, 不迟于: due, inclusive."""
    if when.mark == "until" and not when.now and re.search(r"^[^。;]{0,12}(?:已|共|累计)", place.tail):
        return Role(why="past")
    if when.mark == "before":
        if words.ORGANISERS.search(place.tail) and not words.MUST.search(
            place.lead + place.tail[:3]
        ) and not HAND.search(place.tail):
            return Role(True, kind=kind_of(when, place, theme), ends_only=True)
        return Role(deadline=True)
    if not when.spans and words.UNTIL_LEAD.search(place.lead):
        return Role(deadline=True)
    if when.mark == "until" and not when.spans:
        return Role(when.now, True, "window") if not when.now or acts(when, place, theme) else Role(True, kind="window")
    label = re.search(r"[^,。;]{0,24}$", place.lead)
    head = (label[0] if label else "") + place.column
    if words.DUE_LABEL.search(head) and not (when.spans and not words.DUE_LABEL.search(head)):
        return Role(when.spans, True, "window")
    if not when.spans and place.alone and words.DUE_LABEL.search(place.above) and len(place.above) < 24:
        return Role(deadline=True)
    if not when.spans and words.DUE_TAIL.search(place.tail):
        return Role("最后一" in place.tail, True, "event")
    return None


def _range(when: When, place: Place, theme: Theme) -> Role | None:
    """A span: if the reader has to act in it, its end is due."""
    if not when.spans:
        return None
    acting = acts(when, place, theme)
    ended = bool(when.days[-1].day or when.days[-1].word)
    return Role(True, acting and ended, "window" if acting else kind_of(when, place, theme))


def _single(when: When, place: Place, theme: Theme) -> Role | None:
    """A day or a list of days on which something is handed in."""
    if when.spans or when.mark == "since":
        return None
    several = len(when.days) > 1 or (when.closes is not None)
    handed = _hands_in(place)
    if handed and several:
        return Role(True, True, "window")
    if handed:
        return Role(deadline=True)
    if several and not words.KINDS[1][1].search(place.lead) and _label_acts(place):
        return Role(True, True, "window")
    if _label_acts(place) or re.search(r"可(?:预选|选课|报名)|^[,:]?(?:网上)?(?:报名|选课|预选|缴费)", place.tail):
        return Role(True, True, "window")
    return None


HAND = Pattern(
    r"(?:交|送|发|寄|递)(?:至|到|给|往|回)|报(?:至|给|往|回)|报(?=[^告名到销道刊,。;]{1,14}(?:处|室|科|部|办|院|中心))|报送|提交|上交|上报|送交|递交|缴交|交齐|交(?=[《“]|[^,。;通流易换叉际]{1,14}(?:处|室|部|科|办|院|中心)(?:$|[。,;(|]))"
    r"|务必完成|(?:提供|报).{1,16}(?:至|给|到|交)|必须完成|前完成"
)


def _hands_in(place: Place) -> bool:
    """Whether what follows tells someone to hand something in on the day."""
    tail = place.tail + (" " + place.row if place.row else "")
    found = HAND.search(tail[:90])
    if not found:
        return False
    before = tail[: found.start()]
    if re.match(r"[,:]?(?:在[^,。;]{1,20})?(?:举行|召开|举办|开幕|开赛|进行)", tail):
        return False
    if re.search("将|把", before):
        return not re.search(r"后[,,]|之后|[。;]", before)
    return not re.search(r"后[,,]|之后|[。;]|报到", before) and not words.REVIEW.search(before[:12])


def _label_acts(place: Place) -> bool:
    """报名时间:, 缴费日期为 right before the date, or as the heading of a line that is the date alone."""
    label = re.search(r"([^,。;:\n]{0,24}(?:时间|日期)[^,。;:\d]{0,8}[:为是]?)$", place.lead)
    text = label[0] if label else (place.above if place.alone else "")
    return bool(text and words.SUBMIT.search(text))


def acts(when: When, place: Place, theme: Theme) -> bool:
    """Whether the reader has something to do within a span: the nearest word that tells decides."""
    label = re.search(r"[^,。;\n]{0,40}$", place.lead)
    near = label[0] if label else ""
    if re.search(r"(?:时间|日期|期限|阶段)[^,。;:\d]{0,8}[:为是]?$", near):
        told = _first(near)
        if told:
            return told == "submit"
    tail = place.tail + ("|" + place.row if place.row else "")
    told = _first(tail[:80])
    if told == "submit":
        return True
    if told:
        return _later_submit(tail)
    told = _first(near) or (_first(place.column) if place.column else "")
    if told:
        return told == "submit"
    told = _first(place.heading)
    if told and (place.alone or _GENERIC.match(place.heading) or not near or _LABEL_ONLY.search(near)):
        return told == "submit"
    if words.HAPPENS.match(place.tail.lstrip(",期间")) or words.KINDS[0][1].search(place.sentence):
        return False
    return _title_acts(theme.title)


def _later_submit(tail: str) -> bool:
    """After a step of the organisers' own, the reader's (…审核,申请人到…上传)."""
    clauses = re.split(r"[,。;|]", tail[:90])
    return any(
        re.search(r"申请人|申报人|学生|考生|本人|教师|各(?:学院|单位|部门)|请", clause) and _first(clause) == "submit"
        for clause in clauses[1:]
    )


def _first(text: str) -> str:
    """Which comes first in the text: something to hand in, a step of the organisers', something that happens."""
    best, at = "", len(text) + 1
    for name, pattern in (("submit", words.SUBMIT), ("review", words.REVIEW)):
        found = pattern.search(text)
        if found and found.start() < at:
            best, at = name, found.start()
    for _, pattern in words.KINDS:
        found = pattern.search(text, 0, min(at, len(text)))
        if found and found.start() < at:
            best, at = "event", found.start()
    return best


_GROUPS = (
    ("enrol", Pattern("报名|申报|申请|注册|登记|选题|预约|征稿|征文|征集|投稿|来稿")),
    ("fill", Pattern("录入|填|评教|测评|问卷|调查|网评")),
    ("pay", Pattern("费|款|存入")),
    ("choose", Pattern("选|退课")),
    ("hand", Pattern("[交送报发寄传递领还]")),
)


def act_of(when: When, place: Place) -> str:
    """The group of what is done by a date, as far as its own words tell: enrol, hand, fill, pay, choose."""
    for text in (place.tail[:60], place.row[:60], place.lead[-24:], place.above if place.alone else ""):
        found = words.SUBMIT.search(text) or HAND.search(text)
        if found:
            return next((name for name, pattern in _GROUPS if pattern.search(found[0])), "")
    return ""


def _title_acts(title: str) -> bool:
    found = re.search(r"选课|退补选|退/改选|改选|补选|报名|申报|征集|征文|缴费|注册|评教|填报|投稿|调查|问卷|申请(?!书)|报送|预约", title)
    return bool(found) and not re.search(r"结果|公示|名单", title)


def kind_of(when: When, place: Place, theme: Theme) -> EventKind:
    """The kind of what happens: by the words after the date, before it, in the heading, in the title."""
    if re.match(r"(?:分别|正常|照常)?(?:上|补|不休息)", place.tail) or re.search("上班|照常上课|正常上课|补课|闭馆|开馆|正常开放", place.tail[:16]):
        return "event"
    for text in (place.tail[:40], place.row[:40], place.lead[-30:], place.above if place.alone else "", place.heading):
        found = _kind_in(text)
        if found:
            return found
    if words.REVIEW.search(place.tail[:30]) and when.spans:
        return "window"
    return _kind_in(theme.title) or "event"


def _kind_in(text: str) -> EventKind | None:
    best: EventKind | None = None
    at = len(text) + 1
    for name, pattern in words.KINDS:
        found = pattern.search(text)
        if found and found.start() < at:
            best, at = name, found.start()  # type: ignore[assignment]
    return best


_RULES = (
    _without_a_day, _scope, _swapped, _changed, _because, _cited, _news, _due, _range, _single,
)
