from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from fakes.feed_server import FeedServer, feed_server, raw_server
from fakes.feed_texts import NOW, item, rss, source

from feeds.fetch import Fetcher, Limits
from feeds.hints import retry_after_secs
from feeds.model import Fetched, FetchError, Source, Unchanged, Validators

BODY = rss(item("通知", "正文"))
FEW = Limits(connect_secs=5.0, whole_secs=5.0, body_bytes_max=10_000, redirects_max=3)
HASTY = Limits(connect_secs=0.2, whole_secs=0.2)
NOTHING = Validators()


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as fake:
        yield fake


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    one = Fetcher(FEW)
    yield one
    await one.close()


async def reason(fetcher: Fetcher, url: str, **where: Path) -> str:
    with pytest.raises(FetchError) as failure:
        await fetcher.fetch(source(url, **where), NOTHING, NOW)
    assert failure.value.detail.endswith(".")
    return failure.value.reason


async def whole(fetcher: Fetcher, of: Source, validators: Validators = NOTHING) -> Fetched:
    document = await fetcher.fetch(of, validators, NOW)
    assert isinstance(document, Fetched)
    return document


async def test_a_document_comes_with_all_that_is_known_of_it(server: FeedServer, fetcher: Fetcher) -> None:
    said = {"ETag": '"1"', "Last_Modified": "Sun", "Content_Type": "Text/XML; charset=GBK"}
    url = server.gives("/feed", BODY, **said) + "?a=1"
    got = await whole(fetcher, source(url))
    assert (got.body, got.content_type, got.charset.lower(), got.url) == (BODY.encode(), "text/xml", "gbk", url)
    assert (got.validators.etag, got.validators.last_modified, got.at) == ('"1"', "Sun", NOW)


async def test_we_say_who_we_are_and_what_we_read(server: FeedServer, fetcher: Fetcher) -> None:
    await whole(fetcher, source(server.gives("/feed", BODY)))
    headers = server.requests[0].headers
    assert headers["User-Agent"].startswith("Kexun/")
    assert "application/rss+xml" in headers["Accept"]
    assert "If-None-Match" not in headers


async def test_validators_go_back_and_304_means_nothing_new(server: FeedServer, fetcher: Fetcher) -> None:
    url = server.gives("/feed", status=304)
    assert isinstance(await fetcher.fetch(source(url), Validators('"1"', "Sun"), NOW), Unchanged)
    assert server.requests[0].headers["If-None-Match"] == '"1"'
    assert server.requests[0].headers["If-Modified-Since"] == "Sun"


async def test_an_equal_body_is_nothing_new(server: FeedServer, fetcher: Fetcher) -> None:
    of = source(server.gives("/feed", BODY))
    first = await whole(fetcher, of)
    assert isinstance(await fetcher.fetch(of, first.validators, NOW), Unchanged)


async def test_once_a_day_the_whole_document_is_asked_for(server: FeedServer, fetcher: Fetcher) -> None:
    async def unchanged(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=304) if "If-None-Match" in request.headers else web.Response(text=BODY)

    url = server.does("/feed", unchanged)
    for hours in range(73):
        await fetcher.fetch(source(url), Validators('"1"'), NOW + timedelta(hours=hours))
    whole_ones = [n for n, r in enumerate(server.requests) if "If-None-Match" not in r.headers]
    assert len(whole_ones) == 3 and whole_ones[2] - whole_ones[1] == 24


async def test_an_etag_is_not_believed_where_the_answer_expires_at_once(server: FeedServer, fetcher: Fetcher) -> None:
    got = await whole(fetcher, source(server.gives("/feed", BODY, ETag='"1"', Expires="0")))
    assert got.validators.etag == ""


async def test_304_without_having_asked_is_a_failure(server: FeedServer, fetcher: Fetcher) -> None:
    assert await reason(fetcher, server.gives("/feed", status=304)) == "status"


async def test_redirects_keep_their_query_and_lose_the_validators(server: FeedServer, fetcher: Fetcher) -> None:
    server.gives("/new", BODY)
    url = server.gives("/old", status=301, Location="/new?id=7&x=%E7%A7%91")
    got = await whole(fetcher, source(url), Validators('"1"'))
    assert got.url == server.url("/new?id=7&x=%E7%A7%91")
    assert ["If-None-Match" in r.headers for r in server.requests] == [True, False]


@pytest.mark.parametrize("location", ["/loop", "", "javascript:x", "file:///etc/passwd", "http://[", "ftp://kx.example/"])
async def test_redirects_that_lead_nowhere_end(server: FeedServer, fetcher: Fetcher, location: str) -> None:
    url = server.gives("/loop", status=302, Location=location)
    assert await reason(fetcher, url) == "redirects"
    assert len(server.requests) <= FEW.redirects_max + 1


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (404, {}, "status"), (410, {}, "status"), (500, {}, "status"), (412, {}, "blocked"),
        (403, {"cf_mitigated": "challenge"}, "blocked"), (204, {}, "empty"), (200, {}, "empty"),
    ],
)
async def test_an_answer_that_is_no_feed_is_a_failure_with_its_reason(
    server: FeedServer, fetcher: Fetcher, status: int, headers: dict[str, str], expected: str
) -> None:
    assert await reason(fetcher, server.gives("/feed", status=status, **headers)) == expected


