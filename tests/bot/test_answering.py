"""The inbox is answered: each update once, whatever is in it, and nobody waits for anybody's poison."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from fakes.channel import FakeChannel
from fakes.database import opened
from fakes.town import HOUSE, TUESDAY

from bot.answering import Answering, Line
from bot.house import House, Topic
from bot.words import words
from channels.base import Incoming
from delivery.pump import Pump
from delivery.render import Renderer
from store import Store, StoreUnavailable, Tx, inbox
from store.inbox import StoredInbox


def decode(raw: str) -> Incoming | None:
    """A line of JSON per update; what is no JSON is poison, and `null` is not for us."""
    fields = json.loads(raw)
    return Incoming("fake", **fields) if fields else None


class Broken(dict[str, Topic]):
    """Topics that nobody can list: a bug waiting in one command."""

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("a bug")


class Desk:
    """What comes in on a fake channel, and what goes out there."""

    def __init__(self, store: Store, house: House = HOUSE) -> None:
        self.store, self.house, self.channel = store, house, Tapped()
        self.inbox = StoredInbox(store, self.clock)
        self.answering = Answering(store, {"fake": Line(self.channel, decode)}, lambda: self.house, self.clock)
        self.pump = Pump(store, self.channel, Renderer(words, house.settings), house.settings, self.clock)

    def clock(self) -> datetime:
        return TUESDAY

    async def hears(self, key: str, text: str, address: str = "7", **more: str) -> None:
        raw = json.dumps({"key": key, "address": address, "text": text, "name": "小王", **more})
        await self.inbox.put("fake", [(key, raw)])

    async def settle(self) -> None:
        await self.answering.drain()
        await self.pump.drain()

    def said(self, address: str = "7") -> list[str]:
        return [it.text for it in self.channel.sent if it.address == address]

    async def quarantined(self) -> int:
        async with self.store.reading() as tx:
            return await inbox.count_quarantined(tx)


class Tapped(FakeChannel):
    def __init__(self) -> None:
        super().__init__()
        self.taps: list[str] = []

    async def answer_tap(self, tap_key: str, words: str = "") -> None:
        self.taps.append(tap_key)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened(tmp_path / "k.db") as it:
        yield it


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def test_a_greeting_is_answered(desk: Desk) -> None:
    await desk.hears("1", "/start")
    await desk.settle()
    assert any("角色" in said for said in desk.said())


async def test_what_comes_twice_is_answered_once(desk: Desk) -> None:
    for _ in range(3):
        await desk.hears("1", "/start")
        await desk.settle()
    assert len(desk.said()) == 1


async def test_an_update_that_cannot_be_read_is_set_aside_and_the_rest_is_answered(desk: Desk) -> None:
    await desk.inbox.put("fake", [("bad", "{not json")])
    await desk.hears("1", "/start")
    await desk.settle()
    await desk.settle()
    assert desk.said()
    assert await desk.quarantined() == 1
    assert await desk.answering.drain() == 0, "it is not tried for ever"


async def test_an_update_that_is_not_for_us_is_done_without_an_answer(desk: Desk) -> None:
    await desk.inbox.put("fake", [("1", "null")])
    await desk.settle()
    assert await desk.answering.drain() == 0
    assert await desk.quarantined() == 0


async def test_a_bug_is_told_to_the_person_and_does_not_stop_the_next_one(store: Store) -> None:
    desk = Desk(store, replace(HOUSE, topics=Broken(HOUSE.topics)))
    await desk.hears("1", "/start")
    await desk.hears("2", "/subscriptions")
    await desk.hears("3", "/help")
    await desk.hears("4", "/start", address="8")
    await desk.settle()
    assert any("没能处理好" in said for said in desk.said()), desk.said()
    assert any("帮助" in said or "发送下面的词" in said for said in desk.said())
    assert desk.said("8")
    assert await desk.quarantined() == 1


async def test_a_conversation_is_answered_in_its_order(desk: Desk) -> None:
    for number, text in enumerate(("/start", "/role student", "/help", "/me")):
        await desk.hears(str(number), text)
    await desk.settle()
    said = desk.said()
    help_at = next(i for i, it in enumerate(said) if "发送下面的词" in it)
    assert help_at < len(said) - 1 and "学生" in said[-1]


async def test_a_tap_is_answered_once_its_answer_is_committed(desk: Desk) -> None:
    await desk.hears("1", "/help", tap_key="tap-1", tapped="5")
    await desk.settle()
    assert desk.channel.taps == ["tap-1"]


async def test_a_channel_that_was_switched_off_leaves_nothing_stuck(desk: Desk) -> None:
    await desk.inbox.put("gone", [("1", "{}")])
    await desk.settle()
    assert await desk.answering.drain() == 0


class Troubled:
    """A store that can be read, and written to unless it is broken."""

    def __init__(self, store: Store) -> None:
        self._store, self.broken = store, True
        self.reading = store.reading

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        if self.broken:
            raise StoreUnavailable("the disk is full")
        async with self._store.transaction() as tx:
            yield tx


async def test_a_database_in_trouble_is_no_fault_of_the_update(desk: Desk) -> None:
    await desk.hears("1", "/start")
    troubled = Troubled(desk.store)
    answering = Answering(troubled, {"fake": Line(desk.channel, decode)}, lambda: desk.house, desk.clock)
    with pytest.raises(StoreUnavailable):
        await answering.drain()
    troubled.broken = False
    await answering.drain()
    await desk.settle()
    assert desk.said()
    assert await desk.quarantined() == 0
