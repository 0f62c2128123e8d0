"""The stored transcript keeps the transcript's contract."""

from __future__ import annotations

import pytest
from contracts.transcript import LATER, NOON, Inbox, TranscriptContract, body

from store import Store, StoreUnavailable, members
from store.chat import ChatTranscript


@pytest.fixture
def transcript(store: Store) -> ChatTranscript:
    return ChatTranscript(store)


@pytest.fixture
def inbox(store: Store) -> Inbox:
    async def rows() -> list[tuple[str, str]]:
        async with store.reading() as tx:
            found = await tx.all("SELECT key, raw FROM inbox WHERE channel = 'webchat' ORDER BY id")
        return [(row["key"], row["raw"]) for row in found]

    return rows


class TestStoredTranscript(TranscriptContract):
    pass


async def test_what_is_said_is_heard_and_shown_or_neither(
    store: Store, transcript: ChatTranscript, inbox: Inbox
) -> None:
    async with store.transaction() as tx:
        row = await tx.one("PRAGMA page_count")
        assert row is not None
        await tx.run(f"PRAGMA max_page_count = {row[0]}")
    with pytest.raises(StoreUnavailable):
        await transcript.say("小王", "小王:k1", "raw", body("我" * 100_000), NOON)
    assert await inbox() == [] and await transcript.after("小王", 0, 10) == []


async def test_someone_with_an_account_is_known_even_when_the_inbox_forgot(
    store: Store, transcript: ChatTranscript
) -> None:
    async with store.transaction() as tx:
        await members.account(tx, "webchat", "小王", NOON)
        await members.account(tx, "telegram", "小李", NOON)
    assert await transcript.known("小王") and not await transcript.known("小李")


async def test_an_address_is_not_known_by_the_beginning_of_another(transcript: ChatTranscript) -> None:
    await transcript.say("小王二", "小王二:k", "raw", None, NOON)
    assert not await transcript.known("小王")


async def test_lines_outlive_a_restart(store: Store, transcript: ChatTranscript) -> None:
    line = await transcript.append_theirs("小王", 1, body("甲"), NOON)
    again = await ChatTranscript(store).append_theirs("小王", 1, body("甲"), LATER)
    assert again == line
