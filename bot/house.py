"""What answering people needs to know of this installation: its roles, topics and feeds, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from delivery.settings import Settings
from notices.model import Language, Notice

Join = Literal["open", "invite", "approval"]
ORGANISER, ADMIN = "organiser", "admin"
TRUSTED = frozenset({ORGANISER, ADMIN})  # roles that may do things to others; never open to join


@dataclass(frozen=True, slots=True)
class Role:
    id: str
    titles: Mapping[Language, str]
    join: Join = "open"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    titles: Mapping[Language, str]
    keywords: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()


def unread(text: str, now: datetime) -> Notice:
    """The text as a notice whose title is its first line, without looking for dates in it."""
    return Notice(text.strip().partition("\n")[0].strip(), text.strip())


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    roles: Mapping[str, Role]
    topics: Mapping[str, Topic]
    admins: frozenset[str] = frozenset()
    """`channel:address` of accounts that are admins from the start."""
    public_url: str = ""
    """Where the web chat is reached, without a slash at the end."""
    telegram_name: str = ""
    """The bot's user name on Telegram, if it is on."""
    stars: Callable[[int], int] | None = None
    """What a broadcast to so many Telegram accounts costs at most, in Stars; None where nothing is ever paid."""
    feed_titles: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[str, datetime], Notice] = unread
    """What an organiser wrote, and when, as a notice with the key dates found in it; doubtful ones as `unsure`."""

    def role_title(self, role: str, language: Language) -> str:
        known = self.roles.get(role)
        return known.titles.get(language) or known.titles["zh"] if known else role

    def topic_title(self, topic: str, language: Language) -> str:
        known = self.topics.get(topic)
        return known.titles.get(language) or known.titles["zh"] if known else topic
