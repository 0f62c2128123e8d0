"""What a notice says twice is one finding: which events and deadlines are the same, and what is part of another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from notices.extract import groups
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.reading import Deadline, Event, Moment

_STANDS_APART = Pattern("仪式|典礼|[开闭]幕式")  # it has an hour of its own on the first day
_ARRIVES = Pattern("(?:全天)?(?:报到|签到|入住)$")
_MEETS = Pattern("(?:召开|举行|举办)(?=.{2})")
_NAMES_DAY = Pattern("(?:世界|国际|全国|防灾|减灾)[^,。;]{0,12}日$")
"""5月12日是全国防灾减灾日: what happens on it says more."""
_OF_REST = Pattern(r"^上?\d(?![.、)])|公休|休息|的课|课表|法定")


class Found(NamedTuple):
    """An event, and what tells it from another one of the same day."""

    event: Event
    half: int = 0
    """Of the day: 0 for none said, 1 morning, 2 later."""
    since: bool = False
    """Only its beginning is named."""
    at: int = 0
    """Where its date stands."""
    swaps: bool = False
    """Lessons of another day are given on it."""
    stops: int = 0
    """1 where something stops, -1 where it goes on again or opens."""
    sentence: int = 0
    """Where its sentence begins."""
    session: bool = False
    """It is one of several of its day, each for a group of people."""
    row: int = -1
    """The line of a table that it stands in; -1 outside of tables."""
    column: str = ""
    """The head of its column there."""
    titled: bool = False
    """Its date stands in the title."""
    told: str = ""
    """The words right behind its date, or right before it."""
    moved: bool = False
    """It was moved to its day."""
    owner: str = ""
    """Whose its line is (省立医院:); empty for everyone's."""


class Owed(NamedTuple):
    """A deadline, and what tells it from another one of the same day."""

    deadline: Deadline
    told: tuple[When, Place] | None
    """The date and its place, whose words tell what is done by it; None where a day was counted out."""
    bound: bool
    """前 bounds it, with a sentence of its own."""
    sentence: int
    """Where its sentence begins."""

    @property
    def act(self) -> str:
        """The group of what is done by it; empty if its words do not tell."""
        return groups.group(*self.told) if self.told else ""


