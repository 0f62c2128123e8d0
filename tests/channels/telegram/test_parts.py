from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from fakes import telegram_rules as rules
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.cleaning import EMPTY
from channels.telegram.keyboard import ROW_BUTTONS_MAX, Dress, Keyboard, opens, sealed
from channels.telegram.parts import ENTITIES_MAX, TEXT_UNITS_MAX, Part, parts, units
from notices.message import Bubble, Button, Span, plain, text

Call = dict[str, object]


def call(part: Part) -> Call:
    """The part as it travels to the Bot API."""
    return {"text": part.text, "entities": list(part.entities)}


def marked(part: Part, kind: str) -> list[str]:
    """What a client shows in this style, cut out by UTF-16 units as clients do."""
    wide = part.text.encode("utf-16-le")
    spans = [(it["offset"] * 2, (it["offset"] + it["length"]) * 2) for it in part.entities if it["type"] == kind]
    return [wide[start:end].decode("utf-16-le") for start, end in spans]


def keyboard(bubble: Bubble) -> Keyboard:
    return parts(bubble)[-1].keyboard


def markup(bubble: Bubble) -> object:
    """The keyboard as it travels to the Bot API."""
    return json.loads(json.dumps({"inline_keyboard": keyboard(bubble)}))


def labels(bubble: Bubble) -> list[list[str]]:
    return [[button["text"] for button in row] for row in keyboard(bubble)]


def test_styles_after_emoji_are_where_clients_count_them() -> None:
    (part,) = parts(text("🎉👨‍👩‍👧 ", Span("𠮷野家", bold=True), "与", Span("原文🔗", url="https://example.org/")))
    assert marked(part, "bold") == ["𠮷野家"]
    assert marked(part, "text_link") == ["原文🔗"]
    assert [(it["offset"], it["length"]) for it in part.entities] == [(11, 4), (16, 4)]


def test_neighbouring_spans_of_one_style_are_one_stretch() -> None:
    (part,) = parts(text(Span("通", bold=True), Span("知", bold=True, url="https://a.cn/"), Span("！", bold=True)))
    assert (marked(part, "bold"), marked(part, "text_link")) == (["通知！"], ["知"])


@pytest.mark.parametrize("year", [1969, 2039])
def test_a_moment_that_telegram_cannot_count_to_is_said_in_words_alone(year: int) -> None:
    (part,) = parts(text(Span("那一天", at=datetime(year, 1, 1, tzinfo=UTC))))
    assert (part.text, part.entities) == ("那一天", ())


def test_text_is_never_taken_for_markup() -> None:
    (part,) = parts(text("<b>9.27</b> & _重点_ [x](y) `z`"))
    assert (part.text, part.entities) == ("<b>9.27</b> & _重点_ [x](y) `z`", ())


@pytest.mark.parametrize(("said", "shown"), [
    ("  前后\n\n", "前后"), ("一\r\n二\r三", "一\n二\n三"), ("\t\0x\u202ey", "xy"), ("半\ud83d", "半�"),
    ("", EMPTY), (" \n\u2800\u200b ", EMPTY),
])
def test_texts_are_cleaned_as_telegram_would(said: str, shown: str) -> None:
    assert [part.text for part in parts(text(said))] == [shown]


def test_a_trimmed_beginning_moves_the_styles_along() -> None:
    (part,) = parts(text(" \n ", Span(" 【通知】", bold=True), "全文"))
    assert marked(part, "bold") == ["【通知】"]


@pytest.mark.parametrize(("url", "good"), [
    ("https://example.org/a?b=1&c=2", True), ("http://科普.cn/x", True), ("http://localhost:8080/", False),
    ("ftp://example.org/", False), ("javascript:alert(1)", False), ("https://", False), ("https://[", False),
    ("https://example.org/a b", False), ("", False),
])
def test_only_addresses_that_telegram_opens_become_links(url: str, good: bool) -> None:
    assert opens(url) is good
    (part,) = parts(text("见 ", Span("原文", url=url or "x")))
    assert marked(part, "text_link") == (["原文"] if good else [])
    buttons = parts(Bubble((Span("x"),), ((Button("原文", url=url or "x"),),)))[0].keyboard
    assert bool(buttons) is good


def test_a_long_text_is_cut_between_paragraphs_then_lines_then_sentences() -> None:
    assert [p.text[-1] for p in parts(text("甲" * 3000 + "\n\n" + "乙" * 500 + "\n" + "丙" * 2000))] == ["甲", "丙"]
    assert [p.text[-1] for p in parts(text("甲" * 3000 + "\n" + "乙。" * 1000))] == ["甲", "。"]
    assert [p.text[-1] for p in parts(text("甲" * 3000 + "。” " + "乙，" * 1000))] == ["”", "，"]
    assert [len(p.text) for p in parts(text("甲" * 9000))] == [4096, 4096, 808]


