"""Quiet hours: deferred, never dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FORM = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A daily window, local time, `begins` included and `ends` excluded; it may run over midnight."""

    begins: time
    ends: time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


def parse(text: str) -> QuietHours:
    """Read `22:00-07:30`. Raises ValueError if it is not two different times of day."""
    match = FORM.fullmatch(text.strip().replace("：", ":"))
    if not match:
        raise ValueError(f"not two times of day: {text}")
    h1, m1, h2, m2 = map(int, match.groups())
    window = QuietHours(time(h1 % 24 if h1 == 24 else h1, m1), time(h2 % 24 if h2 == 24 else h2, m2))
    if window.begins == window.ends:
        raise ValueError(f"the two times are the same: {text}")
    return window


def not_before(window: QuietHours | None, now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from `now` on that is outside the window."""
    if window is None:
        return now
    local = now.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    wraps = window.begins > window.ends
    inside = (clock >= window.begins or clock < window.ends) if wraps else window.begins <= clock < window.ends
    if not inside:
        return now
    day = local.date() + timedelta(days=1 if wraps and clock >= window.begins else 0)
    ends = datetime.combine(day, window.ends, tzinfo=zone)
    return max(ends, ends.replace(fold=1), key=datetime.timestamp)  # where clocks are put back it comes twice


def last_before(window: QuietHours, moment: datetime, zone: ZoneInfo) -> datetime:
    """The last minute before the window that `moment`, which is inside it, falls into."""
    local = moment.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    yesterday = window.begins > window.ends and clock < window.ends
    day = local.date() - timedelta(days=1 if yesterday else 0)
    return datetime.combine(day, window.begins, tzinfo=zone) - timedelta(minutes=1)
