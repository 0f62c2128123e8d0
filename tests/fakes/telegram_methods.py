"""What each method of the Bot API does to the chats of the fake, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from itertools import count
from typing import Any

from aiohttp import web
from fakes import telegram_rules as rules
from fakes.telegram_chats import CALLBACK_SECS, Chat, Shown, Updates
from fakes.telegram_rules import Refusal, bad
from fakes.telegram_schema import NotInTheApi
from fakes.telegram_webhook import Webhook

UPLOAD_BYTES_MAX = {"document": 50 * 2**20, "photo": 10 * 2**20}
DELETE_SECS_MAX = 48 * 3600
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


class Methods:
    """One bot: its chats, its commands, the files it has uploaded, what waits for it."""

    def __init__(self, me: dict[str, Any], clock: Callable[[], float]) -> None:
        self.me, self.clock = me, clock
        self.chats: dict[int, Chat] = {}
        self.updates = Updates()
        self.webhook = Webhook(self.updates, clock)
        self.commands: dict[str, list[tuple[str, str]]] = {}
        """By scope and language: ``, `zh`, `chat:7 zh`."""
        self.described: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.stars = 0.0
        self.taps: dict[str, float] = {}
        self.taps_answered: list[str] = []
        self.toasts: list[str] = []
        self.inline_answers: dict[str, list[dict[str, Any]]] = {}
        self.message_ids = count(100)

    async def call(self, method: str, call: dict[str, Any]) -> Any:
        """Raises Refusal and NotInTheApi."""
        does = getattr(self, f"_{method}", None)
        if does is None:
            raise NotInTheApi(f"this fake does not do {method} yet")
        return await does(call)

    def chat(self, given: int | str) -> Chat:
        """The chat of an id or a @name."""
        named = {f"@{chat.username}": chat for chat in self.chats.values() if chat.username}
        found = named.get(given) if isinstance(given, str) else self.chats.get(given)
        if found is None:
            raise bad("chat not found")
        return found

    def _open(self, call: dict[str, Any]) -> Chat:
        if "inline_message_id" in call:
            raise NotInTheApi("this fake knows no inline messages")
        if "chat_id" not in call:
            raise bad("message identifier is not specified")
        chat = self.chat(call["chat_id"])
        chat.open_to_the_bot(call.get("message_thread_id"))
        return chat

    # Receiving ------------------------------------------------------------------------------------------------------

    async def _getMe(self, call: dict[str, Any]) -> Any:
        return self.me

    async def _getUpdates(self, call: dict[str, Any]) -> Any:
        if self.webhook.url:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
                               "delete the webhook first")
        self.updates.allowed = call.get("allowed_updates", self.updates.allowed)
        limit, secs = call.get("limit", 100), call.get("timeout", 0)
        if not 1 <= limit <= 100 or not 0 <= secs <= 50:
            raise bad("limit or timeout out of range")
        return await self.updates.get(call.get("offset", 0), limit, secs, self.clock())

    async def _setWebhook(self, call: dict[str, Any]) -> Any:
        rules.webhook(call, loopback=True)
        if call.get("drop_pending_updates"):
            self.updates.waiting.clear()
        self.updates.allowed = call.get("allowed_updates", self.updates.allowed)
        self.updates.end_poll("webhook")
        self.webhook.set(call["url"], call.get("secret_token", ""), call.get("max_connections", 40))
        return True

    async def _deleteWebhook(self, call: dict[str, Any]) -> Any:
        return await self._setWebhook({"url": "", **call})

    async def _getWebhookInfo(self, call: dict[str, Any]) -> Any:
        return self.webhook.info()

    # Messages -------------------------------------------------------------------------------------------------------

    async def _sendMessage(self, call: dict[str, Any]) -> Any:
        chat = self._open(call)
        text, entities = rules.text_and_entities(call)
        return self._shown(chat, call, text, entities)

    async def _sendDocument(self, call: dict[str, Any]) -> Any:
        return self._file(call, "document")

    async def _sendPhoto(self, call: dict[str, Any]) -> Any:
        return self._file(call, "photo")

    def _file(self, call: dict[str, Any], kind: str) -> Any:
        chat = self._open(call)
        text, entities = rules.caption_and_entities(call)
        return self._shown(chat, call, text, entities, kind=kind, file_id=self._file_id(call[kind], kind))

    def _file_id(self, given: Any, kind: str) -> str:
        """An upload is kept under an id, which may be sent again."""
        if isinstance(given, str) and given in self.files:
            return given
        if not isinstance(given, web.FileField):
            raise bad("wrong file identifier/HTTP URL specified")
        content = given.file.read()
        if not content:
            raise bad("file must be non-empty")
        if len(content) > UPLOAD_BYTES_MAX[kind]:
            raise Refusal(413, "Request Entity Too Large")
        file_id = sha256(content).hexdigest()[:24]
        self.files[file_id] = content
        return file_id

    def _shown(self, chat: Chat, call: dict[str, Any], text: str, entities: list[dict[str, Any]], **more: Any) -> Any:
        shown = Shown(
            next(self.message_ids), text, self.clock(), entities=entities,
            buttons=rules.keyboard(call.get("reply_markup")), thread=call.get("message_thread_id"),
            silent=call.get("disable_notification", False), **more,
        )
        chat.messages[shown.id] = shown
        return chat.message(shown, self.me)

    async def _editMessageText(self, call: dict[str, Any]) -> Any:
        text, entities = rules.text_and_entities(call)
        return self._edited(call, text, entities)

    async def _editMessageCaption(self, call: dict[str, Any]) -> Any:
        text, entities = rules.caption_and_entities(call)
        return self._edited(call, text, entities)

    async def _editMessageReplyMarkup(self, call: dict[str, Any]) -> Any:
        shown = self._open(call).own(call["message_id"], "edit")
        return self._edited(call, shown.text, shown.entities)

    def _edited(self, call: dict[str, Any], text: str, entities: list[dict[str, Any]]) -> Any:
        chat = self._open(call)
        shown = chat.own(call["message_id"], "edit")
        buttons = rules.keyboard(call.get("reply_markup"))
        if (shown.text, shown.entities, shown.buttons) == (text, entities, buttons):
            raise bad(NOT_MODIFIED)
        shown.text, shown.entities, shown.buttons, shown.edits = text, entities, buttons, shown.edits + 1
        return chat.message(shown, self.me)

    async def _deleteMessage(self, call: dict[str, Any]) -> Any:
        chat = self._open(call)
        if self.clock() - chat.own(call["message_id"], "delete").at >= DELETE_SECS_MAX:
            raise bad("message can't be deleted for everyone")
        del chat.messages[call["message_id"]]
        return True

    async def _deleteMessages(self, call: dict[str, Any]) -> Any:
        """Those that cannot be deleted are skipped."""
        chat = self._open(call)
        if not 1 <= len(call["message_ids"]) <= 100:
            raise bad("too few or too many message identifiers specified")
        for it in call["message_ids"]:
            if it in chat.messages and self.clock() - chat.messages[it].at < DELETE_SECS_MAX:
                del chat.messages[it]
        return True

    async def _sendChatAction(self, call: dict[str, Any]) -> Any:
        self._open(call)
        if call["action"] not in ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    async def _getFile(self, call: dict[str, Any]) -> Any:
        if call["file_id"] not in self.files:
            raise bad("invalid file_id")
        return {"file_id": call["file_id"], "file_unique_id": f"u{call['file_id']}",
                "file_size": len(self.files[call["file_id"]])}

    # Taps and inline queries ----------------------------------------------------------------------------------------

    async def _answerCallbackQuery(self, call: dict[str, Any]) -> Any:
        tapped_at = self.taps.pop(call["callback_query_id"], None)
        if tapped_at is None or self.clock() - tapped_at > CALLBACK_SECS:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(call.get("text", "")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        self.taps_answered.append(call["callback_query_id"])
        self.toasts.append(call.get("text", ""))
        return True

    async def _answerInlineQuery(self, call: dict[str, Any]) -> Any:
        if call["inline_query_id"] not in self.inline_answers:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(call.get("next_offset", "").encode()) > 64:
            raise bad("NEXT_OFFSET_INVALID")
        rules.inline_button(call.get("button"))
        self.inline_answers[call["inline_query_id"]] = rules.inline_results(call["results"])
        return True

    # The bot and its chats --------------------------------------------------------------------------------------------

    async def _setMyCommands(self, call: dict[str, Any]) -> Any:
        self.commands[_for_whom(call)] = rules.commands(call["commands"])
        return True

    async def _getMyCommands(self, call: dict[str, Any]) -> Any:
        listed = self.commands.get(_for_whom(call), [])
        return [{"command": name, "description": about} for name, about in listed]

    async def _deleteMyCommands(self, call: dict[str, Any]) -> Any:
        self.commands.pop(_for_whom(call), None)
        return True

    async def _setMyName(self, call: dict[str, Any]) -> Any:
        return self._describe("name", call, 64)

    async def _setMyDescription(self, call: dict[str, Any]) -> Any:
        return self._describe("description", call, 512)

    async def _setMyShortDescription(self, call: dict[str, Any]) -> Any:
        return self._describe("short_description", call, 120)

    def _describe(self, what: str, call: dict[str, Any], chars_max: int) -> bool:
        if len(call.get(what, "")) > chars_max:
            raise bad(f"{what} is too long")
        self.described[f"{what} {rules.language(call.get('language_code', ''))}".strip()] = call.get(what, "")
        return True

    async def _setChatMenuButton(self, call: dict[str, Any]) -> Any:
        return True

    async def _getMyStarBalance(self, call: dict[str, Any]) -> Any:
        return {"amount": int(self.stars)}

    async def _getChat(self, call: dict[str, Any]) -> Any:
        return {**self.chat(call["chat_id"]).as_json(), "accent_color_id": 0, "max_reaction_count": 11,
                "accepted_gift_types": dict.fromkeys(
                    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
                     "gifts_from_channels"), False)}

    async def _getChatMember(self, call: dict[str, Any]) -> Any:
        chat, user_id = self.chat(call["chat_id"]), call["user_id"]
        if user_id not in chat.admins:
            return {"status": "member", "user": chat.person(user_id)}
        return {"status": "creator", "user": chat.person(user_id), "is_anonymous": False}

    async def _leaveChat(self, call: dict[str, Any]) -> Any:
        self.chat(call["chat_id"]).state = "kicked"
        return True


def _for_whom(call: dict[str, Any]) -> str:
    return f"{rules.scope(call.get('scope'))} {rules.language(call.get('language_code', ''))}".strip()
