"""What is asked for by a day, in which form, where to and by whom."""

from __future__ import annotations

import pytest

from notices.extract import read
from notices.reading import Deadline

SIGNED = "\n市科协\n2031年5月20日"


def due(text: str) -> Deadline:
    (found,) = read(text + SIGNED).deadlines
    return found


@pytest.mark.parametrize(("text", "papers"), [
    ("请于6月12日前提交《申报书》（Word版）及作品照片（JPG格式）。", ("申报书", "作品照片")),
    ("请于6月12日前将申报书纸质版一式三份（加盖公章）和电子版汇总表（Excel）报送科普部。", ("申报书", "汇总表")),
    ("各学院于6月12日前将申报书纸质版一式三份、汇总表（盖章）报科研处。", ("申报书", "汇总表")),
    ("汇总表（Excel）、推荐表（一式两份，盖章）于6月12日12:00前报团委。", ("汇总表", "推荐表")),
    ("请于6月12日前将《推荐表》《汇总表》报送科普部。", ("推荐表", "汇总表")),
    ("各单位填写报名表后于6月12日前报送科普部。", ("报名表",)),
    ("讲座《会说话的小灯》参会回执请于6月12日前交科普部。", ("参会回执",)),
    ("网上报名及缴费请于6月12日前完成。", ()),
])
def test_papers_are_named_one_by_one_and_nothing_else_is(text: str, papers: tuple[str, ...]) -> None:
    assert due(text).materials == papers


@pytest.mark.parametrize(("text", "forms"), [
    ("请打印《报名表》并加盖公章，于6月12日前将扫描件（PDF）发送至a@example.org。", ("PDF", "扫描件")),
    ("请打印《报名表》并加盖公章，于6月12日前交科普部。", ("纸质",)),
    ("请于6月12日前将总结的PDF和Word版发送至a@example.org。", ("PDF", "Word")),
])
def test_what_is_printed_to_be_scanned_is_not_asked_for_on_paper(text: str, forms: tuple[str, ...]) -> None:
    assert due(text).formats == forms


@pytest.mark.parametrize(("text", "where"), [
    ("学生于6月12日前向所在学校提交申报书。", ("所在学校",)),
    ("请于6月12日前将材料寄送至市青少年科技中心。", ("市青少年科技中心",)),
])
def test_where_it_goes_is_told_without_the_way_there(text: str, where: tuple[str, ...]) -> None:
    assert due(text).send_to == where


@pytest.mark.parametrize(("text", "who"), [
    ("参加回执由学生于6月12日前交班主任。", ("学生",)),
    ("样稿2份于6月12日前寄送编辑部。", ()),
    ("寄宿生于6月12日前返校。", ("寄宿生",)),
    ("一、申报人于6月12日前将申报书发至所在学院。", ("申报人",)),
])
def test_who_owes_it_is_named_without_what_they_do_first(text: str, who: tuple[str, ...]) -> None:
    assert due(text).audience == who


def test_in_a_table_the_task_and_those_responsible_are_told_by_their_columns() -> None:
    found = due("阶段 | 时间 | 任务 | 责任单位\n审核 | 6月12日前 | 提交纸质报表 | 各区县科协")
    assert (found.what, found.audience) == ("纸质报表", ("各区县科协",))
