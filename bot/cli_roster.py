"""The feeds of this installation, configured and added, as the commands need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cli_database import read
from bot.cli_terms import Misused, say

if TYPE_CHECKING:
    from bot.config import Config
    from feeds.settings import Feed
    from store import Tx
    from store.feeds import FeedState


@dataclass(frozen=True, slots=True)
class Known:
    """A feed, and what the database knows of it: nothing before its first service has run."""

    feed: Feed
    state: FeedState | None
    is_added: bool


def all_known(config: Config) -> list[Known]:
    """The configured feeds, then the added ones."""
    from feeds.roster import added
    from store import feeds

    async def states(tx: Tx) -> list[FeedState]:
        return await feeds.all_feeds(tx)

    nothing: list[FeedState] = []
    found = read(config, states, nothing)
    by_name = {it.name: it for it in found}
    configured = [Known(feed, by_name.get(feed.name), False) for feed in config.feeds]
    names = {it.feed.name for it in configured}
    more = [it for it in found if it.terms and it.name not in names]
    return configured + [Known(added(it.name, it.url, it.terms, config.zone), it, True) for it in more]


def named(known: list[Known], wanted: str) -> Known | None:
    """The feed of this name or address."""
    return next((it for it in known if wanted in (it.feed.name, it.feed.source.url)), None)


def must(known: list[Known], wanted: str) -> Known:
    """The feed of this name or address. Raises Misused, with the nearest name."""
    from bot.config.errors import nearest

    found = named(known, wanted)
    if found is not None:
        return found
    names = [it.feed.name for it in known]
    holding = [name for name in names if wanted and wanted in name]
    if near := nearest(wanted, names) or (holding[0] if len(holding) == 1 else ""):
        raise Misused(say("feeds-unknown-near", name=wanted, near=near))
    raise Misused(say("feeds-unknown", name=wanted, known=", ".join(names) or "-"))


def audience(config: Config, feed: Feed) -> str:
    """Whom its notices are for, in words."""
    rule, house = feed.audience, config.house
    roles = [house.role_title(role, say.language) for role in sorted(rule.roles)]
    topics = [house.topic_title(topic, say.language) for topic in sorted(rule.topics)]
    return ", ".join((*roles, *topics)) or "—"


def length(secs: float) -> str:
    """`90s`, `15m`, `2h`, `3d`."""
    unit, size = next(((u, s) for u, s in (("d", 86400), ("h", 3600), ("m", 60)) if secs % s == 0), ("s", 1))
    return f"{secs / size:g}{unit}"
