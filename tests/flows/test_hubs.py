"""A hub that tells us of news, over real sockets both ways."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from fakes.feed_server import FeedServer, feed_server
from fakes.feed_texts import item
from fakes.hub import CHALLENGE, FakeHub, fake_hub
from world import ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.hubs import Hubs
from feeds.model import Source, Trust
from feeds.settings import Feed
from store import feeds

EVERY_SECS = 900.0


@dataclass
class Site:
    """A feed that names a hub of the same server, and us, who may be called."""

    server: FeedServer
    hub: FakeHub
    hubs: Hubs
    world: World
    wang: Person
    names: str
    in_header: bool = False

    def gives(self, *titles: str, hub: bool = True, other_topic: str = "") -> None:
        items = "".join(item(it, "讲座。", guid=it, link=f"/{it}") for it in titles)
        links = f'<atom:link rel="hub" href="{self.names}"/>' if hub and not self.in_header else ""
        links += f'<atom:link rel="self" href="{self.server.url(other_topic or "/feed")}"/>'
        head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>校园</title>'
        header = f'<{self.names}>; rel="hub", <{self.server.url("/other")}>; rel="self"'
        more = {"Link": header} if self.in_header else {}
        self.server.gives("/feed", f"{head}{links}{items}</channel></rss>", **more)

    async def looks(self) -> None:
        await self.world.passes(seconds=EVERY_SECS + 60)
        await self.hubs.sweep()

    async def news(self) -> str:
        """What is heard without any time passing."""
        await self.world.settle()
        return await self.wang.news()

    @property
    def looked(self) -> int:
        return sum(it.path == "/feed" for it in self.server.requests)


@asynccontextmanager
async def site(
    folder: Path, *, trust: Trust = "host", elsewhere: bool = False, in_header: bool = False
) -> AsyncIterator[Site]:
    """One that has been looked at twice, so that its hub knows us, if it is to."""
    ours = socket.create_server(("127.0.0.1", 0))
    fetcher, made = Fetcher(), list[Hubs]()

    def pushes(world: World) -> Hubs:
        made.append(Hubs(world.store, fetcher, f"http://127.0.0.1:{ours.getsockname()[1]}", world.clock))
        return made[0]

    async with feed_server() as server, feed_server() as other, fake_hub(other if elsewhere else server) as hub:
        feed = Feed(Source("校园", server.url("/feed"), "auto", ZONE, folder, trust), EVERY_SECS)
        try:
            async with World.made(folder, web=fetcher, feeds_=[feed], pushes=pushes) as world:
                app = web.Application()
                app.add_routes(made[0].routes())
                runner = web.AppRunner(app, shutdown_timeout=0.1)
                await runner.setup()
                await web.SockSite(runner, ours).start()
                it = Site(server, hub, made[0], world, await world.person("小王", "student"), hub.opens(), in_header)
                it.gives("旧讲座")
                await world.settle()
                await it.hubs.sweep()
                await world.passes(seconds=1)
                try:
                    yield it
                finally:
                    await runner.cleanup()
                await world.poller.stop()
        finally:
            await fetcher.close()


async def test_a_hub_that_a_feed_names_is_asked_and_believed_when_it_asks_back(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        (form,) = it.hub.asked
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", it.server.url("/feed"))
        assert len(form["hub.secret"]) > 40 and len(form["hub.callback"].rpartition("/")[2]) > 40
        assert it.hub.verified == [(200, CHALLENGE)]


async def test_a_hub_named_in_a_header_is_asked_for_what_the_header_says(tmp_path: Path) -> None:
    async with site(tmp_path, in_header=True) as it:
        assert it.hub.asked[0]["hub.topic"] == it.server.url("/other")
        assert it.hub.verified == [(200, CHALLENGE)]


@pytest.mark.parametrize("method", ["sha256", "sha512", "sha1"])
async def test_news_that_a_hub_tells_of_is_read_at_once_where_it_stands(tmp_path: Path, method: str) -> None:
    async with site(tmp_path) as it:
        it.gives("新讲座", "旧讲座")
        lie = item("假讲座", "讲座。", guid="假")
        assert await it.hub.push(f"<rss><channel>{lie}</channel></rss>".encode(), method=method) == 204
        said = await it.news()
        assert "新讲座" in said and "假讲座" not in said


@pytest.mark.parametrize("secret", ["", "of-someone-else"])
async def test_what_is_not_signed_with_our_secret_is_refused(tmp_path: Path, secret: str) -> None:
    async with site(tmp_path) as it:
        it.gives("新讲座", "旧讲座")
        looked = it.looked
        assert await it.hub.push(secret=secret) == 403
        assert await it.news() == "" and it.looked == looked
        it.hub.asked[-1]["hub.callback"] = it.hub.asked[-1]["hub.callback"][:-1] + "-"
        assert await it.hub.push() == 410, "nobody knows that address"


async def test_only_what_we_asked_for_is_confirmed(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        form = it.hub.asked[0]
        for wrong in ({"hub.topic": "http://else.example/"}, {"hub.mode": "unsubscribe"}, {"hub.mode": "nonsense"},
                      {"hub.callback": form["hub.callback"] + "x"}):
            assert (await it.hub.verify(**form | wrong))[0] == 404, wrong


async def test_a_hub_that_tells_of_news_spares_the_site_and_one_that_forgets_is_not_relied_on(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        looked = it.looked
        await it.looks()
        assert it.looked == looked + 1, "it has told us of nothing yet"
        it.gives("新讲座", "旧讲座")
        await it.hub.push()
        assert "新讲座" in await it.news()
        looked = it.looked
        await it.world.passes(hours=5)
        assert it.looked == looked
        it.gives("没有推送的讲座", "新讲座", "旧讲座")
        await it.world.passes(hours=2)
        assert "没有推送" in await it.wang.news()
        looked = it.looked
        await it.world.passes(hours=1)
        assert it.looked >= looked + 3, "as often as ever"


async def test_news_that_a_cache_does_not_show_yet_is_looked_for_as_often_as_ever(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        await it.hub.push()
        assert await it.news() == ""
        it.gives("新讲座", "旧讲座")
        await it.looks()
        assert "新讲座" in await it.wang.news()


async def test_a_lease_is_renewed_before_it_ends_and_one_that_ended_is_worth_nothing(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        await it.world.passes(days=7)
        await it.hubs.sweep()
        assert len(it.hub.asked) == 1
        await it.world.passes(days=1, hours=1)
        it.hub.verifies = False
        await it.hubs.sweep()
        assert len(it.hub.asked) == 2 and it.hub.asked[1]["hub.callback"] == it.hub.asked[0]["hub.callback"]
        await it.world.passes(days=2)
        assert await it.hub.push() == 410
        assert (await it.hub.verify(**it.hub.asked[1]))[0] == 200
        assert await it.hub.push() == 204


async def test_a_hub_that_does_not_answer_is_asked_again_ever_less_often(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.hub.verifies, it.hub.status = False, 500
        it.gives("旧讲座", other_topic="/renamed")
        await it.looks()
        asked = len(it.hub.asked)
        for _ in range(48):
            await it.world.passes(hours=1)
            await it.hubs.sweep()
        assert 4 <= len(it.hub.asked) - asked <= 8
        assert await it.wang.news() == ""


async def test_a_hub_that_is_named_no_more_is_told_so(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.gives("旧讲座", "又一场", hub=False)
        await it.looks()
        assert [form["hub.mode"] for form in it.hub.asked] == ["subscribe", "unsubscribe"]
        assert it.hub.verified[-1] == (200, CHALLENGE)
        it.hub.asked.pop()
        assert await it.hub.push() == 410


async def test_a_feed_that_is_removed_leaves_its_hub(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        async with it.world.store.transaction() as tx:
            await feeds.configure(tx, {}, it.world.now)
        await it.hubs.sweep()
        assert it.hub.asked[-1]["hub.mode"] == "unsubscribe" and it.hub.verified[-1] == (200, CHALLENGE)


async def test_a_hub_that_says_no_is_not_relied_on(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        await it.hub.verify(**it.hub.asked[0] | {"hub.mode": "denied"})
        assert await it.hub.push() == 410


async def test_a_hub_inside_our_network_is_never_asked_unless_the_operator_wrote_its_host(tmp_path: Path) -> None:
    async with site(tmp_path, elsewhere=True) as it:
        assert it.hub.asked == []
    (tmp_path / "inside").mkdir()
    async with site(tmp_path / "inside", elsewhere=True, trust="internal") as it:
        assert it.hub.verified == [(200, CHALLENGE)]
