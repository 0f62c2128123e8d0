"""The whole service and a strict fake Telegram: groups, forums and channels, from being let in to being put out."""

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

GROUP, FORUM, CHANNEL = -1007, -1001234567890, -1009876543210
BOSS, MEMBER = 7, 8


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


def newest(telegram: FakeTelegram, chat: int) -> int:
    return telegram.messages(chat)[-1].id


async def taps(telegram: FakeTelegram, chat: int, label: str, answer: str, *, by: int = BOSS) -> None:
    telegram.taps(chat, newest(telegram, chat), label, by=by)
    await hears(telegram, chat, answer)


async def set_up(telegram: FakeTelegram, chat: int = GROUP) -> None:
    """The bot is let in by an admin of the group, who chooses lectures."""
    telegram.enters(chat, "高一（3）班", by=BOSS)
    await hears(telegram, chat, "请群管理员选择")
    await taps(telegram, chat, "⬜ 讲座", "主题：讲座")
    await taps(telegram, chat, "完成", "已设好")


async def set_up_in_topic(telegram: FakeTelegram, thread: int = 45) -> None:
    """A forum, and the topic in it that is posted to."""
    telegram.chat(FORUM).threads[thread] = "open"
    await set_up(telegram, FORUM)
    await chooses_topic(telegram, thread)


async def chooses_topic(telegram: FakeTelegram, thread: int) -> None:
    telegram.chat(FORUM).threads[thread] = "open"
    telegram.says(FORUM, "/setup@kexun_bot", by=BOSS, thread=thread)
    await telegram.until(lambda: telegram.messages(FORUM)[-1].thread == thread)
    telegram.taps(FORUM, newest(telegram, FORUM), "发到这个话题", by=BOSS)
    await telegram.until(lambda: "以后发到这个话题里" in telegram.messages(FORUM)[-1].text)


async def publishes(store: Store, title: str = "关于举办讲座的通知") -> int:
    """A notice about lectures is issued; return its id."""
    async with store.transaction() as tx:
        notice, audience = Notice(title, "讲座在图书馆举行。"), Audience(topics=frozenset({"lecture"}))
        return await issue.issue(tx, notice, audience, utc_now(), Settings(ZoneInfo("Asia/Shanghai")))


async def closed(store: Store, count: int) -> None:
    """Wait until so many accounts are closed."""
    async with asyncio.timeout(20):
        found = -1
        while found != count:
            async with store.reading() as tx:
                row = await tx.one("SELECT count(closed_at) AS n FROM accounts")
            found = row["n"] if row else -1


