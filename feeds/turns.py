"""Whose turn it is: no site is asked twice at once, nor without a pause, however many of its feeds are due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

HOST_GAP_SECS = 2.0  # between two requests to one site: what a person clicking through it would take

T = TypeVar("T")


@dataclass
class Turns:
    """Remembers of each site whether it is being asked and until when it rests. Our own (site '') never rest."""

    _busy: set[str] = field(default_factory=set)
    _free_at: dict[str, float] = field(default_factory=dict)

    def choose(self, waiting: Iterable[tuple[T, str]], now: float) -> tuple[list[T], Mapping[T, float]]:
        """Of what waits (with its site), what may go now, and when the others may try again. One of each site goes;
        the rest of it follow at its pace."""
        chosen: list[T] = []
        later: dict[T, float] = {}
        behind: dict[str, int] = {}
        for it, site in waiting:
            free_at = self._free_at.get(site, 0.0)
            if not site or (site not in self._busy and free_at <= now):
                chosen.append(it)
                self._busy |= {site} - {""}
            else:
                behind[site] = behind.get(site, 0) + 1
                later[it] = max(free_at, now) + behind[site] * HOST_GAP_SECS
        self._free_at = {it: at for it, at in self._free_at.items() if at > now}
        return chosen, later

    def done(self, site: str, now: float) -> None:
        """It was asked."""
        self._busy.discard(site)
        if site:
            self._free_at[site] = now + HOST_GAP_SECS
