"""Feeds that move: followed at once, believed for good only when it is certain."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.feed_server import FeedServer, feed_server
from fakes.feed_texts import item, rss
from world import ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.model import Source
from feeds.settings import Feed
from store import feeds
from store.feeds import FeedState

OLD = [item(f"旧讲座{n}", "讲座。", guid=f"o{n}", link=f"/n/{n}") for n in range(5)]
NEW = item("新讲座", "讲座。", guid="new", link="/n/new")


@dataclass
class Site:
    server: FeedServer
    world: World
    wang: Person

    async def state(self) -> FeedState:
        async with self.world.store.reading() as tx:
            (found,) = await feeds.all_feeds(tx)
        return found

    async def looks(self, hours: int = 1) -> None:
        """Let the time pass poll by poll, for no longer at once than every poll is made."""
        for _ in range(0, hours, 8):
            await self.world.passes(hours=min(hours, 8))

    async def asks(self) -> set[str]:
        """The paths that the next polls ask for."""
        asked = len(self.server.requests)
        await self.looks()
        return {request.path for request in self.server.requests[asked:]}


@asynccontextmanager
async def site(folder: Path, roots: Path | None = None) -> AsyncIterator[Site]:
    async with feed_server() as server:
        server.gives("/feed", rss(*OLD))
        fetcher = Fetcher(roots=roots)
        feed = Feed(Source("校园", server.url("/feed"), "auto", ZONE, folder, "internal"), 3600.0)
        try:
            async with World.made(folder, web=fetcher, feeds_=[feed]) as world:
                it = Site(server, world, await world.person("小王", "student"))
                await world.settle()
                yield it
                await world.poller.stop()
        finally:
            await fetcher.close()


@pytest.mark.parametrize("status", [301, 308])
async def test_a_move_for_good_is_believed_after_a_week_and_not_before(tmp_path: Path, status: int) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/new", rss(NEW, *OLD))
        it.server.gives("/feed", status=status, Location="/new")
        await it.looks(160)
        assert "新讲座" in await it.wang.news(), "it is followed meanwhile"
        assert not (await it.state()).adopted and await it.asks() == {"/feed", "/new"}
        await it.looks(16)
        assert (await it.state()).adopted and await it.asks() == {"/new"}


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_move_for_now_is_never_believed(tmp_path: Path, status: int) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/maintenance", rss(*OLD))
        it.server.gives("/feed", status=status, Location="/maintenance")
        await it.looks(240)
        assert not (await it.state()).moved_to and await it.asks() == {"/feed", "/maintenance"}


async def test_a_move_that_is_taken_back_counts_from_the_beginning(tmp_path: Path) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/new", rss(*OLD))
        it.server.gives("/feed", status=301, Location="/new")
        await it.looks(144)
        it.server.gives("/feed", rss(*OLD))
        await it.looks(8)
        assert not (await it.state()).moved_to
        it.server.gives("/feed", status=301, Location="/new")
        await it.looks(144)
        assert not (await it.state()).adopted


@pytest.mark.parametrize("status", [404, 410])
async def test_an_address_that_is_gone_after_it_said_where_it_moved_is_left(tmp_path: Path, status: int) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/new", rss(*OLD))
        it.server.gives("/feed", status=301, Location="/new")
        await it.looks()
        it.server.gives("/feed", status=status)
        it.server.gives("/new", rss(NEW, *OLD))
        await it.looks()
        assert (await it.state()).adopted and await it.asks() == {"/new"}
        said = await it.wang.news()
        assert "新讲座" in said and "旧讲座" not in said


@pytest.mark.parametrize("status", [404, 410])
async def test_an_address_that_is_gone_without_a_word_is_asked_again(tmp_path: Path, status: int) -> None:
    async with site(tmp_path) as it:
        it.server.gives("/feed", status=status)
        await it.looks(8)
        assert not (await it.state()).adopted and (await it.state()).errors
        it.server.gives("/feed", rss(NEW, *OLD))
        await it.looks(48)
        assert "新讲座" in await it.wang.news()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1, signed by itself, and its key."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert], check=True, capture_output=True,
    )
    return cert, key


async def test_the_same_address_with_tls_is_believed_at_once(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    async with feed_server(context) as safe, site(tmp_path, roots=cert) as it:
        it.server.gives("/feed", status=301, Location=safe.gives("/feed", rss(NEW, *OLD)))
        await it.looks()
        assert (await it.state()).adopted and (await it.state()).moved_to == safe.url("/feed")
        assert await it.asks() == set(), "nobody is asked without TLS any more"
        said = await it.wang.news()
        assert "新讲座" in said and "旧讲座" not in said
