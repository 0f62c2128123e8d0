"""What admins hear of feeds without having asked. The words are another's: see `bot.warnings`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from feeds.model import FetchError
from store import Tx


class Troubles(Protocol):
    """Tells the admins, inside the transaction that notes what it is about."""

    async def failing(self, tx: Tx, name: str, error: FetchError, succeeded_at: datetime | None, now: datetime) -> None:
        """A feed has failed for a while, and will not get well by itself."""

    async def healed(self, tx: Tx, name: str, now: datetime) -> None:
        """A feed that they were told of works again."""
