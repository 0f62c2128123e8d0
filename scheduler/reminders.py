"""The hour strikes: reminders that are due become messages, in one transaction with the note that they have fired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from delivery import publish
from delivery.settings import Settings
from store import Store, reminders
from store.messages import Reminded
from store.reminders import DueReminder

SHARED_DATES_MAX = 12  # key dates in one message: more nobody reads, and each is weighed for every member
DUE_MAX = 1000  # reminders in one transaction: it holds other writers for about 20 ms


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What becomes of due reminders. What was missed together is said together, each date once to each person."""

    said: tuple[Reminded, ...]
    outcomes: dict[str, list[int]]
    """The reminders decided about, by what became of them: `said`, `past`, `withdrawn`."""


def judge(due: Sequence[DueReminder], now: datetime, settings: Settings) -> Verdicts:
    """Decide about reminders that are due; those that do not fit wait for the next message. Pure."""
    outcomes: dict[str, list[int]] = {"said": [], "past": [], "withdrawn": []}
    shared: dict[int, list[DueReminder]] = {}
    asked: set[tuple[int, int]] = set()
    for it in due:
        outcome = "withdrawn" if not it.holds else "past" if it.over_at < now.timestamp() else "said"
        if outcome == "said" and it.member_id:
            asked.add((it.key_date_id, it.member_id))
        elif outcome == "said" and it.key_date_id not in shared and len(shared) == SHARED_DATES_MAX:
            continue
        elif outcome == "said":
            shared.setdefault(it.key_date_id, []).append(it)
        outcomes[outcome].append(it.id)
    said = [_reminded(same, settings) for same in shared.values()]
    said += [Reminded(key_date_id, member_id=member_id) for key_date_id, member_id in sorted(asked)]
    return Verdicts(tuple(said), outcomes)


def _reminded(same: Sequence[DueReminder], settings: Settings) -> Reminded:
    """One key date with every lead time at which it is due."""
    leads = tuple(sorted({it.lead_secs for it in same}))
    configured = {int(lead.total_seconds()) for lead in settings.leads[same[0].kind]}
    return Reminded(same[0].key_date_id, leads, by_default=not configured.isdisjoint(leads))


async def sweep(store: Store, now: datetime, settings: Settings) -> int:
    """Decide about some of the reminders that are due; return how many. Zero: nothing is due any more."""
    async with store.transaction() as tx:
        verdicts = judge(await reminders.due(tx, now, DUE_MAX), now, settings)
        for outcome, ids in verdicts.outcomes.items():
            if ids:
                await reminders.fired(tx, ids, outcome, now)
        if verdicts.said:
            await publish.reminder(tx, verdicts.said, now, settings)
    return sum(map(len, verdicts.outcomes.values()))
