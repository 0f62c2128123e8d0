"""The web chat as a channel: what we say goes into the transcript, and the open pages of its address read it there.

Nothing is pushed to pages: each reads the transcript at its own pace, from where it stopped, whenever it hears of
something new. So a slow or dead page delays nobody, and a page that comes back has missed nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from channels.base import SendError, Traits, Verdict
from channels.webchat import wire
from channels.webchat.transcript import Transcript
from notices.message import Bubble

SAYS_MAX = 20  # in SAYS_SECS, per session: faster than anyone types or taps
SAYS_SECS = 10
PAGES_MAX = 20  # open at once per session; a person has a few tabs, a flood has thousands
STOP_SECS = 3  # for the pages to say goodbye; the service must be down within 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Listener:
    """One open page: `news` says that it should read on; `close` says goodbye to it."""

    close: Callable[[], Awaitable[object]]
    news: asyncio.Event = field(default_factory=asyncio.Event)


class WebChat:
    """The channel `webchat`: an address is a session, a provider id the id of a line."""

    name = "webchat"
    traits = Traits(
        dedupes=True, edits=True, buttons=True, rate_per_sec=100_000, address_rate_per_sec=1000, address_burst=1000,
        concurrency=100,
    )

    def __init__(self, transcript: Transcript, on_update: Callable[[], None], clock: Callable[[], datetime]) -> None:
        self.transcript = transcript
        self._on_update = on_update
        self._clock = clock
        self._listeners: dict[str, set[Listener]] = {}
        self._said_at: dict[str, deque[datetime]] = {}
        self._stopping = False

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        """Add the bubble to the conversation, once per delivery, and return its line's id."""
        try:
            line = await self.transcript.append_theirs(address, delivery_id, wire.theirs(bubble), self._clock())
        except Exception as error:  # whatever kept it out: nothing was shown, and repeating is safe
            raise _not_sent(error) from error
        self._tell(address)
        return str(line.id)

    async def edit(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str:
        """Replace the line in place; add a new one where there is none of ours by that id."""
        edited = await self._edited(address, provider_id, bubble, delivery_id)
        return await self.send(address, bubble, delivery_id) if edited is None else edited

    async def correct(
        self, address: str, provider_id: str, bubble: Bubble, delivery_id: int, *, take_back: bool
    ) -> str | None:
        """A conversation is a record: its line stays, and says now what holds."""
        return await self._edited(address, provider_id, bubble, delivery_id)

    async def _edited(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str | None:
        body = wire.theirs(bubble)
        try:
            line = await self.transcript.edit(address, int(provider_id), delivery_id, body, self._clock())
        except Exception as error:
            raise _not_sent(error) from error
        if line is None:
            return None
        self._tell(address)
        return str(line.id)

    async def answer_tap(self, tap_key: str, words: str = "") -> None:
        """Nothing to do: the page's spinner ends when the tap is taken."""

    async def start(self) -> None:
        """Nothing to do: pages come by themselves."""

    async def stop(self) -> None:
        """Say goodbye to every page, and from now on to every page that comes."""
        self._stopping = True
        pages = [listener.close() for listeners in self._listeners.values() for listener in listeners]
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*pages, return_exceptions=True), STOP_SECS)

    @contextmanager
    def listening(self, address: str, close: Callable[[], Awaitable[object]]) -> Iterator[Listener]:
        """While a page is open: it hears of every change to its conversation."""
        listener = Listener(close)
        self._listeners.setdefault(address, set()).add(listener)
        try:
            yield listener
        finally:
            self._leave(address, listener)

    def admits(self, address: str) -> bool:
        """Whether this address may open one more page."""
        return not self._stopping and len(self._listeners.get(address, ())) < PAGES_MAX

    async def take(self, address: str, said: wire.Say, language: str) -> None:
        """Keep what a person said; returning means committed. Raises wire.Refused: too fast, or not possible now."""
        now = self._clock()
        if not self._in_pace(address, now):
            raise wire.Refused("too_fast", said.key)
        key, raw = wire.inbox_key(address, said.key), wire.raw(address, said, language)
        try:
            await self.transcript.say(address, key, raw, wire.own(said), now)
        except Exception:
            log.exception("web chat: a message could not be kept; its page will repeat it")
            raise wire.Refused("unavailable", said.key) from None
        self._tell(address)
        self._on_update()

    def _in_pace(self, address: str, now: datetime) -> bool:
        times = self._said_at.setdefault(address, deque(maxlen=SAYS_MAX))
        if len(times) == SAYS_MAX and now - times[0] < timedelta(seconds=SAYS_SECS):
            return False
        times.append(now)
        return True

    def _tell(self, address: str) -> None:
        for listener in self._listeners.get(address, ()):
            listener.news.set()

    def _leave(self, address: str, listener: Listener) -> None:
        self._listeners[address].discard(listener)
        if not self._listeners[address]:
            del self._listeners[address]
        long_ago = self._clock() - timedelta(seconds=SAYS_SECS)
        self._said_at = {who: times for who, times in self._said_at.items() if times[-1] > long_ago}


def _not_sent(error: Exception) -> SendError:
    return SendError(f"the transcript did not take it: {error!r}", Verdict.NOT_SENT)
