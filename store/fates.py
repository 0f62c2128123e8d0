"""What became of a notice for one member, and what else may explain that they did not hear of something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notices.model import KeyDateKind
from store.db import Tx
from store.times import instant, moment


@dataclass(frozen=True, slots=True)
class Fate:
    """A delivery that brought the notice to one of the member's accounts, or should have."""

    state: str
    due_at: datetime
    sent_at: datetime | None
    error: str | None
    why: str


_MESSAGES = """
    SELECT g.id, g.created_at, g.fanned_out_to FROM messages g WHERE g.notice_id = :n AND g.kind = 'notice'
    UNION ALL
    SELECT g.id, g.created_at, g.fanned_out_to FROM roundup_notices r JOIN messages g ON g.roundup_id = r.roundup_id
     WHERE r.notice_id = :n
"""


async def of(tx: Tx, notice_id: int, member_id: int) -> Fate | None:
    """What became of the first message that brought the notice to the member: as sent, if any was. None: there is no
    such message."""
    row = await tx.one(
        f"""SELECT d.state, d.due_at, d.sent_at, d.error, d.why FROM ({_MESSAGES}) g
              JOIN deliveries d ON d.message_id = g.id JOIN accounts a ON a.id = d.account_id
             WHERE a.member_id = :m ORDER BY d.state <> 'sent', d.id LIMIT 1""",
        n=notice_id, m=member_id,
    )
    if row is None:
        return None
    return Fate(row["state"], moment(row["due_at"]), instant(row["sent_at"]), row["error"], row["why"])


async def told_at(tx: Tx, notice_id: int) -> datetime | None:
    """When its audience was first told; None: never, as it was there at the first look at its feed, or changes another
    notice."""
    row = await tx.one(f"SELECT min(created_at) AS at FROM ({_MESSAGES})", n=notice_id)
    return instant(row["at"]) if row else None


async def is_going_out(tx: Tx, notice_id: int) -> bool:
    """Its audience is not complete yet."""
    row = await tx.one(f"SELECT 1 FROM ({_MESSAGES}) WHERE fanned_out_to IS NOT NULL", n=notice_id)
    return row is not None


async def last_of(tx: Tx, member_id: int) -> int | None:
    """The notice that the member was sent last."""
    row = await tx.one(
        """SELECT g.notice_id AS id FROM accounts a JOIN deliveries d ON d.account_id = a.id
             JOIN messages g ON g.id = d.message_id
            WHERE a.member_id = :m AND g.notice_id IS NOT NULL AND d.state = 'sent' ORDER BY d.id DESC LIMIT 1""",
        m=member_id,
    )
    return row["id"] if row else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when the member is what they are."""

    joined_at: datetime
    roles: dict[str, datetime]
    topics: dict[str, datetime]
    """Those they chose themselves."""


async def standing(tx: Tx, member_id: int) -> Standing:
    """Since when the member is a member, and has their roles and topics."""
    row = await tx.one("SELECT joined_at FROM members WHERE id = :m", m=member_id)
    roles = await tx.all("SELECT role, since_at FROM member_roles WHERE member_id = :m", m=member_id)
    topics = await tx.all(
        "SELECT topic, chosen_at FROM subscriptions WHERE member_id = :m AND muted_at IS NULL", m=member_id
    )
    assert row is not None
    return Standing(
        moment(row["joined_at"]), {r["role"]: moment(r["since_at"]) for r in roles},
        {r["topic"]: moment(r["chosen_at"]) for r in topics},
    )


@dataclass(frozen=True, slots=True)
class Ahead:
    """A reminder that is planned for the notice's audience, or that the member asked for."""

    fire_at: datetime
    kind: KeyDateKind
    name: str
    lead_secs: int
    is_own: bool


async def reminders_ahead(tx: Tx, notice_id: int, member_id: int) -> list[Ahead]:
    """Of key dates that hold and that the member has not done, the next first."""
    rows = await tx.all(
        """SELECT r.fire_at, d.kind, d.name, r.lead_secs, r.member_id FROM key_dates d
             JOIN reminders r ON r.key_date_id = d.id
            WHERE d.notice_id = :n AND d.withdrawn_at IS NULL AND r.fired_at IS NULL
              AND (r.member_id IS NULL OR r.member_id = :m)
              AND NOT EXISTS (SELECT 1 FROM dones x WHERE x.key_date_id = d.id AND x.member_id = :m)
            ORDER BY r.fire_at""",
        n=notice_id, m=member_id,
    )
    return [
        Ahead(moment(r["fire_at"]), r["kind"], r["name"], r["lead_secs"], r["member_id"] is not None) for r in rows
    ]


@dataclass(frozen=True, slots=True)
class Titled:
    """Something with such a title that is no notice for everyone to see: `what` it is, and by which number."""

    what: str
    """`notice`, `hold` (it waits for an organiser), `entry` (its feed's filter left it out)."""
    id: int
    title: str
    feed: str = ""
    because: str = ""


async def titled(tx: Tx, words: str, limit: int) -> list[Titled]:
    """Notices, held notices and entries left out whose title holds the words, the newest of each first."""
    args: dict[str, Any] = {
        "p": "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%", "l": limit,
    }
    found = await tx.all(
        "SELECT id, title FROM notices WHERE title LIKE :p ESCAPE '\\' ORDER BY id DESC LIMIT :l", **args
    )
    held = await tx.all(
        """SELECT id, json_extract(notice, '$.title') AS title FROM holds
            WHERE closed_at IS NULL AND json_extract(notice, '$.title') LIKE :p ESCAPE '\\'
            ORDER BY held_at DESC LIMIT :l""",
        **args,
    )
    left = await tx.all(
        """SELECT e.id, e.title, e.left_out, f.name FROM entries e JOIN feeds f ON f.id = e.feed_id
            WHERE e.left_out IS NOT NULL AND e.title LIKE :p ESCAPE '\\' ORDER BY e.id DESC LIMIT :l""",
        **args,
    )
    return [
        *(Titled("notice", r["id"], r["title"]) for r in found), *(Titled("hold", r["id"], r["title"]) for r in held),
        *(Titled("entry", r["id"], r["title"], r["name"], r["left_out"]) for r in left),
    ]


async def left_out(tx: Tx, entry_id: int) -> Titled | None:
    """An entry that its feed's filter left out."""
    r = await tx.one(
        """SELECT e.id, e.title, e.left_out, f.name FROM entries e JOIN feeds f ON f.id = e.feed_id
            WHERE e.id = :id AND e.left_out IS NOT NULL""",
        id=entry_id,
    )
    return Titled("entry", r["id"], r["title"], r["name"], r["left_out"]) if r else None


async def resting(tx: Tx, limit: int) -> list[tuple[str, bool]]:
    """(name, whether it is paused) of feeds that bring nothing at present: paused, or failing."""
    rows = await tx.all(
        """SELECT name, paused_at FROM feeds
            WHERE removed_at IS NULL AND (paused_at IS NOT NULL OR errors > 0) ORDER BY id LIMIT :l""",
        l=limit,
    )
    return [(row["name"], row["paused_at"] is not None) for row in rows]
