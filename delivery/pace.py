"""How fast: a bucket for the channel and one for each address. Pure state; the caller says the time, in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

BURST_SECS = 0.2  # of the channel's rate may leave at once: at 25/s no second sees more than 30, Telegram's limit
ADDRESSES_MAX = 10_000  # buckets remembered; a full one that is forgotten is full again anyway


@dataclass(slots=True)
class Bucket:
    """Tokens flow in at `rate` a second up to `burst`; taking one may be refused until one is there."""

    rate: float
    burst: float
    tokens: float = field(default=-1.0)
    at: float = 0.0

    def fill(self, now: float) -> float:
        """Let flow in what has come since the last look; return what is there."""
        if self.tokens < 0:
            self.tokens = self.burst
        else:
            self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now
        return self.tokens

    def wait(self, now: float) -> float:
        """Seconds until a whole token is there."""
        return max(0.0, (1.0 - self.fill(now)) / self.rate)


class Pace:
    """The pace of one channel account."""

    def __init__(self, rate_per_sec: float, address_rate_per_sec: float, address_burst: int) -> None:
        self._channel = Bucket(rate_per_sec, max(1.0, rate_per_sec * BURST_SECS))
        self._address_rate, self._address_burst = address_rate_per_sec, float(address_burst)
        self._addresses: dict[str, Bucket] = {}
        self._paused_until = 0.0
        self._address_paused: dict[str, float] = {}

    def allowance(self, now: float, wanted: int) -> int:
        """How many sends may start now, of the number wanted."""
        if now < self._paused_until:
            return 0
        return min(wanted, int(self._channel.fill(now)))

    def wait(self, now: float) -> float:
        """Seconds until the channel may send again."""
        return max(self._paused_until - now, self._channel.wait(now), 0.0)

    def take(self, now: float, address: str) -> float:
        """Take one send to an address; 0.0, or the seconds to wait for it, and then nothing was taken."""
        if (paused := self._address_paused.get(address, 0.0) - now) > 0:
            return paused
        self._address_paused.pop(address, None)
        bucket = self._bucket(address)
        if (wait := bucket.wait(now)) > 0:
            return wait
        bucket.tokens -= 1
        self._channel.tokens -= 1
        return 0.0

    def pause(self, now: float, secs: float, address: str | None) -> None:
        """Send nothing for that long: to one address, or (None) at all."""
        if address is None:
            self._paused_until = max(self._paused_until, now + secs)
        else:
            self._address_paused[address] = now + secs

    def _bucket(self, address: str) -> Bucket:
        found = self._addresses.pop(address, None) or Bucket(self._address_rate, self._address_burst)
        self._addresses[address] = found  # most recently used last
        if len(self._addresses) > ADDRESSES_MAX:
            self._addresses.pop(next(iter(self._addresses)))
        return found
