"""The fake keeps the contract, and breaks when it is told to."""

from __future__ import annotations

import pytest
from contracts.transcript import NOON, Inbox, TranscriptContract, body
from fakes.transcript import DiskFull, FakeTranscript


@pytest.fixture
def transcript() -> FakeTranscript:
    return FakeTranscript()


@pytest.fixture
def inbox(transcript: FakeTranscript) -> Inbox:
    async def rows() -> list[tuple[str, str]]:
        return list(transcript.inbox.items())

    return rows


class TestFakeTranscript(TranscriptContract):
    pass


async def test_a_failing_fake_changes_nothing(transcript: FakeTranscript) -> None:
    transcript.fail_next = 1
    with pytest.raises(DiskFull):
        await transcript.say("小王", "k1", "raw", body("我"), NOON)
    assert not transcript.inbox and not transcript.lines
    assert await transcript.say("小王", "k1", "raw", body("我"), NOON)


async def test_a_fake_that_fails_too_late_has_kept_what_it_was_given(transcript: FakeTranscript) -> None:
    transcript.fail_after_next = 1
    with pytest.raises(DiskFull):
        await transcript.say("小王", "k1", "raw", body("我"), NOON)
    assert not await transcript.say("小王", "k1", "raw", body("我"), NOON)
    assert len(transcript.inbox) == len(transcript.lines) == 1
