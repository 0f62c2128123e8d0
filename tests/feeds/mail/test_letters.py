"""What a letter says, however its program wrote it."""

from __future__ import annotations

import base64
import quopri
from datetime import UTC, datetime

import pytest
from fakes import documents
from fakes.mail_server import letter
from hypothesis import given
from hypothesis import strategies as st

from feeds.mail.letters import DEPTH_MAX, PAPERS_MAX, PARTS_MAX, read

NOTICE = "各学院：讲座定于2026年9月10日14:30在图书馆报告厅举行。"
TITLE = "关于举办开学第一课讲座的通知"
GB = TITLE.encode("gb18030")


def raw(subject: bytes = b"x", body: bytes = NOTICE.encode(), head: bytes = b"") -> bytes:
    return b"From: a@b.cn\r\nSubject: " + subject + b"\r\n" + head + b"\r\n" + body


def word(text: bytes, charset: str = "gb2312", how: str = "B") -> bytes:
    coded = base64.b64encode(text) if how == "B" else quopri.encodestring(text, header=True).replace(b"=\n", b"")
    return f"=?{charset}?{how}?".encode() + coded + b"?="


@pytest.mark.parametrize("subject", [
    word(GB), word(GB, "GBK"), word(GB, "gb18030", "Q"), word(TITLE.encode(), "utf-8"),
    word(TITLE.encode(), "UTF-8", "Q"),
    word(GB[:7]) + b"\r\n " + word(GB[7:]), word(GB, "x-unknown"), word(TITLE.encode(), "gb2312"), GB, TITLE.encode(),
    b"Fwd: " + word(GB), "转发：回复: ".encode() + TITLE.encode(), word("回复：".encode("gbk") + GB, "gbk"),
], ids=repr)
def test_a_subject_is_read_in_any_charset_encoded_or_not(subject: bytes) -> None:
    assert read(raw(subject)).title == TITLE


@pytest.mark.parametrize(("head", "body"), [
    (b"Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n",
     base64.encodebytes(NOTICE.encode("gbk"))),
    (b"Content-Type: text/plain; charset=GBK\r\nContent-Transfer-Encoding: quoted-printable\r\n",
     quopri.encodestring(NOTICE.encode("gbk"))),
    (b"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 8bit\r\n", NOTICE.encode("gbk")),
    (b"Content-Type: text/html; charset=gb18030\r\n", f"<div>{NOTICE}</div><script>x()</script>".encode("gb18030")),
    (b"", NOTICE.encode()), (b"Content-Type: text/plain; charset=nonsense\r\n", NOTICE.encode()),
])
def test_a_body_is_read_in_any_charset_and_encoding(head: bytes, body: bytes) -> None:
    assert read(raw(body=body, head=head)).text == NOTICE


def test_of_two_forms_of_a_text_the_one_with_tables_is_taken() -> None:
    table = "<table><tr><td>时间</td><td>9月10日</td></tr></table>"
    assert read(letter(TITLE, "时间 9月10日", html=table)).text == "时间 | 9月10日"


def test_a_page_that_says_nothing_yields_to_the_plain_text() -> None:
    assert read(letter(TITLE, NOTICE, html="<p>请看附件</p>")).text == NOTICE


def test_documents_are_taken_out_with_their_names_and_pictures_are_not() -> None:
    plan = documents.pdf(documents.letter("安排", NOTICE))
    papers = (("1.讲座安排表.pdf", plan), ("照片.jpg", b"\xff\xd8"), ("表.docx", b"PK"))
    found = read(letter(TITLE, NOTICE, papers=papers))
    assert [it.name for it in found.papers] == ["1.讲座安排表.pdf", "表.docx"]
    assert found.papers[0].body == plan


def test_a_name_of_a_document_in_gbk_is_read() -> None:
    name = word("安排表.pdf".encode("gbk"), "gbk")
    head = b'Content-Type: application/octet-stream; name="' + name + b'"\r\nContent-Disposition: attachment\r\n'
    assert [it.name for it in read(raw(head=head)).papers] == ["安排表.pdf"]


def test_a_letter_forwarded_as_an_attachment_is_part_of_it() -> None:
    inner = letter(TITLE, NOTICE, papers=(("安排.pdf", b"%PDF-1"),))
    outer = (
        b"From: a@b.cn\nSubject: Fwd:\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=Z\n\n--Z\n"
        b"Content-Type: text/plain; charset=utf-8\n\n" + "请转各位老师".encode() + b"\n--Z\n"
        b"Content-Type: message/rfc822\n\n" + inner + b"\n--Z--\n"
    )
    found = read(outer)
    assert found.title == TITLE and [it.name for it in found.papers] == ["安排.pdf"]
    assert "请转各位老师" in found.text and NOTICE in found.text


