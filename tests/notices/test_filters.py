"""What people write as a filter, and what it lets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.filters import Both, Either, Filter, FilterError, Not, Pattern, Topic, Word, judge, parse, subject, written
from notices.filters.expressions import TEXT_CHARS_MAX
from notices.filters.syntax import CHARS_MAX, DEPTH_MAX, TERMS_MAX
from notices.filters.tree import IN_CHINESE

NOTICE = subject(
    "关于举办天文讲座的通知", "各位同学：\nAI与天 文学讲座定于9月10日举行，欢迎 ＰＹＴＨＯＮ 爱好者参加。", "校团委",
    frozenset({"lecture"}),
)


def passes(text: str) -> bool:
    return judge(parse(text), NOTICE).passes


@pytest.mark.parametrize(("said", "means"), [
    ("天文", "天文"),
    ("天文 和 非 小学", "天文 AND NOT 小学"),
    ("天文 AND NOT 小学", "天文 AND NOT 小学"),
    ("天文 and not 小学", "天文 AND NOT 小学"),
    ("天文 小学", "天文 AND 小学"),
    ("天文 -小学", "天文 AND NOT 小学"),
    ("天文，不要小学", "天文 AND NOT 小学"),
    ("天文、物理，不含小学、中学", "(天文 OR 物理) AND NOT (小学 OR 中学)"),
    ("（天文 或 物理）且 ！小学", "(天文 OR 物理) AND NOT 小学"),
    ("天文|物理 & 化学", "天文 OR (物理 AND 化学)"),
    ("天文 或者 物理", "天文 OR 物理"),
    ("“人工 智能” 或 「和」", '"人工 智能" OR "和"'),
    ("/天文|星空/ 或 主题：lecture", "/天文|星空/ OR topic:lecture"),
    ("not not 天文", "天文"),
    ("共和国 与 Covid-19", "共和国 AND Covid-19"),
    ("/a\\/b/", "/a\\/b/"),
])
def test_a_filter_is_read_as_people_write_it(said: str, means: str) -> None:
    assert written(parse(said)) == means


@pytest.mark.parametrize(("said", "mistake", "at"), [
    ("", "empty", 1), (" 　 ", "empty", 1), ("“ ”", "empty", 1), ("\u200b", "empty", 1),
    ("天文 和", "operand", 4), ("和 天文", "operand", 1), ("天文 或 或 物理", "operand", 4), ("天文 -", "operand", 4),
    ("天文 和 ()", "operand", 6), ("非", "operand", 1), ("天文、", "operand", 3), ("，天文", "operand", 1),
    ("（天文 或 物理", "open", 1), ("天文）", "close", 3), ("天文 “小学", "quote", 4), ("天文 /小学", "slash", 4),
    ("/(/", "pattern", 1), ("天文 /a(?=b)/", "pattern", 4), (r"/(a)\1/", "pattern", 1),
    ("/(?:a{100}){50}/", "pattern-large", 1), ("/a{2000}/", "pattern-large", 1), ("/[一-龥]{90}/", "pattern-large", 1),
    ("天文 主题：水产", "topic", 4), ("topic:", "topic", 1),
    ("天" * (CHARS_MAX + 1), "long", CHARS_MAX + 1), ("天 " * (TERMS_MAX + 1), "many", 2 * TERMS_MAX + 1),
    ("(" * (DEPTH_MAX + 1) + "天", "deep", DEPTH_MAX + 1),
])
def test_what_is_no_filter_is_told_with_its_place(said: str, mistake: str, at: int) -> None:
    with pytest.raises(FilterError) as caught:
        parse(said, {"lecture": "lecture"}.get)
    assert (caught.value.mistake, caught.value.at) == (mistake, at)


def test_however_deep_or_long_it_is_read_or_refused() -> None:
    assert parse("-" * (CHARS_MAX - 2) + "天") == Word("天")
    assert parse("(" * DEPTH_MAX + "天" + ")" * DEPTH_MAX) == Word("天")


@pytest.mark.parametrize("said", [
    "天文", "天文学", "天文 讲座", "python", "Ｐython", "AI", "AI与天文学", "校团委", "讲座 -小学", "小学 或 天文",
    "/9月\\d+日/", "/PYTHON/", "topic:lecture", "非 topic:contest", "欢迎 非 (小学 或 中学)", "“天文 讲座”", "講座",
])
def test_a_notice_that_says_so_passes(said: str) -> None:
    assert passes(said)


@pytest.mark.parametrize("said", [
    "小学", "天文 小学", "pyth", "A", "非 天文", "天文 -讲座", "topic:contest", "/10月/", "小学 或 中学", "/^天文/",
])
def test_a_notice_that_does_not_is_kept_back(said: str) -> None:
    assert not passes(said)


@pytest.mark.parametrize(("said", "because"), [
    ("天文 和 小学", "小学"), ("天文 和 非 讲座", "NOT 讲座"), ("小学 或 中学", "小学 OR 中学"),
    ("天文 和 非 (小学 或 讲座)", "NOT 讲座"), ("非 (天文 和 讲座)", "NOT (天文 AND 讲座)"),
    ("(小学 或 中学) 和 天文", "小学 OR 中学"),
    ("topic:contest", "topic:contest"), ("非 非 小学", "小学"),
])
def test_the_smallest_part_that_decides_is_named(said: str, because: str) -> None:
    verdict = judge(parse(said), NOTICE)
    assert not verdict.passes and written(verdict.because) == because


def test_a_part_that_lets_it_through_is_named_too() -> None:
    assert judge(parse("小学 或 天文"), NOTICE).because == Word("天文")
    assert judge(parse("非 小学"), NOTICE).because == Not(Word("小学"))


def test_it_can_be_shown_in_chinese() -> None:
    shown = written(parse("topic:lecture and not (小学 or 中学)"), IN_CHINESE, lambda _: "主题:讲座")
    assert shown == "主题:讲座 和 非 (小学 或 中学)"


@pytest.mark.parametrize("pattern", ["(a+)+$b", "(x+x+)+y", "((a*)*)*b", ".*.*.*.*.*.*.*.*=b", "(a|aa)+c", "(a?){60}b"])
def test_patterns_made_to_run_for_ever_end(pattern: str) -> None:
    """Python's own engine would take longer than the universe has."""
    assert not judge(parse(f"/{pattern}/"), subject("", "a" * TEXT_CHARS_MAX, None, frozenset())).passes


