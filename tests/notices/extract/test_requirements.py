"""How files are named, how many may be sent, what becomes of what is late: each read where it stands, and given to the
deadline it is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from notices.extract import read
from notices.reading import Reading, Requirement

TABLE = Path(__file__).with_name("requirements.txt").read_text(encoding="utf-8").split("\n")
SENTENCES = [(text, said.strip()) for text, arrow, said in (line.partition(" =>") for line in TABLE[1:]) if arrow]


def _all(reading: Reading) -> list[Requirement]:
    return [*(it for deadline in reading.deadlines for it in deadline.requirements), *reading.requirements]


def _theirs(text: str) -> list[tuple[str, list[str]]]:
    """The day of each deadline with what is asked by it."""
    owed = read(text, published=date(2031, 5, 20)).deadlines
    return [(str(it.due)[5:10], [one.text for one in it.requirements]) for it in owed]


@pytest.mark.parametrize(("text", "said"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_asks_what_it_says(text: str, said: str) -> None:
    found = _all(read(text, published=date(2031, 5, 20)))
    assert "; ".join(f"{it.kind}: {it.text}" for it in found) == said
    for it in found:
        assert text[it.evidence.start : it.evidence.end] == it.evidence.text and it.text in it.evidence.text
        assert 0.8 <= it.confidence < 1


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len([said for _, said in SENTENCES if said]) > 40 and len([said for _, said in SENTENCES if not said]) > 20


def test_what_is_asked_in_its_sentence_is_a_deadlines_own() -> None:
    assert _theirs(
        "各单位请于6月10日前报送申报书,文件名为“单位+姓名”,逾期不予受理。\n获奖单位请于6月27日前报送总结,迟交的不再受理。"
    ) == [("06-10", ["单位+姓名", "逾期不予受理"]), ("06-27", ["迟交的不再受理"])]


def test_a_quota_goes_to_the_deadline_of_those_it_names() -> None:
    assert _theirs(
        "（一）学生于6月3日前向所在学校提交申报书。\n（二）学校于6月10日前将汇总表报送区县科协。\n"
        "二、名额\n每所学校限报5项，每名学生限报1项。\n三、其他\n（一）逾期不予受理。"
    ) == [("06-03", ["每名学生限报1项"]), ("06-10", ["每所学校限报5项", "逾期不予受理"])]


def test_what_the_organisers_do_themselves_asks_nothing() -> None:
    assert _theirs("各学院于6月3日前报送申报书。\n科研处6月10日前完成评审。逾期视为放弃。") == [
        ("06-03", ["逾期视为放弃"]), ("06-10", []),
    ]


def test_a_quota_above_belongs_to_the_deadline_below() -> None:
    assert _theirs(
        "一、名额\n每单位限报2项。\n二、时间\n请于6月10日前报送申报书。\n三、总结\n请获奖单位于6月27日前报送总结。"
    ) == [("06-10", ["每单位限报2项"]), ("06-27", [])]


def test_what_is_late_is_told_behind_the_deadline() -> None:
    assert _theirs(
        "一、请于6月10日前报送申报书。\n逾期视为自动放弃。\n二、请获奖单位于6月27日前报送总结。"
    ) == [("06-10", ["逾期视为自动放弃"]), ("06-27", [])]


def test_what_is_asked_where_no_deadline_is_known_is_kept_apart() -> None:
    reading = read("每单位限报2项,时间另行通知。", published=date(2031, 5, 20))
    assert reading.deadlines == () and [it.text for it in reading.requirements] == ["每单位限报2项"]


def test_what_stands_behind_the_article_is_not_read() -> None:
    text = "关于征文的通知\n" + "请各单位认真组织,积极参加。" * 10 + "\n相关新闻\n每单位限报2项,逾期不予受理。"
    assert _all(read(text)) == []
