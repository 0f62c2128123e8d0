"""A WebSub hub on a real socket: it verifies who asks it, and tells of news when a test says so."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from fakes.feed_server import FeedServer

CHALLENGE = "a-long-challenge"


@dataclass
class FakeHub:
    """At `/hub` of a feed server. What it was asked for, and what it was answered when it asked back."""

    server: FeedServer
    client: aiohttp.ClientSession
    lease_secs: int = 864_000
    verifies: bool = True
    status: int = 202
    asked: list[dict[str, str]] = field(default_factory=list)
    verified: list[tuple[int, str]] = field(default_factory=list)

    def opens(self) -> str:
        """Its address."""
        return self.server.does("/hub", self._answer)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.verifies:
            self.verified.append(await self.verify(**form))
            self.server.news.set()
        return web.Response(status=self.status)

    async def verify(self, **form: str) -> tuple[int, str]:
        """Ask back at once, as a hub may, about something of this form or otherwise."""
        query = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": CHALLENGE,
                 "hub.lease_seconds": str(self.lease_secs)}
        async with self.client.get(form["hub.callback"], params=query) as answer:
            return answer.status, await answer.text()

    async def push(self, body: bytes = b"<rss/>", *, secret: str | None = None, method: str = "sha256") -> int:
        """Tell the last who asked of news; with another secret it is a forgery, with '' it is unsigned."""
        form = self.asked[-1]
        key = form["hub.secret"] if secret is None else secret
        signature = hmac.new(key.encode(), body, getattr(hashlib, method)).hexdigest()
        headers = {"X-Hub-Signature": f"{method}={signature}"} if key else {}
        async with self.client.post(form["hub.callback"], data=body, headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def fake_hub(server: FeedServer) -> AsyncIterator[FakeHub]:
    async with aiohttp.ClientSession() as client:
        yield FakeHub(server, client)
