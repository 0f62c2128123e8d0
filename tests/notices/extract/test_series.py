"""Series: the rule of what comes back, from wherever the sentence says it."""

from __future__ import annotations

from datetime import date

import pytest

from notices.extract import read

WEEKLY, DAILY = "FREQ=WEEKLY;BYDAY=WE", "FREQ=DAILY"


@pytest.mark.parametrize(("text", "rule"), [
    ("每周三晚讲座，6月4日至7月9日。", WEEKLY),
    ("6月4日至7月9日每周三18:40—20:10开讲座。", WEEKLY),
    ("7月至9月每周三晚18:40—20:10开讲座。", WEEKLY),
    ("每周三晚讲座，6月4日至7月9日，6月18日停一次。", f"{WEEKLY}\nEXDATE;VALUE=DATE:20310618"),
    ("展览时间：6月3日至8日，8:00—17:30。", DAILY),
    ("展览6月3日至8日每天8:00—17:30开放。", DAILY),
    ("展览每周一闭馆，6月3日至8日免费开放。", None),
    ("培训6月3日8:30—6月5日17:10举行。", None),
    ("培训6月3日8:30至5日举行。", None),
])
def test_a_rule_is_told_before_behind_or_inside_a_span(text: str, rule: str | None) -> None:
    assert [it.recurrence for it in read(text, published=date(2031, 5, 20)).events] == [rule]
