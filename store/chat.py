"""The web chat's transcript: the conversations, durable, each delivery in them once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store import inbox
from store.db import Row, Store, Tx
from store.times import moment


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a conversation; `seq` moves on with every change of it."""

    id: int
    seq: int
    mine: bool
    at: datetime
    body_json: str


NEXT_SEQ = "(SELECT coalesce(max(seq), 0) + 1 FROM chat_lines)"


class ChatTranscript:
    """Implements what the web chat asks of its history; every write is a transaction of its own."""

    def __init__(self, store: Store, channel: str = "webchat") -> None:
        self._store, self._channel = store, channel

    async def append_theirs(self, address: str, delivery_id: int, bubble_json: str, now: datetime) -> ChatLine:
        """Add what we say; a delivery that has its line already gets that one."""
        async with self._store.transaction() as tx:
            await tx.run(
                f"""INSERT INTO chat_lines (address, seq, delivery_id, written_by, at, body)
                    VALUES (:a, {NEXT_SEQ}, :d, :d, :now, :body) ON CONFLICT (delivery_id) DO NOTHING""",
                a=address, d=delivery_id, now=now, body=bubble_json,
            )
            row = await tx.one("SELECT * FROM chat_lines WHERE delivery_id = :d", d=delivery_id)
        assert row is not None
        return _line(row)

    async def edit(
        self, address: str, line_id: int, delivery_id: int, bubble_json: str, now: datetime
    ) -> ChatLine | None:
        """Replace what we said in a line, unless a newer delivery did; None: no such line of ours here."""
        async with self._store.transaction() as tx:
            await tx.run(
                f"""UPDATE chat_lines SET body = :body, seq = {NEXT_SEQ}, written_by = :d
                     WHERE id = :id AND address = :a AND delivery_id IS NOT NULL AND written_by < :d""",
                body=bubble_json, d=delivery_id, id=line_id, a=address,
            )
            row = await tx.one(
                "SELECT * FROM chat_lines WHERE id = :id AND address = :a AND delivery_id IS NOT NULL",
                id=line_id, a=address,
            )
        return _line(row) if row else None

    async def say(self, address: str, key: str, raw: str, shown_json: str | None, now: datetime) -> bool:
        """Put what a person did into the inbox and their words into the transcript; False if it was there before."""
        async with self._store.transaction() as tx:
            if not await inbox.put(tx, self._channel, [(key, raw)], now):
                return False
            if shown_json is not None:
                await _own_line(tx, address, shown_json, now)
        return True

    async def after(self, address: str, seq: int, limit: int) -> list[ChatLine]:
        async with self._store.reading() as tx:
            rows = await tx.all(
                "SELECT * FROM chat_lines WHERE address = :a AND seq > :seq ORDER BY seq LIMIT :l",
                a=address, seq=seq, l=limit,
            )
        return [_line(row) for row in rows]

    async def before(self, address: str, line_id: int, limit: int) -> list[ChatLine]:
        async with self._store.reading() as tx:
            rows = await tx.all(
                "SELECT * FROM chat_lines WHERE address = :a AND id < :id ORDER BY id DESC LIMIT :l",
                a=address, id=line_id, l=limit,
            )
        return [_line(row) for row in reversed(rows)]

    async def known(self, address: str) -> bool:
        """Whether this address has ever said anything."""
        async with self._store.reading() as tx:
            row = await tx.one(
                """SELECT EXISTS (SELECT 1 FROM accounts WHERE channel = :c AND address = :a)
                       OR EXISTS (SELECT 1 FROM chat_lines WHERE address = :a)
                       OR EXISTS (SELECT 1 FROM inbox WHERE channel = :c AND key >= :low AND key < :high) AS known""",
                c=self._channel, a=address, low=f"{address}:", high=f"{address};",
            )
        return bool(row and row["known"])


async def _own_line(tx: Tx, address: str, shown_json: str, now: datetime) -> None:
    await tx.run(
        f"INSERT INTO chat_lines (address, seq, at, body) VALUES (:a, {NEXT_SEQ}, :now, :body)",
        a=address, now=now, body=shown_json,
    )


def _line(row: Row) -> ChatLine:
    return ChatLine(row["id"], row["seq"], row["delivery_id"] is None, moment(row["at"]), row["body"])
