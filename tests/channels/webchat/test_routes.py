from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiohttp import WSServerHandshakeError
from fakes.chat_page import ChatPage
from fakes.chat_service import ChatService

from channels.webchat.routes import NO_SESSION, routes
from notices.message import file, text


async def test_the_page_opens_a_session_that_scripts_cannot_read(page: ChatPage) -> None:
    answer = await page.load()
    cookie = answer.headers["Set-Cookie"]
    assert re.match(r"kexun_session=[\w-]{43}; HttpOnly; Max-Age=\d+; Path=/; SameSite=Lax$", cookie), cookie
    again = await page.load()
    assert answer.cookies["kexun_session"].value == again.cookies["kexun_session"].value


async def test_a_cookie_that_is_not_ours_is_replaced(page: ChatPage) -> None:
    answer = await page.load(Cookie="kexun_session=admin")
    assert len(answer.cookies["kexun_session"].value) == 43


async def test_behind_https_the_session_never_travels_in_the_clear() -> None:
    service = ChatService()
    service.public_url = "https://chat.example.org"
    await service.start()
    page = ChatPage(service.url)
    assert "Secure" in (await page.load()).headers["Set-Cookie"]
    await page.leave()
    await service.stop()


@pytest.mark.parametrize(
    ("headers", "lang"),
    [
        ({}, "zh-CN"), ({"Accept-Language": "en-GB"}, "en"),
        ({"Accept-Language": "en", "Cookie": "kexun_lang=zh"}, "zh-CN"),
    ],
)
async def test_the_page_speaks_the_visitors_language(page: ChatPage, headers: dict[str, str], lang: str) -> None:
    assert f'<html lang="{lang}">' in await (await page.load(**headers)).text()


async def test_the_page_asks_for_nothing_from_elsewhere_and_has_no_script_of_its_own(page: ChatPage) -> None:
    answer = await page.load()
    html = await answer.text()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert not re.findall(r"""(?:src|href)=["'](?!/chat/static/|#)""", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Referrer-Policy"] == "no-referrer"


async def test_every_file_the_page_names_is_there_and_is_sent_once(page: ChatPage, service: ChatService) -> None:
    names = set(re.findall(r"/chat/static/[\w.]+", await (await page.load()).text()))
    assert len(names) >= 8
    for name in names:
        answer = await page.session.get(service.url + name[1:])
        assert answer.status == 200 and answer.headers["X-Content-Type-Options"] == "nosniff"
        again = await page.session.get(service.url + name[1:], headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304 and await again.read() == b""


@pytest.mark.parametrize("name", ["nothing.js", "index.html", "..%2froutes.py", "%2e%2e", ".."])
async def test_only_the_pages_files_are_served(page: ChatPage, service: ChatService, name: str) -> None:
    assert (await page.session.get(f"{service.url}chat/static/{name}")).status == 404


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_another_sites_page_cannot_open_the_conversation(page: ChatPage, origin: str) -> None:
    await page.load()
    with pytest.raises(WSServerHandshakeError) as caught:
        await page.connect(Origin=origin)
    assert caught.value.status == 403


async def test_without_a_session_the_page_is_told_to_load_again(page: ChatPage) -> None:
    await page.connect()
    assert await page.next("error") == {"type": "error", "code": "no_session"}
    assert await page.closing_code() == NO_SESSION


async def test_a_plain_request_to_the_socket_is_a_clear_error(page: ChatPage, service: ChatService) -> None:
    await page.load()
    assert (await page.session.get(f"{service.url}chat/ws", headers={"Origin": page.url})).status == 400


async def test_a_file_is_for_the_one_whose_conversation_it_is_in(
    page: ChatPage, service: ChatService, visit: Callable[[], ChatPage]
) -> None:
    await page.open()
    await page.says("k1", "加入日程")
    bubble = replace(text("打开它"), file=file("科普日.ics", "text/calendar", b"BEGIN:VCALENDAR"))
    line_id = await service.send(service.address, bubble)
    await page.shows("加入日程", "打开它")
    shown = page.lines[int(line_id)]
    assert shown["file"] == {"name": "科普日.ics", "url": f"/chat/file/{line_id}", "picture": False}
    answer = await page.session.get(service.url + f"chat/file/{line_id}")
    assert (answer.status, await answer.read(), answer.content_type) == (200, b"BEGIN:VCALENDAR", "text/calendar")
    assert "attachment" in answer.headers["Content-Disposition"]
    other = visit()
    await other.load()
    assert (await other.session.get(service.url + f"chat/file/{line_id}")).status == 404
    assert (await page.session.get(service.url + "chat/file/1")).status == 404


def test_the_web_chat_has_few_addresses(service: ChatService) -> None:
    assert [route.path for route in routes(service.chat)] == ["/", "/chat/static/{name}", "/chat/ws",
        r"/chat/file/{line:\d{1,18}}"]
