"""Members, their roles, subscriptions and accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from notices.audience import Interests
from notices.model import Audience
from store.audience import WHY, args
from store.db import Row, Tx


@dataclass(frozen=True, slots=True)
class Member:
    """A person. Settings that are None are the configured ones."""

    id: int
    name: str
    language: str | None
    quiet_hours: str | None
    quiet_mode: str | None
    """`silent`: what comes in quiet hours comes at once, without a sound; None: it waits."""
    event_leads: str | None
    deadline_leads: str | None
    welcomed: bool
    stopped: bool
    roles: frozenset[str]
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    member_id: int
    channel: str
    address: str
    closed: bool


MEMBER = """
    SELECT m.*, (SELECT group_concat(role, ' ') FROM member_roles r WHERE r.member_id = m.id) AS roles FROM members m
"""


def _member(row: Row) -> Member:
    return Member(
        row["id"], row["name"], row["language"], row["quiet_hours"], row["quiet_mode"], row["event_leads"],
        row["deadline_leads"],
        row["welcomed_at"] is not None, row["stopped_at"] is not None, frozenset((row["roles"] or "").split()),
        row["kind"] == "group",
    )


def account_of(row: Row) -> Account:
    return Account(row["id"], row["member_id"], row["channel"], row["address"], row["closed_at"] is not None)


async def account(tx: Tx, channel: str, address: str, now: datetime) -> Account:
    """The account at this address, made with a new member if it is not known; a closed one is open again."""
    row = await tx.one("SELECT * FROM accounts WHERE channel = :c AND address = :a", c=channel, a=address)
    if row is None:
        member_id = await tx.insert("INSERT INTO members (joined_at) VALUES (:now)", now=now)
        await tx.run(
            "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:m, :c, :a, :now)",
            m=member_id, c=channel, a=address, now=now,
        )
        return await account(tx, channel, address, now)
    if row["closed_at"] is not None:
        await tx.run("UPDATE accounts SET closed_at = NULL, closed_why = NULL WHERE id = :id", id=row["id"])
    return Account(row["id"], row["member_id"], channel, address, closed=False)


async def find_account(tx: Tx, channel: str, address: str) -> Account | None:
    row = await tx.one("SELECT * FROM accounts WHERE channel = :c AND address = :a", c=channel, a=address)
    return account_of(row) if row else None


async def accounts_of(tx: Tx, member_id: int) -> list[Account]:
    """The member's open accounts, the oldest first."""
    rows = await tx.all("SELECT * FROM accounts WHERE member_id = :m AND closed_at IS NULL ORDER BY id", m=member_id)
    return [account_of(row) for row in rows]


async def close_account(tx: Tx, account_id: int, reason: str, now: datetime) -> None:
    """The address no longer works: drop what is still queued for it."""
    await tx.run(
        """UPDATE accounts SET closed_at = :now, closed_why = :why,
                  untold = CASE (SELECT kind FROM members WHERE id = member_id) WHEN 'group' THEN :why END
            WHERE id = :id AND closed_at IS NULL""",
        now=now, why=reason, id=account_id,
    )
    tx.touch("groups")
    await tx.run(
        """UPDATE deliveries SET state = 'cancelled', error = :why
            WHERE account_id = :id AND state = 'queued'""",
        why=reason, id=account_id,
    )


async def move_account(tx: Tx, account_id: int, address: str, now: datetime) -> bool:
    """The address is now another one, or has been already: an update and every refused call tell of it. False if
    that one is another account: then this one is closed instead, and a group goes on there as it was set up."""
    taken = await tx.one(
        """SELECT m.kind = 'group' AS by_group FROM accounts a JOIN members m ON m.id = a.member_id
             JOIN accounts o ON o.channel = a.channel AND o.id <> a.id WHERE a.id = :id AND o.address = :address""",
        id=account_id, address=address,
    )
    if taken:
        if taken["by_group"]:
            await _leave_behind(tx, account_id)
            await _go_on_at(tx, account_id, address)
        await close_account(tx, account_id, "moved to an address we have already", now)
        if taken["by_group"]:  # nobody has put us out
            await tx.run("UPDATE accounts SET untold = NULL WHERE id = :id", id=account_id)
        return False
    if await tx.run(
        """UPDATE accounts SET address = :address
            WHERE id = :id AND address <> :address AND address NOT LIKE :address || '/%'""",
        address=address, id=account_id,
    ):
        await _leave_behind(tx, account_id)
    await tx.run(
        """UPDATE accounts SET address = :address, untold = 'topic gone', goes_back_to = address
            WHERE id = :id AND address LIKE :address || '/%'""",
        address=address, id=account_id,
    )
    tx.touch("groups")
    return True


