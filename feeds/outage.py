"""Whether it is our own network that is down, and not the sites we ask. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from feeds.model import Reason

SITES_MIN = 5  # fewer may well be down together
SHARE = 0.5  # of the sites asked lately: more than that cannot be reached
LATELY_SECS = 600.0
PROBE_SECS = 60.0  # how soon one is asked again, to see whether it is over

UNREACHED: frozenset[Reason] = frozenset({"dns", "refused", "timeout", "broken"})


@dataclass
class Outlook:
    """What became of the last request to each site."""

    _sites: dict[str, tuple[float, bool]] = field(default_factory=dict)
    _probe_at: float = 0.0
    _is_down: bool = False

    def reached(self, site: str, now: float) -> None:
        self._is_down = self._is_down and not site
        self._note(site, now, reached=True)

    def failed(self, site: str, now: float) -> None:
        self._note(site, now, reached=False)

    def _note(self, site: str, now: float, *, reached: bool) -> None:
        if site:
            self._sites.pop(site, None)  # so that the oldest stay in front
            self._sites[site] = (now, reached)

    def is_down(self, now: float) -> bool:
        """Whether most of at least five sites that were asked in the last ten minutes could not be reached, and none
        has been since."""
        while self._sites and (oldest := next(iter(self._sites))) and self._sites[oldest][0] < now - LATELY_SECS:
            del self._sites[oldest]
        lost = sum(not reached for _, reached in self._sites.values())
        self._is_down = self._is_down or (len(self._sites) >= SITES_MIN and lost > SHARE * len(self._sites))
        return self._is_down

    def is_probe(self, now: float) -> bool:
        """Whether the one who asks should try again within a minute, for all: one in a minute."""
        if now < self._probe_at:
            return False
        self._probe_at = now + PROBE_SECS
        return True
