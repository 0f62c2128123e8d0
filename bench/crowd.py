"""A database full of people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from delivery.settings import Settings
from notices.model import Audience, KeyDate, Notice
from store import Store, members

ZONE = ZoneInfo("Asia/Shanghai")
SETTINGS = Settings(ZONE)
STUDENTS = Audience(frozenset({"student"}), frozenset({"lecture"}))
CHANNEL = "null"


async def fill(store: Store, people: int, now: datetime) -> None:
    """Members 1..people, each a student with one account."""
    async with store.transaction() as tx:
        await members.set_role_topics(tx, {"student": ["lecture", "science-week"]})
        at = now.timestamp()
        rows = [{"i": index, "at": at} for index in range(1, people + 1)]
        await tx.many("INSERT INTO members (id, name, joined_at, welcomed_at) VALUES (:i, 'm' || :i, :at, :at)", rows)
        await tx.many("INSERT INTO member_roles VALUES (:i, 'student', :at)", rows)
        await tx.many(
            f"INSERT INTO accounts (id, member_id, channel, address, opened_at) VALUES (:i, :i, '{CHANNEL}', :i, :at)",
            rows,
        )


def lecture(now: datetime) -> Notice:
    begins = now + timedelta(days=5)
    date = KeyDate("event", "讲座", begins, begins + timedelta(hours=2), all_day=False)
    return Notice("讲座通知", "今天下午的讲座改到五天之后。", (date,))


def utc_now() -> datetime:
    return datetime.now(UTC)
