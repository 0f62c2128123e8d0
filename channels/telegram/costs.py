"""What paid broadcasts cost. Pure. Bot API, sendMessage, `allow_paid_broadcast`."""

from __future__ import annotations

import math

FREE_PER_SEC = 30.0  # a second cost nothing, whether broadcasts are paid or not
PAID_PER_SEC_MAX = 1000.0  # are taken of a bot that pays
STARS_EACH = 0.1  # for each message beyond them that arrives


def stars_max(messages: int, rate_per_sec: float) -> int:
    """How many Stars it costs at most to send so many messages at that rate; those of the first second that are free
    are so for the smallest broadcast. Replies that go out meanwhile use up some of what is free."""
    beyond = min(messages * (1 - FREE_PER_SEC / rate_per_sec), messages - FREE_PER_SEC)
    return math.ceil(round(max(0.0, beyond) * STARS_EACH, 6))
