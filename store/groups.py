"""Groups and channels of people: members of the kind `group`, whose audience is what they chose to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.db import Row, Tx
from store.members import Account, account_of


@dataclass(frozen=True, slots=True)
class Group:
    """A group as those who look after it see it."""

    member_id: int
    title: str
    keeper_id: int | None
    """The member who let us in, if we know them."""
    open_to_all: bool
    """Everyone in it may ask us there, not only its admins."""
    account: Account


GROUP = """
    SELECT m.id AS group_id, m.name, m.keeper_id, m.commands, a.*
      FROM members m JOIN accounts a ON a.member_id = m.id WHERE m.kind = 'group'
"""


async def find(tx: Tx, channel: str, chat: str) -> Group | None:
    """The group of this chat, whichever of its threads its notices go to."""
    rows = await tx.all(
        f"""{GROUP} AND a.channel = :c AND (a.address = :chat OR a.address LIKE :threads)
             ORDER BY a.closed_at IS NOT NULL""",
        c=channel, chat=chat, threads=f"{chat}/%",
    )
    return _group(rows[0]) if rows else None


async def enter(tx: Tx, channel: str, chat: str, title: str, keeper_id: int | None, now: datetime) -> Group:
    """We are in this chat: make its group, or open it again, under the title it has now."""
    known = await find(tx, channel, chat)
    if known is None:
        member_id = await tx.insert(
            "INSERT INTO members (kind, name, joined_at, welcomed_at) VALUES ('group', :t, :now, :now)",
            t=title, now=now,
        )
        await tx.run(
            "INSERT INTO accounts (member_id, channel, address, opened_at) VALUES (:m, :c, :a, :now)",
            m=member_id, c=channel, a=chat, now=now,
        )
    else:
        await tx.run(
            "UPDATE accounts SET closed_at = NULL, closed_why = NULL, untold = NULL WHERE id = :id", id=known.account.id
        )
        await tx.run("UPDATE members SET name = :t WHERE id = :id", t=title, id=known.member_id)
    found = await find(tx, channel, chat)
    assert found is not None
    if keeper_id is not None and found.keeper_id is None:
        await tx.run("UPDATE members SET keeper_id = :k WHERE id = :id", k=keeper_id, id=found.member_id)
    return found if found.keeper_id is not None or keeper_id is None else await get(tx, found.member_id) or found


async def get(tx: Tx, member_id: int) -> Group | None:
    rows = await tx.all(f"{GROUP} AND m.id = :id ORDER BY a.closed_at IS NOT NULL, a.id DESC", id=member_id)
    return _group(rows[0]) if rows else None


async def kept_by(tx: Tx, keeper_id: int | None, limit: int) -> list[Group]:
    """The groups that this member looks after; None: all of them. The newest first."""
    rows = await tx.all(
        f"""{GROUP} AND (:k IS NULL OR m.keeper_id = :k)
               AND a.id = (SELECT max(id) FROM accounts WHERE member_id = m.id)
             ORDER BY m.id DESC LIMIT :l""",
        k=keeper_id, l=limit,
    )
    return [_group(row) for row in rows]


async def post_to(tx: Tx, group: Group, address: str) -> None:
    """Its notices go to this address, another thread of the same chat, from now on."""
    await tx.run("UPDATE accounts SET address = :a, goes_back_to = NULL WHERE id = :id", a=address, id=group.account.id)


async def back(tx: Tx, channel: str, address: str) -> bool:
    """This topic is open again: the group whose notices went there until it was closed has them there again. False if
    there is none."""
    tx.touch("groups")
    return bool(await tx.run(
        """UPDATE OR IGNORE accounts
              SET address = :a, goes_back_to = NULL, closed_at = NULL, closed_why = NULL,
                  untold = CASE WHEN untold IS NULL THEN 'topic back' END
            WHERE channel = :c AND (goes_back_to = :a OR (address = :a AND closed_at IS NOT NULL))
              AND (SELECT kind FROM members WHERE id = member_id) = 'group'""",
        c=channel, a=address,
    ))


async def open_to_all(tx: Tx, member_id: int, *, wants: bool) -> None:
    await tx.run(
        "UPDATE members SET commands = :c WHERE id = :id", c="everyone" if wants else None, id=member_id
    )


async def untold(tx: Tx) -> list[tuple[Group, str]]:
    """What became of groups (`topic gone`, `topic back`, or why it was closed) that nobody was told yet; they count as
    told now."""
    rows = await tx.all(f"{GROUP} AND a.untold IS NOT NULL ORDER BY a.id")
    await tx.run("UPDATE accounts SET untold = NULL WHERE untold IS NOT NULL")
    return [(_group(row), row["untold"]) for row in rows]


def _group(row: Row) -> Group:
    return Group(row["group_id"], row["name"], row["keeper_id"], row["commands"] == "everyone", account_of(row))