def test_patterns_are_looked_for_in_the_beginning_of_a_long_text_only() -> None:
    long = subject("", "a" * TEXT_CHARS_MAX + "b", None, frozenset())
    assert not judge(parse("/b/"), long).passes


WORDS = st.sampled_from(["天文", "和", "a b", "NOT", "-x", "/", "AI", "主题:", "不要", "(", "x)", "、", "「", "ü"])
LEAVES: st.SearchStrategy[Filter] = st.one_of(
    st.builds(Word, WORDS), st.builds(Word, st.text(min_size=1, max_size=5)),
    st.builds(Topic, st.sampled_from(["lecture", "a-1"])),
    st.builds(Pattern, st.sampled_from(["a/b", r"\d+", "天|文"])),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner.filter(lambda it: not isinstance(it, Not))),
        st.builds(Both, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Either, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@given(st.text(max_size=40) | st.text("天文和或非不要(（)）“”\"/|&、，-! ａtopic:主题：", max_size=30))
def test_whatever_is_said_is_a_filter_that_is_written_as_it_is_read_or_a_mistake(said: str) -> None:
    try:
        found = parse(said)
    except FilterError as error:
        assert 1 <= error.at <= len(said) + 1
    else:
        assert parse(written(found)) == found
        assert judge(found, NOTICE).passes is judge(parse(written(found, IN_CHINESE)), NOTICE).passes


@given(FILTERS)
def test_a_filter_and_its_opposite_never_agree(it: Filter) -> None:
    assert judge(it, NOTICE).passes is not judge(Not(it), NOTICE).passes
