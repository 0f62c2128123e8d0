"""Files on Telegram: brought there once, then only named. Source: Bot API, Sending files (a file_id lasts)."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest

from channels.base import Uploads
from notices.message import File

PICTURES = ("image/png", "image/jpeg")
NAMED_WRONG = ("wrong file identifier", "wrong remote file", "file reference", "wrong file_id")

log = logging.getLogger(__name__)


async def send_file(bot: Bot, uploads: Uploads | None, chat: str, it: File, words: dict[str, Any]) -> Message:
    """Send it with the words under it; `words` are the parameters that every kind of message has. Raises
    TelegramError."""
    digest = hashlib.sha256(f"{it.name}\0{it.media_type}\0{it.base64}".encode()).hexdigest()
    known = await uploads.find(digest) if uploads else None
    if known:
        try:
            return await _send(bot, chat, it, known, words)
        except BadRequest as error:
            if not any(said in error.message.lower() for said in NAMED_WRONG):
                raise
    message = await _send(bot, chat, it, InputFile(it.content, filename=it.name, attach=True), words)
    if uploads and (file_id := _file_id(message)):
        await _keep(uploads, digest, file_id)
    return message


async def _send(bot: Bot, chat: str, it: File, what: InputFile | str, words: dict[str, Any]) -> Message:
    if it.media_type in PICTURES:
        return await bot.send_photo(chat, what, **words)
    return await bot.send_document(chat, what, disable_content_type_detection=True, **words)


async def _keep(uploads: Uploads, digest: str, file_id: str) -> None:
    """It was sent: if that cannot be remembered now, the file is brought again the next time."""
    try:
        await uploads.keep(digest, file_id)
    except Exception as error:
        log.warning("telegram: upload not remembered", extra={"why": type(error).__name__})


def _file_id(message: Message) -> str | None:
    if message.photo:
        return message.photo[-1].file_id
    return message.document.file_id if message.document else None
