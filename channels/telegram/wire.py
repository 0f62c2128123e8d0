"""Raw updates of the Bot API to `Incoming`, and the read position, without I/O.

In groups only what is said to the bot is listened to: `/command@name`, answers to it, and taps. What people say twice
is told apart by update_id, which Telegram keeps for the life of an update.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from channels.base import Incoming, Room

NAME = "telegram"
SILENT_DAYS_MAX = 6  # after a week without updates Telegram starts the ids at random, perhaps below our position

MEDIA = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "invoice", "live_photo", "location",
    "paid_media", "photo", "poll", "rich_message", "sticker", "story", "venue", "video", "video_note", "voice",
)
"""What a person can send beside text. An animation is also a document, a venue a location: the first one counts."""

_TO_A_BOT = re.compile(r"^(/\w+)@(\w+)")
_GONE = ("kicked", "left")
_GROUPS = ("group", "supergroup")
_CLOSED = {"forum_topic_closed", "general_forum_topic_hidden"}  # what is hidden is closed as well
GENERAL = 1  # the topic of a forum that is there from the start; its messages mostly carry no number (Bot API, Forums)
ADMINS = ("creator", "administrator")


class Unreadable(ValueError):
    """An update that is not what the Bot API promises; the text says where, not what it holds."""


def incoming(raw: str, username: str = "", bot_id: int = 0) -> Incoming | None:
    """What a person did, or None if the update is not for us, who are called and numbered so; a name that is not known
    yet may be any. Raises Unreadable, and nothing else."""
    try:
        update = json.loads(raw)
        return _incoming(str(int(update["update_id"])), update, username.lower(), bot_id)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable(f"not an update of the Bot API: {type(error).__name__}") from error


def _incoming(key: str, update: dict[str, Any], username: str, bot_id: int) -> Incoming | None:
    if message := update.get("message"):
        return _said(key, message, username, bot_id)
    if query := update.get("callback_query"):
        return _tapped(key, query)
    if query := update.get("inline_query"):
        return _by(query["from"], key, query["from"], _clean(query["query"]), looks_up=_clean(query["id"]))
    if member := update.get("my_chat_member"):
        return _joined_or_left(key, member)
    return None


def _said(key: str, message: dict[str, Any], username: str, bot_id: int) -> Incoming | None:
    chat = message["chat"]
    if chat["type"] in _GROUPS:
        return _became(key, message) or _said_in_group(key, message, username, bot_id)
    if chat["type"] != "private" or message["from"].get("is_bot"):  # two bots would answer each other for ever
        return None
    if (text := message.get("text")) is not None:
        return _by(message["from"], key, chat, _TO_A_BOT.sub(r"\1", _clean(text)))
    media = next((kind for kind in MEDIA if kind in message), None)  # else a service message: nobody said anything
    return _by(message["from"], key, chat, "", extra={"media": media}) if media else None


def _became(key: str, message: dict[str, Any]) -> Incoming | None:
    """A service message of a group that concerns where we post: it became a supergroup, which says so in both of its
    chats, or a topic of a forum was closed or opened again. Without its general topic, nothing may be posted."""
    chat = _address(message["chat"])
    if moved_to := message.get("migrate_to_chat_id"):
        return Incoming(NAME, key, chat, "", address_moved_to=str(int(moved_to)))
    if moved_from := message.get("migrate_from_chat_id"):
        return Incoming(NAME, key, str(int(moved_from)), "", address_moved_to=chat)
    thread = int(message.get("message_thread_id") or GENERAL)
    topic = chat if thread == GENERAL else f"{chat}/{thread}"
    if "forum_topic_reopened" in message:
        return Incoming(NAME, key, topic, "", back=True)
    if not _CLOSED & message.keys():
        return None
    return Incoming(NAME, key, topic, "", left=True) if topic == chat else Incoming(
        NAME, key, topic, "", address_moved_to=chat
    )


def _said_in_group(key: str, message: dict[str, Any], username: str, bot_id: int) -> Incoming | None:
    """A command with our name, or an answer to a message of ours. Admins may write as the group itself."""
    chat, user, text = message["chat"], message["from"], _clean(message.get("text") or "")
    named = _TO_A_BOT.match(text)
    answered = (message.get("reply_to_message") or {}).get("from", {}).get("id")
    is_for_us = named[2].lower() == (username or named[2].lower()) if named else answered == bot_id != 0
    as_group = message.get("sender_chat", {}).get("id") == chat["id"]
    if not is_for_us or (user.get("is_bot") and not as_group):
        return None
    room = _room(chat, user, message, by_admin=True if as_group else None)
    return _by(user, key, chat, _TO_A_BOT.sub(r"\1", text), room=room)


def _room(chat: dict[str, Any], user: dict[str, Any], message: dict[str, Any], **more: Any) -> Room:
    thread = int(message.get("message_thread_id") or 0) if message.get("is_topic_message") else 0
    who = "" if more.get("by_admin") else str(int(user["id"]))
    return Room(_clean(chat.get("title") or ""), who, _name(user), chat["type"] == "channel", thread, **more)


def _tapped(key: str, query: dict[str, Any]) -> Incoming | None:
    """A tap on one of our buttons. A message too old for Telegram to show still has its chat and id."""
    message, data = query.get("message"), query.get("data")
    if message is None or data is None:
        return None
    chat, tapped, tap_key = message["chat"], str(int(message["message_id"])), _clean(query["id"])
    room = None if chat["type"] == "private" else _room(chat, query["from"], message)
    return _by(query["from"], key, chat, _clean(data), tapped=tapped, tap_key=tap_key, room=room)


def _joined_or_left(key: str, member: dict[str, Any]) -> Incoming | None:
    """Let in, let in again, silenced or removed. Whoever lets us into a channel, or changes our rights, is an admin."""
    chat, user, new = member["chat"], member["from"], member["new_chat_member"]
    if chat["type"] == "private":
        gone = new["status"] in _GONE
        return _by(user, key, chat, "", left=gone, back=not gone)
    may_write = _may_write(chat, new)
    room = _room(chat, user, {}, entered=may_write)
    return _by(user, key, chat, "", left=not may_write, room=room)


def _may_write(chat: dict[str, Any], member: dict[str, Any]) -> bool:
    """Whether we may write as this member of the chat."""
    if member["status"] in _GONE:
        return False
    if chat["type"] == "channel":
        return bool(member.get("can_post_messages"))
    return member["status"] != "restricted" or bool(member.get("is_member") and member.get("can_send_messages"))


def _by(user: dict[str, Any], key: str, chat: dict[str, Any], text: str, **more: Any) -> Incoming:
    language = _clean(user.get("language_code") or "").lower()
    return Incoming(NAME, key, _address(chat), text, name=_name(user), language=language, **more)


def _name(user: dict[str, Any]) -> str:
    names = (_clean(user.get(part) or "") for part in ("first_name", "last_name"))
    return " ".join(name for name in names if name)


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
