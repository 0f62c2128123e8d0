"""How many messages a second each client gets through at 30 at once, to a server that answers everything at once. Ours
claims and records each of them durably besides."""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiogram
from aiogram import types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Bot, InlineKeyboardMarkup, MessageEntity

from bench.crowd import SETTINGS, STUDENTS, fill, lecture, utc_now
from bench.report import median
from bot.words import words
from channels.telegram.channel import TelegramChannel
from channels.telegram.parts import Part, parts
from delivery import issue, publish
from delivery.pump import Pump
from delivery.render import Renderer
from notices import write
from notices.content import NoticeCard
from notices.message import Bubble
from store import Store
from store.inbox import StoredInbox

MESSAGES = 3000
PEER_MESSAGES = 600  # of the slower peer
RUNS = 3
AT_ONCE = 30
NO_LIMIT_PER_SEC = 1e6
TOKEN = "4242:AAFakeTokenOfTheFakeTelegram"


@dataclass(frozen=True, slots=True)
class Found:
    """Messages a second."""

    ours: float
    python_telegram_bot: float
    aiogram: float


async def run() -> Found:
    words("zh")  # what a service has long loaded, and keeps out of the garbage collector's way; the peers gain as well
    gc.freeze()
    async with _server() as url:
        found = [(await _ours(url), await _python_telegram_bot(url), await _aiogram(url)) for _ in range(RUNS)]
    return Found(*(median(column) for column in zip(*found, strict=True)))


@asynccontextmanager
async def _server() -> AsyncIterator[str]:
    """In a process of its own, as Telegram's is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bot_api", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.kill()
        await process.wait()


class Counting(TelegramChannel):
    """Says when everything has been sent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.all_sent, self._sent_count = asyncio.Event(), 0

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        provider_id = await super().send(address, bubble, delivery_id)
        self._sent_count += 1
        if self._sent_count == MESSAGES:
            self.all_sent.set()
        return provider_id


async def _ours(url: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        async with Store.open(Path(folder) / "k.db") as store:
            await fill(store, MESSAGES, utc_now(), "telegram")
            async with store.transaction() as tx:
                await issue.issue(tx, lecture(utc_now()), STUDENTS, utc_now(), SETTINGS)
            while await publish.go_on(store, utc_now(), SETTINGS):
                pass
            inbox = StoredInbox(store, utc_now)
            channel = Counting(TOKEN, url, inbox, lambda: None, utc_now, rate_per_sec=NO_LIMIT_PER_SEC)
            pump = Pump(store, channel, Renderer(words, SETTINGS), SETTINGS, utc_now)
            start = time.perf_counter()
            running = asyncio.create_task(pump.run())
            await channel.all_sent.wait()
            await pump.stop()
            await running
            secs = time.perf_counter() - start
            assert await _sent(store) == MESSAGES, "each is recorded"
            await channel.stop()
    return MESSAGES / secs


async def _sent(store: Store) -> int:
    async with store.reading() as tx:
        row = await tx.one("SELECT count(*) AS n FROM deliveries WHERE state = 'sent'")
    return row["n"] if row else 0


async def _python_telegram_bot(url: str) -> float:
    part = _part()
    entities = MessageEntity.de_list(list(part.entities), None)
    keyboard = InlineKeyboardMarkup.de_json({"inline_keyboard": part.keyboard}, None)
    async with Bot(TOKEN, f"{url}/bot") as bot:
        async def send(chat: int) -> None:
            await bot.send_message(chat, part.text, entities=entities, reply_markup=keyboard)

        return await _rate(send, PEER_MESSAGES)


async def _aiogram(url: str) -> float:
    part = _part()
    entities = [types.MessageEntity.model_validate(it) for it in part.entities]
    keyboard = types.InlineKeyboardMarkup.model_validate({"inline_keyboard": part.keyboard})
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with aiogram.Bot(TOKEN, session=session) as bot:
        async def send(chat: int) -> None:
            await bot.send_message(chat, part.text, entities=entities, reply_markup=keyboard)

        return await _rate(send, MESSAGES)


def _part() -> Part:
    """The same message as ours."""
    card = NoticeCard(1, lecture(utc_now()), asks_ack=False)
    (part,) = parts(write.notice(card, words("zh"), utc_now(), SETTINGS.zone))
    return part


async def _rate(send: Callable[[int], Awaitable[None]], messages: int) -> float:
    chats = iter(range(1, messages + 1))

    async def work() -> None:
        for chat in chats:
            await send(chat)

    start = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return messages / (time.perf_counter() - start)
