"""Letters to entries: the subject is the title, the Message-ID tells them apart. Pure."""

from __future__ import annotations

from datetime import timedelta

from feeds import entries, html, identity
from feeds.mail import box
from feeds.model import Attached, Entry, Fetched, Parsed, Source
from notices.model import Attachment

AHEAD_MAX = timedelta(days=1)  # a letter from later than that has a wrong clock


def collect(fetched: Fetched, source: Source) -> Parsed:
    """An entry of each letter. A letter stays what it is: one that comes again is the same, whatever is in it."""
    return Parsed(source.name, tuple(_entry(it, fetched, source) for it in box.unpack(fetched.body)))


def _entry(mail: box.Mail, fetched: Fetched, source: Source) -> Entry:
    text = entries.capped(html.tidy(mail.text))
    at = mail.at if mail.at and mail.at <= fetched.at + AHEAD_MAX else fetched.at
    return Entry(
        keys=(identity.key("mail", mail.id),), title=entries.title_of(mail.title, text), text=text, link=None,
        published_at=at, published_on=at.astimezone(source.timezone).date(),
        content_hash=identity.content_hash(mail.id, ""),
        attached=tuple(Attached(Attachment(it.name, "", it.trouble), it.text) for it in mail.sheets),
    )
