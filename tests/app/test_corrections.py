"""The whole service and a strict fake Telegram: what was said is corrected in place, and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fakes.service import hears, joins, said, service
from fakes.telegram import FakeTelegram

from bot.app import utc_now
from delivery import issue
from delivery.settings import Settings
from notices.model import Audience, Notice
from store import Store

SETTINGS = Settings(ZoneInfo("Asia/Shanghai"), corrected_on=frozenset({"telegram"}))


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


async def written_down(store: Store) -> None:
    """Wait until what was said is known to have been said."""
    async with asyncio.timeout(20):
        waiting = True
        while waiting:
            async with store.reading() as tx:
                waiting = bool(await tx.all("SELECT 1 FROM deliveries WHERE state IN ('queued', 'sending')"))


async def test_a_notice_is_corrected_where_it_stands_and_gone_when_it_is_withdrawn(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, 7, "学生")
        rule = Audience(topics=frozenset({"lecture"}))
        async with store.transaction() as tx:
            notice_id = await issue.issue(tx, Notice("关于举办讲坐的通知", "正文。"), rule, utc_now(), SETTINGS)
        await hears(telegram, 7, "讲坐")
        await written_down(store)
        before = len(telegram.messages(7))
        async with store.transaction() as tx:
            await issue.change(tx, notice_id, Notice("关于举办讲座的通知", "正文。"), utc_now(), SETTINGS)
        await hears(telegram, 7, "关于举办讲座的通知")
        await written_down(store)
        assert len(telegram.messages(7)) == before and "讲坐" not in said(telegram, 7)
        async with store.transaction() as tx:
            await issue.withdraw(tx, notice_id, utc_now(), SETTINGS)
        await hears(telegram, 7, "【撤回】")
        await telegram.until(lambda: "【通知】" not in said(telegram, 7))
