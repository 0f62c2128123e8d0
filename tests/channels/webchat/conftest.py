from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from fakes.chat_page import ChatPage
from fakes.chat_service import ChatService

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
async def service() -> AsyncIterator[ChatService]:
    """A running web chat whose clock stands at noon and in which nobody answers by itself."""
    service = ChatService(answer=lambda heard: None)
    service.now = lambda: NOON
    await service.start()
    yield service
    await service.stop()


@pytest.fixture
async def visit(service: ChatService) -> AsyncIterator[Callable[[], ChatPage]]:
    """Makes pages, each of another person."""
    pages: list[ChatPage] = []

    def visit() -> ChatPage:
        pages.append(ChatPage(service.url))
        return pages[-1]

    yield visit
    for page in pages:
        await page.leave()


@pytest.fixture
async def page(visit: Callable[[], ChatPage]) -> ChatPage:
    return visit()
