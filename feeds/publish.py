"""Entries that are new or changed to notices and deliveries, in one transaction with what is remembered of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from delivery import amend, hold, issue, reissue, roundup
from delivery.settings import Settings
from feeds import attachments, decide
from feeds.decide import Decisions
from feeds.model import Entry, Understood
from feeds.settings import Feed
from feeds.understand import Reader, as_it_stands, audience_of
from notices import amend as amending
from notices import settle
from notices.filters import Filter, judge, subject, written
from notices.model import Notice
from store import Store, StoreUnavailable, Tx, notices, roundups, sources
from store import feeds as states
from store.feeds import FeedState
from store.notices import StoredNotice

ENTRIES_PER_TRANSACTION = 20  # with all their deliveries, so that a reply never waits for a whole feed
LONG_AGO = datetime.min.replace(tzinfo=UTC)

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Brought:
    """One entry with what it says: new, or (`entry_id`) a new version of one we have."""

    entry: Entry
    understood: Understood
    entry_id: int | None = None
    left_out: Filter | None = None
    """The part of the feed's filter that leaves it out."""

    @property
    def bare(self) -> _Brought:
        """Without anything but its words and its link."""
        entry = replace(self.entry, events=(), attachments=(), attached=())
        return replace(self, entry=entry, understood=as_it_stands(entry))

    @property
    def is_told(self) -> bool:
        """Whether it is news, as far as can be told without what was told before."""
        return not self.entry.cancelled and (not self.left_out or amending.changes_another(self.understood.notice))


Act = Callable[[Tx, _Brought], Coroutine[Any, Any, None]]


