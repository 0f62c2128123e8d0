"""What a date is for: something that happens, something that is due, both, or neither.

The rules are asked in order and the first that knows answers. Those that say "neither" come first: a date that is kept
by mistake costs more trust than one that is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from notices.extract import acts, kinds, layout, mentions, runs, words
from notices.extract.layout import Place
from notices.extract.marks import LAST_DAY
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted
from notices.reading import EventKind

_LABEL_MAX, _CLAUSE_MAX = 61, 24  # characters right before a date that tell of it, as a label with its colon or not
_SAME_DAY = Pattern("当[天日]|同日")
_NOUN_BEFORE = Pattern(r"(?<![于在自从到至或和及后时])[\u4e00-\u9fff]$")  # 开放次日场地预约 names no day
_CLAUSES = Pattern("[,。;]")
_MUST_EARLIER = Pattern(r"[须应需]提前(?:至|到)$")
_OF_LATE_ONES = Pattern(r"的,?(?:自动|一律|均|将)?(?:顺延|延|转|并)(?:至|到|入)$|勿(?:于|在)$|不要(?:于|在)$")
"""周五16:00后提交的顺延至下周一: a rule for those who are late."""
_MOVES_TO = Pattern("(?:调整|延期|顺延|推迟|延后|提前|延长|变更|更改|改)(?=[为至到在于]$)")
_AND_WHAT_FOLLOWS = Pattern(r"截止时间(?:及|和|与|、)[^,。;:截]{2,10}[:为]$")
"""提交截止时间及磋商时间: what is due, and what begins then."""
_CALLED_OFF = Pattern(
    r"[「《“]?[^,。;:\d「」《》“”]{2,20}[」》”]?(?:活动)?,?(?:取消|停办|顺延|改期|(?:延期|推迟|延后)(?:举[行办])?)(?:至|到)?(?:$|[,。;)])"
)
"""6月7日科技馆开放日取消, 7月6日「天文观测」活动顺延至."""
_MAY = Pattern("(?:即|就|均)?可(?:以?[到在凭持]|前往|登[录陆])")
"""22日16:00以后可到学位办领取."""
_OPENS = Pattern("(?:系统|平台|通道|入口)?(?:准时|正式|统一|陆续)?(?:开启|开放|开通|启动|上线|开抢)")
"""报名时间:5月25日10:00开启报名入口."""
_LOANS = Pattern(r"(?:到期|应还|借出)的?(?:图书|书刊)|还书?期")
_SHOWS = Pattern(r"展览|展期|展出|画展|特展")
_BUT_FOR = Pattern("[、和及]?(?:晚上?|[上下]午)?[这等]?(?:[一二两三四五六七\\d]{0,2}天)?(?:以|之)?外")
_HISTORY = 1980  # a year: what was before it is told, and no feed announces it
_SUBJECT = Pattern(r"^(?!现|应|已|特|更|改|正确|实际|修|订)[^\d]{4,}")


@slotted
class Role:
    """`event` and `deadline` say what a phrase becomes; `why` names the reason it becomes neither."""

    event: bool = False
    deadline: bool = False
    kind: EventKind = "event"
    changed: str = ""
    """`old` or `new` where the phrase is one side of a change."""
    starts_only: bool = False
    """An event that is known by its beginning alone (开始时间:…)."""
    ends_only: bool = False
    """An event that is known by its end alone (开放到1月17日)."""
    why: str = ""


@slotted
class Theme:
    """What the whole notice is about, where the words beside a date do not say."""

    title: str
    about: str
    """The title; where there is none, the opening of the text."""
    news: bool
    moved: bool
    """It speaks of something postponed or cancelled."""
    moved_itself: bool = False
    """It is a notice of postponement or cancellation."""
    acts_apart: bool = False
    """The time in which readers act has a label of its own (报名时间:)."""


def role(when: When, place: Place, theme: Theme) -> Role:
    """The role of one phrase in its place."""
    for rule in _RULES:
        answer = rule(when, place, theme)
        if answer is not None:
            return answer
    return Role(True, kind=kinds.of(when, place, theme.title))


def _without_a_day(when: When, place: Place, theme: Theme) -> Role | None:
    if not when.days:
        return Role(why="open" if when.now else "clock")
    if when.mark == "vague" and not (when.spans and when.days[0].day):
        return Role(why="vague")
    days = when.days[:1] if when.spans else when.days
    if any(not day.day and not day.word for day in days):
        return Role(why="vague" if when.mark != "after" else "scope")
    return None


def _scope(when: When, place: Place, theme: Theme) -> Role | None:
    """以后, 以来, 每年, office hours: a rule or a period and no day to keep."""
    hours = when.days[0].word and words.OFFICE_HOURS.search(place.lead) and all(day.word for day in when.days)
    every = words.EVERY.search(place.lead[-12:])
    if (when.mark == "after" or not (when.mark or when.spans)) and not every and words.NO_MORE_TAIL.match(place.tail):
        return Role(deadline=True)
    if when.mark == "after" and (when.opens or when.half) and (_MAY.match(place.tail) or kinds.arrives(place)):
        return Role(True, starts_only=True)
    if when.mark == "after" or every or hours:
        return Role(why="scope")
    return None


def _swapped(when: When, place: Place, theme: Theme) -> Role | None:
    """The day whose timetable is taken over, the day it is given on, and days of rest that are moved about."""
    moved = words.SWAP_LEAD.search(place.lead)
    if words.SWAP_TO.search(place.lead) or (moved and _was_taught(when, place, moved[0])):
        return Role(True)
    if moved and (words.SWAP_TAIL.match(place.tail) or words.REST.search(place.lead)):
        return Role(why="timetable")
    if words.REST_TAIL.match(place.tail) and not words.MOVES.search(place.lead):
        return Role(why="timetable")
    return None


def _was_taught(when: When, place: Place, moved: str) -> bool:
    before = place.sentence[: when.start - place.start]
    return words.WAS_TAUGHT.search(before[: len(before) - len(moved)]) is not None


def _aside(when: When, place: Place, theme: Theme) -> Role | None:
    """What lasts until a day, an example, the day of another date, folklore."""
    led, followed = words.ASIDE_LEADS.search(place.lead), words.ASIDE_TAILS.match(place.tail)
    if followed and words.OPEN_TAIL.match(place.tail):
        return Role(why="open")
    if followed and (words.AS_USUAL.match(place.tail) or (not when.mark and words.EXPIRES_TAIL.match(place.tail))):
        return Role(why="lasts")
    lasts = place.lead[-1:] in words.LASTS_ENDS and words.LASTS_LEAD.search(place.lead)
    if lasts and not words.SHOWN_UNTIL.search(place.lead):
        return Role(why="lasts")
    today = "今" in place.sentence and words.TODAY_IS.search(place.sentence[: when.start - place.start])
    if today or (when.days[0].word in words.TODAY and words.IS_SO.match(place.tail)):
        return Role(why="today")
    if place.lead.endswith("(") and words.LEFT_OUT.match(place.rest):
        return Role(why="scope")
    if led and words.APART_FROM.search(place.lead) and _BUT_FOR.match(place.rest):
        return Role(why="scope")
    if when.mark not in ("before", "until") and "," in place.lead and words.IN_CASE.search(place.lead):
        return Role(why="conditional")
    named = when.token == "rel" and when.days[0].word[0] in "次翌第" and _NOUN_BEFORE.search(place.lead)
    if named and not words.HAND.match(place.tail):
        return Role(why="same_day")
    if (led and words.ONCE_PAST.search(place.lead)) or _OF_LATE_ONES.search(place.lead):
        return Role(why="condition")
    if when.mark == "until" and when.token == "rel" and when.days[0].word[0] == "当" and not when.opens:
        return Role(why="same_day")  # 截止当天未收到的
    labelled = place.lead.endswith(":") and place.tail.startswith(",")  # 报到时间:9月6日,请勿提前
    if not when.mark and not labelled and words.FORBIDS.match(place.tail.lstrip("),")):
        return Role(why="scope")
    if followed and not when.mark and words.BEFORE_ITS_DAY.match(place.tail):
        return Role(deadline=not words.ORGANISERS.match(place.tail), why="organisers")
    same = not when.mark and _SAME_DAY.match(when.days[0].word) and not ((when.opens or when.half) and acts.held(place))
    if same or (led and words.EXAMPLE_LEAD.search(place.lead)):
        return Role(why="same_day")
    return Role(why="lore") if led and words.LORE_LEAD.search(place.lead[-30:]) else None


def _changed(when: When, place: Place, theme: Theme) -> Role | None:
    """原定于…: the old side of a change. 延期至…: the new one."""
    if place.column and theme.moved and words.OLD_COLUMN.search(place.column):
        return Role(changed="old", why="old")
    if place.column and theme.moved and words.NEW_COLUMN.search(place.column):
        due = not when.spans and acts.asks(place.left)
        return Role(not due, due, kinds.of(when, place, theme.title), changed="new")
    corrected = words.RIGHTED.search(place.tail) and words.TAKEN_BACK.match(place.tail)
    if corrected or words.MISTAKEN_LEAD.search(place.lead):
        return Role(changed="old", why="old")
    if words.RIGHTED.search(place.lead) and (place.lead[-1] != "以" or place.tail.startswith("为准")):
        return _righted(when, place, theme)
    labelled = when.mark == "until" and words.OLD_LABEL.search(place.lead)
    if labelled or words.OLD_LEAD.search(place.lead) or words.MOVED_TAIL.match(place.tail):
        return None if words.UNMOVED.search(place.rest) else Role(changed="old", why="old")
    if theme.moved and _was_planned(when, place, theme):
        return Role(changed="old", why="old")
    if theme.moved and not when.mark and _CALLED_OFF.match(place.tail) and not words.CONDITIONAL.search(place.lead):
        return Role(changed="old", why="old")
    if not words.MOVED_LEAD.search(place.lead):
        return None
    if words.CONDITIONAL.search(place.sentence[: when.start - place.start]):
        return Role(why="conditional")
    clauses = _CLAUSES.split(place.sentence[: when.start - place.start])
    clause = clauses[-2] if clauses[-1][:1] in ("由", "从") and len(clauses) > 1 else clauses[-1]
    named = next(filter(None, (it.search(clause) for it in (words.DUE_LABEL, _MUST_EARLIER, _LOANS))), None)
    named = named or words.SUBMIT.search(place.lead)
    if _SHOWS.search(clause) and not named:
        return Role(True, kind="exhibition", changed="new", ends_only=not when.spans)
    due = bool(named) or "截止" in place.sentence or when.mark in ("before", "until") or "延长" in place.lead
    acting = when.spans and acts.within(when, replace(place, lead=_MOVES_TO.sub("", place.lead)), theme.about)
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
    told = words.MOVES.search(place.tail) or words.CANCELS.search(place.tail)
    moves = told or (theme.moved_itself and words.WAS_PLANNED.search(place.tail))
    return bool(moves and (earlier or words.OLD_PLAN.search(place.lead)))


def _mentioned(when: When, place: Place, theme: Theme) -> Role | None:
    """What is quoted, forecast, given as a reason or told in passing."""
    why = mentions.why(when, place, theme.moved)
    return Role(why=why) if why else None


def _cited(when: When, place: Place, theme: Theme) -> Role | None:
    """A date that tells of another paper, of something that is over, or of whom a rule is for."""
    led = words.CITED_LEADS.search(place.lead)
    followed = place.tail and words.CITED_TAILS.match(place.tail)
    if (followed and not when.mark and words.FORECAST.match(place.tail)) or 0 < when.days[0].year < _HISTORY:
        return Role(why="lore")
    if (led and words.PAST_LEAD.search(place.lead)) or ("等" in place.rest and words.PRAISED.match(place.rest)):
        return Role(why="past")
    bracketed = place.lead.endswith("(") and (place.lead.endswith("》(") or when.days[0].year)
    if place.lead.endswith("以") and words.GOES_BY.match(place.tail):
        return Role(why="scope")
    paper = bracketed and words.OF_PAPER.match(place.tail)
    cited = (led and words.CITED_LEAD.search(place.lead)) or (followed and words.CITED_TAIL.match(place.tail))
    if paper or cited:
        return Role(why="cited")
    told = place.tail.partition(",")[0] if when.mark == "before" else place.tail
    if followed and words.PAST_TAIL.match(told) and not words.FUTURE.search(place.tail[:12] + place.lead[-8:]):
        return Role(why="past")
    if (led and words.TAKES_EFFECT.search(place.lead)) or _on_duty(when, place):
        return Role(why="scope")
    label = place.lead[-16:] + (place.above[-14:] if place.alone or not place.lead else "")
    held = place.rest.startswith((")的", "的")) or words.COUNTED_LEAD.search(place.lead)
    if when.mark == "until" and (words.COUNTED_UP_TO.search(place.lead) or (held and not when.now)):
        return Role(why="scope")
    if when.spans and (words.AMOUNT_TAIL.match(place.tail) or (held and words.DATED_AS.search(place.lead))):
        return Role(why="scope")  # 开票日期为6月1日至30日的
    alone = not when.spans and "考核" in label  # 考核时间:10月24日 is the day of an examination
    asked = when.mark == "before" and words.MUST_ON.search(place.lead)
    if (words.SCOPE_TAIL.match(place.rest) and not asked) or (words.SCOPE_LABEL.search(label) and not alone):
        return Role(why="scope")
    if when.mark == "before" and words.MISSED_TAIL.match(place.rest):
        return Role(deadline=True)
    if when.mark in ("before", "until", "") and words.DONE_TAIL.match(place.tail.removeprefix(")")):
        return Role(why="condition")
    if words.WHO_MAY.match(place.heading) and not words.HAND.search(place.tail):
        return Role(why="condition")
    return None


def _on_duty(when: When, place: Place) -> bool:
    """A line of a roster: a day and a name, with nothing said of what happens."""
    told = words.NAMED_TAIL.match(place.tail) if not when.mark else None
    if not told or words.HAPPENS.search(told[0]) or words.SUBMIT.search(told[0]):
        return False
    return bool(words.ON_DUTY.search(place.sentence) or words.ON_DUTY.search(place.heading))


def _news(when: When, place: Place, theme: Theme) -> Role | None:
    """In a report only what is still to come counts, and the report says so in the same sentence."""
    if not theme.news or when.mark == "before" or words.SUBMIT.search(place.tail):
        return None
    if place.alone and place.above.endswith(("时间", "日期")):  # below a label, nothing is reported
        return None
    ahead = words.LINKING.sub("", place.tail)
    return None if words.COMING.search(place.lead[-40:] + "|" + ahead) else Role(why="report")


def _due(when: When, place: Place, theme: Theme) -> Role | None:
    """前, 截止, 不迟于: due, inclusive."""
    until = when.mark == "until" or when.days[-1].day == LAST_DAY  # 截至3月底各地工作进展
    if until and not when.now and words.COUNTED_SO_FAR.match(place.tail):
        return Role(why="past")
    if when.mark == "before" and words.FORBIDS.match(place.tail):
        return Role(why="condition")
    if when.mark == "before" and place.tail.startswith("的") and not words.HAND.search(place.tail):
        return Role(why="scope")  # 10月31日前的处方: what is older than that
    if when.mark == "before":
        asked = words.MUST.search(place.lead + place.tail[:3]) or words.HAND.search(place.tail)
        if words.ORGANISERS.match(place.tail) and not asked:
            return Role(why="organisers")  # 获奖名单5月31日前公布
        if words.BUILT.match(place.tail) and not asked:
            return Role(why="organisers")
        sent = words.RESULT_LEAD.search(place.lead) and words.SENT_OUT.match(place.tail)
        if when.spans and when.days[0].day and when.days[-1].day:  # 4月28日-5月5日前提交
            return Role(True, True, "window")
        paid = (sent or words.PAYS_OUT.match(place.tail)) and not asked
        return Role(why="organisers") if paid else Role(deadline=True)
    if not when.spans and words.UNTIL_LEAD.search(place.lead):
        return Role(deadline=True)
    if when.mark == "until" and not when.spans and words.SHOWN_UNTIL.search(place.lead):
        return Role(True, kind=kinds.of(when, place, theme.title), ends_only=True)
    if when.mark == "until" and not when.spans:
        opened = when.now or _was_opened(when, place)
        acting = not opened or acts.within(when, place, theme.about)
        return Role(opened, acting, "window")
    if not when.spans and words.STARTS_LABEL.search(place.lead):
        return Role(True, kind="window", starts_only=True)
    if not when.spans and words.ENDS_LABEL.search(place.lead) and words.SUBMIT.search(place.sentence + theme.about):
        return Role(deadline=True)
    clause = acts.clause(place.lead, _LABEL_MAX if place.lead.endswith(":") else _CLAUSE_MAX)
    in_column = place.column and words.DUE_LABEL.search(place.column) and not (when.spans and acts.happens(place))
    if in_column or words.DUE_LABEL.search(clause):
        both = _AND_WHAT_FOLLOWS.search(place.lead)
        return Role(when.spans or when.closes is not None or both is not None, True, "event" if both else "window")
    return None if when.spans or when.mark == "since" else _due_around(when, place)


def _was_opened(when: When, place: Place) -> bool:
    """Whether the same sentence names the day on which what ends here begins."""
    at = when.start - place.start
    latest = place.sentence.startswith(("不", "最", "至迟"), at)  # 1月4日起恢复业务,票据不迟于3月31日报销
    return not latest and words.OPENED_BEFORE.search(place.sentence[:at]) is not None


def _due_around(when: When, place: Place) -> Role | None:
    """A label above the date or a word behind it that says it is the last day."""
    if words.BEFORE_THAT.match(place.tail):
        return Role(deadline=True)
    if words.CLOSES.match(place.tail) and words.WITHIN_THAT.match(place.tail):
        return Role(True, True, "window")
    if place.alone and len(place.above) < 24 and words.DUE_LABEL.search(place.above):
        return Role(deadline=True)
    if words.CLOSES.match(place.tail) and _was_opened(when, place) and acts.asks(place.sentence):
        return Role(True, True, "window")
    if words.CLOSES.match(place.tail) and _for_readers(when, place):
        return Role(deadline=True)
    if words.DUE_TAIL.match(place.tail):
        if acts.is_review(_CLAUSES.split(place.lead)[-1]):
            return Role(True, kind="event")
        hours = when.closes is not None  # 8:30-16:00,额满为止
        return Role(hours or "最后一" in place.tail, True, "window" if hours else "event")
    return None


def _for_readers(when: When, place: Place) -> bool:
    """Whether what closes is what readers act in: 投稿系统将于6月18日18:00关闭; 自行登录补测,平台6月18日关闭."""
    before = place.sentence[: when.start - place.start]
    if acts.asks(next((it for it in reversed(_CLAUSES.split(place.lead)) if it), "")):
        return True
    label, colon, _ = before.partition(":")
    if colon and acts.asks(label) and words.OPENED.search(place.lead):
        return True  # 选课时间:6月9日8:00系统开放,6月12日关闭
    system = words.SYSTEM.search(place.lead)
    return bool(system and ((colon and acts.asks(label)) or acts.is_online(before)))


def _range(when: When, place: Place, theme: Theme) -> Role | None:
    """A span: if the reader has to act in it, its end is due."""
    if not when.spans:
        return None
    about = "" if theme.acts_apart and layout.is_plain_time(place) else theme.about
    acting = not place.lead.endswith("期间(") and acts.within(when, place, about)
    ended = bool(when.days[-1].day or when.days[-1].word)
    return Role(True, acting and ended, "window" if acting else kinds.of(when, place, theme.title))


def _single(when: When, place: Place, theme: Theme) -> Role | None:
    """A day or a list of days on which something is handed in."""
    if when.spans or when.mark == "since":
        return None
    if not when.mark and ((place.column and acts.in_column(place)) or (place.left and acts.in_row(place))):
        return Role(deadline=True)
    several = len(when.days) > 1 or when.closes is not None
    if acts.or_else(place) and not acts.is_of_event(place.lead):
        return Role(several or place.tail[:1].isalpha(), True, "window")  # 5月26日补检,逾期视为放弃
    if len(when.days) == 1 and words.MUST_ON.search(place.lead) and words.COMPLETES.match(place.tail):
        return Role(deadline=True)
    if when.closes and acts.pays(place):
        return Role(True, True, "window")
    stretch = runs.is_run(when) or (when.closes is not None and acts.is_step(place.lead or place.column))
    if acts.hands_in(place) or (stretch and acts.within(when, place, "")):
        return Role(several, True, "window")
    hours = when.closes is not None
    labelled = acts.labelled(place, theme.about) or (hours and (acts.ends_in_act(place.lead) or acts.under_act(place)))
    if labelled and when.closes is None and _OPENS.match(place.tail):
        return Role(True, kind="window", starts_only=True)
    return Role(True, True, "window") if labelled else None


_RULES = (
    _without_a_day, _scope, _swapped, _aside, _changed, _mentioned, _cited, _news, _due, _range,
    _single,
)
