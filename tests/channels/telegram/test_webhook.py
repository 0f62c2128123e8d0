from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from channels.telegram import webhook
from channels.telegram.channel import TelegramChannel

if TYPE_CHECKING:
    from conftest import World


@asynccontextmanager
async def listening(channel: TelegramChannel, port: int) -> AsyncIterator[None]:
    """The service's web listener with the channel's addresses."""
    app = web.Application(client_max_size=1024 * 1024)
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.fixture
def port() -> int:
    return unused_port()


@pytest.fixture
async def brought(world: World, port: int) -> AsyncIterator[TelegramChannel]:
    """The channel in mode webhook, listening."""
    channel = world.connect(public_url=f"http://127.0.0.1:{port}/")
    async with listening(channel, port):
        await channel.start()
        await world.fake.until(lambda: world.fake.calls_of("setWebhook"))
        yield channel
        await channel.stop()


async def post(port: int, body: bytes, secret: str | None) -> int:
    headers = {} if secret is None else {webhook.SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(
        f"http://127.0.0.1:{port}{webhook.PATH}", data=body, headers=headers
    ) as response:
        return response.status


async def test_what_telegram_brings_is_stored_before_it_is_told_that_we_have_it(
    world: World, brought: TelegramChannel
) -> None:
    world.inbox.fail_next = 2
    await world.heard(said := world.fake.says(7, "你好"))
    await world.fake.until(lambda: not world.fake.updates.waiting)
    assert [status for update_id, status in world.fake.bot.webhook.posted if update_id == said] == [503, 503, 200]
    assert world.fake.calls_of("getUpdates") == []


async def test_an_update_brought_twice_is_stored_once_and_taken_both_times(
    world: World, brought: TelegramChannel, port: int
) -> None:
    body, secret = b'{"update_id": 5, "message": {}}', webhook.secret(world.fake.token)
    assert [await post(port, body, secret) for _ in range(2)] == [200, 200]
    assert list(world.inbox.kept) == ["5"]


@pytest.mark.parametrize("secret", [None, "", "wrong", "密"])
async def test_whoever_does_not_know_the_secret_brings_nothing(
    world: World, brought: TelegramChannel, port: int, secret: str | None
) -> None:
    assert await post(port, b'{"update_id": 6, "message": {}}', secret) == 403
    assert world.inbox.kept == {}


@pytest.mark.parametrize("body", [b"", b"[1]", b"{}", b'{"update_id": "6"}', b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_update_is_refused_even_with_the_secret(
    world: World, brought: TelegramChannel, port: int, body: bytes
) -> None:
    assert await post(port, body, webhook.secret(world.fake.token)) == 400


async def test_nothing_is_mounted_where_we_poll(world: World) -> None:
    assert world.channel.routes() == []


async def test_a_webhook_taken_down_by_someone_else_is_restored(world: World, brought: TelegramChannel) -> None:
    url = world.fake.bot.webhook.url
    world.fake.bot.webhook.set("", "", 40)
    await world.fake.until(lambda: world.fake.bot.webhook.url == url)
    assert len(world.fake.calls_of("setWebhook")) == 2


async def test_the_webhook_is_set_again_at_every_start_and_what_waited_is_brought(world: World, port: int) -> None:
    url = f"http://127.0.0.1:{port}"
    first = world.connect(public_url=url)
    async with listening(first, port):
        await first.start()
        await world.heard(world.fake.says(7, "第一"))
        await first.stop()
    second = world.fake.says(7, "第二")
    again = world.connect(public_url=url)
    async with listening(again, port):
        await again.start()
        await world.heard(second)
    assert webhook.secret(world.fake.token) == world.fake.bot.webhook.secret


async def test_someone_must_know_that_telegram_cannot_reach_us(world: World, port: int) -> None:
    channel = world.connect(public_url=f"http://127.0.0.1:{port}")
    await channel.start()
    await world.fake.until(lambda: world.fake.calls_of("setWebhook"))
    world.fake.says(7, "有人吗")
    await world.fake.until(lambda: channel.trouble)
    assert channel.trouble is not None and "web.public_url" in channel.trouble and "1" in channel.trouble


async def test_polling_takes_down_a_webhook_of_former_times_and_loses_nothing(world: World, port: int) -> None:
    world.fake.bot.webhook.set(f"http://127.0.0.1:{port}/old", "", 40)
    said = world.fake.says(7, "你好")
    await world.channel.start()
    await world.heard(said)
    assert world.fake.bot.webhook.url == ""
    (call,) = world.fake.calls_of("deleteWebhook")
    assert call.given.get("drop_pending_updates", "false") == "false"


def test_secrets_are_told_apart_and_are_what_telegram_takes() -> None:
    assert webhook.is_secret("1:a", webhook.secret("1:a")) and not webhook.is_secret("1:a", webhook.secret("1:b"))
    assert len(webhook.secret("1:a")) <= 256 and webhook.secret("1:a").isalnum()
