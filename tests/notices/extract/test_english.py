"""English announcements as wholes: their dates, also with Chinese punctuation; and the names of what is in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from notices.extract import read
from tests.notices.extract.own_texts import own_texts
from tests.notices.extract.test_own_texts import differences

ANNOUNCEMENTS = list(own_texts("english_genres.txt"))
TABLE = Path(__file__).with_name("english_names.txt").read_text(encoding="utf-8").split("\n")
NAMES = [(text, said.strip()) for text, arrow, said in (line.partition(" =>") for line in TABLE[1:]) if arrow]
WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in ",:()"}  # as those type who write Chinese as well
EN_DASH, HYPHEN = "–", "-"


def differ(way: Callable[[str], str]) -> list[tuple[str, list[str]]]:
    """The announcements that do not mean what they say when they are typed so, each with what is wrong."""
    found = [(own.name, differences(own, read(way(own.text), published=own.published))) for own in ANNOUNCEMENTS]
    return [it for it in found if it[1]]


TYPED: dict[str, Callable[[str], str]] = {
    "as written": str, "Chinese punctuation": lambda text: text.translate(WIDE),
    "hyphens": lambda text: text.replace(EN_DASH, HYPHEN), "Windows line ends": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("way", TYPED)
def test_an_announcement_means_what_it_says_however_it_is_typed(way: str) -> None:
    assert ANNOUNCEMENTS and differ(TYPED[way]) == []


def test_every_finding_quotes_the_announcement_and_has_a_name() -> None:
    for own in ANNOUNCEMENTS:
        reading = read(own.text, published=own.published)
        for finding in (*reading.events, *reading.deadlines):
            shown = own.text[finding.evidence.start : finding.evidence.end]
            assert shown == finding.evidence.text != "", own.name
        for name in [*(it.name for it in reading.events), *(it.what for it in reading.deadlines)]:
            assert name and name[0] == name[0].upper(), own.name
            assert not name.endswith((" the", " of", " on", " by", ",", "(")), own.name


def called(text: str) -> str:
    """What its events and its deadlines are called, as the table writes it."""
    reading = read(text, published=date(2031, 5, 20))
    events = "; ".join(it.name for it in reading.events)
    return f"{events} | {'; '.join(it.what for it in reading.deadlines)}".strip()


def test_things_are_called_as_in_a_calendar() -> None:
    assert NAMES and [(text, found) for text, said in NAMES if (found := called(text)) != said] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Exhibition: 3 June – 3 July 2031, daily 10:00–18:00, closed on Mondays.", "FREQ=DAILY;BYDAY=TU,WE,TH,FR,SA,SU"),
        ("The club meets every Tuesday and Thursday from 3 June to 26 June.", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("Course: Mondays, 6-8 pm, 2 June to 30 June 2031", "FREQ=WEEKLY;BYDAY=MO"),
        ("The clinic is open every other Friday from 6 June to 18 July.", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("The kiosk is open on weekdays from 2 June to 27 June.", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("The show is open from 3 June to 3 July, closed Mondays.", "FREQ=DAILY;BYDAY=TU,WE,TH,FR,SA,SU"),
        ("The camp runs from Monday 2 June to Friday 6 June.", None),
        ("The college will be closed Thursday and Friday, June 5-6.", None),
    ],
)
def test_what_comes_back_has_its_rule(text: str, rule: str | None) -> None:
    assert [it.recurrence for it in read(text, published=date(2031, 5, 20)).events] == [rule]


@pytest.mark.parametrize(
    ("text", "kind", "old", "new"),
    [
        ("The talk scheduled for 5 June has been moved to 19 June.", "postponed", date(2031, 6, 5), date(2031, 6, 19)),
        ("The deadline, previously 5 June, is now 19 June.", "extended", date(2031, 6, 5), date(2031, 6, 19)),
        ("The show has been extended until 19 June.", "extended", None, date(2031, 6, 19)),
        ("The walk planned for 5 June has been cancelled.", "cancelled", date(2031, 6, 5), None),
        ("Registration is now open until 5 June.", "", None, None),
        ("The result will be announced two days later, on 18 June.", "", None, None),
    ],
)
def test_what_is_changed_is_told_as_a_change(text: str, kind: str, old: date | None, new: date | None) -> None:
    found = [(it.kind, it.old, it.new) for it in read(text, published=date(2031, 5, 20)).changes]
    assert found == ([(kind, old, new)] if kind else [])


def test_a_place_is_that_of_its_own_date() -> None:
    text = "The fair is on 12 June.\nThe talk is on 14 June, 2-4 pm, Room 305.\nDate: 20 June\nVenue: Hall B, Science Museum"
    found = read(text, published=date(2031, 5, 20)).events
    assert [it.place for it in found] == [None, "Room 305", "Hall B, Science Museum"]
