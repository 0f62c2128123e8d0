from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Incoming, Room
from channels.telegram import wire

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PERSON = {"id": 7, "is_bot": False, "first_name": "小王", "language_code": "zh-Hans"}
CHAT = {"id": 7, "type": "private"}
GROUP = {"id": -5, "type": "group", "title": "科普志愿者"}


def read(kind: str, payload: dict[str, Any]) -> Incoming | None:
    return wire.incoming(json.dumps({"update_id": 9, kind: payload}))


def said(**fields: Any) -> Incoming | None:
    return read("message", {"message_id": 1, "date": 1, "from": PERSON, "chat": CHAT} | fields)


def membership(status: str) -> Incoming | None:
    bot = {"id": 1, "is_bot": True, "first_name": "科讯"}
    return read("my_chat_member", {
        "chat": CHAT, "from": PERSON, "date": 1, "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status},
    })


def test_what_a_person_writes_comes_with_who_and_where() -> None:
    assert said(text="截止") == Incoming("telegram", "9", "7", "截止", name="小王", language="zh-hans")


def test_a_name_has_both_its_parts_and_needs_neither() -> None:
    assert said(text="x", **{"from": PERSON | {"last_name": "Wang"}}).name == "小王 Wang"  # type: ignore[union-attr]
    assert said(text="x", **{"from": {"id": 7}}) == Incoming("telegram", "9", "7", "x")


@pytest.mark.parametrize(("text", "heard"), [
    ("/start@kexun_bot a1", "/start a1"), ("/dates@kexun_bot", "/dates"), ("/notice 5@8", "/notice 5@8"),
    ("写信给 a@b.cn", "写信给 a@b.cn"), ("a\0b", "ab"), ("🎉\ud83d", "🎉�"), ("", ""),
])
def test_words_are_heard_as_they_are_but_for_the_bots_name_and_broken_characters(text: str, heard: str) -> None:
    incoming = said(text=text)
    assert incoming is not None and incoming.text == heard
    incoming.text.encode()


@pytest.mark.parametrize("kind", wire.MEDIA)
def test_whatever_else_a_person_sends_is_answered_too(kind: str) -> None:
    incoming = said(**{kind: {"file_id": "x"}, "caption": "看"})
    assert incoming is not None
    assert (incoming.text, incoming.extra) == ("", {"media": kind})


@pytest.mark.parametrize("fields", [
    {"pinned_message": {}}, {"new_chat_title": "x"}, {"text": "大家好", "chat": GROUP},
    {"text": "x", "from": PERSON | {"is_bot": True}},
], ids=["a service message", "another", "a group", "a bot"])
def test_what_is_not_said_to_us_by_a_person_is_let_be(fields: dict[str, Any]) -> None:
    assert said(**fields) is None


def test_a_tap_is_the_buttons_action_at_its_message() -> None:
    tap = {"id": "42", "from": PERSON, "message": {"message_id": 5, "chat": CHAT}, "data": "/role 学生"}
    incoming = read("callback_query", tap)
    assert incoming is not None
    assert (incoming.text, incoming.tapped, incoming.tap_key, incoming.address) == ("/role 学生", "5", "42", "7")
    assert read("callback_query", {**tap, "data": None}) is None
    assert read("callback_query", {**tap, "message": None, "inline_message_id": "x"}) is None
    in_group = read("callback_query", {**tap, "message": {"message_id": 5, "chat": GROUP}})
    assert in_group is not None and in_group.room == Room("科普志愿者", "7", "小王")


@pytest.mark.parametrize(("status", "left"), [
    ("kicked", True), ("left", True), ("member", False), ("administrator", False), ("restricted", False),
])
def test_a_bot_that_is_blocked_has_been_left_until_it_is_let_in_again(status: str, left: bool) -> None:
    incoming = membership(status)
    assert incoming is not None and (incoming.left, incoming.back, incoming.address) == (left, not left, "7")


@pytest.mark.parametrize(("kind", "member", "may_write"), [
    ("group", {"status": "member"}, True), ("supergroup", {"status": "administrator"}, True),
    ("supergroup", {"status": "restricted", "is_member": True, "can_send_messages": True}, True),
    ("supergroup", {"status": "restricted", "is_member": False, "can_send_messages": True}, False),
    ("supergroup", {"status": "restricted", "is_member": True, "can_send_messages": False}, False),
    ("group", {"status": "left"}, False),
    ("channel", {"status": "administrator", "can_post_messages": True}, True),
    ("channel", {"status": "administrator"}, False), ("channel", {"status": "left"}, False),
])
def test_a_room_is_entered_when_we_may_write_there_and_left_when_not(
    kind: str, member: dict[str, Any], may_write: bool
) -> None:
    chat = {"id": -5, "type": kind, "title": "科普志愿者"}
    incoming = read("my_chat_member", {"chat": chat, "from": PERSON, "new_chat_member": member})
    assert incoming is not None and incoming.room is not None
    assert (incoming.left, incoming.room.entered, incoming.room.is_channel) == (
        not may_write, may_write, kind == "channel")


