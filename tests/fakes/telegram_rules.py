"""What the Bot API takes and refuses: its methods and parameters, texts, entities and keyboards.

Written from the Bot API's pages and tdlib's sources, not from our channel: it shares no constant with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit


class Refusal(Exception):
    """The answer to a call that the Bot API does not carry out."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class NotInTheApi(Exception):
    """A method, parameter or field that does not exist: the real server may ignore it, the test must not."""


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


MESSAGE = {
    "business_connection_id": str, "parse_mode": str, "entities": list, "link_preview_options": dict,
    "reply_markup": dict,
}
METHODS: dict[str, dict[str, type]] = {
    "getMe": {},
    "getUpdates": {"offset": int, "limit": int, "timeout": int, "allowed_updates": list},
    "sendMessage": {
        "chat_id": int, "text": str, "message_thread_id": int, "direct_messages_topic_id": int,
        "disable_notification": bool, "protect_content": bool, "allow_paid_broadcast": bool, "message_effect_id": str,
        "suggested_post_parameters": dict, "reply_parameters": dict, **MESSAGE,
    },
    "editMessageText": {"chat_id": int, "message_id": int, "inline_message_id": str, "text": str, **MESSAGE},
    "deleteMessage": {"chat_id": int, "message_id": int},
    "answerCallbackQuery": {
        "callback_query_id": str, "text": str, "show_alert": bool, "url": str, "cache_time": int,
    },
    "setMyCommands": {"commands": list, "scope": dict, "language_code": str},
    "sendChatAction": {"business_connection_id": str, "chat_id": int, "message_thread_id": int, "action": str},
}
REQUIRED = {
    "sendMessage": ("chat_id", "text"), "editMessageText": ("chat_id", "message_id", "text"),
    "deleteMessage": ("chat_id", "message_id"), "answerCallbackQuery": ("callback_query_id",),
    "setMyCommands": ("commands",), "sendChatAction": ("chat_id", "action"),
}
FIELDS = {
    "entity": {"type", "offset", "length", "url", "user", "language", "custom_emoji_id"},
    "button": {
        "text", "icon_custom_emoji_id", "style", "url", "callback_data", "web_app", "login_url", "switch_inline_query",
        "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
    },
    "link_preview_options": {
        "is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text",
    },
    "command": {"command", "description"},
}
NOT_ACTIONS = {"text", "icon_custom_emoji_id", "style"}


def arguments(method: str, given: dict[str, Any]) -> dict[str, Any]:
    """The call's parameters as values of their types."""
    if method not in METHODS:
        raise NotInTheApi(f"no method {method}")
    known = METHODS[method]
    if unknown := given.keys() - known.keys():
        raise NotInTheApi(f"{method} has no parameter {sorted(unknown)}")
    values = {name: _typed(name, value, known[name]) for name, value in given.items()}
    for name in REQUIRED.get(method, ()):
        if name not in values:
            raise bad(f"parameter {name} is required" if name != "text" else "message text is empty")
    only(values.get("link_preview_options") or {}, "link_preview_options")
    return values


def _typed(name: str, value: Any, kind: type) -> Any:
    try:
        if isinstance(value, str) and kind is not str:
            value = value.lower() == "true" if kind is bool else json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name}") from None
    if type(value) is not kind:
        raise bad(f"{name} must be of type {kind.__name__}")
    return value


def only(fields: dict[str, Any], kind: str) -> None:
    if unknown := fields.keys() - FIELDS[kind]:
        raise NotInTheApi(f"{kind} has no field {sorted(unknown)}")


# Texts ------------------------------------------------------------------------------------------------------------


def text_and_entities(call: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The text as Telegram keeps it: cleaned, trimmed, its entities moved along."""
    raw = call["text"]
    if call.get("parse_mode"):
        raise NotInTheApi("this fake does not parse; send entities")
    if len(raw.encode()) > 32768:
        raise bad("text is too long")
    cleaned = "".join("" if c in "\r\u202e" else " " if c < " " and c != "\n" else c for c in raw)
    kept = cleaned.strip(" \n")
    if not any(c.isprintable() and not c.isspace() and c not in "\u2800\ufffc" for c in kept):
        raise bad("message text is empty")
    entities = [_entity(raw, it) for it in (call.get("entities") or [])[:100]]
    if len(kept) > 4096:
        raise bad("message is too long")
    new_offset = _moves(raw, len(cleaned) - len(cleaned.lstrip(" \n")), len(kept.encode("utf-16-le")) // 2)
    return kept, [moved for it in entities if (moved := _moved(it, new_offset))["length"]]


def _entity(raw: str, entity: dict[str, Any]) -> dict[str, Any]:
    only(entity, "entity")
    units = raw.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    if not 0 <= start < end <= len(units):
        raise bad(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")
    try:
        units[:start].decode("utf-16-le"), units[start:end].decode("utf-16-le")
    except UnicodeDecodeError:
        raise bad(f"entity at UTF-16 offset {entity['offset']} begins or ends in the middle of a symbol") from None
    if entity["type"] == "text_link":
        _url(entity["url"], "entity")
    return entity


def _moves(raw: str, trimmed: int, kept_units: int) -> Callable[[int], int]:
    """From a UTF-16 offset in the raw text to the one in the kept text."""
    new = [0]
    for c in raw:
        width = 2 if c > "\uffff" else 1
        new += [new[-1]] * width if c in "\r\u202e" else [new[-1] + step + 1 for step in range(width)]
    return lambda offset: min(max(new[offset] - trimmed, 0), kept_units)


def _moved(entity: dict[str, Any], new_offset: Callable[[int], int]) -> dict[str, Any]:
    start, end = new_offset(entity["offset"]), new_offset(entity["offset"] + entity["length"])
    return {**entity, "offset": start, "length": end - start}


def _url(url: str, of: str) -> None:
    host = urlsplit(url).hostname or ""
    if urlsplit(url).scheme not in ("http", "https", "tg"):
        raise bad(f"{of} URL '{url}' is invalid: Unsupported URL protocol")
    if "." not in host and not url.startswith("tg:"):
        raise bad(f"{of} URL '{url}' is invalid: Wrong HTTP URL")


# Keyboards --------------------------------------------------------------------------------------------------------


def keyboard(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    if markup is None:
        return []
    if markup.keys() != {"inline_keyboard"}:
        raise NotInTheApi(f"this fake knows inline keyboards only, not {sorted(markup)}")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > 10_000:
        raise bad("reply markup is too long")
    rows: list[list[dict[str, Any]]] = [[_button(it) for it in row] for row in markup["inline_keyboard"] if row]
    if max(map(len, rows), default=0) > 8 or sum(map(len, rows)) > 100:
        raise bad("BUTTON_COUNT_INVALID")
    return rows


def _button(button: dict[str, Any]) -> dict[str, Any]:
    only(button, "button")
    if not button.get("text", "").strip():
        raise bad("inline keyboard button text must be non-empty")
    if len(button.keys() - NOT_ACTIONS) != 1:
        raise bad("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        _url(button["url"], "inline keyboard button")
    return button


def commands(listed: list[dict[str, str]]) -> list[tuple[str, str]]:
    if len(listed) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for it in listed:
        only(it, "command")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", it["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(it["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [(it["command"], it["description"]) for it in listed]
