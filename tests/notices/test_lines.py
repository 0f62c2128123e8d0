"""What is due, in one line: for many kinds of deadline, in both languages, on a phone."""

from __future__ import annotations

from datetime import datetime

import pytest
from fakes.dates import ZONE

from bot.words import words
from notices import plan
from notices.lines import date_line
from notices.model import KeyDate, Materials

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=ZONE)
SIX = ("区县科协", "市级学会", "企事业科协", "园区科协", "全国科普教育基地", "市级科普基地")
PHONE_CHARS = 72  # three lines of 24 Chinese characters: what one glance takes in

TABLE = [
    (Materials(("活动总结",), ("PDF", "Word"), ("cqskpr@163.com",)), "活动总结",
     "⏰ 9月27日(周日)前 · 活动总结 · PDF+Word · 发 cqskpr@163.com · 还有26天",
     "⏰ by Sun 27 Sep · 活动总结 · PDF+Word · to cqskpr@163.com · in 26 days"),
    (Materials(("活动总结",), (), ("a@b.cn",), SIX), "活动总结",
     "⏰ 9月27日(周日)前 · 活动总结 · 发 a@b.cn · 区县科协等6类单位 · 还有26天",
     "⏰ by Sun 27 Sep · 活动总结 · to a@b.cn · 区县科协 and others (6 kinds of unit) · in 26 days"),
    (Materials(owed_by=("申报人",)), "提交申报书", "⏰ 9月27日(周日)前 · 提交申报书 · 申报人 · 还有26天",
     "⏰ by Sun 27 Sep · 提交申报书 · for 申报人 · in 26 days"),
    (Materials(owed_by=("各学院", "各部门")), "推荐名单", "⏰ 9月27日(周日)前 · 推荐名单 · 各学院、各部门 · 还有26天",
     "⏰ by Sun 27 Sep · 推荐名单 · for 各学院, 各部门 · in 26 days"),
    (Materials(owed_by=("教师", "学生", "校友")), "报名", "⏰ 9月27日(周日)前 · 报名 · 教师等3类对象 · 还有26天",
     "⏰ by Sun 27 Sep · 报名 · 教师 and others (3 groups) · in 26 days"),
    (Materials((), ("纸质", "电子版"), ("ky@x.cn", "科研处205室")), "申报书",
     "⏰ 9月27日(周日)前 · 申报书 · 纸质+电子版 · 发 ky@x.cn · 交 科研处205室 · 还有26天",
     "⏰ by Sun 27 Sep · 申报书 · 纸质+电子版 · to ky@x.cn · to 科研处205室 · in 26 days"),
    (Materials((), (), ("https://www.contest.example.cn/",)), "网上报名",
     "⏰ 9月27日(周日)前 · 网上报名 · 登录 contest.example.cn · 还有26天",
     "⏰ by Sun 27 Sep · 网上报名 · at contest.example.cn · in 26 days"),
    (Materials((), (), ("a@b.cn", "c@d.cn", "e@f.cn")), "回执",
     "⏰ 9月27日(周日)前 · 回执 · 发 a@b.cn、c@d.cn等 · 还有26天",
     "⏰ by Sun 27 Sep · 回执 · to a@b.cn, c@d.cn and others · in 26 days"),
    (Materials(), "缴纳学费", "⏰ 9月27日(周日)前 · 缴纳学费 · 还有26天", "⏰ by Sun 27 Sep · 缴纳学费 · in 26 days"),
    (Materials(), "", "⏰ 9月27日(周日)前 · 还有26天", "⏰ by Sun 27 Sep · in 26 days"),
]


def deadline(name: str, materials: Materials) -> KeyDate:
    return KeyDate("deadline", name, None, datetime(2026, 9, 27, 23, 59, tzinfo=ZONE), materials=materials)


@pytest.mark.parametrize(("materials", "name", "zh", "en"), TABLE, ids=[row[2] for row in TABLE])
def test_what_is_due_to_whom_and_by_whom_is_one_line(materials: Materials, name: str, zh: str, en: str) -> None:
    date_ = deadline(name, materials)
    assert date_line(date_, words("zh"), NOW, ZONE) == zh
    assert date_line(date_, words("en"), NOW, ZONE) == en
    assert len(zh) <= PHONE_CHARS


def test_a_name_and_an_address_that_are_too_long_are_cut() -> None:
    long = deadline("关于" + "很长" * 40, Materials((), (), ("https://example.cn/" + "a" * 200,)))
    line = date_line(long, words("zh"), NOW, ZONE)
    assert line.count("…") == 2 and len(line) < 110


@pytest.mark.parametrize(("owed_by", "internal"), [
    (("评审组",), True), (("专家组", "组委会"), True), (("市科协",), True), (("我会",), True), (("评审专家",), True),
    ((), False), (("区县科协",), False), (("评审组", "各学院"), False), (("申报人",), False), (("各单位",), False),
])
def test_what_the_issuer_does_by_itself_is_told_from_what_others_owe(owed_by: tuple[str, ...], internal: bool) -> None:
    assert plan.is_internal(owed_by, "市科协") is internal
