"""Files on Telegram: brought there once, then only named. Source: Bot API, Sending files (a file_id lasts)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest

from channels.base import Uploads
from notices.message import File, file

BYTES_MAX = 50 * 1000 * 1000  # of one file that a bot brings (Bot API, Sending files)
PICTURES = ("image/png", "image/jpeg")
NAMED_WRONG = (
    "wrong file identifier", "wrong remote file", "file reference", "wrong file_id", "can't use file of type",
)

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""A method of the Bot API with its parameters; its result."""

log = logging.getLogger(__name__)


Fetch = Callable[[str], Awaitable[bytes | None]]
"""The document at an address; None if it cannot be had."""


async def send_file(
    call: Call, uploads: Uploads | None, fetch: Fetch | None, it: File, words: dict[str, Any]
) -> dict[str, Any] | None:
    """Send it with the words under it; `words` are the parameters that every kind of message has. Returns the message;
    None if the file cannot be had. Raises TelegramError."""
    digest = hashlib.sha256(f"{it.name}\0{it.media_type}\0{it.url or it.base64}".encode()).hexdigest()
    known = await uploads.find(digest) if uploads else None
    if known:
        try:
            return await _send(call, it, known, words)
        except BadRequest as error:
            if not any(said in error.message.lower() for said in NAMED_WRONG):
                raise
    brought = await _brought(it, fetch) if it.url else it
    if brought is None:
        return None
    try:
        message = await _send(call, it, brought, words)
    except BadRequest:
        if it.url:  # whatever is the matter with it, its link may do
            return None
        raise
    if uploads and (file_id := _file_id(message)):
        await _keep(uploads, digest, file_id)
    return message


async def _brought(it: File, fetch: Fetch | None) -> File | None:
    content = await fetch(it.url) if fetch else None
    return file(it.name, it.media_type, content) if content and len(content) <= BYTES_MAX else None


async def _send(call: Call, it: File, what: File | str, words: dict[str, Any]) -> dict[str, Any]:
    if it.media_type in PICTURES and not it.url:
        message = await call("sendPhoto", words | {"photo": what})
    else:
        message = await call("sendDocument", words | {"document": what, "disable_content_type_detection": True})
    assert isinstance(message, dict)
    return message


async def _keep(uploads: Uploads, digest: str, file_id: str) -> None:
    """It was sent: if that cannot be remembered now, the file is brought again the next time."""
    try:
        await uploads.keep(digest, file_id)
    except Exception as error:
        log.warning("telegram: upload not remembered", extra={"why": type(error).__name__})


def _file_id(message: dict[str, Any]) -> str | None:
    sizes = message.get("photo")
    sent: dict[str, str] = sizes[-1] if sizes else message.get("document", {})
    return sent.get("file_id")
