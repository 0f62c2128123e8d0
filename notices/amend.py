"""A notice that changes an earlier one: which one it means, and which of its dates move or fall away. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notices.model import KeyDate, Moved, Notice

CORE_CHARS_MIN = 4  # of a title without its set words: less than that names nothing
ALIKE_MIN = 0.6  # of the pairs of characters in the shorter of two titles that the other has as well
CHOICES_MAX = 5  # earlier notices that may be meant: of more than that nobody can tell at a glance
QUOTE_CHARS_MAX = 120  # of the sentence that gives the reason

_CHANGES = re.compile(
    r"延期|延长|推迟|顺延|改期|取消|停办|更正|变更|调整|改在|改为|暂停"
    r"|\b(?:postpon\w+|reschedul\w+|cancel\w*|extend\w*|extension|new dates?|correction|corrigendum)\b",
    re.I,
)
_CANCELS = re.compile(r"取消|停办|\bcancel\w*", re.I)
_POSTPONES = re.compile(r"延期|推迟|顺延|改期|暂停|\b(?:postpon|reschedul)\w+", re.I)
_OWED = re.compile(r"报名|提交|报送|申报|投稿|征集|截止|缴费|登记|\b(?:registration|submission|deadline)s?\b", re.I)
_DATED = re.compile(r"\d\s*[月日]|\d\s+[A-Z][a-z]{2}")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20}[〔\[【(（]20\d\d[〕\]】)）]第?\d{1,5}号")
_CITED = re.compile(r"《([^《》]{4,80})》")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:年度?|学年)?")
_SET_WORDS = re.compile(
    r"(?:\d{1,2}月)?\d{1,2}[日号](?:[上下中]午|晚上?)?|关于|原定|举办|举行|召开|开展|组织|做好|延期|延长|推迟|顺延|改期|取消|停办|更正|变更|调整|暂停|一[次天场期]|补充|紧急|再次|时间|地点|日期|截止"
    r"|的?(?:通知|通告|公告|函|启事|说明)|[（(].*?[)）]|的|\W"
)
_SET_WORDS_EN = re.compile(
    r"\b(?:notice|announcement|of|the|an?|on|for|is|has been|postponed|postponement|rescheduled|cancell?ed|cancellation"
    r"|extended|extension|new dates?|correction|corrigendum|deadline|time|dates?|update[ds]?)\b", re.I,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A notice that may be meant, out of the same feed or by the same issuer."""

    id: int
    title: str
    doc_number: str | None
    key_dates: tuple[KeyDate, ...] = ()
    is_own: bool = True
    """Its issuer is that of the later notice, as far as both say whose they are."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Which earlier notice is changed: the one that is meant, or else those that may be meant, the likeliest first."""

    id: int | None = None
    maybe: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One date of the earlier notice, and what it is now; None: it is called off."""

    old: KeyDate
    new: KeyDate | None


def changes_another(notice: Notice) -> bool:
    """Its title says that it changes what was told before."""
    return bool(_CHANGES.search(notice.title))


def tie(notice: Notice, known: Sequence[Earlier], now: datetime, zone: ZoneInfo) -> Tie:
    """The earlier notice that is meant: the only one whose number it cites, else the only one whose title, set words
    apart, it cites or bears; of several such, the only one whose dates it can move. Where several can be, or titles
    are merely alike, those may be meant: which one, somebody must say. `known`: the newest first."""
    numbers = {_squeezed(it) for it in _NUMBER.findall(notice.text)} - {_squeezed(notice.doc_number or "")}
    by_number = [it for it in known if it.doc_number and _squeezed(it.doc_number) in numbers]
    if len(by_number) == 1 and by_number[0].is_own:
        return Tie(by_number[0].id)
    movable = [it for it in by_number or known if _matters(moves(it.key_dates, notice, zone), now)]
    cores = {it for title in (*_CITED.findall(notice.text), notice.title) if len(it := core(title)) >= CORE_CHARS_MIN}
    by_title = [it for it in known if it.is_own and core(it.title) in cores]
    meant = by_title if len(by_title) == 1 else [it for it in by_title if it in movable]
    if not by_number and len(meant) == 1:
        return Tie(meant[0].id)
    likely = sorted(((_likeness(it, notice, zone), it.id) for it in movable), key=lambda pair: -pair[0])
    return Tie(maybe=tuple(id_ for share, id_ in likely if by_number or share >= ALIKE_MIN)[:CHOICES_MAX])


def _matters(made: Sequence[Move], now: datetime) -> bool:
    """Whether any of these dates, as they were or as they are now, is still ahead."""
    dates = [date_ for move in made for date_ in (move.old, move.new) if date_]
    return any((it.ends_at or it.anchor) > now for it in dates)


def _likeness(it: Earlier, notice: Notice, zone: ZoneInfo) -> float:
    """How much an earlier notice looks like the one that is meant, from 0 to 1: by its title, or, where the later title
    names nothing, by the day that moves."""
    years, others = set(_YEAR.findall(notice.title)), set(_YEAR.findall(it.title))
    others = others or {str(day.year) for known in it.key_dates for day in _days(known, zone)}
    if years and not years & others:
        return 0.0
    mine, its = _YEAR.sub("", core(notice.title)), _YEAR.sub("", core(it.title))
    if not mine:
        days = {day for known in it.key_dates for day in _days(known, zone)}
        return 1.0 if any(change.old in days for change in notice.changes) else 0.0
    if len(its) >= CORE_CHARS_MIN and its in _squeezed(notice.text):
        return 1.0
    shorter, longer = sorted((_pairs(mine), _pairs(its)), key=len)
    return len(shorter & longer) / len(shorter) if shorter else 0.0


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def core(title: str) -> str:
    """A title without the words that any title may have: `人工智能讲座`."""
    return _SET_WORDS.sub("", _squeezed(_SET_WORDS_EN.sub(" ", title))).casefold()


def _squeezed(words: str) -> str:
    return "".join(words.split()).replace("[", "〔").replace("]", "〕").replace("（", "(").replace("）", ")")


def moves(known: Sequence[KeyDate], notice: Notice, zone: ZoneInfo) -> tuple[Move, ...]:
    """What becomes of the earlier notice's dates; what cannot be told apart stays as it was."""
    if _CANCELS.search(notice.title) and not notice.key_dates and not _DATED.search(notice.title):
        return tuple(Move(it, None) for it in known)
    found: dict[int, Move] = {}
    for change in notice.changes:
        at = _meant(known, change, notice, zone, [i for i in range(len(known)) if i not in found])
        for index in at:
            new = _new(known[index], change.old, change.new, notice.key_dates, zone)
            if new is None or _is_news(known[index], new):
                found[index] = Move(known[index], new)
    if not notice.changes:
        for new in notice.key_dates:
            same = _same(known, new, notice.key_dates, [i for i in range(len(known)) if i not in found])
            if same is not None and _is_news(known[same], new):
                found[same] = Move(known[same], _at(known[same], new))
    return tuple(found[index] for index in sorted(found))


