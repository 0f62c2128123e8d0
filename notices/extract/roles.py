"""What a date is for: something that happens, something that is due, both, or neither.

The rules are asked in order and the first that knows answers. Those that say "neither" come first: a date that is kept
by mistake costs more trust than one that is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract import acts, asides, kinds, layout, mentions, runs, shifted, words
from notices.extract.layout import Place
from notices.extract.marks import LAST_DAY
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.role import Role
from notices.extract.theme import Theme

_LABEL_MAX, _CLAUSE_MAX = 61, 24  # characters right before a date that tell of it, as a label with its colon or not
_SAME_DAY = Pattern("当[天日]|同日")
_NOUN_BEFORE = Pattern(r"(?<![于在自从到至或和及后时])[\u4e00-\u9fff]$")  # 开放次日场地预约 names no day
_CLAUSES = Pattern("[,。;]")
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
_BUT_FOR = Pattern("[、和及]?(?:晚上?|[上下]午)?[这等]?(?:[一二两三四五六七\\d]{0,2}天)?(?:以|之)?外")
_HISTORY = 1980  # a year: what was before it is told, and no feed announces it


class Roles(dict[int, Role]):
    """The role of each phrase of a notice, told when it is first asked for."""

    def __init__(self, whens: Sequence[When], around: Sequence[Place], theme: Theme) -> None:
        super().__init__()
        self.whens, self.around, self.theme = whens, around, theme

    def __missing__(self, index: int) -> Role:
        told = self[index] = role(self.whens[index], self.around[index], self.theme)
        return told


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
    for day in when.days[:1] if when.spans else when.days:
        if not (day.day or day.word):
            return Role(why="vague" if when.mark != "after" else "scope")
    return None


def _scope(when: When, place: Place, theme: Theme) -> Role | None:
    """以后, 以来, 每年, office hours: a rule or a period and no day to keep."""
    lead, tail = place.lead, place.tail
    hours = when.days[0].word and asides.OFFICE_HOURS.search(lead) and all(day.word for day in when.days)
    every = lead and words.EVERY.search(lead[-12:])
    open_ended = when.mark == "after" or not (when.mark or when.spans)
    if open_ended and tail and not every and words.NO_MORE_TAIL.match(tail):
        return Role(deadline=True)
    if when.mark == "after" and (when.opens or when.half) and (_MAY.match(tail) or kinds.arrives(place)):
        return Role(True, starts_only=True)
    if when.mark == "after" or every or hours:
        return Role(why="scope")
    return None


def _aside(when: When, place: Place, theme: Theme) -> Role | None:
    """What lasts until a day, an example, the day of another date, folklore."""
    lead, tail, word = place.lead, place.tail, when.days[0].word
    led, followed = lead and asides.ASIDE_LEADS.search(lead), tail and asides.ASIDE_TAILS.search(tail)
    if followed and asides.OPEN_TAIL.match(tail):
        return Role(why="open")
    if followed and (asides.AS_USUAL.match(tail) or (not when.mark and asides.EXPIRES_TAIL.match(tail))):
        return Role(why="lasts")
    lasts = lead[-1:] in asides.LASTS_ENDS and asides.LASTS_LEAD.search(lead)
    if lasts and not words.SHOWN_UNTIL.search(lead):
        return Role(why="lasts")
    today = "今" in place.sentence and asides.TODAY_IS.search(place.sentence[: when.start - place.start])
    if today or (word in asides.TODAY and asides.IS_SO.match(tail)):
        return Role(why="today")
    if lead.endswith("(") and asides.LEFT_OUT.match(place.rest):
        return Role(why="scope")
    if led and asides.APART_FROM.search(lead) and _BUT_FOR.match(place.rest):
        return Role(why="scope")
    if "," in lead and when.mark not in ("before", "until") and asides.IN_CASE.search(lead):
        return Role(why="conditional")
    named = when.token == "rel" and word[0] in "次翌第" and _NOUN_BEFORE.search(lead)
    if named and not words.HAND.match(tail):
        return Role(why="same_day")
    if led and (asides.ONCE_PAST.search(lead) or asides.OF_LATE_ONES.search(lead)):
        return Role(why="condition")
    if when.mark == "until" and when.token == "rel" and word[0] == "当" and not when.opens:
        return Role(why="same_day")  # 截止当天未收到的
    labelled = lead.endswith(":") and tail.startswith(",")  # 报到时间:9月6日,请勿提前
    if followed and not when.mark and not labelled and asides.FORBIDS.match(tail.lstrip("),")):
        return Role(why="scope")
    if followed and not when.mark and asides.BEFORE_ITS_DAY.match(tail):
        return Role(deadline=not words.ORGANISERS.match(tail), why="organisers")
    same = word and not when.mark and _SAME_DAY.match(word) and not ((when.opens or when.half) and acts.held(place))
    if same or (led and asides.EXAMPLE_LEAD.search(lead)):
        return Role(why="same_day")
    return Role(why="lore") if led and asides.LORE_LEAD.search(lead[-30:]) else None


def _mentioned(when: When, place: Place, theme: Theme) -> Role | None:
    """What is quoted, forecast, given as a reason or told in passing."""
    why = mentions.why(when, place, theme)
    return Role(why=why) if why else None


def _cited(when: When, place: Place, theme: Theme) -> Role | None:
    """A date that tells of another paper, or of something that is over."""
    lead, tail = place.lead, place.tail
    led, followed = lead and asides.CITED_LEADS.search(lead), tail and asides.CITED_TAILS.search(tail)
    if (followed and not when.mark and asides.FORECAST.match(tail)) or 0 < when.days[0].year < _HISTORY:
        return Role(why="lore")
    if (led and asides.PAST_LEAD.search(lead)) or ("等" in place.rest and asides.PRAISED.match(place.rest)):
        return Role(why="past")
    if lead.endswith("以") and asides.GOES_BY.match(tail):
        return Role(why="scope")
    bracketed = lead.endswith("(") and (lead.endswith("》(") or when.days[0].year)
    paper = bracketed and asides.OF_PAPER.match(tail)
    if paper or (led and asides.CITED_LEAD.search(lead)) or (followed and asides.CITED_TAIL.match(tail)):
        return Role(why="cited")
    told = tail.partition(",")[0] if when.mark == "before" else tail
    if followed and asides.PAST_TAIL.match(told) and not words.FUTURE.search(tail[:12] + lead[-8:]):
        return Role(why="past")
    return Role(why="scope") if led and asides.TAKES_EFFECT.search(lead) else None


def _of_whom(when: When, place: Place, theme: Theme) -> Role | None:
    """A date that tells of whom a rule is for, of what counts, of who is on duty."""
    lead, tail, rest = place.lead, place.tail, place.rest
    if tail and not when.mark and _on_duty(place):
        return Role(why="scope")
    if when.mark == "until" and (asides.COUNTED_UP_TO.search(lead) or (not when.now and _is_counted(place))):
        return Role(why="scope")
    if when.spans and (asides.AMOUNT_TAIL.match(tail) or (asides.DATED_AS.search(lead) and _is_counted(place))):
        return Role(why="scope")  # 开票日期为6月1日至30日的
    asked = when.mark == "before" and words.MUST_ON.search(lead)
    if rest and not asked and asides.SCOPE_TAIL.match(rest):
        return Role(why="scope")
    label = lead[-16:] + (place.above[-14:] if place.alone or not lead else "")
    alone = not when.spans and "考核" in label  # 考核时间:10月24日 is the day of an examination
    if label and not alone and asides.SCOPE_LABEL.search(label):
        return Role(why="scope")
    if when.mark == "before" and asides.MISSED_TAIL.match(rest):
        return Role(deadline=True)
    if tail and when.mark in ("before", "until", "") and asides.DONE_TAIL.match(tail.removeprefix(")")):
        return Role(why="condition")
    if place.heading and asides.WHO_MAY.match(place.heading) and not words.HAND.search(tail):
        return Role(why="condition")
    return None


def _is_counted(place: Place) -> bool:
    """Whether it is told how much there is on a day, or of what it is the day."""
    return place.rest.startswith((")的", "的")) or asides.COUNTED_LEAD.search(place.lead) is not None


def _on_duty(place: Place) -> bool:
    """A line of a roster: a day and a name, with nothing said of what happens."""
    told = asides.NAMED_TAIL.match(place.tail)
    if not told or words.HAPPENS.search(told[0]) or words.SUBMIT.search(told[0]):
        return False
    return bool(asides.ON_DUTY.search(place.sentence) or asides.ON_DUTY.search(place.heading))


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
    if when.mark == "before":
        return _due_before(when, place)
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


_RESULT_WILL = ("结果将于", "成绩将于", "名单将于")


def _due_before(when: When, place: Place) -> Role:
    """前: due, unless it is forbidden then, or others do it, or what is older is meant."""
    lead, tail = place.lead, place.tail
    if asides.FORBIDS.match(tail):
        return Role(why="condition")
    hands_in = words.HAND.search(tail)
    if tail.startswith("的") and not hands_in:
        return Role(why="scope")  # 10月31日前的处方: what is older than that
    if lead.endswith(_RESULT_WILL) and not words.HAND.match(tail):
        return Role(why="organisers")
    others = words.DONE_BY_OTHERS.search(tail) and not (hands_in or words.MUST.search(lead + tail[:3]))
    if others and (words.ORGANISERS.match(tail) or words.BUILT.match(tail)):
        return Role(why="organisers")  # 获奖名单5月31日前公布
    if when.spans and when.days[0].day and when.days[-1].day:  # 4月28日-5月5日前提交
        return Role(True, True, "window")
    sent = others and words.RESULT_LEAD.search(lead) and words.SENT_OUT.match(tail)
    paid = sent or (others and words.PAYS_OUT.match(tail))
    return Role(why="organisers") if paid else Role(deadline=True)


def _was_opened(when: When, place: Place) -> bool:
    """Whether the same sentence names the day on which what ends here begins."""
    at = when.start - place.start
    latest = place.sentence.startswith(("不", "最", "至迟"), at)  # 1月4日起恢复业务,票据不迟于3月31日报销
    return not latest and words.OPENED_BEFORE.search(place.sentence[:at]) is not None


def _due_around(when: When, place: Place) -> Role | None:
    """A label above the date or a word behind it that says it is the last day."""
    tail = place.tail
    told = tail and words.CLOSES_TAILS.search(tail)
    closes = told and words.CLOSES.match(tail)
    if told and words.BEFORE_THAT.match(tail):
        return Role(deadline=True)
    if closes and words.WITHIN_THAT.match(tail):
        return Role(True, True, "window")
    if place.alone and len(place.above) < 24 and words.DUE_LABEL.search(place.above):
        return Role(deadline=True)
    if closes and _was_opened(when, place) and acts.asks(place.sentence):
        return Role(True, True, "window")
    if closes and _for_readers(when, place):
        return Role(deadline=True)
    if told and words.DUE_TAIL.match(tail):
        if acts.is_review(_CLAUSES.split(place.lead)[-1]):
            return Role(True, kind="event")
        hours = when.closes is not None  # 8:30-16:00,额满为止
        return Role(hours or "最后一" in tail, True, "window" if hours else "event")
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
    about = "" if layout.is_plain_time(place) and theme.acts_apart else theme.about
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
    _without_a_day, _scope, shifted.swapped, _aside, shifted.changed, _mentioned, _cited, _of_whom, _news, _due, _range,
    _single,
)