def test_a_cut_never_falls_into_a_character() -> None:
    pieces = parts(text("a" + "🎉" * 5000))
    assert [units(p.text) <= TEXT_UNITS_MAX for p in pieces] == [True] * len(pieces)
    assert "".join(p.text for p in pieces) == "a" + "🎉" * 5000


def test_a_style_that_is_cut_goes_on_in_the_next_part() -> None:
    first, second = parts(text(Span("甲" * 4000 + "\n" + "乙" * 4000, bold=True)))
    assert (len(marked(first, "bold")[0]), len(marked(second, "bold")[0])) == (4000, 4000)


def test_no_part_has_more_styles_than_telegram_keeps() -> None:
    spans = [it for n in range(150) for it in (Span(f"{n}", bold=True), Span(" "))]
    (part,) = parts(Bubble(tuple(spans)))
    assert len(part.entities) == ENTITIES_MAX


SPANS = st.lists(st.builds(
    Span, st.text(st.sampled_from("科普 \n\r\t🎉𠮷\u202e\u200b\u2800a.。"), max_size=30), st.booleans(),
    st.none() | st.sampled_from(["https://example.org/x", "http://localhost/"]),
), max_size=8)


@given(spans=SPANS, repeat=st.sampled_from([1, 1, 300]))
def test_whatever_is_said_telegram_takes_it_and_shows_it_all(spans: list[Span], repeat: int) -> None:
    bubble = Bubble(tuple(spans) * repeat)
    said = ""
    for part in parts(bubble):
        kept, entities = rules.text_and_entities(call(part))
        assert kept == part.text and len(entities) == len(part.entities)
        said += "" if part.text == EMPTY else part.text
    seen = {c for c in "科普🎉𠮷a.。" if c in plain(bubble)}
    assert seen <= set(said)
    assert {c: said.count(c) for c in seen} == {c: plain(bubble).count(c) for c in seen}


def test_buttons_wrap_to_what_a_phone_shows() -> None:
    five = tuple(Button(f"{n}", f"/n {n}") for n in range(5))
    assert [len(row) for row in labels(text("x", buttons=(five,)))] == [ROW_BUTTONS_MAX, 1]
    long = tuple(Button("区县科协工作人员", f"/role {n}") for n in range(3))
    assert [len(row) for row in labels(text("x", buttons=(long,)))] == [2, 1]


def test_a_button_is_never_blank_nor_endless() -> None:
    bubble = text("x", buttons=((Button(" \n ", "/a"),), (Button("长" * 200, "/b"),), (Button("一\n二", "/c"),)))
    assert [label for row in labels(bubble) for label in row] == [EMPTY, "长" * 63 + "…", "一 二"]


def test_a_keyboard_beyond_the_limits_loses_its_end() -> None:
    bubble = text("x", buttons=tuple((Button("按" * 60, f"/a {n}" + "x" * 48),) for n in range(150)))
    assert 20 < len(rules.keyboard(markup(bubble))) < 100
    narrow = text("x", buttons=tuple((Button("x", f"/{n}"),) for n in range(150)))
    assert len(rules.keyboard(markup(narrow))) == 100


def test_long_bodies_fold_and_hours_know_their_moment() -> None:
    moment = datetime(2026, 9, 27, 15, 59, tzinfo=UTC)
    spans = (Span("⏰ 9月27日(周日)前", at=moment), Span("\n\n"), Span("正文。" * 2000, quote=True))
    first, second = parts(Bubble(spans))
    (time, quote), (rest,) = first.entities, second.entities
    assert time == {"type": "date_time", "offset": 0, "length": 12, "unix_time": moment.timestamp()}
    assert (quote["type"], rest["type"], rest["offset"]) == ("expandable_blockquote", "expandable_blockquote", 0)
    assert first.text[-1] == "。"


def test_buttons_that_need_the_bots_name_or_inline_mode_are_there_only_with_them() -> None:
    bubble = text("x", buttons=((Button("打开", begins="n-12"), Button("分享", shares="#12"), Button("全文", "/a")),))
    assert labels(bubble) == [["全文"]]
    ((opens, shares, says),) = sealed(parts(bubble, Dress("kexun_bot", True))[0].keyboard, lambda it: f"!{it}")
    assert (opens["url"], shares["switch_inline_query"], says["callback_data"]) == (
        "https://t.me/kexun_bot?start=n-12", "#12", "!/a")
