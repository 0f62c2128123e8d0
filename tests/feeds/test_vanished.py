from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from feeds import vanished
from feeds.model import Entry
from feeds.swings import HOLDS, HOLDS_URGENT
from notices.model import KeyDate

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=2)


@dataclass(frozen=True)
class Event:
    """An event so many days ahead."""

    entry_id: int
    days: float
    title: str = "讲座"
    away_since: datetime | None = LONG_AGO
    was_asked: bool = False

    @property
    def starts_at(self) -> datetime:
        return NOW + timedelta(days=self.days)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset({f"uid:{self.entry_id}"})

    @property
    def entry(self) -> Entry:
        date = KeyDate("event", self.title, self.starts_at, None)
        return Entry(tuple(self.keys), self.title, "", None, None, None, str(self.days), events=(date,))


TERM = [Event(number, days=10 * number) for number in range(1, 7)]


def judged(*gone: Event, ahead: list[Event] = TERM) -> vanished.Vanished:
    ids = {it.entry_id for it in gone}
    return vanished.judge(gone, ahead, [it.entry for it in ahead if it.entry_id not in ids], NOW)


def test_an_event_between_others_is_called_off() -> None:
    found = judged(TERM[2])
    assert (found.called_off, found.in_doubt, found.away) == ((3,), (), (3,))


def test_half_of_the_events_may_go_and_no_more() -> None:
    assert judged(*TERM[:3]).called_off == (1, 2, 3)
    found = judged(*TERM[:4])
    assert found.called_off == () and [id_ for id_, _ in found.in_doubt] == [1, 2, 3, 4]


def test_what_lies_beyond_the_last_event_of_the_calendar_may_only_be_out_of_its_sight() -> None:
    found = judged(TERM[5])
    assert found.called_off == () and found.in_doubt == ((6, LONG_AGO),)


def test_of_two_events_at_the_same_time_one_may_be_called_off() -> None:
    both = [Event(1, 5), Event(2, 5)]
    assert judged(both[0], ahead=both).called_off == (1,)


@pytest.mark.parametrize(("days", "holds"), [(10, HOLDS), (0.9, HOLDS_URGENT)])
def test_nothing_counts_before_it_has_been_away_for_a_while(days: float, holds: timedelta) -> None:
    last = Event(9, 90)
    for since, counts_at in ((None, NOW + holds), (NOW - holds / 2, NOW + holds / 2), (NOW - holds, None)):
        it = Event(1, days, away_since=since)
        found = judged(it, ahead=[it, last])
        assert found.look_at == counts_at and found.away == (1,)
        assert found.called_off == (() if counts_at else (1,))


def test_nobody_is_asked_twice() -> None:
    found = judged(Event(7, 70, was_asked=True), ahead=TERM)
    assert found.in_doubt == () and found.away == (7,)


def test_what_stands_in_the_document_is_not_missing_whatever_is_made_of_it() -> None:
    read, listed, gone = TERM[:3]
    assert vanished.missing([read, listed, gone], frozenset({read.entry_id}), frozenset(listed.keys)) == [gone]


def test_only_the_one_event_of_a_title_can_have_been_made_anew() -> None:
    gone = [Event(1, 5, "讲座"), Event(2, 6, "参观"), Event(3, 7, "参观"), Event(4, 8, "比赛")]
    new = [Event(id_, 9, title).entry for id_, title in ((11, "讲座"), (12, "参观"), (13, "比赛"), (14, "比赛"))]
    assert vanished.made_anew(gone, new) == {1: new[0]}
