"""What admins hear of feeds without having asked. The words are another's: see `bot.warnings`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from feeds.model import FetchError
from feeds.settings import Feed
from store import Tx


class Troubles(Protocol):
    """Tells the admins, inside the transaction that notes what it is about."""

    async def failing(self, tx: Tx, name: str, error: FetchError, succeeded_at: datetime | None, now: datetime) -> None:
        """A feed has failed for a while, and will not get well by itself."""

    async def first_look(self, tx: Tx, member_id: int, feed: Feed, entries: int, now: datetime) -> None:
        """A feed that this admin added was read for the first time, with so many entries in it."""

    async def first_failure(self, tx: Tx, member_id: int, feed: Feed, error: FetchError, now: datetime) -> None:
        """A feed that this admin added could not be read the first time."""

    async def healed(self, tx: Tx, name: str, now: datetime) -> None:
        """A feed that they were told of works again."""