async def _leave_behind(tx: Tx, account_id: int) -> None:
    """What was said at its old address stands where it cannot be changed any more, and at the new one the same numbers
    are those of other messages: what was to take the place of something is said anew, corrections are dropped."""
    await tx.run(
        """UPDATE deliveries SET state = 'expired', fence = fence + 1, error = 'what it changes is elsewhere'
            WHERE account_id = :id AND state IN ('queued', 'sending') AND edits IS NOT NULL
              AND (SELECT kind FROM messages WHERE id = message_id) = 'change'""",
        id=account_id,
    )
    await tx.run(
        """UPDATE deliveries SET edits = NULL, provider_id = NULL
            WHERE account_id = :id AND (edits IS NOT NULL OR provider_id IS NOT NULL)""",
        id=account_id,
    )


async def _go_on_at(tx: Tx, account_id: int, address: str) -> None:
    """The account at this address gets the member of this one, and what waits for it or is under way: the old address
    will refuse that, and what comes back to a closed account is dropped."""
    await tx.run(
        """UPDATE OR IGNORE deliveries SET account_id = t.id
             FROM accounts t JOIN accounts o ON o.channel = t.channel
            WHERE t.address = :address AND o.id = :id AND account_id = :id AND state IN ('queued', 'sending')""",
        id=account_id, address=address,
    )
    await tx.run(
        """UPDATE accounts SET member_id = o.member_id FROM accounts o
            WHERE o.id = :id AND accounts.channel = o.channel AND accounts.address = :address""",
        id=account_id, address=address,
    )


async def get(tx: Tx, member_id: int) -> Member | None:
    row = await tx.one(f"{MEMBER} WHERE m.id = :id", id=member_id)
    return _member(row) if row else None


async def must(tx: Tx, member_id: int) -> Member:
    member = await get(tx, member_id)
    assert member is not None, member_id
    return member


async def find(tx: Tx, words: str, limit: int, offset: int = 0) -> list[Member]:
    """People whose name contains the words (all of them if empty), or whose number it is; the newest first."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await tx.all(
        MEMBER + """ WHERE m.kind = 'person' AND (m.name LIKE :p ESCAPE '\\' OR m.id = :n)
                      ORDER BY m.id DESC LIMIT :l OFFSET :o""",
        p=pattern, n=int(words) if words.isdecimal() and len(words) < 18 else None, l=limit, o=offset,
    )
    return [_member(row) for row in rows]


SETTINGS = frozenset({"name", "language", "quiet_hours", "quiet_mode", "event_leads", "deadline_leads"})


async def set_setting(tx: Tx, member_id: int, setting: str, value: str | None) -> None:
    assert setting in SETTINGS, setting
    await tx.run(f"UPDATE members SET {setting} = :v WHERE id = :id", v=value, id=member_id)
    tx.forget(CHOSEN.format(column=setting))


# From each value to the next in the column's index: as many steps as there are values, however many members.
CHOSEN = """
    WITH RECURSIVE chosen (value) AS (
        SELECT min({column}) FROM members WHERE {column} IS NOT NULL
        UNION ALL SELECT (SELECT min({column}) FROM members WHERE {column} > value) FROM chosen WHERE value IS NOT NULL)
    SELECT value FROM chosen WHERE value IS NOT NULL
