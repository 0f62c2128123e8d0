"""The chats of the fake Telegram: who is in them, what they hold, and the updates waiting for the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from fakes.telegram_rules import Refusal, bad

End = Literal["conflict", "webhook", "over"]
State = Literal["active", "never started", "blocked", "kicked", "deactivated", "migrated", "silenced", "deleted"]
REFUSALS = {
    "never started": (403, "Forbidden: bot can't initiate conversation with a user"),
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "kicked": (403, "Forbidden: bot was kicked from the group chat"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "silenced": (400, "Bad Request: not enough rights to send text messages to the chat"),
    "deleted": (403, "Forbidden: the group chat was deleted"),
}
ENDED_BY = {
    "conflict": "other getUpdates request; make sure that only one bot instance is running",
    "webhook": "setWebhook request",
}
GENERAL = 1  # the topic that every forum has
DAY_SECS = 86400
CALLBACK_SECS = 150  # Telegram keeps a tap that long
NOT_ASKED_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Shown:
    """A message as the person sees it now."""

    id: int
    text: str
    at: float
    mine: bool = False
    """The person's own."""
    entities: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    edits: int = 0
    thread: int | None = None
    silent: bool = False
    file_id: str = ""
    """The document or photo that it shows."""
    kind: Literal["text", "document", "photo"] = "text"

    @property
    def labels(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.buttons]

    def marked(self, kind: str) -> list[str]:
        """The stretches of the text with this kind of entity."""
        units = self.text.encode("utf-16-le")
        marked = [(it["offset"] * 2, it["length"] * 2) for it in self.entities if it["type"] == kind]
        return [units[start : start + length].decode("utf-16-le") for start, length in marked]

    def button(self, label: str) -> dict[str, Any]:
        found = [button for row in self.buttons for button in row if button["text"] == label]
        assert found, f"no button {label!r} in {self.labels}"
        return found[0]


@dataclass
class Chat:
    """A conversation with one person, or a group."""

    id: int
    name: str = "小王"
    language: str = "zh-hans"
    state: State = "active"
    moved_to: int | None = None
    username: str = ""
    threads: dict[int, Literal["open", "closed"]] = field(default_factory=dict)
    """The topics of a forum; the general one is open unless it says otherwise here."""
    messages: dict[int, Shown] = field(default_factory=dict)
    admins: set[int] = field(default_factory=set)
    """The people who look after a group or channel."""

    def open_to_the_bot(self, thread: int | None = None) -> None:
        """Raise what Telegram answers to a bot that writes here and may not."""
        if self.state == "migrated" and self.moved_to:
            raise_to = {"migrate_to_chat_id": self.moved_to}
            raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", **raise_to)
        if self.state in REFUSALS:
            raise Refusal(*REFUSALS[self.state])
        if thread is not None and thread not in self.threads:
            raise bad("message thread not found")
        if self.threads.get(thread or GENERAL) == "closed":
            raise bad("TOPIC_CLOSED")

    def own(self, message_id: int, what_for: str) -> Shown:
        """A message of the bot's."""
        shown = self.messages.get(message_id)
        if shown is None:
            raise bad(f"message to {what_for} not found")
        if shown.mine:
            raise bad(f"message can't be {what_for.removesuffix('e')}ed")
        return shown

    def as_json(self) -> dict[str, Any]:
        if self.id < 0:
            kind = "channel" if self.username else "supergroup" if self.id < -(10**12) else "group"
            named = {"username": self.username} if self.username else {}
            forum = {"is_forum": True} if self.threads else {}
            return {"id": self.id, "type": kind, "title": self.name, **named, **forum}
        return {"id": self.id, "type": "private", "first_name": self.name}

    def person(self, user_id: int = 0) -> dict[str, Any]:
        """Whose chat it is; in a group, the one of this id."""
        name = self.name if self.id > 0 else f"组员{user_id}"
        return {"id": user_id or abs(self.id), "is_bot": False, "first_name": name, "language_code": self.language}

    def message(self, shown: Shown, sender: dict[str, Any]) -> dict[str, Any]:
        fields = {"message_id": shown.id, "date": int(shown.at), "chat": self.as_json(), "from": sender}
        said = "caption" if shown.file_id else "text"
        fields |= {said: shown.text} if shown.text else {}
        fields |= {"caption_entities" if shown.file_id else "entities": shown.entities} if shown.entities else {}
        fields |= {"message_thread_id": shown.thread, "is_topic_message": True} if shown.thread else {}
        fields |= {shown.kind: file_as_json(shown)} if shown.file_id else {}
        fields |= {"reply_markup": {"inline_keyboard": shown.buttons}} if shown.buttons else {}
        return fields | ({"edit_date": int(shown.at)} if shown.edits else {})


def file_as_json(shown: Shown) -> Any:
    file = {"file_id": shown.file_id, "file_unique_id": f"u{shown.file_id}", "file_size": 1}
    return file if shown.kind == "document" else [{**file, "width": 90, "height": 90}]


@dataclass
class Updates:
    """What waits for the bot: confirmed by asking for a later one, forgotten after a day, taps after 150 s."""

    ids: Iterator[int] = field(default_factory=lambda: count(7_000_001))
    waiting: list[tuple[dict[str, Any], float]] = field(default_factory=list)
    allowed: Sequence[str] = ()
    last: dict[str, Any] = field(default_factory=dict)
    """The update that was added last, whether it has been taken or not."""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: asyncio.Future[End] | None = None

    def add(self, kind: str, payload: Any, now: float) -> int:
        update_id = next(self.ids)
        self.last = {"update_id": update_id, kind: payload}
        if kind in self.allowed or (not self.allowed and kind not in NOT_ASKED_BY_DEFAULT):
            self.again(self.last, now)
        return update_id

    def again(self, update: dict[str, Any], now: float) -> None:
        self.waiting.append((update, now))
        self._news.set()

    @property
    def is_polled(self) -> bool:
        return self._poll is not None and not self._poll.done()

    def end_poll(self, how: End) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(how)

    async def get(self, offset: int, limit: int, timeout_secs: int, now: float) -> list[dict[str, Any]]:
        """One poll; an earlier one that still waits is told that there is another."""
        self.end_poll("conflict")
        self._poll = poll = asyncio.get_running_loop().create_future()
        self._confirm(offset, now)
        if not self.waiting and timeout_secs:
            self._news.clear()
            news = asyncio.ensure_future(self._news.wait())
            with suppress(TimeoutError):
                await asyncio.wait({news, poll}, timeout=timeout_secs, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
        if poll.done() and poll.result() != "over":
            raise Refusal(409, f"Conflict: terminated by {ENDED_BY[poll.result()]}")
        return [update for update, _ in self.waiting[:limit]]

    def _confirm(self, offset: int, now: float) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset > 0:
            self.waiting = [it for it in self.waiting if it[0]["update_id"] >= offset]
        kept = {True: CALLBACK_SECS, False: DAY_SECS}
        self.waiting = [it for it in self.waiting if now - it[1] < kept["callback_query" in it[0]]]

    async def first(self, clock: Callable[[], float]) -> dict[str, Any]:
        """The update that has waited longest, once there is one."""
        while True:
            self._confirm(0, clock())
            if self.waiting:
                return self.waiting[0][0]
            self._news.clear()
            await self._news.wait()

    def taken(self, update: dict[str, Any]) -> None:
        self.waiting = [it for it in self.waiting if it[0] is not update]