class Publisher:
    """Publishes what a document brought, a few entries in each transaction."""

    def __init__(self, store: Store, reader: Reader, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._store, self._reader, self._settings, self._clock = store, reader, settings, clock

    async def publish(self, feed: Feed, state: FeedState, decisions: Decisions) -> None:
        """Tell of what is new or changed; without telling anyone on the first poll, unless the feed catches up. Too
        many new ones at once are told in one message."""
        is_first = state.baseline_at is None
        arrived = decisions.new if is_first else [_just_put_up(it, self._clock()) for it in decisions.new]
        arrived = sorted(arrived, key=lambda it: it.published_at or LONG_AGO)
        new = await self._all_brought(feed, [(None, it) for it in arrived])
        if is_first and not feed.catch_up:
            await self._in_pieces(feed, new, self._new(feed, state.id, quiet=True))
        else:
            await self._tell(feed, state.id, await self._without_old_news(feed, state, new))
        changed = await self._all_brought(feed, decisions.changed)
        await self._in_pieces(feed, changed, self._changed(feed, state.id))
        further = await self._all_brought(feed, decisions.extended)
        await self._in_pieces(feed, further, self._further(state.id))
        for entry_id in decisions.vanished.called_off:
            async with self._store.transaction() as tx:
                await self._call_off(tx, entry_id)
        for entry_id, since in decisions.vanished.in_doubt:
            async with self._store.transaction() as tx:
                await self._ask_about(tx, state.id, entry_id, since)

    async def _without_old_news(self, feed: Feed, state: FeedState, new: Sequence[_Brought]) -> list[_Brought]:
        """Those that are news; the others are only kept, to be looked up."""
        now, zone = self._clock(), self._settings.zone
        old = [it for it in new if not amending.changes_another(it.understood.notice)
               and decide.is_old_news(it.entry, it.understood.notice, state.succeeded_at, now, zone)]
        await self._in_pieces(feed, old, self._new(feed, state.id, quiet=True))
        return [it for it in new if not any(it is one for one in old)]

    async def _tell(self, feed: Feed, feed_id: int, new: Sequence[_Brought]) -> None:
        begun = await self._store.look(partial(roundups.gathering, feed_id=feed_id))
        told = [it for it in new if it.is_told]
        if begun is None and len(told) <= feed.roundup_above:
            await self._in_pieces(feed, new, self._new(feed, feed_id))
            return
        notices_ = [it.understood.notice for it in told]
        pressing = decide.pressing(notices_, feed.roundup_above, self._clock(), self._settings.zone)
        singly = [told[at] for at in sorted(pressing)]
        rest = [it for it in new if not any(it is one for one in singly)]
        await self._in_pieces(feed, singly, self._new(feed, feed_id))
        async with self._store.transaction() as tx:
            gathering = begun if begun is not None else await roundups.begin(tx, feed_id, self._clock())
        await self._in_pieces(feed, rest, self._new(feed, feed_id, roundup_id=gathering))
        async with self._store.transaction() as tx:
            await roundup.tell(tx, gathering, self._clock(), self._settings)
        log.info("feed rounded up", extra={"feed": feed.name, "new": len(rest)})

    async def _in_pieces(self, feed: Feed, all_: Sequence[_Brought], act: Act) -> None:
        for piece in _pieces(all_):
            try:
                async with self._store.transaction() as tx:
                    await tx.at_once(partial(_each, act, piece))
            except StoreUnavailable:
                raise
            except Exception:  # a bug of ours, with one of them: the others are told
                for it in piece:
                    await self._alone(feed, it, act)

    async def _alone(self, feed: Feed, it: _Brought, act: Act) -> None:
        """In a transaction of its own; with nothing but its words and its link, if it cannot be had otherwise."""
        for form in (it, it.bare):
            try:
                async with self._store.transaction() as tx:
                    await act(tx, form)
                return
            except StoreUnavailable:
                raise
            except Exception:
                log.exception("entry bug", extra={"feed": feed.name})

    async def _all_brought(self, feed: Feed, entries: Sequence[tuple[int | None, Entry]]) -> list[_Brought]:
        """Off the event loop, where there is something to read."""

        def read() -> list[_Brought]:
            return [_filtered(feed, self._brought(entry, entry_id)) for entry_id, entry in entries]

        return await asyncio.to_thread(read) if any(it.reading is None for _, it in entries) else read()

    def _brought(self, entry: Entry, entry_id: int | None = None) -> _Brought:
        """As the worker read it, with what its attachments say; what comes another way is read here."""
        today = self._clock().astimezone(self._settings.zone).date()
        try:
            understood = entry.reading or self._reader.entry(entry, today)
            return _Brought(entry, attachments.joined(understood, entry, self._reader, today), entry_id)
        except Exception:  # a bug of ours: people read it themselves
            log.exception("entry bug")
            return _Brought(entry, as_it_stands(entry), entry_id)

    def _new(self, feed: Feed, feed_id: int, *, quiet: bool = False, roundup_id: int | None = None) -> Act:
        async def act(tx: Tx, it: _Brought) -> None:
            entry, notice, now = it.entry, it.understood.notice, self._clock()
            audience = audience_of(feed.audience, it.understood.topics)
            if not (it.left_out or entry.cancelled or hold.may_wait(notice)):
                notice_id: int | None = await hold.tell(
                    tx, notice, audience, now, self._settings, feed_id=feed_id, quiet=quiet, roundup_id=roundup_id
                )
                await states.add_entry(tx, feed_id, entry.keys, entry.content_hash, notice_id, now)
                return
            entry_id = await states.add_entry(tx, feed_id, entry.keys, entry.content_hash, None, now)
            if await self._leaves_out(tx, it, feed_id, entry_id) or entry.cancelled:
                return
            notice_id = await hold.arrive(
                tx, notice, audience, now, self._settings, entry_id=entry_id, feed_id=feed_id, quiet=quiet,
                roundup_id=roundup_id,
            )
            await states.set_notice(tx, entry_id, notice_id)

        return act

    def _changed(self, feed: Feed, feed_id: int) -> Act:
        async def act(tx: Tx, it: _Brought) -> None:
            assert it.entry_id is not None
            entry, now = it.entry, self._clock()
            notice_id = await states.notice_of_entry(tx, it.entry_id)
            notice = await _with_dates(tx, notice_id, it.understood)
            audience = audience_of(feed.audience, it.understood.topics)
            if notice_id is None and await self._leaves_out(tx, it, feed_id, it.entry_id):
                await hold.drop(tx, it.entry_id, now)
            elif not entry.cancelled:
                notice_id = await hold.arrive(
                    tx, notice, audience, now, self._settings, entry_id=it.entry_id, feed_id=feed_id,
                    notice_id=notice_id,
                )
            else:
                await hold.drop(tx, it.entry_id, now)
                if notice_id is not None:
                    off = replace(notice, key_dates=(), doubts=())
                    notice_id = await reissue.change(tx, notice_id, off, audience, now, self._settings, feed_id=feed_id)
            await states.entry_changed(tx, feed_id, it.entry_id, entry.keys, entry.content_hash, notice_id, now)

        return act

    def _further(self, feed_id: int) -> Act:
        """More of a series is in sight. Nothing of that is news."""

        async def act(tx: Tx, it: _Brought) -> None:
            assert it.entry_id is not None
            notice_id = await states.notice_of_entry(tx, it.entry_id)
            if notice_id is not None and await sources.first_feed(tx, notice_id) == feed_id:
                await issue.change(tx, notice_id, it.understood.notice, self._clock(), self._settings)

        return act

    async def _call_off(self, tx: Tx, entry_id: int) -> None:
        """Its calendar does not list it any more."""
        if stored := await self._event(tx, entry_id):
            await hold.drop(tx, entry_id, self._clock())
            off = settle.called_off(settle.local(stored.notice, self._settings.zone))
            await issue.change(tx, stored.id, off, self._clock(), self._settings, is_deleted=True)

    async def _ask_about(self, tx: Tx, feed_id: int, entry_id: int, since: datetime) -> None:
        """Whether it takes place, though its calendar does not list it any more."""
        if stored := await self._event(tx, entry_id):
            doubted = settle.doubted(settle.local(stored.notice, self._settings.zone), since, self._clock())
            await hold.arrive(
                tx, doubted, stored.audience, self._clock(), self._settings, entry_id=entry_id, feed_id=feed_id,
                notice_id=stored.id,
            )

    async def _event(self, tx: Tx, entry_id: int) -> StoredNotice | None:
        notice_id = await states.notice_of_entry(tx, entry_id)
        return await notices.get(tx, notice_id) if notice_id is not None else None

    async def _leaves_out(self, tx: Tx, it: _Brought, feed_id: int, entry_id: int) -> bool:
        """Whether the feed's filter leaves it out, which is noted. What changes a notice that was told is not."""
        leaves = it.left_out
        if leaves and await self._may_change_another(tx, it.understood.notice, feed_id):
            leaves = None
        if leaves or it.entry_id is not None:
            await states.left_out(tx, entry_id, it.entry.title, written(leaves) if leaves else None)
        return leaves is not None

    async def _may_change_another(self, tx: Tx, notice: Notice, feed_id: int) -> bool:
        tie = await amend.tie(tx, notice, self._clock(), self._settings, feed_id=feed_id, notice_id=None)
        return tie.id is not None or bool(tie.maybe)


async def _each(act: Act, piece: Sequence[_Brought], tx: Tx) -> None:
    for it in piece:
        await act(tx, it)


def _filtered(feed: Feed, it: _Brought) -> _Brought:
    """With the verdict of the feed's filter."""
    if feed.wants is None:
        return it
    notice = it.understood.notice
    topics = feed.audience.topics | it.understood.topics
    verdict = judge(feed.wants, subject(notice.title, notice.text, notice.issuer, topics))
    return it if verdict.passes else replace(it, left_out=verdict.because)


async def _with_dates(tx: Tx, notice_id: int | None, understood: Understood) -> Notice:
    """What a new version says; one that we could not understand keeps the dates we know."""
    stored = await notices.get(tx, notice_id) if understood.failed and notice_id is not None else None
    return replace(understood.notice, key_dates=stored.notice.key_dates) if stored else understood.notice


def _just_put_up(entry: Entry, now: datetime) -> Entry:
    """An entry without a date of its own that was not there at the last look was put up since: that tells the year of
    its dates, where nothing else does."""
    readings = [entry.reading, *(it.inside for it in entry.attached if it.text)]
    asks = any(it is None or any(doubt.why == "year" for doubt in it.notice.doubts) for it in readings)
    if not asks or entry.published_at is not None or entry.published_on is not None:
        return entry
    return replace(
        entry, published_at=now, reading=None, attached=tuple(replace(it, inside=None) for it in entry.attached)
    )


def _pieces(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[at : at + ENTRIES_PER_TRANSACTION] for at in range(0, len(items), ENTRIES_PER_TRANSACTION))
