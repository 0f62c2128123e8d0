"""Telegram as a channel: an address is a chat id, a provider id the ids of the messages that a bubble became."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from channels.base import Inbox, Incoming, Limit, Offer, SendError, Traits, Uploads, Verdict
from channels.telegram import inline, webhook, wire
from channels.telegram.costs import FREE_PER_SEC
from channels.telegram.errors import (
    MaybeSent,
    NotSent,
    is_about_decoration,
    is_already_so,
    is_not_there,
    is_too_long,
    is_topic_gone,
    is_uneditable,
    is_unknown_method,
    verdict,
)
from channels.telegram.files import Fetch, send_file
from channels.telegram.keyboard import Dress, Keyboard, sealed
from channels.telegram.menu import Menu, tell
from channels.telegram.parts import Part, parts
from channels.telegram.receive import Brought, Polling, Receiver, cancelled
from channels.telegram.request import AiohttpRequest
from channels.telegram.routes import routes
from channels.telegram.seal import Seal
from notices.message import Bubble

RATE_PER_SEC = 25.0  # Telegram asks for at most about 30 messages a second from one bot,
PER_SEC_MAX = 27  # which no second of ours exceeds: what leaves in 1.1 seconds may arrive in one
BURST_SECS = 0.12  # of the rate may leave at once, after a moment in which we were busy
CHAT_RATE_PER_SEC = 1.0  # and for one a second to one person,
CHAT_BURST = 3  # short bursts allowed
CONCURRENCY = 30  # at Telegram's usual 0.1-0.5 s an answer, enough for the rate; few to doubt after a crash
RESERVE = 5  # of them for replies: a broadcast never makes a conversation wait
FLOOR_PER_SEC = 5.0  # however often Telegram refuses, a broadcast goes on: 10,000 people in about half an hour
GROUP_LIMIT = Limit(CHAT_RATE_PER_SEC, CHAT_BURST, minute_max=18)  # Telegram allows 20 a minute in a group or channel
SPARE_CONNECTIONS = 10  # for answering taps, which must not queue behind a broadcast
FLOOD_SECS = 2.0  # two people's chats refused within this time: it is the whole bot that is too fast
BEGUN_MAX = 1000  # bubbles of several messages that stopped halfway, remembered until they are tried again
TAP_CHARS_MAX = 200  # of the words that answer a tap, Telegram's own limit
STOP_SECS = 5.0  # for sends in flight; the service must be down within 10

NO_PREVIEW = {"is_disabled": True}

log = logging.getLogger(__name__)


class TelegramChannel:
    """The channel `telegram`. `trouble` says, for people, why it does not receive; None if it does.

    It polls, or, given the `public_url` of this service, has updates brought there. `proxy` is an HTTP proxy. Raises
    ValueError for a token or a proxy that cannot be right.
    """

    name = wire.NAME

    def __init__(
        self, token: str, api_url: str, inbox: Inbox, on_update: Callable[[], None], clock: Callable[[], datetime], *,
        rate_per_sec: float = RATE_PER_SEC, proxy: str | None = None, paid_broadcast: bool = False,
        menus: Sequence[Menu] = (), public_url: str | None = None, uploads: Uploads | None = None,
        fetch: Fetch | None = None, pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if not token.strip():
            raise ValueError("the Telegram token is empty")
        self.traits = Traits(
            buttons=True, edits=True, dedupes=False, rate_per_sec=rate_per_sec, burst=_burst(rate_per_sec),
            second_max=_second_max(rate_per_sec), address_rate_per_sec=CHAT_RATE_PER_SEC, address_burst=CHAT_BURST,
            concurrency=CONCURRENCY, reserve=RESERVE, floor_per_sec=FLOOR_PER_SEC, limit_of=_limit_of,
            scope_of=wire.chat_of, calls_of=lambda bubble: len(parts(bubble)),
        )
        self._paid = True if paid_broadcast else None
        self._clock, self._uploads, self._fetch = clock, uploads, fetch
        self._sending = AiohttpRequest(CONCURRENCY + SPARE_CONNECTIONS, proxy)
        self._polling = AiohttpRequest(1, proxy)
        base_url = f"{api_url.rstrip('/')}/bot"
        self._bot = Bot(token.strip(), base_url, request=self._sending, get_updates_request=self._polling)
        self._brought: Brought | None = None
        if public_url:
            self._brought = Brought(self._bot, webhook.address(public_url), inbox, on_update, clock, pause)
        polling = Polling(self._bot, self._polling, inbox, on_update, clock)
        self._receiver = Receiver(self._bot, self._brought or polling, menus, pause)
        self._receiving: asyncio.Task[None] | None = None
        self._seal = Seal(self._bot.token)
        self._begun: dict[int, list[str]] = {}
        self._flooded: tuple[str, datetime] | None = None
        self._in_flight = 0
        self._idle = asyncio.Event()

    @property
    def trouble(self) -> str | None:
        return self._receiver.trouble

    @property
    def username(self) -> str | None:
        """What the bot is called on Telegram, for links; None until Telegram has told us."""
        return self._receiver.username

    def routes(self) -> list[web.RouteDef]:
        """What the service must answer at its public address; nothing where we poll."""
        return routes(self._bot.token, self._brought.take) if self._brought else []

    def incoming(self, raw: str) -> Incoming | None:
        """What a person did; None if it is not for us. A tap on a button that we did not offer there is `stale`.
        Raises wire.Unreadable."""
        it = wire.incoming(raw, self.username or "", int(self._bot.token.partition(":")[0]))
        if it is None or it.tap_key is None:
            return it
        action = self._seal.opened(it.address, it.text)
        return replace(it, text=action or "", stale=action is None)

    async def share(self, key: str, offer: Offer) -> None:
        """Show what was found to someone who wants to pass a notice on. Best effort."""
        await inline.answer(self._call, key, offer, self._dress(), lambda it: self._sealed(it, ""))

    async def offer_commands(self, address: str, commands: Sequence[tuple[str, str]]) -> bool:
        """Offer this list of commands in a chat, or (empty) the one that everyone has. False: try again later."""
        return await tell(self._bot, Menu(address, commands))

    async def look(self, it: Incoming) -> Incoming:
        """Find out whether whoever did this in a group looks after it, where that is not known: by asking Telegram
        now, as people come and go. It stays unknown if Telegram cannot be asked."""
        if it.room is None or it.room.by_admin is not None or not it.room.who:
            return it
        try:
            member = await self._bot.get_chat_member(it.address, int(it.room.who))
        except TelegramError as error:
            log.info("telegram: group admin not looked up", extra={"why": type(error).__name__})
            return it
        return replace(it, room=replace(it.room, by_admin=member.status in wire.ADMINS))

    async def start(self) -> None:
        """Begin to receive, in the background; without a network it goes on trying."""
        await self._sending.initialize()
        await self._polling.initialize()
        self._receiving = asyncio.create_task(self._receiver.run(), name="telegram receiver")

    async def stop(self) -> None:
        """Receive no more, let sends in flight finish, close every connection."""
        if self._receiving is not None:
            await cancelled(self._receiving)
        if self._in_flight:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), STOP_SECS)
        await self._polling.shutdown()
        await self._sending.shutdown()

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        """Say it, in several messages if it is long. Tried again, it goes on where it stopped."""
        return await self._say(address, bubble, delivery_id, ())

    async def edit(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str:
        """Say it in place of those messages; what cannot be edited is said anew, what is left over is deleted."""
        old = [it for it in provider_id.split(",") if it.isdecimal()]
        return await self._say(address, bubble, delivery_id, old)

    async def correct(
        self, address: str, provider_id: str, bubble: Bubble, delivery_id: int, *, take_back: bool
    ) -> str | None:
        """Telegram lets us delete for 48 hours, and edit what is still there at any time."""
        old = [it for it in provider_id.split(",") if it.isdecimal()]
        wanted = parts(bubble, self._dress())
        with self._flying():
            if take_back:
                kept = [it for it in old if not await self._deleted(address, it)]
                return await self._corrected(address, kept, wanted) if kept else ""
            return await self._corrected(address, old, wanted) if len(old) == len(wanted) else None

    async def _corrected(self, address: str, old: Sequence[str], wanted: Sequence[Part]) -> str | None:
        """The ids, if each message says its part now; of several parts fewer may be said."""
        for message_id, part in zip(old, wanted, strict=False):
            try:
                if not await self._edited(address, part, message_id):
                    return None
            except Exception as error:
                raise await self._failure(error, address) from error
        return ",".join(old)

    async def _deleted(self, address: str, message_id: str) -> bool:
        """Whether it is gone; False where Telegram does not do that any more."""
        try:
            await self._call("deleteMessage", {"chat_id": wire.chat_of(address), "message_id": int(message_id)})
        except BadRequest as error:
            return is_not_there(error)
        except MaybeSent as error:  # deleted twice is deleted once
            raise verdict(NotSent(f"delete: {error}")) from error
        except Exception as error:
            raise await self._failure(error, address) from error
        return True

    async def answer_tap(self, tap_key: str, words: str = "") -> None:
        """End the spinner. Telegram forgets a tap after a while: then there is none any more."""
        with self._flying():
            try:
                await self._bot.answer_callback_query(tap_key, words[:TAP_CHARS_MAX] or None)
            except Exception as error:
                log.info("telegram: tap not answered", extra={"why": type(error).__name__})

    async def _say(self, address: str, bubble: Bubble, delivery_id: int, old: Sequence[str]) -> str:
        said = self._begun.pop(delivery_id, [])
        wanted = parts(bubble, self._dress())
        with self._flying():
            try:
                for index in range(len(said), len(wanted)):
                    said.append(await self._part(address, wanted[index], old[index] if index < len(old) else None))
            except SendError:
                self._remember(delivery_id, said)
                raise
            for left_over in old[len(wanted) :]:
                await self._delete(address, left_over)
        return ",".join(said)

    async def _call(self, method: str, values: dict[str, Any]) -> Any:
        return await self._sending.call(f"{self._bot.base_url}/{method}", values)

    def _dress(self) -> Dress:
        return Dress(self.username, self._receiver.shares)

    def _sealed(self, keyboard: Keyboard, chat: str) -> dict[str, Any] | None:
        seal = partial(self._seal.sealed, chat)
        return {"inline_keyboard": sealed(keyboard, seal)} if keyboard else None

    def _remember(self, delivery_id: int, said: list[str]) -> None:
        if said:
            self._begun[delivery_id] = said
        if len(self._begun) > BEGUN_MAX:
            del self._begun[next(iter(self._begun))]

    async def _part(self, address: str, part: Part, old: str | None) -> str:
        """One message, said or edited; if Telegram refuses what it looks like, in a plainer form, once."""
        try:
            return await self._try(address, part, old)
        except Exception as error:
            if (plainer := _plainer(part, error)) is None:
                raise await self._failure(error, address, elsewhere=bool(part.thread)) from error
            log.error("telegram: decoration refused, sent without", extra={"why": str(error)})
        try:
            return await self._try(address, plainer, old)
        except Exception as error:
            raise await self._failure(error, address) from error

    async def _try(self, address: str, part: Part, old: str | None) -> str:
        if old is not None and part.file is None and await self._edited(address, part, old):
            return old
        chat = wire.chat_of(address)
        common: dict[str, Any] = {
            "chat_id": chat, "reply_markup": self._sealed(part.keyboard, chat),
            "message_thread_id": part.thread or wire.thread_of(address), "allow_paid_broadcast": self._paid,
            "disable_notification": part.silent or None,
        }
        if part.file is not None:
            under: dict[str, Any] = {"caption": part.text or None, "caption_entities": part.entities or None}
            if message := await send_file(self._call, self._uploads, self._fetch, part.file, common | under):
                return str(message["message_id"])
        words = {"text": part.text, "entities": part.entities or None, "link_preview_options": NO_PREVIEW}
        message = await self._call("sendMessage", common | words)
        return str(message["message_id"])

    async def _edited(self, address: str, part: Part, message_id: str) -> bool:
        """Whether the message now says this; False if it cannot be edited any more."""
        chat = wire.chat_of(address)
        try:
            await self._call("editMessageText", {
                "chat_id": chat, "message_id": int(message_id), "text": part.text, "entities": part.entities,
                "link_preview_options": NO_PREVIEW, "reply_markup": self._sealed(part.keyboard, chat),
            })
        except MaybeSent as error:
            raise NotSent(f"edit: {error}") from error  # an edit repeated shows nothing twice
        except TelegramError as error:
            if is_uneditable(error):
                return False
            if not is_already_so(error):
                raise
        return True

    async def _delete(self, address: str, message_id: str) -> None:
        """Take away what an edit has left over. A message of more than 48 hours stays."""
        try:
            await self._call("deleteMessage", {"chat_id": wire.chat_of(address), "message_id": int(message_id)})
        except TelegramError as error:
            log.info("telegram: message not deleted", extra={"why": type(error).__name__})

    async def _failure(self, error: Exception, address: str, *, elsewhere: bool = False) -> SendError:
        """`elsewhere`: it was to go to a topic that the address does not name."""
        failure = verdict(error)
        if is_topic_gone(error) and not elsewhere:
            return _without_topic(error, address)
        if is_unknown_method(error):
            return SendError(str(error), await self._without_method())
        if failure.verdict is Verdict.RATE:
            failure.whole_channel = self._is_everywhere(address, self._clock())
        return failure

    async def _without_method(self) -> Verdict:
        """404 is the token's fault, unless it works for something else."""
        try:
            await self._bot.get_me()
        except InvalidToken:
            return Verdict.SETUP
        except Exception:
            return Verdict.NOT_SENT
        return Verdict.CONTENT

    def _is_everywhere(self, address: str, now: datetime) -> bool:
        last, self._flooded = self._flooded, (address, now)
        return last is not None and last[0] != address and now - last[1] <= timedelta(seconds=FLOOD_SECS)

    @contextmanager
    def _flying(self) -> Iterator[None]:
        self._in_flight += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()


