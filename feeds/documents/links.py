"""The documents that an entry links to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from feeds import html
from notices.model import Attachment

ATTACHMENTS_MAX = 5  # of one entry: a notice, its schedule and its forms
NAME_CHARS_MAX = 80  # of an attachment's name; longer ones are cut

_KINDS = re.compile(r"\.(?:pdf|docx?|rtf)(?=$|[?#\s\"'】\])）<])", re.I)


def found(body: str, enclosures: Iterable[str], base: str) -> tuple[Attachment, ...]:
    """The documents that an entry's markup links to or that its feed encloses, each once."""
    seen: dict[str, Attachment] = {}
    for address in enclosures:
        _note(seen, "", base, address)
    if _KINDS.search(body) and "<a" in body.lower():
        for link in html.document(body).css("a[href]"):
            _note(seen, " ".join(link.text().split()), base, link.attributes.get("href") or "")
    return tuple(seen.values())[:ATTACHMENTS_MAX]


def _note(seen: dict[str, Attachment], name: str, base: str, address: str) -> None:
    try:
        url = urljoin(base, address)
        parts = urlsplit(url)
    except ValueError:
        return
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return
    if _KINDS.search(parts.path) or _KINDS.search(name):
        seen.setdefault(url, Attachment((name or PurePosixPath(unquote(parts.path)).name)[:NAME_CHARS_MAX], url))
