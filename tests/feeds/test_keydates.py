"""Findings as key dates: what comes back says on which days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from feeds import keydates
from notices.reading import Event, Evidence

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = datetime.fromisoformat("2031-06-04T18:40"), datetime.fromisoformat("2031-07-09T20:10")


@pytest.mark.parametrize(("name", "rule", "told"), [
    ("讲座", "FREQ=WEEKLY;BYDAY=WE", "讲座（每周三）"),
    ("讲座", "FREQ=WEEKLY;BYDAY=MO,TH\nEXDATE;VALUE=DATE:20310616", "讲座（每周一、四）"),
    ("每周讲座", "FREQ=WEEKLY;BYDAY=WE", "每周讲座"),
    ("展览", "FREQ=DAILY", "展览（每天）"),
    ("Evening talks", "FREQ=WEEKLY;BYDAY=WE", "Evening talks (every Wed)"),
    ("讲座", "RDATE;VALUE=DATE:20310604", "讲座"), ("讲座", None, "讲座"),
])
def test_a_series_says_in_its_name_when_it_comes_back(name: str, rule: str | None, told: str) -> None:
    it = Event(
        "lecture", name, FIRST, LAST, Evidence("", 0, 0), 0.9,
        all_day=False, recurrence=rule,
    )
    assert keydates.event(it, ZONE).name == told
