"""The reader held to notices that two careful readers labelled, in both widths."""

from __future__ import annotations

import pytest

from tests.notices.extract.scoring import INDEPENDENT, MINUTE, WIDTHS, asked, compare, deadline_spans, labelled, score

EVENT_F1, DEADLINE_F1, NOTICES_RIGHT = 0.95, 0.97, 0.85


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bars_are_met(width: str) -> None:
    found = score(labelled(), width)
    assert found.events.f1 >= EVENT_F1 and found.deadlines.f1 >= DEADLINE_F1
    assert found.right >= found.total * NOTICES_RIGHT
    assert found.events.precision >= found.events.recall and found.deadlines.precision >= found.deadlines.recall


def test_the_bars_are_met_on_what_others_wrote() -> None:
    found = score(labelled(INDEPENDENT))
    assert found.total >= 1494
    assert found.events.f1 >= EVENT_F1 and found.deadlines.f1 >= DEADLINE_F1
    assert found.right >= found.total * NOTICES_RIGHT
    assert found.events.precision >= found.events.recall and found.deadlines.precision >= found.deadlines.recall


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_said_where_nothing_is_due(width: str) -> None:
    quiet = [it for it in labelled() if not it.labels["events"] and not it.labels["deadlines"]]
    assert len(quiet) >= 6
    for notice in quiet:
        reading = notice.read(width)
        assert not reading.events and not reading.deadlines, notice.id


@pytest.mark.parametrize("width", WIDTHS)
def test_no_deadline_is_wrong_by_its_clock(width: str) -> None:
    for notice in labelled():
        must, may = asked(notice.labels["deadlines"], "due", "due")
        _, wrong = compare(must, may, deadline_spans(notice.read(width)), MINUTE)
        assert not wrong, notice.id


def test_every_finding_quotes_the_text() -> None:
    for notice in labelled():
        for finding in (*(reading := notice.read()).events, *reading.deadlines):
            shown = finding.evidence
            assert shown.text and notice.text[shown.start : shown.end] == shown.text
