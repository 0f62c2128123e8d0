"""When two notices are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from notices.model import KeyDate, Notice
from notices.reissue import is_copy, is_forwarded, keys, own_dates, title_key

ZONE = ZoneInfo("Asia/Shanghai")
BODY = "各有关单位：\n" + "为弘扬科学精神，普及科学知识，经研究，决定举办科普讲解大赛，请认真组织报名。" * 4
NOTICE = Notice("关于举办大赛的通知", BODY, issuer="青禾市科学技术协会", doc_number="青科协发〔2031〕41号")


def same(one: Notice, other: Notice) -> bool:
    return bool({*keys(one)} & {*keys(other)})


def due(day: int, name: str = "报名表") -> KeyDate:
    return KeyDate("deadline", name, None, datetime(2031, 6, day, 23, 59, tzinfo=ZONE))


@pytest.mark.parametrize(
    "number", ["青科协发〔2031〕41号", "青科协发[2031]41号", "青科协发【2031】 41 号", "青科协发（2031）第41号"]
)
def test_one_document_number_is_one_notice_however_it_is_written(number: str) -> None:
    assert same(NOTICE, Notice("转发", "见附件。", issuer="云谷区科协", doc_number=number))


@pytest.mark.parametrize(
    "number", [None, "", "41号", "青科协发〔2031〕42号", "青科协发〔2030〕41号", "云科协发〔2031〕41号"]
)
def test_other_numbers_are_other_notices(number: str | None) -> None:
    assert not same(NOTICE, Notice(NOTICE.title, "别的话。" * 40, issuer=NOTICE.issuer, doc_number=number))


def test_one_issuer_and_the_same_words_are_one_notice_whatever_the_pages_add() -> None:
    page = f"{NOTICE.title}\n发布时间：2031-04-18 浏览次数：512\n{BODY.replace('，', ', ')}\n【打印】【关闭】"
    assert same(replace(NOTICE, doc_number=None), Notice("转发通知", page, issuer=NOTICE.issuer)) is False
    assert same(replace(NOTICE, doc_number=None), Notice(NOTICE.title, page, issuer=NOTICE.issuer))


@pytest.mark.parametrize(
    "other",
    [
        Notice(NOTICE.title, BODY, issuer="云谷大学"), Notice(NOTICE.title, BODY),
        Notice(NOTICE.title, BODY + "六月", issuer=NOTICE.issuer),
        Notice(NOTICE.title, "详见附件。", issuer=NOTICE.issuer),
    ],
)
def test_equal_titles_prove_nothing(other: Notice) -> None:
    assert not same(replace(NOTICE, doc_number=None), other)


def test_a_short_text_is_no_proof_even_of_itself() -> None:
    short = Notice("通知", "详见附件。", issuer="青禾市科学技术协会")
    assert keys(short) == ()


def test_only_dates_that_are_not_known_are_ones_own() -> None:
    assert own_dates((due(12), due(13)), (due(12, "报名"), due(9, "初稿"))) == (due(9, "初稿"),)


def test_what_is_attached_does_not_make_it_another_notice() -> None:
    bare = replace(NOTICE, doc_number=None)
    assert same(bare, replace(bare, text=f"{BODY}\n\n附件《报名表.docx》\n姓名 | 单位"))


@pytest.mark.parametrize("title", [
    "转发：关于举办大赛的通知", "【转载】关于举办大赛的通知", "[转] 关于举办大赛的通知",
    "关于转发《关于举办大赛的通知》的通知", "云谷区科协关于转发《关于举办大赛的通知》的函",
    "关于举办大赛的通知（转发）", "关于举办大赛的通知 [转]", "Fwd: 关于举办大赛的通知",
])
def test_a_title_is_the_same_whoever_forwards_it(title: str) -> None:
    assert title_key(Notice(title, "")) == title_key(NOTICE) and is_forwarded(Notice(title, ""))


@pytest.mark.parametrize("title", [
    "关于举办第二届大赛的通知", "关于举办大赛的补充通知", "2030年关于举办大赛的通知", "转", "通知", "", "转发",
])
def test_another_title_is_another(title: str) -> None:
    assert title_key(Notice(title, "")) != title_key(NOTICE)


def test_a_copy_may_have_a_slip_mended_but_no_other_date_number_or_issuer() -> None:
    known = replace(NOTICE, key_dates=(due(12),))
    mended = replace(known, text=BODY.replace("认真组织报名。", "认真组织，按时报名。", 1), doc_number=None)
    assert is_copy(mended, known, known.key_dates)
    assert not is_copy(replace(mended, key_dates=(due(13),)), known, known.key_dates)
    assert is_copy(replace(mended, key_dates=(due(13),)), known, (due(12), due(13))), "it had that date before it moved"
    assert not is_copy(replace(mended, doc_number="青科协发〔2031〕42号"), known, known.key_dates)
    assert not is_copy(replace(mended, issuer="云谷大学"), known, known.key_dates)
    assert not is_copy(replace(mended, text="别的话。" * 40), known, known.key_dates)
    assert not is_copy(replace(mended, text="见附件。"), known, known.key_dates)


def test_what_is_forwarded_may_have_dates_and_a_signature_of_its_own() -> None:
    own = f"{BODY}\n我校教师请于6月9日前报科技处。\n青禾大学科技处"
    other = Notice(f"转发：{NOTICE.title}", own, (due(9),), issuer="青禾大学科技处")
    assert is_copy(other, replace(NOTICE, doc_number=None), ())
    assert is_copy(replace(other, text="现将青科协发〔2031〕 41号转发给你们。"), NOTICE, ())
    assert not is_copy(replace(other, text="见附件。"), replace(NOTICE, doc_number=None), ())
