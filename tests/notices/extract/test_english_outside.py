"""The outside of English notices, and what is asked in their lists: each item its own papers, mailbox and conditions."""

from __future__ import annotations

from datetime import date

import pytest

from notices.extract import read
from notices.model import Contact

CALL = """Science Week 2031: call for activities

To: all district associations and schools

The Qinghe Association for Science will hold Science Week from 17 to 23 May 2031.

1. Schools register online at https://week.example.org by 5 pm on Friday, 25 April 2031.
2. Send your activity plan (PDF and Word) to week@example.org no later than 30 April. Name the file \
"District_School_Plan". Each school may submit up to two plans.

Contact: Ms Li Wei, +86 23 6281 0000, week@example.org
Qinghe Association for Science
1 April 2031
"""


def test_who_signs_is_the_issuer_and_who_is_addressed_the_audience() -> None:
    found = read(CALL)
    assert (found.issuer, found.audience) == ("Qinghe Association for Science", ("all district associations", "schools"))
    assert found.published == date(2031, 4, 1)
    assert found.contacts == (Contact("Ms Li Wei", ("+86 23 6281 0000",), ("week@example.org",)),)


def test_each_item_of_a_list_has_its_own_mailbox_and_forms() -> None:
    register, plan = read(CALL).deadlines
    assert (register.formats, register.send_to) == ((), ("https://week.example.org",))
    assert (plan.what, plan.formats, plan.send_to) == ("Activity plan", ("PDF", "Word"), ("week@example.org",))
    assert [it.text for it in plan.requirements] == ["District_School_Plan", "Each school may submit up to two plans"]


@pytest.mark.parametrize(("head", "audience"), [
    ("Dear teachers,", ("teachers",)), ("Dear all,", ()), ("To: staff, students and parents", ("staff", "students", "parents")),
    ("Dear Sir or Madam,", ()),
])
def test_everyone_is_nobody_in_particular(head: str, audience: tuple[str, ...]) -> None:
    assert read(f"Sports day\n{head}\nSports day takes place on 12 June 2031 on the main field.").audience == audience


def test_the_last_line_signs_and_is_no_event() -> None:
    found = read("Library hours\nThe library is open daily from 9 June to 29 June 2031.\nSee you there!\nLibrary, 2 June 2031")
    assert (found.issuer, found.published) == ("Library", date(2031, 6, 2))
    assert [(it.start, it.end) for it in found.events] == [(date(2031, 6, 9), date(2031, 6, 29))]


def test_a_person_may_sign_with_the_day() -> None:
    found = read("Coding club\nThe coding club meets on 4 June, 4:30-5:30 pm, in Room 12. Sign up by 2 June.\nMs Brown, 26 May 2031")
    assert [it.start.isoformat() for it in found.events if it.start] == ["2031-06-04T16:30:00"]
    assert [it.due for it in found.deadlines] == [date(2031, 6, 2)] and found.issuer is None


def test_what_is_paid_back_for_a_cancelled_lecture_is_no_lecture() -> None:
    text = "CANCELLED: Public lecture\nThe public lecture on 12 June 2031 is cancelled. Tickets will be refunded by 20 June 2031."
    assert [it.name for it in read(text).events] == ["Tickets refunded"]


def test_a_day_that_a_series_leaves_out_is_none_of_its_own() -> None:
    (found,) = read("Coding club\nIt meets every Wednesday from 4 June to 9 July 2031 (no meeting on 18 June).").events
    assert found.recurrence == "FREQ=WEEKLY;BYDAY=WE\nEXDATE;VALUE=DATE:20310618"


def test_what_is_closed_on_a_day_does_not_end_then() -> None:
    (found,) = read("Library hours\nThe library opens at 7. It will be closed on Saturday 14 June 2031 for repairs.").events
    assert (found.name, found.start, found.end) == ("Closed", date(2031, 6, 14), date(2031, 6, 14))
