"""Who a notice is for, decided for one member. store/audience.py decides the same for many at once; a test holds them
to each other."""

from __future__ import annotations

from dataclasses import dataclass

from notices.model import Audience


@dataclass(frozen=True, slots=True)
class Interests:
    """What one member asks for: through roles, and by their own choice, which wins."""

    roles: frozenset[str] = frozenset()
    role_topics: frozenset[tuple[str, str]] = frozenset()
    """(role, topic): what each of the member's roles subscribes to."""
    subscribed: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()

    @property
    def topics(self) -> frozenset[str]:
        return (frozenset(t for _, t in self.role_topics) - self.muted) | self.subscribed


def why(audience: Audience, member: Interests) -> str:
    """Why the member is in the audience: `topic T` (own choice), `role R T`, `role R` or `everyone`; '' if not."""
    if audience.roles and not audience.roles & member.roles:
        return ""
    if not audience.topics:
        return f"role {min(audience.roles & member.roles)}" if audience.roles else "everyone"
    if own := audience.topics & member.subscribed:
        return f"topic {min(own)}"
    through = [(r, t) for r, t in member.role_topics if t in audience.topics and t not in member.muted]
    return "role {} {}".format(*min(through)) if through else ""
