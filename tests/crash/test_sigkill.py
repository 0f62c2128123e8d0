"""The real service, killed without warning while it fans a notice out, again and again."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from fakes.telegram import FakeTelegram

from channels.telegram.channel import CONCURRENCY
from store import Store

ROOT = Path(__file__).parents[2]
EACH = 500  # web chats, and as many Telegram chats
KILLS = (20, 120, 250, 400)  # once Telegram has taken so many messages
FIRST_CHAT = 10_001
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
    """Students, half of them on the web chat and half on Telegram."""
    now = datetime.now(UTC).timestamp()
    numbers = range(1, 2 * EACH + 1)
    async with Store.open(database) as store, store.transaction() as tx:
        await tx.many(
            "INSERT INTO members (id, name, joined_at, welcomed_at) VALUES (:i, :i, :now, :now)",
            [{"i": i, "now": now} for i in numbers],
        )
        await tx.many("INSERT INTO member_roles VALUES (:i, 'student', :now)", [{"i": i, "now": now} for i in numbers])
        await tx.many(
            "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:i, :c, :a, :now)",
            [
                {"i": i, "c": "webchat" if i <= EACH else "telegram", "now": now,
                 "a": f"page-{i}" if i <= EACH else str(FIRST_CHAT + i)}
                for i in numbers
            ],
        )


@asynccontextmanager
async def service(folder: Path, output: int = DEVNULL) -> AsyncIterator[Process]:
    """`kexun serve`, killed at the end without a chance to tidy up, if it has not ended by then."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--config", str(folder / "config.yaml"), cwd=ROOT, stdout=output,
        stderr=DEVNULL, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def stop(process: Process) -> None:
    """As an operator does it; it must be down in ten seconds."""
    process.terminate()
    async with asyncio.timeout(10):
        assert await process.wait() == 0


def reached(heard: Callable[[], int], enough: int) -> Callable[[], bool]:
    return lambda: heard() >= enough


async def test_nothing_is_lost_however_often_the_service_is_killed(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "lecture.txt").write_text(NOTICE, encoding="utf-8")
    database = tmp_path / "kexun.db"
    await people(database)
    async with FakeTelegram() as fake:
        for number in range(EACH + 1, 2 * EACH + 1):
            fake.chat(FIRST_CHAT + number)
        (tmp_path / "config.yaml").write_text(CONFIG.format(token=fake.token, api_url=fake.api_url), encoding="utf-8")

        def heard() -> int:
            return sum(len(fake.messages(FIRST_CHAT + n)) for n in range(EACH + 1, 2 * EACH + 1))

        for enough in KILLS:
            async with service(tmp_path):
                await fake.until(reached(heard, enough))
        async with service(tmp_path) as process:
            await fake.until(lambda: all(fake.messages(FIRST_CHAT + n) for n in range(EACH + 1, 2 * EACH + 1)))
            await stop(process)
        copies = Counter({n: len(fake.messages(FIRST_CHAT + n)) for n in range(EACH + 1, 2 * EACH + 1)})
    assert min(copies.values()) == 1, "somebody on Telegram was forgotten"
    async with Store.open(database) as store, store.reading() as tx:
        lines = await tx.all("SELECT address, count(*) AS n FROM chat_lines GROUP BY address")
        (row,) = await tx.all("SELECT sum(doubts) AS n FROM deliveries WHERE channel = 'telegram'")
    assert len(lines) == EACH and all(line["n"] == 1 for line in lines), "a web chat has it once, and only once"
    doubles = sum(copies.values()) - EACH
    assert doubles <= row["n"] <= len(KILLS) * CONCURRENCY, "each double was in doubt, and no more than were in flight"


async def test_a_stop_is_clean_and_within_ten_seconds(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("web: {port: 0}\nchannels: {webchat: {}}\n", encoding="utf-8")
    async with service(tmp_path, PIPE) as process:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip().rpartition("：")[2]
        async with aiohttp.ClientSession() as session, session.get(f"{url}/healthz") as answer:
            assert answer.status == 200 and (await answer.json())["status"] == "ok"
        await stop(process)
