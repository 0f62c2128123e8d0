"""Web servers for feeds, on a real socket: one that behaves as told, one that does not even speak HTTP."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class FeedServer:
    """Answers each path as it was told to, and keeps what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[web.BaseRequest] = field(default_factory=list)
    origin: str = ""
    released: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str) -> str:
        return self.origin + path

    def gives(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """Answer this path with this; underscores in header names stand for dashes. Returns the address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            return web.Response(body=body.encode() if isinstance(body, str) else body, status=status, headers=named)

        return self.does(path, answer)

    def does(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return self.url(path)

    def hangs(self, path: str, first: bytes | None = None) -> str:
        """Accept the request and then say nothing more (after `first`, where given) until the server stops."""

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            response = web.StreamResponse()
            if first is not None:
                await response.prepare(request)
                await response.write(first)
            await self.released.wait()
            return response

        return self.does(path, answer)

    async def asked(self, path: str, times: int) -> None:
        """Wait until a path was asked for so many times."""
        while sum(request.path == path for request in self.requests) < times:
            self.news.clear()
            await self.news.wait()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests.append(request)
        self.news.set()
        return await self.answers[request.path](request)


@asynccontextmanager
async def feed_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[FeedServer]:
    fake = FeedServer()
    runner = web.ServerRunner(web.Server(fake._handle), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.origin = f"{'https' if tls else 'http'}://{host}:{port}"
    try:
        yield fake
    finally:
        fake.released.set()
        await runner.cleanup()


@asynccontextmanager
async def raw_server(answer: bytes) -> AsyncIterator[str]:
    """Send these bytes to whoever connects, once they have asked, and hang up. Yields the address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/feed"
    finally:
        server.close()
        await server.wait_closed()
