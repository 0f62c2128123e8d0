"""Feeds that move for good: believed when they have said so for a week. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from yarl import URL

from store.feeds import FeedState

HOLDS_FOR = timedelta(days=7)  # a maintenance page, a hijacked name or a slip of a configuration is over by then


@dataclass(frozen=True, slots=True)
class Move:
    """Where a feed says that it lives, since when, and whether we ask there."""

    to: str = ""
    at: datetime | None = None
    adopted: bool = False


def after(state: FeedState, url: str, said: str, now: datetime) -> Move:
    """What is to be remembered once a poll of `url` was told that the feed moved (`said`; empty: it did not)."""
    if state.adopted:
        return Move(state.moved_to, state.moved_at, True)
    if not said:
        return Move()
    since = state.moved_at if state.moved_to == said and state.moved_at else now
    return Move(said, since, now - since >= HOLDS_FOR or _only_gained_tls(url, said))


def is_tracked(state: FeedState) -> bool:
    return bool(state.moved_to) and not state.adopted


def leads_astray(state: FeedState, said: str, known_count: int) -> bool:
    """Whether a feed that had entries says for the first time that it moved, to where none of them is."""
    return bool(said) and said != state.moved_to and state.changed_at is not None and not known_count


def _only_gained_tls(url: str, said: str) -> bool:
    old, new = URL(url.strip()), URL(said)
    return (old.scheme, new.scheme) == ("http", "https") and (old.host, old.path_qs) == (new.host, new.path_qs)
