"""How the service is doing, in numbers that are cheap to find whatever the size of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.db import Tx

PULSE = """
    SELECT (SELECT count(*) FROM deliveries WHERE state = 'queued' AND due_at <= :now) AS queued,
           (SELECT :now - min(due_at) FROM deliveries WHERE state = 'queued') AS queued_secs,
           (SELECT count(*) FROM deliveries WHERE state = 'sending') AS sending,
           (SELECT count(*) FROM inbox WHERE done_at IS NULL AND failed_at IS NULL) AS unanswered,
           (SELECT count(*) FROM inbox WHERE failed_at IS NOT NULL) AS quarantined,
           (SELECT :now - min(fire_at) FROM reminders WHERE fired_at IS NULL) AS reminder_secs,
           (SELECT count(*) FROM holds WHERE closed_at IS NULL) AS holds,
           (SELECT :now - min(held_at) FROM holds WHERE closed_at IS NULL) AS holds_secs,
           (SELECT count(*) FROM feeds WHERE removed_at IS NULL AND paused_at IS NULL) AS feeds,
           (SELECT count(*) FROM feeds WHERE removed_at IS NULL AND paused_at IS NULL AND errors > 0) AS feeds_failing
"""


@dataclass(frozen=True, slots=True)
class Pulse:
    queued: int
    """Deliveries that are due and wait to be sent."""
    queued_secs: float
    """How long the oldest of them has waited."""
    sending: int
    unanswered: int
    """Incoming that wait for their reply."""
    quarantined: int
    reminder_secs: float
    """By how much the oldest due reminder is late."""
    holds: int
    """Notices that wait for an organiser."""
    holds_secs: float
    """How long the oldest of them has waited."""
    feeds: int
    feeds_failing: int


async def pulse(tx: Tx, now: datetime) -> Pulse:
    row = await tx.one(PULSE, now=now)
    assert row is not None
    return Pulse(
        row["queued"], max(0.0, row["queued_secs"] or 0.0), row["sending"], row["unanswered"], row["quarantined"],
        max(0.0, row["reminder_secs"] or 0.0), row["holds"], max(0.0, row["holds_secs"] or 0.0), row["feeds"],
        row["feeds_failing"],
    )
