"""How the service is doing, for /healthz and whoever watches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from bot.web.site import Health
from store import Store, StoreUnavailable, health

LATE_SECS = 120.0  # a reminder or a delivery that is later than this is a fault; a full broadcast lane is not


async def look(store: Store, troubles: Mapping[str, str | None], now: datetime) -> Health:
    """What the database says, and what ails each channel (None: nothing)."""
    ailing = {name: why for name, why in troubles.items() if why}
    try:
        async with store.reading() as tx:
            pulse = await health.pulse(tx, now)
    except StoreUnavailable as error:
        return Health(False, {"database": str(error), "channels": dict(troubles)})
    ok = not ailing and store.trouble is None and pulse.reminder_secs < LATE_SECS
    return Health(ok, {"database": store.trouble or "ok", "channels": dict(troubles), **asdict(pulse)})
