"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read as it is written in the wild. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from feeds.entries import Raw
from feeds.model import FetchError


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    home: str
    items: tuple[Raw, ...]


def read(text: str, items_max: int) -> Document:
    """Read a JSON Feed. Raises FetchError for JSON of another kind or none; what is no item is left out."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        raise FetchError("not_a_feed", "It looks like JSON, and is broken.", told="not-a-feed-json") from None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise FetchError("not_a_feed", "It is JSON, but no JSON Feed.", told="not-a-feed-json")
    items = tuple(_item(item) for item in feed["items"][:items_max] if isinstance(item, dict))
    return Document(_text(feed, "title"), _text(feed, "home_page_url"), items)


def _item(item: dict[str, Any]) -> Raw:
    return Raw(
        guid=_text(item, "id"),
        title=_text(item, "title"),
        body=_text(item, "content_html") or _text(item, "content_text") or _text(item, "summary"),
        is_html=bool(_text(item, "content_html")),
        link=_text(item, "url") or _text(item, "external_url"),
        date=next(_texts(item, "date_published", "date_modified"), ""),
    )


def _texts(item: dict[str, Any], *names: str) -> Iterator[str]:
    return (text for name in names if (text := _text(item, name)))


def _text(item: dict[str, Any], name: str) -> str:
    """A value as text; ids are numbers in many feeds."""
    value = item.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
