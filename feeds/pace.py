"""When to poll a feed again. Pure.

`every` is what the operator asked for, and never made longer for this machine's own sources or below five minutes.
Others are asked less often the less they bring, up to four times as long, and on a grid of their own, so that ten
thousand feeds do not come due in the same second. What a server asks for counts more than either.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache

from yarl import URL

from feeds.model import Source

POLL_SECS_MAX = 24 * 3600.0  # a source that is down for months is still asked once a day
JITTER = 0.1  # of the interval, either way, so that feeds that failed together do not come back together
SOFT_SECS = 300.0  # first wait after an answer that is no feed: a page of a firewall, an empty body, mostly for minutes
ADAPT_SECS_MIN = 300.0  # who asks for more often than this means it
SLOWED_MAX = 4  # times `every`: a feed without news for weeks is still asked every hour, if every quarter was wanted
SLOWED_SECS_MAX = 6 * 3600.0  # and no feed is slowed beyond a quarter of a day
RELIEVED_SECS = 6 * 3600.0  # a hub that has told us of news before is believed, and still looked after four times a day
AWAITED_SECS = 3600.0  # caches before a site may be so much older than what its hub knows
KNOWN_SECS_MIN = 7 * 86400.0  # how long a feed is watched before its habits are believed
POLLS_PER_ENTRY = 2  # a feed is worth so many polls for each entry it brings
HOSTS_MAX = 4096  # addresses whose host is remembered: it is asked for with every step of a poll
HALF_LIFE_SECS = 7 * 86400.0  # of what is remembered of a feed's habits


def is_near(source: Source) -> bool:
    """Whether a source is this machine's own or the operator's network: nobody else is burdened by it."""
    host = _host(source.url)
    return source.trust == "internal" or not host or host in ("localhost", "::1") or host.startswith("127.")


def host(source: Source) -> str:
    """Whom a poll of this source burdens; empty if nobody but ourselves."""
    return "" if is_near(source) else _host(source.moved_to or source.url)


@lru_cache(maxsize=HOSTS_MAX)
def _host(url: str) -> str:
    try:
        found = URL(url.strip()).host if "://" in url else None
        return str(found or "").lower()
    except ValueError:
        return ""


def arrivals(before: float, since_secs: float, new_count: int) -> float:
    """New entries lately, older ones counting less and less (half after a week)."""
    return before * math.exp2(-max(since_secs, 0.0) / HALF_LIFE_SECS) + new_count


def weekly(found: float) -> float:
    """Entries a week that `arrivals` stands for, once it has settled."""
    return found * math.log(2)


def interval(source: Source, every_secs: float, known_secs: float, entries_weekly: float) -> float:
    """Seconds between polls while all is well. `known_secs`: how long the feed has been watched."""
    if is_near(source) or every_secs < ADAPT_SECS_MIN or known_secs < KNOWN_SECS_MIN:
        return every_secs
    worth = 7 * 86400.0 / max(entries_weekly * POLLS_PER_ENTRY, 1e-9)
    longest = max(every_secs, min(worth, every_secs * SLOWED_MAX, SLOWED_SECS_MAX))
    doublings = math.floor(math.log2(longest / every_secs))
    return every_secs * float(2**doublings)  # doubled, so that slots stay slots


def relieved(often: float, pushed_at: float, pushed_until: float, changed_at: float, now: float) -> float:
    """Seconds between polls of a feed whose hub tells us of news (0: it never did): rarely, as long as it has agreed
    to, unless the news that it told of has not shown yet."""
    awaited = pushed_at > changed_at and now - pushed_at < AWAITED_SECS
    return often if awaited or pushed_until <= now else max(often, RELIEVED_SECS)


def next_at(source: Source, interval_secs: float, now: float, wait_secs: float = 0.0) -> float:
    """When to poll after a success: the feed's next slot, and not while its server says that nothing will be new."""
    slot = now + interval_secs
    if not is_near(source) and interval_secs >= ADAPT_SECS_MIN:
        offset = math.floor(phase(source.url) * interval_secs)  # whole seconds, which every clock can tell
        slot = math.floor((slot - offset) / interval_secs) * interval_secs + offset
    return max(slot if slot >= now + 1.0 else slot + interval_secs, now + min(wait_secs, POLL_SECS_MAX))


def phase(url: str) -> float:
    """A feed's own point of any interval, in [0, 1): the same on every machine and after every start."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "replace")).digest()[:6]) / 2**48


def retry_secs(
    every_secs: float, error_count: int, dice: float, asked_secs: float = 0.0, *, soft: bool = False
) -> float:
    """Seconds until the next try after so many failures in a row: the interval, doubled with each, a tenth more or
    less, at most a day (or the interval, where that is longer), and not before the source allows it. `dice` is in
    [0, 1). A `soft` failure, mostly over in minutes, starts lower. It never ends."""
    longest = max(POLL_SECS_MAX, every_secs)
    first = min(every_secs, SOFT_SECS / 2) if soft else every_secs
    wait = min(first * 2.0 ** min(error_count, 60), longest) * (1 - JITTER + 2 * JITTER * dice)
    return max(min(wait, longest), min(asked_secs, POLL_SECS_MAX))