"""


async def chosen(tx: Tx, setting: str) -> list[str]:
    """The different values that members chose for themselves; looked up once in a transaction, however many notices it
    tells."""
    assert setting in SETTINGS, setting
    return [row["value"] for row in await tx.once(CHOSEN.format(column=setting))]


async def welcomed(tx: Tx, member_id: int, now: datetime) -> bool:
    """Mark that the member has been shown around; False if that happened before."""
    sql = "UPDATE members SET welcomed_at = :now WHERE id = :id AND welcomed_at IS NULL"
    return await tx.run(sql, now=now, id=member_id) == 1


async def stop(tx: Tx, member_id: int, now: datetime) -> None:
    """Nothing more is sent; what is queued is cancelled, replies excepted."""
    await tx.run("UPDATE members SET stopped_at = :now WHERE id = :id AND stopped_at IS NULL", now=now, id=member_id)
    await tx.run(
        """UPDATE deliveries SET state = 'cancelled', error = 'stopped'
            WHERE state = 'queued' AND lane > 0
              AND account_id IN (SELECT id FROM accounts WHERE member_id = :id)""",
        id=member_id,
    )


async def resume(tx: Tx, member_id: int) -> bool:
    """Undo stop; False if the member had not stopped."""
    sql = "UPDATE members SET stopped_at = NULL WHERE id = :id AND stopped_at IS NOT NULL"
    return await tx.run(sql, id=member_id) == 1


async def add_role(tx: Tx, member_id: int, role: str, now: datetime) -> bool:
    sql = "INSERT INTO member_roles VALUES (:m, :r, :now) ON CONFLICT DO NOTHING"
    return await tx.run(sql, m=member_id, r=role, now=now) == 1


async def drop_role(tx: Tx, member_id: int, role: str) -> bool:
    return await tx.run("DELETE FROM member_roles WHERE member_id = :m AND role = :r", m=member_id, r=role) == 1


async def count_with_role(tx: Tx, role: str) -> int:
    row = await tx.one("SELECT count(*) AS n FROM member_roles WHERE role = :r", r=role)
    return int(row["n"]) if row else 0


async def with_role(tx: Tx, role: str) -> list[int]:
    rows = await tx.all("SELECT member_id FROM member_roles WHERE role = :r ORDER BY member_id", r=role)
    return [row["member_id"] for row in rows]


async def interests(tx: Tx, member_id: int) -> Interests:
    """What the member asks for, through roles and by their own choice."""
    through = await tx.all(
        """SELECT r.role, t.topic FROM member_roles r LEFT JOIN role_topics t ON t.role = r.role
            WHERE r.member_id = :m""",
        m=member_id,
    )
    own = await tx.all("SELECT topic, muted_at FROM subscriptions WHERE member_id = :m", m=member_id)
    return Interests(
        frozenset(row["role"] for row in through),
        frozenset((row["role"], row["topic"]) for row in through if row["topic"]),
        frozenset(row["topic"] for row in own if row["muted_at"] is None),
        frozenset(row["topic"] for row in own if row["muted_at"] is not None),
        (await must(tx, member_id)).is_group,
    )


async def subscribe(tx: Tx, member_id: int, topic: str, now: datetime) -> None:
    await tx.run(
        """INSERT INTO subscriptions (member_id, topic, chosen_at) VALUES (:m, :t, :now)
           ON CONFLICT (member_id, topic) DO UPDATE SET muted_at = NULL, chosen_at = :now""",
        m=member_id, t=topic, now=now,
    )


async def mute(tx: Tx, member_id: int, topic: str, now: datetime) -> None:
    await tx.run(
        """INSERT INTO subscriptions (member_id, topic, chosen_at, muted_at) VALUES (:m, :t, :now, :now)
           ON CONFLICT (member_id, topic) DO UPDATE SET muted_at = :now""",
        m=member_id, t=topic, now=now,
    )


async def set_role_topics(tx: Tx, roles: Mapping[str, Iterable[str]]) -> None:
    """Make the table say what the configuration says."""
    await tx.run("DELETE FROM role_topics")
    rows = [{"r": role, "t": topic} for role, topics in roles.items() for topic in topics]
    await tx.many("INSERT INTO role_topics VALUES (:r, :t) ON CONFLICT DO NOTHING", rows)


async def count_audience(tx: Tx, audience: Audience, kind: Literal["person", "group"] = "person") -> int:
    """How many members, or groups and channels, the rule reaches now."""
    row = await tx.one(
        f"""SELECT count(*) AS n FROM members m WHERE m.kind = :kind AND m.stopped_at IS NULL AND {WHY} IS NOT NULL
               AND EXISTS (SELECT 1 FROM accounts a WHERE a.member_id = m.id AND a.closed_at IS NULL)""",
        kind=kind, **args(audience),
    )
    return int(row["n"]) if row else 0


async def count_accounts(tx: Tx, audience: Audience, channel: str) -> int:
    """How many accounts on a channel the rule reaches now."""
    row = await tx.one(
        f"""SELECT count(*) AS n FROM members m JOIN accounts a ON a.member_id = m.id
             WHERE a.channel = :channel AND a.closed_at IS NULL AND m.stopped_at IS NULL AND {WHY} IS NOT NULL""",
        channel=channel, **args(audience),
    )
    return int(row["n"]) if row else 0


async def count(tx: Tx) -> int:
    row = await tx.one("SELECT count(*) AS n FROM members WHERE kind = 'person' AND stopped_at IS NULL")
    return int(row["n"]) if row else 0
