"""Dates that hang on others: a clock without a day, days counted from an event, and clauses that leave a date open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from notices.extract import (
    deeds,
    derived,
    duties,
    halves,
    items,
    kinds,
    layout,
    phrasing,
    whom,
    words,
    workdays,
    years,
)
from notices.extract.findings import add_deadlines, add_events, evidence
from notices.extract.moments import When
from notices.extract.once import Owed, day
from notices.extract.patterns import Pattern
from notices.extract.role import Role
from notices.extract.state import Notice, State
from notices.reading import Deadline, Unresolved

_HANDS_IN = Pattern("[,请须应]{0,3}交(?![流通易换往接由付谈])")
_DERIVED = 0.85  # the confidence of a day that is taken or counted from another one
_SAME_LINE = 0.9  # the same, where the other one stands in the same line
_LEAD_MAX = 180  # minutes before its beginning that people are asked to be there
_REACH = 24  # characters of a clause that are quoted around an open date
_SESSIONS_MAX = 8  # lines below the day: what is farther down is of another one
_BRACKETED = Pattern(r"\([^()\d]{1,16}\),")
_IN_SESSIONS = Pattern(r"分(?:为|成)?[二两三四\d]个?(?:场|批|时段|段)")
_AT_CLOCK = Pattern(r"入场|[入就]座|到位|候场|检录|到场|到达|签到|报到|提?交|送|报|完成|结束|集合|返|离|登录|上传|到岗")
_BEGINS = Pattern(r"(?:准时|正式|统一)?(?:开始|举行|召开|开[考讲赛幕会课演])")
_EVERY_DAY = Pattern("每[天日周]|工作日")
_HELD = Pattern("举行|召开|开展|进行")
_OPEN = Pattern(  # the letters it may begin with come first, which is what makes the search quick
    r"[另待择近日一二两三四五六七八九十\d]"
    r"(?:(?<=另)行|(?<=待)定|(?<=[择近])期|(?<=日)内|(?<![另待择近日])个?(?:工作日|[天日周](?:之内|以内|内)))"
)
_OPEN_AT_ALL = Pattern("另行|待定|择期|近期|工作日|内(?<=[日天周之以]内)")
_COUNT_MAX = 4  # characters before it that it begins with (三个工作日, 5天之内)
_SURELY_OPEN = Pattern(
    r"另行(?:通知|公布|安排|发布)|待定|择期|近期|(?<![\d一二三四五六七八九十])日内|个?工作日|[天日周](?:之内|以内|内)"
)
_PICTURE = Pattern("[^,。;]{0,4}(?:[一二两]?寸|免冠|照片|彩照|[蓝白红]底|证件照)")
"""近期一寸照片: a picture, and no date that is open."""
_OF_RESULTS = Pattern("结果|名单|成绩")  # 对考核结果有异议的,自公布之日起: when that is, nobody knows yet
_STATED = Pattern(r"[日号\d)]\((?:共计?|计|为期|历时)?$|不得?少于$|为期$")
"""6月2日至6日(5个工作日), 不少于5个工作日: the days are told, or it is how long something lasts."""
_STATED_NEAR = 5  # characters
_CLAUSE_END = Pattern(r"[,。;:!?\n|]")
_TO_CLAUSE_END = Pattern(r"(?s:.*)[,。;:!?\n|]")


def is_counted(notice: Notice, index: int) -> bool:
    """Whether a phrase is part of one that counts from an event (典礼结束次日, 初赛前一天22:00前)."""
    when, place = notice.whens[index], notice.around[index]
    if not when.days and derived.COUNTED_BACK.search(place.lead):
        return True
    return when.token == "rel" and when.days[0].word[0] in "次翌第" and bool(derived.THING_BEFORE.search(place.lead))


def clock_alone(notice: Notice, state: State, index: int) -> None:
    """A clock without a day: on the day named before it in the line; with 前, on the day of what begins soon after."""
    when, place = notice.whens[index], notice.around[index]
    if state.day and items.is_one(notice, state, index):
        items.without_whole(state)
        _add_that_day(notice, state, when, items.told(notice, index))
        state.events[-1:] = [it._replace(owner=str(place.line)) for it in state.events[-1:]]
        return
    session = _is_session(notice, state, index)
    second = halves.is_second(notice, state, index)
    if state.day and (session or second or _begins(state, when, place)):
        many = len(state.events)
        _add_that_day(notice, state, when, halves.own(place) if second else place)
        if len(state.events) > many:  # else it was over before the notice was signed
            state.events[-1] = state.events[-1]._replace(session=session)
    if when.mark not in ("before", "until") or _EVERY_DAY.search(place.lead):
        return
    near = place.tail + place.lead[-12:]
    if words.IF.search(place.sentence) or not (_AT_CLOCK.search(near) or words.SUBMIT.search(near)):
        return
    same = state.day if place.line == state.line else None
    only = {day(it.event.start) for it in state.events if it.event.start}
    if state.events and state.events[-1].event.end and day(state.events[-1].event.end) == same:
        same = _soon_after(state, when.opens) or same  # 6月14日18:00至15日8:00停电,17:30前离开
    due = same or _soon_after(state, when.opens) or (next(iter(only)) if len(only) == 1 else None)
    if due is None:
        return
    last = state.events[-1].event if state.events else None
    told = last and last.all_day and last.start == due == last.end and place.start == state.start
    if same and told and state.events[-1].sentence == place.start and not _HELD.search(place.lead):
        state.events.pop()  # 6月3日上午,各部门…在11:00前: the day was only said for the clock
    add_deadlines(notice, state, index, [years.Dated(due, _SAME_LINE if same else _DERIVED)])


def half_alone(notice: Notice, state: State, index: int) -> None:
    """Half of a day without the day: what happens then on the day named before it in the sentence."""
    if halves.is_second(notice, state, index):
        _add_that_day(notice, state, notice.whens[index], halves.own(notice.around[index]))


def _add_that_day(notice: Notice, state: State, when: When, place: layout.Place) -> None:
    """An event on the day told last."""
    role = Role(True, kind=kinds.of(when, place, notice.theme.title))
    add_events(notice, state, when, place, [years.Dated(state.day, _SAME_LINE)] if state.day else [], role)


def _is_session(notice: Notice, state: State, index: int) -> bool:
    """Whether hours are those that a group of people has on the day told above (一年级:14:00-15:30)."""
    when, place = notice.whens[index], notice.around[index]
    if when.opens and not when.mark and _in_turns(notice, index):
        return 0 < place.line - state.line <= _SESSIONS_MAX
    if when.opens and not when.mark and (place.left == "同日" or whom.is_named(place.lead.removesuffix("同日"))):
        return place.line - state.line <= _SESSIONS_MAX and (bool(when.closes) or place.lead.endswith("同日"))
    if when.opens and when.closes and not when.mark and place.line == state.line and _BRACKETED.fullmatch(place.lead):
        held = state.events[-1].event if state.events else None
        return held is not None and day(held.start) == day(held.end)  # 9:00-11:00(高等数学),下午2:30-4:30(大学英语)
    if when.opens and not when.mark and _IN_SESSIONS.search(place.sentence, 0, when.start - place.start):
        return place.line == state.line
    if when.mark or not (when.opens and when.closes) or not 0 < place.line - state.line <= _SESSIONS_MAX:
        return False
    last = state.events[-1].event if state.events else None
    return last is not None and day(last.start) == state.day and whom.is_named(place.lead)


_WHOSE = r"[^,。;:\d]{0,10}(?:年级|[组班系部]|学院|专业|校区|[学新老考]生)"
_TURN = Pattern(rf"[\d:~-]{{4,11}}{_WHOSE}|{_WHOSE}:?[\d:~-]{{4,11}}")
"""8:30文学院, 七年级14:00: all of a line."""


def _in_turns(notice: Notice, index: int) -> bool:
    """Whether a clock stands in one of several lines that each name a group of people and its hour."""
    at = notice.around[index].line
    beside = (it for it in (at - 1, at + 1) if 0 <= it < len(notice.lines))
    return _is_turn(notice, at) and any(_is_turn(notice, it) for it in beside)


def _is_turn(notice: Notice, line: int) -> bool:
    return _TURN.fullmatch(notice.lines[line].text.strip()) is not None


def _begins(state: State, when: When, place: layout.Place) -> bool:
    """Whether something begins at a clock, on the day of a deadline in the same sentence (8:30前报到,9:00开始试讲)."""
    if place.start != state.start or not (when.mark == "since" or _BEGINS.match(place.tail)):
        return False
    due = any(it.sentence == place.start and day(it.deadline.due) == state.day for it in state.deadlines)
    return due and not any(it.sentence == place.start for it in state.events)


def _soon_after(state: State, clock: time | None) -> date | None:
    """The day of the one event that begins within hours of a clock."""
    if clock is None:
        return None
    starts = [it.event.start for it in state.events if isinstance(it.event.start, datetime)]
    found = {start.date() for start in starts if 0 <= _minutes(start.time()) - _minutes(clock) <= _LEAD_MAX}
    return found.pop() if len(found) == 1 else None


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def add_counted(notice: Notice, state: State) -> list[tuple[int, int]]:
    """Add the deadlines that are counted from an event; the spans of the phrases that were resolved."""
    text = notice.folded.text
    phrases = list(derived.counted(text))
    if not phrases:
        return []
    over = [(it, last) for it in state.events if (last := day(it.event.end) or day(it.event.start))]
    title = notice.theme.title if len(over) == 1 else ""
    named = [(it.event.name + title, last) for it, last in over]
    told = [(_sentence(text, it.at), last) for it, last in over]
    out = []
    for phrase in phrases:
        start, end = layout.sentence(text, phrase.start, phrase.end)
        own = None if _OF_RESULTS.search(text, start, phrase.start) else notice.anchor.day
        issued = [(derived.ISSUED, own)] if own else []
        due = derived.due(phrase, [*named, *issued], workdays.after) or derived.due(phrase, told, workdays.after)
        if due is None or _of_each(notice, phrase.start) or not is_asked(state, start, text[phrase.end : end]):
            continue
        add_due(notice, state, phrase, due)
        out.append((phrase.start, phrase.end))
    return out


def is_asked(state: State, start: int, tail: str) -> bool:
    """Whether a sentence that does not name its day itself asks for something behind a phrase that counts it."""
    if any(it.sentence == start for it in state.deadlines):
        return False
    handed = deeds.told("", tail)
    hands_in = (handed is not None and handed.hands) or _HANDS_IN.match(tail)
    return bool(words.SUBMIT.search(tail) or words.HAND.search(tail) or hands_in)


def add_due(notice: Notice, state: State, phrase: derived.Counted, due: date, lead: str = "") -> None:
    """Add what a sentence asks for by a day that a phrase of it counts; `lead` is what leads up to the phrase."""
    text = notice.folded.text
    start, end = layout.sentence(text, phrase.start, phrase.end)
    area = duties.Area(start, end, (start, end), phrase.start, phrase.end)
    duty = duties.duty(notice.folded, area, notice.mailboxes, notice.theme.title)
    deed = deeds.told(lead, text[phrase.end : end], "、".join(duty.materials[:2]))
    what = deed.name if deed else phrasing.clean(notice.folded.shown(phrase.end, end))
    until = datetime.combine(due, phrase.clock) if phrase.clock else due
    deadline = Deadline(
        what, until, evidence(notice, phrase.start, phrase.end), _DERIVED, duty.audience, duty.materials,
        duty.formats, duty.send_to,
    )
    state.deadlines.append(Owed(deadline, None, True, start))


_EACH = Pattern(
    r"(?:[各每单该](?:自的?|门|科|场|项|次|班|组|课程|单位|教研室|学院)|自行(?:安排|组织|确定)的)[^,。;:\d]{0,6}$"
)
_ARRANGED = Pattern("自行|各自|自定|自主")
_EACH_NEAR = 12  # characters


def _of_each(notice: Notice, at: int) -> bool:
    """Whether what is counted from has a day of its own for each: 各科考试结束后5天内, or under 自行安排的考试."""
    heading = next((it.text for it in reversed(notice.lines) if it.heading and it.start <= at), "")
    return bool(_EACH.search(notice.folded.text, max(0, at - _EACH_NEAR), at) or _ARRANGED.search(heading))


def _sentence(text: str, at: int) -> str:
    start, end = layout.sentence(text, at, at)
    return text[start:end]


def left_open(notice: Notice, resolved: Sequence[tuple[int, int]]) -> list[Unresolved]:
    """The clauses that leave a date open (另行通知, 近期, N个工作日内), but for those that were counted out."""
    text = notice.folded.text
    out: list[Unresolved] = []
    last = 0
    for word in _OPEN_AT_ALL.finditer(text):
        match = _OPEN.search(text, max(last, word.start() - _COUNT_MAX), word.end())
        if match is None:
            continue
        last = match.end()
        if not _SURELY_OPEN.search(text, match.start(), match.end() + 4) or _PICTURE.match(text, match.end()):
            continue
        if any(match.start() < end and start < match.end() for start, end in resolved):
            continue
        if _STATED.search(text, max(0, match.start() - _STATED_NEAR), match.start()):
            continue
        floor, ceiling = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH)
        before = _TO_CLAUSE_END.match(text, floor, match.start())
        behind = _CLAUSE_END.search(text, match.end(), ceiling)
        start, end = before.end() if before else floor, behind.start() if behind else ceiling
        out.append(Unresolved(notice.folded.shown(start, end), "workdays" if "工作日" in match[0] else "open"))
    return out
