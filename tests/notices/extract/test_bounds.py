"""Whatever is read, reading ends soon: no pattern can be made to try again and again, and every list has an end.
`./run bench read` shows that twice the text takes twice the time."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from re import _constants, _parser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import notices.extract
from notices.extract import read
from notices.extract.contacts import CONTACTS_MAX
from notices.extract.moments import DAYS_MAX, PHRASES_MAX
from notices.extract.patterns import Ending, Keyed, Pattern
from notices.extract.reader import TEXT_MAX
from tests.notices.extract.hard_texts import HARD
from tests.notices.extract.scoring import INDEPENDENT, labelled

LENGTH = 6000  # characters: ten times a long notice
NESTED_MAX = 300  # ways in which one repetition inside another may share its characters
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
Letters = Callable[[Any], tuple[set[str], bool]]


def _named() -> Iterator[tuple[str, object]]:
    for module in pkgutil.walk_packages(notices.extract.__path__, "notices.extract."):
        yield from ((f"{module.name}.{it}", value) for it, value in vars(importlib.import_module(module.name)).items())


def _patterns() -> Iterator[tuple[str, Pattern]]:
    for name, value in _named():
        yield from ((name, it) for it in _within(value))


def _within(value: object) -> Iterator[Pattern]:
    if isinstance(value, Ending | Keyed):
        yield value.pattern
    elif isinstance(value, Pattern):
        yield value
    elif isinstance(value, tuple):
        for it in value:
            yield from _within(it)


def _nested(tree: Iterable[Any], outer: int | None) -> Iterator[int]:
    """For each repetition inside another one: how many ways there are to part its characters between the two."""
    for kind, value in tree:
        if kind in REPEATS:
            least, most, body = value
            if outer is not None and most > max(1, least):
                yield outer * (10**6 if most is _constants.MAXREPEAT else most)
            bound = 10**6 if most is _constants.MAXREPEAT else most
            yield from _nested(body, bound if bound > 1 else outer)
        elif kind is _constants.SUBPATTERN:
            yield from _nested(value[3], outer)
        elif kind is _constants.BRANCH:
            for branch in value[1]:
                yield from _nested(branch, outer)
        elif kind in (_constants.ASSERT, _constants.ASSERT_NOT):
            yield from _nested(value[1], outer)


def test_no_pattern_can_backtrack_far() -> None:
    patterns = list(_patterns())
    assert len(patterns) > 200
    far = {name: most for name, it in patterns for most in _nested(_parser.parse(it.source), None) if most > NESTED_MAX}
    assert far == {}


def test_the_measure_knows_a_bad_pattern_when_it_sees_one() -> None:
    assert max(_nested(_parser.parse(r"(?:[一-龥]+,?)*。"), None)) > NESTED_MAX
    assert list(_nested(_parser.parse(r"(?:一|二)+[^。]{0,20}"), None)) == []


def _begins_with_letters(tree: Any) -> bool:
    """Whether Python can skip to the letters a match may begin with: one set of them, or a letter in each branch."""
    kind, value = tree[0]
    if kind is _constants.SUBPATTERN:
        return _begins_with_letters(value[3])
    if kind is _constants.BRANCH:
        return all(branch[0][0] is _constants.LITERAL for branch in value[1])
    return kind in (_constants.LITERAL, _constants.IN)


def test_patterns_that_are_asked_of_long_texts_begin_with_their_own_letters() -> None:
    asked = {
        "words": ("SUBMIT", "NEWS", "REPORT", "MOVES", "CANCELS", "DUE_LABEL", "CHANGED_LEADS", "MOVED_TAILS"),
        "asides": ("BECAUSE", "CITED_LEADS", "CITED_TAILS", "ASIDE_TAILS"), "acts": ("_HAPPENS_AT_ALL",),
        "fold": ("_SEAMS",), "loose": ("_OPEN", "_OPEN_AT_ALL"), "reader": ("_CHINESE",),
        "derived": ("_COUNTED",), "duties": ("_TO", "_PAPER"), "contacts": ("_DIGITS",), "width": ("_RARE",),
    }
    slow = {
        f"{module}.{name}" for module, names in asked.items() for name in names
        if not _begins_with_letters(
            _parser.parse(vars(importlib.import_module(f"notices.extract.{module}"))[name].source)
        )
    }
    assert slow == set()


def test_the_words_that_a_pattern_hangs_on_begin_with_their_own_letters() -> None:
    keyed = {name: _parser.parse(it.words.source) for name, it in _named() if isinstance(it, Keyed)}
    assert len(keyed) > 20
    assert [name for name, tree in keyed.items() if not _begins_with_letters(tree)] == []


def _last_letters(tree: Iterable[Any]) -> tuple[set[str], bool]:
    """The letters that what a pattern matches may end with, and whether it may match nothing."""
    letters: set[str] = set()
    for kind, value in reversed(list(tree)):
        own, empty = _ends_of(kind, value, _last_letters)
        letters |= own
        if not empty:
            return letters, False
    return letters, True


def _ends_of(kind: Any, value: Any, within: Letters) -> tuple[set[str], bool]:
    if kind is _constants.LITERAL:
        return {chr(value)}, False
    if kind is _constants.IN:
        assert all(it in (_constants.LITERAL, _constants.RANGE) for it, _ in value), "any letter at all"
        ranges = ((it, it) if sort is _constants.LITERAL else it for sort, it in value)
        return {chr(code) for first, last in ranges for code in range(first, last + 1)}, False
    if kind in REPEATS:
        letters, empty = within(value[2])
        return letters, empty or value[0] == 0
    if kind is _constants.SUBPATTERN:
        return within(value[3])
    if kind is _constants.BRANCH:
        told = [within(branch) for branch in value[1]]
        return set[str]().union(*(letters for letters, _ in told)), any(empty for _, empty in told)
    assert kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT), "any letter at all"
    return set(), True


def _first_letters(tree: Iterable[Any]) -> tuple[set[str], bool]:
    """The letters that what a pattern matches may begin with, and whether it may match nothing."""
    letters: set[str] = set()
    for kind, value in tree:
        own, empty = _ends_of(kind, value, _first_letters)
        letters |= own
        if not empty:
            return letters, False
    return letters, True


def test_the_letters_that_a_pattern_may_end_with_stand_beside_it() -> None:
    told = {name: it for name, it in _named() if isinstance(it, Ending)}
    assert len(told) > 5
    wrong = {
        name: "".join(sorted(letters ^ it.ends)) for name, it in told.items()
        if (letters := _last_letters(_parser.parse(it.source))[0]) != it.ends
    }
    assert wrong == {}


def _led(tree: Any) -> set[str]:
    """The letters at which alone a pattern is tried; none where it is tried everywhere."""
    kind, value = tree[0]
    ahead = kind is _constants.ASSERT and value[0] > 0 and value[1][0][0] is _constants.IN
    return _first_letters(value[1])[0] if ahead else set()


def test_the_letters_that_a_pattern_may_begin_with_stand_before_it() -> None:
    trees = {name: _parser.parse(it.source) for name, it in _patterns()}
    told = {name: letters for name, tree in trees.items() if (letters := _led(tree))}
    assert len(told) > 0
    wrong = {
        name: "".join(sorted(letters ^ first)) for name, letters in told.items()
        if (first := _first_letters(trees[name][1:])[0]) != letters
    }
    assert wrong == {}


@pytest.mark.parametrize("unit", HARD)
def test_a_hard_text_is_read_to_its_end(unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    reading = read(text, published=date(2031, 5, 20))
    assert len(reading.contacts) <= CONTACTS_MAX
    assert len(reading.events) <= PHRASES_MAX * DAYS_MAX and len(reading.deadlines) <= PHRASES_MAX * DAYS_MAX
    for finding in (*reading.events, *reading.deadlines):
        assert text[finding.evidence.start : finding.evidence.end] == finding.evidence.text


def test_of_a_book_the_beginning_is_read_and_the_reader_says_so() -> None:
    reading = read("请于6月20日前报送总结。" + "这是一本书。" * TEXT_MAX, published=date(2031, 5, 20))
    assert [it.due for it in reading.deadlines] == [date(2031, 6, 20)]
    assert [it.why for it in reading.unresolved] == ["too_long"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*HARD, "6月", "12日", "前", "\x00", "\ud800", "𝟞月", "٣月"]), max_size=40))
def test_nothing_is_raised_for_any_text(units: list[str]) -> None:
    text = "".join(units)
    for finding in (*(reading := read(text)).events, *reading.deadlines):
        assert text[finding.evidence.start : finding.evidence.end] == finding.evidence.text


SENTENCES = [
    sentence for it in (*labelled(), *labelled(INDEPENDENT)) for sentence in re.split(r"(?<=[。;；\n])", it.text)
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), max_size=30), st.sampled_from((None, date(2019, 1, 3), date(2031, 5, 20))))
def test_nothing_is_raised_for_sentences_of_notices_in_any_order(told: list[str], published: date | None) -> None:
    text = "".join(told)
    for finding in (*(reading := read(text, published=published)).events, *reading.deadlines):
        assert text[finding.evidence.start : finding.evidence.end] == finding.evidence.text


def test_an_hour_on_a_day_long_over_is_no_deadline() -> None:
    text = "2017年2月24日初评，各部门于11:00前将材料送至社科科。\n学院办公室\n2024年5月8日"
    assert read(text).deadlines == ()