def day(moment: Moment | None) -> date | None:
    """The calendar day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def events(found: Sequence[Found]) -> tuple[Event, ...]:
    """Each event once, without the days of rest inside a holiday and without the beginnings of what is told in full."""
    merged = _merged(_pauses(found))
    holidays = [it for it in merged if it.event.kind == "holiday" and it.event.start != it.event.end]
    closed = [it for it in merged if it.event.end]
    longer = [it for it in closed if it.event.start != it.event.end and it.event.recurrence is None]
    return tuple(
        it.event for it in merged
        if not (it.since and not _STANDS_APART.search(it.event.name) and any(_begins(it, whole) for whole in closed))
        and not _said_again(it, merged)
        and not (it.titled and any(_tells_more(other, it) for other in merged))
        and not any(_within(it, holiday) for holiday in holidays if holiday is not it)
        and not any(_restates(it, whole) for whole in longer)
    )


def _begins(since: Found, whole: Found) -> bool:
    """Whether what is told by its beginning alone is the beginning of what is told in full."""
    return day(since.event.start) == day(whole.event.start) and (
        day(whole.event.start) != day(whole.event.end) or _is_one_thing(since.event.name, whole.event.name)
    )


def _tells_more(told: Found, titled: Found) -> bool:
    """Whether the text tells of what a title names the day of: until when it is, or the series it is left out of."""
    on, event = day(titled.event.start), told.event
    if told.titled or on is None or on != day(titled.event.end):
        return False
    if event.recurrence and "EXDATE" in event.recurrence:
        return f"{on:%Y%m%d}" in event.recurrence.partition("EXDATE")[2]
    return on == day(event.start) != day(event.end) and not event.recurrence


_RELATIVE = 0.85  # the confidence of a day that is told by its distance


_WRITTEN = Pattern(r"\d月\d")


def _said_again(found: Found, merged: Sequence[Found]) -> bool:
    """Whether 下周五 in a headline is the day that an event named with its date begins."""
    event, on = found.event, day(found.event.start)
    if not event.all_day or event.confidence > _RELATIVE or day(event.end) != on or _STANDS_APART.search(event.name):
        return False
    if _WRITTEN.search(event.evidence.text):
        return False
    surer = (it for it in merged if day(it.event.start) == on and it.event.confidence > event.confidence)
    return any(not (it.half and found.half and it.half != found.half) for it in surer)


def _pauses(found: Sequence[Found]) -> list[Found]:
    """6月12日22:30停机,13日5:00恢复 is one event from the one to the other, and so is 6月3日开通,12日关闭."""
    out: list[Found] = []
    for it in found:
        last = out[-1] if out else None
        turned = last and last.sentence == it.sentence and last.stops == -it.stops != 0
        if last and turned and (last.stops == -1 or _to_the_minute(last, it)):
            end = it.event.start if last.stops == 1 else it.event.end or it.event.start
            kind = it.event.kind if last.event.kind == "event" else last.event.kind
            out[-1] = last._replace(event=last.event._replace(end=end, kind=kind), stops=0, since=False)
        else:
            out.append(it)
    return out


def _to_the_minute(first: Found, second: Found) -> bool:
    clocks = isinstance(first.event.start, datetime) and isinstance(second.event.start, datetime)
    return clocks and first.event.end is None


_HELD_OF = Pattern("(?:举[行办]|召开|开展)的")
"""参加6月2日举行的讲座; 参加6月2日举行的演练: each is named by what is held."""


def _merged(found: Sequence[Found]) -> list[Found]:
    """Events of the same days are one, told twice; the one with the clock and the better name is kept."""
    out: list[Found] = []
    places: dict[tuple[date | None, date | None], list[int]] = {}
    for it in found:
        same = places.setdefault(_span(it.event), [])
        twin = next((i for i in same if _told_twice(out[i], it)), None)
        if twin is None:
            same.append(len(out))
            out.append(it)
        else:
            out[twin] = _joined(out[twin], it)
    return out


def _span(event: Event) -> tuple[date | None, date | None]:
    return day(event.start), day(event.end) or day(event.start)


def _told_twice(held: Found, it: Found) -> bool:
    if held.sentence != it.sentence and _are_apart(held.event, it.event):
        return False
    if held.owner and it.owner and held.owner != it.owner:
        return False
    if held.since != it.since and not _is_one_thing(held.event.name, it.event.name):
        return False
    listed = (held.moved and it.moved) or (_HELD_OF.match(held.told) and _HELD_OF.match(it.told))
    if listed and held.sentence != it.sentence and not _is_one_thing(held.event.name, it.event.name):
        return False
    if held.event.recurrence and it.event.recurrence and held.event.recurrence != it.event.recurrence:
        return False
    if held.session and it.session and held.event.start != it.event.start:
        return False
    if held.row >= 0 and it.row >= 0 and _of_other_cells(held, it):
        return False
    if _arrival(held) != _arrival(it) and (_MEETS.match(held.told) or _MEETS.match(it.told)):
        return False
    if held.sentence != it.sentence and _is_ceremony(held.event, it.event):
        return False
    if not (held.event.kind == it.event.kind == "window") and _begins_after(held.event, it.event):
        return False
    if held.sentence != it.sentence and _are_parallel(held.event, it.event):
        return False
    return not (held.half and it.half and held.half != it.half) or held.event.kind == it.event.kind == "window"


def _are_apart(first: Event, second: Event) -> bool:
    """Whether two things go on for the same days that have nothing but these in common: a hall is shut, and a pool. A
    single day is soon told twice in other words, and so is the time in which readers have to act."""
    if first.end is None or day(first.start) == day(first.end) or first.kind == second.kind == "window":
        return False
    return not _is_one_thing(first.name, second.name) and not _OF_WORK.search(f"{first.name}{second.name}")


_OF_WORK = Pattern("上班|上课|补|课")


def _arrival(found: Found) -> bool:
    """Whether people arrive on a day (27日报到): a meeting of that day is another event (27日16:00召开领队会)."""
    return found.event.all_day and bool(_ARRIVES.match(found.told))


def _is_ceremony(first: Event, second: Event) -> bool:
    """9月7日新生体检, 9月7日18:30开学典礼: a ceremony with an hour of its own, and something else."""
    if first.all_day == second.all_day or _is_one_thing(first.name, second.name):
        return False
    return bool(_STANDS_APART.search(first.name)) != bool(_STANDS_APART.search(second.name))


def _of_other_cells(held: Found, it: Found) -> bool:
    """Of one day, in a table: under other heads, or of other rows and other hours."""
    if held.column and it.column and held.column != it.column:
        return held.row != it.row or not _is_one_thing(held.event.name, it.event.name)
    if held.row == it.row:
        return False
    if held.event.all_day != it.event.all_day:
        return not _is_one_thing(held.event.name, it.event.name)
    return not held.event.all_day and held.event.start != it.event.start


def _are_parallel(first: Event, second: Event) -> bool:
    """Whether two things of different kinds have hours of their own on one day: a meeting, a training."""
    clocks = isinstance(first.end, datetime) and isinstance(second.end, datetime) and first.start != second.start
    return clocks and first.kind != second.kind and "event" not in (first.kind, second.kind)


def _begins_after(first: Event, second: Event) -> bool:
    """14:00-17:00调试场地,17:30领队会: the second begins, by the clock, when the first is over."""
    clocks = isinstance(first.end, datetime) and isinstance(second.start, datetime)
    return clocks and first.end <= second.start  # type: ignore[operator]


def _joined(held: Found, it: Found) -> Found:
    first, second = held.event, it.event
    better, other = (it, first) if first.all_day and not second.all_day else (held, second)
    kind = first.kind if first.kind != "event" else second.kind
    name = second.name if second.name and _NAMES_DAY.search(first.name) else first.name or second.name
    if second.recurrence and second.name and not first.recurrence:  # 上课时间:3月3日至6月27日, and then who comes when
        name = second.name
    event = better.event._replace(
        name=name, place=better.event.place or other.place, kind=kind,
        confidence=min(first.confidence, second.confidence),
    )
    return better._replace(event=event, half=held.half or it.half)


def _within(found: Found, longer: Found) -> bool:
    """A day of rest inside a holiday, or a day whose lessons are moved out of it; not the holiday of other people."""
    event, holiday = found.event, longer.event
    if (found.session and longer.session) or (found.owner and longer.owner and found.owner != longer.owner):
        return False
    start, first, last = day(event.start), day(holiday.start), day(holiday.end)
    if not (start and first and last and event.end and first <= start <= last and start == day(event.end)):
        return False
    return event.kind == "holiday" or found.swaps or bool(_OF_REST.search(found.told))


def _restates(found: Found, longer: Found) -> bool:
    """Whether a day is called as a longer event is that it lies in: 9月21日至23日补课, and 9月21日补课 in a table."""
    event, whole = found.event, longer.event
    start, first, last = day(event.start), day(whole.start), day(whole.end)
    if not (event.all_day and start and first and last and first < last and first <= start <= last):
        return False
    named = len(event.name) >= _NAMED_MIN and whole.name.rstrip("日").endswith(event.name.rstrip("日"))
    return named and event.kind == whole.kind and day(event.end) == start


_NAMED_MIN = 4  # characters


def deadlines(found: Sequence[Owed]) -> tuple[Deadline, ...]:
    """Each deadline once: the same day, and the same thing or nothing new."""
    out: list[Owed] = []
    places: dict[date | None, list[int]] = {}
    for it in found:
        same = places.setdefault(day(it.deadline.due), [])
        twin = next((i for i in same if _same(out[i], it)), None)
        if twin is None:
            same.append(len(out))
            out.append(it)
        elif not isinstance(out[twin].deadline.due, datetime) and isinstance(it.deadline.due, datetime):
            out[twin] = _completed(out[twin], it)
    return tuple(it.deadline for it in out)


def _same(held: Owed, it: Owed) -> bool:
    first, second = held.deadline, it.deadline
    if isinstance(first.due, datetime) and isinstance(second.due, datetime) and first.due != second.due:
        return False
    if held.sentence == it.sentence:
        return not _is_due_besides(it) or first.what == second.what
    first_act, second_act = held.act, it.act
    if first_act and second_act:
        return first_act == second_act
    if not (held.bound and it.bound):
        return _is_one_thing(first.what, second.what) if held.bound or it.bound else True
    return first.materials == second.materials if first.materials or second.materials else first.what == second.what


def _is_due_besides(it: Owed) -> bool:
    """6月1日前提交申报书,同日前完成缴费: whether something else is due by the same day."""
    days = it.told[0].days if it.told else ()
    return bool(days) and days[0].word == "同日"


def _is_one_thing(first: str, second: str) -> bool:
    """Whether two names of what is due may be of one thing: they share two letters in a row, or one says nothing."""
    return not first or not second or any(first[i : i + 2] in second for i in range(len(first) - 1))


def _completed(held: Owed, it: Owed) -> Owed:
    """The later telling has the clock; what the first one knew is kept."""
    first, second = held.deadline, it.deadline
    return it._replace(deadline=second._replace(
        what=first.what or second.what, send_to=second.send_to or first.send_to,
        materials=first.materials or second.materials, audience=first.audience or second.audience,
        formats=second.formats or first.formats,
    ))
