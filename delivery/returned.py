"""What channels answered, until it is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from store import Tx, deliveries, inbox, members
from store.deliveries import Claimed, Outcome


@dataclass(slots=True)
class Returned:
    """What came back and is not yet written down: results, accounts to close (and why) or to move (and where)."""

    results: list[Outcome] = field(default_factory=list)
    closing: list[tuple[Claimed, str]] = field(default_factory=list)
    moving: list[tuple[Claimed, str]] = field(default_factory=list)
    pauses: bool = False
    """How long we are to wait has changed."""

    def __bool__(self) -> bool:
        return bool(self.results or self.closing or self.moving)

    def __add__(self, later: Returned) -> Returned:
        return Returned(
            self.results + later.results, self.closing + later.closing, self.moving + later.moving,
            self.pauses or later.pauses,
        )

    async def write_down(self, tx: Tx, channel: str, pauses: Mapping[str, float] | None, now: datetime) -> None:
        """All of it, and (unless it is None) until when we are to wait. A result of an older claim changes nothing."""
        await deliveries.record(tx, self.results, now)
        if pauses is not None:
            await inbox.set_cursor(tx, _pauses(channel), json.dumps(pauses))
        for it, why in self.closing:
            await members.close_account(tx, it.account_id, why, now)
        for it, address in self.moving:
            await members.move_account(tx, it.account_id, address, now)


async def pauses_kept(tx: Tx, channel: str) -> dict[str, float]:
    """Until when the channel asked us to wait, by address or what addresses share; EVERYONE is the channel."""
    return dict(json.loads(await inbox.cursor(tx, _pauses(channel)) or "{}"))


def _pauses(channel: str) -> str:
    return f"{channel} pauses"
