"""The address to which Telegram brings updates: stored first, answered then."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from channels.telegram import webhook

RETRY_SECS = "2"  # for Telegram to wait while we cannot store: it would otherwise wait longer each time

log = logging.getLogger(__name__)

Take = Callable[[dict[str, Any]], Awaitable[None]]
"""Stores one update durably; whatever it raises means that it is not stored."""


def routes(token: str, take: Take) -> list[web.RouteDef]:
    """What to mount for updates that are brought. Whoever does not know the secret learns nothing."""

    async def brought(request: web.Request) -> web.Response:
        if not webhook.is_secret(token, request.headers.get(webhook.SECRET_HEADER, "")):
            log.warning("telegram: webhook called without the secret")
            return web.Response(status=403)
        update = _update(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            await take(update)
        except Exception as error:  # not stored: Telegram brings it again
            log.error("telegram: update not stored", extra={"why": type(error).__name__})
            return web.Response(status=503, headers={"Retry-After": RETRY_SECS})
        return web.Response()

    return [web.post(webhook.PATH, brought)]


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and type(update.get("update_id")) is int else None
