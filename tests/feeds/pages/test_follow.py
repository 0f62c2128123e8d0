"""How politely list pages and what they lead to are read."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from world import MORNING, READER, ZONE

from feeds.decide import Decisions
from feeds.model import Entry, Fetched, FetchError, Source, Validators
from feeds.pages.follow import ARTICLES_MAX, TRIES_MAX, Follower
from feeds.turns import HOST_GAP_SECS

SOURCE = Source("教务处", "https://jwc.example/tz.htm", "page", ZONE, Path(), "host", legacy_tls=True)


def entry(number: int, host: str = "jwc.example") -> Entry:
    link = f"https://{host}/{number}.htm"
    return Entry((f"link:{number}",), f"第{number}次讲座的通知", "", link, None, MORNING.date(), "h", item=f"i{number}")


class Site:
    """Pages, and how many are asked for at once."""

    def __init__(self) -> None:
        self.asked: list[Source] = []
        self.rests: list[float] = []
        self.broken: FetchError | None = None
        self.busy = self.most = 0

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched:
        self.asked.append(source)
        self.busy += 1
        self.most = max(self.most, self.busy)
        await asyncio.sleep(0)  # others may come meanwhile
        self.busy -= 1
        if self.broken:
            raise self.broken
        return Fetched("<p>讲座定于明天举行</p>".encode(), "text/html", "", source.url, Validators(), now)

    async def pause(self, secs: float) -> None:
        self.rests.append(secs)


def follower(site: Site) -> Follower:
    return Follower(site, READER, lambda: datetime(2026, 9, 1, tzinfo=UTC), site.pause)


async def test_every_request_is_made_after_a_pause() -> None:
    site = Site()
    read = await follower(site).read(SOURCE, Decisions((entry(1), entry(2)), (), 0), first=False)
    assert [it.title for it in read.new] == ["第2次讲座的通知", "第1次讲座的通知"]
    assert all("讲座定于明天举行" in it.text and it.reading for it in read.new)
    assert site.rests == [HOST_GAP_SECS] * 2


async def test_two_lists_of_a_site_share_its_turns_and_others_have_their_own() -> None:
    site = Site()
    follow = follower(site)
    mine, others = (Decisions((entry(n), entry(n + 1)), (), 0) for n in (1, 3))
    await asyncio.gather(follow.read(SOURCE, mine, first=False), follow.read(SOURCE, others, first=False))
    assert site.most == 1
    elsewhere = Decisions((entry(5, "lib.example"), entry(6, "lib.example")), (), 0)
    await asyncio.gather(follow.read(SOURCE, mine, first=False), follow.read(SOURCE, elsewhere, first=False))
    assert site.most == 2


async def test_a_link_is_trusted_no_more_than_the_web_and_old_tls_stays_with_its_host() -> None:
    site = Site()
    await follower(site).read(SOURCE, Decisions((entry(1), entry(2, "lib.example")), (), 0), first=False)
    assert [(it.trust, it.legacy_tls) for it in site.asked] == [("web", True), ("web", False)]


async def test_one_look_reads_only_so_many_and_the_others_wait() -> None:
    site = Site()
    many = Decisions(tuple(entry(n) for n in range(ARTICLES_MAX + 3)), (), 0)
    read = await follower(site).read(SOURCE, many, first=False)
    assert len(read.new) == len(site.asked) == ARTICLES_MAX
    assert read.waiting == {f"i{n}" for n in range(ARTICLES_MAX, ARTICLES_MAX + 3)}


async def test_what_cannot_be_had_now_is_tried_again_so_many_times() -> None:
    site = Site()
    site.broken = FetchError("timeout", "It did not answer.")
    follow = follower(site)
    looks = [await follow.read(SOURCE, Decisions((entry(1),), (), 0), first=False) for _ in range(TRIES_MAX)]
    assert [len(it.new) for it in looks] == [0] * (TRIES_MAX - 1) + [1]
    assert looks[0].waiting == {"i1"} and not looks[-1].waiting
    assert looks[-1].new[0].text == ""


async def test_at_the_first_look_nothing_waits() -> None:
    site = Site()
    site.broken = FetchError("timeout", "It did not answer.")
    read = await follower(site).read(SOURCE, Decisions((entry(1),), (), 0), first=True)
    assert len(read.new) == 1 and not read.waiting
