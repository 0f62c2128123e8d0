from __future__ import annotations

from feeds.turns import HOST_GAP_SECS, Turns

NOW = 1000.0


def test_a_site_is_asked_one_feed_at_a_time_and_the_others_follow_at_its_pace() -> None:
    chosen, later = Turns().choose([(1, "a"), (2, "a"), (3, "b"), (4, "a")], NOW)
    assert chosen == [1, 3]
    assert later == {2: NOW + HOST_GAP_SECS, 4: NOW + 2 * HOST_GAP_SECS}


def test_a_site_that_answers_slowly_holds_up_only_itself() -> None:
    turns = Turns()
    turns.choose([(1, "slow")], NOW)
    chosen, later = turns.choose([(2, "slow"), (3, "quick")], NOW + 25)
    assert chosen == [3] and list(later) == [2]


def test_a_site_rests_before_it_is_asked_again() -> None:
    turns = Turns()
    turns.choose([(1, "a")], NOW)
    turns.done("a", NOW + 1)
    assert turns.choose([(2, "a")], NOW + 2)[0] == []
    assert turns.choose([(2, "a")], NOW + 1 + HOST_GAP_SECS)[0] == [2]


def test_our_own_sources_need_no_turns() -> None:
    assert Turns().choose([(n, "") for n in range(5)], NOW) == ([0, 1, 2, 3, 4], {})
