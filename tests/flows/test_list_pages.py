"""A site without a feed: its list page, on a server of ours over a real socket, and what people hear of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web
from fakes import documents
from fakes import list_pages as pages
from fakes.feed_server import FeedServer, feed_server
from fakes.list_pages import Item
from world import MORNING, ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.model import Source, Trust
from feeds.pages.model import Rules
from feeds.settings import Feed
from store import feeds
from store.feeds import FeedState

EVERY_SECS = 900.0
LECTURE = "讲座定于2026年9月10日14:30在图书馆报告厅举行，欢迎各位同学参加。本次讲座无需报名，请提前十分钟入场。"
ANOTHER_LIST = [Item(f"友情提示之{n}", f"/f/{n}.htm", date(2026, 8, n + 1)) for n in range(8)]
OLD = tuple(Item(f"关于举办第{n}次讲座的通知", f"/info/{n}.htm", date(2026, 8, 20 - n)) for n in range(8))
NEW = Item("关于举办开学第一课讲座的通知", "/info/100.htm", date(2026, 9, 1))


def listing(items: Iterable[Item], write: str = "<li>{link}<span>{on}</span></li>") -> str:
    rows = pages.rows(lambda it: write.format(link=pages.link(it), on=it.on), items)
    return pages.whole(f'<ul class="news">{rows}</ul>')


def article(title: str, body: str = LECTURE, head: str = "") -> str:
    return (
        f"<html><head><title>{title}-青禾大学</title>{head}</head><body>{pages.whole('')}<h1>{title}</h1>"
        f'<div id="vsb_content"><p>各位同学：</p><p>{body}</p><p>图书馆</p></div></body></html>'
    )


@dataclass
class Site:
    """A list page on a server of ours, someone who wants its lectures, and an admin."""

    server: FeedServer
    world: World
    wang: Person
    root: Person

    def lists(self, *items: Item, path: str = "/tzgg.htm") -> None:
        self.server.gives(path, listing(items))
        for it in items:
            self.server.answers.setdefault(it.path, self.server.answers["/any"])

    def has(self, it: Item, body: str = LECTURE) -> None:
        self.server.gives(it.path, article(it.title, body))

    async def next_poll(self) -> str:
        await self.world.passes(seconds=EVERY_SECS + 60)
        return await self.wang.news()

    def asked(self) -> Counter[str]:
        """How often each path was asked for since the last look."""
        found = Counter(request.path for request in self.server.requests)
        self.server.requests.clear()
        return found

    async def links_to(self, item: Item) -> bool:
        """Whether the newest message has a button that opens the notice."""
        buttons = [button for row in (await self.wang.lines())[-1]["buttons"] for button in row]
        return self.server.url(item.path) in [button.get("url") for button in buttons]

    async def state(self) -> FeedState:
        async with self.world.store.reading() as tx:
            (found,) = await feeds.all_feeds(tx)
        return found


@asynccontextmanager
async def site(
    folder: Path, markup: str = "", *, trust: Trust = "internal", rules: Rules | None = None, catch_up: bool = False,
) -> AsyncIterator[Site]:
    async with feed_server() as server:
        server.gives("/any", article("讲座", "讲座已经结束。" * 8))
        fetcher = Fetcher()
        source = Source("教务处", server.url("/tzgg.htm"), "page", ZONE, folder, trust, page=rules)
        try:
            feed = Feed(source, EVERY_SECS, catch_up=catch_up)
            async with World.made(folder, web=fetcher, feeds_=[feed]) as world:
                it = Site(server, world, await world.person("小王", "student"), await world.person("管理员", "admin"))
                it.lists(*OLD)
                it.lists(*OLD, path="/inner.htm")
                if markup:
                    server.gives("/tzgg.htm", markup)
                await world.settle()
                yield it
                await world.poller.stop()
        finally:
            await fetcher.close()


async def test_the_first_look_is_quiet_and_reads_only_what_is_recent(tmp_path: Path) -> None:
    old = (replace(OLD[0], path="/info/old.htm", on=date(2026, 3, 1)), *OLD[1:])
    async with site(tmp_path, listing(old)) as it:
        assert await it.wang.news() == ""
        asked = it.asked()
        assert asked["/tzgg.htm"] == 1 and asked["/info/1.htm"] == 1 and asked["/info/old.htm"] == 0


async def test_a_new_notice_is_read_behind_its_link_and_told_with_its_dates(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.asked()
        it.has(NEW)
        it.lists(NEW, *OLD)
        said = await it.next_poll()
        assert NEW.title in said and "9月10日" in said and "14:30" in said and await it.links_to(NEW)
        assert it.asked() == {"/tzgg.htm": 1, NEW.path: 1}
        assert await it.next_poll() == ""
        assert it.asked() == {"/tzgg.htm": 1}


async def test_what_stands_around_the_article_is_not_taken_for_it(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.has(NEW)
        it.lists(NEW, *OLD)
        await it.next_poll()
        told = await it.wang.says("/notice 9")
        assert "图书馆报告厅" in told and "友情链接" not in told and "点击排行" not in told


async def test_a_title_that_changes_is_a_notice_that_changes(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.has(NEW)
        it.lists(NEW, *OLD)
        await it.next_poll()
        moved = replace(NEW, title="关于举办开学第一课讲座的通知（更新）")
        it.has(moved, LECTURE.replace("9月10日", "9月17日"))
        it.lists(moved, *OLD)
        assert "9月17日" in await it.next_poll()


async def test_documents_of_an_article_are_read(tmp_path: Path) -> None:
    plan = documents.pdf(documents.letter("讲座安排", "报名表请于2026年9月8日前交到图书馆办公室，请勿逾期。"))
    async with site(tmp_path) as it:
        it.has(NEW, '讲座安排见附件，请各学院认真组织学生参加。<a href="/files/plan.pdf">1.讲座安排.pdf</a>')
        it.server.gives("/files/plan.pdf", plan, Content_Type="application/pdf")
        it.lists(NEW, *OLD)
        assert "9月8日" in await it.next_poll()


async def test_an_item_that_is_a_document_itself_is_read(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        paper = replace(NEW, path="/files/notice.pdf")
        it.server.gives(paper.path, documents.pdf(documents.letter(NEW.title, LECTURE)), Content_Type="application/pdf")
        it.lists(paper, *OLD)
        assert "9月10日" in await it.next_poll()


async def test_where_the_whole_page_is_new_the_next_ones_are_read_up_to_what_is_known(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        fresh = [replace(NEW, title=f"开学讲座之{n}的通知", path=f"/new/{n}.htm") for n in range(12)]
        it.lists(*fresh[:6])
        it.lists(*fresh[6:], *OLD[:2], path="/list/2.htm")
        it.asked()
        await it.next_poll()
        asked = it.asked()
        assert asked["/list/2.htm"] == 1 and all(asked[one.path] == 1 for one in fresh)
        assert (await it.state()).error is None


async def test_an_article_that_cannot_be_had_is_waited_for_and_then_told_by_its_title(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives(NEW.path, "", status=503)
        it.lists(NEW, *OLD)
        assert await it.next_poll() == ""
        it.has(NEW)
        assert "9月10日" in await it.next_poll()
        gone = replace(NEW, title="讲座安排的通知", path="/info/101.htm")
        it.server.gives(gone.path, "", status=503)
        it.lists(gone, NEW, *OLD)
        said = [await it.next_poll() for _ in range(3)]
        assert said[:2] == ["", ""] and gone.title in said[2] and await it.links_to(gone)
        it.asked()
        await it.next_poll()
        assert it.asked() == {"/tzgg.htm": 1}


async def test_an_article_that_is_not_there_is_told_by_its_title_at_once(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives(NEW.path, "", status=404)
        it.lists(NEW, *OLD)
        assert NEW.title in await it.next_poll()


async def test_links_may_not_lead_inside_unless_the_feed_is_internal(tmp_path: Path) -> None:
    async with site(tmp_path, trust="host") as it:
        it.asked()
        it.has(NEW)
        it.lists(NEW, *OLD)
        said = await it.next_poll()
        assert NEW.title in said and "9月10日" not in said
        assert it.asked()[NEW.path] == 0


@pytest.mark.parametrize(("markup", "said"), [
    pytest.param(pages.WITHOUT_A_LIST, "找不到带日期的通知列表", id="no list any more"),
    pytest.param(pages.SCRIPTED, "要靠浏览器里的脚本", id="made by scripts"),
    pytest.param("", "没有一条是以前列过的", id="another list"),
])
async def test_a_list_that_is_not_there_any_more_is_a_trouble_and_no_flood(
    tmp_path: Path, markup: str, said: str
) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/tzgg.htm", markup or listing(ANOTHER_LIST))
        for _ in range(3):
            await it.world.passes(hours=8)
        assert await it.wang.news() == ""
        told = await it.root.news()
        assert "教务处" in told and said in told
        it.lists(*OLD)
        for _ in range(2):
            await it.world.passes(hours=12)
        assert "恢复" in await it.root.news()


async def test_many_new_items_after_a_long_rest_are_news_and_no_trouble(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        fresh = [Item(f"新讲座{n}的通知", f"/new/{n}.htm", date(2026, 9, 20 + n)) for n in range(6)]
        it.lists(*fresh)
        it.lists(*fresh, path="/list/2.htm")
        await it.world.sleeps(days=30)
        assert (await it.state()).error is None


async def test_a_list_in_a_frame_is_read_and_looked_at_again_each_time(tmp_path: Path) -> None:
    async with site(tmp_path, pages.FRAMED.replace("/inner/list.htm", "/inner.htm")) as it:
        it.has(NEW)
        it.lists(NEW, *OLD, path="/inner.htm")
        assert "9月10日" in await it.next_poll()


async def test_a_list_where_the_operator_says_it_is(tmp_path: Path) -> None:
    rules = Rules("p.row", article="#text")
    rows = "".join(f"<p class=row>{pages.link(it)}</p>" for it in OLD[:2])
    async with site(tmp_path, pages.whole(rows), rules=rules) as it:
        it.server.gives("/tzgg.htm", pages.whole(f"<p class=row>{pages.link(NEW)}</p>{rows}"))
        it.server.gives(NEW.path, f"<body><div>{'别的内容 ' * 90}</div><div id=text>{LECTURE}</div></body>")
        assert "9月10日" in await it.next_poll()
        assert "别的内容" not in await it.wang.says("/notice 3")


async def test_what_comes_into_sight_at_the_end_of_the_list_is_told_only_if_it_matters_still(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        over = Item("旧讲座一览", "/o/1.htm", date(2026, 7, 1))
        ahead = Item("秋季讲座的通知", "/o/2.htm", date(2026, 6, 30))
        it.has(ahead)
        it.lists(*OLD[1:], over, ahead)
        said = await it.next_poll()
        assert ahead.title in said and "9月10日" in said and over.title not in said


async def test_an_unchanged_page_costs_one_request_with_the_validators_it_gave(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/tzgg.htm", listing(OLD), ETag='"7"')
        await it.next_poll()

        async def unchanged(request: web.BaseRequest) -> web.StreamResponse:
            return web.Response(status=304 if request.headers.get("If-None-Match") == '"7"' else 500)

        it.server.does("/tzgg.htm", unchanged)
        it.asked()
        assert await it.next_poll() == ""
        assert it.asked() == {"/tzgg.htm": 1} and (await it.state()).error is None


async def test_a_feed_may_publish_what_stands_there_at_the_first_look(tmp_path: Path) -> None:
    async with site(tmp_path, catch_up=True) as it:
        await it.world.passes(minutes=1)
        assert "讲座的通知" in await it.wang.news()


def test_the_world_begins_where_these_lists_end() -> None:
    assert MORNING.date() == NEW.on
