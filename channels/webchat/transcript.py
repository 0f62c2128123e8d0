"""What the web chat needs of its history. The store keeps it, a fake keeps it in the tests; one suite checks both.

These are protocols, so that whoever keeps the history need not import the channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Line(Protocol):
    """One line of a conversation, as committed."""

    @property
    def id(self) -> int:
        """Its place: lines are shown by rising id. Never changes, never used again."""

    @property
    def seq(self) -> int:
        """When it last changed: positive, and new with every append and edit. Within one address it grows in commit
        order: whoever has seen n will never miss a line by asking for what came after n."""

    @property
    def mine(self) -> bool:
        """The person said it, not we."""

    @property
    def at(self) -> datetime:
        """When it was said first; aware."""

    @property
    def body_json(self) -> str:
        """What `channels.webchat.wire` wrote, unchanged."""


class Transcript(Protocol):
    """The conversations, durable: returning from a write means committed. After an exception the write may be repeated,
    whether it was committed or not."""

    async def append_theirs(self, address: str, delivery_id: int, bubble_json: str, now: datetime) -> Line:
        """Add what we say. A delivery that already has its line gets that line back, as it stands, and adds nothing."""

    async def edit(self, address: str, line_id: int, delivery_id: int, bubble_json: str, now: datetime) -> Line | None:
        """Replace what we said in this line: same id, same `at`, new seq. An edit by the same delivery again, or by an
        older one than wrote the line last, changes nothing and returns the line. None: no such line of ours here."""

    async def say(self, address: str, key: str, raw: str, shown_json: str | None, now: datetime) -> bool:
        """Put (`webchat`, key, raw) into the inbox and, unless `shown_json` is None, add the person's own line, both or
        neither. False: that key, which begins with `address:`, was stored before, and nothing changed."""

    async def after(self, address: str, seq: int, limit: int) -> Sequence[Line]:
        """The first `limit` lines of this address that changed after `seq`, by rising seq."""

    async def before(self, address: str, line_id: int, limit: int) -> Sequence[Line]:
        """The last `limit` lines of this address with smaller ids, by rising id."""

    async def known(self, address: str) -> bool:
        """Whether this address has ever said anything, shown or not."""
