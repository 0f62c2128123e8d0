from __future__ import annotations

from feeds.outage import LATELY_SECS, PROBE_SECS, Outlook

NOW = 1_900_000_000.0


def asked(outlook: Outlook, reached: int, lost: int, at: float = NOW) -> Outlook:
    for n in range(reached):
        outlook.reached(f"up-{n}.example", at)
    for n in range(lost):
        outlook.failed(f"down-{n}.example", at)
    return outlook


def test_when_most_sites_cannot_be_reached_it_is_our_network() -> None:
    assert asked(Outlook(), 2, 3).is_down(NOW)
    assert not asked(Outlook(), 3, 3).is_down(NOW)


def test_a_few_sites_may_be_down_by_themselves() -> None:
    assert not asked(Outlook(), 0, 4).is_down(NOW)


def test_what_was_seen_long_ago_says_nothing() -> None:
    assert asked(Outlook(), 0, 5).is_down(NOW + LATELY_SECS)
    assert not asked(Outlook(), 0, 5).is_down(NOW + LATELY_SECS + 1)


def test_it_lasts_until_the_sites_answer_again_however_seldom_they_are_asked() -> None:
    outlook = asked(Outlook(), 0, 5)
    assert outlook.is_down(NOW)
    outlook.failed("down-0.example", NOW + 3 * LATELY_SECS)
    assert outlook.is_down(NOW + 3 * LATELY_SECS)
    outlook.reached("down-0.example", NOW + 4 * LATELY_SECS)
    assert not outlook.is_down(NOW + 4 * LATELY_SECS)


def test_our_own_sources_say_nothing_of_the_network() -> None:
    outlook = asked(Outlook(), 0, 4)
    for _ in range(5):
        outlook.failed("", NOW)
    assert not outlook.is_down(NOW)


def test_one_feed_a_minute_looks_whether_it_is_over() -> None:
    outlook = Outlook()
    assert [outlook.is_probe(NOW + secs) for secs in (0, 1, PROBE_SECS)] == [True, False, True]
