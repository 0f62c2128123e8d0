"""The feeds there are: those of config.yaml, and those that admins added, whose terms are rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feeds.model import Source
from feeds.settings import Feed
from notices.filters import parse
from notices.model import Audience
from store.feeds import FeedState

AddedKind = Literal["auto", "rss", "json", "ical", "page"]
"""What may be added: addresses on the web, and nothing of this machine's."""

EVERY_SECS = 900.0  # what config.yaml has where nothing is said
SCHEMES = ("http", "https", "webcal", "feed")
URL_CHARS_MAX = 2000
NAME_CHARS_MAX = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """What an admin says of a feed when adding it."""

    kind: AddedKind = "auto"
    every_secs: float = EVERY_SECS
    topics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    catch_up: bool = False
    filter: str = ""

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def load(text: str) -> Terms:
    """The terms as they were stored."""
    found = json.loads(text)
    return Terms(
        found["kind"], found["every_secs"], tuple(found["topics"]), tuple(found["roles"]), found["catch_up"],
        found["filter"],
    )


def is_web_address(url: str) -> bool:
    """Whether it is an address that may be added. Where it leads is looked at when it is fetched."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname) and len(url) <= URL_CHARS_MAX
    except ValueError:
        return False


class Roster:
    """Finds out what is to be done with a feed, by its row."""

    def __init__(self, configured: Sequence[Feed], zone: ZoneInfo) -> None:
        self._configured = {feed.name: feed for feed in configured}
        self._zone = zone

    def feed(self, state: FeedState) -> Feed | None:
        """The feed of a row; None for one that is not ours to poll: it stands in another configuration."""
        if not state.terms:
            return self._configured.get(state.name)
        return added(state.name, state.url, state.terms, self._zone)


@lru_cache(maxsize=4096)
def added(name: str, url: str, terms: str, zone: ZoneInfo) -> Feed:
    """A feed that an admin added. It leads to the public internet only."""
    it = load(terms)
    source = Source(name, url, it.kind, zone, Path(), "web")
    audience = Audience(frozenset(it.roles), frozenset(it.topics))
    return Feed(source, it.every_secs, audience, it.catch_up, wants=parse(it.filter) if it.filter else None)
