"""The whole service in this process: config file in, real sockets out, Telegram's side played by a strict fake."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from fakes.database import empty
from fakes.telegram import FakeTelegram

from bot import config as configuration
from bot.app import Service
from channels.telegram.channel import TelegramChannel
from channels.telegram.files import Fetch
from store import Store

CONFIG = """
database: sqlite:///kexun.db
web: {{port: 0}}
channels:
  {webchat}telegram: {{token: "{token}", api_url: "{api_url}", rate: 1000/s}}
topics: {{lecture: {{title: 讲座, keywords: [讲座]}}}}
roles:
  student: {{title: 学生, join: open, topics: [lecture]}}
  teacher: {{title: 教师, join: open}}
  organiser: {{title: 组织者, join: invite}}
  admin: {{title: 管理员, join: invite}}
feeds:
  - {feed}
"""
FOLDER = "{name: 校园, url: notices, kind: folder, every: 1s, catch_up: true}"
LECTURE = "关于举办讲座的通知\n各位同学：\n讲座定于2099年9月10日14:30在图书馆举行。\n图书馆\n2099年9月1日\n"


class Unpaced(Service):
    """The service, but for Telegram's pace of single chats and groups: other tests tell of that, on a clock that is
    turned."""

    def _make_telegram(self, fetch: Fetch) -> TelegramChannel:
        channel = super()._make_telegram(fetch)
        channel.traits = replace(channel.traits, limit_of=None, address_rate_per_sec=1e6, address_burst=1_000_000)
        return channel


@asynccontextmanager
async def service(
    folder: Path, telegram: FakeTelegram, feed: str = FOLDER, *, webchat: bool = True
) -> AsyncIterator[tuple[Service, Store, str]]:
    (folder / "notices").mkdir(exist_ok=True)
    file = folder / "config.yaml"
    block = "webchat: {}\n  " if webchat else ""
    config = CONFIG.format(token=telegram.token, api_url=telegram.api_url, feed=feed, webchat=block)
    file.write_text(config, encoding="utf-8")
    loaded = configuration.load(file, {})
    async with Store.open(empty(loaded.database), exclusive=True) as store:
        made = Unpaced(loaded, store)
        try:
            yield made, store, await made.start()
        finally:
            await made.stop()


def said(telegram: FakeTelegram, chat: int) -> str:
    return "\n".join(it.text for it in telegram.messages(chat))


async def hears(telegram: FakeTelegram, chat: int, words: str) -> None:
    """Wait until the bot has said this."""
    await telegram.until(lambda: words in said(telegram, chat))


async def joins(telegram: FakeTelegram, chat: int, role: str) -> None:
    """/start, then a tap on the role; Telegram knows the name."""
    telegram.says(chat, "/start", name="小王", language="zh-hans")
    await hears(telegram, chat, "角色")
    telegram.taps(chat, telegram.messages(chat)[-1].id, role)
    await hears(telegram, chat, "欢迎")
