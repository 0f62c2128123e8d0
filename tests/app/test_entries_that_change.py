"""The whole service between a site and Telegram, both over real sockets: what becomes of an entry that changes."""

from __future__ import annotations

import random
from pathlib import Path

from fakes.feed_server import FeedServer, feed_server
from fakes.feed_texts import item, rss
from fakes.service import hears, joins, said, service
from fakes.telegram import FakeTelegram

TALK = "讲座定于2099年9月10日14:30在图书馆举行。"
OTHERS = [item(f"讲座{n}", TALK, guid=f"o{n}", link=f"/n/{n}") for n in range(5)]


def talk(title: str, text: str = TALK) -> str:
    return item(title, text, guid="t", link="/n/t")


async def looked(server: FeedServer, times: int = 3) -> None:
    """Wait until the feed was looked at some more times: what it gives now has been seen."""
    await server.asked("/feed", len(server.requests) + times)


async def test_words_are_mended_where_they_stand_dates_are_told_and_order_is_nothing(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram, feed_server() as server:
        server.gives("/feed", rss(*OTHERS))
        feed = f'{{name: 校园, url: "{server.url("/feed")}", every: 1s}}'
        async with service(tmp_path, telegram, feed):
            await joins(telegram, 7, "学生")
            await looked(server)
            server.gives("/feed", rss(talk("关于校庆讲坐的通知"), *OTHERS))
            await hears(telegram, 7, "关于校庆讲坐的通知")
            count = len(telegram.messages(7))

            server.gives("/feed", rss(talk("关于校庆讲座的通知"), *OTHERS))
            await hears(telegram, 7, "关于校庆讲座的通知")
            assert len(telegram.messages(7)) == count and "讲坐" not in said(telegram, 7)

            dice = random.Random(1)
            for _ in range(4):
                server.gives("/feed", rss(*dice.sample([talk("关于校庆讲座的通知"), *OTHERS], 6)))
                await looked(server, 2)
            assert len(telegram.messages(7)) == count

            server.gives("/feed", rss(talk("关于校庆讲座的通知", TALK.replace("10日", "12日")), *OTHERS))
            await hears(telegram, 7, "【更正】")
            assert len(telegram.messages(7)) == count + 1
            last = telegram.messages(7)[-1].text
            assert "9月10日" in last and "9月12日" in last and "关于校庆讲座的通知" in last

            moved = TALK.replace("10日", "12日")
            server.gives("/feed", rss(talk("关于校庆讲座的通知", moved.replace("图书馆", "科技馆")), *OTHERS))
            await telegram.until(lambda: len(telegram.messages(7)) == count + 2)
            assert "地点" in telegram.messages(7)[-1].text
