"""What the fake knows of the Bot API agrees with what two libraries that are not ours read on its pages."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
import telegram
from fakes.telegram_schema import METHODS, TYPES, NotInTheApi, arguments, fields

FAMILIES = {
    "BotCommandScope": "BotCommandScopeChatMember", "MenuButton": "MenuButtonWebApp",
}
"""Where ours is one shape for several of theirs: the fullest of them."""
OUTDATED = {
    "allow_sending_without_reply", "reply_to_message_id", "disable_web_page_preview", "switch_pm_parameter",
    "switch_pm_text", "hide_url", "request_user",
}
"""No longer on the Bot API's pages; aiogram still takes them."""
NOT_THEIRS_TO_SET = {
    "User": {
        "can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business",
        "has_main_web_app", "supports_guest_queries", "has_topics_enabled", "allows_users_to_create_topics",
        "can_manage_bots", "supports_join_request_queries",
    },
    "ReplyKeyboardMarkup": {"force_reply"}, "InlineKeyboardMarkup": {"force_reply"},
}
"""What only Telegram says, or what one shape of several has."""
LATER = {
    "sendMessage": {"ephemeral_message_parameters", "receiver_user_id", "callback_query_id"},
    "sendDocument": {"ephemeral_message_parameters", "receiver_user_id", "callback_query_id"},
    "sendPhoto": {"ephemeral_message_parameters", "receiver_user_id", "callback_query_id"},
    "editMessageText": {"rich_message"},
}
"""Newer than the Bot API 10.0 of python-telegram-bot 22.8."""
PLAIN = {
    "str": "String", "int": "Integer", "bool": "Boolean", "Literal[True]": "Boolean", "ChatIdUnion": "Chat",
    "InputFile": "File", "InputFileUnion": "File", "DateTime": "Integer", "list[str]": "[String]",
    "list[int]": "[Integer]",
}


@cache
def classes(folder: str) -> dict[str, ast.ClassDef]:
    """aiogram's classes, read and not imported, which would take seconds."""
    found = find_spec("aiogram")
    if found is None or found.origin is None:
        pytest.skip("aiogram is not installed")
    trees = [ast.parse(it.read_text(encoding="utf-8")) for it in (Path(found.origin).parent / folder).glob("*.py")]
    return {node.name: node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}


def theirs(folder: str, name: str) -> dict[str, tuple[str, bool]]:
    """Each field with its annotation and whether it is required."""
    return {
        it.target.id: (ast.unparse(it.annotation).replace(" | None", "").replace(" | Default", ""), it.value is None)
        for it in classes(folder)[name].body
        if isinstance(it, ast.AnnAssign) and isinstance(it.target, ast.Name) and not it.target.id.startswith("_")
    }


@pytest.mark.parametrize("method", METHODS)
def test_each_method_has_the_parameters_that_aiogram_gives_it(method: str) -> None:
    read = theirs("methods", method[0].upper() + method[1:])
    ours = fields(METHODS[method])
    assert ours.keys() == read.keys() - OUTDATED
    assert {it for it in ours if ours[it][1]} == {it for it in read if read[it][1]}


@pytest.mark.parametrize("kind", TYPES)
def test_each_object_has_the_fields_that_aiogram_gives_it(kind: str) -> None:
    read = theirs("types", FAMILIES.get(kind, kind))
    ours = fields(TYPES[kind])
    outdated = OUTDATED - ours.keys()  # what a method no longer takes, an object may
    assert ours.keys() == read.keys() - outdated - NOT_THEIRS_TO_SET.get(kind, set())


@pytest.mark.parametrize(("folder", "declared"), [("methods", METHODS), ("types", TYPES)])
def test_each_simple_field_has_the_type_that_aiogram_gives_it(folder: str, declared: dict[str, str]) -> None:
    differing = []
    for name, text in declared.items():
        read = theirs(folder, name[0].upper() + name[1:] if folder == "methods" else FAMILIES.get(name, name))
        ours = fields(text)
        differing += [
            (name, it, ours[it][0], read[it][0])
            for it in ours.keys() & read.keys()
            if read[it][0] in PLAIN and PLAIN[read[it][0]] != ours[it][0]
        ]
    assert differing == []


@pytest.mark.parametrize("method", METHODS)
def test_each_method_has_the_parameters_that_python_telegram_bot_gives_it(method: str) -> None:
    snake = "".join(f"_{it.lower()}" if it.isupper() else it for it in method)
    read = {it for it in inspect.signature(getattr(telegram.Bot, snake)).parameters if it != "self"}
    extra = {it for it in read if it.endswith("_timeout")} | {"api_kwargs", "filename", "contact", "current_offset"}
    assert fields(METHODS[method]).keys() - LATER.get(method, set()) == read - extra - OUTDATED - {"auto_pagination"}


@pytest.mark.parametrize(("method", "given"), [
    ("sendMesage", {"chat_id": "7", "text": "x"}),
    ("sendMessage", {"chat_id": "7", "text": "x", "colour": "red"}),
    ("sendMessage", {"chat_id": "7"}),
    ("sendMessage", {"chat_id": "seven", "text": "x", "message_thread_id": "1.5"}),
    ("sendMessage", {"chat_id": 7, "text": 7}),
    ("sendMessage", {"chat_id": 7, "text": "x", "entities": [{"type": "bold", "offset": "0", "length": 1}]}),
    ("sendMessage", {"chat_id": 7, "text": "x", "entities": {"type": "bold"}}),
    ("sendMessage", {"chat_id": 7, "text": "x", "entities": '[{"type": "bold", "offset": 0, "len": 1}]'}),
    ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": '{"inline_keyboard": [{"text": "a"}]}'}),
    ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": '{"inline_keybord": []}'}),
    ("sendMessage", {"chat_id": 2**60, "text": "x"}),
    ("setMyCommands", {"commands": '[{"command": "a"}]'}),
])
def test_what_is_not_in_the_api_fails_the_test(method: str, given: dict[str, object]) -> None:
    with pytest.raises(NotInTheApi):
        arguments(method, given)


def test_parameters_may_be_sent_as_a_form_or_as_json() -> None:
    entity = {"type": "bold", "offset": 0, "length": 1}
    form = {"chat_id": "7", "text": "1", "entities": f'[{str(entity).replace(chr(39), chr(34))}]',
            "disable_notification": "True"}
    sent = {"chat_id": 7, "text": "1", "entities": [entity], "disable_notification": True}
    assert arguments("sendMessage", form) == arguments("sendMessage", sent) == sent
