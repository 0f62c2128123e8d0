"""The grammar, one sentence at a time."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from notices.extract import read
from notices.reading import Moment
from tests.notices.extract.english_notices import ENGLISH
from tests.notices.extract.own_notices import FORMS, ROLES, Own


def _written(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


@pytest.mark.parametrize("own", [*FORMS, *ROLES, *ENGLISH], ids=lambda own: own.name)
def test_a_sentence_means_what_it_says(own: Own) -> None:
    reading = read(own.text, title=own.title, published=own.published)
    assert [f"{_written(e.start)}/{_written(e.end)}" for e in reading.events] == list(own.events)
    assert [_written(d.due) for d in reading.deadlines] == list(own.deadlines)


@pytest.mark.parametrize("own", [*FORMS, *ROLES, *ENGLISH], ids=lambda own: own.name)
def test_every_finding_quotes_the_text(own: Own) -> None:
    reading = read(own.text, title=own.title, published=own.published)
    for finding in (*reading.events, *reading.deadlines):
        shown = finding.evidence
        assert shown.text and own.text[shown.start : shown.end] == shown.text


def test_no_finding_is_certain_beyond_doubt() -> None:
    reading = read("6月17日(周三)召开家长会。", published=date(2031, 5, 20))
    assert [e.confidence < 0.8 for e in reading.events] == [True], "17 June 2031 is a Tuesday"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("6月17日(周三)召开家长会。", "weekday"),
        ("请于5月1日前报名。", "late"),
        ("我校6月17日召开家长会。\n2019年的做法供参考。", "guessed"),
        ("请在签收后七个工作日内交齐。", "workdays"),
        ("2月30日召开家长会。", "no_such_day"),
        ("The lecture will be held on Monday, June 17.", "weekday"),
        ("Please submit your abstract by May 10, 2031.", "late"),
        ("The lecture will be held on 06/07/2031.", "ambiguous"),
    ],
)
def test_a_doubt_is_below_what_reminds_and_says_why(text: str, why: str) -> None:
    reading = read(text, published=None if why == "guessed" else date(2031, 5, 20))
    assert why in [doubt.why for doubt in reading.unresolved]
    assert all(it.confidence < 0.8 for it in (*reading.events, *reading.deadlines))


@pytest.mark.parametrize(
    ("signed", "due"), [("2025年9月22日", ["2025-10-11"]), ("2031年9月22日", [])]
)
def test_working_days_are_counted_where_the_year_is_known(signed: str, due: list[str]) -> None:
    """In 2025 the days of 28 September and 11 October are made up; of 2031 nothing is decided yet."""
    reading = read(f"请在本通知发布之日起10个工作日内报送材料。\n教务处\n{signed}")
    assert [_written(it.due) for it in reading.deadlines] == due
