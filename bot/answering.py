"""The inbox, answered: each update once, in the order of each conversation, the conversations side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.answer import answer
from bot.commands.share import found
from bot.house import House
from bot.words import words
from channels.base import Channel, Incoming, Offer
from delivery import publish
from notices.message import text
from store import Store, StoreUnavailable, inbox, members
from store.inbox import Update

BATCH_MAX = 100  # read at once; their transactions share commits
ATTEMPTS_MAX = 2  # of one update: what broke us twice is set aside and looked at by a person
IDLE_SECS = 10.0  # look again even if nobody called
TROUBLE_SECS = 2.0  # before the next try while the database cannot be used

log = logging.getLogger(__name__)

Decode = Callable[[str], Incoming | None]
"""A raw update as what a person did; None if it is not for us. Raises for one that cannot be understood."""


Look = Callable[[Incoming], Awaitable[Incoming]]
"""Asks the platform what must be known of who did something in a group. Never raises."""


Share = Callable[[str, Offer], Coroutine[Any, Any, None]]
"""Shows what was found to whoever looks for a notice to pass on. Never raises."""


@dataclass(frozen=True, slots=True)
class Line:
    """A channel as the one who answers needs it."""

    channel: Channel
    decode: Decode
    look: Look | None = None
    share: Share | None = None


class Answering:
    """Answers what is in the inbox. `drain` answers what is there and returns; `run` goes on until `stop`."""

    def __init__(
        self, store: Store, lines: Mapping[str, Line], house: Callable[[], House], clock: Callable[[], datetime]
    ) -> None:
        self._store, self._lines, self._house, self._clock = store, lines, house, clock
        self._wake = asyncio.Event()
        self._stopping = False
        self._taps: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something came in."""
        self._wake.set()

    async def run(self) -> None:
        """Answer until stopped; a database in trouble is waited for."""
        while not self._stopping:
            self._wake.clear()
            try:
                await self.drain()
                wait = IDLE_SECS
            except StoreUnavailable as error:
                log.error("store unavailable", extra={"part": "answering", "why": str(error)})
                wait = TROUBLE_SECS
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait)

    def stop(self) -> None:
        """Take up nothing more; what is being answered is finished."""
        self._stopping = True
        self.wake()

    async def drain(self) -> int:
        """Answer everything that is there; return how many updates were taken up."""
        count = 0
        while not self._stopping:
            async with self._store.reading() as tx:
                updates = await inbox.open_updates(tx, BATCH_MAX)
            if not updates:
                break
            count += len(updates)
            await self._batch(updates)
        return count

    async def _batch(self, updates: Sequence[Update]) -> None:
        conversations: dict[str, list[tuple[Update, Incoming | None]]] = {}
        for update in updates:
            try:
                incoming = self._decode(update)
            except Exception as error:  # whatever is wrong with it, the others can be read
                await self._stumble(update, None, error)
            else:
                address = f"{incoming.channel}:{incoming.address}" if incoming else ""
                conversations.setdefault(address, []).append((update, incoming))
        results = await asyncio.gather(*map(self._converse, conversations.values()), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def _decode(self, update: Update) -> Incoming | None:
        line = self._lines.get(update.channel)
        return line.decode(update.raw) if line else None

    async def _converse(self, updates: Sequence[tuple[Update, Incoming | None]]) -> None:
        for update, incoming in updates:
            await self._one(update, incoming)

    async def _one(self, update: Update, incoming: Incoming | None) -> None:
        if incoming and incoming.room and (look := self._lines[incoming.channel].look):
            incoming = await look(incoming)
        offer, aside = None, ""
        try:
            async with self._store.transaction() as tx:
                if await inbox.take(tx, update.id, self._clock()) and incoming:
                    if incoming.looks_up:
                        offer = await found(tx, incoming, self._clock(), self._house())
                    else:
                        aside = await answer(tx, incoming, self._clock(), self._house())
        except StoreUnavailable:
            raise
        except Exception as error:  # a bug of ours: bounded, and not in the way of the next person
            await self._stumble(update, incoming, error)
        else:
            self._end_tap(incoming, offer, aside)

    async def _stumble(self, update: Update, incoming: Incoming | None, error: Exception) -> None:
        """Count it against the update; the last time, set it aside and tell the person that we could not do it."""
        log.error("update broke us", exc_info=error, extra={"update": update.id, "channel": update.channel})
        async with self._store.transaction() as tx:
            await inbox.stumble(tx, update.id, type(error).__name__, ATTEMPTS_MAX, self._clock())
            if incoming and incoming.room is None and not incoming.looks_up and update.attempts + 1 >= ATTEMPTS_MAX:
                account = await members.account(tx, incoming.channel, incoming.address, self._clock())
                member = await members.must(tx, account.member_id)
                say = words(member.language or self._house().settings.language)
                await publish.say(tx, account, text(say("could-not")), self._clock())

    def _end_tap(self, incoming: Incoming | None, offer: Offer | None, aside: str) -> None:
        """What the platform waits for beside our words: nothing else waits for it."""
        line = self._lines.get(incoming.channel) if incoming else None
        if incoming and line and incoming.tap_key:
            self._aside(line.channel.answer_tap(incoming.tap_key, aside))
        if incoming and line and line.share and offer is not None:
            self._aside(line.share(incoming.looks_up, offer))

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._taps.add(task)
        task.add_done_callback(self._taps.discard)
