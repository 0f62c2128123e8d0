"""OPML, the lists of feeds that readers exchange (http://opml.org/spec2.opml): read and written. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from feeds.decode import decode

BYTES_MAX = 8 * 1024 * 1024  # of a file: ten thousand feeds are two
OUTLINES_MAX = 20_000
DEPTH_MAX = 50  # folders in folders
FEED = "rss"  # the type of feeds, whatever their format (OPML 2.0, "subscription lists")

_BARE_AND = re.compile(r"&(?!#\d+;|#[xX][0-9a-fA-F]+;|\w+;)")  # in addresses, by programs that escape nothing


class NoOpml(ValueError):
    """The file is no OPML, or one made to harm its reader."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in the list, and the folders it is in, the outermost first."""

    title: str
    url: str
    folders: tuple[str, ...] = ()
    kind: str = FEED
    """What it says that stands there."""


def read(body: bytes) -> list[Outline]:
    """The feeds of an OPML document in whatever charset, in its order. Nothing is fetched and no entity is expanded.
    Raises NoOpml."""
    reading = _Reading()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(_BARE_AND.sub("&amp;", decode(body)).encode(), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NoOpml(str(error)) from None
    if not reading.is_opml:
        raise NoOpml("no opml element")
    return reading.found


def _refuse(*_: object) -> None:
    raise NoOpml("it declares entities")


class _Reading:
    def __init__(self) -> None:
        self.found: list[Outline] = []
        self.is_opml = False
        self._open: list[str | None] = []
        """Of each outline that is open the title, if it is a folder."""

    def start(self, tag: str, given: dict[str, str]) -> None:
        self.is_opml = self.is_opml or tag.lower() == "opml"
        if tag.lower() != "outline":
            return
        attributes = {name.lower(): value.strip() for name, value in given.items()}
        title = " ".join((attributes.get("title") or attributes.get("text") or "").split())
        url = attributes.get("xmlurl", "")
        if url:
            folders = tuple(it for it in self._open if it)
            named = tuple(it.strip("/ ") for it in attributes.get("category", "").split(",") if it.strip("/ "))
            kind = attributes.get("type", "").lower() or FEED
            self.found.append(Outline(title, url, (*folders, *named), kind))
        self._open.append(None if url else title)
        if len(self._open) > DEPTH_MAX or len(self.found) > OUTLINES_MAX:
            raise NoOpml("too deep or too long")

    def end(self, tag: str) -> None:
        if tag.lower() == "outline":
            self._open.pop()


def write(title: str, folders: Sequence[tuple[str, Sequence[Outline]]]) -> str:
    """An OPML document: each folder with its feeds; those of the folder '' stand outside. What `folders` of a feed
    holds becomes its categories."""
    head = f"<head><title>{escape(title)}</title></head>"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', head, "<body>"]
    for name, feeds in folders:
        lines += [f"<outline text={quoteattr(name)}>"] if name else []
        lines += [_line(it) for it in feeds]
        lines += ["</outline>"] if name else []
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _line(it: Outline) -> str:
    category = f" category={quoteattr(','.join(it.folders))}" if it.folders else ""
    name = quoteattr(it.title)
    return f'<outline type={quoteattr(it.kind)} text={name} title={name} xmlUrl={quoteattr(it.url)}{category}/>'
