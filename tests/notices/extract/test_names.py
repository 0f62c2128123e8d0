"""What an event and a deadline are called, where people read it: the table of `names.txt`, and what holds for all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from notices.extract import read
from notices.extract.titles import NAME_MAX
from tests.notices.extract.scoring import INDEPENDENT, LABELLED, labelled

TABLE = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").split("\n")
PARTS = [line.partition(" => ") for line in TABLE[3:]]
ROWS = [(said[0], said[2:], text) for said, arrow, text in PARTS if arrow]
BEGINS_NO_NAME = "的让把，。；：、,;:)）】◆●■"
ENDS_NO_NAME = ("的", "了", "将", "并", "和", "须", "把", "拟", "：", "，", "、", ":", ",")
PUBLISHED = date(2031, 5, 20)


@pytest.mark.parametrize(("kind", "said", "text"), ROWS, ids=[text for _, _, text in ROWS])
def test_a_date_is_called_by_what_happens_or_what_is_done(kind: str, said: str, text: str) -> None:
    reading = read(text.replace("⏎", "\n"), published=PUBLISHED)
    names = [it.name for it in reading.events] if kind == "E" else [it.what for it in reading.deadlines]
    assert "; ".join(names) == said


@pytest.mark.parametrize("folder", [LABELLED, INDEPENDENT], ids=["labelled", "independent"])
def test_no_name_is_empty_or_a_piece_of_a_sentence(folder: Path) -> None:
    names = {
        f"{notice.id}: {name}"
        for notice in labelled(folder)
        for reading in [notice.read()]
        for name in (*(it.name for it in reading.events), *(it.what for it in reading.deadlines))
        if not name or name[0] in BEGINS_NO_NAME or name.endswith(ENDS_NO_NAME) or len(name) > NAME_MAX
    }
    assert names == set()


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(ROWS) > 45
