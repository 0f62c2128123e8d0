"""What a picture would show, measured: nothing sticks out, a thumb can hit everything, both schemes can be read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.chat_service import ChatService
from playwright.async_api import expect

from notices.message import Button, text

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SMALL = {"viewport": {"width": 320, "height": 568}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
TOUCH_PX = 44

CROWDED = text(
    "https://example.org/" + "long" * 60 + "\n" + "没有空格的长文字" * 20,
    buttons=(
        (Button("收到", "/a"), Button("已完成", "/b"), Button("为什么收到", "/c")),
        (Button("一个特别特别长的按钮文字，长到一行放不下的那一种按钮文字", "/d"),),
        (Button("打开原文", url="https://example.org/"),),
    ),
)


@pytest.mark.parametrize("screen", [PHONE, SMALL, DESKTOP], ids=["phone", "small phone", "desktop"])
async def test_nothing_sticks_out_sideways_and_everything_can_be_hit(
    open_page, service: ChatService, screen: dict
) -> None:
    service.answer = lambda heard: CROWDED
    page = await open_page(**screen)
    await page.get_by_role("textbox").fill("W" * 300)
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.locator(".row")).to_have_count(3)
    await page.get_by_role("textbox").blur()
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert await page.locator("#log").evaluate("log => log.scrollWidth <= log.clientWidth")
    for control in await page.locator("button:visible, .choice:visible, textarea").all():
        box = await control.bounding_box()
        assert box and box["height"] >= TOUCH_PX and box["width"] >= TOUCH_PX, await control.text_content()
    assert await page.locator("textarea").evaluate("field => getComputedStyle(field).fontSize") == "16px"


async def test_a_phone_is_filled_and_its_keyboard_takes_the_place_of_the_menu(open_page) -> None:
    page = await open_page(**PHONE)
    app = await page.locator(".app").bounding_box()
    assert app == {"x": 0, "y": 0, "width": 390, "height": 844}
    await expect(page.get_by_role("navigation")).to_be_visible()
    await page.get_by_role("textbox").focus()
    await expect(page.get_by_role("navigation")).to_be_hidden()


async def test_a_button_can_be_tapped_while_the_keyboard_is_up(open_page, service: ChatService) -> None:
    long = text("要记下吗\n" * 40, buttons=((Button("收到", "/a"),),))
    service.answer = lambda heard: text("记好了") if heard.text == "/a" else long
    page = await open_page(**PHONE)
    await page.get_by_role("textbox").fill("通知")
    await page.get_by_role("textbox").press("Enter")
    await page.get_by_role("button", name="收到").last.click()
    await expect(page.get_by_role("log")).to_contain_text("记好了")
    await expect(page.get_by_role("navigation")).to_be_visible()


async def test_a_desktop_has_one_pane_in_the_middle_and_the_cursor_in_the_input(open_page) -> None:
    page = await open_page(**DESKTOP)
    app = await page.locator(".app").bounding_box()
    assert app["width"] == 860 and app["x"] == (1280 - 860) / 2
    await expect(page.get_by_role("textbox")).to_be_focused()


async def test_own_words_are_green_on_the_right_and_the_bots_white_on_the_left(open_page) -> None:
    page = await open_page(**PHONE)
    await page.get_by_role("textbox").fill("你好")
    await page.get_by_role("textbox").press("Enter")
    await expect(page.locator(".row")).to_have_count(3)
    theirs, mine = page.locator(".theirs .bubble").first, page.locator(".mine .bubble").first
    color = "bubble => getComputedStyle(bubble).backgroundColor"
    assert (await theirs.evaluate(color), await mine.evaluate(color)) == ("rgb(255, 255, 255)", "rgb(149, 236, 105)")
    assert (await theirs.bounding_box())["x"] < 100 and (await mine.bounding_box())["x"] > 195


CONTRAST = """selector => {
    const rgb = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const behind = element => {
        for (; element; element = element.parentElement) {
            const color = rgb(getComputedStyle(element).backgroundColor);
            if (color.length === 3) return color;
        }
        return [255, 255, 255];
    };
    const element = document.querySelector(selector);
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    return (a + .05) / (b + .05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read(open_page, service: ChatService, scheme: str) -> None:
    service.answer = lambda heard: CROWDED
    page = await open_page(color_scheme=scheme)
    await page.get_by_role("textbox").fill("你好")
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.locator(".row")).to_have_count(3)
    await page.get_by_role("textbox").fill("再来")
    await page.mouse.move(0, 0)
    for selector in (".theirs .text", ".mine .text", ".choice", ".time", ".state", ".menu button", ".send", "#input"):
        assert await page.evaluate(CONTRAST, selector) >= 4.5, selector  # WCAG 2.2, 1.4.3


async def test_times_stand_between_messages_that_are_apart(open_page, service: ChatService) -> None:
    page = await open_page(timezone_id="Asia/Shanghai")
    await expect(page.locator(".row")).to_have_count(1)
    now = service.now()
    for age in (timedelta(days=400), timedelta(days=1), timedelta(days=1, seconds=-60), timedelta(0)):
        service.now = lambda age=age: now - age
        await service.send(service.address, str(age))
    await expect(page.locator(".row")).to_have_count(5)
    times = await page.locator("#lines .time").all_text_contents()
    assert len(times) == 4 and times[2].startswith("昨天 ") and "年" in times[1], times


@pytest.mark.parametrize(
    ("then", "language", "label"),
    [
        ("2026-11-22T14:05", "zh", "14:05"), ("2026-11-22T00:00", "en", "00:00"),
        ("2026-11-21T23:59", "zh", "昨天 23:59"), ("2026-11-21T09:05", "en", "Yesterday 09:05"),
        ("2026-11-20T14:05", "zh", "11月20日 14:05"), ("2026-01-02T14:05", "en", "Jan 2, 14:05"),
        ("2025-11-22T14:05", "zh", "2025年11月22日 14:05"), ("2025-11-22T14:05", "en", "Nov 22, 2025, 14:05"),
    ],
)
async def test_a_time_is_written_as_wechat_writes_it(open_page, then: str, language: str, label: str) -> None:
    page = await open_page()
    script = """async ([then, language]) => {
        const {label} = await import("/chat/static/times.js");
        return label(+new Date(then), +new Date("2026-11-22T14:30"), language);
    }"""
    assert await page.evaluate(script, [then, language]) == label


async def test_the_log_is_announced_and_every_control_has_a_name(open_page) -> None:
    page = await open_page()
    log = page.get_by_role("log", name="聊天记录")
    assert await log.get_attribute("aria-live") == "polite"
    for control in await page.locator("button:visible, textarea").all():
        name = await control.evaluate("c => c.getAttribute('aria-label') || c.textContent.trim()")
        assert name
    await page.keyboard.press("Tab")
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
