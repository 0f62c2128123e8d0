"""Where feeds may not lead us: checked on the address that is connected to, over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from fakes.feed_server import FeedServer, feed_server
from fakes.feed_texts import NOW, item, rss, source
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetch import Fetcher, Limits
from feeds.guard import is_public
from feeds.model import Fetched, FetchError, Source, Trust, Validators

BODY = rss(item("通知", "正文"))
INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.0.8", "192.0.0.192",
    "192.88.99.1", "198.18.0.1", "203.0.113.1", "168.63.129.16", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1",
    "2001:0:c0a8:101::", "", "kx.example",
]
OUTSIDE = ["1.1.1.1", "223.5.5.5", "114.114.114.114", "2400:3200::1", "2606:4700::1111", "64:ff9b::101:101",
           "::ffff:1.1.1.1", "2002:101:101::1"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_a_network_is_not_public_however_it_is_wrapped(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing_of_where_it_leads(address) -> None:
    for wrapped in (f"::ffff:{address}", str(_inside("64:ff9b::", address, 0)), str(_inside("2002::", address, 80))):
        assert is_public(wrapped) == is_public(str(address))


def _inside(prefix: str, address, bits: int):
    import ipaddress

    return ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address) << bits)


class Names(AbstractResolver):
    """Answers each name with its addresses, one after the other; the last one for ever."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {f"{name}.example": addresses for name, addresses in answers.items()}

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        addresses = self.answers[host]
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return [ResolveResult(hostname=host, host=address, port=port, family=2, proto=0, flags=0)]

    async def close(self) -> None:
        return None


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as fake:
        fake.gives("/feed", BODY)
        yield fake


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    names = Names(intranet=["127.0.0.1"], turning=["203.0.113.7", "127.0.0.1"], mapped=["127.0.0.1"])
    one = Fetcher(Limits(connect_secs=5.0, whole_secs=5.0), names)
    yield one
    await one.close()


def of(url: str, trust: Trust) -> Source:
    return replace(source(url), trust=trust)


async def reason(fetcher: Fetcher, url: str, trust: Trust) -> str:
    with pytest.raises(FetchError) as failure:
        await fetcher.fetch(of(url, trust), Validators(), NOW)
    return failure.value.reason


async def test_a_feed_that_no_operator_wrote_is_not_asked_inside(server: FeedServer, fetcher: Fetcher) -> None:
    assert await reason(fetcher, server.url("/feed"), "web") == "private"
    assert await reason(fetcher, server.url("/feed").replace("127.0.0.1", "intranet.example"), "web") == "private"
    assert server.requests == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::1]"])
async def test_writing_an_inner_address_differently_does_not_help(server: FeedServer, host: str) -> None:
    fetcher = Fetcher(Limits(connect_secs=5.0))
    try:
        url = server.url("/feed").replace("127.0.0.1", host)
        assert await reason(fetcher, url, "web") in ("private", "address", "dns")
        assert server.requests == []
    finally:
        await fetcher.close()


async def test_a_name_that_turns_inside_between_two_polls_is_refused(server: FeedServer) -> None:
    """The first answer is checked, and so is every later one: the address is that of the connection itself."""
    fetcher = Fetcher(Limits(connect_secs=5.0, whole_secs=5.0), Names(turning=["127.0.0.2", "127.0.0.1"]))
    try:
        url = server.url("/feed").replace("127.0.0.1", "turning.example")
        for _ in range(3):
            assert await reason(fetcher, url, "web") == "private"
        assert server.requests == []
    finally:
        await fetcher.close()


async def test_the_host_that_the_operator_wrote_may_be_inside(server: FeedServer, fetcher: Fetcher) -> None:
    for host in ("127.0.0.1", "intranet.example"):
        url = server.url("/feed").replace("127.0.0.1", host)
        assert isinstance(await fetcher.fetch(of(url, "host"), Validators(), NOW), Fetched)


@pytest.mark.parametrize(
    "target",
    ["http://localhost:{port}/feed", "http://intranet.example:{port}/feed", "http://127.0.0.1:{other}/feed",
     "http://[::ffff:127.0.0.1]:{port}/feed", "http://169.254.169.254/latest/meta-data", "http://127.0.0.2:{port}/feed"],
)
async def test_a_redirect_leads_to_no_other_place_inside(server: FeedServer, fetcher: Fetcher, target: str) -> None:
    async with feed_server() as other:
        port, other_port = (it.origin.rpartition(":")[2] for it in (server, other))
        fetcher = Fetcher(Limits(connect_secs=5.0), Names(intranet=["127.0.0.1"], localhost=["127.0.0.1"]))
        fetcher._resolver.answers["localhost"] = ["127.0.0.1"]  # type: ignore[union-attr]
        url = server.gives("/moved", status=302, Location=target.format(port=port, other=other_port))
        try:
            assert await reason(fetcher, url, "host") == "private"
        finally:
            await fetcher.close()
        assert [r.path for r in server.requests] == ["/moved"] and other.requests == []


async def test_a_redirect_on_the_same_host_is_followed(server: FeedServer, fetcher: Fetcher) -> None:
    url = server.gives("/moved", status=302, Location="/feed")
    assert isinstance(await fetcher.fetch(of(url, "host"), Validators(), NOW), Fetched)


async def test_an_internal_feed_may_go_anywhere_inside(server: FeedServer, fetcher: Fetcher) -> None:
    async with feed_server() as other:
        url = server.gives("/moved", status=302, Location=other.gives("/feed", BODY))
        assert isinstance(await fetcher.fetch(of(url, "internal"), Validators(), NOW), Fetched)


async def test_a_connection_made_for_a_trusted_feed_is_not_lent_to_another(
    server: FeedServer, fetcher: Fetcher
) -> None:
    assert isinstance(await fetcher.fetch(of(server.url("/feed"), "host"), Validators(), NOW), Fetched)
    assert await reason(fetcher, server.url("/feed"), "web") == "private"
