"""Who a notice is for, decided for one member. store/audience.py decides the same for many at once; a test holds them
to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from notices.model import Audience


@dataclass(frozen=True, slots=True)
class Interests:
    """What one member asks for: through roles, and by their own choice, which wins."""

    roles: frozenset[str] = frozenset()
    role_topics: frozenset[tuple[str, str]] = frozenset()
    """(role, topic): what each of the member's roles subscribes to."""
    subscribed: frozenset[str] = frozenset()
    muted: frozenset[str] = frozenset()
    is_group: bool = False
    """A group of people: it is told of its topics, and of nothing that goes to everyone."""

    @property
    def topics(self) -> frozenset[str]:
        return (frozenset(t for _, t in self.role_topics) - self.muted) | self.subscribed


def widened(audience: Audience, other: Audience) -> Audience:
    """An audience and one more rule; as it was if it holds everyone in that already."""
    if any(_covers(rule, other) for rule in audience.rules):
        return audience
    return replace(audience, also=(*audience.also, other))


def _covers(rule: Audience, other: Audience) -> bool:
    roles = not rule.roles or (bool(other.roles) and other.roles <= rule.roles)
    return roles and (not rule.topics or (bool(other.topics) and other.topics <= rule.topics))


def why(audience: Audience, member: Interests) -> str:
    """Why the member is in the audience: `topic T` (own choice), `role R T`, `role R` or `everyone`; '' if not."""
    return next(filter(None, (_why(rule, member) for rule in audience.rules)), "")


def _why(audience: Audience, member: Interests) -> str:
    if audience.roles and not audience.roles & member.roles:
        return ""
    if not audience.topics:
        if member.is_group:
            return ""
        return f"role {min(audience.roles & member.roles)}" if audience.roles else "everyone"
    if own := audience.topics & member.subscribed:
        return f"topic {min(own)}"
    through = [(r, t) for r, t in member.role_topics if t in audience.topics and t not in member.muted]
    return "role {} {}".format(*min(through)) if through else ""


def why_not(audience: Audience, member: Interests) -> tuple[Literal["role", "muted", "topics"], tuple[str, ...]]:
    """What keeps a member out of an audience: its roles, of which they have none; else its topics that they muted; else
    its topics, none of which they asked for."""
    reaching = [rule for rule in audience.rules if not rule.roles or rule.roles & member.roles]
    if not reaching:
        return "role", tuple(sorted({role for rule in audience.rules for role in rule.roles}))
    topics = {topic for rule in reaching for topic in rule.topics}
    muted = topics & member.muted
    return ("muted", tuple(sorted(muted))) if muted else ("topics", tuple(sorted(topics)))
