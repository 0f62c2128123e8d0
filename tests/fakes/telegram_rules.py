"""What the Bot API refuses although it is well-formed: texts, entities, keyboards, commands and addresses.

Written from the Bot API's pages and tdlib's sources, not from our channel: it shares no constant with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from fakes import telegram_oracle as oracle
from fakes.telegram_schema import NotInTheApi

TEXT_CHARS_MAX = 4096
CAPTION_CHARS_MAX = 1024
RAW_BYTES_MAX = 32768
ENTITIES_MAX = 100  # the rest is dropped without a word
ENTITY_TYPES = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
    "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "date_time",
}
STYLED = {"bold", "italic"}
NOT_ACTIONS = {"text", "icon_custom_emoji_id", "style"}
DROPPED = {"\r", *map(chr, range(0x2028, 0x202F)), "\u030a", "\u0333", "\u033f"}
STYLES = {"danger", "success", "primary"}
SCOPES = {
    "default": set(), "all_private_chats": set(), "all_group_chats": set(), "all_chat_administrators": set(),
    "chat": {"chat_id"}, "chat_administrators": {"chat_id"}, "chat_member": {"chat_id", "user_id"},
}
WEBHOOK_PORTS = {443, 80, 88, 8443}


class Refusal(Exception):
    """The answer to a call that the Bot API does not carry out."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


# Texts ------------------------------------------------------------------------------------------------------------


