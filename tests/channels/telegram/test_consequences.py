"""What Telegram answers, and what becomes of the delivery, the account and the channel: over a real socket."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from fakes import telegram_faults as faults
from fakes.database import opened
from fakes.telegram import FakeTelegram

from bot.words import words
from channels.telegram.channel import TelegramChannel
from delivery import publish
from delivery.decide import NO_TARGET_SECS
from delivery.pump import Pump
from delivery.render import Renderer
from delivery.settings import Settings
from notices.message import Bubble, Button, Span
from notices.model import Lane
from store import Store, members
from store.db import Row

if TYPE_CHECKING:
    from conftest import Clock

SETTINGS = Settings(ZoneInfo("Asia/Shanghai"))
CARD = Bubble((Span("通知", bold=True),), ((Button("收到", "/ack 1"),),))


class Desk:
    """One bot that sends from a database to a Telegram whose answers are scripted."""

    def __init__(self, store: Store, fake: FakeTelegram, clock: Clock) -> None:
        self.store, self.fake, self.clock = store, fake, clock
        self.channel = TelegramChannel(fake.token, fake.api_url, None, lambda: None, clock)  # type: ignore[arg-type]
        self.restart()

    def restart(self) -> None:
        self.pump = Pump(self.store, self.channel, Renderer(words, SETTINGS), SETTINGS, self.clock, lambda: 0.5)

    async def says(self, address: str, bubble: Bubble = CARD, lane: Lane = Lane.NORMAL) -> int:
        """Queue it, and send what is due."""
        async with self.store.transaction() as tx:
            account = await members.account(tx, "telegram", address, self.clock())
            delivery = await publish.say(tx, account, bubble, self.clock(), lane=lane)
        await self.pump.drain()
        return delivery

    async def row(self, table: str, where: str) -> Row:
        async with self.store.reading() as tx:
            row = await tx.one(f"SELECT * FROM {table} WHERE {where}")
        assert row is not None
        return row

    async def state(self, delivery: int) -> str:
        return str((await self.row("deliveries", f"id = {delivery}"))["state"])

    async def is_open(self, address: str) -> bool:
        return (await self.row("accounts", f"address = '{address}'"))["closed_at"] is None

    async def later(self, **time: float) -> None:
        self.clock.turn(**time)
        await self.pump.drain()

    def calls(self) -> int:
        return len(self.fake.calls_of("sendMessage"))


@pytest.fixture
async def desk(tmp_path: Path, fake: FakeTelegram, clock: Clock) -> AsyncIterator[Desk]:
    fake.chat(7)
    async with opened(tmp_path / "k.db") as store:
        desk = Desk(store, fake, clock)
        yield desk
        await desk.channel.stop()


@pytest.mark.parametrize("secs", [2, 60])
async def test_429_waits_exactly_as_long_as_it_says_and_counts_as_no_attempt(desk: Desk, secs: int) -> None:
    desk.fake.fail("sendMessage", faults.flood(secs))
    delivery = await desk.says("7")
    await desk.later(seconds=secs - 0.1)
    assert (await desk.state(delivery), desk.calls()) == ("queued", 1)
    await desk.later(seconds=0.2)
    row = await desk.row("deliveries", f"id = {delivery}")
    assert (row["state"], row["attempts"]) == ("sent", 1)


async def test_429_of_ten_thousand_seconds_outlives_a_restart_and_is_shown(desk: Desk) -> None:
    desk.fake.chat(8)
    desk.fake.fail("sendMessage", faults.flood(10_072), faults.flood(10_072))
    await desk.says("7")
    await desk.says("8")
    desk.restart()
    await desk.says("7")
    assert desk.calls() == 2, "nothing is called while we were asked to wait"
    until = f"{desk.clock() + timedelta(seconds=10_072):%H:%M}"
    await desk.pump.drain()
    assert until in str(desk.pump.trouble)
    await desk.later(seconds=10_073)
    await desk.later(seconds=1)
    assert {await desk.state(n) for n in (1, 2, 3)} == {"sent"}
    await desk.pump.drain()
    assert desk.pump.trouble is None


async def test_429_of_one_chat_outlives_a_restart_and_stops_nobody_else(desk: Desk) -> None:
    desk.fake.chat(8)
    desk.fake.fail("sendMessage", faults.flood(120))
    await desk.says("7")
    desk.restart()
    again, other = await desk.says("7"), await desk.says("8")
    assert (await desk.state(again), await desk.state(other), desk.calls()) == ("queued", "sent", 2)
    await desk.later(seconds=119)
    assert await desk.state(again) == "queued"
    await desk.later(seconds=2)
    assert await desk.state(again) == "sent"
    desk.restart()
    await desk.says("7")
    assert desk.calls() == 5, "what is over is over"


async def test_while_all_are_paused_one_reply_at_a_time_finds_out_whether_it_concerns_replies(desk: Desk) -> None:
    for chat in (8, 9):
        desk.fake.chat(chat)
    desk.fake.fail("sendMessage", faults.flood(3600), faults.flood(3600))
    await desk.says("7")
    await desk.says("8")
    reply = await desk.says("9", lane=Lane.REPLY)
    assert await desk.state(reply) == "queued"
    bulk = await desk.says("9", lane=Lane.BULK)
    await desk.later(seconds=31)
    assert (await desk.state(reply), await desk.state(bulk)) == ("sent", "queued")


async def test_every_429_is_logged_even_of_a_tap(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.fake.fail("answerCallbackQuery", faults.flood(4))
    await desk.channel.answer_tap("tap1")
    (logged,) = [it.__dict__ for it in caplog.records if it.message == "telegram: too fast"]
    assert (logged["method"], logged["chat"], logged["retry_after_secs"]) == ("answerCallbackQuery", "none", 4.0)


async def test_every_429_is_logged_with_its_circumstances(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.fake.fail("sendMessage", faults.flood(3))
    await desk.says("7")
    logged = {it.message: it.__dict__ for it in caplog.records}
    refused, slower = logged["telegram: too fast"], logged["slower"]
    assert (refused["method"], refused["chat"], refused["retry_after_secs"]) == ("sendMessage", "private", 3.0)
    assert (slower["rate_per_sec"], slower["new_rate_per_sec"], slower["whole_channel"]) == (25.0, 12.5, False)
    assert (slower["lane"], slower["in_last_second"], slower["in_flight"]) == ("NORMAL", 1, 1)


@pytest.mark.parametrize("words", [
    "bot was blocked by the user", "user is deactivated", "bot can't initiate conversation with a user",
    "bot was kicked from the supergroup chat", "bot is not a member of the channel chat",
])
async def test_403_closes_the_account_at_once_and_a_word_from_them_reopens_it(desk: Desk, words: str) -> None:
    desk.fake.fail("sendMessage", faults.answers(403, f"Forbidden: {words}"))
    assert await desk.state(await desk.says("7")) == "failed"
    assert not await desk.is_open("7")
    assert await desk.state(await desk.says("7")) == "sent"
    assert await desk.is_open("7")


async def test_chat_not_found_closes_the_account_after_the_third_spaced_answer(desk: Desk) -> None:
    delivery = await desk.says("12345")
    for _ in range(2):
        assert await desk.is_open("12345") and await desk.state(delivery) == "queued"
        await desk.later(seconds=NO_TARGET_SECS + 1)
    assert await desk.state(delivery) == "failed" and not await desk.is_open("12345")
    assert desk.calls() == 3


async def test_a_group_that_became_a_supergroup_is_followed(desk: Desk) -> None:
    desk.fake.migrates(-5, to=-1_002_147_483_648)
    delivery = await desk.says("-5")
    assert await desk.state(delivery) == "sent"
    assert [it.text for it in desk.fake.messages(-1_002_147_483_648)] == ["通知"]
    assert (await desk.row("accounts", "id = 1"))["address"] == "-1002147483648"


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED"])
async def test_a_topic_that_is_gone_leaves_the_general_one(
    desk: Desk, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fake.chat(-100123)
    desk.fake.fail("sendMessage", faults.answers(400, f"Bad Request: {words}"))
    assert await desk.state(await desk.says("-100123/45")) == "sent"
    first, second = desk.fake.calls_of("sendMessage")
    assert (first.given["message_thread_id"], second.given.get("message_thread_id")) == (45, None)
    assert "telegram: topic gone, posting to the general one" in caplog.text


@pytest.mark.parametrize("words", ["can't parse entities: no", "BUTTON_DATA_INVALID", "message is too long"])
async def test_what_is_refused_as_it_looks_goes_once_without_decoration_then_nowhere(
    desk: Desk, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    long = Bubble((Span("字" * 300, bold=True),))
    no = faults.answers(400, f"Bad Request: {words}")
    desk.fake.fail("sendMessage", no)
    assert await desk.state(await desk.says("7", long)) == "sent"
    desk.fake.fail("sendMessage", no, no)
    assert await desk.state(await desk.says("7", long)) == "failed"
    await desk.later(days=1)
    assert desk.calls() == 4
    assert [it.levelno for it in caplog.records if it.message == "send failed"] == [logging.ERROR]


async def test_401_stops_the_channel_and_keeps_what_is_queued(desk: Desk) -> None:
    desk.fake.token = "4242:changed"
    delivery = await desk.says("7")
    await desk.says("7")
    assert (await desk.state(delivery), desk.calls()) == ("queued", 1)
    assert "InvalidToken" in str(desk.pump.trouble)


async def test_404_of_one_method_says_nothing_about_the_token(desk: Desk) -> None:
    desk.fake.fail("sendMessage", faults.answers(404, "Not Found"))
    assert await desk.state(await desk.says("7")) == "failed"
    assert await desk.state(await desk.says("7")) == "sent"


async def test_404_of_every_method_is_the_token(desk: Desk) -> None:
    desk.fake.fail("sendMessage", faults.answers(404, "Not Found"))
    desk.fake.fail("getMe", faults.answers(404, "Not Found"))
    assert await desk.state(await desk.says("7")) == "queued"
    assert desk.pump.trouble is not None


async def test_404_while_the_network_fails_is_asked_again(desk: Desk) -> None:
    desk.fake.fail("sendMessage", faults.answers(404, "Not Found"))
    desk.fake.fail("getMe", faults.reset())
    delivery = await desk.says("7")
    assert (await desk.state(delivery), desk.pump.trouble) == ("queued", None)
    await desk.later(seconds=10)
    assert await desk.state(delivery) == "sent"


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_lost_answer_is_asked_for_once_more_then_left_as_unknown(desk: Desk, accepted: bool) -> None:
    lost = [faults.bad_gateway(accepted=accepted), faults.reset(accepted=accepted)]
    desk.fake.fail("sendMessage", *lost)
    delivery = await desk.says("7")
    await desk.later(seconds=59)
    assert desk.calls() == 1
    await desk.later(seconds=120)
    row = await desk.row("deliveries", f"id = {delivery}")
    assert (row["state"], row["doubts"]) == ("unknown", 2)
    assert len(desk.fake.messages(7)) == 2 * accepted


async def test_what_certainly_did_not_leave_is_tried_until_it_does(desk: Desk) -> None:
    desk.fake.fail("sendMessage", *[faults.bad_gateway(403)] * 5)
    delivery = await desk.says("7")
    for _ in range(5):
        await desk.later(minutes=11)
    assert (await desk.state(delivery), len(desk.fake.messages(7))) == ("sent", 1)


async def test_a_long_notice_counts_as_the_messages_it_takes(desk: Desk) -> None:
    long = Bubble((Span("甲" * 4000 + "\n" + "乙" * 4000 + "\n" + "丙" * 4000),))
    await desk.says("7", long)
    await desk.says("7")
    assert desk.calls() == 3, "three at once are the burst of a private chat"
    await desk.later(seconds=1.1)
    assert desk.calls() == 4


async def test_a_group_gets_18_a_minute_and_no_minute_sees_more_than_20(desk: Desk) -> None:
    desk.fake.chat(-9)
    async with desk.store.transaction() as tx:
        account = await members.account(tx, "telegram", "-9", desk.clock())
        for _ in range(60):
            await publish.say(tx, account, CARD, desk.clock(), lane=Lane.BULK)
    for _ in range(240):
        await desk.later(seconds=0.5)
    at = [call.at for call in desk.fake.calls_of("sendMessage")]
    assert 36 <= len(at) <= 39
    assert max(sum(begin <= it < begin + 60 for it in at) for begin in at) <= 20


async def test_paid_broadcasts_are_asked_for_only_where_they_are_configured(desk: Desk) -> None:
    await desk.says("7")
    desk.channel._paid = True
    await desk.says("7")
    first, second = desk.fake.calls_of("sendMessage")
    assert (first.given.get("allow_paid_broadcast"), second.given["allow_paid_broadcast"]) == (None, True)
