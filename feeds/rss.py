"""Items of RSS that are as plain as most of them, read without a feed parser, which takes ten times as long. Pure.

What is read here feedparser reads alike, and tests hold the one to the other. An item with anything more to it, be it
an element we do not know, an attribute or a slip in its markup, is feedparser's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin
from xml.parsers import expat

from feeds.entries import Raw, body
from feeds.items import Cut

_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/",
    "slash": "http://purl.org/rss/1.0/modules/slash/", "wfw": "http://wellformedweb.org/CommentAPI/",
}
_READ = frozenset(("title", "link", "description", "guid", "pubdate", "content:encoded"))
_UNREAD = frozenset((
    "author", "category", "comments", "dc:creator", "slash:comments", "wfw:comment", "wfw:commentrss",
))  # they say nothing that an entry has
_DECLARED = re.compile(r"""\bxmlns:(\w+)\s*=\s*["']([^"']*)["']""")
_CHANGES_MEANINGS = re.compile(r"\bbase\s*=|\bxmlns\s*=", re.I)
_GOES_ON = re.compile("<(?:item|entry)", re.I)  # an item that never ends
_IS_MENDED = re.compile(r":///|&\w+;")  # what feedparser takes for a slip in an address
_LATIN = re.compile("[\x80-\xff]")


def read(cut: Cut, hashes: Iterable[str], url: str) -> list[Raw] | None:
    """The items of a document, each with its hash; None unless every one of them is plain."""
    is_rss = cut.head[:4].lower() == "<rss" and not _CHANGES_MEANINGS.search(cut.head)
    if not is_rss or _GOES_ON.search(cut.tail) or not url.startswith(("http://", "https://")):
        return None
    prefixes = {name for name, uri in _DECLARED.findall(cut.head) if _NAMESPACES.get(name) == uri}
    raws = []
    for item, hash_ in zip(cut.items, hashes, strict=True):
        found = _Item(prefixes)
        if not found.takes(item) or (raw := found.raw(url, hash_)) is None:
            return None
        raws.append(raw)
    return raws


class _NotPlain(Exception):
    """There is more to it."""


class _Item:
    """The texts of one item's elements, by their names in lower case."""

    def __init__(self, prefixes: set[str]) -> None:
        self._prefixes = prefixes
        self._texts: dict[str, str] = {}
        self._guid_is_link = True
        self._depth = 0
        self._pieces: list[str] = []

    def takes(self, item: str) -> bool:
        """Whether it is plain, as far as its markup shows."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begins, self._ends
        parser.CharacterDataHandler = self._pieces.append
        try:
            parser.Parse(item, True)
        except (expat.ExpatError, _NotPlain):
            return False
        return True

    def _begins(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.lower()
        self._depth += 1
        self._pieces.clear()
        if self._depth == 1:
            if name != "item" or attributes:
                raise _NotPlain
            return
        prefix = name.rpartition(":")[0]
        if self._depth > 2 or name in self._texts or (prefix and prefix not in self._prefixes):
            raise _NotPlain
        if name == "guid" and len(attributes) == 1 and "isPermaLink" in attributes:
            self._guid_is_link = attributes["isPermaLink"] == "true"
        elif not (name in _READ and not attributes) and name not in _UNREAD:
            raise _NotPlain

    def _ends(self, tag: str) -> None:
        self._depth -= 1
        name, text = tag.lower(), "".join(self._pieces).strip()
        self._pieces.clear()
        if name in _READ:
            self._texts[name] = text

    def raw(self, url: str, hash_: str) -> Raw | None:
        """The item, if its texts are plain, too."""
        if any(map(_may_be_mended, self._texts.values())):
            return None
        said, guid = self._texts.get, self._texts.get("guid", "")
        if _IS_MENDED.search(f"{guid} {said('link', '')}"):
            return None
        if guid and self._guid_is_link:
            try:
                guid = urljoin(url, guid)
            except ValueError:
                return None
        link = said("link", guid if self._guid_is_link else "")
        text, is_html = body(max(said("content:encoded", ""), said("description", ""), key=len))
        return Raw(guid, said("title", ""), text, is_html, link, said("pubdate", ""), item=hash_)


def _may_be_mended(text: str) -> bool:
    """Whether it is written in the upper half of Latin-1 alone, or has characters that no text has: feedparser takes
    that for a wrong charset and mends it."""
    if text.isascii() or not _LATIN.search(text):
        return False
    return max(text) <= "\xff" or re.search("[\x80-\x9f]", text) is not None
