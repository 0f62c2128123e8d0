"""Instants between rows and values."""

from __future__ import annotations

from datetime import UTC, datetime


def instant(seconds: float | None) -> datetime | None:
    """Seconds since 1970 as an aware UTC datetime."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
