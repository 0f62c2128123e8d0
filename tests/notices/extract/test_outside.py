"""The outside of a notice as pages and papers set it: titles broken over lines, two issuers in one line."""

from __future__ import annotations

import pytest

from notices.extract import read

BODY = "\n各区县科协：\n竞赛定于6月14日9:00举行。\n市科协\n2031年5月20日"


@pytest.mark.parametrize("lines", [
    "关于举办第十二届全市青少年\n机器人竞赛的通知",
    "市科协文件\n渝科协发〔2031〕27号\n关于举办第十二届全市青少年\n机器人竞赛的\n通知",
    "关于举办第十二届全市青少年机器人竞赛\n的通知",
    "关于举办第十二届全市青少年机器人竞赛的通知",
])
def test_a_title_may_be_broken_over_lines(lines: str) -> None:
    reading = read(lines + BODY)
    assert reading.title == "关于举办第十二届全市青少年机器人竞赛的通知"
    assert [it.name for it in reading.events] == ["第十二届全市青少年机器人竞赛"]


@pytest.mark.parametrize("head", [
    "市科协文件", "教务处 2031-05-20 10:00 阅读 1177", "首页 > 通知公告 > 正文",
])
def test_what_stands_above_a_notice_is_no_title(head: str) -> None:
    assert read(head + "\n竞赛定于2031年6月14日9:00举行，欢迎参加。").title == ""


@pytest.mark.parametrize(("signed", "issuer"), [
    ("市科学技术协会 市教育局", "市科学技术协会、市教育局"), ("市科学技术协会", "市科学技术协会"),
    ("市 科 学 技 术 协 会", "市科学技术协会"),
])
def test_two_issuers_in_one_line_are_two(signed: str, issuer: str) -> None:
    assert read(f"关于举办竞赛的通知\n各校：\n竞赛定于6月14日举行。\n{signed}\n2031年5月20日").issuer == issuer


def test_a_number_in_groups_is_one_number() -> None:
    reading = read("关于举办竞赛的通知\n竞赛定于6月14日举行。\n联系人：陈老师　王老师　电话：023—6281 2345")
    assert [(it.name, it.phones) for it in reading.contacts] == [("陈老师", ("023-62812345",)), ("王老师", ("023-62812345",))]


@pytest.mark.parametrize("head", [
    "关于举办机器人竞赛的通知\n本文发布于：\n2031-05-19\n来源：\n科普部\n阅读4507\n推荐0\n评论0\n分享\n收藏\n打印\n渝科协发〔2031〕27号",
    "关于举办机器人竞赛的通知(渝科协发〔2031〕27号)",
    "关于举办机器人竞赛的通知\n发布机构：市科协\n发布日期：\n关键词：竞赛\n渝科协发〔2031〕27号 各区县科协、市级学会：",
])
def test_a_number_may_stand_below_the_page_s_words_behind_the_title_or_before_whom_it_goes_to(head: str) -> None:
    reading = read(head + BODY)
    assert reading.doc_number == "渝科协发〔2031〕27号"
    assert not any("27号" in it for it in reading.audience)