async def test_a_group_set_up_by_its_admin_is_told_of_its_topics_and_of_nothing_personal(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await set_up(telegram)
        await publishes(store)
        await hears(telegram, GROUP, "关于举办讲座的通知")
        shown = telegram.messages(GROUP)[-1]
        assert shown.labels == [["查看全文"]]
        assert shown.button("查看全文")["url"].startswith("https://t.me/kexun_bot?start=n-")


async def test_only_its_admins_set_it_up_whoever_taps(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram):
        telegram.enters(GROUP, "高一（3）班", by=BOSS)
        await hears(telegram, GROUP, "请群管理员选择")
        telegram.taps(GROUP, newest(telegram, GROUP), "⬜ 讲座", by=MEMBER)
        await telegram.until(lambda: telegram.bot.toasts)
        assert telegram.bot.toasts == ["这个要由群管理员来做。"], "whoever tapped is told, and nobody else"
        assert "主题：讲座" not in said(telegram, GROUP) and len(telegram.messages(GROUP)) == 1


async def test_it_answers_in_a_group_only_when_it_is_meant_and_only_those_who_may(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        await set_up(telegram)
        telegram.says(GROUP, "大家好", by=MEMBER)
        telegram.says(GROUP, "/latest@other_bot", by=MEMBER)
        telegram.says(GROUP, "/latest@Kexun_Bot", by=MEMBER)
        await hears(telegram, GROUP, "要由群管理员来做")
        assert len([it for it in telegram.messages(GROUP) if "要由群管理员" in it.text]) == 1


async def test_everyone_may_ask_where_its_admins_say_so_but_for_what_is_personal(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        telegram.enters(GROUP, "高一（3）班", by=BOSS)
        await hears(telegram, GROUP, "请群管理员选择")
        await taps(telegram, GROUP, "让所有人都能问", "谁可以在群里问我：所有人")
        telegram.says(GROUP, "/latest@kexun_bot", by=MEMBER)
        await hears(telegram, GROUP, "还没有发给")
        telegram.says(GROUP, "/stop@kexun_bot", by=MEMBER)
        await hears(telegram, GROUP, "请和我单独聊")


async def test_a_forum_is_posted_to_in_the_topic_where_it_was_set_up_until_that_is_gone(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, BOSS, "学生")
        await set_up_in_topic(telegram)
        await publishes(store)
        await hears(telegram, FORUM, "关于举办讲座的通知")
        assert telegram.messages(FORUM)[-1].thread == 45
        telegram.chat(FORUM).threads[45] = "closed"
        await publishes(store, "关于举办second讲座的通知")
        await hears(telegram, FORUM, "关于举办second讲座的通知")
        assert telegram.messages(FORUM)[-1].thread is None
        await hears(telegram, BOSS, "改发到主话题")


async def test_a_topic_that_is_closed_is_told_of_before_anything_is_sent_there(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        await joins(telegram, BOSS, "学生")
        await set_up_in_topic(telegram)
        telegram.closes_topic(FORUM, 45, by=BOSS)
        await hears(telegram, BOSS, "改发到主话题")


async def test_a_topic_that_is_open_again_is_posted_to_again(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, BOSS, "学生")
        await set_up_in_topic(telegram)
        telegram.closes_topic(FORUM, 45, by=BOSS)
        await hears(telegram, BOSS, "改发到主话题")
        telegram.reopens_topic(FORUM, 46, by=BOSS)
        telegram.reopens_topic(FORUM, 45, by=BOSS)
        await hears(telegram, BOSS, "重新打开了")
        await publishes(store)
        await hears(telegram, FORUM, "关于举办讲座的通知")
        assert telegram.messages(FORUM)[-1].thread == 45


async def test_a_group_whose_topic_was_chosen_anew_stays_there(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, BOSS, "学生")
        await set_up_in_topic(telegram)
        telegram.closes_topic(FORUM, 45, by=BOSS)
        await hears(telegram, BOSS, "改发到主话题")
        await chooses_topic(telegram, 46)
        telegram.reopens_topic(FORUM, 45, by=BOSS)
        await publishes(store)
        await hears(telegram, FORUM, "关于举办讲座的通知")
        assert telegram.messages(FORUM)[-1].thread == 46


@pytest.mark.parametrize("is_told", [True, False], ids=["told of it", "refused"])
async def test_a_forum_whose_general_topic_is_closed_is_told_of_nothing_until_it_is_open(
    tmp_path: Path, telegram: FakeTelegram, is_told: bool
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, BOSS, "学生")
        await set_up(telegram, FORUM)
        if is_told:
            telegram.closes_topic(FORUM, 1, by=BOSS)
        else:
            telegram.chat(FORUM).threads[1] = "closed"
            await publishes(store, "关于举办first讲座的通知")
        await hears(telegram, BOSS, "不能再在那里发言")
        telegram.reopens_topic(FORUM, 1, by=BOSS)
        await hears(telegram, BOSS, "重新打开了")
        await publishes(store)
        await hears(telegram, FORUM, "关于举办讲座的通知")


async def test_a_channel_is_set_up_in_the_chat_of_whoever_added_it(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, BOSS, "学生")
        telegram.enters(CHANNEL, "科协频道", by=BOSS, channel=True)
        await hears(telegram, BOSS, "你把我加进了频道《科协频道》")
        await taps(telegram, BOSS, "⬜ 讲座", "主题：讲座", by=BOSS)
        await publishes(store)
        await hears(telegram, CHANNEL, "关于举办讲座的通知")
        assert len(telegram.messages(CHANNEL)) == 1


async def test_whoever_added_us_to_a_channel_before_they_knew_us_is_asked_when_they_change_our_rights(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram):
        telegram.enters(CHANNEL, "科协频道", by=BOSS, channel=True)
        await joins(telegram, BOSS, "学生")
        for _ in range(2):
            telegram.enters(CHANNEL, "科协频道", by=BOSS, channel=True)
        await hears(telegram, BOSS, "你把我加进了频道《科协频道》")
        telegram.says(BOSS, "/groups")
        await hears(telegram, BOSS, "1. 科协频道")
        assert said(telegram, BOSS).count("你把我加进了频道") == 1


async def test_someone_elses_group_is_nobody_elses_to_set_up(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram):
        await joins(telegram, BOSS, "学生")
        await joins(telegram, MEMBER, "学生")
        telegram.enters(CHANNEL, "科协频道", by=BOSS, channel=True)
        await hears(telegram, BOSS, "你把我加进了频道")
        telegram.says(MEMBER, "/group 3 topic lecture")
        await hears(telegram, MEMBER, "不归你管")
        telegram.says(BOSS, "/groups")
        await hears(telegram, BOSS, "1. 科协频道")


@pytest.mark.parametrize("how", ["removes", "loses_rights"])
async def test_being_put_out_or_silenced_is_told_to_whoever_let_us_in(
    tmp_path: Path, telegram: FakeTelegram, how: str
) -> None:
    async with service(tmp_path, telegram):
        await joins(telegram, BOSS, "学生")
        await set_up(telegram)
        getattr(telegram, how)(GROUP, by=MEMBER)
        await hears(telegram, BOSS, "我已被移出《高一（3）班》")
        telegram.enters(GROUP, "高一（4）班", by=MEMBER)
        await hears(telegram, GROUP, "《高一（4）班》")
        assert "主题：讲座" in telegram.messages(GROUP)[-1].text


async def test_a_group_that_becomes_a_supergroup_goes_on_as_it_was_set_up(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await set_up(telegram)
        telegram.enters(FORUM, "高一（3）班", by=BOSS)
        await hears(telegram, FORUM, "请群管理员选择")
        telegram.migrates(GROUP, FORUM)
        await publishes(store)
        await hears(telegram, FORUM, "关于举办讲座的通知")


async def test_whoever_unblocks_the_bot_is_told_of_things_again(tmp_path: Path, telegram: FakeTelegram) -> None:
    async with service(tmp_path, telegram) as (_, store, _):
        await joins(telegram, MEMBER, "学生")
        telegram.blocks(MEMBER)
        await closed(store, 1)
        telegram.unblocks(MEMBER)
        await closed(store, 0)
        await publishes(store)
        await hears(telegram, MEMBER, "关于举办讲座的通知")
