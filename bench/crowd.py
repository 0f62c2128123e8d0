"""A database full of people and of what they are to be reminded of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from delivery import issue
from delivery.settings import Settings
from notices.model import Audience, KeyDate, Notice
from store import Store, members

ZONE = ZoneInfo("Asia/Shanghai")
SETTINGS = Settings(ZONE)
STUDENTS = Audience(frozenset({"student"}), frozenset({"lecture"}))
CHANNEL = "null"
DATES = 200
YEAR_SECS = 365 * 86400.0


async def fill(store: Store, people: int, now: datetime, channel: str = CHANNEL) -> None:
    """Members 1..people, each a student with one account."""
    async with store.transaction() as tx:
        await members.set_role_topics(tx, {"student": ["lecture", "science-week"]})
        at = now.timestamp()
        rows = [{"i": index, "at": at} for index in range(1, people + 1)]
        await tx.many("INSERT INTO members (id, name, joined_at, welcomed_at) VALUES (:i, 'm' || :i, :at, :at)", rows)
        await tx.many("INSERT INTO member_roles VALUES (:i, 'student', :at)", rows)
        await tx.many(
            f"INSERT INTO accounts (id, member_id, channel, address, opened_at) VALUES (:i, :i, '{channel}', :i, :at)",
            rows,
        )


NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)"


async def plan(store: Store, people: int, pending: int) -> None:
    """Members and key dates, and so many reminders that are due in a year."""
    now = utc_now()
    await fill(store, people, now)
    async with store.transaction() as tx:
        for _ in range(DATES):
            await issue.issue(tx, lecture(now), STUDENTS, now, SETTINGS, quiet=True)
        await tx.run("DELETE FROM reminders")
    async with store.transaction() as tx:
        await tx.run(
            f"""{NUMBERS} INSERT INTO reminders (key_date_id, member_id, lead_secs, fire_at)
                SELECT i % {DATES} + 1, i % :people + 1, i, :far + i FROM n""",
            count=pending, people=people, far=now.timestamp() + YEAR_SECS,
        )


async def fall_due(store: Store, count: int, start_at: float, *, lead_secs: int) -> None:
    """So many members' own reminders, spread over the second that begins then."""
    async with store.transaction() as tx:
        await tx.run(
            f"""{NUMBERS} INSERT INTO reminders (key_date_id, member_id, lead_secs, fire_at)
                SELECT i % {DATES} + 1, i + 1, :lead, :start + i * 1.0 / :count FROM n""",
            count=count, start=start_at, lead=lead_secs,
        )


def lecture(now: datetime) -> Notice:
    begins = now + timedelta(days=5)
    date = KeyDate("event", "讲座", begins, begins + timedelta(hours=2), all_day=False)
    return Notice("讲座通知", "今天下午的讲座改到五天之后。", (date,))


def utc_now() -> datetime:
    return datetime.now(UTC)
