"""How fast: buckets for the channel, one for everything but replies, and one for each address. Pure state; the caller
says the time, in seconds.

The rate is for everything that is sent. Replies go first and keep a reserve that bulk never touches; what they do not
need, bulk uses. While more waits than may go, what a moment cost in which we were too busy to send is made up for:
evenly, and never with more in a second than the channel takes. A channel that refuses for being too fast is left alone
for exactly as long as it says, and gets bulk at half the speed afterwards, a little faster with every minute in which
all goes well.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from channels.base import Limit, Traits

BURST_SECS = 0.2  # of the channel's rate may leave at once, where the channel does not say
ADDRESSES_MAX = 10_000  # buckets remembered; a full one that is forgotten is full again anyway
MAKE_UP_SECS = 2.0  # of the rate are made up for: who was busy for longer is too slow for it anyway
MINUTE_SECS = 60.5  # in which no more than a minute's worth goes to one address, however the other end's clock rounds
SECOND_SECS = 1.005  # in which no more than a second's worth leaves, however the other end's clock rounds
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


@dataclass(slots=True)
class AddressBucket(Bucket):
    """One address's; with a `minute_max` no minute sees more than that."""

    minute_max: int | None = None
    minute: deque[float] = field(default_factory=deque)

    def wait(self, now: float, left: float = 0.0) -> float:
        secs = Bucket.wait(self, now, left)
        if self.minute_max is None or len(self.minute) < self.minute_max:
            return secs
        return max(secs, self.minute[-self.minute_max] + MINUTE_SECS - now)

    def spend(self, now: float, calls: int) -> None:
        self.tokens -= calls
        if self.minute_max is not None:
            self.minute.extend([now] * calls)
            while self.minute[0] + MINUTE_SECS <= now:
                self.minute.popleft()


class Pace:
    """The pace of one channel account. With a `reserve`, something is always kept for the next reply."""

    def __init__(
        self, rate_per_sec: float, address_rate_per_sec: float, address_burst: int, *, burst: float | None = None,
        second_max: int | None = None, reserve: int = 0, floor_per_sec: float | None = None,
        limit_of: Callable[[str], Limit | None] | None = None, scope_of: Callable[[str], str] = str,
    ) -> None:
        burst = max(1.0, rate_per_sec * BURST_SECS if burst is None else burst)
        self._rate, self._floor = rate_per_sec, rate_per_sec if floor_per_sec is None else floor_per_sec
        self._channel, self._owed = Bucket(rate_per_sec, burst), Bucket(rate_per_sec, burst)
        self._bulk = Bucket(rate_per_sec, burst)
        self._burst, self._second_max = burst, second_max
        self._reserve = min(REPLY_TOKENS, burst - 1.0) if reserve else 0.0
        self._slowed_at: float | None = None
        self._slowed_to = rate_per_sec
        self._address_limit, self._limit_of = Limit(address_rate_per_sec, address_burst), limit_of
        self._scope_of = scope_of
        self._addresses: OrderedDict[str, AddressBucket] = OrderedDict()  # most recently used last
        self._pauses: dict[str, float] = {}
        self._replies_paused_until = 0.0
        self._recent: deque[float] = deque(maxlen=RECENT_MAX)

    @classmethod
    def of(cls, traits: Traits) -> Pace:
        return cls(
            traits.rate_per_sec, traits.address_rate_per_sec, traits.address_burst, burst=traits.burst,
            second_max=traits.second_max, reserve=traits.reserve, floor_per_sec=traits.floor_per_sec,
            limit_of=traits.limit_of, scope_of=traits.scope_of,
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
            return max(0, min(wanted, int(self._tokens(now)), self._room(now), probing))
        tokens = self._tokens(now) - self._reserve
        if (bulk := self._slowed(now)) is not None:
            tokens = min(tokens, bulk.fill(now))
        return max(0, min(wanted, int(tokens), self._room(now)))

    def backlog(self, now: float, waits: bool) -> None:
        """Whether more waits than may go: then moments in which nothing could be sent are made up for. What nobody
        waited for is not."""
        if self._second_max is None:
            return
        self._tokens(now)
        self._channel.rate = max(self._rate, float(self._second_max)) if waits else self._rate
        self._owed.burst = max(self._burst, self._rate * MAKE_UP_SECS) if waits else self._burst

    def wait(self, now: float, *, reply: bool = False) -> float:
        """Seconds until the channel may send again."""
        if reply:
            return max(self._paused(now, reply), self._until_token(now), self._until_room(now), 0.0)
        bulk = self._slowed(now)
        return max(
            self._paused(now, reply), self._until_token(now, self._reserve), bulk.wait(now) if bulk else 0.0,
            self._until_room(now), 0.0,
        )

    def _tokens(self, now: float) -> float:
        return min(self._channel.fill(now), self._owed.fill(now))

    def _until_token(self, now: float, left: float = 0.0) -> float:
        return max(self._channel.wait(now, left), self._owed.wait(now, left))

    def _slowed(self, now: float) -> Bucket | None:
        """What bulk takes from besides, while it goes slower than everything."""
        self._bulk.rate = self.bulk_rate(now)
        return self._bulk if self._bulk.rate < self._rate else None

    def take(self, now: float, address: str, *, reply: bool = False) -> float:
        """Take one send to an address; 0.0, or the seconds to wait for it, and then nothing was taken."""
        scope = self._scope_of(address)
        if (paused := self._left(scope, now)) > 0:
            return paused
        bucket = self._bucket(scope)
        if (wait := bucket.wait(now)) > 0:
            return wait
        self._spend(now, bucket, 1, reply)
        return 0.0

    def start(self, now: float, address: str, calls: int = 1, *, reply: bool = False) -> None:
        """A send that was taken begins. If it takes several calls, what comes next waits for them."""
        if calls > 1:
            self._spend(now, self._bucket(self._scope_of(address)), calls - 1, reply)
        self._recent.extend([now] * calls)

    def in_last_second(self, now: float) -> int:
        """How many calls have begun in the second before."""
        while self._recent and now - self._recent[0] >= SECOND_SECS:
            self._recent.popleft()
        return len(self._recent)

    def _room(self, now: float) -> int:
        """How many calls more this second takes."""
        return RECENT_MAX if self._second_max is None else self._second_max - self.in_last_second(now)

    def _until_room(self, now: float) -> float:
        """Seconds until there is room for one."""
        room = self._room(now)
        return 0.0 if room > 0 else self._recent[-room] + SECOND_SECS - now

    def _spend(self, now: float, bucket: AddressBucket, calls: int, reply: bool) -> None:
        bucket.spend(now, calls)
        self._channel.tokens -= calls
        self._owed.tokens -= calls
        self._bulk.tokens -= 0 if reply else calls

    def pause(self, now: float, secs: float, address: str | None) -> None:
        """Send nothing for that long: to one address, or (None) at all; then go slower, and make up for nothing."""
        self.backlog(now, False)
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

    def _bucket(self, scope: str) -> AddressBucket:
        if (found := self._addresses.get(scope)) is not None:
            self._addresses.move_to_end(scope)
            return found
        limit = (self._limit_of(scope) if self._limit_of else None) or self._address_limit
        found = self._addresses[scope] = AddressBucket(limit.per_sec, float(limit.burst), minute_max=limit.minute_max)
        if len(self._addresses) > ADDRESSES_MAX:
            self._addresses.popitem(last=False)
        return found
