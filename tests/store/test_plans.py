"""What is asked every day costs no more with every year of history: nothing reads a whole table of the past."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from fakes.people import NOW

from notices.model import Audience, Lane
from store import Store, Tx, deliveries, filters, health, history, inbox, members, messages, notices, reminders
from store.db import Row

STUDENTS = Audience(frozenset({"student"}), frozenset({"lecture"}))
FAN = deliveries.Fan("notice", 1, Lane.BULK, STUDENTS, 0.0, 0.0, {})

# Whole indices that may be read because few rows are in them: what waits or went wrong, not what is over.
OF_THE_PRESENT = {
    "deliveries_due", "deliveries_sending", "deliveries_ended", "deliveries_doubted", "inbox_open", "inbox_failed",
    "messages_fanning_out", "reminders_due", "holds_open",
}
NO_TABLE = r"json_each|feeds|CONSTANT|w$|\(|chosen|[ljo] VIRTUAL"  # or one that stays small
SCAN = re.compile(rf"SCAN (?!{NO_TABLE})\w+(?: USING (?:COVERING )?INDEX (\w+))?")


class Explained:
    """A transaction that notes how each statement would be carried out before it is."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.steps: list[str] = []

    async def all(self, sql: str, **args: Any) -> list[Row]:
        self.steps += [row["detail"] for row in await self._tx.all(f"EXPLAIN QUERY PLAN {sql}", **args)]
        return await self._tx.all(sql, **args)

    async def once(self, sql: str) -> list[Row]:
        return await self.all(sql)

    async def one(self, sql: str, **args: Any) -> Row | None:
        rows = await self.all(sql, **args)
        return rows[0] if rows else None

    async def run(self, sql: str, **args: Any) -> int:
        self.steps += [row["detail"] for row in await self._tx.all(f"EXPLAIN QUERY PLAN {sql}", **args)]
        return await self._tx.run(sql, **args)

    def touch(self, *topics: str) -> None:
        self._tx.touch(*topics)


ASKED: dict[str, Callable[[Tx], Awaitable[object]]] = {
    "claim": lambda tx: deliveries.claim(tx, "fake", NOW, NOW, 10),
    "next due": lambda tx: deliveries.next_due(tx, "fake"),
    "orphans": lambda tx: deliveries.orphans(tx, NOW),
    "fan out": lambda tx: deliveries.fan_out(tx, FAN, 0, 10),
    "fanning out": messages.fanning_out,
    "why": lambda tx: deliveries.why(tx, 1, 1),
    "how many of a notice": lambda tx: deliveries.count_of_notice(tx, 1),
    "withdraw": lambda tx: messages.cancel_of_notice(tx, 1),
    "stop": lambda tx: members.stop(tx, 1, NOW),
    "close": lambda tx: members.close_account(tx, 1, "gone", NOW),
    "chosen": lambda tx: members.chosen(tx, "quiet_hours"),
    "leads": lambda tx: reminders.leads_in_use(tx, "event_leads"),
    "due reminders": lambda tx: reminders.due(tx, NOW, 10),
    "next reminder": reminders.next_due,
    "reminders taken back": lambda tx: reminders.cancel_queued(tx, 1),
    "upcoming": lambda tx: notices.upcoming(tx, NOW, 10),
    "an author's": lambda tx: notices.by_author(tx, 1, 10),
    "to acknowledge": lambda tx: notices.unacknowledged(tx, 1, 10),
    "asked for last": lambda tx: history.last(tx, "1", ["x"]),
    "unanswered": lambda tx: inbox.open_updates(tx, 10),
    "forget": lambda tx: inbox.prune(tx, NOW),
    "filters kept back": lambda tx: filters.keep_back(tx, 1, [(1, "天文")], NOW),
    "filters looked up": lambda tx: filters.kept_back(tx, 1, [1]),
    "filters of some": lambda tx: filters.chosen(tx, 0, 10),
    "filters judged anew": lambda tx: filters.all_kept_back(tx, 1, 10),
    "how many filters": lambda tx: filters.upto(tx, 0, 10, 5),
    "what a message is about": lambda tx: filters.about(tx, 1),
    "pulse": lambda tx: health.pulse(tx, NOW),
}


@pytest.mark.parametrize("name", ASKED)
async def test_no_question_of_every_day_reads_the_whole_past(store: Store, name: str) -> None:
    async with store.transaction() as tx:
        explained = Explained(tx)
        await ASKED[name](cast(Tx, explained))
    assert explained.steps
    reads = [(step, match[1]) for step in explained.steps if (match := SCAN.match(step))]
    assert [step for step, index in reads if index not in OF_THE_PRESENT] == []


async def test_taking_a_few_of_many_that_fell_due_together_sorts_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        explained = Explained(tx)
        await deliveries.claim(cast(Tx, explained), "fake", NOW, NOW, 10)
    assert [step for step in explained.steps if "TEMP B-TREE" in step] == []
