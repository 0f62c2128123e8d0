"""RSS as plain as most of it is, head and items, read without a feed parser, which takes ten times as long. Pure.

What is read here feedparser reads alike, and tests hold the one to the other. Anything with more to it, be it an
element we do not know, an attribute or a slip in its markup, is feedparser's.
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
    "sy": "http://purl.org/rss/1.0/modules/syndication/", "atom": "http://www.w3.org/2005/Atom",
}
_READ = frozenset(("title", "link", "description", "guid", "pubdate", "content:encoded"))
_UNREAD = frozenset((
    "author", "category", "comments", "dc:creator", "slash:comments", "wfw:comment", "wfw:commentrss",
))  # they say nothing that an entry has
_HEAD_UNREAD = frozenset((
    "description", "language", "pubdate", "lastbuilddate", "generator", "docs", "ttl", "copyright", "managingeditor",
    "webmaster", "category", "image", "sy:updateperiod", "sy:updatefrequency", "sy:updatebase",
))
_HEAD_LINKS = ("self", "hub")  # what an `atom:link` says that is not the feed's own page
_DECLARED = re.compile(r"""\bxmlns:(\w+)\s*=\s*["']([^"']*)["']""")
_CHANGES_MEANINGS = re.compile(r"\bbase\s*=|\bxmlns\s*=", re.I)
_GOES_ON = re.compile("<(?:item|entry)", re.I)  # an item that never ends
_IS_MENDED = re.compile(r":///|&\w+;")  # what feedparser takes for a slip in an address


def head(cut: Cut) -> tuple[str, str] | None:
    """The title of a feed, and the address of its own page; None if its head is not plain."""
    if not _is_rss(cut):
        return None
    found = _Head(_prefixes(cut))
    if not found.takes(cut.whole(())) or found.may_be_mended():
        return None
    return found.said("title"), found.said("link")


def read(cut: Cut, hashes: Iterable[str], url: str) -> list[Raw] | None:
    """The items of a document, each with its hash; None unless every one of them is plain."""
    if not _is_rss(cut) or _GOES_ON.search(cut.tail) or not url.startswith(("http://", "https://")):
        return None
    prefixes = _prefixes(cut)
    raws = []
    for item, hash_ in zip(cut.items, hashes, strict=True):
        found = _Item(prefixes)
        if not found.takes(item) or (raw := found.raw(url, hash_)) is None:
            return None
        raws.append(raw)
    return raws


def _is_rss(cut: Cut) -> bool:
    return cut.head[:4].lower() == "<rss" and not _CHANGES_MEANINGS.search(cut.head)


def _prefixes(cut: Cut) -> set[str]:
    """Those that mean what they usually do."""
    return {name for name, uri in _DECLARED.findall(cut.head) if _NAMESPACES.get(name) == uri}


class _NotPlain(Exception):
    """There is more to it."""


class _Texts:
    """The texts of the elements that stand in one, by their names in lower case."""

    within: tuple[str, ...]
    """Where they stand, from the outside in."""
    read: frozenset[str]
    nested: frozenset[str] = frozenset()
    """Those in which there may be others."""

    def __init__(self, prefixes: set[str]) -> None:
        self._prefixes = prefixes
        self._texts: dict[str, str] = {}
        self._depth = 0
        self._below = ""
        self._pieces: list[str] = []

    def said(self, name: str, otherwise: str = "") -> str:
        return self._texts.get(name, otherwise)

    def may_be_mended(self) -> bool:
        """Whether feedparser might take any of them for something else."""
        return any(map(_may_be_mended, self._texts.values())) or bool(
            _IS_MENDED.search(f"{self.said('guid')} {self.said('link')}")
        )

    def is_passed(self, name: str, attributes: dict[str, str]) -> bool:
        """Whether an element says nothing that we read."""
        raise NotImplementedError

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
        if self._depth <= len(self.within):
            if name != self.within[self._depth - 1] or (attributes and name != "rss"):
                raise _NotPlain
            return
        if self._depth > len(self.within) + 1 and self._below in self.nested:
            return
        self._below, prefix = name, name.rpartition(":")[0]
        if self._depth > len(self.within) + 1 or name in self._texts or (prefix and prefix not in self._prefixes):
            raise _NotPlain
        if not (name in self.read and not attributes) and not self.is_passed(name, attributes):
            raise _NotPlain

    def _ends(self, tag: str) -> None:
        self._depth -= 1
        name, text = tag.lower(), "".join(self._pieces).strip()
        self._pieces.clear()
        if name in self.read and self._depth == len(self.within):
            self._texts[name] = text


class _Head(_Texts):
    within, read, nested = ("rss", "channel"), frozenset(("title", "link")), frozenset(("image",))

    def is_passed(self, name: str, attributes: dict[str, str]) -> bool:
        return name in _HEAD_UNREAD or (name == "atom:link" and attributes.get("rel") in _HEAD_LINKS)


class _Item(_Texts):
    within, read = ("item",), _READ

    def __init__(self, prefixes: set[str]) -> None:
        super().__init__(prefixes)
        self._guid_is_link = True

    def is_passed(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "guid" and len(attributes) == 1 and "isPermaLink" in attributes:
            self._guid_is_link = attributes["isPermaLink"] == "true"
            return True
        return name in _UNREAD

    def raw(self, url: str, hash_: str) -> Raw | None:
        """The item, if its texts are plain, too."""
        if self.may_be_mended():
            return None
        said, guid = self.said, self.said("guid")
        if guid and self._guid_is_link:
            try:
                guid = urljoin(url, guid)
            except ValueError:
                return None
        link = said("link", guid if self._guid_is_link else "")
        text, is_html = body(max(said("content:encoded"), said("description"), key=len))
        return Raw(guid, said("title"), text, is_html, link, said("pubdate"), item=hash_)


def _may_be_mended(text: str) -> bool:
    """Whether it is written in the upper half of Latin-1 alone, or has characters that no text has: feedparser takes
    that for a wrong charset and mends it."""
    if text.isascii() or text.encode("latin-1", "ignore").isascii():
        return False
    return max(text) <= "\xff" or re.search("[\x80-\x9f]", text) is not None
