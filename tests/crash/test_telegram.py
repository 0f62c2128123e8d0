"""The real service and a Telegram on a real socket, with SIGKILL at random moments."""

from __future__ import annotations

from pathlib import Path

from crash.telegram import broadcast, conversation

KILLS = 50  # `./run sim telegram` is for more
SEED = 1
WRITERS = 250  # as many as Telegram hands out in three polls


async def test_killed_again_and_again_it_loses_nothing_and_every_double_was_in_doubt(tmp_path: Path) -> None:
    story = await broadcast(tmp_path, KILLS, SEED)
    assert story.wrongs() == []
    assert sum(sends > 0 for sends in story.lives) > KILLS // 2, "most of them were killed while they were sending"
    assert story.doubts, "some of the kills hit sends in flight"


async def test_of_250_who_wrote_while_it_was_down_each_is_answered_and_nothing_is_done_twice(tmp_path: Path) -> None:
    heard = await conversation(tmp_path, WRITERS, 10, SEED)
    assert (heard.waiting, heard.unanswered) == (0, 0)
    assert len(heard.said) == WRITERS and set(heard.said.values()) == {1}, "one reply was made for each, and only one"
    assert [chat for chat, many in heard.answers.items() if not 1 <= many <= 1 + heard.doubts[chat]] == []
