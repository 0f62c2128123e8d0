"""What is due by a date, in a few words: what its label says, what its clause asks, the papers it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from notices.extract import acts, areas, deeds, duties, endings, moved, names, phrasing, titles, verbs, whom, words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern, up_to

if TYPE_CHECKING:
    from notices.extract.state import Notice

_ENDS = frozenset(",;。\n") | {""}
_RUNS = range(5, 17)  # characters of what runs until a day: a shorter name says only who or of which kind
_GLOSSED = Pattern(r"([^,。;:(]{2,20}?)[于在]?第?\d{1,2}周前\($")
"""所有课程于18周前(6月21日前)结课: the day explains a week of teaching."""
_STOPS = Pattern("[,。;:(]")
_WORDS_MIN = 5  # characters of a label in a table that is more than whose turn it is (博士:)
_PAPERS_MAX = 2  # named one by one; more are read in the notice

def about(notice: Notice, when: When, place: Place) -> names.About:
    """What stands above and around a date."""
    start = notice.lines[place.line].start if notice.lines else 0
    text = notice.folded.text
    return names.About(notice.theme.title, text, text[start : when.start], notice.outside.audience)


def what(notice: Notice, index: int, area: duties.Area, duty: duties.Duty) -> str:
    """What is done by a deadline: what its label says, what its clause asks, the papers it asks for, else its name.
    Never empty where the notice has words of its own."""
    name = endings.of_act(_what(notice, index, area, duty))
    if len(name) > _WHO_MAX or not whom.is_people(name):
        return name
    place = notice.around[index]
    return names.heading(place) or about(notice, notice.whens[index], place).topic or name


_WHO_MAX = 4  # characters: a longer name that ends as an office does tells what goes there (交到教务处)


def _what(notice: Notice, index: int, area: duties.Area, duty: duties.Duty) -> str:
    when, place, folded = notice.whens[index], notice.around[index], notice.folded
    around, papers = about(notice, when, place), "、".join(duty.materials[:_PAPERS_MAX])
    papers = papers if len(papers) <= titles.NAME_MAX else duty.materials[0]
    called = names.labelled(folded, place, area.own[0])
    bare = deeds.is_bare(called)
    glossed = _GLOSSED.search(place.lead) if place.lead.endswith("周前(") else None
    if glossed and place.tail.startswith(")"):
        thing, verb = phrasing.clean(glossed[1]), up_to(_STOPS, place.tail[1:])
        return thing + (verb[:-2] if len(verb) > 2 and thing.endswith(verb[-2:]) else verb)
    if called and not bare and (acts.asks(called) or moved.is_moved(place.lead) or words.DUE_LABEL.search(place.lead)):
        return called
    named = names.subject(folded, place)
    if not called and deeds.is_bare(named):
        called, bare = named, True
    label = names.colon(folded, place)
    whose = (place.left or place.row) and len(label) < _WORDS_MIN and not acts.asks(label)
    if label and not deeds.is_bare(label) and not whose:
        return label
    alone = when.mark == "until" or folded.text[when.end : when.end + 1] in _ENDS
    if named and alone and not bare and (deeds.ends_in_deed(named) or (when.mark == "until" and len(named) in _RUNS)):
        return named
    if when.mark == "until" and place.lead.endswith(","):
        asked = deeds.told("", place.lead[:-1].rpartition(",")[2])  # 扫码预约登记,10月11日18:00截止
        if asked and asked.whole:
            return phrasing.as_written(folded, asked.name)
    if place.task and (task := _of_task(place.task)):
        return phrasing.as_written(folded, task)
    if place.left or place.row:
        return names.event_name(folded, when, place, around)
    lead = folded.text[max(area.own[0], place.start) : area.at]
    inline = names.inline(around)
    deed = deeds.told(lead, _tail(notice, area, place), papers or (inline if deeds.is_paper(inline) else ""))
    if inline and deed and not deed.thing and (deed.hands or deed.verb in verbs.ONCE):
        return inline
    if deed and deed.hands and len(duty.materials) > 1 and _COPIES.search(deed.thing):
        return papers
    if deed and deed.whole and len(deed.name) > 1:
        return phrasing.as_written(folded, deed.name)
    if deed is None and when.spans and not bare:
        return _without(duty.audience, names.event_name(folded, when, place, around))
    if deed is None and inline and acts.asks(inline):
        return inline
    if papers and not (deed and not deed.hands and deed.verb not in _GATHERS):
        return deeds.handed(papers, called if bare else "提交")
    if deed or bare:
        topic = names.heading(place) or around.topic
        if deed and deed.hands:
            called = topic if around.title and len(topic) <= names.LONG else ""
            return called or (f"{deed.verb}材料" if len(deed.verb) < 3 else deed.verb)
        return _of_bare(deed.verb if deed else called, topic)
    return _without(duty.audience, names.event_name(folded, when, place, around))


_GATHERS = ("整理", "汇总")
"""What is done to papers that are handed in."""


_OF_WHOLE = frozenset(("完成", "办理", "填写", "录入"))
"""What is done to all that a notice is about."""


def _of_bare(verb: str, topic: str) -> str:
    """What a verb is called that says nothing without its object: with what the notice is about."""
    if not topic or verb in topic or verb not in _OF_WHOLE:
        return verb if len(verb) > 1 else f"上{verb}"
    return verb + topic if len(verb + topic) <= names.LONG else verb


def _of_task(cell: str) -> str:
    """What a cell says is to be done: its deed, or all of a short one."""
    deed = deeds.told("", cell)
    if deed and deed.thing and len(deed.name) <= names.LONG:
        return deed.name
    titled = _TITLED.match(cell)
    if titled and not (deed and deed.thing):
        return titled[1]  # 《考核表》盖章后一式1份报平台科
    name = phrasing.clean(up_to(_CLAUSES, cell))
    return name if phrasing.says(name) and len(name) <= _TASK_MAX and not _COPIES.search(name) else ""


_TITLED = Pattern("《([^《》]{2,20})》")
_TASK_MAX = 16  # characters: a longer cell tells more than what it is
_CLAUSES = Pattern("[,。;(]")
_COPIES = Pattern(r"[\d一二两三四五六七八]份|.本|纸质版|电子版")


def _tail(notice: Notice, area: duties.Area, place: Place) -> str:
    """What follows the date of a deadline up to the next date."""
    text = notice.folded.text
    tail = text[area.until : min(area.own[1], max(area.until, place.tail_at + len(place.tail)))]
    if area.step and not areas.ACTS.search(tail):  # 学生6月5日前、教师6月8日前完成登记: what the last one does, all do
        return text[areas.dates_in(notice, area.sentence)[-1].end : area.sentence[1]]
    return tail


def _without(owers: Sequence[str], name: str) -> str:
    """A name without who does it."""
    return name.removeprefix(next((it for it in owers if name.startswith(it) and len(name) > len(it) + 1), ""))
