"""Which list of commands a channel offers to whom, and which it should."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from store.db import Tx


@dataclass(frozen=True, slots=True)
class Due:
    """An account whose list is not the one its member should have; `role` is empty for everyone's."""

    account_id: int
    address: str
    role: str
    language: str | None


# The first of the roles (the mightiest first) that the member has decides; the language is part of the list.
WANTED = """
    coalesce((SELECT w.value || ' ' || coalesce(m.language, '') FROM json_each(:roles) w
               WHERE EXISTS (SELECT 1 FROM member_roles r WHERE r.member_id = m.id AND r.role = w.value)
               ORDER BY w.key LIMIT 1), '')
"""


async def due(tx: Tx, channel: str, roles: Sequence[str], limit: int) -> list[Due]:
    """Open accounts of people whose list is to be changed."""
    rows = await tx.all(
        f"""SELECT a.id, a.address, m.language, {WANTED} AS wanted FROM accounts a JOIN members m ON m.id = a.member_id
             WHERE a.channel = :c AND a.closed_at IS NULL AND m.kind = 'person' AND a.menu <> wanted
               AND a.id IN (SELECT id FROM accounts WHERE menu <> ''
                            UNION SELECT o.id FROM accounts o JOIN member_roles r ON r.member_id = o.member_id
                                   WHERE r.role IN (SELECT value FROM json_each(:roles)))
             ORDER BY a.id LIMIT :l""",
        c=channel, roles=json.dumps(list(roles)), l=limit,
    )
    return [Due(row["id"], row["address"], row["wanted"].partition(" ")[0], row["language"]) for row in rows]


async def offered(tx: Tx, it: Due) -> None:
    """The channel offers that list there now."""
    menu = f"{it.role} {it.language or ''}" if it.role else ""
    await tx.run("UPDATE accounts SET menu = :menu WHERE id = :id", menu=menu, id=it.account_id)
