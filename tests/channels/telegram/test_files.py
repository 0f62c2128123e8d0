from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import telegram_faults as faults

from channels.telegram.files import BYTES_MAX
from notices.message import Bubble, Button, File, Span, file, text

if TYPE_CHECKING:
    from conftest import World

ICS = file("重点活动.ics", "text/calendar", "BEGIN:VCALENDAR\r\n科普\r\n".encode())
PNG = file("qr.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(50))


class FakeUploads:
    """Remembers; fails once it is broken."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.broken = False

    async def find(self, digest: str) -> str | None:
        return self.kept.get(digest)

    async def keep(self, digest: str, file_id: str) -> None:
        if self.broken:
            raise OSError("disk full")
        self.kept[digest] = file_id


@pytest.fixture
def uploads(world: World) -> FakeUploads:
    uploads = FakeUploads()
    world.connect(uploads=uploads)
    world.fake.chat(7)
    world.fake.chat(8)
    return uploads


def with_file(words: str, what: object = ICS) -> Bubble:
    return Bubble((Span(words, bold=True),), ((Button("全文", "/notice 1"),),), what)  # type: ignore[arg-type]


async def test_a_file_comes_with_its_words_and_its_buttons(world: World, uploads: FakeUploads) -> None:
    provider_id = await world.channel.send("7", with_file("加进日历"), 1)
    (shown,) = world.fake.messages(7)
    assert (str(shown.id), shown.kind, shown.text, shown.marked("bold")) == (
        provider_id, "document", "加进日历", ["加进日历"])
    assert shown.labels == [["全文"]]


async def test_a_picture_is_shown_as_one(world: World, uploads: FakeUploads) -> None:
    await world.channel.send("7", with_file("扫码", PNG), 1)
    assert [it.kind for it in world.fake.messages(7)] == ["photo"]


async def test_the_same_file_is_brought_once_and_then_only_named(world: World, uploads: FakeUploads) -> None:
    for delivery_id, chat in enumerate(("7", "8", "7"), 1):
        await world.channel.send(chat, with_file("加进日历"), delivery_id)
    given = [call.given["document"] for call in world.fake.calls_of("sendDocument")]
    assert [isinstance(it, str) for it in given] == [False, True, True]
    assert len(uploads.kept) == 1
    await world.channel.send("7", with_file("x", file("别的.ics", "text/calendar", b"x")), 9)
    assert len(uploads.kept) == 2


async def test_a_file_that_telegram_has_lost_is_brought_again(world: World, uploads: FakeUploads) -> None:
    await world.channel.send("7", with_file("一"), 1)
    world.fake.fail("sendDocument", faults.answers(400, "Bad Request: wrong file identifier/HTTP URL specified"))
    await world.channel.send("7", with_file("二"), 2)
    assert [it.text for it in world.fake.messages(7)] == ["一", "二"]
    assert len(world.fake.calls_of("sendDocument")) == 3


async def test_what_cannot_be_remembered_is_sent_all_the_same(world: World, uploads: FakeUploads) -> None:
    uploads.broken = True
    await world.channel.send("7", with_file("一"), 1)
    assert [it.text for it in world.fake.messages(7)] == ["一"]


async def test_words_too_long_to_stand_under_a_file_come_before_it(world: World, uploads: FakeUploads) -> None:
    await world.channel.send("7", with_file("长" * 1025), 1)
    words, sent = world.fake.messages(7)
    assert (words.kind, sent.kind, sent.text, sent.labels) == ("text", "document", "", [["全文"]])


async def test_at_night_it_comes_without_a_sound_where_that_is_wished(world: World, uploads: FakeUploads) -> None:
    await world.channel.send("7", Bubble((Span("夜里"),), silent=True), 1)
    await world.channel.send("7", text("白天"), 2)
    assert [it.silent for it in world.fake.messages(7)] == [True, False]


# Documents that are elsewhere ----------------------------------------------------------------------------------------

FORM = Bubble((Span("报名表.docx", url="https://a.edu.cn/1.docx"),), (), File(
    "报名表.docx", "application/msword", "", url="https://a.edu.cn/1.docx"))


class Site:
    """Gives this for every address, and counts how often it was asked."""

    def __init__(self, content: bytes | None) -> None:
        self.content, self.asked = content, 0

    async def __call__(self, url: str) -> bytes | None:
        self.asked += 1
        return self.content


def connected(world: World, content: bytes | None) -> Site:
    site = Site(content)
    world.connect(uploads=FakeUploads(), fetch=site)
    world.fake.chat(7)
    return site


async def test_a_document_is_fetched_and_brought_once_and_then_only_named(world: World) -> None:
    site = connected(world, b"PK\x03\x04")
    for delivery_id in (1, 2):
        await world.channel.send("7", FORM, delivery_id)
    assert [(it.kind, it.text) for it in world.fake.messages(7)] == [("document", "报名表.docx")] * 2
    assert [isinstance(it.given["document"], str) for it in world.fake.calls_of("sendDocument")] == [False, True]
    assert site.asked == 1


@pytest.mark.parametrize("content", [None, b"", bytes(BYTES_MAX + 1)], ids=["gone", "empty", "too large"])
async def test_a_document_that_cannot_be_had_is_a_link(world: World, content: bytes | None) -> None:
    connected(world, content)
    await world.channel.send("7", FORM, 1)
    (shown,) = world.fake.messages(7)
    assert (shown.kind, shown.text, shown.marked("text_link")) == ("text", "报名表.docx", ["报名表.docx"])


async def test_a_picture_that_belongs_to_a_notice_comes_whole_and_not_as_a_photo_of_ten_megabytes_at_most(
    world: World,
) -> None:
    connected(world, bytes(11 * 2**20))
    plan = File("路线图.png", "image/png", "", url="https://a.edu.cn/1.png")
    await world.channel.send("7", Bubble((Span("路线图.png", url=plan.url),), (), plan), 1)
    assert [it.kind for it in world.fake.messages(7)] == ["document"]
    assert [len(it) for it in world.fake.bot.files.values()] == [11 * 2**20]


@pytest.mark.parametrize("refusal", [
    faults.answers(400, "Bad Request: file must be non-empty"), faults.answers(413, "Request Entity Too Large"),
], ids=["400", "413"])
async def test_a_document_that_telegram_refuses_is_a_link(world: World, refusal: faults.Fault) -> None:
    connected(world, b"x")
    world.fake.fail("sendDocument", refusal)
    await world.channel.send("7", FORM, 1)
    assert [it.kind for it in world.fake.messages(7)] == ["text"]
