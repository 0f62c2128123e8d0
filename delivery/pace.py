"""How fast: a bucket for the channel, one for everything but replies, and one for each address. Pure state; the caller
says the time, in seconds.

Replies keep a reserve that bulk never touches. A channel that refuses for being too fast is left alone for exactly as
long as it says, and gets bulk at half the speed afterwards, a little faster with every minute in which all goes well.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from channels.base import Limit, Traits

BURST_SECS = 0.2  # of the channel's rate may leave at once, where the channel does not say
ADDRESSES_MAX = 10_000  # buckets remembered; a full one that is forgotten is full again anyway
REPLY_TOKENS = 1.0  # of a burst are never bulk's: a reply that comes leaves at once, and bulk still uses its rate
PROBE_SECS = 30.0  # a long pause may concern bulk alone: after this, one reply at a time finds out
SLOWER_SECS = 5.0  # refusals so close together are one: those in flight tell nothing new
CLEAN_SECS = 60.0  # without a refusal, and bulk goes one a second faster again
RECENT_MAX = 1000  # sends remembered, to say how many there were in the last second
EVERYONE = ""  # the scope of a pause of the whole channel


@dataclass(slots=True)
class Bucket:
    """Tokens flow in at `rate` a second up to `burst`; taking one may be refused until one is there."""

    rate: float
    burst: float
    tokens: float = field(default=float("inf"))
    at: float = 0.0

    def fill(self, now: float) -> float:
        """Let flow in what has come since the last look; return what is there, negative if it is owed."""
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now
        return self.tokens

    def wait(self, now: float, left: float = 0.0) -> float:
        """Seconds until a whole token is there beside those that must be left."""
        return max(0.0, (1.0 + left - self.fill(now)) / self.rate)


class Pace:
    """The pace of one channel account. With a `reserve`, something is always kept for the next reply."""

    def __init__(
        self, rate_per_sec: float, address_rate_per_sec: float, address_burst: int, *, burst: float | None = None,
        reserve: int = 0, floor_per_sec: float | None = None,
        limit_of: Callable[[str], Limit | None] | None = None, scope_of: Callable[[str], str] = str,
    ) -> None:
        burst = max(1.0, rate_per_sec * BURST_SECS if burst is None else burst)
        self._rate, self._floor = rate_per_sec, rate_per_sec if floor_per_sec is None else floor_per_sec
        self._channel, self._bulk = Bucket(rate_per_sec, burst), Bucket(rate_per_sec, burst)
        self._reserve = min(REPLY_TOKENS, burst - 1.0) if reserve else 0.0
        self._slowed_at: float | None = None
        self._slowed_to = rate_per_sec
        self._address_limit, self._limit_of = Limit(address_rate_per_sec, address_burst), limit_of
        self._scope_of = scope_of
        self._addresses: OrderedDict[str, Bucket] = OrderedDict()  # most recently used last
        self._pauses: dict[str, float] = {}
        self._replies_paused_until = 0.0
        self._recent: deque[float] = deque(maxlen=RECENT_MAX)

    @classmethod
    def of(cls, traits: Traits) -> Pace:
        return cls(
            traits.rate_per_sec, traits.address_rate_per_sec, traits.address_burst, burst=traits.burst,
            reserve=traits.reserve, floor_per_sec=traits.floor_per_sec, limit_of=traits.limit_of,
            scope_of=traits.scope_of,
        )

    def bulk_rate(self, now: float) -> float:
        """What everything but replies may use now, a second."""
        if self._slowed_at is None:
            return self._rate
        return min(self._rate, self._slowed_to + (now - self._slowed_at) // CLEAN_SECS)

    def allowance(self, now: float, wanted: int, *, reply: bool = False, in_flight: int = 0) -> int:
        """How many sends may start now, of the number wanted. While the channel is paused for long, one reply at a time
        finds out whether the pause concerns replies too."""
        if (self._paused(now, reply)) > 0:
            return 0
        if reply:
            probing = 1 - in_flight if self._left(EVERYONE, now) > 0 else wanted
            return max(0, min(wanted, int(self._channel.fill(now)), probing))
        self._bulk.rate = self.bulk_rate(now)
        return max(0, min(wanted, int(min(self._channel.fill(now) - self._reserve, self._bulk.fill(now)))))

    def wait(self, now: float, *, reply: bool = False) -> float:
        """Seconds until the channel may send again."""
        if reply:
            return max(self._paused(now, reply), self._channel.wait(now), 0.0)
        self._bulk.rate = self.bulk_rate(now)
        return max(self._paused(now, reply), self._channel.wait(now, self._reserve), self._bulk.wait(now), 0.0)

    def take(self, now: float, address: str, *, reply: bool = False) -> float:
        """Take one send to an address; 0.0, or the seconds to wait for it, and then nothing was taken."""
        scope = self._scope_of(address)
        if (paused := self._left(scope, now)) > 0:
            return paused
        bucket = self._bucket(scope)
        if (wait := bucket.wait(now)) > 0:
            return wait
        self._spend(bucket, 1, reply)
        self._recent.append(now)
        return 0.0

    def in_last_second(self, now: float) -> int:
        """How many sends have started in the second before."""
        return sum(now - at < 1.0 for at in self._recent)

    def owe(self, address: str, calls: int, *, reply: bool = False) -> None:
        """It takes that many calls more than the one taken; what comes next waits for them."""
        self._spend(self._bucket(self._scope_of(address)), calls, reply)

    def _spend(self, bucket: Bucket, calls: int, reply: bool) -> None:
        bucket.tokens -= calls
        self._channel.tokens -= calls
        self._bulk.tokens -= 0 if reply else calls

    def pause(self, now: float, secs: float, address: str | None) -> None:
        """Send nothing for that long: to one address, or (None) at all; then go slower."""
        scope = EVERYONE if address is None else self._scope_of(address)
        self._pauses[scope] = max(self._pauses.get(scope, 0.0), now + secs)
        if scope == EVERYONE:
            self._replies_paused_until = max(self._replies_paused_until, now + min(secs, PROBE_SECS))
        if self._slowed_at is None or now - self._slowed_at >= SLOWER_SECS:
            self._slowed_to = max(min(self._floor, self._rate), self.bulk_rate(now) / 2)
            self._slowed_at = now

    def paused(self, now: float, address: str, *, reply: bool = False) -> float:
        """For how many seconds nothing may be sent there because of a refusal."""
        return max(self._paused(now, reply), self._left(self._scope_of(address), now), 0.0)

    def pauses(self, now: float) -> dict[str, float]:
        """The pauses that are not over: when each ends, by address or what addresses share; EVERYONE is the channel."""
        self._pauses = {scope: until for scope, until in self._pauses.items() if until > now}
        return dict(self._pauses)

    def _paused(self, now: float, reply: bool) -> float:
        return self._replies_paused_until - now if reply else self._left(EVERYONE, now)

    def _left(self, scope: str, now: float) -> float:
        return self._pauses.get(scope, 0.0) - now

    def _bucket(self, scope: str) -> Bucket:
        if (found := self._addresses.get(scope)) is not None:
            self._addresses.move_to_end(scope)
            return found
        limit = (self._limit_of(scope) if self._limit_of else None) or self._address_limit
        found = self._addresses[scope] = Bucket(limit.per_sec, float(limit.burst))
        if len(self._addresses) > ADDRESSES_MAX:
            self._addresses.popitem(last=False)
        return found
