"""Documents that an entry links to: fetched and read within limits, their findings added to those of the entry. What
cannot be had is noted, and the notice goes out all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from feeds import html
from feeds.decide import Decisions
from feeds.documents.model import Document
from feeds.documents.reader import Reader as Documents
from feeds.model import Attached, Entry, Fetched, FetchError, Source, Trust, Understood, Validators
from feeds.understand import KEY_DATES_MAX, UNSURE_MAX, Reader
from notices.model import Attachment, KeyDate, Notice
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

    def __init__(self, fetcher: Fetches, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._fetcher, self._reader, self._clock = fetcher, reader, clock

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
            async with asyncio.timeout(WHOLE_SECS_MAX):
                for it in entry.attachments:
                    attached.append(await self._one(source, it, documents))
        late = entry.attachments[len(attached) :]
        attached = await asyncio.to_thread(_understood, attached, entry, self._reader)
        return replace(entry, attached=(*attached, *(Attached(replace(it, trouble="timeout")) for it in late)))

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


def _understood(attached: Sequence[Attached], entry: Entry, reader: Reader) -> list[Attached]:
    """Read off the event loop. The notice's own day tells the years of what is attached."""
    if not any(it.text for it in attached):
        return [*attached]
    on = (entry.reading or reader.entry(entry)).notice.published_on
    return [replace(it, inside=reader.text(it.text, published=on)) if it.text else it for it in attached]


def joined(understood: Understood, entry: Entry, reader: Reader) -> Understood:
    """What was understood in an entry, and in what it has attached; this is read here if it has not been before. A date
    that both name is the entry's."""
    notice, topics = understood.notice, understood.topics
    for it in entry.attached:
        if it.text:
            inside = it.inside or reader.text(it.text, published=notice.published_on)
            notice, topics = _with(notice, it, inside.notice), topics | inside.topics
    listed = tuple(it.attachment for it in entry.attached)
    return Understood(replace(notice, attachments=listed), topics) if listed else understood


def _with(notice: Notice, attached: Attached, inside: Notice) -> Notice:
    name = attached.attachment.name
    added = [_named(date, name) for date in own_dates(notice.key_dates, inside.key_dates)]
    dates = sorted((*notice.key_dates, *added), key=lambda date: date.anchor)
    unsure = (*notice.unsure, *(f"{phrase}（附件《{name}》）" for phrase in inside.unsure))
    return replace(
        notice, key_dates=tuple(dates)[:KEY_DATES_MAX], unsure=unsure[:UNSURE_MAX],
        contacts=notice.contacts or inside.contacts, text=f"{notice.text}{ATTACHED}{name}》\n{attached.text}",
    )


def _named(date: KeyDate, name: str) -> KeyDate:
    """A date whose evidence says in which attachment it stands."""
    return replace(date, evidence=f"附件《{name}》：{date.evidence}")
