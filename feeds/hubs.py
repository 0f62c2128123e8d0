"""Hubs tell us when a feed has news, so that we need not ask so often. What they send is only taken for a sign: the
feed itself is read as ever, so that nobody but its own site can put words into it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urljoin

from aiohttp import web
from yarl import URL

from feeds import guard, websub
from feeds.fetch import Fetcher
from feeds.model import FetchError, Source
from store import Store
from store import hubs as stored
from store.hubs import Hub

PATH = "/websub/"
CODE_BYTES = 32  # of the address that a hub calls, and of the secret: nobody guesses either
RENEWED_AT = 0.8  # of a lease, so that there is time for a few tries
ASK_AGAIN = timedelta(hours=1)  # after no answer; doubled each time, to a day
ASK_AGAIN_MAX = timedelta(days=1)
LEAVES_MAX = 3  # times to tell a hub that we no longer want it; then its calls are answered with 410
AT_ONCE_MAX = 20  # hubs asked in one go
LOOKS_APART = timedelta(seconds=10)  # between two looks that a hub can bring about

log = logging.getLogger(__name__)


class Hubs:
    """Asks hubs, and is called by them at `public_url`."""

    def __init__(self, store: Store, fetcher: Fetcher, public_url: str, clock: Callable[[], datetime]) -> None:
        self._store, self._fetcher, self._clock = store, fetcher, clock
        self._callback = public_url.rstrip("/") + PATH

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH + "{code}", self._asked), web.post(PATH + "{code}", self._pushed)]

    async def offered(self, feed_id: int, before: str, source: Source, hub: str, topic: str) -> None:
        """A feed names this hub and topic, or none; `before`: what it named before."""
        address, about = _web(source.url, hub), _web(source.url, topic or source.url)
        named = f"{address} {about}" if address and about else ""
        if named != before:
            trusted = bool(address) and guard.is_trusted(source, URL(address))
            async with self._store.transaction() as tx:
                await stored.offered(
                    tx, feed_id, named, self._clock(), address=address, topic=about, trusted=trusted,
                    code=secrets.token_urlsafe(CODE_BYTES), secret=secrets.token_urlsafe(CODE_BYTES),
                )

    async def sweep(self) -> float | None:
        """Ask those whose time has come; return when the next is to be asked (seconds since 1970)."""
        now = self._clock()
        async with self._store.transaction() as tx:
            due = await stored.due(tx, now, AT_ONCE_MAX)
            for hub in due:
                await stored.asked(tx, hub.id, now + min(ASK_AGAIN * 2**min(hub.asks, 10), ASK_AGAIN_MAX))
                if hub.left_at and hub.asks >= LEAVES_MAX:
                    await stored.forget(tx, hub.id)
        for hub in due:
            await self._ask(hub)
        async with self._store.reading() as tx:
            return await stored.next_due(tx)

    async def _ask(self, hub: Hub) -> None:
        mode: websub.Mode = "unsubscribe" if hub.left_at else "subscribe"
        form = websub.request(mode, hub.topic, self._callback + hub.code, hub.secret)
        try:
            status = await self._fetcher.post(hub.address, form, trusted=hub.trusted)
        except FetchError as error:
            log.info("hub failed", extra={"why": str(error)})
            return
        if not 200 <= status < 300:
            log.info("hub failed", extra={"why": f"it answered {status}"})

    # What they say ----------------------------------------------------------------------------------------------

    async def _asked(self, request: web.Request) -> web.Response:
        """A hub asks whether it was really us who asked it, or says no (5.2, 5.3)."""
        it, now = websub.call(request.query), self._clock()
        async with self._store.transaction() as tx:
            hub = await stored.of_code(tx, request.match_info["code"])
            if hub is None or it.topic != hub.topic:
                return web.Response(status=404)
            if it.mode == "denied":
                await stored.denied(tx, hub, now + ASK_AGAIN_MAX)
                return web.Response()
            if it.mode != ("unsubscribe" if hub.left_at else "subscribe") or not (hub.asks or hub.lease_until):
                return web.Response(status=404)
            if hub.left_at:
                await stored.forget(tx, hub.id)
            else:
                lease = timedelta(seconds=it.lease_secs)
                await stored.agreed(tx, hub, now + lease, now + lease * RENEWED_AT)
            tx.touch("hubs")
        return web.Response(text=it.challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def _pushed(self, request: web.Request) -> web.Response:
        """A hub tells of news (7): believed if it is signed with the secret that we gave to this hub."""
        body, now = await request.read(), self._clock()
        async with self._store.reading() as tx:
            hub = await stored.of_code(tx, request.match_info["code"])
        if hub is None or hub.left_at or hub.lease_until is None or hub.lease_until < now:
            return web.Response(status=410)
        if not websub.is_signed(request.headers.get("X-Hub-Signature", ""), hub.secret, body):
            log.warning("push refused")
            return web.Response(status=403)
        async with self._store.transaction() as tx:
            await stored.pushed(tx, hub, now, LOOKS_APART)
        return web.Response(status=204)


def _web(base: str, address: str) -> str:
    """An address on the web, made whole; empty if it is none."""
    try:
        url = URL(urljoin(base, address.strip())) if address.strip() else None
    except ValueError:
        return ""
    return str(url) if url and url.scheme in ("http", "https") and url.host else ""
