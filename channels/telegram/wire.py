"""Raw updates of the Bot API to `Incoming`, and the read position, without I/O.

Only private chats are listened to; of groups, only that one has become a supergroup. What people say twice is told
apart by update_id, which Telegram keeps for the life of an update.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.base import Incoming

NAME = "telegram"
SILENT_DAYS_MAX = 6  # after a week without updates Telegram starts the ids at random, perhaps below our position

MEDIA = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "invoice", "live_photo", "location",
    "paid_media", "photo", "poll", "rich_message", "sticker", "story", "venue", "video", "video_note", "voice",
)
"""What a person can send beside text. An animation is also a document, a venue a location: the first one counts."""

_TO_THIS_BOT = re.compile(r"^(/\w+)@\w+")
_GONE = ("kicked", "left")


class Unreadable(ValueError):
    """An update that is not what the Bot API promises; the text says where, not what it holds."""


def incoming(raw: str) -> Incoming | None:
    """What a person did, or None if the update is not for us. Raises Unreadable, and nothing else."""
    try:
        update = json.loads(raw)
        return _incoming(str(int(update["update_id"])), update)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable(f"not an update of the Bot API: {type(error).__name__}") from error


def _incoming(key: str, update: dict[str, Any]) -> Incoming | None:
    if message := update.get("message"):
        return _said(key, message)
    if query := update.get("callback_query"):
        return _tapped(key, query)
    if member := update.get("my_chat_member"):
        return _joined_or_left(key, member)
    return None


def _said(key: str, message: dict[str, Any]) -> Incoming | None:
    chat = message["chat"]
    if moved_to := message.get("migrate_to_chat_id"):
        return Incoming(NAME, key, _address(chat), "", address_moved_to=str(int(moved_to)))
    if chat["type"] != "private" or message["from"].get("is_bot"):  # two bots would answer each other for ever
        return None
    if (text := message.get("text")) is not None:
        return _by(message["from"], key, chat, _TO_THIS_BOT.sub(r"\1", _clean(text)))
    media = next((kind for kind in MEDIA if kind in message), None)  # else a service message: nobody said anything
    return _by(message["from"], key, chat, "", extra={"media": media}) if media else None


def _tapped(key: str, query: dict[str, Any]) -> Incoming | None:
    """A tap on one of our buttons. A message too old for Telegram to show still has its chat and id."""
    message, data = query.get("message"), query.get("data")
    if message is None or data is None or message["chat"]["type"] != "private":
        return None
    tapped, tap_key = str(int(message["message_id"])), _clean(query["id"])
    return _by(query["from"], key, message["chat"], _clean(data), tapped=tapped, tap_key=tap_key)


def _joined_or_left(key: str, member: dict[str, Any]) -> Incoming | None:
    """Blocked or removed. Being let in again says nothing by itself: the person's next word reopens the account."""
    left = member["new_chat_member"]["status"] in _GONE
    return _by(member["from"], key, member["chat"], "", left=True) if left else None


def _by(user: dict[str, Any], key: str, chat: dict[str, Any], text: str, **more: Any) -> Incoming:
    names = (_clean(user.get(part) or "") for part in ("first_name", "last_name"))
    return Incoming(
        NAME, key, _address(chat), text, name=" ".join(name for name in names if name),
        language=_clean(user.get("language_code") or "").lower(), **more,
    )


def chat_of(address: str) -> str:
    """The chat of an address; of a thread in a forum (`-100123/45`), its group."""
    return address.partition("/")[0]


def thread_of(address: str) -> int | None:
    """The forum thread of an address, if it is one."""
    thread = address.partition("/")[2]
    return int(thread) if thread.isdecimal() else None


def _address(chat: dict[str, Any]) -> str:
    return str(int(chat["id"]))


def _clean(value: str) -> str:
    """Text that every database takes: JSON can carry NUL and halves of characters."""
    return whole(value).replace("\0", "")


def whole(text: str) -> str:
    """The text with every half of a UTF-16 pair joined to its other half, or else replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def keyed(update: Mapping[str, Any]) -> tuple[str, str]:
    """An update as the inbox keeps it: key and raw text."""
    return str(update["update_id"]), whole(json.dumps(update, ensure_ascii=False, separators=(",", ":")))


def position(next_offset: int, now: datetime) -> str:
    """How far we have read, and when something last came: the inbox's cursor."""
    return f"{next_offset} {int(now.timestamp())}"


def offset(cursor: str | None, now: datetime) -> int | None:
    """Where to read on; None to take whatever Telegram holds, as at first and after SILENT_DAYS_MAX days of silence."""
    if not cursor:
        return None
    next_offset, _, at = cursor.partition(" ")
    silent = timedelta(seconds=now.timestamp() - int(at or 0))
    return None if silent > timedelta(days=SILENT_DAYS_MAX) else int(next_offset)
