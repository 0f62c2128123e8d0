"""Who is at the other end: a secret in a cookie, an address made of it, a language, an origin. No I/O."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import cast
from urllib.parse import urlsplit

from notices.model import Language

TOKEN_BYTES = 32
ADDRESS_CHARS = 32  # of the hash, 128 bits: no two people meet, and no address opens a session
SESSION_COOKIE = "kexun_session"
LANGUAGE_COOKIE = "kexun_lang"
COOKIE_SECS = 400 * 86_400  # the longest that browsers keep a cookie; renewed with every visit
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(token: str | None) -> bool:
    return token is not None and _TOKEN.fullmatch(token) is not None


def address_of(token: str) -> str:
    """Where this session is answered. It cannot be turned back: whoever reads the database can open nobody's chat."""
    return hashlib.sha256(token.encode()).hexdigest()[:ADDRESS_CHARS]


def language_of(chosen: str | None, accept: str) -> Language:
    """The language chosen on the page, else the browser's favourite of ours, else Chinese."""
    if chosen in ("zh", "en"):
        return cast(Language, chosen)
    for tag in _by_preference(accept):
        if tag[:2] in ("zh", "en"):
            return cast(Language, tag[:2])
    return "zh"


def _by_preference(accept: str) -> list[str]:
    """The tags of an Accept-Language header (RFC 9110, 12.5.4), favourite first, refused ones left out."""
    weighed = []
    for place, part in enumerate(accept.lower().split(",")):
        tag, _, weight = part.partition(";")
        quality = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
        weighed.append((-float(quality[1]) if quality else -1.0, place, tag.strip()))
    return [tag for quality, _, tag in sorted(weighed) if quality < 0]


def same_origin(origin: str | None, host: str, public_url: str | None) -> bool:
    """Whether a page of ours opened this WebSocket: a browser sends its cookies for any page, and always the origin."""
    if not origin:
        return False
    try:
        ours = {host.lower()} | ({urlsplit(public_url).netloc.lower()} if public_url else set())
        return urlsplit(origin).netloc.lower() in ours - {""}
    except ValueError:
        return False
