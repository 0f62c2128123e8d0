"""A page of the web chat without a browser: it speaks the protocol, and remembers what it was shown."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType
from yarl import URL

PATIENCE_SECS = 20  # a test that waits longer than this waits for something that will not come


class ChatPage:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))  # unsafe: also for addresses that are numbers
        self.socket: ClientWebSocketResponse | None = None
        self._sockets: list[ClientWebSocketResponse] = []
        self.lines: dict[int, dict[str, Any]] = {}
        self.seq = 0

    def is_same_person_as(self, other: ChatPage) -> None:
        self.session.cookie_jar.update_cookies(other.session.cookie_jar.filter_cookies(URL(other.url)))

    async def load(self, query: str = "", **headers: str) -> Any:
        return await self.session.get(f"{self.url}/{query}", headers=headers)

    async def connect(self, **headers: str) -> None:
        origin = {"Origin": self.url, **headers}
        self.socket = await self.session.ws_connect(f"{self.url}/chat/ws", headers=origin, max_msg_size=0)
        self._sockets.append(self.socket)

    async def open(self) -> dict[str, Any]:
        """Load the page, connect and greet; return the answer to the greeting."""
        await self.load()
        return await self.reconnect()

    async def reconnect(self) -> dict[str, Any]:
        await self.connect()
        await self.tell(type="hello", after=self.seq)
        return await self.next("history", "lines")

    async def tell(self, **message: Any) -> None:
        await self.write(json.dumps(message, ensure_ascii=False))

    async def write(self, frame: str) -> None:
        assert self.socket is not None
        await self.socket.send_str(frame)

    async def says(self, key: str, text: str, **more: Any) -> dict[str, Any]:
        await self.tell(type="say", key=key, text=text, **more)
        return await self.next("taken", "error")

    async def next(self, *kinds: str) -> dict[str, Any]:
        """The next message of one of these kinds; lines on the way are kept."""
        assert self.socket is not None
        async with asyncio.timeout(PATIENCE_SECS):
            while True:
                message = await self.socket.receive()
                assert message.type is WSMsgType.TEXT, f"{message.type} {message.data} instead of {kinds}"
                told = json.loads(message.data)
                self._keep(told)
                if told["type"] in kinds:
                    return dict(told)

    async def shows(self, *texts: str) -> None:
        """Wait until the conversation is exactly this."""
        while self.texts() != list(texts):
            await self.next("lines")

    def texts(self) -> list[str]:
        return ["".join(span["text"] for span in line["spans"]) for _, line in sorted(self.lines.items())]

    async def closing_code(self) -> int | None:
        assert self.socket is not None
        async with asyncio.timeout(PATIENCE_SECS):
            async for message in self.socket:
                self._keep(json.loads(message.data))
        return self.socket.close_code

    async def leave(self) -> None:
        for socket in self._sockets:
            await socket.close()
        await self.session.close()

    def _keep(self, told: dict[str, Any]) -> None:
        if told["type"] == "history":
            self.lines.clear()
        if told["type"] in ("history", "lines"):
            self.seq = max(self.seq if told["type"] == "lines" else 0, told["seq"])
        for line in told.get("lines", ()):
            self.lines[line["id"]] = line
