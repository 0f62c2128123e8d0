"""What a list page is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the operator says that things stand: CSS selectors, each looked up inside an item, but for `next` and
    `article`. `SELECTOR@NAME` takes an attribute instead of the words. Empty: found by itself."""

    item: str = ""
    title: str = ""
    link: str = ""
    date: str = ""
    next: str = ""
    """The link to the next page of the list."""
    article: str = ""
    """The article on the pages that the list leads to."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list."""

    title: str
    link: str
    """Absolute; empty if it leads nowhere that we can tell."""
    date: str
    """The day it was put up as ISO 8601, with the minute where it says so; empty if it does not."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of a page."""

    items: tuple[Listed, ...]
    where: str
    """A CSS selector of its items, as one would write it into the configuration."""
    next_url: str = ""
    """The next page of the list; where there is no item, the page that may hold the list instead."""

    @property
    def dated_count(self) -> int:
        return sum(bool(it.date) for it in self.items)
