"""A transcript that lives in memory, and that can be told to fail."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FakeLine:
    id: int
    seq: int
    mine: bool
    at: datetime
    body_json: str
    address: str
    delivery_id: int | None = None
    edited_by: int = 0


class DiskFull(Exception):
    pass


class FakeTranscript:
    """Keeps channels.webchat.transcript's promises. `fail_next`: so many of the next calls fail and change nothing;
    `fail_after_next`: so many of the next things said are kept, and fail.
    While `gate` is closed, whoever says something waits; `at_gate` tells that someone does."""

    def __init__(self) -> None:
        self.lines: dict[int, FakeLine] = {}
        self.inbox: dict[str, str] = {}
        self.speakers: set[str] = set()
        self.fail_next = 0
        self.fail_after_next = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.at_gate = asyncio.Event()
        self._seq = 0

    async def append_theirs(self, address: str, delivery_id: int, bubble_json: str, now: datetime) -> FakeLine:
        self._may_fail()
        for line in self.lines.values():
            if line.delivery_id == delivery_id:
                return line
        return self._append(address, False, bubble_json, now, delivery_id)

    async def edit(
        self, address: str, line_id: int, delivery_id: int, bubble_json: str, now: datetime
    ) -> FakeLine | None:
        self._may_fail()
        line = self.lines.get(line_id)
        if line is None or line.mine or line.address != address:
            return None
        if delivery_id > line.edited_by:
            line = replace(line, seq=self._next_seq(), body_json=bubble_json, edited_by=delivery_id)
            self.lines[line_id] = line
        return line

    async def say(self, address: str, key: str, raw: str, shown_json: str | None, now: datetime) -> bool:
        self.at_gate.set()
        await self.gate.wait()
        self._may_fail()
        if key in self.inbox:
            return False
        self.inbox[key] = raw
        self.speakers.add(address)
        if shown_json is not None:
            self._append(address, True, shown_json, now)
        if self.fail_after_next:
            self.fail_after_next -= 1
            raise DiskFull
        return True

    async def after(self, address: str, seq: int, limit: int) -> list[FakeLine]:
        self._may_fail()
        changed = [line for line in self.lines.values() if line.address == address and line.seq > seq]
        return sorted(changed, key=lambda line: line.seq)[:limit]

    async def before(self, address: str, line_id: int, limit: int) -> list[FakeLine]:
        self._may_fail()
        return [line for line in self.lines.values() if line.address == address and line.id < line_id][-limit:]

    async def known(self, address: str) -> bool:
        self._may_fail()
        return address in self.speakers

    def _append(
        self, address: str, mine: bool, body: str, now: datetime, delivery_id: int | None = None
    ) -> FakeLine:
        line_id = len(self.lines) + 1
        line = FakeLine(line_id, self._next_seq(), mine, now, body, address, delivery_id, delivery_id or 0)
        self.lines[line_id] = line
        return line

    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def _may_fail(self) -> None:
        if self.fail_next:
            self.fail_next -= 1
            raise DiskFull
