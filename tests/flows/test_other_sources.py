"""RSSHub's routes and folders are feeds like others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fakes import documents
from fakes.feed_server import feed_server
from world import ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.model import Source
from feeds.settings import Feed

LECTURE = "讲座定于2026年9月10日14:30在图书馆报告厅举行，欢迎各位同学参加。"
EVERY_SECS = 900.0


def route(*items: tuple[str, str]) -> str:
    """What RSSHub makes of a site."""
    written = "".join(
        f"<item><title>{title}</title><description>&lt;p&gt;{LECTURE}&lt;/p&gt;</description>"
        f'<link>https://jwc.example/{n}</link><guid isPermaLink="false">https://jwc.example/{n}</guid>'
        "<pubDate>Tue, 01 Sep 2026 00:00:00 GMT</pubDate></item>"
        for title, n in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>'
        '<title>教务处</title><link>https://jwc.example</link><atom:link href="http://hub.example/x/jwc" rel="self" '
        'type="application/rss+xml"/><description>教务处 - Powered by RSSHub</description><generator>RSSHub</generator>'
        f"<language>zh-CN</language><lastBuildDate>Tue, 01 Sep 2026 01:00:00 GMT</lastBuildDate><ttl>5</ttl>{written}"
        "</channel></rss>"
    )


def paper(text: str) -> bytes:
    return documents.docx(documents.paragraph("讲座通知") + documents.paragraph(text))


@asynccontextmanager
async def reading(folder: Path, url: str, kind: str = "auto") -> AsyncIterator[tuple[World, Person]]:
    fetcher = Fetcher()
    try:
        feed = Feed(Source("教务处", url, kind, ZONE, folder, "host"), EVERY_SECS)
        async with World.made(folder, web=fetcher, feeds_=[feed]) as world:
            wang = await world.person("小王", "student")
            await world.settle()
            assert await wang.news() == ""
            yield world, wang
            await world.poller.stop()
    finally:
        await fetcher.close()


async def test_a_route_of_rsshub_is_an_ordinary_feed_and_its_error_page_no_news(tmp_path: Path) -> None:
    async with feed_server() as server:
        url = server.gives("/school/jwc", route(("旧讲座", "1")), Content_Type="application/xml; charset=utf-8")
        async with reading(tmp_path, url) as (world, wang):
            server.gives("/school/jwc", "<html><body>Looks like something went wrong</body></html>", status=503)
            await world.passes(seconds=EVERY_SECS * 2)
            assert await wang.news() == ""
            server.gives("/school/jwc", route(("新讲座通知", "2"), ("旧讲座", "1")))
            await world.passes(hours=2)
            said = await wang.news()
            assert "新讲座通知" in said and "9月10日" in said and "旧讲座" not in said


async def test_what_is_put_into_a_folder_is_told_and_told_again_when_its_date_moves(tmp_path: Path) -> None:
    folder = tmp_path / "通知"
    folder.mkdir()
    (folder / "旧.txt").write_text("旧讲座的通知\n已经结束。", encoding="utf-8")
    async with reading(tmp_path, "通知", "folder") as (world, wang):
        (folder / "讲座通知.docx").write_bytes(paper(LECTURE))
        await world.passes(seconds=EVERY_SECS)
        assert "9月10日" in await wang.news()
        moved = LECTURE.replace("9月10日", "9月17日")
        (folder / "讲座通知.docx").write_bytes(paper(moved))
        await world.passes(seconds=EVERY_SECS)
        assert "9月17日" in await wang.news()
