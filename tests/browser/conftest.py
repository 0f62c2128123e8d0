"""The system's Chromium, once for all tests; they are skipped, and say so, where there is none."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from fakes.chat_service import ChatService
from playwright.async_api import Browser, Page, async_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first is cheapest
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True,
}
Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install chromium (or google-chrome) to run the browser tests")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def service() -> AsyncIterator[ChatService]:
    """A running web chat that says back what it hears."""
    service = ChatService()
    await service.start()
    yield service
    await service.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, service: ChatService) -> AsyncIterator[Open]:
    """Opens the chat as a new person; fails the test if the page had an error or asked another host for anything."""
    contexts, complaints = [], []

    async def open_page(path: str = "", **options: Any) -> Page:
        context = await browser.new_context(**{"locale": "zh-CN", **DESKTOP, **options})
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: "Content Security" in message.text and complaints.append(message.text))
        page.on("request", lambda asked: asked.url.startswith(service.url) or complaints.append(asked.url))
        await page.goto(service.url + path)
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []
