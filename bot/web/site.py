"""The one HTTP listener: the channels' own addresses, and how the service is doing."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from aiohttp import web

BODY_BYTES_MAX = 1024 * 1024  # nothing that people send us here is larger
STOP_SECS = 3.0  # for requests under way; the service must be down within 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    ok: bool
    """False: people may be missing messages; someone should look."""
    details: Mapping[str, object]


class Site:
    """Listens until closed. `start` raises OSError if the address cannot be had."""

    def __init__(self, routes: Iterable[web.RouteDef], health: Callable[[], Awaitable[Health]]) -> None:
        app = web.Application(client_max_size=BODY_BYTES_MAX)
        app.add_routes(routes)
        app.router.add_get("/healthz", self._healthz)
        self._health = health
        # No access log: addresses carry sessions and invite codes.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECS)

    async def start(self, host: str, port: int) -> int:
        """Begin to listen; return the port (the one chosen, if 0 was asked for)."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _healthz(self, request: web.Request) -> web.Response:
        """200 or 503, and why, in JSON."""
        health = await self._health()
        body = json.dumps({"status": "ok" if health.ok else "trouble", **health.details}, ensure_ascii=False)
        headers = {"Cache-Control": "no-store"}
        return web.Response(
            text=body + "\n", status=200 if health.ok else 503, content_type="application/json", headers=headers
        )
