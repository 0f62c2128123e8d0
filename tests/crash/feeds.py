"""The real service, killed at random moments while it polls a web server on a real socket; and what became of it."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crash.telegram import Nursery
from fakes.feed_server import feed_server
from fakes.feed_texts import item, rss

from store import Store

READERS = 5
NEW_MAX = 40  # entries put up before each kill: from one, to a roundup in several transactions, which take milliseconds
LOOKS_MAX = 20_000  # at the database between the request for the feed and the kill: up to half a second
KILLS_MAX = 5  # times the kills asked for, until one has cut a poll short: on a busy machine a look may come too late
WAIT_LOOKS_MAX = 2_000_000  # for what must come: minutes
WORDS = "各位同学：讲座定于2099年9月{day}日14:30在图书馆举行，欢迎参加。"
CONFIG = """
database: sqlite:///kexun.db
web: {{port: 0}}
channels: {{webchat: {{}}}}
roles: {{student: {{title: 学生, join: open}}}}
feeds:
  - {{name: 校园, url: "{url}", every: 1s, catch_up: true}}
"""


@dataclass
class Poll:
    """What was put up, and what the service made of it."""

    put_up: list[str] = field(default_factory=list)
    entries: Counter[str] = field(default_factory=Counter)
    """Notices by title."""
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each reader was told of each title, be it with others."""
    lines: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Lines on each reader's page, by delivery."""
    cut_short: int = 0
    """Kills after some of the entries were stored, and before all were."""

    def wrongs(self) -> list[str]:
        """Everything that must not be."""
        found = [f"{title} became {self.entries[title]} notices" for title in self.put_up if self.entries[title] != 1]
        readers = [f"page-{n}" for n in range(1, READERS + 1)]
        found += [
            f"{who} was told {self.told[who, title]} times of {title}"
            for who in readers for title in self.put_up if self.told[who, title] != 1
        ]
        return found + [f"{who} has {n} lines of {which}" for (who, which), n in self.lines.items() if n != 1]


async def polled(folder: Path, kills: int, seed: int) -> Poll:
    """So many polls that are killed, and more until one was cut short; then a last service finishes."""
    dice, story, database = random.Random(seed), Poll(), folder / "kexun.db"
    await _readers(database)
    async with feed_server() as server:
        url, config = server.gives("/feed", rss()), folder / "config.yaml"
        config.write_text(CONFIG.format(url=url), encoding="utf-8")
        async with Nursery.of(config) as nursery:
            for kill in range(KILLS_MAX * kills):
                if kill >= kills and story.cut_short:
                    break
                stored = await asyncio.to_thread(_stored, database)
                _put_up(story, dice.randint(1, NEW_MAX))
                server.gives("/feed", _document(story.put_up))
                asked, born = len(server.requests), await nursery.start()
                await server.asked("/feed", asked + 1)
                if kill % 2:
                    await asyncio.to_thread(_until_stored, database, dice.randint(stored, len(story.put_up) - 1))
                else:
                    await asyncio.to_thread(_look, database, int(LOOKS_MAX ** dice.random()))
                await nursery.end(born)
                story.cut_short += stored < await asyncio.to_thread(_stored, database) < len(story.put_up)
            born = await nursery.start()
            await asyncio.to_thread(_until_told, database, len(story.put_up))
            assert await nursery.end(born, signal.SIGTERM) == 0
    await _told(database, story)
    return story


def _put_up(story: Poll, count: int) -> None:
    story.put_up += [f"第{len(story.put_up) + n}场讲座" for n in range(1, count + 1)]


def _document(titles: list[str]) -> str:
    """The newest first; soon so many that a process of its own reads them."""
    shown = [item(it, WORDS.format(day=1 + n % 28), guid=it, link=f"/{n}") for n, it in enumerate(titles)]
    return rss(*reversed(shown))


async def _readers(database: Path) -> None:
    now = datetime.now(UTC).timestamp()
    rows = [{"i": i, "a": f"page-{i}", "now": now} for i in range(1, READERS + 1)]
    async with Store.open(database) as store, store.transaction() as tx:
        await tx.many("INSERT INTO members (id, name, joined_at, welcomed_at) VALUES (:i, :a, :now, :now)", rows)
        await tx.many(
            "INSERT INTO accounts (id, member_id, channel, address, opened_at) VALUES (:i, :i, 'webchat', :a, :now)",
            rows,
        )


def _asked(database: Path, sql: str) -> int:
    with closing(sqlite3.connect(database, timeout=60)) as db:
        (found,) = db.execute(sql).fetchone()
    return int(found)


def _stored(database: Path) -> int:
    return _asked(database, "SELECT count(*) FROM entries")


def _look(database: Path, times: int) -> None:
    with closing(sqlite3.connect(database, timeout=60)) as db:
        for _ in range(times):
            db.execute("SELECT max(id) FROM entries").fetchone()


def _until_stored(database: Path, more_than: int) -> None:
    with closing(sqlite3.connect(database, timeout=60)) as db:
        for _ in range(WAIT_LOOKS_MAX):
            if db.execute("SELECT count(*) FROM entries").fetchone()[0] > more_than:
                return
    raise AssertionError("nothing was stored")


def _until_told(database: Path, entries: int) -> None:
    """Every entry is there, no roundup is being gathered, nothing waits to be sent, and what was sent is known."""
    for _ in range(WAIT_LOOKS_MAX):
        if _stored(database) == entries and not _asked(
            database, """SELECT (SELECT count(*) FROM roundups WHERE told_at IS NULL)
                              + (SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending'))"""
        ):
            return
    raise AssertionError("it was not finished")


async def _told(database: Path, story: Poll) -> None:
    async with Store.open(database) as store, store.reading() as tx:
        story.entries.update(row["title"] for row in await tx.all("SELECT title FROM notices"))
        rows = await tx.all(
            """SELECT a.address, n.title FROM notices n
                 LEFT JOIN roundup_notices r ON r.notice_id = n.id
                 JOIN messages g ON g.kind = 'notice' AND (g.notice_id = n.id OR g.roundup_id = r.roundup_id)
                 JOIN deliveries d ON d.message_id = g.id AND d.state = 'sent' JOIN accounts a ON a.id = d.account_id"""
        )
        story.told.update((row["address"], row["title"]) for row in rows)
        rows = await tx.all("SELECT address, delivery_id FROM chat_lines WHERE delivery_id IS NOT NULL")
        story.lines.update((row["address"], row["delivery_id"]) for row in rows)