async def test_a_busy_server_says_when_to_come_back(server: FeedServer, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError) as failure:
        await fetcher.fetch(source(server.gives("/feed", status=429, Retry_After="120")), NOTHING, NOW)
    assert failure.value.retry_after_secs == 120.0


@pytest.mark.parametrize(
    ("value", "secs"),
    [("120", 120.0), ("Sun, 01 Jun 2031 05:00:00 GMT", 3600.0), ("Sun, 01 Jun 2031 03:00:00 GMT", 0.0),
     ("99999999", 86400.0), ("soon", None), ("", None), ("-5", None)],
)
def test_retry_after_is_read_in_both_forms(value: str, secs: float | None) -> None:
    assert retry_after_secs(value, NOW) == secs


async def test_a_body_too_large_is_refused_whether_announced_or_packed(server: FeedServer, fetcher: Fetcher) -> None:
    huge = b" " * 50_000_000
    assert await reason(fetcher, server.gives("/large", b"x" * 10_001)) == "too_large"
    assert await reason(fetcher, server.gives("/bomb", gzip.compress(huge), Content_Encoding="gzip")) == "too_large"
    assert (await whole(fetcher, source(server.gives("/fits", b"x" * 10_000)))).body


async def test_a_packed_body_is_unpacked_and_a_broken_one_refused(server: FeedServer, fetcher: Fetcher) -> None:
    packed = gzip.compress(BODY.encode())
    assert (await whole(fetcher, source(server.gives("/feed", packed, Content_Encoding="gzip")))).body == BODY.encode()
    assert await reason(fetcher, server.gives("/bad", b"no gzip at all", Content_Encoding="gzip")) == "decoding"


async def test_a_server_that_hangs_or_trickles_is_given_up(server: FeedServer) -> None:
    hasty = Fetcher(HASTY)
    try:
        assert await reason(hasty, server.hangs("/silent")) == "timeout"
        assert await reason(hasty, server.hangs("/trickle", b"<rss>")) == "timeout"
    finally:
        await hasty.close()


async def test_two_hundred_that_hang_do_not_delay_one_that_answers(server: FeedServer, fetcher: Fetcher) -> None:
    url, silent = server.gives("/feed", BODY), server.hangs("/silent")
    hanging = [asyncio.create_task(fetcher.fetch(source(silent), NOTHING, NOW)) for _ in range(200)]
    await server.asked("/silent", len(hanging))
    assert (await whole(fetcher, source(url))).body == BODY.encode()
    assert not any(task.done() for task in hanging)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)


@pytest.mark.parametrize(
    "answer", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"\x15\x03\x01\x00\x02"]
)
async def test_a_connection_that_breaks_off_is_a_failure(fetcher: Fetcher, answer: bytes) -> None:
    async with raw_server(answer) as url:
        assert await reason(fetcher, url) == "broken"


class NoSuchHost(AbstractResolver):
    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        raise OSError(f"{host}: Name or service not known")

    async def close(self) -> None:
        return None


async def test_a_host_name_nobody_knows_is_a_failure_of_its_own() -> None:
    lost = Fetcher(FEW, NoSuchHost())
    try:
        assert await reason(lost, "http://kx.example/feed") == "dns"
    finally:
        await lost.close()


async def test_nobody_there_and_no_tls_are_told_apart(server: FeedServer, fetcher: Fetcher) -> None:
    async with raw_server(b"") as url:
        gone = url
    assert await reason(fetcher, gone) == "refused"
    assert await reason(fetcher, server.url("/feed").replace("http:", "https:")) == "tls"


@pytest.mark.parametrize("url", ["gopher://kx.example/", "http://", "http://[::1", "mailto://x"])
async def test_an_address_that_is_none_is_refused(fetcher: Fetcher, url: str) -> None:
    assert await reason(fetcher, url) == "address"


async def test_no_cookies_are_kept(server: FeedServer, fetcher: Fetcher) -> None:
    url = server.gives("/feed", BODY, Set_Cookie="track=1; Path=/")
    for _ in range(2):
        await fetcher.fetch(source(url), NOTHING, NOW)
    assert "Cookie" not in server.requests[1].headers


async def test_very_long_headers_are_no_trouble(server: FeedServer, fetcher: Fetcher) -> None:
    assert await whole(fetcher, source(server.gives("/feed", BODY, Policy="x" * 20_000)))


async def test_an_answer_in_pieces_is_put_together(server: FeedServer, fetcher: Fetcher) -> None:
    async def pieces(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for byte in BODY.encode():
            await response.write(bytes([byte]))
        return response

    assert (await whole(fetcher, source(server.does("/feed", pieces)))).body == BODY.encode()
