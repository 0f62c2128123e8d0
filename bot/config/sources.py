"""Sources without a feed: what the file says of list pages and mailboxes."""

from __future__ import annotations

from bot.config import shape
from bot.config.errors import Place, Problem
from feeds.mail.model import Mailbox
from feeds.pages.model import Rules

PARTS = ("title", "link", "date")  # of an item: their rules start from it


def check(feed: shape.Feed, place: Place) -> None:
    """Raises Problem for a block that does not belong to its feed's kind, or does not make sense by itself."""
    if feed.page is not None and feed.kind != "page":
        raise Problem("config-page-kind", (*place, "page"), value=feed.kind)
    if feed.mail is not None and feed.kind != "mail":
        raise Problem("config-mail-kind", (*place, "mail"), value=feed.kind)
    adrift = next((it for it in PARTS if feed.page and not feed.page.item and getattr(feed.page, it)), "")
    if adrift:
        raise Problem("config-page-item", (*place, "page", adrift), value=adrift)
    if feed.kind == "mail" and feed.mail is None:
        raise Problem("config-mail-missing", (*place, "kind"))
    if feed.mail is not None and not feed.mail.senders:
        raise Problem("config-mail-senders", (*place, "mail"))


def page(feed: shape.Feed) -> Rules | None:
    """Where things stand on a list page."""
    it = feed.page
    return Rules(it.item, it.title, it.link, it.date, it.next, it.article) if it else None


def mailbox(feed: shape.Feed) -> Mailbox | None:
    """How to read a mailbox."""
    it = feed.mail
    return Mailbox(it.user, it.password, it.senders, it.folder, it.mark_seen) if it else None
