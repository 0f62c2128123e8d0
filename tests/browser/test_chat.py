"""A person in front of the web chat: what they see, type and tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.chat_service import ChatService
from playwright.async_api import expect

from channels.base import Incoming
from notices.message import Bubble, Button, Span, text

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ROLES = text("请问您是？", buttons=((Button("学生", "/role student"), Button("教师", "/role teacher")),))


def asks_for_role(heard: Incoming) -> Bubble | None:
    return ROLES if heard.text.startswith("/start") else text(f"收到：{heard.text}")


def bubbles(page):
    return page.locator(".row .text")


async def shows(page, *texts: str) -> None:
    own_and_others = [f"我：{said}" if said.startswith(">") else f"科讯：{said}" for said in texts]
    await expect(bubbles(page)).to_have_text([said.replace("我：>", "我：") for said in own_and_others])


async def test_a_newcomer_is_greeted_without_having_said_anything(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    await page.reload()
    await shows(page, "收到：/start")
    assert [heard.text for heard in service.heard] == ["/start"]


async def test_two_tabs_of_a_newcomer_greet_once(open_page, service: ChatService) -> None:
    page = await open_page()
    other = await page.context.new_page()
    await other.goto(service.url)
    await shows(other, "收到：/start")
    assert len(service.heard) == 1


async def test_an_invitation_is_said_once_and_leaves_the_address_bar(open_page, service: ChatService) -> None:
    page = await open_page("?invite=K7Q2-XY")
    await shows(page, "收到：/start K7Q2-XY")
    assert page.url == service.url
    await page.reload()
    await shows(page, "收到：/start K7Q2-XY")
    await page.goto(service.url + "#invite=ZZ9")
    await page.reload()
    await shows(page, "收到：/start K7Q2-XY", "收到：/start ZZ9")
    assert [heard.text for heard in service.heard] == ["/start K7Q2-XY", "/start ZZ9"]


async def test_enter_sends_and_shift_enter_begins_a_new_line(open_page) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    field = page.get_by_role("textbox", name="发消息")
    await field.press_sequentially("第一行")
    await field.press("Shift+Enter")
    await field.press_sequentially("第二行")
    await field.press("Enter")
    await shows(page, "收到：/start", ">第一行\n第二行", "收到：第一行\n第二行")
    await expect(field).to_have_value("")
    await expect(page.get_by_role("button", name="发送", exact=True)).to_be_disabled()


async def test_the_menu_says_its_commands_in_the_persons_words(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    for label in ("最新通知", "日程", "我的"):
        await page.get_by_role("navigation").get_by_role("button", name=label).click()
        await expect(bubbles(page).filter(has_text=f"我：{label}")).to_have_count(1)
    await expect(bubbles(page).last).to_have_text("科讯：收到：/me")
    assert [heard.text for heard in service.heard] == ["/start", "/latest", "/dates", "/me"]


async def test_a_tap_answers_in_the_buttons_words_and_the_message_may_change_in_place(
    open_page, service: ChatService
) -> None:
    service.answer = asks_for_role
    page = await open_page()
    await page.get_by_role("button", name="学生").click()
    await shows(page, "请问您是？", ">学生", "收到：/role student")
    assert service.heard[-1].tapped == "1"
    await service.edit(service.address, "1", text("您是学生。"))
    await shows(page, "您是学生。", ">学生", "收到：/role student")
    await expect(page.get_by_role("button", name="学生")).to_have_count(0)


async def test_texts_bring_no_markup_and_links_open_elsewhere(open_page, service: ChatService) -> None:
    evil = '<img src=x onerror="document.title=1"><b>粗</b>'
    service.answer = lambda heard: text(evil, Span("粗体", bold=True), Span("原文", url="https://example.org/1"))
    page = await open_page()
    await shows(page, evil + "粗体原文")
    assert await page.locator("#log img, #log b").count() == 0
    await expect(page.locator("#log strong")).to_have_text("粗体")
    link = page.get_by_role("link", name="原文")
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert await link.get_attribute("target") == "_blank"


async def test_the_language_of_the_page_changes_at_once_and_stays(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    await page.get_by_role("button", name="Switch to English").click()
    await expect(page.get_by_role("navigation").get_by_role("button")).to_have_text(["Latest", "Dates", "Me"])
    await expect(bubbles(page).last).to_contain_text("/language en")
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("navigation").get_by_role("button")).to_have_text(["Latest", "Dates", "Me"])
    await expect(page).to_have_title("Kexun")


async def test_an_english_browser_is_greeted_in_english(open_page, service: ChatService) -> None:
    page = await open_page(locale="en-GB")
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    await expect(bubbles(page)).to_have_count(1)
    assert service.heard[0].language == "en"


async def test_history_is_there_after_a_reload_and_more_of_it_on_scrolling_up(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    for n in range(100):
        await service.send(service.address, f"第{n}条")
    await expect(bubbles(page).last).to_have_text("科讯：第99条")
    await page.reload()
    await expect(bubbles(page).last).to_be_in_viewport()
    await expect(bubbles(page)).to_have_count(40)
    await page.get_by_role("log").hover()
    while await bubbles(page).count() < 101:
        await page.mouse.wheel(0, -2000)
    expected = ["科讯：收到：/start"] + [f"科讯：第{n}条" for n in range(100)]
    assert await bubbles(page).all_text_contents() == expected


async def test_older_messages_come_in_above_without_moving_what_is_being_read(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    for n in range(100):
        await service.send(service.address, f"第{n}条")
    await page.reload()
    await expect(bubbles(page)).to_have_count(40)
    read = page.get_by_text("第65条")
    before = await read.evaluate(
        "row => (document.getElementById('log').scrollTop = 300, row.getBoundingClientRect().y)"
    )
    await expect(bubbles(page)).to_have_count(80)
    assert abs((await read.bounding_box())["y"] - before) <= 1


async def test_reading_older_messages_is_not_disturbed_and_a_button_leads_to_the_new_ones(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    for n in range(30):
        await service.send(service.address, f"第{n}条")
    await expect(bubbles(page).last).to_be_in_viewport()
    await page.get_by_role("log").evaluate("log => log.scrollTop = 0")
    await expect(bubbles(page).last).not_to_be_in_viewport()
    await service.send(service.address, "新的一条")
    await service.send(service.address, "又一条")
    jump = page.get_by_role("button", name="2 条新消息")
    await expect(jump).to_be_visible()
    assert await page.get_by_role("log").evaluate("log => log.scrollTop") == 0
    await jump.click()
    await expect(page.get_by_text("又一条")).to_be_in_viewport()
    await expect(jump).to_be_hidden()


HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


async def test_the_title_counts_what_came_while_nobody_looked(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    await page.evaluate(HIDE, True)
    await service.send(service.address, "甲")
    await service.send(service.address, "乙")
    await expect(page).to_have_title("(2) 科讯")
    await page.evaluate(HIDE, False)
    await expect(page).to_have_title("科讯")


async def test_a_message_that_is_too_long_stays_in_the_input_and_the_page_says_so(
    open_page, service: ChatService
) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    field = page.get_by_role("textbox")
    await field.fill("长" * 10_001)
    await field.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("10,000")
    await field.fill("长" * 10_000)
    await field.press("Enter")
    await expect(bubbles(page)).to_have_count(3)
    assert len(service.heard[-1].text) == 10_000


async def test_what_the_service_refuses_is_marked_and_left_to_the_person(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    refused = """sessionStorage.setItem("kexun_outbox", '[{"type":"say","key":"k","text":" ","shown":"空话"}]')"""
    await page.evaluate(refused)
    await page.reload()
    sign = page.get_by_role("button", name="没有发出，点此重发")
    await expect(sign).to_be_visible()
    await sign.click()
    await expect(page.get_by_role("status")).to_contain_text("没能发出")
    await expect(sign).to_be_visible()
    assert len(service.heard) == 1


async def test_a_quick_talker_is_slowed_down_and_not_lost(open_page, service: ChatService) -> None:
    page = await open_page()
    await shows(page, "收到：/start")
    moment = service.now()
    service.now = lambda: moment  # the clock stands: whatever is said is said too fast
    field = page.get_by_role("textbox")
    for n in range(21):
        await field.fill(f"第{n}句")
        await field.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("发得太快了")
    service.now = lambda: moment + timedelta(seconds=11)
    await expect(bubbles(page).filter(has_text="收到：第20句")).to_have_count(1, timeout=15_000)
    assert [heard.text for heard in service.heard] == ["/start"] + [f"第{n}句" for n in range(21)]
