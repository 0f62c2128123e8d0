"""What becomes of reminders that are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from delivery.settings import Settings
from scheduler.reminders import SHARED_DATES_MAX, judge
from store.messages import Reminded
from store.reminders import DueReminder

NOW = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
DAY = 86400
SETTINGS = Settings(ZoneInfo("Asia/Shanghai"))


def due(
    number: int, date: int = 1, *, member: int = 0, lead: int = DAY, over_in: float = DAY, holds: bool = True
) -> DueReminder:
    return DueReminder(number, date, "event", member, lead, NOW.timestamp() + over_in, holds)


def test_a_reminder_that_matters_is_said() -> None:
    verdicts = judge([due(1)], NOW, SETTINGS)
    assert verdicts.said == (Reminded(1, (DAY,)),)
    assert verdicts.outcomes == {"said": [1], "past": [], "withdrawn": []}


def test_what_is_over_and_what_was_withdrawn_is_not_said() -> None:
    verdicts = judge([due(1, over_in=-1), due(2, holds=False)], NOW, SETTINGS)
    assert verdicts.said == ()
    assert verdicts.outcomes == {"said": [], "past": [1], "withdrawn": [2]}


def test_missed_lead_times_of_one_date_are_said_once_with_all_of_them() -> None:
    verdicts = judge([due(1, lead=3 * DAY), due(2, lead=DAY)], NOW, SETTINGS)
    assert verdicts.said == (Reminded(1, (DAY, 3 * DAY)),)
    assert verdicts.outcomes["said"] == [1, 2]


def test_a_lead_that_nobody_configured_is_only_for_those_who_chose_it() -> None:
    (reminded,) = judge([due(1, lead=5 * DAY)], NOW, SETTINGS).said
    assert not reminded.by_default


def test_what_several_members_asked_for_is_said_to_each_of_them() -> None:
    said = judge([due(1, member=7), due(2, member=8), due(3, 2, member=7)], NOW, SETTINGS).said
    assert {(it.key_date_id, it.member_id) for it in said} == {(1, 7), (1, 8), (2, 7)}


@given(st.lists(st.tuples(
    st.integers(1, 30), st.integers(0, 3), st.sampled_from([3600, DAY, 3 * DAY]), st.integers(-2, 2), st.booleans()
), max_size=80))
def test_each_reminder_is_decided_once_or_waits_and_no_message_is_too_long(
    rows: list[tuple[int, int, int, int, bool]],
) -> None:
    reminders = [
        due(number, date, member=member, lead=lead, over_in=days * DAY + 1, holds=holds)
        for number, (date, member, lead, days, holds) in enumerate(rows)
    ]
    verdicts = judge(reminders, NOW, SETTINGS)
    decided = [number for numbers in verdicts.outcomes.values() for number in numbers]
    assert len(decided) == len(set(decided))
    shared = [it.key_date_id for it in verdicts.said if not it.member_id]
    assert len(shared) == len(set(shared)) <= SHARED_DATES_MAX
    waiting = [it for it in reminders if it.id not in decided]
    assert not waiting or len(shared) == SHARED_DATES_MAX
    assert all(it.holds and it.over_at >= NOW.timestamp() and not it.member_id for it in waiting)
    assert not reminders or decided, "each sweep gets on"


def test_the_far_future_does_not_matter_to_what_is_over() -> None:
    assert judge([due(1, over_in=timedelta(days=4000).total_seconds())], NOW, SETTINGS).said
