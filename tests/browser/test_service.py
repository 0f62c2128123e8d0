"""The whole service as it is shipped, used by people with browsers."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from browser.conftest import DESKTOP, PHONE
from playwright.async_api import Browser, Page, expect

from bot import config as configuration
from bot.app import Service, admin_code, utc_now
from store import Store

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHIPPED = Path(__file__).parents[2] / "config.yaml"
REMINDER_MSECS = 60_000  # what a newcomer is promised


class Town:
    """The running service, and how people come to it."""

    def __init__(self, browser: Browser, store: Store, url: str) -> None:
        self.store, self.url = store, url
        self._browser = browser

    async def comes(self, address: str = "", **options: Any) -> Page:
        context = await self._browser.new_context(**{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
        page = await context.new_page()
        await page.goto(address or self.url)
        return page


@pytest_asyncio.fixture(loop_scope="session")
async def town(browser: Browser, tmp_path: Path) -> AsyncIterator[Town]:
    file = tmp_path / "config.yaml"
    file.write_text(re.sub(r"port: \d+", "port: 0", SHIPPED.read_text(encoding="utf-8")), encoding="utf-8")
    config = configuration.load(file, {})
    async with Store.open(config.database, exclusive=True) as store:
        service = Service(config, store)
        try:
            yield Town(browser, store, await service.start())
        finally:
            for context in browser.contexts:
                await context.close()
            await service.stop()


async def taps(page: Page, label: str, *, exact: bool = False) -> None:
    await page.get_by_role("button", name=label, exact=exact).last.click()


async def says(page: Page, words: str) -> None:
    await page.get_by_role("textbox").fill(words)
    await page.get_by_role("textbox").press("Enter")


async def joins(page: Page, role: str) -> None:
    await taps(page, role)
    await taps(page, "跳过")
    await expect(page.get_by_text("欢迎")).to_be_visible()


def chat(page: Page) -> Any:
    return page.get_by_role("log")


async def test_two_roles_on_a_phone_and_a_desktop_see_different_things_and_are_reminded(town: Town) -> None:
    student, teacher = await town.comes(**PHONE), await town.comes(**DESKTOP)
    await joins(student, "学生")
    await joins(teacher, "教师")
    await expect(chat(student)).to_contain_text("学术讲座")
    await expect(chat(teacher)).to_contain_text("科普日")
    await expect(chat(teacher)).not_to_contain_text("学术讲座")
    await expect(chat(student)).to_contain_text("【提醒】", timeout=REMINDER_MSECS)
    await expect(chat(teacher)).to_contain_text("【提醒】", timeout=REMINDER_MSECS)
    await student.reload()
    await expect(chat(student)).to_contain_text("【提醒】")


async def test_an_announcement_reaches_an_open_page_and_its_acknowledgement_comes_back(town: Town) -> None:
    student = await town.comes(**PHONE)
    await joins(student, "学生")
    await says(student, "/quiet off")  # whatever the hour of this test
    await expect(chat(student)).to_contain_text("免打扰")
    code = await admin_code(town.store, utc_now())
    admin = await town.comes(f"{town.url}/#invite={code}", **DESKTOP)
    await expect(chat(admin)).to_contain_text("管理员")
    await taps(admin, "跳过")
    await says(admin, "发布")
    await expect(chat(admin)).to_contain_text("第一行是标题")
    await says(admin, "校园开放日\n校园开放日定于2099年12月5日9:00在图书馆举行。")
    steps = (("学生", "✅ 学生"), ("下一步", "某些主题"), ("下一步", "收到”吗"), ("需要", "发布吗"), ("确认", "已发布"))
    for step, answer in steps:
        await taps(admin, step, exact=step == "需要")
        await expect(chat(admin)).to_contain_text(answer)
    await expect(chat(student)).to_contain_text("校园开放日")
    await taps(student, "收到，已知道了")
    await expect(chat(student)).to_contain_text("已记下")
    await says(admin, "我的发布")
    await expect(chat(admin)).to_contain_text("校园开放日")
    await taps(admin, "1", exact=True)
    await expect(chat(admin)).to_contain_text("收到：1/1")
