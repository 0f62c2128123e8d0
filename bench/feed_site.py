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


def item(number: str) -> str:
    """About 5 KB of Chinese HTML with a date, a table, a link and a picture."""
    html = (
        f"<p>讲座定于2099年9月10日14:30在图书馆报告厅举行（第{number}场）。</p>{PARAGRAPH * 24}"
        "<table><tr><td>时间</td><td>地点</td></tr><tr><td>下午</td><td>报告厅</td></tr></table>"
        '<p><a href="/a/1">附件</a><img src="/i/1.png"></p>'
    )
    return (
        f"<item><guid>n-{number}</guid><title>关于举办第{number}场讲座的通知</title><link>http://kx.example/n/{number}"
        f"</link><description><![CDATA[{html}]]></description></item>"
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
        if self.mood == "tagged":
            if "If-None-Match" in request.headers:
                return web.Response(status=304)
            return web.Response(body=OLD, headers={"ETag": '"1"', "Content-Type": "application/rss+xml"})
        body = NEWS if self.mood == "news" else OLD
        return web.Response(body=body, headers={"Content-Type": "application/rss+xml"})


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
