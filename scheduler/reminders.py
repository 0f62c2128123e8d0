"""The hour strikes: reminders that are due become messages, in one transaction with the note that they have fired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from delivery import publish
from delivery.settings import Settings
from store import Store, reminders
from store.messages import Reminded
from store.reminders import DueReminder

SHARED_DATES_MAX = 12  # key dates in one message: more nobody reads, and each is weighed for every member
PERSONAL_MAX = 1000  # reminders of single members in one transaction: it holds other writers for about 20 ms


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What becomes of due reminders. Reminders that were missed together are said together, each date once."""

    void: dict[str, list[int]]
    """Reminders that no longer matter, by the reason: `withdrawn`, `past`."""
    shared: tuple[Reminded, ...]
    """Key dates to remind audiences of, with all the lead times that are due."""
    personal: dict[tuple[int, ...], list[int]]
    """Members by the key dates they asked to be reminded of."""
    said: list[int]
    """The reminders that are said with these."""


def judge(due: Sequence[DueReminder], now: datetime, settings: Settings) -> Verdicts:
    """Decide about reminders that are due. Pure."""
    void: dict[str, list[int]] = {"withdrawn": [], "past": []}
    said: list[int] = []
    shared: dict[int, list[DueReminder]] = defaultdict(list)
    personal: dict[int, set[int]] = defaultdict(set)
    for it in due:
        if not it.holds or it.over_at < now:
            void["past" if it.holds else "withdrawn"].append(it.id)
            continue
        if it.member_id is not None:
            personal[it.member_id].add(it.key_date_id)
        elif it.key_date_id in shared or len(shared) < SHARED_DATES_MAX:
            shared[it.key_date_id].append(it)
        else:
            continue  # the next message's
        said.append(it.id)
    wishes: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for member_id, dates in personal.items():
        wishes[tuple(sorted(dates))].append(member_id)
    return Verdicts(void, tuple(_reminded(same, settings) for same in shared.values()), dict(wishes), said)


def _reminded(same: Sequence[DueReminder], settings: Settings) -> Reminded:
    """One key date with every lead time at which it is due."""
    leads = tuple(sorted({it.lead_secs for it in same}))
    configured = {int(lead.total_seconds()) for lead in settings.leads[same[0].date.kind]}
    return Reminded(same[0].key_date_id, leads, by_default=not configured.isdisjoint(leads))


async def sweep(store: Store, now: datetime, settings: Settings) -> int:
    """Decide about some of the reminders that are due; return how many. Zero: nothing is due any more."""
    async with store.transaction() as tx:
        due = await reminders.due(tx, now, PERSONAL_MAX)
        if not due:
            return 0
        verdicts = judge(due, now, settings)
        for outcome, ids in (*verdicts.void.items(), ("said", verdicts.said)):
            if ids:
                await reminders.fired(tx, ids, outcome, now)
        if verdicts.shared:
            await publish.reminder(tx, verdicts.shared, now, settings)
        for key_date_ids, member_ids in verdicts.personal.items():
            await publish.reminder_to(tx, key_date_ids, member_ids, now, settings)
    return sum(map(len, verdicts.void.values())) + len(verdicts.said)
