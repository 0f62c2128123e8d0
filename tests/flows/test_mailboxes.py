"""Notices that come by mail, from a mail server that is not ours to people's chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fakes import documents
from fakes.mail_server import PASSWORD, USER, MailServer, letter, mail_server
from world import ZONE, Person, World

from feeds.fetch import Fetcher
from feeds.mail.model import Mailbox
from feeds.model import Source
from feeds.settings import Feed
from store import feeds

LECTURE = "各学院：讲座定于2026年9月10日14:30在图书馆报告厅举行，欢迎各位同学参加。\n图书馆"
EVERY_SECS = 900.0


@dataclass
class Post:
    """A mailbox on a server, someone who wants its lectures, and an admin."""

    server: MailServer
    world: World
    wang: Person
    root: Person

    async def next_poll(self) -> str:
        await self.world.passes(seconds=EVERY_SECS + 60)
        return await self.wang.news()

    async def error(self) -> str | None:
        async with self.world.store.reading() as tx:
            (found,) = await feeds.all_feeds(tx)
        return found.error


@asynccontextmanager
async def post(folder: Path, password: str = PASSWORD) -> AsyncIterator[Post]:
    async with mail_server() as server:
        server.gets(letter("旧讲座通知", LECTURE))
        fetcher = Fetcher()
        mailbox = Mailbox(USER, password, ("office@school.example",))
        feed = Feed(Source("公文邮箱", server.url, "mail", ZONE, folder, "host", mailbox=mailbox), EVERY_SECS)
        try:
            async with World.made(folder, web=fetcher, feeds_=[feed]) as world:
                it = Post(server, world, await world.person("小王", "student"), await world.person("管理员", "admin"))
                await world.settle()
                yield it
                await world.poller.stop()
        finally:
            await fetcher.close()


async def test_a_letter_is_a_notice_with_the_dates_in_it_and_in_its_documents(tmp_path: Path) -> None:
    async with post(tmp_path) as it:
        assert await it.wang.news() == ""
        form = documents.docx(documents.paragraph("报名表请于2026年9月8日前交到图书馆办公室。"))
        it.server.gets(letter("关于举办讲座的通知", LECTURE, papers=(("报名表.docx", form),)))
        said = await it.next_poll()
        assert "关于举办讲座的通知" in said and "9月10日" in said and "9月8日" in said
        assert "报名表.docx" in await it.wang.says("/notice 2")
        assert await it.next_poll() == ""


async def test_the_same_letter_twice_is_one_notice(tmp_path: Path) -> None:
    async with post(tmp_path) as it:
        it.server.gets(letter("讲座通知", LECTURE, id="<7@school.example>"))
        assert "讲座通知" in await it.next_poll()
        it.server.gets(letter("讲座通知", LECTURE + "（转发）", id="<7@school.example>"))
        it.server.numbers_anew()
        assert await it.next_poll() == ""


async def test_a_letter_that_was_long_on_its_way_is_news(tmp_path: Path) -> None:
    async with post(tmp_path) as it:
        it.server.gets(letter("讲座回顾", "讲座已经结束，感谢参加。", date="Wed, 1 Jul 2026 08:30:00 +0800"))
        assert "讲座回顾" in await it.next_poll()


async def test_a_page_in_a_letter_reaches_nobody_as_markup(tmp_path: Path) -> None:
    async with post(tmp_path) as it:
        page = "<p>讲座定于2026年9月10日14:30举行。</p><script>alert(1)</script><img src=x onerror=y>"
        it.server.gets(letter("<b>讲座</b>通知", "", html=page))
        told = await it.next_poll() + await it.wang.says("/notice 2")
        assert "9月10日" in told and "<" not in told and "alert" not in told


async def test_a_connection_that_breaks_loses_no_letter(tmp_path: Path) -> None:
    async with post(tmp_path) as it:
        it.server.hangs_up_on = b"AUTHENTICATE"
        await it.world.passes(hours=8)
        assert (await it.error() or "").startswith("broken")
        it.server.hangs_up_on = b""
        it.server.gets(letter("讲座通知", LECTURE))
        for _ in range(3):  # over the night
            await it.world.passes(hours=8)
        assert await it.error() is None and "讲座通知" in await it.wang.news()


async def test_a_wrong_password_is_told_with_what_to_do_and_without_the_password(tmp_path: Path) -> None:
    async with post(tmp_path, "falsch-123") as it:
        for _ in range(3):
            await it.world.passes(hours=8)
        told = await it.root.news()
        assert "邮件服务器不让登录" in told and "授权码" in told and "falsch-123" not in told + str(await it.error())
