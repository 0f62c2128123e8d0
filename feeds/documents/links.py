"""The documents that an entry links to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from feeds import html
from notices.model import Attachment

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

ATTACHMENTS_MAX = 5  # of one entry: a notice, its schedule and its forms
NAME_CHARS_MAX = 80  # of an attachment's name; longer ones are cut

_KINDS = re.compile(r"\.(?:pdf|docx?|rtf)(?=$|[?#\s\"'】\])）<])", re.I)
_ATTACHED = re.compile(r"[【\[(（]?附件|附表|attachment", re.I)
_DOWNLOAD = re.compile(r"down|attach|wbfileid|fileid|affix|/file", re.I)  # of addresses that site builders make


def found(body: str, enclosures: Iterable[str], base: str) -> tuple[Attachment, ...]:
    """The documents that an entry's markup links to or that its feed encloses, each once."""
    seen: dict[str, Attachment] = {}
    for address in enclosures:
        _note(seen, "", base, address)
    may_have = "<a" in body.lower() and (_KINDS.search(body) or _ATTACHED.search(body))
    anchors = html.document(body).css("a[href]") if may_have else []
    return tuple({it.link: it for it in (*seen.values(), *among(anchors, base))}.values())[:ATTACHMENTS_MAX]


def among(anchors: Iterable[LexborNode], base: str) -> tuple[Attachment, ...]:
    """The documents that these links lead to, each once."""
    seen: dict[str, Attachment] = {}
    for link in anchors:
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
    if _KINDS.search(parts.path) or _KINDS.search(name) or (_ATTACHED.match(name) and _DOWNLOAD.search(url)):
        seen.setdefault(url, Attachment((name or PurePosixPath(unquote(parts.path)).name)[:NAME_CHARS_MAX], url))
