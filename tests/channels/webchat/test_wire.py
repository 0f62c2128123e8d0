from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from fakes.transcript import FakeLine
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.webchat import wire
from notices.message import Bubble, Button, File, Span, text

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def refusal(frame: str) -> tuple[str, str | None]:
    with pytest.raises(wire.Refused) as caught:
        wire.decode(frame)
    return caught.value.code, caught.value.key


def say(text: str, **more: Any) -> str:
    return json.dumps({"type": "say", "key": "k1", "text": text, **more}, ensure_ascii=False)


def test_what_a_page_says_is_understood() -> None:
    assert wire.decode('{"type":"hello","after":7}') == wire.Hello(7)
    assert wire.decode('{"type":"older","before":7}') == wire.Older(7)
    assert wire.decode('{"type":"ping"}') == wire.Ping()
    assert wire.decode(say("你好")) == wire.Say("k1", "你好", "你好")
    assert wire.decode(say("/latest", shown="最新通知")) == wire.Say("k1", "/latest", "最新通知")
    tap = '{"type":"tap","key":"k2","line":3,"action":"/role student","label":"学生"}'
    assert wire.decode(tap) == wire.Say("k2", "/role student", "学生", tapped=3)


@pytest.mark.parametrize(
    "frame",
    [
        "", "{", "null", "[]", "7", '"say"', "{}", '{"type":"shout"}', '{"type":["say"]}', '{"type":"hello"}',
        '{"type":"hello","after":-1}', '{"type":"hello","after":true}', '{"type":"hello","after":"7"}',
        '{"type":"hello","after":1.5}', '{"type":"hello","after":NaN}', f'{{"type":"hello","after":{2**63}}}',
        '{"type":"older","before":' + "9" * 5000 + "}", "[" * 60_000,
        '{"type":"say","key":"","text":"x"}', '{"type":"say","text":"x"}', '{"type":"say","key":7,"text":"x"}',
        json.dumps({"type": "say", "key": "k" * 65, "text": "x"}),
    ],
)
def test_what_is_not_in_the_protocol_is_refused(frame: str) -> None:
    assert refusal(frame) == ("bad", None)


def test_a_refused_message_is_named_so_that_the_page_can_mark_it() -> None:
    assert refusal('{"type":"say","key":"k1"}') == ("bad", "k1")
    assert refusal(say(" \n　")) == ("bad", "k1")
    assert refusal('{"type":"tap","key":"k1","action":"/x","label":"x","line":"3"}') == ("bad", "k1")


def test_ten_thousand_characters_are_taken_and_one_more_is_not() -> None:
    for character in "字🎉\n\"x":
        said = wire.decode(say("x" + character * 9_999))
        assert isinstance(said, wire.Say) and len(said.text) == 10_000
    assert refusal(say("字" * 10_001)) == ("too_long", "k1")


def test_a_buttons_label_is_cut_to_the_size_of_a_bubble() -> None:
    said = wire.decode(json.dumps({"type": "tap", "key": "k1", "line": 1, "action": "/x", "label": "字" * 500}))
    assert said == wire.Say("k1", "/x", "字" * 200, tapped=1)


def test_a_frame_over_the_limit_is_refused_unread() -> None:
    assert refusal(say("字" * 22_000)) == ("too_long", None)


def test_halves_of_characters_and_nul_never_reach_the_database() -> None:
    said = wire.decode(r'{"type":"say","key":"k1","text":"a\ud83d\u0000b\ud83c\udf89"}')
    assert isinstance(said, wire.Say) and said.text == "a\ufffdb🎉"


@settings(deadline=None)
@given(st.text() | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.dictionaries(
        st.sampled_from(["type", "key", "text", "after", "before", "line", "action", "label", "shown"]),
        inner | st.sampled_from(["hello", "say", "tap", "older", "ping"]),
    ),
).map(json.dumps))
def test_whatever_arrives_is_understood_or_refused_and_nothing_else(frame: str) -> None:
    with suppress(wire.Refused):
        wire.decode(frame)


@settings(deadline=None)
@given(st.text(min_size=1), st.text(), st.text(), st.none() | st.integers(0, wire.INTEGER_MAX))
def test_the_inbox_gives_back_what_was_said(key: str, words: str, shown: str, tapped: int | None) -> None:
    heard = wire.incoming(wire.raw("小王", wire.Say(key, words, shown, tapped), "en"))
    assert (heard.channel, heard.address, heard.text, heard.language) == ("webchat", "小王", words, "en")
    assert heard.key == wire.inbox_key("小王", key)
    assert heard.tapped == (None if tapped is None else str(tapped))


def test_two_people_never_share_a_key() -> None:
    assert wire.inbox_key("小王", "start") != wire.inbox_key("小李", "start")


def line(body: str, **fields: Any) -> FakeLine:
    return FakeLine(**{"id": 5, "seq": 9, "mine": False, "at": NOON, "body_json": body, "address": "小王", **fields})


def test_a_line_carries_its_place_its_time_and_its_body() -> None:
    body = wire.theirs(text(Span("科普日", bold=True), " 见 ", Span("原文", url="https://example.org/1"),
                            buttons=((Button("收到", "/ack 1"), Button("打开", url="http://example.org/")),)))
    sent = json.loads(wire.lines([line(body)], 8))
    assert sent == {"type": "lines", "seq": 9, "lines": [{
        "id": 5, "seq": 9, "mine": False, "at": 1795348800000,
        "spans": [{"text": "科普日", "bold": True}, {"text": " 见 "}, {"text": "原文", "url": "https://example.org/1"}],
        "buttons": [[{"label": "收到", "action": "/ack 1"}, {"label": "打开", "url": "http://example.org/"}]],
    }]}


def test_a_button_that_changes_its_own_line_shows_no_bubble_of_the_person_who_taps_it() -> None:
    body = wire.theirs(text("x", buttons=((Button("✅ 讲座", "/unsubscribe lecture", in_place=True),),)))
    assert json.loads(body)["buttons"] == [[{"label": "✅ 讲座", "action": "/unsubscribe lecture", "here": True}]]
    tapped = wire.decode('{"type":"tap","key":"k2","line":3,"action":"/unsubscribe lecture","label":""}')
    assert isinstance(tapped, wire.Say) and wire.own(tapped) is None


def test_the_own_line_carries_the_key_that_the_page_knows_it_by() -> None:
    body = wire.own(wire.Say("k1", "/latest", "最新通知"))
    assert body is not None
    sent = json.loads(wire.history([line(body, mine=True)], more=True, new=False))
    assert sent["lines"][0]["key"] == "k1" and sent["lines"][0]["spans"] == [{"text": "最新通知"}]
    assert (sent["seq"], sent["more"], sent["new"]) == (9, True, False)
    assert wire.own(wire.Say("k1", "/start", "")) is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "https://", "http://[", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    bubble = Bubble((Span("x", url=url),), ((Button("y", "" if url else "/y", url or None),),))
    assert "url" not in wire.theirs(bubble)


def test_no_news_leaves_the_page_where_it_was() -> None:
    assert json.loads(wire.lines([], 8)) == {"type": "lines", "lines": [], "seq": 8}
    assert wire.newest([], 8) == 8


def test_a_document_that_is_elsewhere_stands_in_the_words_alone() -> None:
    elsewhere = Bubble((Span("表", url="https://a.cn/1"),), (), File("表", "text/plain", "", url="https://a.cn/1"))
    assert "file" not in json.loads(wire.theirs(elsewhere))
