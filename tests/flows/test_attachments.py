"""What stands in the documents that a notice links to is part of it."""

from __future__ import annotations

from fakes import documents
from world import World

from feeds.model import FetchError

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
