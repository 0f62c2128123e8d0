"""Who an entry is, and whether it still says the same. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from notices.model import KeyDate

KEY_HEX = 32  # 128 bits of SHA-256: no two of a billion entries meet by chance
_RANKS = {kind: rank for rank, kind in enumerate(("uid", "file", "mail", "guid", "guidpath", "link", "title", "last"))}
_TRACKERS = re.compile(
    r"utm_\w+|spm|from|isappinstalled|share_\w+|fbclid|gclid|_t|_|timestamp|rand(?:om)?|j?sessionid|phpsessid|scene|srcid",
    re.I,
)
_SESSION = re.compile(r";jsessionid=[^?#]*", re.I)
_COUNTED_WORDS = ("浏览", "阅读", "点击", "访问", "查看", "点赞", "评论", "view", "hits", "reads", "likes", "comments")
_COUNTED = rf"(?:{'|'.join(_COUNTED_WORDS).replace('view', 'views?')})(?:次数|人数|总数|量|率|数)?"
_COUNTER = re.compile(
    rf"{_COUNTED}\s*[:：]\s*[\[（(]?\s*\d++(?!\s*[年月日号时点:：./-])\s*[\])）]?\s*次?"
    rf"|{_COUNTED}\s*\d++\s*(?:次|人次)|\b\d++\s*(?:views|hits|reads)\b",
    re.I,
)  # a number that could be part of a date is never taken for a counter: a moved date must show


def digest(*parts: str) -> str:
    """SHA-256 of the parts, kept apart, in hex."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def key(of: str, *parts: str) -> str:
    """An identity: what kind it is of, then a digest, the same on every machine and for ever."""
    return f"{of}:{digest(*parts)[:KEY_HEX]}"


def kind(key: str) -> str:
    """What a key is made of: `guid`, `link`, `title` ..."""
    return key.partition(":")[0]


def rank(key: str) -> int:
    """How weak a key is: of two, the one with the lower rank is to be believed."""
    return _RANKS.get(kind(key), len(_RANKS))


def keys(guid: str, title: str, link: str | None, when: str, home: str = "") -> tuple[str, ...]:
    """The identities of an entry, the strongest first: its guid as given; a guid that is an address, without scheme
    and host; its link; title and link; and at last everything together with the date as it was written.

    `home` is the feed's own page: a link to it says nothing about the entry."""
    address = canonical(link) if link else ""
    words = _squeeze(title)
    found = []
    if guid := guid.strip():
        found.append(key("guid", guid))
        path = _path(guid)
        found += [key("guidpath", path)] if path else []
    if address and address != canonical(home) and _path(f"http://{address}"):
        found.append(key("link", address))
    if words:
        found.append(key("title", words, address))
    found.append(key("last", guid, words, address, when.strip()))
    return tuple(found)


def canonical(url: str) -> str:
    """An address without what does not change where it leads: scheme, usual port, anchor, trackers, session."""
    try:
        parts = urlsplit(_SESSION.sub("", url.strip()))
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return url.strip()
    kept = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.fullmatch(n)]
    query = f"?{urlencode(kept)}" if kept else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""  # a page made in the browser
    return f"{host}{port}{parts.path.rstrip('/')}{query}{route}"


def content_hash(title: str, text: str, events: Iterable[KeyDate] = (), *facts: str) -> str:
    """Equal for texts that say the same: white space, view counters and blanks between words do not count."""
    dates = (f"{e.kind} {e.name} {e.starts_at} {e.ends_at} {e.place}" for e in events)
    return digest(_squeeze(title), _squeeze(_without_counters(text)), *dates, *facts)


def _without_counters(text: str) -> str:
    """Most texts count nothing, which is seen at a glance."""
    folded = text.casefold()
    return _COUNTER.sub("", text) if any(word in folded for word in _COUNTED_WORDS) else text


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _path(url: str) -> str:
    """Path and query of an address; empty if it is none, or leads to the front page."""
    if not re.match(r"https?://", url, re.I):
        return ""
    return re.sub(r"^[^/?#]*/?", "", canonical(url))
