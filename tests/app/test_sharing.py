"""The whole service and a strict fake Telegram: notices passed on by the bot's name, and commands offered to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fakes.service import hears, joins, service
from fakes.telegram import FakeTelegram

from bot.app import utc_now
from delivery import issue
from delivery.settings import Settings
from notices.model import Audience, Notice
from store import Store, members


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


async def publishes(store: Store, title: str, *roles: str) -> int:
    async with store.transaction() as tx:
        rule, settings = Audience(frozenset(roles)), Settings(ZoneInfo("Asia/Shanghai"))
        return await issue.issue(tx, Notice(title, "正文。"), rule, utc_now(), settings, quiet=True)


async def looks_for(telegram: FakeTelegram, who: int, words: str) -> dict[str, Any]:
    """They write the bot's name and these words in some chat; what Telegram shows them."""
    before = len(telegram.calls_of("answerInlineQuery"))
    telegram.looks_for(who, words)
    await telegram.until(lambda: len(telegram.calls_of("answerInlineQuery")) > before)
    call = telegram.calls_of("answerInlineQuery")[-1]
    assert call.status == 200
    return call.given


def titles(given: dict[str, Any]) -> list[str]:
    return [it["title"] for it in given["results"]]


async def test_a_notice_is_passed_on_by_those_who_may_read_it(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, 7, "学生")
        await publishes(store, "学生科普日", "student")
        await publishes(store, "教师科普日", "teacher")
        number = await publishes(store, "防汛通知")
        assert titles(await looks_for(telegram, 7, "科普日")) == ["学生科普日"]
        assert titles(await looks_for(telegram, 7, "")) == ["防汛通知", "学生科普日"]
        given = await looks_for(telegram, 7, f"#{number}")
        (result,) = given["results"]
        (row,) = result["reply_markup"]["inline_keyboard"]
        assert [button["url"] for button in row] == [f"https://t.me/kexun_bot?start=n-{number}"]
        assert given["is_personal"] is True


async def test_a_stranger_finds_nothing_and_is_invited(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await publishes(store, "防汛通知")
        given = await looks_for(telegram, 9, "防汛")
        assert titles(given) == [] and given["button"]["start_parameter"] == "share"
        telegram.says(9, "/start share")
        await hears(telegram, 9, "角色")


async def test_a_notice_in_full_can_be_shared(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, 7, "学生")
        number = await publishes(store, "防汛通知")
        telegram.says(7, f"/start n-{number}")
        await hears(telegram, 7, "正文。")
        shown = next(it for it in telegram.messages(7) if "正文。" in it.text)
        assert shown.button("分享")["switch_inline_query"] == f"#{number}"


async def test_without_a_web_chat_nobody_is_sent_to_one(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram, webchat=False) as (made, _, _):
        await joins(telegram, 7, "学生")
        assert (made.house().public_url, made.house().telegram_name) == ("", "kexun_bot")


async def test_those_who_may_do_more_are_offered_more(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (made, store, _):
        await joins(telegram, 7, "学生")
        async with store.transaction() as tx:
            account = await members.find_account(tx, "telegram", "7")
            assert account is not None
            await members.add_role(tx, account.member_id, "organiser", utc_now())
        await made.offer_menus()
        assert "announce" in dict(telegram.commands["chat:7"]) and "admin" not in dict(telegram.commands["chat:7"])
        assert "announce" not in dict(telegram.commands["zh"])
        assert "setup" in dict(telegram.commands["all_chat_administrators"])
        assert "setup" not in dict(telegram.commands["all_group_chats"])
        async with store.transaction() as tx:
            await members.drop_role(tx, account.member_id, "organiser")
        await made.offer_menus()
        assert "chat:7" not in telegram.commands