def _is_news(old: KeyDate, new: KeyDate) -> bool:
    return _moments(new) != _moments(old) or bool(new.place and new.place != old.place)


def _same(known: Sequence[KeyDate], new: KeyDate, said: Sequence[KeyDate], free: Sequence[int]) -> int | None:
    """The date of the earlier notice that this one is: the only one of its name, else the only one of its kind."""
    named = [i for i in free if (known[i].kind, known[i].name) == (new.kind, new.name)]
    alike = [i for i, it in enumerate(known) if it.kind == new.kind]
    if not named and [it.kind for it in said].count(new.kind) == 1:
        named = [i for i in alike if i in free and len(alike) == 1]
    return named[0] if len(named) == 1 else None


def _meant(
    known: Sequence[KeyDate], change: Moved, notice: Notice, zone: ZoneInfo, free: Sequence[int]
) -> list[int]:
    """The dates that a change is about: those on the old day; where that is not said, the only one there is or the only
    one of its kind; where no day is said at all, all events, or all deadlines if the title tells of handing in."""
    if change.old is not None:
        return [i for i in free if change.old in _days(known[i], zone)]
    if change.new is None and len(known) > 1:
        kind = "deadline" if _OWED.search(notice.title) else "event"
        return [i for i in free if known[i].kind == kind]
    kinds = {it.kind for it in notice.key_dates if change.new in _days(it, zone)}
    alike = free if len(known) == 1 else [i for i in free if known[i].kind in kinds]
    return list(alike) if len(alike) == 1 else []


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


def postpones(words: str) -> bool:
    """A date that falls away with these words will have another one."""
    return bool(_POSTPONES.search(words)) and not _CANCELS.search(words)


def reason(notice: Notice) -> str:
    """The sentence that says what changed and why."""
    sentences = [" ".join(it.split()) for it in re.split(r"[。！？\n]|\.(?=\s)", notice.text)]
    told = [it for it in sentences if _CHANGES.search(it) and it != " ".join(notice.title.split())]
    return (told[0] if told else notice.title)[:QUOTE_CHARS_MAX]
