"""What a list page leads to: the pages on which the list goes on, and the notices themselves. One request to a site at
a time, each after a pause, however many of its pages are read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from feeds import pace, worker
from feeds.decide import Decisions
from feeds.documents.model import Document
from feeds.documents.reader import Reader as Documents
from feeds.model import Entry, Fetched, FetchError, Known, Parsed, Source, Trust, Validators
from feeds.outage import UNREACHED
from feeds.pages import articles
from feeds.turns import HOST_GAP_SECS
from feeds.understand import Reader

PAGES_MAX = 5  # of one list at one look: a hundred notices since the last one
ARTICLES_MAX = 20  # read at one look; the others wait for the next
RECENT = timedelta(days=31)  # at the first look older notices are only listed: what they ask for is mostly over
UNDATED_MAX = 5  # notices without a date that are read at the first look
PREVIEW_MAX = 3  # notices opened for one who tries a page: enough to see that their text is found
TRIES_MAX = 3  # looks for a notice that cannot be had now; then it goes out as its title and link
TRIED_MAX = 1000  # notices of which that is remembered
LIST_MIN = 5  # items that stood there: with fewer, all of them may have been replaced
BETWEEN = timedelta(days=1)  # a list says the day and not the hour; nor are clocks alike

Read = Callable[[Fetched, Source, Known], Awaitable[Parsed]]

log = logging.getLogger(__name__)


class Fetches(Protocol):
    """What fetches: `feeds.fetch.Fetcher`."""

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> object:
        """The document of a source. Raises FetchError."""
        ...


class Follower:
    """Follows list pages. `pause` waits so many seconds."""

    def __init__(
        self, fetcher: Fetches, reader: Reader, clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._fetcher, self._reader, self._clock, self._pause = fetcher, reader, clock, pause
        self._sites: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tries: dict[str, int] = {}

    # The list ---------------------------------------------------------------------------------------------------

    async def whole(self, source: Source, fetched: Fetched, parsed: Parsed, stood: Known, read: Read) -> Parsed:
        """The list with its further pages, as far as all on them is new; at the first look only where the first page
        has none of it. Raises FetchError."""
        asked = {fetched.url}
        while _goes_on(parsed, stood) and parsed.next_url not in asked and len(asked) < PAGES_MAX:
            asked.add(parsed.next_url)
            try:
                further = await self._page(source, parsed.next_url, stood, read)
            except FetchError as error:
                if not parsed.entries:
                    raise
                missed = replace(error.trouble, where=parsed.next_url, detail=f"Its next page: {error}")
                parsed = replace(parsed, problems=(*parsed.problems, missed), unfinished=True)
                break
            parsed = _joined(parsed, further)
        if not parsed.standing:
            raise FetchError("no_list", "There is no list of links with dates beside them on it, nor in its frames.")
        return parsed

    async def _page(self, source: Source, url: str, stood: Known, read: Read) -> Parsed:
        fetched = await self._fetched(source, url)
        return await read(fetched, source, stood)

    # The notices ------------------------------------------------------------------------------------------------

    async def read(self, source: Source, decisions: Decisions, *, first: bool) -> Decisions:
        """The decisions with the articles of new and changed entries. Of those that cannot be had now, and of what is
        more than one look allows, nothing is decided yet; at the first look they are known by their titles."""
        today = self._clock().astimezone(source.timezone).date()
        changed = decisions.changed[:ARTICLES_MAX]
        chosen = _recent(decisions.new, today - RECENT) if first else decisions.new
        chosen = chosen[: ARTICLES_MAX - len(changed)]
        had: dict[tuple[str, ...], Entry | None] = {}
        with Documents() as documents:
            for it in (*chosen, *(entry for _, entry in changed)):
                had[it.keys] = await self._article(source, it, documents)
        if first:
            return replace(decisions, new=tuple(reversed([had.get(it.keys) or it for it in decisions.new])))
        return _with(decisions, had)

    async def preview(self, source: Source, fetched: Fetched, parsed: Parsed, read: Read) -> Parsed:
        """The list with the first of its notices read, for one who tries the page. Raises FetchError."""
        parsed = await self.whole(source, fetched, parsed, {}, read)
        opened, problems = list(parsed.entries), list(parsed.problems)
        with Documents() as documents:
            for at, it in enumerate(parsed.entries[:PREVIEW_MAX]):
                try:
                    opened[at] = await self._opened(source, it, documents)
                except FetchError as error:
                    problems.append(replace(error.trouble, where=it.link or ""))
        return replace(parsed, entries=tuple(opened), problems=tuple(problems))

    async def _article(self, source: Source, entry: Entry, documents: Documents) -> Entry | None:
        """The entry with what stands behind it; None if that may be had later."""
        try:
            opened = await self._opened(source, entry, documents)
        except FetchError as error:
            log.info("article not read", extra={"feed": source.name, "why": f"{entry.link}: {error}"})
            return self._later(entry, error)
        self._tries.pop(entry.item, None)
        return opened

    async def _opened(self, source: Source, entry: Entry, documents: Documents) -> Entry:
        """The entry with what stands behind it. Raises FetchError."""
        if entry.link is None:
            return entry
        fetched = await self._fetched(source, entry.link)
        if articles.is_page(fetched):
            selector = source.page.article if source.page else ""
            entry = await asyncio.to_thread(articles.of_page, entry, fetched, selector)
        else:
            content = await documents.read_aside(fetched.body, articles.name(fetched))
            if not isinstance(content, Document):
                log.info("article not read", extra={"feed": source.name, "why": f"{content.trouble}: {content.detail}"})
                return entry
            entry = articles.of_document(entry, content)
        today = self._clock().astimezone(self._reader.zone).date()
        return replace(entry, reading=await asyncio.to_thread(worker.understood, entry, self._reader, today))

    def _later(self, entry: Entry, error: FetchError) -> Entry | None:
        passes = error.reason in (*UNREACHED, "blocked", "empty") or (error.status or 0) in (408, 425, 429)
        tries = self._tries.pop(entry.item, 0) + 1
        if tries >= TRIES_MAX or not (passes or (error.status or 0) >= 500):
            return entry
        if len(self._tries) >= TRIED_MAX:  # of lists that changed meanwhile
            self._tries.clear()
        self._tries[entry.item] = tries
        return None

    # Politely ---------------------------------------------------------------------------------------------------

    async def _fetched(self, source: Source, url: str) -> Fetched:
        """A page that the list leads to: trusted no more than the web, unless the feed itself is inside."""
        trust: Trust = "internal" if source.trust == "internal" else "web"
        is_own = urlsplit(url).hostname == urlsplit(source.url).hostname
        there = replace(
            source, url=url, kind="auto", trust=trust, moved_to="", legacy_tls=source.legacy_tls and is_own
        )
        async with self._turn(pace.host(there)):
            found = await self._fetcher.fetch(there, Validators(), self._clock())
        if not isinstance(found, Fetched):
            raise FetchError("empty", "Nothing came.")
        return found

    @asynccontextmanager
    async def _turn(self, site: str) -> AsyncIterator[None]:
        """One at a time, and not at once after another. Our own machine needs no rest."""
        if not site:
            yield
            return
        lock = self._sites.setdefault(site, asyncio.Lock())
        async with lock:
            await self._pause(HOST_GAP_SECS)
            yield


def is_another(decisions: Decisions, stood: Known, succeeded_at: datetime | None) -> bool:
    """Whether a list has nothing in common with what stood there, though not all of it was put up since: another list
    is taken for it."""
    if len(stood) < LIST_MIN or decisions.known_count or decisions.changed or decisions.rekeyed or not succeeded_at:
        return False
    since = (succeeded_at - BETWEEN).date()
    return any(it.published_on is None or it.published_on < since for it in decisions.new)


def _with(decisions: Decisions, had: dict[tuple[str, ...], Entry | None]) -> Decisions:
    """The decisions with the entries that were read, the oldest first; the others wait."""
    asked = (*decisions.new, *(entry for _, entry in decisions.changed))
    return replace(
        decisions, new=tuple(reversed([it for entry in decisions.new if (it := had.get(entry.keys))])),
        changed=tuple((entry_id, it) for entry_id, entry in decisions.changed if (it := had.get(entry.keys))),
        waiting=decisions.waiting | {it.item for it in asked if not had.get(it.keys)},
    )


def _goes_on(parsed: Parsed, stood: Known) -> bool:
    return bool(parsed.next_url) and not parsed.seen and (bool(stood) or not parsed.entries)


def _joined(parsed: Parsed, further: Parsed) -> Parsed:
    """Two pages of a list as one. A page that only frames the list is asked for again next time: it never changes."""
    keys = {it.keys for it in parsed.entries}
    return replace(
        further, entries=(*parsed.entries, *(it for it in further.entries if it.keys not in keys)),
        problems=(*parsed.problems, *further.problems), listing=parsed.listing if parsed.entries else further.listing,
        unfinished=parsed.unfinished or not parsed.entries,
    )


def _recent(new: Sequence[Entry], since: date) -> tuple[Entry, ...]:
    """Entries put up lately, and the first of those that do not say when."""
    undated = [it.keys for it in new if it.published_on is None][:UNDATED_MAX]
    return tuple(it for it in new if (it.published_on >= since if it.published_on else it.keys in undated))
