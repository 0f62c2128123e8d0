"""Whom one can ask, as notices write it."""

from __future__ import annotations

import pytest

from notices.extract import read

WRITTEN = (
    ("an office before the name", "联系人：市科协科普部 邹小龙\n联系电话：023-63003153", "邹小龙 023-63003153"),
    ("an office above, two phones behind", "平台技术咨询\n蒙小乐  010—63589698，010—63589586", "蒙小乐 010-63589698 010-63589586"),
    ("two lines of two people", "某部\n蒙小乐 010-63589698\n某协会\n邹小龙 023-63003153", "蒙小乐 010-63589698; 邹小龙 023-63003153"),
    ("as many names as phones", "联 系 人：司老师  唐老师\n联系电话：010-59041334  010-59041097", "司老师 010-59041334; 唐老师 010-59041097"),
    ("two names, one phone", "联系人：杨阳、刘畅\n联系电话：010-12345678", "杨阳 010-12345678; 刘畅 010-12345678"),
    ("all in a bracket", "联系人：陈老师（22865529，chen@126.com）", "陈老师 22865529 chen@126.com"),
    ("offices and rooms", "请与财务处（行政楼214室，电话85168860）和薪金科（行政楼301室，电话85166310）联系。", "财务处 85168860; 薪金科 85166310"),
    ("a room between", "联系人：毕老师 地点：2A307 电话：81636259", "毕老师 81636259"),
    ("in the middle of a sentence", "统一交业务办科研楼309雷老师处（电话：88830908）。", "雷老师 88830908"),
    ("glued to the office", "联系人：科普部邹小龙，电话：63003153", "邹小龙 63003153"),
    ("two people in a row", "联系人：张三，13912345678；李四，13812345678。", "张三 13912345678; 李四 13812345678"),
    ("the number first", "电话：6182819（袁老师）", "袁老师 6182819"),
    ("a number in blocks", "联系人及电话：李明 138 1234 5678", "李明 13812345678"),
    ("a fax is no phone", "联系电话：023-63003153 传真：023-63003154", " 023-63003153"),
    ("a group is no phone", "QQ群：62819307", ""),
    ("a file is no phone", "附件：62819307.docx", ""),
    ("no name at all", "咨询电话：62819307", " 62819307"),
    ("an office alone", "秘书处办公室：027-87231552", "秘书处办公室 027-87231552"),
    ("who speaks in a report is no contact", "该负责人介绍，共选派188人。项目负责人表示满意。", ""),
    ("a name alone", "报送信息（联系人：柳老师）。", "柳老师"),
)


@pytest.mark.parametrize(("text", "expected"), [it[1:] for it in WRITTEN], ids=[it[0] for it in WRITTEN])
def test_contacts_are_read_as_they_are_written(text: str, expected: str) -> None:
    found = read(f"关于活动的通知\n{text}").contacts
    assert "; ".join(" ".join((it.name, *it.phones, *it.emails)) for it in found) == expected
