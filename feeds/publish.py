"""Entries that are new or changed to notices and deliveries, in one transaction with what is remembered of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from delivery import reissue
from delivery.settings import Settings
from feeds import attachments
from feeds.decide import Decisions
from feeds.model import Entry
from feeds.settings import Feed
from feeds.understand import Reader, Understood, audience_of
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
        quiet = state.baseline_at is None and not feed.catch_up
        for new in _pieces(sorted(decisions.new, key=lambda it: it.published_at or LONG_AGO)):
            async with self._store.transaction() as tx:
                for entry in new:
                    await self._new(tx, feed, state.id, entry, quiet)
        for changed in _pieces(decisions.changed):
            async with self._store.transaction() as tx:
                for entry_id, entry in changed:
                    await self._changed(tx, feed, state.id, entry_id, entry)

    async def _new(self, tx: Tx, feed: Feed, feed_id: int, entry: Entry, quiet: bool) -> None:
        now = self._clock()
        notice_id = None if entry.cancelled else await self._issue(tx, feed, feed_id, entry, quiet)
        await states.add_entry(tx, feed_id, entry.keys, entry.content_hash, notice_id, now)

    async def _issue(self, tx: Tx, feed: Feed, feed_id: int, entry: Entry, quiet: bool) -> int:
        understood = self._understood(entry)
        audience = audience_of(feed.audience, understood.topics)
        return await reissue.issue_once(
            tx, understood.notice, audience, self._clock(), self._settings, feed_id=feed_id, quiet=quiet
        )

    def _understood(self, entry: Entry) -> Understood:
        return attachments.joined(self._reader.entry(entry), entry, self._reader)

    async def _changed(self, tx: Tx, feed: Feed, feed_id: int, entry_id: int, entry: Entry) -> None:
        now = self._clock()
        notice_id = await states.notice_of_entry(tx, entry_id)
        if notice_id is not None:
            understood = self._understood(entry)
            notice = replace(understood.notice, key_dates=()) if entry.cancelled else understood.notice
            audience = audience_of(feed.audience, understood.topics)
            notice_id = await reissue.change(tx, notice_id, notice, audience, now, self._settings, feed_id=feed_id)
        elif not entry.cancelled:
            notice_id = await self._issue(tx, feed, feed_id, entry, quiet=False)
        await states.entry_changed(tx, feed_id, entry_id, entry.keys, entry.content_hash, notice_id, now)


def _pieces(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[at : at + ENTRIES_PER_TRANSACTION] for at in range(0, len(items), ENTRIES_PER_TRANSACTION))
