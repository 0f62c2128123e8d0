"""A configured feed: where it is, how often to look, and whom its notices are for."""

from __future__ import annotations

from dataclasses import dataclass, field

from feeds.model import Source
from notices.filters import Filter
from notices.model import Audience

ROUNDUP_ABOVE = 10  # notices at once: what someone reads one by one; busy sites put up three on a day


@dataclass(frozen=True, slots=True)
class Feed:
    source: Source
    every_secs: float = 900.0
    """Between polls while all is well: sites of schools and associations change a few times a day."""
    audience: Audience = field(default_factory=Audience)
    """Whom its notices are for; topics found by keywords in a notice are added to a rule that names topics."""
    catch_up: bool = False
    """The first poll publishes what it finds, instead of taking it for known."""
    roundup_above: int = ROUNDUP_ABOVE
    """More new notices than this at once are told in one message."""
    wants: Filter | None = None
    """Only entries that pass are told; None: all."""

    @property
    def name(self) -> str:
        return self.source.name
