"""The grammar on whole notices of many genres and on single phrases, in both widths, alone and among other things."""

from __future__ import annotations

import pytest

from notices.extract import read
from notices.reading import Reading
from tests.notices.extract.own_texts import OwnText, own_texts
from tests.notices.extract.scoring import WIDTHS, compare, deadline_spans, event_spans

TEXTS = [*own_texts("genres.txt"), *own_texts("phrases.txt")]
MINUTE = 16  # characters of a moment


def differences(own: OwnText, reading: Reading) -> list[str]:
    """What was missed and what is wrong in a reading, in words."""
    out = []
    for kind, found in (("events", event_spans(reading)), ("deadlines", deadline_spans(reading))):
        missed, wrong = compare(*own.spans(kind), found, MINUTE)
        out += [f"missed {kind}: {it}" for it in missed] + [f"wrong {kind}: {it}" for it in wrong]
    return out


@pytest.mark.parametrize("width", WIDTHS)
def test_a_text_means_what_it_says_in_either_width(width: str) -> None:
    found = [(own.name, differences(own, read(WIDTHS[width](own.text), published=own.published))) for own in TEXTS]
    assert len(found) > 800 and [it for it in found if it[1]] == []
