"""The real service, killed without warning while it fans a notice out, again and again."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crash.telegram import Nursery
from fakes.telegram import FakeTelegram

from channels.telegram.channel import CONCURRENCY
from store import Store

EACH = 500  # web chats, and as many Telegram chats
ON_TELEGRAM = range(EACH + 1, 2 * EACH + 1)
ELSEWHERE = 1000  # students without an account, so that turning the audience into deliveries takes two transactions
KILLS = 3  # while it sends, each when Telegram has taken some messages more
FIRST_CHAT = 10_001
STOP_SECS_MAX = 10  # as an operator does it
LOOKS_MAX = 5_000_000  # for the first deliveries: a minute or more
NOTICE = "关于举办讲座的通知\n各位同学：\n讲座定于2099年9月10日14:30在图书馆举行。\n图书馆\n2099年9月1日\n"
CONFIG = """
database: sqlite:///kexun.db
web: {{port: 0}}
channels:
  webchat: {{}}
  telegram: {{token: "{token}", api_url: "{api_url}", rate: 1000/s}}
roles: {{student: {{title: 学生, join: open}}}}
feeds:
  - {{name: 校园通知, url: notices, kind: folder, every: 1s, catch_up: true}}
"""


async def people(database: Path) -> None:
    """Students, as many on the web chat as on Telegram, and some on neither."""
    now = datetime.now(UTC).timestamp()
    numbers = range(1, 2 * EACH + 1)
    students = range(1, 2 * EACH + ELSEWHERE + 1)
    async with Store.open(database) as store, store.transaction() as tx:
        await tx.many(
            "INSERT INTO members (id, name, joined_at, welcomed_at) VALUES (:i, :i, :now, :now)",
            [{"i": i, "now": now} for i in students],
        )
        await tx.many("INSERT INTO member_roles VALUES (:i, 'student', :now)", [{"i": i, "now": now} for i in students])
        await tx.many(
            "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:i, :c, :a, :now)",
            [
                {"i": i, "c": "webchat" if i <= EACH else "telegram", "now": now,
                 "a": f"page-{i}" if i <= EACH else str(FIRST_CHAT + i)}
                for i in numbers
            ],
        )


async def test_nothing_is_lost_however_often_the_service_is_killed(tmp_path: Path) -> None:
    ledger = await killed(tmp_path, seed=1)
    assert set(ledger.web_chats) == {f"page-{n}" for n in range(1, EACH + 1)}, "somebody on the web chat was forgotten"
    assert set(ledger.web_chats.values()) == {1}, "a web chat shows it once, and only once"
    assert min(ledger.telegram.values()) == 1, "somebody on Telegram was forgotten"
    assert [n for n, many in ledger.telegram.items() if many > 1 + ledger.doubts[n]] == [], "a double without a doubt"
    assert ledger.doubts.total() <= ledger.kills * CONCURRENCY, "more doubts than sends in flight"
    assert ledger.states <= {"sent", "queued", "unknown"}, "nothing is given up, though two answers of one may be lost"


@dataclass(frozen=True)
class Ledger:
    """What arrived, by number or address, and what the service knows of it."""

    kills: int
    telegram: Counter[int]
    web_chats: dict[str, int]
    doubts: Counter[int]
    states: set[str]


async def killed(folder: Path, seed: int) -> Ledger:
    """A notice for everyone, and a service that is killed while it fans it out, as soon as it is back, and again and
    again while it sends; the last one finishes."""
    (folder / "notices").mkdir()
    (folder / "notices" / "lecture.txt").write_text(NOTICE, encoding="utf-8")
    database, dice = folder / "kexun.db", random.Random(seed)
    await people(database)
    async with FakeTelegram() as fake:
        for number in ON_TELEGRAM:
            fake.chat(FIRST_CHAT + number)
        (folder / "config.yaml").write_text(CONFIG.format(token=fake.token, api_url=fake.api_url), encoding="utf-8")
        async with Nursery.of(folder / "config.yaml") as nursery:
            born = await nursery.start()
            await asyncio.to_thread(wait_for_deliveries, database)
            await nursery.end(born)
            before, born = len(fake.calls), await nursery.start()
            await fake.until(lambda: len(fake.calls) > before)
            await nursery.end(born)
            for _ in range(KILLS):
                before, born = heard(fake), await nursery.start()
                await fake.until(reached(fake, before + dice.randrange(1, EACH // KILLS)))
                await nursery.end(born)
            born = await nursery.start()
            await fake.until(lambda: all(fake.messages(FIRST_CHAT + n) for n in ON_TELEGRAM))
            async with asyncio.timeout(STOP_SECS_MAX):
                assert await nursery.end(born, signal.SIGTERM) == 0
        copies = Counter({n: len(fake.messages(FIRST_CHAT + n)) for n in ON_TELEGRAM})
    return await ledger_of(database, copies)


def wait_for_deliveries(database: Path) -> None:
    """Until the first of them are there: those of the first chunk of members, before the second."""
    with closing(sqlite3.connect(database)) as db:
        for _ in range(LOOKS_MAX):
            if db.execute("SELECT EXISTS (SELECT 1 FROM deliveries)").fetchone()[0]:
                return
    raise AssertionError("nothing was fanned out")


def heard(fake: FakeTelegram) -> int:
    return sum(len(fake.messages(FIRST_CHAT + n)) for n in ON_TELEGRAM)


def reached(fake: FakeTelegram, enough: int) -> Callable[[], bool]:
    return lambda: heard(fake) >= min(enough, EACH)


async def ledger_of(database: Path, telegram: Counter[int]) -> Ledger:
    async with Store.open(database) as store, store.reading() as tx:
        lines = await tx.all("SELECT address, count(*) AS n FROM chat_lines GROUP BY address")
        rows = await tx.all(
            """SELECT a.member_id, d.state, d.doubts, d.channel
                 FROM deliveries d JOIN accounts a ON a.id = d.account_id"""
        )
    return Ledger(
        KILLS + 2, telegram, {line["address"]: line["n"] for line in lines},
        Counter({row["member_id"]: row["doubts"] for row in rows if row["channel"] == "telegram"}),
        {row["state"] for row in rows},
    )
