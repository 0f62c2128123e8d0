"""What runs when. APScheduler wakes us and knows nothing of what for: what is due stands in the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from store import Store, StoreUnavailable

SAFETY_SECS = 30.0  # look again even if nothing is known to be due: a clock that was set, a wake-up that was lost
TROUBLE_SECS = 5.0  # before the next try while the database cannot be used

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[float | None]]
"""Does what is due and returns when something is due next (seconds since 1970), if it knows."""


class Alarm:
    """One piece of work that is done when it is due, when it is rung for, and every so often to be safe; never twice at
    once."""

    def __init__(self, scheduler: AsyncIOScheduler, name: str, work: Work, every_secs: float = SAFETY_SECS) -> None:
        self._scheduler, self._name, self._work, self._every_secs = scheduler, name, work, every_secs
        self._running = self._again = False

    def ring(self) -> None:
        """Do it now; if it is being done, once more afterwards."""
        if self._running:
            self._again = True
        else:
            self._set(0.0)

    async def _run(self) -> None:
        self._running, self._again = True, False
        next_at = None
        try:
            next_at = await self._work()
        except StoreUnavailable as error:
            log.error("store unavailable", extra={"part": self._name, "why": str(error)})
            next_at = _now() + TROUBLE_SECS
        except asyncio.CancelledError:  # the scheduler ends; what was not committed is due again at the next start
            return
        except Exception:
            log.exception("job bug", extra={"part": self._name})
        finally:
            self._running = False
        self._set(0.0 if self._again else _now() + self._every_secs if next_at is None else next_at)

    def _set(self, at: float) -> None:
        """Run it at that time, or when it is time to be safe; in place of what was set before."""
        if not self._scheduler.running:
            return
        at = min(max(at, _now()), _now() + self._every_secs)
        self._scheduler.add_job(
            self._run, "date", run_date=datetime.fromtimestamp(at, UTC), id=self._name, replace_existing=True,
            misfire_grace_time=None, coalesce=True, max_instances=2,  # the old run ends while the new one is set
        )


class Jobs:
    """The alarms of the service. Committed changes ring those that listen for their topic."""

    def __init__(self, store: Store) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._alarms: list[Alarm] = []
        self._by_topic: dict[str, list[Alarm]] = {}
        store.listen(self._heard)

    def add(self, name: str, work: Work, *topics: str, every_secs: float = SAFETY_SECS) -> Alarm:
        """Do this work when it is due, and when something of these topics was committed."""
        alarm = Alarm(self._scheduler, name, work, every_secs)
        self._alarms.append(alarm)
        for topic in topics:
            self._by_topic.setdefault(topic, []).append(alarm)
        return alarm

    def start(self) -> None:
        self._scheduler.start()
        for alarm in self._alarms:
            alarm.ring()

    def stop(self) -> None:
        """Wake nobody any more, and break off what is running between its transactions."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _heard(self, topics: set[str]) -> None:
        for topic in topics:
            for alarm in self._by_topic.get(topic, ()):
                alarm.ring()


def _now() -> float:
    return datetime.now(UTC).timestamp()
