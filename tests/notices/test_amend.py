"""Which earlier notice a later one changes, and what becomes of its dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notices.amend import Earlier, Move, Tie, moves, postpones, tie
from notices.model import KeyDate, Moved, Notice

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 2, 9, 0, tzinfo=ZONE)


def event(on: int, name: str = "讲座", place: str | None = None) -> KeyDate:
    start = datetime(2026, 9, on, 14, 30, tzinfo=ZONE)
    return KeyDate("event", name, start, start + timedelta(hours=2), all_day=False, place=place)


def deadline(on: int, name: str = "报名") -> KeyDate:
    return KeyDate("deadline", name, None, datetime(2026, 9, on, 23, 59, tzinfo=ZONE))


LECTURE = Earlier(1, "关于举办人工智能讲座的通知", "馆发〔2026〕8号", (event(10), deadline(8)))
ROBOTS = Earlier(2, "关于举办人工智能与机器人讲座的通知", None, (event(10),))
STARS = Earlier(3, "关于举办天文讲座的通知", None, (event(11),))
OTHERS = Earlier(4, LECTURE.title, None, (event(10),), is_own=False)
LONG_AGO = NOW - timedelta(days=300)
PAST = Earlier(5, LECTURE.title, None, (KeyDate("event", "讲座", LONG_AGO, LONG_AGO),))
TO_17 = (Moved("postponed", date(2026, 9, 10), date(2026, 9, 17)),)


def later(title: str = "关于人工智能讲座延期的通知", text: str = "", changes: tuple[Moved, ...] = TO_17) -> Notice:
    return Notice(title, text, changes=changes)


@pytest.mark.parametrize(("notice", "known", "found"), [
    (later(), (LECTURE,), Tie(1)),
    (later(), (LECTURE, STARS), Tie(1)),
    (later(), (LECTURE, PAST), Tie(1)),
    (later("关于讲座延期的通知", "《关于举办人工智能讲座的通知》中的讲座推迟。"), (LECTURE, ROBOTS), Tie(1)),
    (later("延期通知", "馆发[2026]8号中的讲座推迟。"), (LECTURE, ROBOTS), Tie(1)),
    (later("关于取消9月10日人工智能讲座的通知"), (LECTURE, ROBOTS), Tie(1)),
    (later(), (ROBOTS,), Tie(maybe=(2,))),
    (later(), (OTHERS,), Tie(maybe=(4,))),
    (later("延期通知"), (LECTURE, ROBOTS, STARS), Tie(maybe=(1, 2))),
    (later("关于讲座延期的通知"), (ROBOTS, LECTURE, STARS), Tie(maybe=(2, 1))),
    (later("关于量子计算讲座延期的通知"), (LECTURE, ROBOTS), Tie()),
    (later("关于2025年人工智能讲座延期的通知"), (ROBOTS,), Tie()),
    (later(changes=(Moved("postponed", date(2026, 9, 20), None),)), (ROBOTS, STARS), Tie()),
    (later(), (), Tie()),
])
def test_one_that_is_named_is_meant_and_those_that_are_merely_alike_may_be(
    notice: Notice, known: tuple[Earlier, ...], found: Tie
) -> None:
    assert tie(notice, known, NOW, ZONE) == found


def test_what_is_all_in_the_past_is_no_question() -> None:
    assert tie(later(), (ROBOTS,), NOW + timedelta(days=60), ZONE) == Tie()


def test_more_than_anyone_can_tell_apart_are_not_listed() -> None:
    many = [Earlier(n, f"关于举办人工智能讲座第{n}讲的通知", None, (event(10),)) for n in range(20)]
    assert len(tie(later("关于讲座延期的通知"), many, NOW, ZONE).maybe) == 5


def test_a_new_day_without_the_old_one_moves_the_only_date_of_its_kind() -> None:
    told = Notice("讲座改期", "", (event(17),), changes=(Moved("postponed", None, date(2026, 9, 17)),))
    assert [(it.old, it.new and it.new.starts_at) for it in moves(LECTURE.key_dates, told, ZONE)] == [
        (event(10), event(17).starts_at)
    ]
    assert moves((event(10), event(11)), told, ZONE) == ()


@pytest.mark.parametrize(("title", "off"), [
    ("关于人工智能讲座延期的通知", event(10)), ("关于延长讲座报名时间的通知", deadline(8)),
])
def test_what_is_put_off_without_any_day_loses_the_dates_it_speaks_of(title: str, off: KeyDate) -> None:
    open_ = later(title, changes=(Moved("postponed", None, None),))
    assert moves(LECTURE.key_dates, open_, ZONE) == (Move(off, None),)


def test_a_place_that_changes_alone_is_news() -> None:
    told = Notice("更正", "", (event(10, place="报告厅"),))
    ((_, new),) = [(it.old, it.new) for it in moves((event(10),), told, ZONE)]
    assert new == event(10, place="报告厅")


@pytest.mark.parametrize(("words", "is_put_off"), [
    ("讲座延期举行", True), ("讲座取消", False), ("原定延期的讲座取消", False), ("The lecture is postponed", True),
    ("The lecture has been cancelled", False), ("讲座举行", False),
])
def test_what_is_put_off_is_told_from_what_is_cancelled(words: str, is_put_off: bool) -> None:
    assert postpones(words) is is_put_off
