"""The network fails: nothing that either side said is lost, and nothing is said twice."""

from __future__ import annotations

import pytest
from fakes.chat_service import ChatService
from playwright.async_api import expect

from notices.message import text

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def says(page, words: str) -> None:
    await page.get_by_role("textbox").fill(words)
    await page.get_by_role("textbox").press("Enter")


async def shows(page, *texts: str) -> None:
    await expect(page.locator(".row .text")).to_have_text(list(texts), timeout=20_000)


async def test_what_was_said_and_sent_while_the_service_was_away_arrives_once(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    await service.stop()
    await expect(page.get_by_role("alert")).to_have_text("连接断开，正在重连…")
    await says(page, "有人吗")
    await expect(page.locator(".row.waiting")).to_have_count(1)
    await service.send(service.address, "停机时的通知")
    await service.start()
    await shows(page, "科讯：收到：/start", "科讯：停机时的通知", "我：有人吗", "科讯：收到：有人吗")
    await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.locator(".waiting, .pending, .failed")).to_have_count(0)
    assert [heard.text for heard in service.heard] == ["/start", "有人吗"]


async def test_what_waits_to_be_sent_survives_a_reload(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    await page.context.set_offline(True)
    await service.chat.stop()
    await says(page, "离线时说的")
    await expect(page.locator(".row.waiting")).to_have_count(1)
    await page.context.set_offline(False)
    await service.stop()
    await service.start()
    await page.reload()
    await shows(page, "科讯：收到：/start", "我：离线时说的", "科讯：收到：离线时说的")
    assert len(service.heard) == 2


async def test_a_message_taken_whose_answer_was_lost_is_repeated_and_counts_once(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    service.transcript.fail_after_next = 1
    await says(page, "只说一次")
    await shows(page, "科讯：收到：/start", "我：只说一次", "科讯：收到：只说一次")
    assert len(service.transcript.inbox) == 2


async def test_a_message_lost_on_its_way_is_sent_again_over_the_next_connection(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    service.transcript.gate.clear()
    service.transcript.at_gate.clear()
    await says(page, "别丢了")
    await service.transcript.at_gate.wait()
    await service.chat.stop()
    service.transcript.fail_next = 1
    service.transcript.gate.set()
    await service.stop()
    await service.start()
    await shows(page, "科讯：收到：/start", "我：别丢了", "科讯：收到：别丢了")
    assert len(service.heard) == 2


async def test_a_database_that_is_full_for_a_moment_only_delays(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    service.transcript.fail_next = 1
    await says(page, "你好")
    await expect(page.get_by_role("status")).to_contain_text("稍后会自动重试")
    await shows(page, "科讯：收到：/start", "我：你好", "科讯：收到：你好")


async def test_a_line_changed_while_the_page_was_away_is_changed_when_it_comes_back(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    await service.stop()
    await service.edit(service.address, "1", text("已更正"))
    await service.start()
    await shows(page, "科讯：已更正")


async def test_a_lost_session_is_renewed_by_loading_the_page_again(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "科讯：收到：/start")
    await page.context.clear_cookies()
    async with page.expect_navigation():
        await service.stop()
        await service.start()
    await expect(page.locator(".state")).to_have_attribute("data-state", "online", timeout=20_000)
    await shows(page, "科讯：收到：/start")
    assert len(service.transcript.speakers) == 2
