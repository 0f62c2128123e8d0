from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fakes.transcript import FakeTranscript

from channels.base import Channel, SendError, Verdict
from channels.webchat import wire
from channels.webchat.channel import SAYS_MAX, SAYS_SECS, WebChat
from notices.message import text

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Place:
    def __init__(self) -> None:
        self.now = NOON
        self.updates = 0
        self.transcript = FakeTranscript()
        self.chat = WebChat(self.transcript, self._updated, lambda: self.now)

    def _updated(self) -> None:
        self.updates += 1

    def bodies(self) -> list[str]:
        return [line.body_json for line in self.transcript.lines.values()]


@pytest.fixture
def place() -> Place:
    return Place()


def test_it_is_a_channel_that_repeats_safely(place: Place) -> None:
    channel: Channel = place.chat
    assert channel.name == "webchat"
    assert channel.traits.dedupes and channel.traits.edits and channel.traits.buttons


async def test_a_delivery_sent_again_keeps_its_line(place: Place) -> None:
    first = await place.chat.send("小王", text("通知"), 1)
    assert await place.chat.send("小王", text("通知"), 1) == first
    assert place.bodies() == [wire.theirs(text("通知"))]


async def test_an_edit_replaces_the_line(place: Place) -> None:
    line_id = await place.chat.send("小王", text("甲"), 1)
    assert await place.chat.edit("小王", line_id, text("乙"), 2) == line_id
    assert place.bodies() == [wire.theirs(text("乙"))]


async def test_a_correction_changes_the_line_and_adds_none(place: Place) -> None:
    line_id = await place.chat.send("小王", text("甲"), 1)
    assert await place.chat.correct("小王", line_id, text("乙"), 2, take_back=False) == line_id
    assert await place.chat.correct("小王", line_id, text("【撤回】"), 3, take_back=True) == line_id
    assert await place.chat.correct("小王", "77", text("乙"), 4, take_back=False) is None
    assert place.bodies() == [wire.theirs(text("【撤回】"))]
    place.transcript.fail_next = 1
    with pytest.raises(SendError) as caught:
        await place.chat.correct("小王", line_id, text("丙"), 5, take_back=False)
    assert caught.value.verdict is Verdict.NOT_SENT


async def test_an_edit_of_a_line_that_is_gone_says_it_anew_and_once(place: Place) -> None:
    line_id = await place.chat.edit("小王", "77", text("乙"), 2)
    assert await place.chat.edit("小王", "77", text("乙"), 2) == line_id
    assert place.bodies() == [wire.theirs(text("乙"))]


async def test_a_transcript_that_fails_is_certainly_not_sent_and_may_be_tried_again(place: Place) -> None:
    place.transcript.fail_next = 1
    with pytest.raises(SendError) as caught:
        await place.chat.send("小王", text("通知"), 1)
    assert caught.value.verdict is Verdict.NOT_SENT
    line_id = await place.chat.send("小王", text("通知"), 1)
    place.transcript.fail_next = 1
    with pytest.raises(SendError):
        await place.chat.edit("小王", line_id, text("乙"), 2)
    assert place.bodies() == [wire.theirs(text("通知"))]


async def test_what_a_person_says_is_kept_before_anybody_is_told(place: Place) -> None:
    place.transcript.fail_next = 1
    with pytest.raises(wire.Refused) as caught:
        await place.chat.take("小王", wire.Say("k1", "你好", "你好"), "zh")
    assert (caught.value.code, caught.value.key, place.updates) == ("unavailable", "k1", 0)
    await place.chat.take("小王", wire.Say("k1", "你好", "你好"), "zh")
    assert place.updates == 1
    (raw,) = place.transcript.inbox.values()
    assert wire.incoming(raw).text == "你好"


async def test_nobody_speaks_faster_than_people_can_and_the_others_are_not_held_up(place: Place) -> None:
    for n in range(SAYS_MAX):
        await place.chat.take("小王", wire.Say(f"k{n}", "快", "快"), "zh")
    with pytest.raises(wire.Refused) as caught:
        await place.chat.take("小王", wire.Say("one more", "快", "快"), "zh")
    assert (caught.value.code, caught.value.key) == ("too_fast", "one more")
    await place.chat.take("小李", wire.Say("k", "慢", "慢"), "zh")
    place.now += timedelta(seconds=SAYS_SECS)
    await place.chat.take("小王", wire.Say("one more", "快", "快"), "zh")
    assert len(place.transcript.inbox) == SAYS_MAX + 2


async def test_answering_a_tap_and_starting_need_nothing(place: Place) -> None:
    await place.chat.start()
    await place.chat.answer_tap("long expired")
    await place.chat.stop()
