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
