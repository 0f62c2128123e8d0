from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.telegram import FakeTelegram

from bot.cli_invite import picture

if TYPE_CHECKING:
    from conftest import Done

MINIMAL = "feeds: [{name: 校园, url: 'sample:campus'}]\n"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


def configure(
    config: Path, telegram: FakeTelegram, mode: str = "webhook", url: str = "https://kexun.example", token: str = ""
) -> None:
    block = f'{{token: "{token or telegram.token}", api_url: "{telegram.api_url}", mode: {mode}}}'
    web = f"web: {{public_url: '{url}'}}\n" if url else ""
    config.write_text(f"{MINIMAL}{web}channels: {{telegram: {block}}}\n", encoding="utf-8")


async def test_a_webhook_is_set_looked_at_and_deleted(
    config: Path, kexun: Callable[..., Done], telegram: FakeTelegram
) -> None:
    configure(config, telegram)
    done = [await asyncio.to_thread(kexun, "telegram", "webhook", it) for it in ("set", "info", "delete", "info")]
    assert [it.status for it in done] == [0, 0, 0, 0]
    assert "https://kexun.example/telegram/webhook" in done[0].out and "https://kexun.example" in done[1].out
    assert done[3].out == "没有设置 webhook。\n" or "no webhook" in done[3].out
    assert telegram.bot.webhook.url == ""


async def test_the_other_mode_is_pointed_out(config: Path, kexun: Callable[..., Done], telegram: FakeTelegram) -> None:
    configure(config, telegram, "polling")
    assert "mode: webhook" in (await asyncio.to_thread(kexun, "telegram", "webhook", "set")).out
    configure(config, telegram)
    assert "mode: webhook" in (await asyncio.to_thread(kexun, "telegram", "webhook", "delete")).out


async def test_without_an_address_nothing_can_be_set(
    config: Path, kexun: Callable[..., Done], telegram: FakeTelegram
) -> None:
    configure(config, telegram, "polling", "")
    done = await asyncio.to_thread(kexun, "telegram", "webhook", "set")
    assert done.status == 1 and "web.public_url" in done.err
    assert telegram.calls == []


async def test_a_refusal_is_one_sentence(config: Path, kexun: Callable[..., Done], telegram: FakeTelegram) -> None:
    configure(config, telegram, token="1:wrong")
    done = await asyncio.to_thread(kexun, "telegram", "webhook", "info")
    assert done.status == 1 and done.err.count("\n") == 1 and "proxy" in done.err and "wrong" not in done.err


async def test_an_invite_can_be_scanned(config: Path, kexun: Callable[..., Done], telegram: FakeTelegram) -> None:
    configure(config, telegram, "polling")
    done = await asyncio.to_thread(kexun, "invite", "--role", "admin", "--qr")
    assert done.status == 0
    (link,) = re.findall(r"https://t.me/kexun_bot\?start=\S+", done.out)
    assert re.sub("\x1b\\[[0-9]+m", "", picture(link)) in done.out, "what is not a terminal gets no colours"


async def test_where_telegram_cannot_be_asked_the_code_is_there_all_the_same(
    config: Path, kexun: Callable[..., Done], telegram: FakeTelegram
) -> None:
    configure(config, telegram, token="1:wrong")
    done = await asyncio.to_thread(kexun, "invite", "--role", "admin", "--qr")
    assert done.status == 1 and "/start " in done.out and done.err.count("\n") == 1


def test_without_telegram_there_is_nothing_to_ask(kexun: Callable[..., Done]) -> None:
    done = kexun("telegram", "webhook", "info")
    assert done.status == 1 and "channels.telegram" in done.err
