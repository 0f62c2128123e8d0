"""The whole service and a strict fake Telegram: a change notice whose earlier one an organiser names by a tap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from fakes.service import LECTURE, hears, joins, said, service
from fakes.telegram import FakeTelegram

from bot.app import utc_now
from store import members

LATER = (
    "关于讲座延期的通知\n各位同学：\n原定2099年9月10日举行的讲座推迟至9月17日14:30举行。\n图书馆\n2099年9月2日\n"
)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


async def test_an_organiser_says_which_notice_is_changed_and_everyone_is_told(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, 7, "学生")
        await joins(telegram, 8, "学生")
        async with store.transaction() as tx:
            account = await members.find_account(tx, "telegram", "8")
            assert account is not None
            await members.add_role(tx, account.member_id, "organiser", utc_now())
        (tmp_path / "notices" / "a.txt").write_text(LECTURE.replace("举办讲座", "举办人工智能讲座"), encoding="utf-8")
        await hears(telegram, 7, "关于举办人工智能讲座的通知")
        (tmp_path / "notices" / "b.txt").write_text(LATER, encoding="utf-8")
        await until_held(telegram)
        assert "关于讲座延期的通知" not in said(telegram, 7)
        telegram.taps(8, telegram.messages(8)[-1].id, "1. 关于举办人工智能讲座的通知")
        await hears(telegram, 8, "日期和提醒已经跟着改")
        await hears(telegram, 7, "改为 2099年9月17日")


async def until_held(telegram: FakeTelegram) -> None:
    """Look at what waits until the question is there: by itself it comes half a minute later."""
    asked = "它改的是下面哪一条"
    while asked not in said(telegram, 8):
        before = said(telegram, 8)
        telegram.says(8, "待审")
        await telegram.until(partial(_has_changed, telegram, before))


def _has_changed(telegram: FakeTelegram, before: str) -> bool:
    return said(telegram, 8) != before
