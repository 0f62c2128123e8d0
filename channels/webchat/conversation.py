"""One open page: two loops over one WebSocket, one that hears what the person says and one that shows what is new."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from channels.webchat import wire
from channels.webchat.channel import Listener, WebChat

PAGE_LINES = 40  # several screens of a phone; more is loaded on scrolling up

log = logging.getLogger(__name__)


class Conversation:
    def __init__(self, socket: web.WebSocketResponse, chat: WebChat, address: str, language: str) -> None:
        self._socket = socket
        self._chat = chat
        self._address = address
        self._language = language
        self._showing: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serve the page until it goes, or until the channel stops or the history fails: then it will come back."""
        with self._chat.listening(self._address, self._leave) as listener:
            try:
                with suppress(ConnectionError):  # the page may leave while we answer
                    async for message in self._socket:
                        await self._hear(message, listener)
            finally:
                await self._end()

    async def _hear(self, message: WSMessage, listener: Listener) -> None:
        try:
            if message.type is not WSMsgType.TEXT:
                raise wire.Refused("bad")
            await self._act(wire.decode(message.data), listener)
        except wire.Refused as refused:
            await self._socket.send_str(wire.error(refused))

    async def _act(self, said: wire.Hello | wire.Say | wire.Older | wire.Ping, listener: Listener) -> None:
        match said:
            case wire.Hello(after) if self._showing is None:
                self._showing = asyncio.create_task(self._show(after, listener))
            case wire.Say():
                await self._chat.take(self._address, said, self._language)
                await self._socket.send_str(wire.taken(said.key))
            case wire.Older(before):
                await self._socket.send_str(await self._older(before))
            case wire.Ping():
                await self._socket.send_str(wire.pong())
            case _:
                raise wire.Refused("bad")

    async def _older(self, before: int) -> str:
        try:
            page = await self._chat.transcript.before(self._address, before, PAGE_LINES)
        except Exception:
            log.exception("web chat: older lines could not be read")
            raise wire.Refused("unavailable") from None
        return wire.older(page, more=len(page) == PAGE_LINES)

    async def _show(self, after: int, listener: Listener) -> None:
        try:
            seq = await self._catch_up(after)
            while True:
                listener.news.clear()
                seq, pending = await self._show_changes(seq)
                if not pending:
                    await listener.news.wait()
        except ConnectionError:
            log.debug("web chat: the page left while it was shown its conversation")
        except Exception:
            log.exception("web chat: the conversation could not be read; its page will come back")
            await self._leave(WSCloseCode.TRY_AGAIN_LATER)

    async def _leave(self, code: int = WSCloseCode.GOING_AWAY) -> None:
        with suppress(ConnectionError):
            await self._socket.close(code=code)

    async def _catch_up(self, after: int) -> int:
        """Answer the greeting; return the seq up to which the page now knows everything it shows."""
        if after:
            # Asking from one line earlier tells a page that is up to date from one whose history is no longer ours.
            changed = await self._chat.transcript.after(self._address, after - 1, PAGE_LINES)
            if changed:
                await self._socket.send_str(wire.lines(changed, after))
                return wire.newest(changed, after)
        page = await self._chat.transcript.before(self._address, wire.INTEGER_MAX, PAGE_LINES)
        new = not page and not await self._chat.transcript.known(self._address)
        await self._socket.send_str(wire.history(page, more=len(page) == PAGE_LINES, new=new))
        return wire.newest(page, 0)

    async def _show_changes(self, seq: int) -> tuple[int, bool]:
        changed = await self._chat.transcript.after(self._address, seq, PAGE_LINES)
        if changed:
            await self._socket.send_str(wire.lines(changed, seq))
        return wire.newest(changed, seq), len(changed) == PAGE_LINES

    async def _end(self) -> None:
        if self._showing is not None:
            self._showing.cancel()
            await asyncio.wait([self._showing])
