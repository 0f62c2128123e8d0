"""Due feeds: fetch, parse, decide, publish. Each feed by itself, so that one that hangs or breaks delays no other."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Protocol

from delivery.settings import Settings
from feeds import decide, understand
from feeds.attachments import Attachments
from feeds.decide import Decisions
from feeds.model import Fetched, FetchError, Parsed, Source, Validators
from feeds.parse import parse
from feeds.publish import Publisher
from feeds.settings import Feed
from store import Store, StoreUnavailable
from store import feeds as states
from store.feeds import FeedState

POLLS_MAX = 50  # at once: hundreds of feeds a minute, and few enough for one machine's sockets and memory

log = logging.getLogger(__name__)


class Fetches(Protocol):
    """What fetches: `feeds.fetch.Fetcher`."""

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched | None: ...


class Poller:
    """Polls the configured feeds. `start_due` starts what is due and returns; `settle` waits for what was started."""

    def __init__(
        self, store: Store, feeds: Sequence[Feed], fetcher: Fetches, reader: understand.Reader, settings: Settings,
        clock: Callable[[], datetime], dice: Callable[[], float] = random.random,
        attachments: Attachments | None = None,
    ) -> None:
        self._store, self._fetcher = store, fetcher
        self._publisher = Publisher(store, reader, settings, clock)
        self._feeds = {feed.name: feed for feed in feeds}
        self._clock, self._dice, self._attachments = clock, dice, attachments
        self._polls: dict[int, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(POLLS_MAX)

    async def start_due(self) -> float | None:
        """Start polling what is due and not being polled; return when the next one is due (seconds since 1970)."""
        now = self._clock()
        async with self._store.reading() as tx:
            waiting = [it for it in await states.due(tx, now) if it.id not in self._polls]
            upcoming = await states.next_due(tx, now)
        for state in waiting:
            if feed := self._feeds.get(state.name):
                self._start(feed, state)
        return upcoming

    def _start(self, feed: Feed, state: FeedState) -> None:
        task = asyncio.create_task(self._in_turn(feed, state), name=f"poll {state.id}")
        self._polls[state.id] = task
        task.add_done_callback(lambda _: self._polls.pop(state.id, None))

    async def _in_turn(self, feed: Feed, state: FeedState) -> None:
        async with self._slots:
            await self.poll(feed, state)

    async def settle(self) -> None:
        """Wait until everything that was started is done."""
        while self._polls:
            await asyncio.wait(set(self._polls.values()))

    async def stop(self) -> None:
        """Break off: what was not committed is fetched again next time."""
        polls = list(self._polls.values())
        for task in polls:
            task.cancel()
        await asyncio.gather(*polls, return_exceptions=True)

    async def poll(self, feed: Feed, state: FeedState) -> None:
        """Poll one feed now. Whatever goes wrong is written down with the feed, and it is polled again later."""
        try:
            await self._poll(feed, state)
        except FetchError as error:
            await self._failed(feed, state, str(error), error.retry_after_secs)
        except StoreUnavailable as error:
            log.error("store unavailable", extra={"part": "feeds", "feed": feed.name, "why": str(error)})
        except Exception as error:  # a bug of ours must not silence the feed, nor poll it without a pause
            log.exception("feed bug", extra={"feed": feed.name})
            await self._failed(feed, state, f"bug: {type(error).__name__}", None)

    async def _poll(self, feed: Feed, state: FeedState) -> None:
        """Entries go in with all that follows from them, a few in each transaction. The last transaction notes that we
        have this document: one that was cut short is asked for again."""
        have = Validators(state.etag, state.last_modified, state.body_hash)
        fetched = await self._fetcher.fetch(feed.source, have, self._clock())
        decisions = Decisions((), (), 0)
        if fetched is not None:
            parsed = await asyncio.to_thread(parse, fetched, feed.source)
            for problem in parsed.problems:
                log.info("feed problem", extra={"feed": feed.name, "why": problem})
            decisions = await self._decide(state, parsed)
            if self._attachments:
                decisions = await self._attachments.added(feed.source, decisions)
            await self._publisher.publish(feed, state, decisions)
        await self._done(feed, state, fetched, decisions)

    async def _decide(self, state: FeedState, parsed: Parsed) -> Decisions:
        async with self._store.reading() as tx:
            keys = [key for entry in parsed.entries for key in entry.keys]
            return decide.changes(parsed.entries, await states.known(tx, state.id, keys))

    async def _done(self, feed: Feed, state: FeedState, fetched: Fetched | None, decisions: Decisions) -> None:
        now = self._clock()
        validators = astuple(fetched.validators) if fetched else None
        wait = decide.next_poll(feed.every_secs, 0, self._dice())
        changed = bool(decisions.new or decisions.changed)
        async with self._store.transaction() as tx:
            for entry_id, keys in decisions.rekeyed:
                await states.add_keys(tx, state.id, entry_id, keys)
            await states.polled(tx, state.id, validators, now.timestamp() + wait, now, changed=changed)
        log.info("feed polled", extra={
            "feed": feed.name, "new": len(decisions.new), "changed": len(decisions.changed),
            "known": decisions.known_count,
        })

    async def _failed(self, feed: Feed, state: FeedState, why: str, retry_after_secs: float | None) -> None:
        wait = decide.next_poll(feed.every_secs, state.errors + 1, self._dice(), retry_after_secs)
        log.warning("feed failed", extra={"feed": feed.name, "why": why, "errors": state.errors + 1})
        try:
            async with self._store.transaction() as tx:
                await states.failed(tx, state.id, why, self._clock().timestamp() + wait)
        except StoreUnavailable as error:
            log.error("store unavailable", extra={"part": "feeds", "feed": feed.name, "why": str(error)})
