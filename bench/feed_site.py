"""A web site of many feeds, in a process of its own: `python -m bench.feed_site`. It prints its port and behaves as it
was last told (`/be/MOOD`)."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web

ITEMS = 20
NEW = 2
PARAGRAPH = (
    "<p>为推进科普工作，经研究决定举办系列讲座，请各有关单位认真组织，做好宣传发动和材料报送工作，"
    "确保活动取得实效。</p>"
)
FEED = "@feed@"  # stands for the number of the feed: no two feeds have an entry in common


def item(number: str) -> str:
    """About 5 KB of Chinese HTML with a date, a table, a link and a picture."""
    html = (
        f"<p>讲座定于2099年9月10日14:30在图书馆{FEED}号报告厅举行（第{number}场）。</p>{PARAGRAPH * 24}"
        "<table><tr><td>时间</td><td>地点</td></tr><tr><td>下午</td><td>报告厅</td></tr></table>"
        '<p><a href="/a/1">附件</a><img src="/i/1.png"></p>'
    )
    return (
        f"<item><guid>n-{FEED}-{number}</guid><title>关于举办科普大讲堂{FEED}第{number}场讲座的通知</title>"
        f"<link>http://kx.example/{FEED}/{number}</link><description><![CDATA[{html}]]></description></item>"
    )


def document(numbers: list[str]) -> bytes:
    """An RSS feed of these items."""
    items = "".join(map(item, numbers))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


OLD = document([f"{n}" for n in range(ITEMS)])
NEWS = document([f"new{n}" for n in range(NEW)] + [f"{n}" for n in range(ITEMS - NEW)])


class Site:
    """`tagged`: with an ETag, 304 to whoever has it; `bare`: without; `news`: two new items, without."""

    def __init__(self) -> None:
        self.mood = "tagged"

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/be/"):
            self.mood = request.path.removeprefix("/be/")
            return web.Response()
        headers = {"Content-Type": "application/rss+xml"}
        if self.mood == "tagged":
            if "If-None-Match" in request.headers:
                return web.Response(status=304)
            headers["ETag"] = '"1"'
        body = NEWS if self.mood == "news" else OLD
        number = request.path.rpartition("/")[2]
        return web.Response(body=body.replace(FEED.encode(), number.encode()), headers=headers)


async def main() -> None:
    """Serve until killed."""
    runner = web.ServerRunner(web.Server(Site().answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main())
