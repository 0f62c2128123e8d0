"""When two notices are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from notices.model import KeyDate, Notice
from notices.reissue import keys, own_dates

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
