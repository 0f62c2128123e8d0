"""A strict Bot API server on a real socket, and the people who use it.

    async with FakeTelegram() as fake:
        channel = TelegramChannel(fake.token, fake.api_url, ...)
        fake.says(7, "/start")
        await fake.until(lambda: fake.messages(7))
        fake.taps(7, fake.messages(7)[-1].id, "学生")

It refuses what Telegram refuses. What does not exist in the Bot API at all fails the test when the fake is closed.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, Self

from aiohttp import web
from fakes.telegram_chats import GENERAL, Chat, Shown, Updates
from fakes.telegram_faults import Fault, answers
from fakes.telegram_methods import Methods
from fakes.telegram_rates import Rates
from fakes.telegram_rules import Refusal
from fakes.telegram_schema import NotInTheApi, arguments

PACED = ("send", "edit", "delete", "copy", "forward")  # how the names of methods begin that count against the rates
UNPACED = {"deleteWebhook", "deleteMyCommands"}
PATIENCE_SECS = 120  # how long a test waits for what will not come; on a busy machine what does come takes long


@dataclass(frozen=True)
class Call:
    """One call that was made, with its parameters and the status it was answered with (0: the answer was lost)."""

    method: str
    given: dict[str, Any]
    at: float
    status: int


class FakeTelegram:
    """One bot's server. `rates` are enforced if given; `clock` is read for every date, rate and age."""

    def __init__(
        self, token: str = "4242:AAFakeTokenOfTheFakeTelegram", *, rates: Rates | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.token, self.rates, self._clock = token, rates, clock
        self.api_url = ""
        self.me = {
            "id": int(token.partition(":")[0]), "is_bot": True, "first_name": "科讯", "username": "kexun_bot",
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
        }
        self.bot = Methods(self.me, lambda: self._now)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.on_call: Callable[[Call], object] | None = None
        """Told of every call once it is done, whether its answer arrives or not."""
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._tap_ids = count(1)
        self._news, self._closing = asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.api_url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._closing.set()
        self.updates.end_poll("over")
        await self.bot.webhook.close()
        await self._runner.cleanup()
        assert failure[0] or not self.violations, self.violations

    @property
    def chats(self) -> dict[int, Chat]:
        return self.bot.chats

    @property
    def updates(self) -> Updates:
        return self.bot.updates

    @property
    def commands(self) -> dict[str, list[tuple[str, str]]]:
        return self.bot.commands

    @property
    def taps_answered(self) -> list[str]:
        return self.bot.taps_answered

    # People -------------------------------------------------------------------------------------------------------

    def chat(self, chat_id: int) -> Chat:
        """The chat, which is known to the bot from now on."""
        return self.chats.setdefault(chat_id, Chat(chat_id))

    def says(
        self, chat_id: int, text: str, *, name: str | None = None, language: str | None = None, by: int = 0,
        thread: int | None = None, **more: Any,
    ) -> int:
        """Somebody writes (in a group: `by` whom, in which thread of a forum); `more` are further fields of the
        message, such as `photo`. Returns the update's id."""
        chat = self.chat(chat_id)
        chat.name, chat.language = name or chat.name, chat.language if language is None else language
        chat.state = "active"
        shown = Shown(next(self.bot.message_ids), text, self._now, mine=True, thread=thread)
        chat.messages[shown.id] = shown
        return self.updates.add("message", chat.message(shown, chat.person(by)) | more, self._now)

    def enters(self, chat_id: int, title: str, *, by: int, admins: tuple[int, ...] = (), channel: bool = False) -> int:
        """Somebody adds the bot to a group, or makes it an admin of a channel. Returns the update's id."""
        chat = self.chat(chat_id)
        chat.name, chat.username, chat.state = title, "news" if channel else "", "active"
        chat.admins |= {by, *admins}
        rights = {"can_post_messages": True} if channel else {}
        return self._membership(chat_id, "left", "administrator" if channel else "member", by=by, **rights)

    def closes_topic(self, chat_id: int, thread: int, *, by: int) -> int:
        """Nobody but admins writes in this topic of a forum any more. Returns the update's id."""
        self.chat(chat_id).threads[thread] = "closed"
        return self._of_topic(chat_id, thread, by, "forum_topic_closed")

    def reopens_topic(self, chat_id: int, thread: int, *, by: int) -> int:
        """Everybody writes there again. Returns the update's id."""
        self.chat(chat_id).threads[thread] = "open"
        return self._of_topic(chat_id, thread, by, "forum_topic_reopened")

    def _of_topic(self, chat_id: int, thread: int, by: int, what: str) -> int:
        """A service message in a topic; those in the general one carry no number."""
        return self.says(chat_id, "", by=by, thread=None if thread == GENERAL else thread, **{what: {}})

    def loses_rights(self, chat_id: int, *, by: int) -> int:
        """An admin of a group takes away the bot's right to write. Returns the update's id."""
        self.chat(chat_id).state = "silenced"
        return self._membership(chat_id, "member", "restricted", by=by, can_send_messages=False, is_member=True)

    def removes(self, chat_id: int, *, by: int) -> int:
        """Somebody removes the bot from a group. Returns the update's id."""
        self.chat(chat_id).state = "kicked"
        return self._membership(chat_id, "member", "left", by=by)

    def taps(self, chat_id: int, message_id: int, label: str, *, by: int = 0) -> int:
        """Somebody taps a button of a message as it stands now. Returns the update's id."""
        data = self.chat(chat_id).messages[message_id].button(label)["callback_data"]
        return self.forges(chat_id, message_id, data, by=by)

    def forges(self, chat_id: int, message_id: int, data: str, *, by: int = 0) -> int:
        """Somebody's client says that a button was tapped that carries this. Returns the update's id."""
        chat, tap_id = self.chat(chat_id), f"tap{next(self._tap_ids)}"
        self.bot.taps[tap_id] = self._now
        return self.updates.add("callback_query", {
            "id": tap_id, "from": chat.person(by), "message": chat.message(chat.messages[message_id], self.me),
            "chat_instance": "1", "data": data,
        }, self._now)

    def looks_for(self, who: int, words: str) -> int:
        """Somebody writes the bot's name and these words in some chat. Returns the update's id."""
        query_id = f"query{next(self._tap_ids)}"
        self.bot.inline_answers[query_id] = []
        query = {"id": query_id, "from": self.chat(who).person(), "query": words, "offset": ""}
        return self.updates.add("inline_query", query, self._now)

    def messages(self, chat_id: int) -> list[Shown]:
        """What the bot has said in this chat, as it stands now."""
        return [it for it in self.chat(chat_id).messages.values() if not it.mine] if chat_id in self.chats else []

    def blocks(self, chat_id: int) -> int:
        self.chat(chat_id).state = "blocked"
        return self._membership(chat_id, "member", "kicked")

    def unblocks(self, chat_id: int) -> int:
        self.chat(chat_id).state = "active"
        return self._membership(chat_id, "kicked", "member")

    def migrates(self, chat_id: int, to: int) -> int:
        """A group becomes a supergroup."""
        chat = self.chat(chat_id)
        chat.state, chat.moved_to = "migrated", to
        self.chats[to] = Chat(to, chat.name)
        for where, what in ((chat, {"migrate_to_chat_id": to}), (self.chats[to], {"migrate_from_chat_id": chat_id})):
            notice = where.message(Shown(next(self.bot.message_ids), "", self._now), where.person())
            update_id = self.updates.add("message", notice | what, self._now)
        return update_id

    # Trouble, and waiting for things --------------------------------------------------------------------------------

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of this method go wrong, one after the other."""
        self._faults[method].extend(faults)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; it is looked at after every call."""
        async with asyncio.timeout(PATIENCE_SECS):
            while not condition():
                self._news.clear()
                await self._news.wait()

    # Serving ------------------------------------------------------------------------------------------------------

    @property
    def _now(self) -> float:
        return self._clock().timestamp()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _given(request)
        asyncio.get_running_loop().call_soon(self._news.set)  # a poll may now wait for long
        fault = self._faults[method].popleft() if self._faults[method] else None
        answer = Fault("answer") if fault and not fault.accepted else await self._answer(request, method, given)
        answer = fault or answer
        status = answer.status if answer.then == "answer" else 0
        self.calls.append(Call(method, given, self._now, status))
        if self.on_call:
            self.on_call(self.calls[-1])
        self._news.set()
        if answer.then == "hang":
            await self._closing.wait()
        if answer.then != "answer" and request.transport is not None:
            request.transport.abort()
        return web.Response(status=answer.status, body=answer.body, content_type="application/json")

    async def _answer(self, request: web.Request, method: str, given: dict[str, Any]) -> Fault:
        if request.match_info["token"] != self.token:
            return answers(401, "Unauthorized")
        try:
            call = arguments(method, given)
            self._pace(method, call)
            result = await self.bot.call(method, call)
        except NotInTheApi as wrong:
            self.violations.append(str(wrong))
            return answers(404, f"Not Found: {wrong}")
        except Refusal as refusal:
            return answers(refusal.status, refusal.description, **refusal.parameters)
        return Fault("answer", body=json.dumps({"ok": True, "result": result}).encode())

    def _pace(self, method: str, call: dict[str, Any]) -> None:
        if self.rates is None or not method.startswith(PACED) or method in UNPACED:
            return
        chat_id, paid = self.bot.chat(call["chat_id"]).id, call.get("allow_paid_broadcast", False)
        if secs := self.rates.refuses(chat_id, self._now, paid=paid):
            raise Refusal(429, f"Too Many Requests: retry after {secs}", retry_after=secs)

    def _membership(self, chat_id: int, before: str, after: str, by: int = 0, **rights: bool) -> int:
        chat = self.chat(chat_id)
        old, new = ({"user": self.me, "status": status} for status in (before, after))
        return self.updates.add("my_chat_member", {
            "chat": chat.as_json(), "from": chat.person(by), "date": int(self._now), "old_chat_member": old,
            "new_chat_member": {**new, **rights, **({"until_date": 0} if after == "kicked" else {})},
        }, self._now)


async def _given(request: web.Request) -> dict[str, Any]:
    """The parameters, however they were sent; a file may be a part of another name that a parameter points to."""
    if request.content_type == "application/json":
        return {**request.query, **await request.json()}
    given = {**request.query, **await request.post()}
    files = {f"attach://{name}": file for name, file in given.items() if isinstance(file, web.FileField)}
    pointing = {name: files[it] for name, it in given.items() if isinstance(it, str) and it in files}
    pointed_at = {str(given[name]).removeprefix("attach://") for name in pointing}
    return {name: it for name, it in given.items() if name not in pointed_at} | pointing
