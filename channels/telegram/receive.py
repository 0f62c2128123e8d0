"""Long polling: who we are, what we can do, and then whatever people say, into the inbox before Telegram forgets it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from channels.base import Inbox
from channels.telegram import wire
from channels.telegram.errors import TooFast
from channels.telegram.request import AiohttpRequest

POLL_SECS = 30  # Telegram holds a poll for up to 50 s, but proxies and firewalls drop what is silent for a minute
POLL_GRACE_SECS = 10.0  # for the answer to a poll that Telegram has held to the end
POLL_MAX = 100  # updates in one answer, Telegram's own limit
BACKOFF_SECS_MAX = 60.0  # between tries; people wait for answers, so never longer
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

Commands = Mapping[str, Sequence[tuple[str, str]]]
"""By language tag: (name, description) in the order in which Telegram shows them. `en` is for everyone else too."""

log = logging.getLogger(__name__)


class Receiver:
    """Introduces the bot, then polls until cancelled or until polling makes no sense any more; `trouble` says why."""

    def __init__(
        self, bot: Bot, request: AiohttpRequest, inbox: Inbox, on_update: Callable[[], None],
        clock: Callable[[], datetime], commands: Commands, pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self.trouble: str | None = None
        self.username: str | None = None
        """Without the @; None until Telegram has told us."""
        self._bot, self._request, self._inbox, self._commands = bot, request, inbox, commands
        self._on_update, self._clock, self._pause = on_update, clock, pause

    async def run(self) -> None:
        """Receive for ever. Returns only if the token is refused or someone else receives with it."""
        fails = 0
        while True:
            try:
                await self._step()
                fails, self.trouble = 0, None
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

    async def _step(self) -> None:
        if self.username is None:
            me = await self._bot.get_me()
            self.username = me.username or ""
            await self._tell_commands()
        else:
            await self._poll()

    async def _tell_commands(self) -> None:
        """The lists of commands that Telegram offers people as they type. A convenience: it may fail."""
        for language, commands in self._commands.items():
            try:
                await self._bot.set_my_commands(commands, language_code=None if language == "en" else language)
            except TelegramError as error:
                log.warning("telegram: commands not set", extra={"language": language, "why": _name(error)})

    async def _poll(self) -> None:
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

    async def _updates(self, offset: int | None) -> list[Any]:
        """The answer as it is: python-telegram-bot's `get_updates` loses the whole batch over one odd update."""
        fields = {"timeout": POLL_SECS, "limit": POLL_MAX, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        query = urlencode(fields if offset is None else {"offset": offset, **fields})
        url = f"{self._bot.base_url}/getUpdates?{query}"
        answer = await self._request.post(url, read_timeout=POLL_SECS + POLL_GRACE_SECS)
        if not isinstance(answer, list):
            raise TelegramError("updates that are not a list")
        return answer


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
