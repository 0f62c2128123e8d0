"""Wrong versions of the program. The judge must find out every one of them, or it proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sim.world import CALM, Variant, Weather

from channels.base import SendError, Verdict
from delivery import publish
from delivery.pump import Pump
from delivery.recovery import recover
from delivery.settings import Settings
from scheduler import reminders
from store import Store, deliveries
from store import reminders as stored
from store.deliveries import Claimed, Outcome


class MarksBeforeCalling(Pump):
    """Writes `sent` down together with the claim."""

    async def _take(self, tx, claimed, found, allowed, now):  # type: ignore[no-untyped-def]
        await deliveries.record(tx, [Outcome(it, "sent", attempts=1) for it in claimed], now)
        return await super()._take(tx, claimed, found, allowed, now)


class GivesUpAtOnce(Pump):
    """What could not be sent is never tried again."""

    def _failed(self, it: Claimed, error: Exception) -> None:
        if isinstance(error, SendError) and error.verdict is Verdict.NOT_SENT:
            self._returned.results.append(Outcome(it, "failed", attempts=1, error="refused"))
        else:
            super()._failed(it, error)


class TakesDoubtForSuccess(Pump):
    """A lost answer was surely a good one."""

    def _failed(self, it: Claimed, error: Exception) -> None:
        if isinstance(error, SendError) and error.verdict is Verdict.MAYBE_SENT:
            self._returned.results.append(Outcome(it, "sent", attempts=1, doubts=1))
        else:
            super()._failed(it, error)


class RepeatsDoubtfulForGood(Pump):
    """A lost answer is no answer: it is sent again without a word."""

    def _failed(self, it: Claimed, error: Exception) -> None:
        if isinstance(error, SendError) and error.verdict is Verdict.MAYBE_SENT:
            error = SendError("lost", Verdict.NOT_SENT)
        super()._failed(it, error)


async def forgets_orphans(store: Store, dedupes: dict[str, bool], now: datetime, *, at_start: bool) -> int:
    """What was under way has surely arrived."""
    async with store.transaction() as tx:
        orphans = await deliveries.orphans(tx, None if at_start else now)
        for orphan in orphans:
            await deliveries.doubt(tx, orphan, again_at=None)
    return len(orphans)


async def never_recovers(store: Store, dedupes: dict[str, bool], now: datetime, *, at_start: bool) -> int:
    return 0


async def repeats_what_is_under_way(store: Store, dedupes: dict[str, bool], now: datetime, *, at_start: bool) -> int:
    """Takes everything under way for lost, whatever its lease says."""
    return await recover(store, dedupes, now, at_start=True)


async def fires_before_publishing(store: Store, now: datetime, settings: Settings) -> int:
    """Notes that reminders have fired in one transaction, and says what they say in another."""
    async with store.transaction() as tx:
        verdicts = reminders.judge(await stored.due(tx, now, reminders.DUE_MAX), now, settings)
        for outcome, ids in verdicts.outcomes.items():
            await stored.fired(tx, ids, outcome, now)
    if verdicts.said:
        async with store.transaction() as tx:
            await publish.reminder(tx, verdicts.said, now, settings)
    return sum(map(len, verdicts.outcomes.values()))


CRASHES = Weather(0.1, 0.0, 0.0)
TROUBLE = Weather(0.0, 0.4, 0.0)
HANGS = Weather(0.0, 0.1, 0.4)

DONE = "OR EXISTS (SELECT 1 FROM dones x WHERE x.member_id = m.id AND x.key_date_id = d.id)"
BACK_IN_QUEUE = "CASE WHEN o.state = 'queued' AND"
FORGET = "DELETE FROM reminders WHERE"
STOPPED = "UPDATE deliveries SET state = 'cancelled', error = 'stopped'"
REPLIES, OTHERS = "lane IN (0)", "lane IN (1, 2, 3)"
WANTED = "WHERE w.why IS NOT NULL"

MUTANTS: Sequence[Variant] = (
    Variant("marks_before_calling", pump=MarksBeforeCalling, shows=3),
    Variant("gives_up_at_once", pump=GivesUpAtOnce, weather=TROUBLE, shows=4),
    Variant("takes_doubt_for_success", pump=TakesDoubtForSuccess, weather=TROUBLE, shows=2),
    Variant("repeats_doubtful_for_good", pump=RepeatsDoubtfulForGood, shows=9),
    Variant("forgets_orphans", recover=forgets_orphans),
    Variant("never_recovers", recover=never_recovers),
    Variant("publishes_after_commit", publishes_apart=True, weather=CRASHES, shows=3),
    Variant("fires_before_publishing", sweep=fires_before_publishing, weather=CRASHES, shows=87),
    Variant("counts_no_doubts", sql=(("doubts = doubts + 1", "doubts = doubts"),)),
    Variant("ignores_fences", sql=((" AND deliveries.fence = o.fence", ""),), weather=HANGS, shows=20),
    Variant("keeps_the_queue_of_those_who_stop", sql=((STOPPED, STOPPED.replace("'cancelled'", "state")),)),
    Variant("queues_again_for_those_who_stopped", sql=((BACK_IN_QUEUE, "CASE WHEN 0 AND"),), weather=HANGS, shows=8),
    Variant("keeps_reminders_of_moved_dates", sql=((FORGET, FORGET.replace("WHERE", "WHERE 0 AND")),)),
    Variant("reminds_of_what_is_done", sql=((DONE, ""),), weather=CALM, shows=8),
    Variant("drops_what_quiet_hours_defer", sql=((WANTED, f"{WANTED} AND w.due_at <= :now"),)),
    Variant("keeps_no_quiet_hours", sql=((WANTED, f"{WANTED} AND (w.due_at > 0)"), ("w.due_at, w.why", ":now, w.why")),
            shows=3),
    Variant("bulk_first", sql=((REPLIES, "{}"), (OTHERS, REPLIES), ("{}", OTHERS)), shows=5),
    Variant("forgets_those_reached_by_a_doubt", sql=((" OR x.doubts > 0", ""), ("'sending', 'unknown'", "'none'")),
            weather=HANGS, shows=2),
    Variant("loses_the_tail_of_a_fan_out", sql=(("ORDER BY id LIMIT :n", "ORDER BY id LIMIT :n + 1"),
                                                ("m.id <= :upto", "m.id < :upto"))),
    Variant("keeps_closed_accounts_closed", sql=(("UPDATE accounts SET closed_at = NULL", "UPDATE accounts SET "
                                                  "closed_at = closed_at"),), weather=CALM, shows=30),
)
