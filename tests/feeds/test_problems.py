"""The nastiest things that feeds do, each done by a server of our own over a real socket, and what people see of it."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web
from fakes.feed_server import FeedServer, feed_server
from fakes.feed_texts import item, rss
from world import MORNING, ZONE, Person, World

from feeds.fetch import Fetcher, Limits
from feeds.model import FetchError, Source, Validators
from feeds.settings import Feed
from store import feeds
from store.feeds import FeedState

LECTURE = "各位同学：讲座定于2026年9月10日14:30在图书馆报告厅举行，欢迎参加。图书馆"
OLD = [item(f"旧讲座{n}", LECTURE, guid=f"old-{n}", link=f"/n/{n}") for n in range(6)]


@dataclass
class Site:
    """A feed on a server of ours, someone who wants its lectures, and an admin."""

    server: FeedServer
    world: World
    wang: Person
    root: Person

    def gives(self, *items: str, **headers: str) -> None:
        self.server.gives("/feed", rss(*items), **headers)

    async def next_poll(self) -> str:
        """What the reader hears once the feed has been looked at again."""
        await self.world.passes(seconds=self.world.feeds["校园"].every_secs + 60)
        return await self.wang.news()

    async def polls_for(self, hours: int) -> None:
        """Let so many hours pass, poll by poll."""
        for _ in range(0, hours, 8):
            await self.world.passes(hours=8)

    async def state(self) -> FeedState:
        async with self.world.store.reading() as tx:
            (found,) = await feeds.all_feeds(tx)
        return found


@asynccontextmanager
async def site(
    folder: Path, *items: str, limits: Limits | None = None, every_hours: float = 0.25
) -> AsyncIterator[Site]:
    """A site whose feed has been read once, with these items; nobody heard of it."""
    async with feed_server() as server:
        server.gives("/feed", rss(*(items or OLD)))
        fetcher = Fetcher(limits)
        feed = Feed(Source("校园", server.url("/feed"), "auto", ZONE, folder, "host"), every_hours * 3600)
        try:
            async with World.made(folder, web=fetcher, feeds_=[feed]) as world:
                it = Site(server, world, await world.person("小王", "student"), await world.person("管理员", "admin"))
                await world.settle()
                assert await it.wang.news() == ""
                yield it
                await world.poller.stop()
        finally:
            await fetcher.close()


def lecture(title: str, **elements: str) -> str:
    return item(title, LECTURE, **elements)


async def test_1_a_charset_that_lies_still_makes_readable_titles(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        for number, (charset, claim) in enumerate((("gbk", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "iso-8859-1"))):
            prolog = f'<?xml version="1.0" encoding="{claim}"?>'
            body = rss(lecture(f"编码讲座{number}", guid=f"c{number}"), prolog=prolog)
            it.server.gives("/feed", body.encode(charset), Content_Type=f"text/xml; charset={claim}")
            assert f"编码讲座{number}" in await it.next_poll()
        spoiled = rss(lecture("坏字节讲座", guid="c9")).encode().replace("欢迎".encode(), "欢".encode() + b"\xe8\xbf")
        it.server.gives("/feed", spoiled)
        assert "坏字节讲座" in await it.next_poll()
        strange = rss(lecture("好讲座", guid="c10"), "STRANGE").encode()
        it.server.gives("/feed", strange.replace(b"STRANGE", lecture("混编讲座", guid="c11").encode("gbk")))
        said = await it.next_poll()
        assert "好讲座" in said and "混编讲座" in said


async def test_2_malformed_xml_costs_at_most_the_entry_it_is_in(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        bad = "<item><guid>b</guid><title>坏讲座</title><description><p>讲座 &#55296; &nope; <b></item>"
        body = "\n\n乱码" + rss(lecture("好讲座甲", guid="a"), bad, lecture("好讲座乙\x0b", guid="c"))
        it.server.gives("/feed", body)
        said = await it.next_poll()
        assert all(title in said for title in ("好讲座甲", "坏讲座", "好讲座乙"))


async def test_2_of_a_document_that_breaks_off_the_last_item_is_told_when_there_is_all_of_it(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        whole = rss(lecture("头一个讲座", guid="a"), lecture("末一个讲座", guid="b"))
        it.server.gives("/feed", whole[: whole.rindex("图书馆报告厅")], ETag='"1"')
        said = await it.next_poll()
        assert "头一个讲座" in said and "末一个讲座" not in said and (await it.state()).etag == ""
        it.server.gives("/feed", whole)
        said = await it.next_poll()
        assert "末一个讲座" in said and "9月10日" in said and said.count("【") == 1


async def test_3_a_guid_with_another_scheme_or_host_is_the_same_entry(tmp_path: Path) -> None:
    async with site(tmp_path, lecture("讲座", guid="http://a.example/?p=1"), *OLD) as it:
        it.gives(lecture("讲座", guid="https://cdn.example/?p=1"), *OLD)
        assert await it.next_poll() == ""


async def test_4_random_guids_are_seen_through_and_cost_nothing_in_the_long_run(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        for fetch in range(3):
            it.gives(*(lecture(f"旧讲座{n}", guid=f"random-{fetch}-{n}", link=f"/n/{n}") for n in range(6)))
            assert await it.next_poll() == ""
        assert (await it.state()).by_link
        async with it.world.store.reading() as tx:
            kept = await feeds.known(tx, (await it.state()).id, [f"guid:random-2-{n}" for n in range(6)])
        assert kept == {}
        it.gives(lecture("新讲座", guid="random-9", link="/n/9"), *OLD)
        assert "新讲座" in await it.next_poll()


async def test_5_one_guid_for_all_and_empty_guids_are_no_guids(tmp_path: Path) -> None:
    same = [lecture(f"讲座{n}", guid="0", link=f"/m/{n}") for n in range(3)]
    async with site(tmp_path, *same) as it:
        it.gives(lecture("新讲座", guid="0", link="/m/9"), *same)
        said = await it.next_poll()
        assert "新讲座" in said and said.count("【") == 1


async def test_6_without_guid_and_with_one_link_titles_tell_entries_apart(tmp_path: Path) -> None:
    same = [lecture(f"讲座{n}", link="/list") for n in range(3)]
    async with site(tmp_path, *same) as it:
        it.gives(lecture("新讲座", link="/list"), *same)
        said = await it.next_poll()
        assert "新讲座" in said and said.count("【") == 1


async def test_7_entries_stamped_anew_are_no_news(tmp_path: Path) -> None:
    async with site(tmp_path, lecture("讲座", guid="1", pubDate="2026-08-01"), *OLD) as it:
        for day in range(1, 4):
            it.gives(lecture("讲座", guid="1", pubDate=f"2026-09-0{day}"), *OLD)
            assert await it.next_poll() == ""


async def test_8_an_entry_that_floats_back_is_no_news(tmp_path: Path) -> None:
    async with site(tmp_path, every_hours=3) as it:
        it.gives(*OLD[2:])
        assert await it.next_poll() == ""
        await it.polls_for(24)
        await it.wang.news()
        it.gives(*OLD)
        assert "【" not in await it.next_poll()


async def test_9_an_archive_that_moves_house_is_no_flood(tmp_path: Path) -> None:
    old = [lecture(f"旧讲座{n}", guid=f"http://old.example/n/{n}", link=f"http://old.example/n/{n}") for n in range(40)]
    async with site(tmp_path, *old) as it:
        it.gives(*(text.replace("http://old.example", "https://new.example") for text in old))
        assert await it.next_poll() == ""


async def test_10_a_day_without_a_year_is_counted_from_the_day_its_notice_was_issued(tmp_path: Path) -> None:
    text = "讲座定于12月20日14:30在图书馆举行。"
    async with site(tmp_path) as it:
        it.gives(item("讲座通知", text, guid="1", pubDate="2025年12月1日"), *OLD)
        await it.next_poll()
        assert "2025" in await it.wang.says("/notice 7")


async def test_11_a_time_without_a_zone_is_chinese_time(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.gives(item("讲座通知", "讲座于明天14:30举行。", guid="1", pubDate="2026-09-01 00:30:00"), *OLD)
        assert "9月1日" in await it.next_poll() + await it.wang.says("/notice 7"), "and not the day before"


async def test_12_an_entry_from_the_future_is_told_at_once_and_hides_nothing_after_it(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        future = lecture("未来讲座", guid="f", pubDate="2099-01-01")
        it.gives(future, *OLD)
        assert "未来讲座" in await it.next_poll()
        it.gives(lecture("今天讲座", guid="g", pubDate="2026-09-01"), future)
        assert "今天讲座" in await it.next_poll()


async def test_13_a_server_that_says_304_for_ever_is_asked_for_everything_once_a_day(tmp_path: Path) -> None:
    async with site(tmp_path, every_hours=3) as it:
        it.gives(*OLD, ETag='"1"')
        await it.next_poll()
        news = rss(lecture("新讲座", guid="n"), *OLD)

        async def stale(request: web.BaseRequest) -> web.StreamResponse:
            conditional = "If-None-Match" in request.headers
            return web.Response(status=304) if conditional else web.Response(text=news)

        it.server.does("/feed", stale)
        await it.polls_for(32)
        assert "新讲座" in await it.wang.news()


@pytest.mark.parametrize("body", ["", "   \n", "<html><body>维护中</body></html>", '{"error": 1}', rss()])
async def test_14_an_answer_without_a_feed_changes_nothing_and_is_soon_forgotten(tmp_path: Path, body: str) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/feed", body, ETag='"bad"')
        assert await it.next_poll() == ""
        failing = await it.state()
        assert failing.errors and failing.etag == "" and failing.error
        it.gives(lecture("新讲座", guid="n"), *OLD)
        await it.world.passes(hours=1)
        said = await it.wang.news()
        assert "新讲座" in said and "旧讲座" not in said


async def test_15_a_firewall_is_named_and_the_admins_hear_what_may_help(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/feed", "<html>请完成安全验证 captcha</html>")
        await it.polls_for(24)
        assert ((await it.state()).error or "").startswith("blocked")
        assert "防火墙" in await it.root.news()


async def test_16_an_old_server_is_spoken_to_only_where_the_feed_is_marked_and_its_name_is_checked(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    async with feed_server(context) as server:
        server.gives("/feed", rss(*OLD))
        fetcher = Fetcher(roots=certificate[0])
        of = Source("旧站", server.url("/feed"), "auto", ZONE, tmp_path, "host")
        try:
            await fetcher.fetch(replace(of, legacy_tls=True), Validators(), MORNING)
            elsewhere = of.url.replace("127.0.0.1", "127.0.0.2")
            for wrong in (of, replace(of, url=elsewhere, legacy_tls=True)):
                with pytest.raises(FetchError) as failure:
                    await fetcher.fetch(wrong, Validators(), MORNING)
                assert failure.value.reason in ("tls", "refused")
        finally:
            await fetcher.close()


async def test_17_a_feed_that_moves_is_followed_at_once_and_believed_after_a_week(tmp_path: Path) -> None:
    async with site(tmp_path, every_hours=3) as it:
        it.server.gives("/new", rss(*OLD, lecture("搬家讲座", guid="m")))
        it.server.gives("/feed", status=301, Location="/new")
        assert "搬家讲座" in await it.next_poll()
        assert not (await it.state()).adopted
        await it.polls_for(192)
        assert (await it.state()).adopted
        asked = len(it.server.requests)
        await it.next_poll()
        assert {request.path for request in it.server.requests[asked:]} == {"/new"}


async def test_17_a_feed_that_leads_to_a_strangers_is_not_believed(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/squatter", rss(lecture("广告讲座", guid="x", link="/x")))
        it.server.gives("/feed", status=301, Location="/squatter")
        await it.polls_for(12)
        assert "广告" not in await it.wang.news()
        assert "那里没有一条它以前的内容" in await it.root.news()


async def test_18_a_dead_feed_is_asked_for_ever_and_heals(tmp_path: Path) -> None:
    async with site(tmp_path, every_hours=3) as it:
        it.server.gives("/feed", status=500)
        await it.polls_for(240)
        assert (await it.state()).errors > 10
        it.gives(lecture("回来的讲座", guid="n"), *OLD)
        await it.polls_for(24)
        assert "回来的讲座" in await it.wang.news()
        assert (await it.root.news()).count("恢复正常") == 1


async def test_19_a_server_that_asks_for_time_gets_it(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/feed", status=429, Retry_After="18000")
        await it.next_poll()
        asked = len(it.server.requests)
        await it.world.passes(hours=4)
        assert len(it.server.requests) == asked
        await it.world.passes(hours=2)
        assert len(it.server.requests) > asked


async def test_20_of_twenty_three_thousand_entries_the_newest_are_read(tmp_path: Path) -> None:
    archive = [f"<item><guid>{n}</guid><title>档案{n}</title></item>" for n in range(23_000)]
    async with site(tmp_path, *archive) as it:
        it.gives(lecture("新讲座", guid="n"), *archive)
        said = await it.next_poll()
        assert "新讲座" in said and "档案" not in said


async def test_21_bombs_do_not_go_off(tmp_path: Path) -> None:
    async with site(tmp_path, limits=Limits(body_bytes_max=1_000_000)) as it:
        it.server.gives("/feed", gzip.compress(b" " * 100_000_000), Content_Encoding="gzip")
        await it.next_poll()
        assert ((await it.state()).error or "").startswith("too_large")
        laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
        it.server.gives("/feed", f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]>' + rss(item("&l9;")))
        await it.world.passes(hours=1)
        assert ((await it.state()).error or "").startswith("unsafe")


async def test_22_a_redirect_does_not_lead_inside(tmp_path: Path) -> None:
    async with site(tmp_path) as it, feed_server() as inside:
        inside.gives("/secret", rss(lecture("内网讲座", guid="s")))
        it.server.gives("/feed", status=302, Location=inside.url("/secret"))
        await it.next_poll()
        assert ((await it.state()).error or "").startswith("private") and inside.requests == []


async def test_23_relative_links_lead_to_the_site_that_the_feed_came_from(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/deep/feed", rss(lecture("讲座通知", guid="r", link="../n/77?id=1&amp;utm_source=rss"), *OLD))
        it.server.gives("/feed", status=302, Location="/deep/feed")
        await it.next_poll()
        shown = str(await it.wang.lines())
        assert it.server.url("/n/77?id=1") in shown


async def test_24_html_becomes_text_that_any_chat_can_show(tmp_path: Path) -> None:
    html = (
        "&lt;table&gt;&lt;tr&gt;&lt;td&gt;时间&lt;/td&gt;&lt;td&gt;2026年9月10日14:30&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;"
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&lt;p&gt;讲座&amp;amp;交流&lt;/p&gt;"
    )
    async with site(tmp_path) as it:
        it.gives(item("讲座通知", html, guid="h"), *OLD)
        await it.next_poll()
        said = await it.wang.says("/notice 7")
        assert "时间" in said and "讲座&交流" in said
        assert "<" not in said and "alert" not in said


async def test_25_a_feed_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    async with feed_server() as server:
        urls = [server.hangs("/slow"), server.gives("/feed", rss(lecture("快讲座", guid="q")))]
        sources = (Source(name, url, "auto", ZONE, tmp_path, "host") for name, url in zip("慢快", urls, strict=True))
        fetcher = Fetcher(Limits(connect_secs=60.0, whole_secs=60.0))
        try:
            both = [Feed(it, catch_up=True) for it in sources]
            async with World.made(tmp_path, web=fetcher, feeds_=both) as world:
                wang, published = await world.person("小王", "student"), asyncio.Event()
                world.store.listen(lambda topics: published.set() if "deliveries" in topics else None)
                await world.poller.start_due()
                await server.asked("/slow", 1)
                await published.wait()
                await world.pump.drain()
                assert "快讲座" in await wang.news()
                await world.poller.stop()
        finally:
            await fetcher.close()

