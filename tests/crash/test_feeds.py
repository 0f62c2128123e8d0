"""The real service and a site on a real socket, with SIGKILL at random moments of a poll."""

from __future__ import annotations

from pathlib import Path

import pytest
from crash.feeds import READERS, polled

KILLS = 5  # for each seed; `./run sim feeds` is for more
SEEDS = (1, 2)  # apart, so that two processes can share them


@pytest.mark.parametrize("seed", SEEDS)
async def test_killed_again_and_again_while_it_polls_it_loses_no_entry_and_tells_none_twice(
    tmp_path: Path, seed: int
) -> None:
    story = await polled(tmp_path, KILLS, seed)
    assert story.wrongs() == []
    assert len(story.lines) >= READERS, "there was something to read"
    assert story.cut_short, "some of the kills hit a poll between two of its transactions"
