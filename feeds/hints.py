"""What servers and feeds say about when to ask again and who would tell us of changes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from feeds.model import Wishes

WAIT_SECS_MAX = 24 * 3600.0  # whoever wants to be left alone for longer is asked once a day

_PERIODS_SECS = {"hourly": 3600, "daily": 86400, "weekly": 7 * 86400, "monthly": 30 * 86400, "yearly": 365 * 86400}
_LINK = re.compile(r"<([^>]*)>\s*((?:;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s,;]+)\s*)*)")
_REL = re.compile(r"""\brel\s*=\s*["']?([^"';,>]+)""", re.I)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.I)
_NEVER_FRESH = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.I)
_HEAD_LINK = re.compile(r"<(?:\w+:)?link\b[^>]*>", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)["']""", re.I)
_TTL = re.compile(r"<ttl>\s*(\d{1,7})\s*</ttl>", re.I)
_PERIOD = re.compile(r"<sy:updatePeriod>\s*(\w+)\s*<", re.I)
_FREQUENCY = re.compile(r"<sy:updateFrequency>\s*(\d{1,5})\s*<", re.I)


def of_headers(headers: Mapping[str, str], url: str, now: datetime, moved_to: str) -> Wishes:
    """What an answer's headers ask for. `url` is where it came from."""
    hub = topic = ""
    for target, parameters in _LINK.findall(headers.get("Link", "")):
        rels = (_REL.search(parameters) or ["", ""])[1].lower().split()
        hub = hub or (target if "hub" in rels else "")
        topic = topic or (target if "self" in rels else "")
    return Wishes(_fresh_secs(headers, now), moved_to, hub, topic or url)


def _fresh_secs(headers: Mapping[str, str], now: datetime) -> float:
    """How long an answer is fresh (RFC 9111, 4.2.1): `max-age` is believed before `Expires`."""
    control = headers.get("Cache-Control", "")
    if _NEVER_FRESH.search(control):
        return 0.0
    age = _seconds(headers.get("Age", ""))
    if found := _MAX_AGE.search(control):
        return _bounded(float(found[1]) - age)
    until = _date(headers.get("Expires", ""))
    return _bounded((until - now).total_seconds()) if until else 0.0


def of_head(head: str) -> tuple[float, str, str]:
    """What the head of an RSS or Atom document asks for: seconds to wait, a WebSub hub, its own address."""
    hub = topic = ""
    for tag in _HEAD_LINK.findall(head):
        rel, href = _REL.search(tag), _HREF.search(tag)
        if rel and href:
            hub = hub or (href[1] if rel[1].strip().lower() == "hub" else "")
            topic = topic or (href[1] if rel[1].strip().lower() == "self" else "")
    return _wait_secs(head), unescape(hub), unescape(topic)


def _wait_secs(head: str) -> float:
    ttl, period, often = _TTL.search(head), _PERIOD.search(head), _FREQUENCY.search(head)
    secs = float(ttl[1]) * 60 if ttl else 0.0
    if period:
        secs = max(secs, _PERIODS_SECS.get(period[1].lower(), 0) / max(int(often[1]) if often else 1, 1))
    return _bounded(secs)


def retry_after_secs(value: str, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds, or a date. None if there is none that makes sense."""
    if value.strip().isdecimal():
        return _bounded(float(value))
    until = _date(value)
    return None if until is None else _bounded((until - now).total_seconds())


def _date(value: str) -> datetime | None:
    if not value:
        return None
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return until if until.tzinfo else until.replace(tzinfo=UTC)


def _seconds(value: str) -> float:
    return float(value) if value.strip().isdecimal() else 0.0


def _bounded(secs: float) -> float:
    return min(max(secs, 0.0), WAIT_SECS_MAX)