def _burst(rate_per_sec: float) -> float | None:
    """What may leave at once without a second that sees more than Telegram takes; None beyond the free rate."""
    if rate_per_sec > FREE_PER_SEC:
        return None
    return max(1.0, rate_per_sec * BURST_SECS)


def _second_max(rate_per_sec: float) -> int | None:
    """What one second may see; None beyond the free rate."""
    burst = _burst(rate_per_sec)
    return None if burst is None else max(math.ceil(rate_per_sec), min(PER_SEC_MAX, math.ceil(rate_per_sec + burst)))


def _without_topic(error: Exception, address: str) -> SendError:
    """A group still has its general topic; where that one is closed, nothing may be posted."""
    if wire.thread_of(address) is None:
        return SendError(str(error), Verdict.DEAD_TARGET)
    log.warning("telegram: topic gone, posting to the general one", extra={"why": str(error)})
    return SendError(str(error), Verdict.MOVED, moved_to=wire.chat_of(address))


def _limit_of(chat: str) -> Limit | None:
    return GROUP_LIMIT if chat.startswith("-") else None


def _plainer(part: Part, error: Exception) -> Part | None:
    """What may be taken where this part was refused; None if nothing else can be tried."""
    if is_too_long(error):
        return part.shorter()
    return part.bare() if is_about_decoration(error) and part != part.bare() else None
