"""Keeps the event loop free: however many could go on at once, only a few do in each of its turns, and what else there
is, a reply to a person above all, comes between them."""

from __future__ import annotations

import asyncio
from collections import deque

STEPS_MAX = 5  # in one turn of the loop: each takes a fifth of a millisecond, on a busy machine half of one


class Gate:
    """Where everything waits that is about to do its part."""

    def __init__(self, steps_max: int = STEPS_MAX) -> None:
        self._steps_max = steps_max
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def step(self) -> None:
        """Wait for a turn of the event loop with room in it. First come, first served."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._open)
        place = loop.create_future()
        self._waiting.append(place)
        await place

    def _open(self) -> None:
        for _ in range(min(self._steps_max, len(self._waiting))):
            place = self._waiting.popleft()
            if not place.done():  # whoever waited may have gone
                place.set_result(None)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._open)
