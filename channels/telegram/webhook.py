"""Webhooks: where Telegram brings updates by itself, and how it proves that it is Telegram.

The secret is made from the token, so nothing has to be remembered: a restart, another process and the command line all
come to the same one, and a new token brings a new one. Source: Bot API, setWebhook.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from telegram import Bot
from telegram.error import TelegramError

from channels.telegram.errors import verdict
from channels.telegram.request import AiohttpRequest

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "inline_query")
CONNECTIONS_MAX = 20  # at once from Telegram; each is a write of a millisecond, so few are enough


@dataclass(frozen=True, slots=True)
class Info:
    """What Telegram says of the webhook; `url` is empty if there is none."""

    url: str
    waiting: int
    """Updates that Telegram has not been able to bring yet."""
    failed_at: datetime | None = None
    failure: str | None = None


def address(public_url: str) -> str:
    """Where Telegram brings updates, of a service that people reach at `public_url`."""
    return public_url.rstrip("/") + PATH


def secret(token: str) -> str:
    """64 characters of `0-9a-f`, of the 256 of `A-Za-z0-9_-` that Telegram allows."""
    return hmac.new(token.encode(), b"kexun webhook", hashlib.sha256).hexdigest()


def is_secret(token: str, given: str) -> bool:
    """Whether the header is ours, without telling by the time it takes how much of it is right."""
    return hmac.compare_digest(given.encode(errors="replace"), secret(token).encode())


async def put_up(bot: Bot, url: str) -> None:
    """Have updates brought there; what waits is kept. Raises TelegramError."""
    await bot.set_webhook(
        url, allowed_updates=ALLOWED_UPDATES, secret_token=secret(bot.token), max_connections=CONNECTIONS_MAX
    )


async def take_down(bot: Bot) -> bool:
    """Have nothing brought any more; what waits is kept for polling. False if nothing was. Raises TelegramError."""
    if not (await look(bot)).url:
        return False
    await bot.delete_webhook(drop_pending_updates=False)
    return True


async def look(bot: Bot) -> Info:
    """Raises TelegramError."""
    it = await bot.get_webhook_info()
    return Info(it.url, it.pending_update_count, it.last_error_date, it.last_error_message)


class Desk:
    """Talks with Telegram about the webhook and the bot, for a moment, from the command line. Raises SendError for
    whatever goes wrong."""

    def __init__(self, token: str, api_url: str, proxy: str | None) -> None:
        self._request = AiohttpRequest(1, proxy)
        self._bot = Bot(token, f"{api_url.rstrip('/')}/bot", request=self._request, get_updates_request=self._request)

    async def put_up(self, url: str) -> None:
        await put_up(self._bot, url)

    async def take_down(self) -> bool:
        """False if there was none."""
        return await take_down(self._bot)

    async def look(self) -> Info:
        return await look(self._bot)

    async def name(self) -> str:
        """What the bot is called, for links."""
        return (await self._bot.get_me()).username or ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self._request.shutdown()
        if isinstance(error, TelegramError):
            raise verdict(error) from error
