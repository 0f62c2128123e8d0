"""Where a thing happens, and that where it happens is not what it is called."""

from __future__ import annotations

from datetime import date

import pytest

from notices.extract import read
from notices.extract.venues import is_place
from notices.reading import Event

PROGRAMME = (
    "日期 | 时间 | 内容 | 地点\n6月14日 | 8:30 | 开幕式 | 综合馆一层\n6月15日 | 15:00 | 颁奖仪式 | 综合馆二层（东侧）\n"
)


def events(text: str) -> list[Event]:
    return [*read(text, published=date(2031, 5, 20)).events]


@pytest.mark.parametrize("name", [
    "明理楼201", "综合楼六楼阶梯教室", "图书馆台阶", "体育馆集中", "外语楼310、312", "市科技馆一楼报告厅", "行政楼第二会议室",
])
def test_a_place_is_no_name(name: str) -> None:
    assert is_place(name)


@pytest.mark.parametrize("name", [
    "图书馆闭馆", "参观科技馆", "科普讲座", "全馆开放", "机器人竞赛", "考场查看", "体育馆维修", "实验室安全检查", "家长会",
])
def test_what_happens_at_a_place_is_a_name(name: str) -> None:
    assert not is_place(name)


def test_a_cell_that_says_ditto_is_the_place_above_it() -> None:
    first, second, third = events(
        "日期 | 学院 | 地点\n6月14日 | 外语学院 | 综合馆一层\n6月15日 | 信息学院 | 同上\n6月16日 | 其他 | 同上\n"
    )
    assert first.place == second.place == third.place == "综合馆一层"


@pytest.mark.parametrize(("text", "place"), [
    ("讲座定于6月14日9:00在科技馆举行。", "科技馆"),
    ("讲座定于6月14日9:00举行，科技馆二楼报告厅。", "科技馆二楼报告厅"),
    ("讲座推迟到6月14日9:00举行，地点改在科技馆二楼会议室。", "科技馆二楼会议室"),
    ("讲座：6月14日9:00，明理楼201，请提前入场。", "明理楼201"),
    ("讲座：6月14日9:00\n会场：思政课教师和学生代表在五区3楼多媒体教室", "五区3楼多媒体教室"),
    ("讲座：6月14日9:00，地点：调整为法学楼报告厅", "法学楼报告厅"),
    ("讲座时间：6月14日9:00\n地点：图书馆一楼报告厅（凭校园卡入场，不得占座）", "图书馆一楼报告厅"),
    ("讲座时间\n6月14日9:00\n\n地点\n\n市科技馆一楼报告厅\n\n主讲人", "市科技馆一楼报告厅"),
    ("家长会：6月14日18:30，体育馆集中。", "体育馆"),
    ("决赛时间：6月14日 报到地点：一号门 比赛地点：科学中心", "科学中心"),
    ("体检 时间：6月14日 地点：校医院 要求：空腹", "校医院"),
    ("讲座定于6月14日9:00举行，欢迎参加。", None),
    ("6月14日起停止外借。\n离校手续办理时间：已于5月1日截止，地点：图书馆服务台", None),
])
def test_the_place_is_told_behind_the_date_or_below(text: str, place: str | None) -> None:
    assert [it.place for it in events(text)] == [place]


def test_a_row_of_a_table_has_its_own_place() -> None:
    assert [(it.name, it.place) for it in events(PROGRAMME)] == [("开幕式", "综合馆一层"), ("颁奖仪式", "综合馆二层（东侧）")]


def test_a_registration_is_not_held_where_the_contest_is() -> None:
    found = events("网上报名：6月1日至6月5日。\n竞赛时间：6月14日9:00\n竞赛地点：体育馆")
    assert [it.place for it in found if it.kind == "window"] == [None]
