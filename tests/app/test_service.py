"""The whole service in this process: config file in, real sockets out, Telegram's side played by a strict fake."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from fakes.service import LECTURE, hears, joins, said, service
from fakes.telegram import FakeTelegram

from bot.app import admin_code, utc_now
from bot.words import words


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


async def test_a_newcomer_on_telegram_needs_one_tap_and_hears_of_what_is_coming(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        (tmp_path / "notices" / "lecture.txt").write_text(LECTURE, encoding="utf-8")
        await joins(telegram, 7, "学生")
        await hears(telegram, 7, "关于举办讲座的通知")
        assert telegram.taps_answered, "the spinner on the button ends"


async def test_the_message_that_was_tapped_is_edited_in_place(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram):
        await joins(telegram, 7, "学生")
        first = telegram.messages(7)[0]
        assert "学生" in first.text and "先选" not in first.text


async def test_a_poisonous_update_stops_nobody(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        poison = {"message_id": "?", "from": 1, "chat": {"id": [], "type": "private"}}
        telegram.updates.add("message", poison, utc_now().timestamp())
        telegram.says(7, "/start", name="小王")
        await hears(telegram, 7, "科讯")
        telegram.says(7, "帮助")
        await hears(telegram, 7, "发送下面的词")
        async with store.reading() as tx:
            (row,) = await tx.all("SELECT count(*) AS n FROM inbox WHERE failed_at IS NOT NULL")
        assert row["n"] == 1


async def test_what_is_said_while_the_service_is_down_is_answered_once_it_is_back(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        await joins(telegram, 7, "学生")
    telegram.says(7, "帮助")
    before = len(telegram.messages(7))
    async with service(tmp_path, telegram):
        await telegram.until(lambda: len(telegram.messages(7)) > before)
        assert "发送下面的词" in said(telegram, 7)


async def test_someone_who_blocks_the_bot_is_left_alone(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, 7, "学生")
        closed = asyncio.Event()
        store.listen(lambda topics: closed.set())
        telegram.blocks(7)
        await closed.wait()
        await joins(telegram, 8, "学生")
        async with store.reading() as tx:
            (row,) = await tx.all("SELECT closed_at FROM accounts WHERE address = '7'")
        assert row["closed_at"] is not None


async def test_the_commands_that_telegram_offers_are_ours_in_both_languages(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        await telegram.until(lambda: {"", "zh"} <= set(telegram.commands))
        assert dict(telegram.commands["zh"])["latest"] == words("zh")("help-latest")
        assert dict(telegram.commands[""])["latest"] == words("en")("help-latest"), "for everyone else"


async def test_health_tells_that_all_is_well_and_the_page_is_there(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, _, url), aiohttp.ClientSession() as session:
        async with session.get(f"{url}/healthz") as answer:
            assert answer.status == 200 and (await answer.json())["status"] == "ok"
        async with session.get(url) as answer:
            assert answer.status == 200 and "科讯" in await answer.text()
        async with session.get(f"{url}/nothing") as answer:
            assert answer.status == 404


async def test_a_refused_token_is_trouble_that_health_shows(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (made, _, url), aiohttp.ClientSession() as session:
        await joins(telegram, 7, "学生")
        telegram.token = "4242:changed"
        telegram.updates.end_poll("over")
        telegram.says(7, "帮助")
        while not any(made.troubles().values()):  # noqa: ASYNC110 - trouble is a value that nobody announces
            await asyncio.sleep(0)
        async with session.get(f"{url}/healthz") as answer:
            body = await answer.json()
        assert answer.status == 503 and "令牌" in body["channels"]["telegram"]


async def test_the_first_start_gives_a_code_that_makes_the_first_who_uses_it_the_admin_once(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        code = await admin_code(store, utc_now())
        telegram.says(7, f"/start {code}", name="小王")
        await hears(telegram, 7, "管理员")
        telegram.says(8, f"/start {code}", name="小赵")
        await telegram.until(lambda: telegram.messages(8))
        assert await admin_code(store, utc_now()) is None
        async with store.reading() as tx:
            rows = await tx.all("SELECT member_id FROM member_roles WHERE role = 'admin'")
        assert len(rows) == 1
