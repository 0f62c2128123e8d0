"""Claim, send, record. Nothing else in the project sends. One pump for each channel account.

A claim is committed before the call and takes no more than can be sent at once, so that after a crash at most the
sends in flight are in doubt. What came back is written down in the commit that claims what goes next, while the rest
is being sent: one wait for the disk for many messages, and nobody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from channels.base import Channel, SendError, Verdict
from delivery import decide
from delivery.pace import EVERYONE, Pace
from delivery.render import Found, Renderer
from delivery.returned import Returned, pauses_kept
from delivery.settings import Settings
from notices.message import Bubble
from notices.model import Lane
from store import Store, StoreUnavailable, Tx, deliveries
from store.deliveries import Claimed, Outcome

log = logging.getLogger(__name__)

BATCH_MAX = 200  # claimed at once: one commit for many, and a reply waits for two batches at most, under 20 ms
LEASE_SECS = 60.0  # longer than any send may take (the channels' own timeouts are under 20 s)
FLUSH_SECS = 0.1  # results wait at most that long for company before they are written down
IDLE_SECS = 30.0  # look again even if nobody called: a clock that jumped, a wake-up that was lost
TROUBLE_SECS_MAX = 30.0  # between tries while the database cannot be used
ADDRESS_SECS_MIN = 0.05  # what waits for its address is looked at again no sooner: looking costs a transaction
LONG_PAUSE_SECS = 300.0  # a pause of the channel that people notice: the health page says so
_LEVELS = {Verdict.RATE.value: logging.INFO, Verdict.CONTENT.value: logging.ERROR}
GRID_SECS = 0.01  # waits end on it, so that what waits for one address falls due together, and so in order


class Ready(NamedTuple):
    """A claimed delivery with the words it is about to say."""

    delivery: Claimed
    bubble: Bubble


@dataclass(frozen=True, slots=True)
class Taken:
    """What one claim took from the queue for good, and how much of it is to be sent."""

    count: int = 0
    ready: tuple[Ready, ...] = ()
    may_be_more: bool = False
    """It took as many as it might."""

    def __bool__(self) -> bool:
        return self.count > 0


class Pump:
    """Sends one channel's deliveries. `drain` sends what is due and returns; `run` goes on until `stop`."""

    def __init__(
        self, store: Store, channel: Channel, render: Renderer, settings: Settings, clock: Callable[[], datetime],
        dice: Callable[[], float] = random.random,
    ) -> None:
        self.channel = channel
        self.trouble: str | None = None
        """Why nothing is being sent, for the health page; None when all is well."""
        self.held: set[int] = set()
        """Deliveries being sent, or whose answer could not yet be written down: however long that takes, not lost."""
        self._store, self._render, self._settings, self._clock, self._dice = store, render, settings, clock, dice
        self._pace = Pace.of(channel.traits)
        self._paused_until: datetime | None = None
        self._pauses_read = False
        self._wake = asyncio.Event()
        self._stopping = False
        self._stopped_by_setup = False
        self._sending: set[asyncio.Task[None]] = set()
        self._tails: dict[str, asyncio.Task[None]] = {}
        self._returned = Returned()

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped. A database in trouble is waited for; nothing is lost meanwhile."""
        fails = 0
        while not self._stopping:
            try:
                await self._round(well=not fails)
                fails = 0
            except Exception as error:
                fails += 1
                self._stumbled(error)
                await self._woken(min(TROUBLE_SECS_MAX, 0.5 * 2 ** min(fails, 10)))
        try:
            await self._finish()
        except StoreUnavailable as error:  # what was sent and not recorded will be in doubt
            self._stumbled(error)

    async def stop(self, within_secs: float = 8.0) -> None:
        """Claim nothing more; let sends in flight finish, write down what became of them."""
        self._stopping = True
        self.wake()
        if self._sending:
            await asyncio.wait(set(self._sending), timeout=within_secs)

    async def drain(self) -> int:
        """Send everything due now, and return how many deliveries were dealt with."""
        count = 0
        await self._finish()
        while taken := await self._turn():
            count += taken.count
            await self._finish()
        self._goes_well()
        return count

    async def _finish(self) -> None:
        while self._sending or self._returned:
            if self._sending:  # what one call said is written down however long another takes
                await asyncio.wait(set(self._sending), return_when=asyncio.FIRST_COMPLETED)
            await self._exchange(claims=False)

    async def _round(self, *, well: bool) -> None:
        """Write down what came back, claim and start what may go now, and wait for the next reason to do so."""
        self._wake.clear()
        if not well:  # what keeps us from claiming must not keep us from writing down
            await self._exchange(claims=False)
        taken = await self._turn()
        self._goes_well()
        if not taken.may_be_more or self._room() <= self._reserve:
            await self._wait()

    async def _turn(self) -> Taken:
        """Write down what came back and claim what may go now, in one commit; then start sending that."""
        if not self._pauses_read:
            await self._go_on_pausing()
        if not self._returned and max(self._allowed()) <= 0:
            return Taken()
        taken = await self._exchange(claims=True)
        self._start(taken.ready)
        return taken

    async def _exchange(self, *, claims: bool) -> Taken:
        """In one commit write down what came back and claim what may go now, no more of it than may be in flight
        besides what is. If that cannot be done now, what came back is kept for the next time."""
        if not (claims or self._returned):
            return Taken()
        kept, taken = Returned(), Taken()
        try:
            async with self._store.transaction() as tx:
                kept, self._returned = self._returned, Returned()
                now, allowed = self._clock(), self._allowed() if claims else (0, 0)
                pauses = self._pace.pauses(now.timestamp()) if kept.pauses else None
                work = partial(self._exchanged, kept=kept, pauses=pauses, allowed=allowed, now=now)
                claimed, found = await tx.at_once(work)
                taken = await self._take(tx, claimed, found, allowed, now)
        except BaseException:
            self._returned = kept + self._returned
            raise
        self.held.difference_update(it.delivery.id for it in kept.results)
        return taken

    def _room(self) -> int:
        """How many more may be claimed by a commit that writes down what came back. What was sent and is not written
        down is as doubtful after a crash as what is being sent."""
        return self.channel.traits.concurrency - len(self._sending)

    @property
    def _reserve(self) -> int:
        return min(self.channel.traits.reserve, self.channel.traits.concurrency - 1)

    async def _wait(self) -> None:
        """Until woken, a send has finished, or something falls due that there is room for."""
        secs = FLUSH_SECS if self._sending or self._returned else IDLE_SECS
        if not self._returned and not self._stopped_by_setup and self._room() > self._reserve:
            reply_due, due = await self._store.look(self._next_due)
            now = self._clock().timestamp()
            if reply_due is not None:
                secs = min(secs, max(reply_due - now, self._pace.wait(now, reply=True), 0.001))
            if due is not None:
                secs = min(secs, max(due - now, self._pace.wait(now), 0.001))
        await self._woken(secs)

    async def _next_due(self, tx: Tx) -> tuple[float | None, float | None]:
        """When the next reply is due, and the next of the others."""
        reply_due = await deliveries.next_due(tx, self.channel.name, (Lane.REPLY,))
        return reply_due, await deliveries.next_due(tx, self.channel.name, deliveries.OTHERS)

    async def _woken(self, within_secs: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), within_secs)

    def _goes_well(self) -> None:
        """Nothing ails us but what the channel itself asked for."""
        if not self._stopped_by_setup:
            self.trouble = self._long_pause()

    def _stumbled(self, error: Exception) -> None:
        """Say what keeps us from sending. Nothing is lost by it."""
        extra = {"part": "pump", "channel": self.channel.name, "why": str(error)}
        if isinstance(error, StoreUnavailable):
            self.trouble = f"database: {error}"
            log.error("store unavailable", extra=extra)
        else:
            self.trouble = f"bug: {type(error).__name__}"
            log.error("pump bug", exc_info=error, extra={"channel": self.channel.name})

    # Claiming ---------------------------------------------------------------------------------------------------

    def _allowed(self) -> tuple[int, int]:
        """How many replies may be claimed now, and how many deliveries in all if there are others among them."""
        if self._stopped_by_setup:
            return 0, 0
        now, limit, under_way = self._clock().timestamp(), min(self._room(), BATCH_MAX), len(self._sending)
        replies = self._pace.allowance(now, limit, reply=True, in_flight=under_way)
        return replies, self._pace.allowance(now, limit - self._reserve)

    async def _exchanged(
        self, tx: Tx, kept: Returned, pauses: dict[str, float] | None, allowed: tuple[int, int], now: datetime
    ) -> tuple[list[Claimed], Found | None]:
        """What the database has to do for it, all at once: also find what the claimed say, unless that fails."""
        name, lease_until = self.channel.name, now + timedelta(seconds=LEASE_SECS)
        await kept.write_down(tx, name, pauses, now)
        claimed = await deliveries.claim_replies_first(tx, name, now, lease_until, *allowed)
        try:
            return claimed, await self._render.find(tx, claimed)
        except StoreUnavailable:
            raise
        except Exception:  # one of them is broken: the renderer finds out which
            return claimed, None

    async def _take(
        self, tx: Tx, claimed: Sequence[Claimed], found: Found | None, allowed: tuple[int, int], now: datetime
    ) -> Taken:
        """Let those wait whose address may not get it yet, and write out the others."""
        replies, others = allowed
        if others > 0:
            self._pace.backlog(now.timestamp(), len(claimed) >= others)
        if not claimed:
            return Taken()
        batch, waiting = self._admit(claimed, now)
        written, broken = await self._render.batch(tx, batch, found, now)
        void = [Outcome(it, "expired", error="nothing left to say") for it, bubble in written if bubble is None]
        await deliveries.record(tx, [*waiting, *broken, *void], now)
        ready = tuple(Ready(it, bubble) for it, bubble in written if bubble is not None)
        return Taken(len(batch), ready, may_be_more=len(claimed) >= max(replies, others))

    def _calls(self, bubble: Bubble) -> int:
        """How many calls it takes. What the channel cannot tell, it cannot send: then that fails, and nothing else."""
        try:
            return self.channel.traits.calls_of(bubble)
        except Exception:
            return 1

    def _admit(self, batch: Sequence[Claimed], now: datetime) -> tuple[list[Claimed], list[Outcome]]:
        """Take tokens; what an address may not get yet goes back to wait, uncounted, and keeps its order."""
        at = now.timestamp()
        admitted, waiting = [], []
        held: dict[str, float] = {}
        for it in batch:
            secs = held.get(it.address) or self._pace.take(at, it.address, reply=it.lane == Lane.REPLY)
            if secs > 0:
                held[it.address] = secs
                due_at = math.ceil((at + max(secs, ADDRESS_SECS_MIN)) / GRID_SECS) * GRID_SECS
                waiting.append(Outcome(it, "queued", due_at))
            else:
                admitted.append(it)
        return admitted, waiting

    # Sending ----------------------------------------------------------------------------------------------------

    def _start(self, batch: Sequence[Ready]) -> None:
        """Send at once; to one address one after the other, in order."""
        loop, now = asyncio.get_running_loop(), self._clock().timestamp()
        for ready in batch:
            address, is_reply = ready.delivery.address, ready.delivery.lane == Lane.REPLY
            self._pace.start(now, address, self._calls(ready.bubble), reply=is_reply)
            task = loop.create_task(self._send(ready, self._tails.get(address)))
            self._tails[address] = task
            self._sending.add(task)
            self.held.add(ready.delivery.id)
            task.add_done_callback(lambda t, it=ready.delivery: self._sent(t, it))  # type: ignore[misc]

    def _sent(self, task: asyncio.Task[None], it: Claimed) -> None:
        self._sending.discard(task)
        if self._tails.get(it.address) is task:
            del self._tails[it.address]
        if len(self._returned.results) >= BATCH_MAX or len(self._sending) <= self.channel.traits.concurrency // 2:
            self.wake()
        if task.cancelled() or task.exception():  # it has left no answer that could be written down
            self.held.discard(it.id)
        if not task.cancelled() and (bug := task.exception()):
            log.error("pump bug", exc_info=bug, extra={"channel": self.channel.name})

    async def _send(self, ready: Ready, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        it = ready.delivery
        now = self._clock().timestamp()
        if (secs := self._pace.paused(now, it.address, reply=it.lane == Lane.REPLY)) > 0:  # refused since we claimed it
            self._returned.results.append(Outcome(it, "queued", now + secs))
            return
        try:
            if it.corrects and it.edits:
                take_back = it.corrects == "all"
                left = await self.channel.correct(it.address, it.edits, ready.bubble, it.id, take_back=take_back)
                if left is None:
                    self._returned.results.append(Outcome(it, "expired", error="it cannot be changed any more"))
                    return
                provider_id = left
            elif it.edits:
                provider_id = await self.channel.edit(it.address, it.edits, ready.bubble, it.id)
            else:
                provider_id = await self.channel.send(it.address, ready.bubble, it.id)
        except Exception as error:
            self._failed(it, error)
        else:
            self._returned.results.append(Outcome(it, "sent", attempts=1, provider_id=provider_id))

    def _failed(self, it: Claimed, error: Exception) -> None:
        now = self._clock().timestamp()
        why = str(error) if isinstance(error, SendError) else f"bug: {type(error).__name__}"
        kind = error.verdict.value if isinstance(error, SendError) else "bug"
        bug = None if isinstance(error, SendError) else error
        log.log(_LEVELS.get(kind, logging.WARNING), "send failed", exc_info=bug,
                extra={"delivery": it.id, "channel": self.channel.name, "verdict": kind})
        dedupes, age = self.channel.traits.dedupes, now - it.said_at
        decision = decide.after_failure(error, it.attempts, it.doubts, age, dedupes, self._dice())
        match decision:
            case decide.Again(in_secs, counts):
                outcome = Outcome(it, "queued", now + in_secs, attempts=int(counts), error=why)
            case decide.GiveUp(close_account):
                outcome = Outcome(it, "failed", attempts=1, error=why)
                if close_account:
                    self._returned.closing.append((it, why))
            case decide.Doubt(again_in_secs):
                state = "unknown" if again_in_secs is None else "queued"
                outcome = Outcome(it, state, now + (again_in_secs or 0.0), attempts=1, doubts=1, error=why)  # type: ignore[arg-type]
            case decide.Pause(secs, whole_channel):
                self._pause(it, now, secs, None if whole_channel else it.address)
                outcome = Outcome(it, "queued", now + secs, error=why)
            case decide.Move(address):
                self._returned.moving.append((it, address))
                outcome = Outcome(it, "queued", now, attempts=1, error=why)
            case decide.StopChannel():
                self._stopped_by_setup, self.trouble = True, why
                log.error("channel stopped", extra={"channel": self.channel.name, "why": why})
                outcome = Outcome(it, "queued", now, error=why)
        self._returned.results.append(outcome)

    # Pauses -----------------------------------------------------------------------------------------------------

    def _pause(self, it: Claimed, now: float, secs: float, address: str | None) -> None:
        """Refused for being too fast: say in which circumstances, and leave them alone."""
        before = self._pace.bulk_rate(now)
        self._pace.pause(now, secs, address)
        self._returned.pauses = True
        log.warning("slower", extra={
            "channel": self.channel.name, "delivery": it.id, "lane": Lane(it.lane).name, "retry_after_secs": secs,
            "whole_channel": address is None, "in_last_second": self._pace.in_last_second(now),
            "in_flight": len(self._sending), "rate_per_sec": round(before, 1),
            "new_rate_per_sec": round(self._pace.bulk_rate(now), 1),
        })
        if address is None and secs > LONG_PAUSE_SECS:
            self._paused_until = self._clock() + timedelta(seconds=secs)

    async def _go_on_pausing(self) -> None:
        """What the channel asked for before a restart still holds."""
        async with self._store.reading() as tx:
            kept = await pauses_kept(tx, self.channel.name)
        now = self._clock()
        for scope, until in kept.items():
            if (left := until - now.timestamp()) > 0:
                self._pace.pause(now.timestamp(), left, None if scope == EVERYONE else scope)
                if scope == EVERYONE and left > LONG_PAUSE_SECS:
                    self._paused_until = now + timedelta(seconds=left)
        self._pauses_read = True

    def _long_pause(self) -> str | None:
        if self._paused_until is None or self._paused_until <= self._clock():
            return None
        return f"asked to wait until {self._paused_until:%Y-%m-%d %H:%M} UTC"
