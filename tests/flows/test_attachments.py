"""What stands in the documents that a notice links to is part of it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from fakes import documents
from world import MORNING, READER, ZONE, World

from feeds.attachments import Attachments
from feeds.decide import Decisions
from feeds.documents.links import ATTACHMENTS_MAX
from feeds.model import Entry, Fetched, FetchError, Source, Validators
from notices.model import Attachment

BODY = (
    "<p>各有关单位：现将2026年全国科普日活动安排印发给你们，请认真组织。</p>"
    '<p>附件：<a href="https://files.example/plan.pdf">1.活动安排.pdf</a> <a href="/form?id=2">2.报送要求.docx</a></p>'
    "<p>市科协</p><p>2026年9月1日</p>"
)
PLAN = documents.pdf(documents.letter("活动安排", "启动仪式于2026年9月15日9:30在科技馆举行。"))
DUTY = documents.docx(documents.paragraph("请于2026年9月27日前将活动总结（PDF版）发送至kepu@example.cn。"))
FORM_URL = "https://1.example/form?id=2"


async def published(world: World) -> str:
    world.publishes("关于开展2026年全国科普日活动的通知", BODY)
    li = await world.person("李老师", "teacher")
    await world.settle()
    return await li.news() + "\n" + await li.says("/notice 1")


async def test_dates_in_attachments_are_told_and_reminded_of_as_the_notices_own(world: World) -> None:
    world.web.files |= {"https://files.example/plan.pdf": PLAN, FORM_URL: DUTY}
    li = await world.person("王老师", "teacher")
    told = await published(world)
    assert "9月15日" in told and "9月27日" in told and "kepu@example.cn" in told
    await li.news()
    await world.passes(days=14)
    assert "启动仪式" in await li.news()


async def test_the_evidence_names_the_attachment(world: World) -> None:
    world.web.files |= {"https://files.example/plan.pdf": PLAN, FORM_URL: DUTY}
    await published(world)
    async with world.store.reading() as tx:
        rows = await tx.all("SELECT evidence FROM key_dates ORDER BY over_at")
    assert [row["evidence"].split("：")[0] for row in rows] == ["附件《1.活动安排.pdf》", "附件《2.报送要求.docx》"]


async def test_what_cannot_be_had_or_read_is_noted_and_the_notice_goes_out(world: World) -> None:
    world.web.files[FORM_URL] = documents.LOCKED_PDF
    world.web.broken["https://files.example/plan.pdf"] = FetchError("timeout", "It did not answer.")
    told = await published(world)
    assert "全国科普日活动的通知" in told
    assert "1.活动安排.pdf（没能读出内容，请打开看）" in told
    async with world.store.reading() as tx:
        row = await tx.one("SELECT attachments FROM notices")
    assert row is not None and '"timeout"' in row["attachments"] and '"password"' in row["attachments"]


# Doubts -----------------------------------------------------------------------------------------------------------


WRONG = documents.docx(documents.paragraph("请于2026年9月27日(周一)前将活动总结（PDF版）发送至kepu@example.cn。"))


async def test_a_doubt_in_an_attachment_holds_the_notice_and_the_question_names_the_attachment(world: World) -> None:
    world.web.files |= {"https://files.example/plan.pdf": PLAN, FORM_URL: WRONG}
    boss, li = await world.person("李组", "organiser"), await world.person("王老师", "teacher")
    world.publishes("关于开展2026年全国科普日活动的通知", BODY)
    await world.passes(minutes=1)
    question = await boss.news()
    assert "附件《2.报送要求.docx》：“请于2026年9月27日(周一)前" in question and "9月27日(周日)不是周一" in question
    assert await li.news() == ""
    await boss.taps("9月28日(周一)")
    told = await li.news()
    assert "9月28日(周一)前" in told and "9月15日" in told and "9月27日" not in told
    async with world.store.reading() as tx:
        row = await tx.one("SELECT evidence FROM key_dates WHERE kind = 'deadline'")
    assert row is not None and row["evidence"].startswith("附件《2.报送要求.docx》：")


async def test_what_the_notice_itself_is_sure_of_is_not_asked_about_its_attachment(world: World) -> None:
    world.web.files[FORM_URL] = WRONG
    boss = await world.person("李组", "organiser")
    world.publishes("关于开展2026年全国科普日活动的通知", BODY.replace("请认真组织。", "请于9月28日前报送活动总结。"))
    await world.passes(minutes=1)
    assert "待审" not in await boss.news()


async def test_the_same_doubt_in_the_notice_and_its_attachment_is_asked_once(world: World) -> None:
    world.web.files[FORM_URL] = WRONG
    boss = await world.person("李组", "organiser")
    body = BODY.replace("请认真组织。", "请于2026年9月27日(周一)前将活动总结发送至kepu@example.cn。")
    world.publishes("关于开展2026年全国科普日活动的通知", body)
    await world.passes(minutes=1)
    question = await boss.news()
    assert "第1处" not in question and "原文：" in question


async def test_a_new_entry_tells_the_year_of_what_is_attached_to_it(world: World) -> None:
    world.web.files[FORM_URL] = documents.docx(documents.paragraph("请于9月27日前将活动总结发送至kepu@example.cn。"))
    boss, li = await world.person("李组", "organiser"), await world.person("王老师", "teacher")
    world.publishes("旧通知", "无")
    await world.settle()
    world.publishes("关于报送活动总结的通知", BODY.replace("<p>2026年9月1日</p>", "").replace("2026年", ""))
    await world.passes(hours=1)
    assert "待审" not in await boss.news() and "9月27日(周日)前" in await li.news()


# Limits -----------------------------------------------------------------------------------------------------------


def linking(*names: str) -> str:
    return "<p>各有关单位：</p>" + "".join(f'<p><a href="https://files.example/{it}">{it}</a></p>' for it in names)


async def troubles(world: World) -> dict[str, str]:
    """What is noted of each attachment of the notice."""
    async with world.store.reading() as tx:
        rows = await tx.all(
            """SELECT json_extract(a.value, '$.name') AS name, json_extract(a.value, '$.trouble') AS trouble
                 FROM notices n, json_each(n.attachments) a"""
        )
    return {row["name"]: row["trouble"] for row in rows}


@pytest.mark.parametrize(("body", "why"), [
    (documents.LOCKED_PDF, "password"), (documents.docx("<w:p><w:r><w:t>" + "a" * 80_000_000), "unsafe"),
    (documents.docx(documents.paragraph("通知"))[:200], "broken"), (b"", "empty"),
    (documents.archive({"xl/workbook.xml": b"<x/>"}), "sheet"), (b"MZ" + bytes(range(256)) * 20, "binary"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image"), (documents.pdf(""), "empty"),
    (b"a" * (20 * 1024 * 1024 + 1), "too_large"),
])
async def test_an_attachment_that_cannot_be_read_is_noted_with_its_reason(world: World, body: bytes, why: str) -> None:
    world.web.files["https://files.example/a.docx"] = body or b" "
    li = await world.person("王老师", "teacher")
    world.publishes("通知", linking("a.docx"))
    await world.settle()
    assert await troubles(world) == {"a.docx": why} and "【通知】" in await li.news()


async def test_only_so_many_attachments_of_a_notice_are_fetched(world: World) -> None:
    names = [f"{n}.docx" for n in range(ATTACHMENTS_MAX + 3)]
    world.web.files |= {f"https://files.example/{it}": DUTY for it in names}
    world.publishes("通知", linking(*names))
    await world.settle()
    assert set(await troubles(world)) == set(names[:ATTACHMENTS_MAX])
    assert world.web.asked == 1 + ATTACHMENTS_MAX


class Stuck:
    """A web on which only the first document ever comes."""

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched:
        if not source.url.endswith("1.docx"):
            await asyncio.Event().wait()
        return Fetched(DUTY, "", "", source.url, validators, now)


async def test_attachments_that_do_not_come_hold_their_notice_up_no_longer_than_allowed(tmp_path: Path) -> None:
    links = tuple(Attachment(f"{n}.docx", f"https://files.example/{n}.docx") for n in (1, 2, 3))
    entry = Entry(("k",), "通知", "通知", None, None, None, "", attachments=links)
    patient = Attachments(Stuck(), READER, lambda: MORNING, whole_secs=2.0)
    feed = Source("科协", "https://1.example", "rss", ZONE, tmp_path)
    (read,) = (await patient.added(feed, Decisions((entry,), (), 0))).new
    assert [it.attachment.trouble for it in read.attached] == ["", "timeout", "timeout"]
    assert "9月27日" in read.attached[0].text
