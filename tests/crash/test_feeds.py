"""The real service and a site on a real socket, with SIGKILL at random moments of a poll."""

from __future__ import annotations

from pathlib import Path

from crash.feeds import READERS, polled

KILLS = 24
SEED = 1


async def test_killed_two_dozen_times_while_it_polls_it_loses_no_entry_and_tells_none_twice(tmp_path: Path) -> None:
    story = await polled(tmp_path, KILLS, SEED)
    assert story.wrongs() == []
    assert len(story.lines) >= READERS, "there was something to read"
    assert story.cut_short, "some of the kills hit a poll between two of its transactions"
