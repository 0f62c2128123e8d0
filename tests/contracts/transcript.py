"""What every transcript must do, whoever keeps it.

Subclass `TranscriptContract` in a test module that has two fixtures: `transcript`, empty, and `inbox`, an async
function that returns the (key, raw) pairs stored for the web chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from channels.webchat.transcript import Transcript

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
END = 2**63 - 1
Inbox = Callable[[], Awaitable[list[tuple[str, str]]]]


def body(text: str) -> str:
    return f'{{"spans":[{{"text":"{text}"}}],"buttons":[]}}'


class TranscriptContract:
    async def test_what_was_appended_is_read_back_unchanged(self, transcript: Transcript) -> None:
        line = await transcript.append_theirs("小王", 1, body("科普日 🎉"), NOON)
        (read,) = await transcript.after("小王", 0, 10)
        assert (read.id, read.seq, read.mine, read.at) == (line.id, line.seq, False, NOON)
        assert read.body_json == line.body_json == body("科普日 🎉")

    async def test_the_same_delivery_again_shows_nothing_twice(self, transcript: Transcript) -> None:
        first = await transcript.append_theirs("小王", 1, body("甲"), NOON)
        again = await transcript.append_theirs("小王", 1, body("甲"), LATER)
        assert (again.id, again.seq, again.at) == (first.id, first.seq, first.at)
        assert len(await transcript.after("小王", 0, 10)) == 1

    async def test_a_delivery_repeated_after_its_line_was_edited_shows_nothing_twice(
        self, transcript: Transcript
    ) -> None:
        line = await transcript.append_theirs("小王", 1, body("甲"), NOON)
        await transcript.edit("小王", line.id, 2, body("乙"), LATER)
        again = await transcript.append_theirs("小王", 1, body("甲"), LATER)
        assert (again.id, again.body_json) == (line.id, body("乙"))
        assert len(await transcript.after("小王", 0, 10)) == 1

    async def test_an_edit_keeps_the_place_and_the_time_and_is_news(self, transcript: Transcript) -> None:
        line = await transcript.append_theirs("小王", 1, body("甲"), NOON)
        other = await transcript.append_theirs("小王", 2, body("丙"), NOON)
        edited = await transcript.edit("小王", line.id, 3, body("乙"), LATER)
        assert edited is not None
        assert (edited.id, edited.at, edited.body_json) == (line.id, NOON, body("乙"))
        assert edited.seq > other.seq
        assert [changed.id for changed in await transcript.after("小王", other.seq, 10)] == [line.id]
        assert [shown.id for shown in await transcript.before("小王", END, 10)] == [line.id, other.id]

    async def test_an_edit_repeated_or_overtaken_by_a_newer_one_changes_nothing(self, transcript: Transcript) -> None:
        line = await transcript.append_theirs("小王", 1, body("甲"), NOON)
        newest = await transcript.edit("小王", line.id, 3, body("丙"), NOON)
        late = await transcript.edit("小王", line.id, 2, body("乙"), LATER)
        again = await transcript.edit("小王", line.id, 3, body("丙"), LATER)
        assert newest and late and again
        assert {(edit.seq, edit.body_json) for edit in (newest, late, again)} == {(newest.seq, body("丙"))}

    async def test_only_our_own_lines_of_that_conversation_can_be_edited(self, transcript: Transcript) -> None:
        line = await transcript.append_theirs("小王", 1, body("甲"), NOON)
        await transcript.say("小王", "小王:k1", "raw", body("我"), NOON)
        (mine,) = await transcript.after("小王", line.seq, 10)
        assert await transcript.edit("小李", line.id, 2, body("乙"), LATER) is None
        assert await transcript.edit("小王", mine.id, 2, body("乙"), LATER) is None
        assert await transcript.edit("小王", 9999, 2, body("乙"), LATER) is None
        assert [shown.body_json for shown in await transcript.after("小王", 0, 10)] == [body("甲"), body("我")]

    async def test_what_a_person_says_is_in_the_inbox_and_in_the_conversation(
        self, transcript: Transcript, inbox: Inbox
    ) -> None:
        assert await transcript.say("小王", "小王:k1", "raw-1", body("我"), NOON)
        (line,) = await transcript.after("小王", 0, 10)
        assert (line.mine, line.at, line.body_json) == (True, NOON, body("我"))
        assert await inbox() == [("小王:k1", "raw-1")]

    async def test_a_key_counts_once_however_often_it_is_said(self, transcript: Transcript, inbox: Inbox) -> None:
        results = await asyncio.gather(
            *(transcript.say("小王", "小王:k1", f"raw-{i}", body(f"我{i}"), NOON) for i in range(5))
        )
        assert sorted(results) == [False] * 4 + [True]
        assert len(await inbox()) == len(await transcript.after("小王", 0, 10)) == 1

    async def test_what_shows_no_bubble_is_still_in_the_inbox(self, transcript: Transcript, inbox: Inbox) -> None:
        assert await transcript.say("小王", "小王:start", "raw", None, NOON)
        assert list(await transcript.after("小王", 0, 10)) == []
        assert await inbox() == [("小王:start", "raw")]

    async def test_a_person_is_known_once_they_have_said_something(self, transcript: Transcript) -> None:
        assert not await transcript.known("小王")
        await transcript.say("小王", "小王:start", "raw", None, NOON)
        assert await transcript.known("小王") and not await transcript.known("小李")

    async def test_conversations_are_apart(self, transcript: Transcript) -> None:
        await transcript.append_theirs("小王", 1, body("甲"), NOON)
        await transcript.append_theirs("小李", 2, body("乙"), NOON)
        assert [line.body_json for line in await transcript.after("小王", 0, 10)] == [body("甲")]
        assert [line.body_json for line in await transcript.before("小李", END, 10)] == [body("乙")]

    async def test_whoever_reads_on_from_the_last_seq_misses_nothing(self, transcript: Transcript) -> None:
        for n in range(1, 8):
            await transcript.append_theirs("小王", n, body(str(n)), NOON)
        read, seq = [], 0
        while page := await transcript.after("小王", seq, 3):
            assert [line.seq for line in page] == sorted(line.seq for line in page) and page[0].seq > seq
            read += [line.body_json for line in page]
            seq = page[-1].seq
        assert read == [body(str(n)) for n in range(1, 8)]

    async def test_older_lines_come_as_the_nearest_ones_in_order(self, transcript: Transcript) -> None:
        lines = [await transcript.append_theirs("小王", n, body(str(n)), NOON) for n in range(1, 8)]
        page = await transcript.before("小王", lines[5].id, 3)
        assert [line.body_json for line in page] == [body("3"), body("4"), body("5")]
        assert list(await transcript.before("小王", lines[0].id, 3)) == []

    async def test_lines_written_at_once_all_get_a_place_of_their_own(self, transcript: Transcript) -> None:
        lines = await asyncio.gather(
            *(transcript.append_theirs("小王", n, body(str(n)), NOON) for n in range(1, 41))
        )
        assert len({line.id for line in lines}) == len({line.seq for line in lines}) == 40
