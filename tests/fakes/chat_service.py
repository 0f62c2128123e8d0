"""A web chat that runs: the real channel and routes on a real port, a transcript in memory, someone who answers."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from aiohttp import web
from fakes.transcript import FakeTranscript

from channels.base import Incoming
from channels.webchat.channel import WebChat
from channels.webchat.routes import routes
from channels.webchat.wire import incoming
from notices.message import Bubble, text


def echo(heard: Incoming) -> Bubble:
    return text(f"收到：{heard.text}")


class ChatService:
    """Can be stopped and started again at the same address, with the same transcript."""

    def __init__(self, answer: Callable[[Incoming], Bubble | None] = echo) -> None:
        self.transcript = FakeTranscript()
        self.answer = answer
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.heard: list[Incoming] = []
        self.port = 0
        self.public_url: str | None = None
        self._delivery_ids = itertools.count(1)
        self._news = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def start(self) -> None:
        self.chat = WebChat(self.transcript, self._news.set, lambda: self.now())
        app = web.Application()
        app.add_routes(routes(self.chat, public_url=self.public_url))
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._worker = asyncio.create_task(self._work())

    async def stop(self) -> None:
        await self.chat.stop()
        self._worker.cancel()
        with suppress(asyncio.CancelledError):
            await self._worker
        await self._runner.cleanup()

    async def send(self, address: str, bubble: Bubble | str) -> str:
        bubble = text(bubble) if isinstance(bubble, str) else bubble
        return await self.chat.send(address, bubble, next(self._delivery_ids))

    async def edit(self, address: str, line_id: str, bubble: Bubble) -> str:
        return await self.chat.edit(address, line_id, bubble, next(self._delivery_ids))

    @property
    def address(self) -> str:
        """Of the only person who ever said anything here."""
        (address,) = self.transcript.speakers
        return address

    async def _work(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            for raw in list(self.transcript.inbox.values())[len(self.heard):]:
                heard = incoming(raw)
                self.heard.append(heard)
                reply = self.answer(heard)
                if reply is not None:
                    await self.send(heard.address, reply)