@pytest.mark.parametrize("head", [
    "-----原始邮件-----\n发件人: 办公室 <of@s.cn>\n发送时间: 2026年11月30日 星期一 10:00\n收件人: n@s.cn\n主题: 讲座\n",
    '---------- 转发的邮件 ----------\n发件人："教务处"<jwc@s.cn>\n日期：2026-12-01 09:30\n收件人："师生"\n',
    "---------- Forwarded message ---------\nFrom: Office <of@s.cn>\nDate: Tue, Dec 1, 2026 at 9:30 AM\nTo: <n@s.cn>\n",
    "在 2026年12月2日，下午3:00，张三 <z@s.cn> 写道：\n", "On Tue, Dec 1, 2026 at 9:30 AM Li <li@s.cn> wrote:\n",
    "*发件人：* of@s.cn\n*发送时间：* 2026年11月30日 10:00\n", "> 发件人: of@s.cn\n> 日期: 2026-11-30\n",
], ids=repr)
def test_when_a_forwarded_letter_was_sent_is_no_date_to_keep(head: str) -> None:
    assert read(letter(TITLE, f"请查收。\n\n{head}\n{NOTICE}")).text == f"请查收。\n\n{NOTICE}"


def test_what_a_notice_says_line_by_line_of_its_subject_and_time_stays() -> None:
    said = "主题：科普讲座\n时间：2026年9月10日14:30\n地点：报告厅\n主题：另一场\n时间：9月11日"
    assert read(letter(TITLE, said)).text == said


@pytest.mark.parametrize(("lines", "sender"), [
    (b"From: a@b.cn\n", "a@b.cn"), (b"From: \"\" <A@B.cn>\n", "a@b.cn"), (b"From: a@b.cn, evil@c.cn\n", ""),
    (b"From: a@b.cn\nFrom: evil@c.cn\n", ""), (b"Subject: x\n", ""), (b"From: nobody\n", ""),
    (b"From: \"a@b.cn\" <evil@c.cn>\n", "evil@c.cn"), (b"Reply-To: a@b.cn\nFrom: evil@c.cn\n", "evil@c.cn"),
])
def test_the_sender_is_the_one_address_it_says_it_is_from(lines: bytes, sender: str) -> None:
    assert read(lines + b"\nx").sender == sender


def test_a_letter_is_known_by_its_id_or_by_all_of_it() -> None:
    assert read(letter(TITLE, id="<7@school.example>")).id == "<7@school.example>"
    assert read(raw()).id == read(raw()).id != read(raw(b"y")).id


@pytest.mark.parametrize(("date", "at"), [
    (b"Tue, 1 Sep 2026 08:30:00 +0800", datetime(2026, 9, 1, 0, 30, tzinfo=UTC)),
    (b"Tue, 1 Sep 2026 08:30:00", datetime(2026, 9, 1, 8, 30, tzinfo=UTC)), (b"yesterday", None), (b"", None),
])
def test_the_date_is_read_if_it_is_one(date: bytes, at: datetime | None) -> None:
    assert read(raw(head=b"Date: " + date + b"\r\n")).at == at


def test_letters_in_letters_and_parts_without_number_come_to_an_end() -> None:
    body = NOTICE.encode()
    for _ in range(DEPTH_MAX * 3):
        body = b"From: a@b.cn\nSubject: x\nContent-Type: message/rfc822\n\n" + body
    assert read(body).papers == ()
    part = b"--Z\nContent-Type: application/pdf\n\nx\n"
    many = read(b"Content-Type: multipart/mixed; boundary=Z\n\n" + part * (PARTS_MAX * 3) + b"--Z--\n")
    assert len(many.papers) == PAPERS_MAX


@given(st.binary(max_size=400), st.lists(st.sampled_from((
    b"Content-Type: multipart/mixed; boundary=Z\n", b"Content-Type: multipart/alternative\n", b"--Z\n", b"\n",
    b"Content-Type: message/rfc822\n", b"Content-Type: text/html; charset=\"\n", b"Content-Transfer-Encoding: base64\n",
    b"Subject: =?gb2312?B?!!?=\n", b"Subject: =?x?q?=zz?=\n", b"Date: 99 Xyz\n", b"From: <<@>\n", b"Message-ID: \xff\n",
    b"--Z--\n", b"Content-Disposition: attachment; filename*=bad''%ff.pdf\n",
)), max_size=12))
def test_any_bytes_at_all_are_a_letter(body: bytes, lines: list[bytes]) -> None:
    assert read(b"".join(lines) + body).id
