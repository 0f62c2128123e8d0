"""What delivering needs to know from the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from notices.model import KeyDateKind, Lane, Language
from notices.quiet import QuietHours

QUIET_LANES = (Lane.NORMAL, Lane.BULK)  # quiet hours hold these; replies are asked for, urgent means now
FAN_OUT_CHUNK = 1000  # members turned into deliveries in one transaction: it holds other writers for under 20 ms


def _leads() -> dict[KeyDateKind, tuple[timedelta, ...]]:
    return {
        "event": (timedelta(days=3), timedelta(days=1), timedelta(hours=2)),
        "deadline": (timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=3)),
    }


@dataclass(frozen=True, slots=True)
class Settings:
    """The configured defaults that members may change for themselves, and the zone everyone shares."""

    zone: ZoneInfo
    language: Language = "zh"
    quiet_hours: QuietHours | None = None
    leads: dict[KeyDateKind, tuple[timedelta, ...]] = field(default_factory=_leads)
    fan_out_chunk: int = FAN_OUT_CHUNK
    corrected_on: frozenset[str] = frozenset()
    """The channels on which what was said of a notice is corrected in place, or taken back."""


def dump_leads(leads: Sequence[timedelta]) -> str:
    """Leads as the store keeps a member's own: seconds, longest first; '' is none."""
    return " ".join(str(int(lead.total_seconds())) for lead in sorted(set(leads), reverse=True))


def load_leads(text: str) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=int(part)) for part in text.split())
