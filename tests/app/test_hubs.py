"""The whole service and a hub, over real sockets: it is called at the address that people use."""

from __future__ import annotations

import socket
from pathlib import Path

from fakes.feed_server import feed_server
from fakes.feed_texts import item
from fakes.hub import CHALLENGE, fake_hub

from bot import config as configuration
from bot.app import Service
from store import Store

CONFIG = """
web: {{port: {port}, public_url: "http://127.0.0.1:{port}"}}
channels: {{webchat: {{}}}}
feeds:
  - {{name: 校园, url: "{url}", every: 1h}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def test_a_push_is_taken_where_people_reach_us_and_the_feed_looked_at_before_its_time(tmp_path: Path) -> None:
    async with feed_server() as server, fake_hub(server) as hub:
        links = f'<atom:link rel="hub" href="{hub.opens()}"/>'
        head = f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{links}'
        url = server.gives("/feed", f"{head}{item('讲座', '讲座。')}</channel></rss>")
        file = tmp_path / "config.yaml"
        file.write_text(CONFIG.format(port=free_port(), url=url), encoding="utf-8")
        config = configuration.load(file, {})
        async with Store.open(config.database, exclusive=True) as store:
            service = Service(config, store)
            await service.start()
            try:
                await server.asked("/hub", 1)
                while not hub.verified:
                    hub.server.news.clear()
                    await hub.server.news.wait()
                assert hub.verified == [(200, CHALLENGE)]
                assert await hub.push() == 204
                await server.asked("/feed", 2)
            finally:
                await service.stop()
