"""A channel that records what it is given, and that can fail in every way there is."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

from channels.base import SendError, Traits, Verdict
from notices.message import Bubble, plain

AT_ONCE = Traits(rate_per_sec=1e6, address_rate_per_sec=1e6, address_burst=1_000_000)
"""As fast as you like."""


@dataclass(frozen=True)
class Sent:
    """Something the channel accepted."""

    delivery_id: int
    address: str
    text: str
    edits: str | None = None
    silent: bool = False


@dataclass(frozen=True)
class Failure:
    """How one call goes wrong; `accepted`: what was said arrives all the same."""

    error: BaseException
    accepted: bool = False


def fails(verdict: Verdict, *, accepted: bool = False, secs: float | None = None, whole_channel: bool = False,
          moved_to: str | None = None) -> Failure:
    """A call that ends with this verdict."""
    error = SendError("scripted", verdict, retry_after_secs=secs, whole_channel=whole_channel, moved_to=moved_to)
    return Failure(error, accepted)


class FakeChannel:
    """`goes_wrong` scripts the next calls to an address; while an address is held, calls to it hang."""

    def __init__(self, name: str = "fake", traits: Traits | None = None) -> None:
        self.name = name
        self.traits = traits or AT_ONCE
        self.sent: list[Sent] = []
        self.calls: list[str] = []
        """The addresses called, in the order in which the calls began."""
        self.most_at_once = 0
        self._failures: dict[str, deque[Failure]] = defaultdict(deque)
        self._gates: dict[str, asyncio.Event] = {}
        self._in_flight = 0
        self._news = asyncio.Event()

    def goes_wrong(self, address: str, *failures: Failure) -> None:
        self._failures[address].extend(failures)

    def hold(self, address: str) -> None:
        self._gates[address] = asyncio.Event()

    def release(self, address: str) -> None:
        self._gates.pop(address).set()

    async def called(self, count: int) -> None:
        """Wait until so many calls have begun."""
        async with asyncio.timeout(10):
            while len(self.calls) < count:
                self._news.clear()
                await self._news.wait()

    async def send(self, address: str, bubble: Bubble, delivery_id: int) -> str:
        return await self._take(Sent(delivery_id, address, plain(bubble), silent=bubble.silent))

    async def edit(self, address: str, provider_id: str, bubble: Bubble, delivery_id: int) -> str:
        await self._take(Sent(delivery_id, address, plain(bubble), provider_id))
        return provider_id

    async def correct(
        self, address: str, provider_id: str, bubble: Bubble, delivery_id: int, *, take_back: bool
    ) -> str | None:
        await self._take(Sent(0, address, plain(bubble), provider_id))
        return "" if take_back else provider_id

    async def answer_tap(self, tap_key: str, words: str = "") -> None:
        return None

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def _take(self, it: Sent) -> str:
        self.calls.append(it.address)
        self._news.set()
        self._in_flight += 1
        self.most_at_once = max(self.most_at_once, self._in_flight)
        try:
            if gate := self._gates.get(it.address):
                await gate.wait()
            await asyncio.sleep(0)
            failure = self._failures[it.address].popleft() if self._failures[it.address] else None
            if failure is None or failure.accepted:
                self._accept(it)
            if failure is not None:
                raise failure.error
        finally:
            self._in_flight -= 1
        return f"p{len(self.sent)}"

    def _accept(self, it: Sent) -> None:
        if not (self.traits.dedupes and any(old.delivery_id == it.delivery_id for old in self.sent)):
            self.sent.append(it)

    def texts(self, address: str) -> list[str]:
        """What one person has been told, in order."""
        return [it.text for it in self.sent if it.address == address]
