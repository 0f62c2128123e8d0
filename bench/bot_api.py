"""`python -m bench.bot_api`: a Bot API server that answers every message with the least work, to measure clients."""

from __future__ import annotations

import asyncio
import json
import re
from itertools import count
from urllib.parse import unquote_to_bytes

NUMBER = re.compile(rb"-?\d+")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class Connection(asyncio.Protocol):
    """Requests with a Content-Length, one after the other, on a connection that is kept."""

    ids = count(1)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].lower()
            _, _, rest = head.partition(b"content-length:")
            length = int(rest.split(b"\r\n", 1)[0] or 0)
            if len(self._buffer) < end + 4 + length:
                return
            body, self._buffer = self._buffer[end + 4 : end + 4 + length], self._buffer[end + 4 + length :]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        if b"/getme" in head.split(b"\r\n", 1)[0]:
            result: object = {"id": 4242, "is_bot": True, "first_name": "k", "username": "k_bot"}
        else:
            chat = {"id": _chat_id(body), "type": "private", "first_name": "k"}
            result = {"message_id": next(self.ids), "date": 1_700_000_000, "chat": chat, "text": "k"}
        payload = json.dumps({"ok": True, "result": result}).encode()
        self._transport.write(HEAD % len(payload) + payload)


def _chat_id(body: bytes) -> int:
    """From a form, sent either way, or JSON."""
    _, _, rest = body.partition(b"chat_id")
    found = NUMBER.search(unquote_to_bytes(rest[:60]))
    assert found is not None
    return int(found[0])


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
