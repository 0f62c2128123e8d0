"""A built-in feed for newcomers: invented notices whose dates lie a few days ahead, written like official ones.

The templates in `feeds/samples/` hold a title on the first line and a paragraph on each other line. `{+3}` is the third
day after the edition's, `{year+3}` the year of that day, `{today}` the edition's day, `{lecture}` a moment soon after.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from importlib.resources import files

from feeds.dates import written
from feeds.model import Fetched, FetchError, Source, Validators

EDITION_DAYS = 14  # when the last dates of an edition are over, there is a new one
LECTURE_AHEAD = timedelta(minutes=12)  # a newcomer sees a first reminder within minutes
ROUND_MINUTES = 5  # lectures begin at such times
TOMORROWS_LECTURE = time(10, 0)  # when today has no room for one

SETS = {
    "science": ("science-week", "science-day"),
    "campus": ("lecture", "contest"),
    "research": ("project",),
}
TITLES = {"": "科讯示例通知", "science": "青禾市科协通知", "campus": "云山大学校园通知", "research": "云山大学科研通知"}

_PLACE = re.compile(r"\{(?:(year)?\+(\d+)|(today|lecture))\}")


def fetch(source: Source, validators: Validators, now: datetime) -> Fetched | None:
    """The current edition as an RSS 2.0 document, or None if it is the one these validators came with. Raises
    FetchError for a set that does not exist."""
    chosen = source.url.removeprefix("sample:").strip("/")
    if chosen not in TITLES:
        names = ", ".join(f"sample:{name}" for name in SETS)
        raise FetchError("address", f"There are no samples {source.url}, only sample: and {names}.")
    anchor = _anchor(validators.etag)
    if anchor and now - anchor < timedelta(days=EDITION_DAYS):
        return None
    local = now.astimezone(source.timezone).replace(microsecond=0)
    body = _document(chosen, local).encode()
    fresh = Validators(local.isoformat(), "", sha256(body).hexdigest())
    return Fetched(body, "application/rss+xml", "utf-8", source.url, fresh, now)


def _anchor(etag: str) -> datetime | None:
    """When the edition was made that this ETag belongs to."""
    try:
        anchor = datetime.fromisoformat(etag)
    except ValueError:
        return None
    return anchor if anchor.tzinfo else None


def _document(chosen: str, anchor: datetime) -> str:
    names = SETS[chosen] if chosen else tuple(name for group in SETS.values() for name in group)
    items = "\n".join(_item(name, anchor) for name in names)
    title = escape(TITLES[chosen])
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://example.org/</link><description>{title}</description>\n{items}\n</channel></rss>\n"
    )


def _item(name: str, anchor: datetime) -> str:
    template = (files("feeds") / "samples" / f"{name}.txt").read_text(encoding="utf-8")
    title, *paragraphs = fill(template, anchor).strip().split("\n")
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    edition = f"{anchor:%Y%m%d}"
    return (
        f"<item><title>{escape(title)}</title><link>https://example.org/notices/{name}-{edition}</link>"
        f'<guid isPermaLink="false">kexun-sample:{name}:{edition}</guid>'
        f"<pubDate>{format_datetime(anchor)}</pubDate><description>{escape(body)}</description></item>"
    )


def fill(template: str, anchor: datetime) -> str:
    """Write the dates into a template, counted from `anchor` in its own zone."""

    def date(found: re.Match[str]) -> str:
        if found[3] == "today":
            return f"{anchor.year}年{anchor.month}月{anchor.day}日"
        if found[3] == "lecture":
            return _moment(lecture_at(anchor))
        day = (anchor + timedelta(days=int(found[2]))).date()
        return str(day.year) if found[1] else written(day)

    return _PLACE.sub(date, template)


def _moment(at: datetime) -> str:
    return f"{written(at.date())}{at:%H:%M}"


def lecture_at(anchor: datetime) -> datetime:
    """Twelve minutes ahead, rounded up to the next five; tomorrow at ten when that is no longer today."""
    soon = (anchor + LECTURE_AHEAD).replace(second=0, microsecond=0)
    soon += timedelta(minutes=-soon.minute % ROUND_MINUTES)
    if soon.date() == anchor.date():
        return soon
    return datetime.combine(anchor.date() + timedelta(days=1), TOMORROWS_LECTURE, anchor.tzinfo)
