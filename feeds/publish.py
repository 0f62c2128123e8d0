"""Entries that are new or changed to notices and deliveries, in one transaction with what is remembered of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from delivery import hold, reissue
from delivery.settings import Settings
from feeds import attachments
from feeds.decide import Decisions
from feeds.model import Entry, Understood
from feeds.settings import Feed
from feeds.understand import Reader, audience_of
from store import Store, Tx
from store import feeds as states
from store.feeds import FeedState

ENTRIES_PER_TRANSACTION = 20  # with all their deliveries, so that a reply never waits for a whole feed
LONG_AGO = datetime.min.replace(tzinfo=UTC)

T = TypeVar("T")


class Publisher:
    """Publishes what a document brought, a few entries in each transaction."""

    def __init__(self, store: Store, reader: Reader, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._store, self._reader, self._settings, self._clock = store, reader, settings, clock

    async def publish(self, feed: Feed, state: FeedState, decisions: Decisions) -> None:
        """Tell of what is new or changed; without telling anyone on the first poll, unless the feed catches up."""
        is_first = state.baseline_at is None
        quiet = is_first and not feed.catch_up
        arrived = decisions.new if is_first else [_just_put_up(it, self._clock()) for it in decisions.new]
        for new in _pieces(sorted(arrived, key=lambda it: it.published_at or LONG_AGO)):
            async with self._store.transaction() as tx:
                for entry in new:
                    await self._new(tx, feed, state.id, entry, quiet)
        for changed in _pieces(decisions.changed):
            async with self._store.transaction() as tx:
                for entry_id, entry in changed:
                    await self._changed(tx, feed, state.id, entry_id, entry)

    async def _new(self, tx: Tx, feed: Feed, feed_id: int, entry: Entry, quiet: bool) -> None:
        entry_id = await states.add_entry(tx, feed_id, entry.keys, entry.content_hash, None, self._clock())
        if not entry.cancelled:
            notice_id = await self._arrive(tx, feed, feed_id, entry_id, entry, quiet=quiet)
            await states.set_notice(tx, entry_id, notice_id)

    async def _arrive(
        self, tx: Tx, feed: Feed, feed_id: int, entry_id: int, entry: Entry, *, notice_id: int | None = None,
        quiet: bool = False,
    ) -> int | None:
        """What the entry says is told, or held; the id of its notice, None as long as it waits to become one."""
        now = self._clock()
        understood = self._understood(entry, now)
        return await hold.arrive(
            tx, understood.notice, audience_of(feed.audience, understood.topics), now, self._settings,
            entry_id=entry_id, feed_id=feed_id, notice_id=notice_id, quiet=quiet,
        )

    def _understood(self, entry: Entry, now: datetime) -> Understood:
        """As the worker read it, with what its attachments say; what comes another way is read here."""
        understood = entry.reading or self._reader.entry(entry, now.astimezone(self._settings.zone).date())
        return attachments.joined(understood, entry, self._reader)

    async def _called_off(self, tx: Tx, feed: Feed, feed_id: int, notice_id: int, entry: Entry) -> int:
        understood, now = self._understood(entry, self._clock()), self._clock()
        notice = replace(understood.notice, key_dates=(), doubts=())
        audience = audience_of(feed.audience, understood.topics)
        return await reissue.change(tx, notice_id, notice, audience, now, self._settings, feed_id=feed_id)

    async def _changed(self, tx: Tx, feed: Feed, feed_id: int, entry_id: int, entry: Entry) -> None:
        now = self._clock()
        notice_id = await states.notice_of_entry(tx, entry_id)
        if not entry.cancelled:
            notice_id = await self._arrive(tx, feed, feed_id, entry_id, entry, notice_id=notice_id)
        else:
            await hold.drop(tx, entry_id, now)
            if notice_id is not None:
                notice_id = await self._called_off(tx, feed, feed_id, notice_id, entry)
        await states.entry_changed(tx, feed_id, entry_id, entry.keys, entry.content_hash, notice_id, now)


def _just_put_up(entry: Entry, now: datetime) -> Entry:
    """An entry without a date of its own that was not there at the last look was put up since: that tells the year of
    its dates, where nothing else does."""
    asks = entry.reading is None or any(it.why == "year" for it in entry.reading.notice.doubts)
    undated = entry.published_at is None and entry.published_on is None
    return replace(entry, published_at=now, reading=None) if asks and undated else entry


def _pieces(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[at : at + ENTRIES_PER_TRANSACTION] for at in range(0, len(items), ENTRIES_PER_TRANSACTION))
