"""Members as they are after they joined, for tests that begin there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from store import Store, Tx, members

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=ZONE)
ROLE_TOPICS = {"student": ("lecture", "science-week"), "teacher": ("research", "science-week")}


@dataclass(frozen=True)
class Person:
    member_id: int
    account_id: int
    address: str


async def join(
    tx: Tx, address: str, *roles: str, channel: str = "fake", quiet_hours: str | None = None,
    event_leads: str | None = None, deadline_leads: str | None = None, language: str | None = None,
    quiet_mode: str | None = None,
) -> Person:
    """Someone with an account on the fake channel, in these roles, with these settings of their own."""
    account = await members.account(tx, channel, address, NOW)
    for role in roles:
        await members.add_role(tx, account.member_id, role, NOW)
    settings = {
        "quiet_hours": quiet_hours, "event_leads": event_leads, "deadline_leads": deadline_leads, "language": language,
        "quiet_mode": quiet_mode,
    }
    for setting, value in settings.items():
        await members.set_setting(tx, account.member_id, setting, value)
    return Person(account.member_id, account.id, address)


async def crowd(store: Store, *addresses: str, role: str = "student") -> list[Person]:
    """Members of one role, and what the roles subscribe to; as fast for thousands as for two."""
    async with store.transaction() as tx:
        await members.set_role_topics(tx, ROLE_TOPICS)
        last = await tx.one("SELECT coalesce((SELECT max(id) FROM members), 0) AS id")
        assert last is not None
        rows = [{"id": last["id"] + n, "a": a, "r": role, "now": NOW} for n, a in enumerate(addresses, 1)]
        await tx.many("INSERT INTO members (id, joined_at) VALUES (:id, :now)", rows)
        await tx.many("INSERT INTO member_roles VALUES (:id, :r, :now)", rows)
        await tx.many(
            "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:id, 'fake', :a, :now)", rows
        )
        found = await tx.all("SELECT id, member_id, address FROM accounts WHERE member_id > :last", last=last["id"])
    return [Person(row["member_id"], row["id"], row["address"]) for row in found]
