"""A notice that changes an earlier one: which one it means, and which of its dates move or fall away. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notices.model import KeyDate, Notice

CORE_CHARS_MIN = 4  # of a title without its set words: less than that names nothing
QUOTE_CHARS_MAX = 120  # of the sentence that gives the reason

_CHANGES = re.compile(r"延期|延长|推迟|顺延|改期|取消|停办|更正|变更|调整|改在|改为|暂停")
_CANCELS = re.compile(r"取消|停办")
_DATED = re.compile(r"\d\s*[月日]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20}[〔\[【(（]20\d\d[〕\]】)）]第?\d{1,5}号")
_CITED = re.compile(r"《([^《》]{4,80})》")
_SET_WORDS = re.compile(
    r"关于|举办|举行|召开|开展|组织|做好|延期|延长|推迟|顺延|改期|取消|停办|更正|变更|调整|暂停|补充|紧急|再次|时间|地点|日期|截止"
    r"|的?(?:通知|通告|公告|函|启事|说明)|[（(].*?[)）]|的|\W"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A notice that may be meant: by the same issuer, or out of the same feed."""

    id: int
    title: str
    doc_number: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """One date of the earlier notice, and what it is now; None: it is called off."""

    old: KeyDate
    new: KeyDate | None


def changes_another(notice: Notice) -> bool:
    """Its title says that it changes what was told before."""
    return bool(_CHANGES.search(notice.title))


def tie(notice: Notice, known: Sequence[Earlier]) -> int | None:
    """The earlier notice that is meant: the only one whose number it cites, else the only one whose title, set words
    apart, it cites or bears. None where none is, or several are."""
    numbers = {_squeezed(it) for it in _NUMBER.findall(notice.text)} - {_squeezed(notice.doc_number or "")}
    by_number = [it.id for it in known if it.doc_number and _squeezed(it.doc_number) in numbers]
    if by_number:
        return by_number[0] if len(by_number) == 1 else None
    cores = {core(title) for title in (*_CITED.findall(notice.text), notice.title)}
    by_title = [it.id for it in known if len(core(it.title)) >= CORE_CHARS_MIN and core(it.title) in cores]
    return by_title[0] if len(by_title) == 1 else None


def core(title: str) -> str:
    """A title without the words that any title may have: `人工智能讲座`."""
    return _SET_WORDS.sub("", _squeezed(title))


def _squeezed(words: str) -> str:
    return "".join(words.split()).replace("[", "〔").replace("]", "〕").replace("（", "(").replace("）", ")")


def moves(known: Sequence[KeyDate], notice: Notice, zone: ZoneInfo) -> tuple[Move, ...]:
    """What becomes of the earlier notice's dates; what cannot be told apart stays as it was."""
    if _CANCELS.search(notice.title) and not notice.key_dates and not _DATED.search(notice.title):
        return tuple(Move(it, None) for it in known)
    found: dict[int, Move] = {}
    for change in notice.changes:
        at = _meant(known, change.old, zone, [i for i in range(len(known)) if i not in found])
        for index in at:
            new = _new(known[index], change.old, change.new, notice.key_dates, zone)
            if new is None or _moments(new) != _moments(known[index]):
                found[index] = Move(known[index], new)
    if not notice.changes:
        for new in notice.key_dates:
            same = [i for i, it in enumerate(known) if (it.kind, it.name) == (new.kind, new.name) and i not in found]
            if len(same) == 1 and _moments(known[same[0]]) != _moments(new):
                found[same[0]] = Move(known[same[0]], _at(known[same[0]], new))
    return tuple(found[index] for index in sorted(found))


def _meant(known: Sequence[KeyDate], old: date | None, zone: ZoneInfo, free: Sequence[int]) -> list[int]:
    """The dates that a change is about: those on the old day; where that is not said, the only one there is."""
    if old is None:
        return list(free) if len(free) == 1 else []
    return [i for i in free if old in _days(known[i], zone)]


def _new(
    it: KeyDate, old: date | None, new: date | None, said: Sequence[KeyDate], zone: ZoneInfo
) -> KeyDate | None:
    """The date as it is now: as the change notice says it, else as long as before and as many days later."""
    if new is None:
        return None
    for date_ in said:
        if date_.kind == it.kind and new in _days(date_, zone):
            return _at(it, date_)
    base = old or _days(it, zone)[-1]
    by = new - base
    return replace(it, starts_at=_later(it.starts_at, by), ends_at=_later(it.ends_at, by))


def _at(it: KeyDate, new: KeyDate) -> KeyDate:
    return replace(
        it, starts_at=new.starts_at, ends_at=new.ends_at, all_day=new.all_day, place=new.place or it.place,
        evidence=new.evidence, confidence=new.confidence,
    )


def _later(moment: datetime | None, by: timedelta) -> datetime | None:
    return moment and moment + by


def _days(it: KeyDate, zone: ZoneInfo) -> list[date]:
    return [moment.astimezone(zone).date() for moment in (it.starts_at, it.ends_at) if moment]


def _moments(it: KeyDate) -> tuple[object, ...]:
    return it.kind, it.starts_at, it.ends_at, it.all_day


def moved(dates: Sequence[KeyDate], by: Sequence[Move]) -> tuple[KeyDate, ...]:
    """The dates after these moves, each applied to the dates that stand where it began: an earlier notice that is read
    again stays as it was changed."""
    now = list(dates)
    for move in by:
        now = [new for it in now if (new := move.new if _moments(it) == _moments(move.old) else it) is not None]
    return tuple(now)


def reason(notice: Notice) -> str:
    """The sentence that says what changed and why."""
    sentences = [" ".join(it.split()) for it in re.split(r"[。！？\n]", notice.text)]
    told = [it for it in sentences if _CHANGES.search(it) and it != " ".join(notice.title.split())]
    return (told[0] if told else notice.title)[:QUOTE_CHARS_MAX]
