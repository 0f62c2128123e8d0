"""A broadcast at the configured rate to a Telegram that enforces its limits, while people talk to the bot."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from telegram import InlineKeyboardMarkup, MessageEntity, Update
from telegram.ext import AIORateLimiter, Application, CommandHandler, ContextTypes

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fakes.telegram import Call, FakeTelegram
from fakes.telegram_rates import Rates

from bench.crowd import SETTINGS, STUDENTS, fill, lecture, utc_now
from bot import config as configuration
from bot.app import Service
from bot.words import words
from channels.telegram.parts import parts
from delivery import issue
from notices import write
from notices.content import NoticeCard
from store import Store

PEOPLE = 2000
RATE = 25
TALKERS = 40  # who say something in turn, each no more often than Telegram's limit for one chat
TALK_EVERY_SECS = 1.0
PATIENCE_SECS = 200  # two and a half times what it takes; who has not finished by then has used what it has used
TOKEN = "4242:AAFakeTokenOfTheFakeTelegram"
CONFIG = """
database: sqlite:///kexun.db
web: {{port: 0}}
channels: {{telegram: {{token: "{token}", api_url: "{api_url}", rate: {rate}/s}}}}
topics: {{lecture: {{title: 讲座, keywords: [讲座]}}}}
roles: {{student: {{title: 学生, join: open, topics: [lecture]}}}}
"""


@dataclass(frozen=True, slots=True)
class Found:
    used: float
    """Of the budget, while the broadcast went on."""
    reached: float
    """Of the people, who has it in the end."""
    refused: int
    most: int
    """Sends that were taken in the fullest second."""
    waited: list[float]
    """Seconds from what each talker said to the answer."""


async def ours() -> Found:
    async with FakeTelegram(TOKEN, rates=Rates()) as fake:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "config.yaml"
            text = CONFIG.format(token=fake.token, api_url=fake.api_url, rate=RATE)
            file.write_text(text, encoding="utf-8")
            config = configuration.load(file, {})
            async with Store.open(config.database, exclusive=True) as store:
                await fill(store, PEOPLE, utc_now(), "telegram")
                service = Service(config, store)
                await service.start()
                try:
                    return await _measure(fake, lambda: _issue(store))
                finally:
                    await service.stop()


async def _issue(store: Store) -> None:
    async with store.transaction() as tx:
        await issue.issue(tx, lecture(utc_now()), STUDENTS, utc_now(), SETTINGS)


async def python_telegram_bot() -> Found:
    """Its own rate limiter at the same rate, its own polling, a command that answers, and a loop that sends."""
    async with FakeTelegram(TOKEN, rates=Rates()) as fake:
        limiter = AIORateLimiter(overall_max_rate=RATE, overall_time_period=1, max_retries=10)
        builder = Application.builder().token(TOKEN).base_url(f"{fake.api_url}/bot").rate_limiter(limiter)
        application = builder.concurrent_updates(True).build()
        application.add_handler(CommandHandler("help", _answer))
        await application.initialize()
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=timedelta(seconds=10))
        try:
            return await _measure(fake, lambda: _broadcast(application))
        finally:
            await application.updater.stop()
            await application.stop()
            await application.shutdown()


async def _answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_chat is not None
    await context.bot.send_message(update.effective_chat.id, "发送下面的词")


async def _broadcast(application: Application) -> None:
    card = NoticeCard(1, lecture(utc_now()), asks_ack=False)
    (part,) = parts(write.notice(card, words("zh"), utc_now(), SETTINGS.zone))
    entities = MessageEntity.de_list(list(part.entities), None)
    keyboard = InlineKeyboardMarkup.de_json({"inline_keyboard": part.keyboard}, None)

    async def send(chat: int) -> None:
        await application.bot.send_message(chat, part.text, entities=entities, reply_markup=keyboard)

    # A send that times out in its queue is lost; that is what one gets.
    await asyncio.gather(*(send(chat) for chat in range(1, PEOPLE + 1)), return_exceptions=True)


class Ears:
    """Hears what Telegram takes: when everybody has the broadcast, and when somebody is answered."""

    def __init__(self) -> None:
        self.all_have_it = asyncio.Event()
        self._have_it: set[int] = set()
        self._asked: dict[int, asyncio.Event] = {}

    def hear(self, call: Call) -> None:
        if call.method != "sendMessage" or call.status != 200:
            return
        chat = int(call.given["chat_id"])
        if chat in self._asked:
            self._asked.pop(chat).set()
        elif chat <= PEOPLE:
            self._have_it.add(chat)
            if len(self._have_it) == PEOPLE:
                self.all_have_it.set()

    def answer_to(self, chat: int) -> asyncio.Event:
        return self._asked.setdefault(chat, asyncio.Event())


async def _measure(fake: FakeTelegram, begin: Callable[[], Awaitable[None]]) -> Found:
    for chat in range(1, PEOPLE + TALKERS + 1):
        fake.chat(chat)
    ears, waited = Ears(), list[float]()
    fake.on_call = ears.hear
    await fake.until(lambda: fake.updates.is_polled)
    start = time.time()
    begun = asyncio.ensure_future(begin())
    talking = asyncio.create_task(_talk(fake, ears, waited))
    with suppress(TimeoutError):
        await asyncio.wait_for(ears.all_have_it.wait(), PATIENCE_SECS)
    end = time.time()
    for task in (talking, begun):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return _found(fake, start, end, waited)


async def _talk(fake: FakeTelegram, ears: Ears, waited: list[float]) -> None:
    """People ask for help in turn, whether those before them have been answered or not."""
    async with asyncio.TaskGroup() as group:
        for turn in range(10**6):
            group.create_task(_ask(fake, ears, PEOPLE + 1 + turn % TALKERS, waited))
            await asyncio.sleep(TALK_EVERY_SECS)


async def _ask(fake: FakeTelegram, ears: Ears, chat: int, waited: list[float]) -> None:
    answered, start = ears.answer_to(chat), time.perf_counter()
    fake.says(chat, "/help")
    try:
        await answered.wait()
    finally:
        waited.append(time.perf_counter() - start)  # who still waits at the end has waited that long at least


def _found(fake: FakeTelegram, start: float, end: float, waited: list[float]) -> Found:
    sends = [call for call in fake.calls_of("sendMessage") if call.at >= start]
    taken = sorted(call.at for call in sends if call.status == 200)
    reached = sum(bool(fake.messages(chat)) for chat in range(1, PEOPLE + 1)) / PEOPLE
    return Found(
        len(taken) / (end - start) / RATE, reached, sum(call.status == 429 for call in sends), _most(taken), waited
    )


def _most(taken: list[float]) -> int:
    most = first = 0
    for last, at in enumerate(taken):
        while taken[first] <= at - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