def text_and_entities(call: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The text as Telegram keeps it: cleaned, trimmed, its entities moved along."""
    return _kept(call, call.get("text", ""), call.get("entities"), TEXT_CHARS_MAX, "message")


def caption_and_entities(call: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The same of a caption, which may be missing."""
    if not call.get("caption"):
        return "", []
    return _kept(call, call["caption"], call.get("caption_entities"), CAPTION_CHARS_MAX, "message caption")


def _kept(
    call: dict[str, Any], raw: str, given: list[dict[str, Any]] | None, chars_max: int, what: str
) -> tuple[str, list[dict[str, Any]]]:
    if call.get("parse_mode"):
        raise NotInTheApi("this fake does not parse; send entities")
    if len(raw.encode()) > RAW_BYTES_MAX:
        raise bad("text is too long")
    cleaned = "".join("" if c in DROPPED else " " if c < " " and c != "\n" else c for c in raw)
    kept = cleaned.strip(" \n")
    if not any(c.isprintable() and not c.isspace() and c not in "\u2800\ufffc" for c in kept):
        raise bad(f"{what} text is empty" if what == "message" else f"{what} is empty")
    entities = [_entity(raw, it) for it in (given or [])[:ENTITIES_MAX]]
    if len(kept) > chars_max:
        raise bad(f"{what} is too long")
    new_offset = _moves(raw, len(cleaned) - len(cleaned.lstrip(" \n")), len(kept.encode("utf-16-le")) // 2)
    moved = _around_dates([it for it in (_moved(it, new_offset) for it in entities) if it["length"]])
    if oracle.is_there() and (objection := oracle.objection(raw, entities, kept, moved)):
        raise NotInTheApi(objection)  # the fake is wrong, or Telegram has changed
    return kept, moved


def _entity(raw: str, entity: dict[str, Any]) -> dict[str, Any]:
    kind = entity["type"]
    if kind not in ENTITY_TYPES:
        raise bad(f"can't parse entities: unsupported entity type {kind}")
    units = raw.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    if not 0 <= start < end <= len(units):
        raise bad(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")
    try:
        units[:start].decode("utf-16-le"), units[start:end].decode("utf-16-le")
    except UnicodeDecodeError:
        raise bad(f"entity at UTF-16 offset {entity['offset']} begins or ends in the middle of a symbol") from None
    if kind == "text_link":
        _url(entity.get("url", ""), "entity")
    if kind == "date_time":
        _date_time(entity)
    return entity


def _moves(raw: str, trimmed: int, kept_units: int) -> Callable[[int], int]:
    """From a UTF-16 offset in the raw text to the one in the kept text."""
    new = [0]
    for c in raw:
        width = 2 if c > "\uffff" else 1
        new += [new[-1]] * width if c in DROPPED else [new[-1] + step + 1 for step in range(width)]
    return lambda offset: min(max(new[offset] - trimmed, 0), kept_units)


def _moved(entity: dict[str, Any], new_offset: Callable[[int], int]) -> dict[str, Any]:
    start, end = new_offset(entity["offset"]), new_offset(entity["offset"] + entity["length"])
    return {**entity, "offset": start, "length": end - start}


def _around_dates(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A date is neither bold nor italic: such entities are cut where there is one."""
    for date in [it for it in entities if it["type"] == "date_time"]:
        start, end = date["offset"], date["offset"] + date["length"]
        entities = [piece for it in entities for piece in (_cut(it, start, end) if it["type"] in STYLED else [it])]
    return entities


def _cut(entity: dict[str, Any], start: int, end: int) -> list[dict[str, Any]]:
    """What is left of it before and after this stretch."""
    first, last = entity["offset"], entity["offset"] + entity["length"]
    pieces = [(first, min(last, start)), (max(first, end), last)]
    return [{**entity, "offset": a, "length": b - a} for a, b in pieces if a < b]


def _url(url: str, of: str) -> None:
    scheme, _, rest = url.partition("://")
    where = re.split(r"[/?#]", rest)[0]
    user, _, there = where.rpartition("@")
    host, has_port, port = there.partition(":")
    why = None
    if scheme.lower() not in ("http", "https", "tg"):
        why = "Unsupported URL protocol"
    elif has_port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        why = "Wrong port number specified in the URL"
    elif "@" in user or re.search(r"[\x00- \"<>\[\]\\^`{|}\x7f]", user + host):
        why = "Disallowed character in URL host"
    elif re.search(r"%(?![0-9a-fA-F]{2})", user + host):
        why = "Wrong percent-encoded symbol in URL host"
    elif not host or ("." not in host and scheme.lower() != "tg"):
        why = "Wrong HTTP URL"
    if why:
        raise bad(f"{of} URL '{url}' is invalid: {why}")


def _date_time(entity: dict[str, Any]) -> None:
    is_time = 0 < entity.get("unix_time", 0) < 2**31
    if not is_time or not re.fullmatch(r"r|w?[dD]?[tT]?", entity.get("date_time_format", "")):
        raise bad("can't parse entities: DATE_TIME_INVALID")


# Keyboards --------------------------------------------------------------------------------------------------------


def keyboard(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    if markup is None:
        return []
    if markup.keys() != {"inline_keyboard"}:
        return []  # below the chat's field for writing, not below the message
    if len(json.dumps(markup, ensure_ascii=False).encode()) > 10_000:
        raise bad("reply markup is too long")
    rows: list[list[dict[str, Any]]] = [[_button(it) for it in row] for row in markup["inline_keyboard"] if row]
    if max(map(len, rows), default=0) > 8 or sum(map(len, rows)) > 100:
        raise bad("BUTTON_COUNT_INVALID")
    return rows


def _button(button: dict[str, Any]) -> dict[str, Any]:
    if not button.get("text", "").strip():
        raise bad("inline keyboard button text must be non-empty")
    if len(button.keys() - NOT_ACTIONS) != 1:
        raise bad("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        _url(button["url"], "inline keyboard button")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if button.get("style", "primary") not in STYLES:
        raise bad("BUTTON_STYLE_INVALID")
    return button


def commands(listed: list[dict[str, str]]) -> list[tuple[str, str]]:
    if len(listed) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for it in listed:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", it["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(it["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [(it["command"], it["description"]) for it in listed]


def scope(given: dict[str, Any] | None) -> str:
    """Whom a list of commands is for, as one word, `chat:7`; empty for everybody."""
    if given is None:
        return ""
    kind = given["type"]
    if kind not in SCOPES or given.keys() - {"type"} != SCOPES[kind]:
        raise bad(f"can't parse BotCommandScope: {given}")
    return ":".join(["" if kind == "default" else kind, *(str(given[name]) for name in sorted(SCOPES[kind]))])


# Elsewhere --------------------------------------------------------------------------------------------------------


def language(code: str) -> str:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def webhook(call: dict[str, Any], *, loopback: bool) -> None:
    """`loopback` takes http://127.0.0.1 on any port, for tests; Telegram itself takes https on four ports."""
    url = urlsplit(call["url"])
    if call["url"] and not (loopback and url.hostname == "127.0.0.1"):
        if url.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if (url.port or 443) not in WEBHOOK_PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", call.get("secret_token", "")):
        raise bad("secret token contains unallowed characters")
    if not 1 <= call.get("max_connections", 40) <= 100:
        raise bad("max_connections out of range")


def inline_button(button: dict[str, Any] | None) -> None:
    """The one above inline results: it leads to one thing, and a beginning is what a link may carry."""
    if button is None:
        return
    if len(button.keys() - {"text"}) != 1:
        raise bad("can't parse inline query results button")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "x")):
        raise bad("START_PARAM_INVALID")


def inline_results(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(results) > 50:
        raise bad("RESULTS_TOO_MUCH")
    if len({it["id"] for it in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    for it in results:
        if it["type"] != "article":
            raise NotInTheApi(f"this fake knows articles only, not {it['type']}")
        if not 1 <= len(it["id"].encode()) <= 64:
            raise bad("RESULT_ID_INVALID")
        content = it["input_message_content"]
        text_and_entities({**content, "text": content["message_text"]})
        keyboard(it.get("reply_markup"))
    return results