@pytest.mark.parametrize(("fields", "heard"), [
    ({"text": "/latest@kexun_bot"}, "/latest"), ({"text": "/Latest@KEXUN_bot 3"}, "/Latest 3"),
    ({"text": "/latest@other_bot"}, None), ({"text": "/latest"}, None), ({"text": "看看 /latest@kexun_bot"}, None),
    ({"text": "截止", "reply_to_message": {"from": {"id": 4242}}}, "截止"),
    ({"text": "截止", "reply_to_message": {"from": {"id": 8}}}, None), ({"photo": []}, None),
    ({"text": "/latest@kexun_bot", "from": PERSON | {"is_bot": True}}, None),
])
def test_in_a_group_only_what_is_said_to_us_is_heard(fields: dict[str, Any], heard: str | None) -> None:
    update = {"update_id": 9, "message": {"message_id": 1, "from": PERSON, "chat": GROUP} | fields}
    incoming = wire.incoming(json.dumps(update), "kexun_bot", 4242)
    assert (incoming.text if incoming else None) == heard


def test_admins_may_write_as_the_group_itself_and_in_a_topic() -> None:
    anonymous = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP}
    incoming = said(chat=GROUP, text="/setup@kexun_bot", message_thread_id=45, is_topic_message=True, **anonymous)
    assert incoming is not None and incoming.room is not None
    assert (incoming.room.by_admin, incoming.room.who, incoming.room.thread) == (True, "", 45)


def test_a_topic_that_is_closed_leaves_the_general_one() -> None:
    incoming = said(chat=GROUP, forum_topic_closed={}, message_thread_id=45, is_topic_message=True)
    assert incoming is not None
    assert (incoming.address, incoming.address_moved_to) == (f"{GROUP['id']}/45", str(GROUP["id"]))
    again = said(chat=GROUP, forum_topic_reopened={}, message_thread_id=45, is_topic_message=True)
    assert again is not None and (again.address, again.back) == (f"{GROUP['id']}/45", True)


@pytest.mark.parametrize("number", [{}, {"message_thread_id": 1}])
def test_without_its_general_topic_a_group_can_be_told_nothing(number: dict[str, int]) -> None:
    for what in ("forum_topic_closed", "general_forum_topic_hidden"):
        incoming = said(chat=GROUP, **{what: {}}, **number)
        assert incoming is not None
        assert (incoming.address, incoming.left, incoming.address_moved_to) == (str(GROUP["id"]), True, None)
    again = said(chat=GROUP, forum_topic_reopened={}, **number)
    assert again is not None and (again.address, again.back) == (str(GROUP["id"]), True)
    assert said(forum_topic_closed={}) is None, "in a person's own chat there is nothing to leave"


def test_a_group_that_becomes_a_supergroup_says_where_it_is_now() -> None:
    incoming = said(chat=GROUP, migrate_to_chat_id=-1_002_147_483_648)
    assert incoming is not None
    assert (incoming.address, incoming.address_moved_to) == ("-5", "-1002147483648")
    same = said(chat={"id": -1_002_147_483_648, "type": "supergroup"}, migrate_from_chat_id=-5)
    assert same is not None
    assert (same.address, same.address_moved_to) == (incoming.address, incoming.address_moved_to)


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "chosen_inline_result", "a_kind_of_next_year"])
def test_updates_of_other_kinds_are_let_be(kind: str) -> None:
    assert read(kind, {"message_id": 1, "from": PERSON, "chat": CHAT, "text": "x"}) is None


@pytest.mark.parametrize("raw", [
    "", "null", "[]", "7", '{"message": {}}', '{"update_id": null}', '{"update_id": 1, "message": 5}',
    '{"update_id": 1, "message": {"chat": "?", "text": "x"}}', '{"update_id": 1e999, "message": {}}',
    '{"update_id": 1, "message": {"chat": {"id": "x", "type": "private"}, "from": {}, "text": "x"}}',
    '{"update_id": 1, "callback_query": {"message": {"chat": {"type": "private"}}, "data": "x"}}',
    '{"update_id": 1, "my_chat_member": {"new_chat_member": []}}', "[" * 100_000,
])
def test_what_is_no_update_is_unreadable_and_nothing_worse(raw: str) -> None:
    with pytest.raises(wire.Unreadable) as caught:
        wire.incoming(raw)
    assert str(caught.value).startswith("not an update of the Bot API")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda inner: (
    st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["chat", "from", "text", "id", "type", "data", "message", "photo"]), inner)
), max_leaves=12)


@given(kind=st.sampled_from(["message", "callback_query", "my_chat_member"]), payload=JSON)
def test_nothing_telegram_could_send_breaks_the_reading(kind: str, payload: Any) -> None:
    try:
        incoming = wire.incoming(json.dumps({"update_id": 9, kind: payload}))
    except wire.Unreadable:
        return
    assert incoming is None or incoming.key == "9"


def test_an_update_is_kept_whole_and_as_text_every_database_takes() -> None:
    key, raw = wire.keyed({"update_id": 9, "message": {"text": "科普\ud83d🎉"}})
    assert (key, raw) == ("9", '{"update_id":9,"message":{"text":"科普�🎉"}}')


@given(next_offset=st.integers(0, 2**53), silence=st.timedeltas(timedelta(), timedelta(days=30)))
def test_reading_goes_on_at_the_stored_position_unless_it_was_silent_too_long(
    next_offset: int, silence: timedelta
) -> None:
    read_on = wire.offset(wire.position(next_offset, NOW), NOW + silence)
    assert read_on == (next_offset if silence <= timedelta(days=6) else None)
    assert wire.offset(None, NOW) is None
