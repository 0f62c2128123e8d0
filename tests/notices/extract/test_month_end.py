"""The end of a month: of the month of the notice where none is named, and a question where it may be another."""

from __future__ import annotations

from datetime import date

import pytest

from notices.extract import read

ISSUED = date(2031, 5, 20)


@pytest.mark.parametrize("text", [
    "各班月底前把黑板报照片发到班级群。", "图书请月底以前归还。", "水费请于本月月底前缴清。", "5月23日公示，月底前交回意见。",
])
def test_by_the_end_of_the_month_means_the_month_of_the_notice(text: str) -> None:
    assert [it.due for it in read(text, published=ISSUED).deadlines] == [date(2031, 5, 31)]


@pytest.mark.parametrize("text", ["9月开展自查，月底前报送整改清单。", "6月3日开始征集，月底前交稿。"])
def test_after_another_month_it_is_asked_which_is_meant(text: str) -> None:
    reading = read(text, published=ISSUED)
    assert not reading.deadlines
    assert ("月底前", "vague") in [(it.text, it.why) for it in reading.unresolved]


@pytest.mark.parametrize("text", ["各支部每月底前上报台账。", "每个月底前核对账目。", "上月底前未报的不再补。"])
def test_what_is_due_every_month_or_was_due_last_month_is_no_deadline(text: str) -> None:
    assert not read(text, published=ISSUED).deadlines


@pytest.mark.parametrize("text", ["请于本月下旬前提交课题申请书。", "下月中旬举办科技节。"])
def test_a_third_of_a_month_is_asked_about(text: str) -> None:
    reading = read(text, published=ISSUED)
    assert not reading.deadlines and not reading.events
    assert [it.why for it in reading.unresolved] == ["vague"]
