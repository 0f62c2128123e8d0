"""Receiving: who we are, what we can do, and then whatever people say, into the inbox before Telegram forgets it.

By long polling, or by a webhook that Telegram calls: then all there is to do here is to see that it stays up.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from channels.base import Inbox
from channels.telegram import webhook, wire
from channels.telegram.errors import TooFast
from channels.telegram.menu import Menu, tell
from channels.telegram.request import AiohttpRequest

POLL_SECS = 30  # Telegram holds a poll for up to 50 s, but proxies and firewalls drop what is silent for a minute
POLL_GRACE_SECS = 10.0  # for the answer to a poll that Telegram has held to the end
POLL_MAX = 100  # updates in one answer, Telegram's own limit
BACKOFF_SECS_MAX = 60.0  # between tries; people wait for answers, so never longer
LOOK_SECS = 300.0  # between looks at the webhook: someone else may have taken it down
FAILED_SECS = 600.0  # a webhook that failed this recently may be failing still

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where updates come from."""

    async def open(self) -> None:
        """Once before the first `step`, again until it does not raise."""

    async def step(self) -> str | None:
        """One piece of receiving. Returns what is not well, for people; None if all is."""


class Receiver:
    """Introduces the bot, then receives until cancelled or until it makes no sense any more; `trouble` says why."""

    def __init__(
        self, bot: Bot, source: Source, menus: Sequence[Menu], pause: Callable[[float], Awaitable[None]]
    ) -> None:
        self.trouble: str | None = None
        self.username: str | None = None
        """Without the @; None until Telegram has told us."""
        self.shares = False
        """Whether notices can be shared by the bot's name (inline mode, which @BotFather turns on)."""
        self._bot, self._source, self._untold, self._pause = bot, source, list(menus), pause

    async def run(self) -> None:
        """Receive for ever. Returns only if the token is refused or someone else receives with it."""
        fails = 0
        while True:
            try:
                self.trouble = await self._step()
                fails = 0
            except (InvalidToken, Conflict) as error:
                self.trouble = _final(error)
                log.error("telegram: receiving stopped", extra={"why": str(error)})
                return
            except Exception as error:  # whatever it is, the people who write to us must be heard again
                fails += 1
                secs = wait_secs(error, fails)
                self.trouble = _passing(error)
                log.warning("telegram: receiving failed", extra={"why": _name(error), "again_in_secs": secs})
                await self._pause(secs)

    async def _step(self) -> str | None:
        trouble = None
        if self.username is not None:
            trouble = await self._source.step()
        else:
            me = await self._bot.get_me()
            await self._source.open()
            self.username, self.shares = me.username or "", bool(me.supports_inline_queries)
        while self._untold and await tell(self._bot, self._untold[0]):  # what fails is tried again with the next step
            del self._untold[0]
        return trouble


class Polling:
    """Asks for updates, and holds the line until there are any."""

    def __init__(
        self, bot: Bot, request: AiohttpRequest, inbox: Inbox, on_update: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._bot, self._request, self._inbox, self._on_update, self._clock = bot, request, inbox, on_update, clock

    async def open(self) -> None:
        """A webhook of former times would keep everything from us."""
        if await webhook.take_down(self._bot):
            log.warning("telegram: webhook taken down, as the configuration says to poll")

    async def step(self) -> str | None:
        """One batch: commit, and by asking from there on tell Telegram that we have it."""
        offset = wire.offset(await self._inbox.cursor(wire.NAME), self._clock())
        answer = await self._updates(offset)
        updates = [it for it in answer if isinstance(it, dict) and type(it.get("update_id")) is int]
        if answer and not updates:
            raise TelegramError("updates without ids")
        if updates:
            cursor = wire.position(max(it["update_id"] for it in updates) + 1, self._clock())
            await self._inbox.put(wire.NAME, [wire.keyed(it) for it in updates], cursor)
            self._on_update()
        return None

    async def _updates(self, offset: int | None) -> list[Any]:
        """The answer as it is: python-telegram-bot's `get_updates` loses the whole batch over one odd update."""
        fields = {"timeout": POLL_SECS, "limit": POLL_MAX, "allowed_updates": json.dumps(webhook.ALLOWED_UPDATES)}
        query = urlencode(fields if offset is None else {"offset": offset, **fields})
        url = f"{self._bot.base_url}/getUpdates?{query}"
        answer = await self._request.post(url, read_timeout=POLL_SECS + POLL_GRACE_SECS)
        if not isinstance(answer, list):
            raise TelegramError("updates that are not a list")
        return answer


class Brought:
    """Updates are brought to our webhook; this keeps it up."""

    def __init__(
        self, bot: Bot, url: str, inbox: Inbox, on_update: Callable[[], None], clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._bot, self._url, self._inbox, self._on_update = bot, url, inbox, on_update
        self._clock, self._pause = clock, pause

    async def open(self) -> None:
        """Set again at every start: the address, the token or what we listen to may be new."""
        await webhook.put_up(self._bot, self._url)

    async def step(self) -> str | None:
        """Leave it alone for a while, then look whether it is still up; put it up again if not."""
        await self._pause(LOOK_SECS)
        info = await webhook.look(self._bot)
        if info.url != self._url:
            log.warning("telegram: webhook was changed by someone else, restored")
            await self.open()
        recently = info.failed_at is not None and self._clock() - info.failed_at < timedelta(seconds=FAILED_SECS)
        return _unreached(info) if recently and info.waiting else None

    async def take(self, update: dict[str, Any]) -> None:
        """Store one update; whatever it raises means that it is not stored."""
        await self._inbox.put(wire.NAME, [wire.keyed(update)])
        self._on_update()


def _unreached(info: webhook.Info) -> str:
    return (
        f"Telegram 送不到 webhook（{info.failure}），有 {info.waiting} 条在等：请检查 web.public_url 和反向代理。"
        f" Telegram cannot reach the webhook ({info.failure}), {info.waiting} updates wait: check web.public_url and"
        " the proxy."
    )


def wait_secs(error: Exception, fails: int) -> float:
    """How long to wait after so many failures in a row: as told, or 1, 2, 4 ... seconds up to a minute."""
    if isinstance(error, TooFast):
        return error.retry_after_secs
    return min(BACKOFF_SECS_MAX, 2.0 ** min(fails - 1, 10))


def _final(error: TelegramError) -> str:
    if isinstance(error, InvalidToken):
        return (
            "Telegram 不认可这个令牌：请向 @BotFather 核对 channels.telegram.token，改好后重启。"
            " Telegram refuses the token: check channels.telegram.token with @BotFather, then restart."
        )
    if "webhook" in error.message.lower():
        return (
            "这个机器人设有 webhook，不能再用轮询接收消息：请先删除 webhook，再重启。"
            " A webhook is set for this bot, so it cannot be polled: delete the webhook, then restart."
        )
    return (
        "另一个程序正在用同一个令牌接收消息：请停掉其中一个，再重启。"
        " Another program is receiving with the same token: stop one of them, then restart."
    )


def _passing(error: Exception) -> str:
    if isinstance(error, TelegramError):
        return f"暂时连不上 Telegram，正在重试。 Telegram cannot be reached, trying again ({_name(error)})."
    return f"暂时收不了 Telegram 的消息，正在重试。 Cannot receive from Telegram, trying again ({_name(error)})."


def _name(error: Exception) -> str:
    """For logs: our own errors in full; of others only the kind, as their words may be people's."""
    return f"{type(error).__name__}: {error}" if isinstance(error, TelegramError) else type(error).__name__


async def cancelled(task: asyncio.Task[None]) -> None:
    """Cancel and wait until it has ended, however it ends."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
