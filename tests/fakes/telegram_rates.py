"""How fast a bot may go, as far as Telegram says: about 30 messages a second in all, one a second to a person with
short bursts, 20 a minute to a group. Whoever calls on during a pause makes it longer."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

IN_FLIGHT_SECS = 0.5  # calls so soon after a refusal were under way: they are refused, and not held against anyone
PAUSE_SECS_MAX = 10_072  # the longest pause that people have told of
BURST_SECS = 10  # how far back a person's chat is looked at: a second is too short to tell a burst from a flood


@dataclass
class Scope:
    """A sliding window of `limit` calls in `secs`, and the pause that exceeding it costs."""

    limit: int
    secs: float
    calls: deque[float] = field(default_factory=deque)
    paused_until: float = 0.0
    pause_secs: int = 0
    refused_at: float = 0.0

    def is_full(self, now: float) -> bool:
        while self.calls and self.calls[0] <= now - self.secs:
            self.calls.popleft()
        return len(self.calls) >= self.limit

    def refuses(self, now: float, first_pause_secs: int) -> int:
        """0 if one more call is fine, else the seconds to wait; does not count the call yet."""
        if now < self.paused_until:
            if now - self.refused_at >= IN_FLIGHT_SECS:
                self.pause_secs = min(2 * self.pause_secs, PAUSE_SECS_MAX)
        else:
            self.pause_secs = 0
            if not self.is_full(now):
                return 0
            self.pause_secs = first_pause_secs
        self.paused_until, self.refused_at = now + self.pause_secs, now
        return self.pause_secs


@dataclass
class Rates:
    """The windows of one bot. `bursts` is how many messages one person's chat takes beyond one a second, seen over
    BURST_SECS."""

    per_sec: int = 30
    paid_per_sec: int = 1000
    bursts: int = 5
    group_per_min: int = 20
    first_pause_secs: int = 3
    refused: int = 0
    called_in_pause: int = 0
    charged: int = 0
    """Messages beyond the free rate, at a tenth of a Star each."""

    def __post_init__(self) -> None:
        self._bot, self._paid = Scope(self.per_sec, 1.0), Scope(self.paid_per_sec, 1.0)
        self._chats: dict[int, Scope] = {}

    def refuses(self, chat_id: int, now: float, *, paid: bool = False) -> int:
        """Count a call to this chat: 0 if it may go ahead, else the seconds to wait. `paid`: what the free rate does
        not take costs a tenth of a Star."""
        chat = self._chats.get(chat_id)
        if chat is None:
            limits = (self.group_per_min, 60.0) if chat_id < 0 else (BURST_SECS + self.bursts, float(BURST_SECS))
            chat = self._chats[chat_id] = Scope(*limits)
        self.called_in_pause += now < max(chat.paused_until, self._bot.paused_until)
        charged = paid and self._bot.is_full(now)
        bot = self._paid if charged else self._bot
        if secs := bot.refuses(now, self.first_pause_secs) or chat.refuses(now, self.first_pause_secs):
            self.refused += 1
            return secs
        self.charged += charged
        bot.calls.append(now)
        chat.calls.append(now)
        return 0
