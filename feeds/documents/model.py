"""What a document says, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "page", "pdf", "word"]

Trouble = Literal[
    "empty",  # nothing in it, or no words
    "binary",  # no document at all, or none we know
    "image",  # a picture
    "archive",  # a ZIP or another archive that holds no Word document
    "slides",  # PowerPoint
    "sheet",  # Excel
    "legacy",  # Word 97-2003 or RTF, and nothing is installed that converts them
    "password",  # encrypted
    "scanned",  # pages without text, only pictures
    "broken",  # of a kind we read, but damaged
    "unsafe",  # made to harm its reader: it unfolds without end, or declares entities
    "too_large",  # more bytes than we take
    "too_slow",  # it takes more time or memory than any honest document
]


@dataclass(frozen=True, slots=True)
class Article:
    """One of the articles of a page that has several."""

    title: str
    text: str
    published_on: date | None = None
    """The day it says it was put up."""


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a document: one line per block, the cells of a table row joined by ` | `."""

    kind: Kind
    text: str
    title: str = ""
    """What the document calls itself apart from its text; empty if it does not."""
    published_on: date | None = None
    """The day a page says it was put up."""
    articles: tuple[Article, ...] = ()
    """What it is made of, if it is a page of several articles; each may be a notice of its own."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a document cannot be read. `detail` is for logs and admins, one English sentence."""

    trouble: Trouble
    detail: str
