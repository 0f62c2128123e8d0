"""Sources without a feed: what the file says of a list page."""

from __future__ import annotations

from bot.config import shape
from bot.config.errors import Place, Problem
from feeds.pages.model import Rules

PARTS = ("title", "link", "date")  # of an item: their rules start from it


def check(feed: shape.Feed, place: Place) -> None:
    """Raises Problem for a block that does not belong to its feed's kind, or does not make sense by itself."""
    if feed.page is None:
        return
    if feed.kind != "page":
        raise Problem("config-page-kind", (*place, "page"), value=feed.kind)
    if not feed.page.item and (part := next((it for it in PARTS if getattr(feed.page, it)), "")):
        raise Problem("config-page-item", (*place, "page", part), value=part)


def page(feed: shape.Feed) -> Rules | None:
    """Where things stand on a list page."""
    it = feed.page
    return Rules(it.item, it.title, it.link, it.date, it.next, it.article) if it else None
