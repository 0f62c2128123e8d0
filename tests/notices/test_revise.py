from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from fakes.dates import at, deadline, event
from hypothesis import given
from hypothesis import strategies as st

from notices.model import KeyDate, Materials
from notices.revise import Revision, revise

SUMMARY, OPENING = deadline("09-27"), event("09-15 09:00", name="启动仪式", place="科技馆")


def told(it: Revision) -> list[tuple[str, str]]:
    return [(change.kind, change.name) for change in it.changes]


def revised(old: list[KeyDate], new: list[KeyDate]) -> Revision:
    """Old dates have their places in the list as ids."""
    return revise(list(enumerate(old)), new)


def test_a_date_that_moved_keeps_its_identity() -> None:
    it = revised([SUMMARY, OPENING], [OPENING, deadline("09-30")])
    assert ([i for i, _ in it.kept], [i for i, _ in it.moved]) == ([1], [0])
    assert told(it) == [("moved", "活动总结")]
    assert (it.changes[0].old, it.changes[0].new) == (SUMMARY, deadline("09-30"))


def test_dates_that_come_and_go_are_told() -> None:
    assert told(revised([], [SUMMARY])) == [("added", "活动总结")]
    it = revised([SUMMARY, OPENING], [])
    assert (told(it), it.withdrawn) == ([("withdrawn", "活动总结"), ("withdrawn", "启动仪式")], (0, 1))


def test_another_name_for_the_same_moment_is_no_news() -> None:
    it = revised([SUMMARY], [replace(SUMMARY, name="总结材料")])
    assert (told(it), [i for i, _ in it.kept]) == ([], [0])


def test_another_name_and_another_moment_is_a_move_of_the_only_one_of_its_kind() -> None:
    it = revised([SUMMARY, OPENING], [OPENING, deadline("09-30", "总结材料")])
    assert (told(it), [i for i, _ in it.moved]) == ([("moved", "总结材料")], [0])


def test_of_several_of_a_kind_nothing_is_guessed() -> None:
    it = revised([deadline("09-20", "甲"), deadline("09-21", "乙")], [deadline("09-22", "丙"), deadline("09-23", "丁")])
    assert it.moved == () and len(it.added) == len(it.withdrawn) == 2


def test_two_duties_of_one_day_are_not_taken_for_each_other() -> None:
    first, second = deadline("09-27", "甲"), deadline("09-27", "乙")
    it = revised([first, second], [second, first])
    assert (dict(it.kept), it.changes) == ({0: first, 1: second}, ())


def test_a_duty_that_moves_leaves_its_day_to_another() -> None:
    it = revised([deadline("09-27", "甲")], [deadline("09-27", "乙"), deadline("09-30", "甲")])
    assert told(it) == [("moved", "甲"), ("added", "乙")]


def test_duties_that_change_places_have_both_moved() -> None:
    it = revised([deadline("09-27", "甲"), deadline("09-30", "乙")], [deadline("09-30", "甲"), deadline("09-27", "乙")])
    assert sorted(told(it)) == [("moved", "乙"), ("moved", "甲")]


def test_another_place_or_another_address_for_the_papers_is_told() -> None:
    assert told(revised([OPENING], [replace(OPENING, place="图书馆")])) == [("place", "启动仪式")]
    pdf = replace(SUMMARY, materials=Materials(("总结",), ("PDF",), ("a@b.cn",)))
    assert told(revised([pdf], [replace(pdf, materials=Materials(("总结",), ("PDF", "Word"), ("a@b.cn",)))])) != []
    assert told(revised([pdf], [replace(pdf, materials=Materials(("材料",), ("PDF",), ("a@b.cn",)))])) == []


def test_a_whole_day_that_gets_an_hour_has_moved() -> None:
    assert told(revised([deadline("09-27")], [deadline("09-27 17:00")])) == [("moved", "活动总结")]


DATES = st.lists(st.builds(
    lambda kind, day, name: (deadline if kind else event)(f"09-{day:02d} 10:00", name=name),
    st.booleans(), st.integers(1, 6), st.sampled_from("甲乙丙"),
), max_size=6)


@given(old=DATES, new=DATES)
def test_every_date_old_and_new_is_accounted_for_once(old: list[KeyDate], new: list[KeyDate]) -> None:
    it = revised(old, new)
    assert sorted([i for i, _ in it.kept + it.moved] + list(it.withdrawn)) == list(range(len(old)))
    key = lambda date: (date.kind, date.anchor, date.name)  # noqa: E731
    assert sorted([d for _, d in it.kept + it.moved] + list(it.added), key=key) == sorted(new, key=key)
    assert len(it.changes) == len(it.moved) + len(it.added) + len(it.withdrawn)
    assert all(old[i].kind == date.kind for i, date in it.kept + it.moved)
    assert all(old[i].anchor == date.anchor for i, date in it.kept)
    assert all(old[i].anchor != date.anchor for i, date in it.moved)


@given(old=DATES, data=st.data())
def test_the_same_dates_in_any_order_are_no_news(old: list[KeyDate], data: st.DataObject) -> None:
    it = revised(old, data.draw(st.permutations(old)))
    assert it.changes == () and all(old[i] == date for i, date in it.kept)


def test_moments_are_compared_as_instants() -> None:
    elsewhere = replace(OPENING, starts_at=at("09-15 09:00").astimezone(UTC), ends_at=at("09-15 09:00").astimezone(UTC))
    assert revised([OPENING], [elsewhere]).changes == ()
