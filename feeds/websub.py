"""What a hub and we say to each other (W3C Recommendation WebSub, sections 5 to 7). Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LEASE_SECS = 10 * 86400  # asked for: renewed weekly; what the hub grants counts
LEASE_SECS_MIN, LEASE_SECS_MAX = 300, 90 * 86400  # of what is granted: less is no relief, more is never looked after
CHALLENGE_CHARS_MAX = 1024  # hubs send a few dozen
SIGNED_BY = ("sha256", "sha384", "sha512", "sha1")  # section 7.1; as a keyed hash even the last is safe

Mode = Literal["subscribe", "unsubscribe"]


@dataclass(frozen=True, slots=True)
class Call:
    """What a hub wants to know, or tells, by a GET of our address."""

    mode: str
    topic: str
    challenge: str
    lease_secs: int


def request(mode: Mode, topic: str, callback: str, secret: str) -> dict[str, str]:
    """The form that asks a hub (5.1)."""
    form = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    more = {"hub.secret": secret, "hub.lease_seconds": str(LEASE_SECS)}
    return form | more if mode == "subscribe" else form


def call(query: Mapping[str, str]) -> Call:
    """What a hub says with its question (5.2, 5.3)."""
    lease = query.get("hub.lease_seconds", "")
    secs = int(lease) if lease.isascii() and lease.isdecimal() and len(lease) < 12 else LEASE_SECS
    return Call(
        query.get("hub.mode", ""), query.get("hub.topic", ""), query.get("hub.challenge", "")[:CHALLENGE_CHARS_MAX],
        min(max(secs, LEASE_SECS_MIN), LEASE_SECS_MAX),
    )


def is_signed(header: str, secret: str, body: bytes) -> bool:
    """Whether X-Hub-Signature shows that whoever sent this knows the secret (7.1)."""
    method, _, digest = header.strip().partition("=")
    if method.lower() not in SIGNED_BY:
        return False
    ours = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(ours.encode(), digest.strip().lower().encode())
