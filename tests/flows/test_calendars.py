"""A course's calendar: every session is reminded of when it is, wherever it was moved to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from fakes.feed_server import feed_server
from world import ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.model import Source
from feeds.settings import Feed

LAB = "DTSTART;TZID=Asia/Shanghai:20260903T140000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY\nLOCATION:理化楼301"
OFF = "RECURRENCE-ID;TZID=Asia/Shanghai:20260910T140000\nDTSTART;TZID=Asia/Shanghai:20260910T140000\nSTATUS:CANCELLED"
MOVED = "RECURRENCE-ID;TZID=Asia/Shanghai:20260917T140000\nDTSTART;TZID=Asia/Shanghai:20260918T160000\nDURATION:PT2H"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """One calendar, asked for every hour: these stories take months."""
    feed = Feed(Source("科协", "https://1.example/feed", "auto", ZONE, tmp_path, "internal"), 3600.0, catch_up=True)
    async with World.made(tmp_path, feeds_=[feed]) as made:
        yield made


def ics(*events: str, stamp: int = 1, head: str = "") -> bytes:
    about = f"UID:lab\nSUMMARY:物理实验课\nDTSTAMP:2026010{stamp}T000000Z"
    blocks = [f"BEGIN:VEVENT\n{about}\n{it}\nEND:VEVENT" for it in events]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *([head] if head else []), *blocks, "END:VCALENDAR"]).encode()


def gives(world: World, *events: str, **more: object) -> None:
    assert not isinstance(world.web, Fetcher)
    world.web.files[world.feeds["科协"].source.url] = ics(*events, **more)  # type: ignore[arg-type]


async def told(world: World, *events: str) -> Person:
    """A student who knows of the course."""
    wang = await world.person("小王", "student")
    gives(world, *events)
    await world.settle()
    return wang


async def reminded(world: World, wang: Person, until: datetime) -> list[datetime]:
    """The mornings and hours at which the course was reminded of."""
    found = []
    await wang.news()
    while world.now < until:
        await world.passes(hours=2)
        if "【提醒】" in await wang.news():
            found.append(world.now)
    return found


def on(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


async def test_a_course_is_one_notice_that_shows_what_is_ahead(world: World) -> None:
    wang = await told(world, LAB)
    said = await wang.news()
    assert said.count("📅") == 4 and "之后还有 9 个日期" in said
    assert "9月3日(周四) 14:00–16:00" in said and "地点：理化楼301" in said
    await world.until(on(10, 31))
    seen = await wang.says("/notice 1")
    assert "9月3日" not in seen and "11月5日(周四)" in seen


async def test_a_session_called_off_and_one_moved_are_told_and_reminded_of_where_they_are_now(world: World) -> None:
    wang = await told(world, LAB)
    await wang.news()
    gives(world, LAB, OFF, MOVED)
    await world.passes(hours=2)
    said = await wang.news()
    assert "取消 物理实验课（原定 9月10日(周四) 14:00–16:00）" in said
    assert "由 9月17日(周四) 14:00–16:00 改为 9月18日(周五) 16:00–18:00" in said
    assert said.count("物理实验课") == 3, "and nothing else"
    at = await reminded(world, wang, on(9, 20))
    days = {it.date().isoformat() for it in at}
    assert "2026-09-09" not in days and "2026-09-10" not in days
    assert {"2026-09-02", "2026-09-03", "2026-09-17", "2026-09-18"} <= days
    assert any(it.date().day == 18 and it.hour >= 14 for it in at), "two hours ahead of its new hour"
    assert not any(it.date().day == 17 and 11 < it.hour < 15 for it in at), "and not of its old one"


async def test_a_session_moved_twice_is_told_from_where_it_was(world: World) -> None:
    wang = await told(world, LAB, MOVED)
    await wang.news()
    gives(world, LAB, MOVED.replace("20260918T160000", "20260919T090000"))
    await world.passes(hours=2)
    said = await wang.news()
    assert "由 9月18日(周五) 16:00–18:00 改为 9月19日(周六) 09:00–11:00" in said


async def test_what_only_the_days_bring_into_sight_is_no_news_but_is_reminded_of(world: World) -> None:
    wang = await told(world, LAB)
    await wang.news()
    for _ in range(20):
        await world.passes(days=7)
        assert "【更正】" not in await wang.news()
        await world.poller.start_due()
        await world.poller.settle()
    assert world.now > on(1, 10).replace(year=2027)
    said = await wang.says("日程")
    assert "物理实验课" in said
    await world.passes(days=7)
    assert "【提醒】" in await wang.news()


async def test_a_new_room_in_the_middle_of_term_is_told_once_and_nothing_of_the_past(world: World) -> None:
    wang = await told(world, LAB)
    await world.until(on(10, 6))
    await wang.news()
    gives(world, LAB.replace("301", "505"))
    await world.passes(hours=2)
    said = await wang.news()
    assert said.count("【更正】") == 1 and "取消" not in said and "新增" not in said and "9月" not in said
    assert "物理实验课：地点由 理化楼301 改为 理化楼505（共13次）" in said


async def test_a_course_on_another_weekday_moves_all_its_sessions(world: World) -> None:
    wang = await told(world, LAB)
    await world.until(on(10, 6))
    await wang.news()
    gives(world, LAB.replace("20260903", "20260904"))
    await world.passes(hours=2)
    said = await wang.news()
    assert "由 10月8日(周四) 14:00–16:00 改为 10月9日(周五) 14:00–16:00" in said and "9月" not in said


@pytest.mark.parametrize("off", [{"head": "METHOD:CANCEL"}, {"head": ""}])
async def test_a_course_that_is_called_off_is_reminded_of_no_more(world: World, off: dict[str, str]) -> None:
    wang = await told(world, LAB)
    await wang.news()
    gives(world, LAB if off["head"] else LAB + "\nSTATUS:CANCELLED", **off)
    await world.passes(hours=2)
    assert "取消 物理实验课" in await wang.news()
    assert await reminded(world, wang, on(9, 12)) == []


async def test_a_calendar_made_anew_for_each_request_changes_nothing(world: World) -> None:
    wang = await told(world, LAB)
    await wang.news()
    for stamp in range(2, 9):
        gives(world, LAB, stamp=stamp)
        await world.passes(hours=3)
    assert "【更正】" not in await wang.news()


async def test_a_server_that_says_not_modified_is_asked_for_the_whole_once_a_day(tmp_path: Path) -> None:
    async with feed_server() as server:
        fetcher = Fetcher()

        async def unmodified(request: web.BaseRequest) -> web.StreamResponse:
            if "If-None-Match" in request.headers:
                return web.Response(status=304)
            return web.Response(body=ics(LAB), headers={"ETag": '"1"'})

        feed = Feed(Source("课表", server.does("/lab.ics", unmodified), "auto", ZONE, tmp_path, "internal"), 3 * 3600.0)
        try:
            async with World.made(tmp_path, web=fetcher, feeds_=[feed]) as world:
                wang = await world.person("小王", "student")
                await world.settle()
                for _ in range(30):
                    await world.passes(hours=9)
                    assert "【更正】" not in await wang.news()
                assert await last_session(world) > world.now + timedelta(days=80)
                assert await dates_twice(world) == []
                await world.poller.stop()
        finally:
            await fetcher.close()


async def last_session(world: World) -> datetime:
    async with world.store.reading() as tx:
        row = await tx.one("SELECT max(starts_at) AS at FROM key_dates WHERE withdrawn_at IS NULL")
    assert row
    return datetime.fromtimestamp(row["at"], ZONE)


async def dates_twice(world: World) -> list[object]:
    async with world.store.reading() as tx:
        return [*await tx.all("SELECT instance FROM key_dates GROUP BY notice_id, instance HAVING count(*) > 1")]
