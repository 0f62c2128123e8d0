"""A mailbox as a document of a feed: letters behind the mark, with what stands in the documents they bring."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from feeds.documents.model import Document
from feeds.documents.reader import Reader
from feeds.mail.model import Letter, Mark, Paper, Posted
from feeds.model import Fetched, FetchError, Source, Unchanged, Validators

if TYPE_CHECKING:
    from feeds.mail.imap import Look, Visit

MAIL_TYPE = "application/vnd.kexun.mail+json"
SINCE = timedelta(days=31)  # of what is there at the first look; older letters are no news
WHOLE_SECS_MAX = 120.0  # for a look with all its letters and their documents
TEXT_CHARS_MAX = 64 * 1024  # kept of a letter: as much as of an entry
PAPER_CHARS_MAX = 32 * 1024  # kept of a document in it: twenty pages, and five of them are no burden
UNREAD = "（这封邮件太大，没有读正文，请到邮箱里看。）"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document in a letter, read: its text, or the trouble with it."""

    name: str
    text: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that has been read."""

    id: str
    title: str
    at: datetime | None
    text: str
    sheets: tuple[Sheet, ...]


async def fetch(source: Source, validators: Validators, now: datetime, tls: ssl.SSLContext) -> Fetched | Unchanged:
    """The letters that were not there at the last look. Raises FetchError."""
    from feeds.mail.imap import Visit  # only where there is a mailbox

    assert source.mailbox is not None
    visit = Visit(source.url, source.mailbox, tls)
    have = Mark.read(validators.etag)
    since = (now - SINCE).astimezone(source.timezone).date()
    try:
        async with asyncio.timeout(WHOLE_SECS_MAX):
            found = await _aside(visit, have, since)
            body = await _packed(found.letters)
    except TimeoutError:
        raise FetchError("timeout", f"The mailbox could not be read within {WHOLE_SECS_MAX:g} seconds.") from None
    marked = Validators(str(found.mark))
    if not found.letters and have is not None:
        return Unchanged(validators=marked)
    return Fetched(body, MAIL_TYPE, "utf-8", source.url, marked, now)


async def _aside(visit: Visit, have: Mark | None, since: date) -> Look:
    """The look in a thread. When it is cancelled, the thread ends at once."""
    looking = asyncio.ensure_future(asyncio.to_thread(visit.look, have, since))
    try:
        return await asyncio.shield(looking)
    except asyncio.CancelledError:
        visit.break_off()
        await asyncio.gather(looking, return_exceptions=True)
        raise


async def _packed(posted: tuple[Posted, ...]) -> bytes:
    with Reader() as reader:
        mails = [await _mail(it, reader) for it in posted]
    return json.dumps(mails).encode()


async def _mail(posted: Posted, reader: Reader) -> dict[str, object]:
    from feeds.mail import letters

    try:
        letter = await asyncio.to_thread(letters.read, posted.body)
    except Exception:  # a letter that breaks its reader: people hear that there is one
        log.exception("letter bug")
        letter = Letter(hashlib.sha256(posted.body).hexdigest(), "", "", None, "")
    if posted.is_cut:
        letter = replace(letter, text=UNREAD)
    sheets = [await _sheet(it, reader) for it in letter.papers]
    at = letter.at.isoformat() if letter.at else None
    return {"id": letter.id, "title": letter.title, "at": at, "text": letter.text[:TEXT_CHARS_MAX], "sheets": sheets}


async def _sheet(paper: Paper, reader: Reader) -> dict[str, str]:
    found = await reader.read_aside(paper.body, paper.name)
    if isinstance(found, Document):
        return {"name": paper.name, "text": found.text[:PAPER_CHARS_MAX]}
    return {"name": paper.name, "text": "", "trouble": found.trouble}


def unpack(body: bytes) -> Iterator[Mail]:
    """The letters of a document that `fetch` made."""
    for it in json.loads(body):
        at = datetime.fromisoformat(it["at"]) if it["at"] else None
        yield Mail(it["id"], it["title"], at, it["text"], tuple(Sheet(**one) for one in it["sheets"]))
