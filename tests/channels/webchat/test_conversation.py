"""Over a real socket: what a page sees of the conversation, whatever happens in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import WSCloseCode, WSServerHandshakeError
from fakes.chat_page import ChatPage
from fakes.chat_service import ChatService, echo

from channels.webchat.channel import PAGES_MAX
from channels.webchat.conversation import PAGE_LINES
from notices.message import text


async def test_a_newcomer_sees_an_empty_conversation_and_is_new_until_they_speak(page: ChatPage) -> None:
    assert await page.open() == {"type": "history", "lines": [], "seq": 0, "more": False, "new": True}
    assert await page.says("start", "/start", shown="") == {"type": "taken", "key": "start"}
    assert (await page.reconnect())["new"] is False


async def test_what_is_said_is_taken_shown_and_answered(page: ChatPage, service: ChatService) -> None:
    service.answer = echo
    await page.open()
    assert await page.says("k1", "你好") == {"type": "taken", "key": "k1"}
    await page.shows("你好", "收到：你好")
    mine, theirs = page.lines[1], page.lines[2]
    assert (mine["mine"], mine["key"], theirs["mine"]) == (True, "k1", False)
    assert (service.heard[0].text, service.heard[0].language) == ("你好", "zh")


async def test_the_language_of_the_page_comes_with_what_is_said(page: ChatPage, service: ChatService) -> None:
    await page.load()
    await page.connect(**{"Accept-Language": "en-GB,en;q=0.9"})
    await page.tell(type="hello", after=0)
    await page.says("start", "/start", shown="")
    assert [raw for raw in service.transcript.inbox.values() if '"language":"en"' in raw]


async def test_a_tap_says_the_buttons_action_and_shows_its_label(page: ChatPage, service: ChatService) -> None:
    service.answer = echo
    await page.open()
    await page.tell(type="tap", key="k1", line=1, action="/role student", label="学生")
    await page.next("taken")
    await page.shows("学生", "收到：/role student")
    assert service.heard[0].tapped == "1"


async def test_a_message_repeated_after_a_lost_answer_counts_once(page: ChatPage, service: ChatService) -> None:
    service.answer = echo
    await page.open()
    for _ in range(3):
        assert (await page.says("k1", "你好"))["type"] == "taken"
    await page.shows("你好", "收到：你好")
    assert len(service.transcript.inbox) == 1


async def test_two_tabs_of_one_person_show_the_same_and_another_person_sees_nothing(
    visit: Callable[[], ChatPage], service: ChatService
) -> None:
    one, other, stranger = visit(), visit(), visit()
    await one.open()
    other.is_same_person_as(one)
    await other.reconnect()
    await stranger.open()
    await one.says("k1", "你好")
    await service.send(service.address, "通知")
    await one.shows("你好", "通知")
    await other.shows("你好", "通知")
    assert stranger.texts() == [] and (await stranger.reconnect())["lines"] == []


async def test_an_edit_reaches_an_open_page_and_a_page_that_comes_back(page: ChatPage, service: ChatService) -> None:
    await page.open()
    await page.says("start", "/start", shown="")
    line_id = await service.send(service.address, "还有 3 天")
    await service.send(service.address, "别的")
    await page.shows("还有 3 天", "别的")
    await service.edit(service.address, line_id, text("已改期"))
    await page.shows("已改期", "别的")
    await page.socket.close()
    await service.edit(service.address, line_id, text("已取消"))
    assert (await page.reconnect())["type"] == "lines"
    await page.shows("已取消", "别的")


async def test_a_page_that_was_away_gets_everything_it_missed_and_nothing_twice(
    page: ChatPage, service: ChatService
) -> None:
    await page.open()
    await page.says("start", "/start", shown="")
    await service.send(service.address, "0")
    await page.shows("0")
    await page.socket.close()
    for n in range(1, 3 * PAGE_LINES):
        await service.send(service.address, str(n))
    await page.reconnect()
    await page.shows(*map(str, range(3 * PAGE_LINES)))


async def test_the_end_of_a_long_conversation_comes_first_and_the_rest_page_by_page(
    page: ChatPage, service: ChatService
) -> None:
    await page.open()
    await page.says("start", "/start", shown="")
    for n in range(2 * PAGE_LINES + 5):
        await service.send(service.address, str(n))
    page.seq = 0
    first = await page.reconnect()
    assert first["more"] and page.texts()[-1] == str(2 * PAGE_LINES + 4) and len(first["lines"]) == PAGE_LINES
    for more in (True, False):
        await page.tell(type="older", before=min(page.lines))
        assert (await page.next("older"))["more"] is more
    assert page.texts() == [str(n) for n in range(2 * PAGE_LINES + 5)]


async def test_a_page_that_missed_nothing_keeps_what_it_shows(page: ChatPage) -> None:
    await page.open()
    await page.says("k1", "你好")
    await page.shows("你好")
    answer = await page.reconnect()
    assert (answer["type"], answer["seq"]) == ("lines", page.seq)


async def test_a_page_whose_history_is_not_ours_starts_afresh(page: ChatPage) -> None:
    page.seq = 12_345
    assert (await page.open())["type"] == "history"
    assert page.seq == 0


async def test_a_page_that_does_not_read_delays_nobody_and_loses_nothing(
    visit: Callable[[], ChatPage], service: ChatService
) -> None:
    slow, quick = visit(), visit()
    await slow.open()
    await slow.says("start", "/start", shown="")
    sleeper = service.address
    await quick.open()
    long = "长" * 9_000
    for n in range(400):  # far more than the socket's buffers hold
        await service.send(sleeper, f"{n} {long}")
    assert (await quick.says("k1", "你好"))["type"] == "taken"
    await slow.shows(*(f"{n} {long}" for n in range(400)))


@pytest.mark.parametrize("frame", ["{", '{"type":"hello","after":0}', '{"type":"shout"}', "x" * 70_000])
async def test_nonsense_gets_a_polite_error_and_the_conversation_goes_on(page: ChatPage, frame: str) -> None:
    await page.open()
    await page.write(frame)
    assert (await page.next("error"))["code"] == ("too_long" if len(frame) > 1000 else "bad")
    assert (await page.says("k1", "你好"))["type"] == "taken"


async def test_bytes_are_no_words(page: ChatPage) -> None:
    await page.open()
    await page.socket.send_bytes(b"\x00")
    assert (await page.next("error"))["code"] == "bad"
    await page.tell(type="ping")
    await page.next("pong")


async def test_what_cannot_be_kept_is_not_taken(page: ChatPage, service: ChatService) -> None:
    await page.open()
    service.transcript.fail_next = 1
    assert await page.says("k1", "你好") == {"type": "error", "code": "unavailable", "key": "k1"}
    assert (await page.says("k1", "你好"))["type"] == "taken"
    await page.shows("你好")


async def test_older_lines_that_cannot_be_read_are_a_polite_error(page: ChatPage, service: ChatService) -> None:
    await page.open()
    await page.tell(type="ping")
    await page.next("pong")
    service.transcript.fail_next = 1
    await page.tell(type="older", before=9)
    assert await page.next("error") == {"type": "error", "code": "unavailable"}


async def test_a_history_that_fails_sends_the_page_away_to_come_back(page: ChatPage, service: ChatService) -> None:
    await page.load()
    await page.connect()
    service.transcript.fail_next = 1
    await page.tell(type="hello", after=0)
    assert await page.closing_code() == WSCloseCode.TRY_AGAIN_LATER
    assert (await page.reconnect())["type"] == "history"


async def test_stopping_says_goodbye_to_every_page_greeted_or_not(
    visit: Callable[[], ChatPage], service: ChatService
) -> None:
    greeted, silent = visit(), visit()
    await greeted.open()
    await silent.load()
    await silent.connect()
    _, *codes = await asyncio.gather(service.chat.stop(), greeted.closing_code(), silent.closing_code())
    assert codes == [WSCloseCode.GOING_AWAY] * 2


async def test_one_person_opens_only_so_many_pages(page: ChatPage) -> None:
    await page.load()
    for _ in range(PAGES_MAX):
        await page.connect()
        await page.tell(type="ping")
        await page.next("pong")
    with pytest.raises(WSServerHandshakeError) as caught:
        await page.connect()
    assert caught.value.status == 503
