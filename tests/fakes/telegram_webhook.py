"""The fake's side of a webhook: it posts one update after the other, and again until it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from fakes.telegram_chats import Updates

AGAIN_SECS = 0.02  # Telegram waits 2, 4, 8 s and more; a test does not


class Webhook:
    def __init__(self, updates: Updates, clock: Callable[[], float]) -> None:
        self.url, self.secret, self.connections_max = "", "", 40
        self.posted: list[tuple[int, int]] = []
        """The id of each update that was posted, and the status it was answered with; 0: none."""
        self._updates, self._clock = updates, clock
        self._error: tuple[float, str] | None = None
        self._posting: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str, connections_max: int) -> None:
        """From now on updates go there; an empty url ends it."""
        self.url, self.secret, self.connections_max, self._error = url, secret, connections_max, None
        if self._posting is not None:
            self._posting.cancel()
        self._posting = asyncio.create_task(self._post_all()) if url else None

    async def close(self) -> None:
        if self._posting is not None:
            self._posting.cancel()
            await asyncio.gather(self._posting, return_exceptions=True)

    def info(self) -> dict[str, Any]:
        told = {"last_error_date": int(self._error[0]), "last_error_message": self._error[1]} if self._error else {}
        return {
            "url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._updates.waiting),
            "max_connections": self.connections_max, **told,
        } | ({"allowed_updates": list(self._updates.allowed)} if self._updates.allowed else {})

    async def _post_all(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        async with aiohttp.ClientSession(headers=headers) as session:
            while True:
                update = await self._updates.first(self._clock)
                if await self._post(session, update):
                    self._updates.taken(update)
                else:
                    await asyncio.sleep(AGAIN_SECS)

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        try:
            async with session.post(self.url, json=update) as response:
                status, body = response.status, await response.read()
        except aiohttp.ClientError as error:
            status, body = 0, b""
            self._error = (self._clock(), f"Connection failed: {type(error).__name__}")
        self.posted.append((update["update_id"], status))
        assert not body.strip() or not 200 <= status < 300, "a method in the answer would be done without a record"
        if status and not 200 <= status < 300:
            self._error = (self._clock(), f"Wrong response from the webhook: {status} {response.reason}")
        return 200 <= status < 300
