"""Documents that an entry links to: fetched and read within limits, their findings added to those of the entry. What
cannot be had is noted, and the notice goes out all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from feeds import html
from feeds.decide import Decisions
from feeds.documents.model import Document
from feeds.documents.reader import Reader as Documents
from feeds.doubts import DOUBTS_MAX
from feeds.model import Attached, Entry, Fetched, FetchError, Source, Trust, Understood, Validators
from feeds.understand import KEY_DATES_MAX, UNSURE_MAX, Reader
from notices.model import Attachment, Doubt, KeyDate, Notice
from notices.reissue import ATTACHED, own_dates

ENTRIES_MAX = 20  # of one poll whose attachments are read, the newest: an archive's old forms are no news
WHOLE_SECS_MAX = 60.0  # for all attachments of one entry, so that a slow server does not hold its notice back
TEXT_CHARS_MAX = 32 * 1024  # kept of one attachment: half of what an entry may have

log = logging.getLogger(__name__)


class Fetches(Protocol):
    """What fetches: `feeds.fetch.Fetcher`."""

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> object:
        """The document of a source. Raises FetchError."""
        ...


class Attachments:
    """Fetches and reads what entries link to."""

    def __init__(
        self, fetcher: Fetches, reader: Reader, clock: Callable[[], datetime], whole_secs: float = WHOLE_SECS_MAX
    ) -> None:
        self._fetcher, self._reader, self._clock, self._whole_secs = fetcher, reader, clock, whole_secs

    async def added(self, source: Source, decisions: Decisions) -> Decisions:
        """The decisions with what is attached to new and changed entries in these."""
        entries = (*decisions.new, *(entry for _, entry in decisions.changed))
        chosen = [it for it in entries if it.attachments and not it.cancelled][:ENTRIES_MAX]
        if not chosen:
            return decisions
        with Documents() as documents:
            read = {it.keys: await self._entry(source, it, documents) for it in chosen}
        return replace(
            decisions, new=tuple(read.get(it.keys, it) for it in decisions.new),
            changed=tuple((entry_id, read.get(it.keys, it)) for entry_id, it in decisions.changed),
        )

    async def _entry(self, source: Source, entry: Entry, documents: Documents) -> Entry:
        attached: list[Attached] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(self._whole_secs):
                for it in entry.attachments:
                    attached.append(await self._one(source, it, documents))
        late = entry.attachments[len(attached) :]
        today = self._clock().astimezone(self._reader.zone).date()
        attached = await asyncio.to_thread(_understood, attached, entry, self._reader, today)
        return replace(entry, attached=(*attached, *(Attached(replace(it, trouble="timeout")) for it in late)))

    async def document(self, link: str) -> bytes | None:
        """The document at an address that stands in a notice, which is trusted no more than the web; None if it cannot
        be had."""
        if urlsplit(link).scheme not in ("http", "https"):
            return None
        there = Source("", link, "auto", self._reader.zone, Path())
        try:
            found = await self._fetcher.fetch(there, Validators(), self._clock())
        except FetchError as error:
            log.info("attachment not fetched", extra={"why": f"{error.reason}: {error}"})
            return None
        return found.body if isinstance(found, Fetched) else None

    async def _one(self, source: Source, it: Attachment, documents: Documents) -> Attached:
        """A linked document may lie anywhere: it is trusted no more than the web, unless the feed itself is inside."""
        trust: Trust = "internal" if source.trust == "internal" else "web"
        is_own = urlsplit(it.link).hostname == urlsplit(source.url).hostname
        there = replace(
            source, url=it.link, kind="auto", trust=trust, moved_to="", legacy_tls=source.legacy_tls and is_own
        )
        try:
            found = await self._fetcher.fetch(there, Validators(), self._clock())
        except FetchError as error:
            return self._failed(source.name, it, error.reason, str(error))
        if not isinstance(found, Fetched):
            return self._failed(source.name, it, "empty", "Nothing came.")
        content = await documents.read_aside(found.body, it.name)
        if isinstance(content, Document):
            return Attached(it, html.tidy(content.text)[:TEXT_CHARS_MAX])
        return self._failed(source.name, it, content.trouble, content.detail)

    def _failed(self, feed: str, it: Attachment, trouble: str, detail: str) -> Attached:
        log.info("attachment not read", extra={"feed": feed, "why": f"{trouble}: {detail}"})
        return Attached(replace(it, trouble=trouble))


def _understood(attached: Sequence[Attached], entry: Entry, reader: Reader, today: date) -> list[Attached]:
    """Read off the event loop. The notice's own day tells the years of what is attached."""
    if not any(it.text for it in attached):
        return [*attached]
    notice = (entry.reading or reader.entry(entry)).notice
    return [replace(it, inside=_read(it, notice, entry, reader, today)) if it.text else it for it in attached]


def _read(it: Attached, notice: Notice, entry: Entry, reader: Reader, today: date) -> Understood:
    seen = entry.published_at.astimezone(reader.zone).date() if entry.published_at else None
    return reader.text(it.text, published=notice.published_on, seen=seen, today=today)


def joined(understood: Understood, entry: Entry, reader: Reader, today: date) -> Understood:
    """What was understood in an entry, and in what it has attached; this is read here if it has not been before. A date
    that both name is the entry's; what is doubtful in an attachment is as doubtful as in the entry."""
    notice, topics = understood.notice, understood.topics
    for it in entry.attached:
        if it.text:
            inside = it.inside or _read(it, understood.notice, entry, reader, today)
            notice, topics = _with(notice, it, inside.notice), topics | inside.topics
    listed = tuple(it.attachment for it in entry.attached)
    return Understood(replace(notice, attachments=listed), topics) if listed else understood


def _with(notice: Notice, attached: Attached, inside: Notice) -> Notice:
    name = attached.attachment.name
    added = [_named(it, name) for it in own_dates(notice.key_dates, inside.key_dates)]
    dates = sorted((*notice.key_dates, *added), key=lambda it: it.anchor)
    unsure = (*notice.unsure, *(f"{phrase}（附件《{name}》）" for phrase in inside.unsure))
    asked = [_of_attachment(it, name) for it in inside.doubts if not _is_answered(it, notice)]
    return replace(
        notice, key_dates=tuple(dates)[:KEY_DATES_MAX], unsure=unsure[:UNSURE_MAX],
        doubts=(*notice.doubts, *asked)[:DOUBTS_MAX], contacts=notice.contacts or inside.contacts,
        text=f"{notice.text}{ATTACHED}{name}》\n{attached.text}",
    )


def _is_answered(doubt: Doubt, notice: Notice) -> bool:
    """Whether the entry itself is sure of a date that the doubtful one may be, or asks about the same."""
    asked = [it.choices[0] for it in notice.doubts]
    return len(own_dates((*notice.key_dates, *asked), doubt.choices)) < len(doubt.choices)


def _of_attachment(doubt: Doubt, name: str) -> Doubt:
    """A doubt that says in which attachment it stands."""
    return replace(doubt, attachment=name, choices=tuple(_named(it, name) for it in doubt.choices))


def _named(it: KeyDate, name: str) -> KeyDate:
    """A date whose evidence says in which attachment it stands."""
    return replace(it, evidence=f"附件《{name}》：{it.evidence}")
