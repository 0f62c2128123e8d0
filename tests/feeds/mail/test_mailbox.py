"""A mailbox on a mail server that is not ours, and servers that break or lie."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import documents, mail_server
from fakes.mail_server import PASSWORD, USER, MailServer, behind_tls, letter, says
from world import MORNING, ZONE

from feeds import tls
from feeds.fetch import Fetcher
from feeds.mail import box, imap
from feeds.mail.model import Mailbox, Mark
from feeds.model import Fetched, FetchError, Parsed, Source, Unchanged, Validators
from feeds.parse import parse

BOX = Mailbox(USER, PASSWORD, ("office@school.example", "@edu.example"))
STRANGERS = ("spam@evil.example", "office@school.example.evil.example", '"office@school.example" <x@evil.example>')


def source(server: MailServer | str, mailbox: Mailbox = BOX) -> Source:
    url = server if isinstance(server, str) else server.url
    return Source("公文邮箱", url, "mail", ZONE, Path(), "host", mailbox=mailbox)


async def look(of: Source, have: Validators | None = None) -> Fetched | Unchanged:
    return await box.fetch(of, have or Validators(), MORNING, tls.context(None, legacy=False))


def titles(of: Source, found: Fetched | Unchanged) -> list[str]:
    assert isinstance(found, Fetched)
    return [it.title for it in parse(found, of).entries]


async def read(of: Source, have: Validators | None = None) -> Parsed:
    found = await look(of, have)
    assert isinstance(found, Fetched)
    return parse(found, of)


async def failure(of: Source) -> FetchError:
    with pytest.raises(FetchError) as failed:
        await look(of)
    assert PASSWORD not in str(failed.value)
    return failed.value


async def test_the_first_look_takes_what_is_recent_of_its_senders() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("去年的通知"), on=date(2025, 9, 1))
        server.gets(letter("讲座通知"))
        server.gets(letter("广告", sender="spam@evil.example"))
        of = source(server)
        found = await look(of)
        assert titles(of, found) == ["讲座通知"]
        assert isinstance(found, Fetched) and Mark.read(found.validators.etag) == Mark(7001, 2)


@pytest.mark.parametrize("announces", [True, False])
async def test_a_server_that_opens_nothing_to_strangers_is_told_who_we_are(announces: bool) -> None:
    async with mail_server.mail_server() as server:
        server.lets_in_only_who_says_id, server.announces_id = True, announces
        server.gets(letter("讲座通知"))
        of = source(server)
        assert titles(of, await look(of)) == ["讲座通知"]
        said = [line.partition(b" ")[2].partition(b" ")[0] for line in server.lines]
        asked = [it for it in said if it in (b"AUTHENTICATE", b"ID", b"EXAMINE")]
        assert asked == [b"AUTHENTICATE", *([] if announces else [b"EXAMINE"]), b"ID", b"EXAMINE"]


async def test_later_only_what_is_behind_the_mark_is_asked_for() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("旧通知"))
        of = source(server)
        first = await look(of)
        assert isinstance(first, Fetched)
        assert isinstance(await look(of, first.validators), Unchanged)
        server.lines.clear()
        server.gets(letter("新通知", sender="dean@edu.example"))
        second = await look(of, first.validators)
        assert titles(of, second) == ["新通知"]
        assert [line for line in server.lines if b"FETCH 1 " in line] == []


async def test_letters_of_others_are_not_read_and_not_asked_about_again() -> None:
    async with mail_server.mail_server() as server:
        of = source(server)
        first = await look(of)
        assert isinstance(first, Fetched)
        for strange in STRANGERS:
            server.gets(letter("广告", sender=strange))
        nothing = await look(of, first.validators)
        assert isinstance(nothing, Unchanged) and nothing.validators == Validators("imap:7001:3")
        assert not any(b"BODY.PEEK[]" in line for line in server.lines)


async def test_the_mailbox_stays_as_it_is() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("通知"))
        await look(source(server))
        assert server.inbox.opened == [False] and server.inbox.letters[0].flags == set()


async def test_what_was_read_is_marked_where_the_operator_wants_it() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("通知"))
        server.gets(letter("广告", sender="spam@evil.example"))
        await look(source(server, replace(BOX, mark_seen=True)))
        assert [it.flags for it in server.inbox.letters] == [{r"\Seen"}, set()]


async def test_many_letters_come_in_several_looks_the_oldest_first() -> None:
    async with mail_server.mail_server() as server:
        of = source(server)
        have = await look(of)
        for number in range(imap.LETTERS_MAX + 3):
            server.gets(letter(f"通知{number}"))
        seen: list[str] = []
        while isinstance(have, Fetched):
            have = await look(of, have.validators)
            seen += titles(of, have) if isinstance(have, Fetched) else []
        assert seen == [f"通知{number}" for number in range(imap.LETTERS_MAX + 3)]


async def test_a_mailbox_that_numbers_its_letters_anew_is_read_again_and_they_stay_known_by_their_ids() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("通知", id="<1@school.example>"))
        of = source(server)
        first = await look(of)
        assert isinstance(first, Fetched)
        server.numbers_anew()
        again = await read(of, first.validators)
        assert [it.keys for it in again.entries] == [it.keys for it in parse(first, of).entries]


async def test_a_letter_has_its_subject_its_day_and_its_documents() -> None:
    async with mail_server.mail_server() as server:
        plan = documents.pdf(documents.letter("安排", "报名请于2026年9月8日前交到图书馆办公室。"))
        papers = (("安排.pdf", plan), ("锁.pdf", documents.LOCKED_PDF))
        server.gets(letter("Fwd: 讲座通知", "<b>不是</b>", papers=papers))
        (entry,) = (await read(source(server))).entries
        assert (entry.title, entry.text, entry.published_on) == ("讲座通知", "<b>不是</b>", date(2026, 9, 1))
        assert [(it.attachment.name, it.attachment.trouble) for it in entry.attached] == [
            ("安排.pdf", ""), ("锁.pdf", "password"),
        ]
        assert "9月8日" in entry.attached[0].text


async def test_of_a_letter_that_is_too_large_only_the_head_is_read() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("很大的通知", "x" * (imap.LETTER_BYTES_MAX + 1)))
        (entry,) = (await read(source(server))).entries
        assert entry.title == "很大的通知" and "太大" in entry.text


async def test_a_folder_may_have_a_chinese_name() -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("通知"), server.has_folder("通知&公告"))
        assert [it.title for it in (await read(source(server, replace(BOX, folder="通知&公告")))).entries] == ["通知"]


# What goes wrong ------------------------------------------------------------------------------------------------------


async def test_a_wrong_password_is_a_reason_that_does_not_tell_it() -> None:
    async with mail_server.mail_server() as server:
        error = await failure(source(server, replace(BOX, password="falsch")))
        assert error.reason == "login" and USER in error.detail and "falsch" not in error.detail


async def test_a_folder_that_is_not_there_is_a_reason() -> None:
    async with mail_server.mail_server() as server:
        assert (await failure(source(server, replace(BOX, folder="Nirgends")))).reason == "missing"


@pytest.mark.parametrize("moment", [b"AUTHENTICATE", b"EXAMINE", b"SEARCH", b"BODY.PEEK[]"])
async def test_a_connection_that_breaks_is_a_reason_and_the_next_look_reads_all(moment: bytes) -> None:
    async with mail_server.mail_server() as server:
        server.gets(letter("通知"))
        server.hangs_up_on = moment
        assert (await failure(source(server))).reason == "broken"
        server.hangs_up_on = b""
        assert len((await read(source(server))).entries) == 1


@pytest.mark.parametrize(("answers", "reason"), [
    ((b"",), "broken"), ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), "broken"), ((b"* BYE too busy\r\n",), "broken"),
    ((b"* OK hello\r\n", b"* CAPABILITY IMAP4rev1\r\n", b"* OK {99999999999}\r\n", b""), "broken"),
])
async def test_a_server_that_speaks_no_imap_or_lies_is_a_reason(answers: tuple[bytes, ...], reason: str) -> None:
    async with says(*answers) as url:
        assert (await failure(source(url))).reason == reason


async def test_nobody_there_is_a_reason() -> None:
    async with mail_server.mail_server() as server:
        url = server.url
    assert (await failure(source(url))).reason == "refused"


async def test_a_password_is_never_sent_in_the_open_but_to_this_machine() -> None:
    async with says(b"* OK hello\r\n", b"* CAPABILITY IMAP4rev1\r\n", b"") as url:
        at = url.replace("127.0.0.1", "127.0.0.2")
        with pytest.raises(FetchError) as failed:
            await look(source(at))
    assert failed.value.reason in ("tls", "refused")


async def test_with_tls_the_certificate_is_checked(certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    async with mail_server.mail_server() as server, behind_tls(server.port, context) as url:
        server.gets(letter("通知"))
        of = source(url)
        fetcher = Fetcher(roots=certificate[0])
        assert titles(of, await fetcher.fetch(of, Validators(), MORNING)) == ["通知"]
        assert (await failure(of)).reason == "tls"


async def test_a_look_that_is_broken_off_ends_at_once() -> None:
    released = asyncio.Event()
    asked = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK hello\r\n")
        await reader.readline()
        asked.set()
        await released.wait()
        writer.close()

    silent = await asyncio.start_server(talk, "127.0.0.1", 0)
    looking = asyncio.create_task(look(source(f"imap://127.0.0.1:{silent.sockets[0].getsockname()[1]}")))
    await asked.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    released.set()
    silent.close()
