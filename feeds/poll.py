"""Due feeds: fetch, parse, decide, publish. Each feed by itself, so that one that hangs or breaks delays no other."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from delivery.settings import Settings
from feeds import decide, moves, pace
from feeds.attachments import Attachments
from feeds.decide import Decisions
from feeds.gate import Gate
from feeds.hubs import Hubs
from feeds.model import Fetched, FetchError, Parsed, Source, Unchanged, Validators, Wishes
from feeds.outage import PROBE_SECS, UNREACHED, Outlook
from feeds.pages import follow
from feeds.pages.follow import Follower
from feeds.publish import Publisher
from feeds.roster import Roster
from feeds.settings import Feed
from feeds.troubles import Troubles
from feeds.turns import Turns
from feeds.understand import Reader
from feeds.worker import Workers
from store import Store, StoreUnavailable, Tx, hubs, swings, vanished
from store import feeds as states
from store.feeds import FeedState, Polled

POLLS_MAX = 50  # at once: thousands of feeds a minute, and few enough for one machine's sockets and memory
UNWRITTEN_MAX = 50  # polls that wait only for the disk, besides
LOOK_MAX = 200  # due feeds taken from the database at a time
SOFT = ("empty", "not_a_feed", "blocked")  # answers that are mostly over in minutes
GONE = (404, 410)
REREAD_AFTER = timedelta(days=1)  # a series is told three months ahead, and what is in sight a year ahead

log = logging.getLogger(__name__)


class Fetches(Protocol):
    """What fetches: `feeds.fetch.Fetcher`."""

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched | Unchanged:
        """The document of a source, unless it is as it was. Raises FetchError."""


class Poller:
    """Polls the feeds there are, configured and added. `start_due` starts what is due and returns; `settle` waits for
    what was started."""

    def __init__(
        self, store: Store, feeds: Sequence[Feed], fetcher: Fetches, reader: Reader, settings: Settings,
        clock: Callable[[], datetime], dice: Callable[[], float] = random.random,
        attachments: Attachments | None = None, troubles: Troubles | None = None, follower: Follower | None = None,
        pushes: Hubs | None = None,
    ) -> None:
        self._store, self._fetcher = store, fetcher
        self._publisher = Publisher(store, reader, settings, clock)
        self._workers = Workers(reader)
        self._roster = Roster(feeds, settings.zone)
        self._clock, self._dice, self._attachments, self._troubles = clock, dice, attachments, troubles
        self._follower, self._hubs = follower, pushes
        self._turns, self._outlook, self._gate = Turns(), Outlook(), Gate()
        self._ready: deque[FeedState] = deque()
        self._polls: dict[int, asyncio.Task[None]] = {}
        self._looking: asyncio.Task[float | None] | None = None
        self._has_more = False
        self._written: list[tuple[Polled, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._unwritten = 0

    # What is due ------------------------------------------------------------------------------------------------

    async def start_due(self) -> float | None:
        """Start polling what is due and not being polled; return when the next one is due (seconds since 1970)."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="feeds due")
        return await asyncio.shield(self._looking)

    async def _look(self) -> float | None:
        now = self._clock()
        taken = [*self._polls, *(it.id for it in self._ready)]

        async def found(tx: Tx) -> tuple[list[FeedState], float | None]:
            return await states.due(tx, now, LOOK_MAX, taken), await states.next_due(tx, now)

        due, upcoming = await self._store.look(found)
        waiting = [it for it in due if self._roster.feed(it)]
        self._has_more = len(waiting) == LOOK_MAX
        by_id = {it.id: it for it in waiting}
        chosen, later = self._turns.choose([(it.id, self._site(it)) for it in waiting], now.timestamp())
        if later:
            async with self._store.transaction() as tx:
                await states.postpone(tx, later)
        self._ready.extend(by_id[it] for it in chosen)
        self._fill()
        soonest = min([*later.values(), *([upcoming] if upcoming is not None else [])], default=None)
        return self._clock().timestamp() if self._has_more and not chosen else soonest

    def _site(self, state: FeedState) -> str:
        return pace.host(self._source(self._feed(state), state))

    def _feed(self, state: FeedState) -> Feed:
        feed = self._roster.feed(state)
        assert feed is not None, state.name
        return feed

    def _fill(self) -> None:
        """Start what is ready, as far as there is room, and look for more when the last of it has begun."""
        while self._ready and len(self._polls) - min(self._unwritten, UNWRITTEN_MAX) < POLLS_MAX:
            state = self._ready.popleft()
            task = asyncio.create_task(self._in_turn(self._feed(state), state), name=f"poll {state.id}")
            self._polls[state.id] = task
        if self._has_more and not self._ready and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look(), name="feeds due")

    async def _in_turn(self, feed: Feed, state: FeedState) -> None:
        try:
            await self.poll(feed, state)
        finally:
            self._turns.done(self._site(state), self._clock().timestamp())
            self._polls.pop(state.id, None)
            self._fill()

    async def settle(self) -> None:
        """Wait until everything that was started is done."""
        while running := {*self._polls.values(), *([self._looking] if self._looking else [])}:
            await asyncio.wait(running)
            self._looking = None if self._looking and self._looking.done() else self._looking

    async def stop(self) -> None:
        """Break off: what was not committed is fetched again next time."""
        self._ready.clear()
        self._has_more = False
        tasks = [*self._polls.values(), *(it for it in (self._looking, self._writing) if it)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._workers.close()

    # One poll ---------------------------------------------------------------------------------------------------

    async def poll(self, feed: Feed, state: FeedState) -> None:
        """Poll one feed now. Whatever goes wrong is written down with the feed, and it is polled again later."""
        await self._noting(feed, self._try(feed, state))

    async def _try(self, feed: Feed, state: FeedState) -> None:
        try:
            await self._poll(feed, state)
        except FetchError as error:
            await self._failed(feed, state, error)
        except StoreUnavailable:
            raise
        except Exception as error:  # a bug of ours must not silence the feed, nor poll it without a pause
            log.exception("feed bug", extra={"feed": feed.name})
            await self._failed(feed, state, FetchError("bug", type(error).__name__))

    async def _noting(self, feed: Feed, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except StoreUnavailable as error:
            log.error("store unavailable", extra={"part": "feeds", "feed": feed.name, "why": str(error)})

    async def _poll(self, feed: Feed, state: FeedState) -> None:
        """Entries go in with all that follows from them, a few in each transaction. The last transaction notes that we
        have this document: one that was cut short is asked for again."""
        source = self._source(feed, state)
        ages = state.reread_at is not None and state.reread_at <= self._clock()
        have = Validators() if ages else Validators(state.etag, state.last_modified, state.body_hash)
        await self._gate.step()
        answer = await self._fetcher.fetch(source, have, self._clock())
        await self._gate.step()
        self._outlook.reached(pace.host(source), self._clock().timestamp())
        if isinstance(answer, Unchanged):
            if answer.wishes.hub:
                await self._names(state, source, answer.wishes.hub, answer.wishes.topic)
            validators = astuple(answer.validators) if answer.validators else None
            await self._done(feed, state, self._polled(feed, state, answer.wishes, validators))
        else:
            await self._read(feed, state, source, answer)

    def _source(self, feed: Feed, state: FeedState) -> Source:
        return replace(feed.source, moved_to=state.moved_to) if state.adopted else feed.source

    async def _read(self, feed: Feed, state: FeedState, source: Source, fetched: Fetched) -> None:
        stood = await self._store.look(partial(states.sightings, feed_id=state.id))
        parsed = await self._workers.read(fetched, source, stood)
        if self._follower and source.kind == "page":
            parsed = await self._follower.whole(source, fetched, parsed, stood, self._workers.read)
        if not parsed.entries and not parsed.seen and stood and source.kind not in ("ical", "folder"):
            said = "It is a feed without a single entry, where there were some before."
            raise FetchError("empty", said, told="empty-now")
        for problem in parsed.problems:
            log.info("feed problem", extra={"feed": feed.name, "why": problem.detail})
        decisions = await self._decide(state, parsed)
        if source.kind == "page" and follow.is_another(decisions, stood, state.succeeded_at):
            said = "It lists nothing of what it listed before: something else is taken for the list."
            raise FetchError("no_list", said, told="no-list-other")
        if moves.leads_astray(state, fetched.wishes.moved_to, decisions.known_count):
            said = f"It says that it moved to {fetched.url}, where none of its entries is."
            raise FetchError("moved", said, what=fetched.url)
        if self._follower and source.kind == "page":
            decisions = await self._follower.read(source, decisions, first=state.baseline_at is None)
        if self._attachments:
            decisions = await self._attachments.added(source, decisions)
        await self._publisher.publish(feed, state, decisions)
        await self._settled(feed, state, fetched, parsed, decisions, stood)
        by_head = fetched.wishes.hub
        topic = fetched.wishes.topic if by_head else parsed.topic or fetched.url
        await self._names(state, source, by_head or parsed.hub, topic)

    async def _names(self, state: FeedState, source: Source, hub: str, topic: str) -> None:
        """The feed names a hub, or none."""
        if self._hubs:
            await self._hubs.offered(state.id, state.hub, source, hub, topic)

    async def _decide(self, state: FeedState, parsed: Parsed) -> Decisions:
        now, keys = self._clock(), [key for it in parsed.standing for key in it.keys]
        known = await self._store.look(partial(states.known, feed_id=state.id, keys=keys))
        found = decide.changes(parsed.entries, known, parsed.seen, by_link=state.by_link)
        found = decide.steadied(found, known, now)
        if parsed.listed is None:
            return found
        ahead = await self._store.look(partial(vanished.ahead, feed_id=state.id, now=now))
        return decide.without_vanished(found, ahead, parsed.entries, parsed.listed, now)

    async def _settled(
        self, feed: Feed, state: FeedState, fetched: Fetched, parsed: Parsed, decisions: Decisions,
        stood: dict[str, tuple[str, ...]],
    ) -> None:
        """Everything is published: note what stands there now, in the transaction that notes the document."""
        now = self._clock()
        stands = {it.item: it.keys for it in parsed.standing if it.item and it.item not in decisions.waiting}
        whole = not (parsed.unfinished or decisions.waiting)
        fresh = 0 if state.baseline_at is None else len(decisions.new)
        rate = pace.arrivals(state.arrivals, _since(state.arrivals_at, now), fresh)
        polled = self._polled(
            feed, state, fetched.wishes, astuple(fetched.validators if whole else Validators()), parsed.wait_secs, rate,
            has_news=bool(decisions.new or decisions.changed),
        )

        async def settle(tx: Tx) -> None:
            for entry_id, keys in decisions.rekeyed:
                await states.add_keys(tx, state.id, entry_id, keys)
            if decisions.guids_made_up:
                await states.guids_are_made_up(tx, state.id, now)
            await self._note_who_stands(tx, state, parsed, decisions, stood)
            if stands or stood:
                await states.sighted(tx, state.id, stands)
            if decisions.new and _went_untold(state):
                await hubs.missed(tx, state.id)
            looks = [now + REREAD_AFTER] * parsed.ages + [it for it in (decisions.vanished.look_at,) if it]
            await states.reread(tx, state.id, min(looks, default=None))
            await self._told_well(tx, feed, state, now)
            if state.baseline_at is None and state.added_by and self._troubles:
                await self._troubles.first_look(tx, state.added_by, feed, len(parsed.standing), now)
            await states.polled(tx, [polled], now)

        async with self._store.transaction() as tx:
            await tx.at_once(settle)
        log.info("feed polled", extra={
            "feed": feed.name, "new": len(decisions.new), "changed": len(decisions.changed),
            "known": decisions.known_count,
        })

    async def _note_who_stands(
        self, tx: Tx, state: FeedState, parsed: Parsed, decisions: Decisions, stood: dict[str, tuple[str, ...]]
    ) -> None:
        """Which entries are where they were, which are gone, and which are back."""
        now = self._clock()
        await swings.noted(tx, decisions.swinging, decisions.steadied, now)
        if parsed.listed is not None:
            await vanished.noted(tx, decisions.vanished.away, decisions.there, now)
            return
        here = {key for it in parsed.standing for key in it.keys}
        await states.gone(tx, state.id, [k for keys in stood.values() for k in keys if k not in here], now)
        await states.back(tx, state.id, here)

    # How it went ------------------------------------------------------------------------------------------------

    def _polled(
        self, feed: Feed, state: FeedState, wishes: Wishes, validators: tuple[str, str, str] | None,
        wait_secs: float | None = None, rate: float | None = None, *, has_news: bool = False,
    ) -> Polled:
        now = self._clock()
        known_secs = _since(state.baseline_at, now)
        lately = rate if rate is not None else pace.arrivals(state.arrivals, _since(state.arrivals_at, now), 0)
        often = pace.interval(feed.source, feed.every_secs, known_secs, pace.weekly(lately))
        if not (has_news and _went_untold(state)):
            changed_at = now if has_news else state.changed_at
            often = pace.relieved(often, *map(_secs, (state.pushed_at, state.pushed_until, changed_at, now)))
        wait = max(wishes.wait_secs, state.wait_secs if wait_secs is None else wait_secs)
        moved = moves.after(state, feed.source.url, wishes.moved_to, now)
        return Polled(
            state.id, pace.next_at(feed.source, often, now.timestamp(), wait), validators, has_news, rate, wait_secs,
            moved.to, moved.at, moved.adopted, state.pushed_at,
        )

    async def _done(self, feed: Feed, state: FeedState, polled: Polled) -> None:
        """Nothing is new. Of such polls many are written down together: they are nearly all there is."""
        if state.told_at is not None:
            async with self._store.transaction() as tx:
                await self._told_well(tx, feed, state, self._clock())
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._written.append((polled, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="polls written")
        self._unwritten += 1
        self._fill()  # the next one need not wait for the disk
        try:
            await written
        finally:
            self._unwritten -= 1
        log.debug("feed unchanged", extra={"feed": feed.name})

    async def _write(self) -> None:
        while self._written:
            batch, self._written = self._written, []
            try:
                async with self._store.transaction() as tx:
                    await states.polled(tx, [it for it, _ in batch], self._clock())
            except Exception as error:
                for _, written in batch:
                    written.set_exception(error)
            else:
                for _, written in batch:
                    if not written.done():
                        written.set_result(None)

    async def _failed(self, feed: Feed, state: FeedState, error: FetchError) -> None:
        now, source = self._clock(), self._source(feed, state)
        if error.reason in UNREACHED:
            self._outlook.failed(pace.host(source), now.timestamp())
        ours = error.reason in UNREACHED and self._outlook.is_down(now.timestamp())
        next_at = now.timestamp() + self._wait_secs(feed, state, error)
        if ours:
            probes = self._outlook.is_probe(now.timestamp())
            next_at = now.timestamp() + PROBE_SECS if probes else pace.next_at(source, feed.every_secs, now.timestamp())
        if ours:
            log.warning("our network is down", extra={"feed": feed.name, "why": str(error)})
        else:
            log.warning("feed failed", extra={"feed": feed.name, "why": str(error), "errors": state.errors + 1})
        async with self._store.transaction() as tx:
            await states.failed(tx, state.id, str(error), next_at, now, trouble=error.trouble.dump(), counts=not ours)
            if error.status in GONE and moves.is_tracked(state):
                await states.adopt(tx, state.id, now)
            if state.baseline_at is None and state.errors == 0 and state.added_by and self._troubles:
                await self._troubles.first_failure(tx, state.added_by, feed, error, now)
            needs_help = not ours and decide.is_in_need(state.errors + 1, state.failing_at, now)
            if self._troubles and needs_help and await states.admins_told(tx, state.id, now):
                await self._troubles.failing(tx, feed.name, error, state.succeeded_at, now)

    def _wait_secs(self, feed: Feed, state: FeedState, error: FetchError) -> float:
        asked, soft = error.retry_after_secs or 0.0, error.reason in SOFT
        return pace.retry_secs(feed.every_secs, state.errors + 1, self._dice(), asked, soft=soft)

    async def _told_well(self, tx: Tx, feed: Feed, state: FeedState, now: datetime) -> None:
        if state.told_at is not None and self._troubles:
            await self._troubles.healed(tx, feed.name, now)


def _went_untold(state: FeedState) -> bool:
    """Whether news that are there now came without a word of the hub's since the last look."""
    return state.pushed_until is not None and _secs(state.pushed_at) <= _secs(state.succeeded_at) and not state.errors


def _secs(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0


def _since(at: datetime | None, now: datetime) -> float:
    return (now - at).total_seconds() if at else 0.0
