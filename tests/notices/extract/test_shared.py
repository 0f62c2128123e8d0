"""What is told once for several deadlines goes to those that it is meant for, and to no other."""

from __future__ import annotations

from datetime import date

import pytest

from notices.extract import read

KP, ONE, TWO = "kp@example.org", "a@example.org", "b@example.org"
ROOM = "科技楼302室"


def destinations(text: str) -> list[tuple[str, ...]]:
    return [it.send_to for it in read(text, published=date(2031, 8, 20)).deadlines]


@pytest.mark.parametrize(("text", "send_to"), [
    (f"请于9月10日前报送申报书，9月20日前报送中期报告，9月30日前报送总结。以上材料均发至{KP}。", [(KP,), (KP,), (KP,)]),
    (f"1.申报书于9月10日前报送。\n2.总结于9月20日前报送。\n材料统一以PDF格式报送至{KP}。", [(KP,), (KP,)]),
    (f"一、报名\n各单位9月10日前报送报名表。\n二、作品\n9月20日前提交作品。\n三、联系方式\n材料请发送至{KP}，联系人：王老师。", [(KP,), (KP,)]),
    (f"9月10日前提交申报书。\n9月20日前提交总结。\n名单、申报书和总结均发至{KP}，逾期不候。", [(KP,), (KP,)]),
    ("9月10日前提交申报书，9月20日前提交总结。纸质材料交科研处203室，电子版发至kp@example.org。", [("科研处203室", KP)] * 2),
    ("9月10日前提交申报书。\n9月20日前提交总结。\n上述材料均需提供PDF和Word两种格式，送科研楼305室。", [("科研楼305室",)] * 2),
    (f"一、9月10日前提交申报书。\n二、9月20日前提交总结。\n三、注意事项\n所有材料请发至{KP}。", [(KP,), (KP,)]),
])
def test_a_destination_for_all_is_that_of_each(text: str, send_to: list[tuple[str, ...]]) -> None:
    assert destinations(text) == send_to


@pytest.mark.parametrize(("text", "send_to"), [
    (f"9月10日前报送报名表至{ONE}。\n9月20日前提交作品。\n以上材料请统一发送至{KP}。", [(ONE,), (KP,)]),
    (f"9月10日前提交申报书至{ROOM}。\n9月20日前提交总结。\n上述材料电子版统一发至{KP}。", [(ROOM,), (KP,)]),
    (f"请于9月10日前报送报名表，9月20日前将作品送至{ROOM}。所有电子材料发至{KP}。", [(KP,), (ROOM,)]),
    (f"报名表请于9月10日前报送，作品请于9月20日前报送。\n报名表发至{ONE}，作品发至{TWO}。", [(ONE,), (TWO,)]),
    (f"9月10日前报送报名表，9月20日前将作品送至{ROOM}。", [(), (ROOM,)]),
])
def test_what_has_a_destination_of_its_own_keeps_it(text: str, send_to: list[tuple[str, ...]]) -> None:
    assert destinations(text) == send_to


@pytest.mark.parametrize(("text", "send_to"), [
    (f"9月10日前报名，9月20日前缴费。\n报名邮箱：{KP}", [(KP,), ()]),
    (f"9月10日前完成网上报名。9月20日前提交论文。论文发至{KP}。", [(), (KP,)]),
    (f"9月10日前提交申报书，9月20日前提交总结。\n咨询邮箱：{KP}", [(), ()]),
    (f"9月10日前提交申报书。\n9月20日前提交总结。\n如有疑问请发至{KP}。", [(), ()]),
    (f"9月10日前提交申报书。\n以上材料发至{KP}。\n9月20日前提交总结。", [(KP,), ()]),
    ("9月10日前提交申报书。\n9月20日前提交总结。\n稿件一经录用，稿酬发至本人账户。", [(), ()]),
])
def test_what_is_meant_for_one_is_not_given_to_another(text: str, send_to: list[tuple[str, ...]]) -> None:
    assert destinations(text) == send_to


def test_a_form_for_all_is_that_of_each() -> None:
    reading = read("9月10日前提交申报书。\n9月20日前提交总结。\n所有材料须为PDF格式。", published=date(2031, 8, 20))
    assert [it.formats for it in reading.deadlines] == [("PDF",), ("PDF",)]


def test_each_deadline_of_a_sentence_has_its_own_papers() -> None:
    text = "请于9月10日前报送申报书，9月20日前报送中期报告，9月30日前将作品送至科技楼302室。"
    reading = read(text, published=date(2031, 8, 20))
    assert [it.materials for it in reading.deadlines] == [("申报书",), ("中期报告",), ("作品",)]
