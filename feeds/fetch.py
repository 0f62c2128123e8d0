"""Polite and bounded fetching, of web addresses, files, folders and the built-in samples."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from feeds import files, guard, hints, pace, samples, tls
from feeds.mail import box
from feeds.model import Fetched, FetchError, Reason, Source, Unchanged, Validators, Wishes

USER_AGENT = "Kexun/0.1 (+notices to subscribers; polls politely)"
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, text/calendar, "
    "application/xml;q=0.9, application/json;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
CHUNK_BYTES = 64 * 1024
HEADER_BYTES_MAX = 64 * 1024  # old portals set very long cookies and policies
UNCONDITIONAL_EVERY = timedelta(days=1)  # some servers answer 304 for ever; once a day we ask for the whole document

_ALIASES = {"webcal": "https", "feed": "http"}
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True)
class Limits:
    connect_secs: float = 10.0  # name, connection and TLS; a slow university server needs five
    whole_secs: float = 30.0  # all of it with redirects, so that a trickle cannot hold us
    body_bytes_max: int = 10 * 1024 * 1024  # decompressed; the largest honest feeds have a few MiB
    redirects_max: int = 5  # two or three are usual


class Fetcher:
    """Fetches sources, each within its own time: one that hangs takes nothing from the others. It does not bound how
    many are fetched at once; its caller does."""

    def __init__(
        self, limits: Limits | None = None, resolver: AbstractResolver | None = None, roots: Path | None = None
    ) -> None:
        """`resolver` in place of the system's; `roots`: certificate authorities to trust beside the system's."""
        self._limits, self._resolver, self._roots = limits or Limits(), resolver, roots
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._tls: dict[bool, ssl.SSLContext] = {}
        self._making = asyncio.Lock()
        self._whole_at: dict[str, datetime] = {}

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched | Unchanged:
        """The document, unless it is as it was when these validators were given. Raises FetchError."""
        if source.kind == "sample" or source.url.startswith("sample:"):
            return samples.fetch(source, validators, now) or Unchanged()
        if source.kind == "mail":
            return await box.fetch(source, validators, now, await self._context(legacy=source.legacy_tls))
        if path := files.local_path(source):
            if await asyncio.to_thread(files.is_folder, source, path):
                return await _folder(path, validators, now) or Unchanged()
            most = self._limits.body_bytes_max
            return await asyncio.to_thread(_from_disk, path, validators, now, most) or Unchanged()
        try:
            async with asyncio.timeout(self._limits.whole_secs):
                return await self._from_web(source, validators, now)
        except (aiohttp.ClientError, OSError, ssl.SSLError, ValueError) as error:  # OSError includes TimeoutError
            raise _failure(error, self._limits) from error

    async def post(self, address: str, form: Mapping[str, str], *, trusted: bool) -> int:
        """Send a form to a hub, where it wants it (307, 308); return the status of the answer. Raises FetchError.
        `trusted`: its address may lead inside, though no redirect may."""
        url = _url(address)
        try:
            async with asyncio.timeout(self._limits.whole_secs):
                for hops in range(self._limits.redirects_max):
                    session = self._session(trusted=trusted and not hops)
                    context = await self._context(legacy=False)
                    async with session.post(url, data=form, allow_redirects=False, ssl=context) as response:
                        if response.status not in (307, 308):
                            return response.status
                        url = _target(url, response.headers.get("Location", ""))
        except (aiohttp.ClientError, OSError, ssl.SSLError, ValueError) as error:
            raise _failure(error, self._limits) from error
        raise FetchError("redirects", f"It redirects more than {self._limits.redirects_max} times.")

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()

    def _session(self, *, trusted: bool) -> aiohttp.ClientSession:
        """Connections that may lead inside are never shared with those that may not."""
        if trusted not in self._sessions:
            factory = None if trusted else guard.public_socket
            self._sessions[trusted] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, resolver=self._resolver, socket_factory=factory),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, connect=self._limits.connect_secs),
                headers={"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Language": "zh-CN, zh;q=0.9, en;q=0.5"},
                max_line_size=HEADER_BYTES_MAX,
                max_field_size=HEADER_BYTES_MAX,
            )
        return self._sessions[trusted]

    async def _context(self, *, legacy: bool) -> ssl.SSLContext:
        if legacy not in self._tls:
            async with self._making:
                if legacy not in self._tls:  # reading the system's authorities takes as long as a hundred answers
                    self._tls[legacy] = await asyncio.to_thread(tls.context, self._roots, legacy=legacy)
        return self._tls[legacy]

    async def _from_web(self, source: Source, validators: Validators, now: datetime) -> Fetched | Unchanged:
        named = _url(source.url)
        url = first = _url(source.moved_to) if source.moved_to else named
        moved_to = ""
        if _conditions(validators) and self._wants_whole(source.url, now):
            validators = Validators(body_hash=validators.body_hash)
        for hops in range(self._limits.redirects_max + 1):
            headers = _conditions(validators) if _same_document(first, url) else {}
            session = self._session(trusted=guard.is_trusted(source, url))
            # A server that is old itself says nothing of those it redirects to.
            context = await self._context(legacy=source.legacy_tls and url.host == named.host)
            async with session.get(url, headers=headers, allow_redirects=False, ssl=context) as response:
                if response.status in _REDIRECTS:
                    url = _target(url, response.headers.get("Location", ""))
                    lasts = response.status in _PERMANENT and (moved_to or hops == 0)
                    moved_to = str(url) if lasts else ""
                    continue
                wishes = hints.of_headers(response.headers, str(url), now, moved_to)
                if response.status == 304 and headers:
                    return Unchanged(wishes)
                fetched = await self._document(response, url, now, wishes)
                if source.url in self._whole_at:  # articles are asked for once, and not remembered
                    self._whole_at[source.url] = now
                is_old = fetched.validators.body_hash == validators.body_hash
                return Unchanged(wishes, fetched.validators) if is_old else fetched
        raise FetchError("redirects", f"It redirects more than {self._limits.redirects_max} times.")

    def _wants_whole(self, address: str, now: datetime) -> bool:
        """Whether a day has passed since the last unconditional fetch. After a start, each address has a point of the
        day of its own, so that not all come at once."""
        if address not in self._whole_at:
            self._whole_at[address] = now - UNCONDITIONAL_EVERY * pace.phase(address)
        return now - self._whole_at[address] >= UNCONDITIONAL_EVERY

    async def _document(
        self, response: aiohttp.ClientResponse, url: URL, now: datetime, wishes: Wishes
    ) -> Fetched:
        _check_status(response, now)
        body = await self._body(response)
        if not body.strip():
            raise FetchError("empty", f"It answered {response.status} with nothing in it.")
        etag = "" if response.headers.get("Expires", "").strip() == "0" else response.headers.get("ETag", "")
        modified = response.headers.get("Last-Modified", "")
        return Fetched(
            body, response.content_type.lower(), response.charset or "", str(url),
            Validators(etag, modified, _hash(body)), now, wishes,
        )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """The decompressed body, counted while it comes."""
        body = bytearray()
        async for chunk in response.content.iter_chunked(CHUNK_BYTES):
            body += chunk
            if len(body) > self._limits.body_bytes_max:
                most = self._limits.body_bytes_max
                raise FetchError("too_large", f"It is larger than {most} bytes.", what=files.megabytes(most))
        return bytes(body)


@lru_cache(maxsize=guard.ADDRESSES_MAX)
def _url(address: str) -> URL:
    try:
        url = URL(address.strip())
    except ValueError:
        raise FetchError("address", "Its address cannot be read.") from None
    url = url.with_scheme(_ALIASES[url.scheme]) if url.scheme in _ALIASES else url
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError("address", "Its address is neither http, https, a file nor a folder.")
    return url


def _target(url: URL, location: str) -> URL:
    if not location:
        raise FetchError("redirects", "It redirects without saying where to.")
    try:
        target = url.join(URL(location))
    except ValueError:
        raise FetchError("redirects", "It redirects to an address that cannot be read.") from None
    if target.scheme not in ("http", "https") or not target.host:
        raise FetchError("redirects", "It redirects to something that is not on the web.")
    return target


def _same_document(first: URL, url: URL) -> bool:
    """Validators belong to one address; the same with TLS is still the same."""
    same_scheme = first.scheme == url.scheme or url.scheme == "https"
    return same_scheme and (first.host, first.path_qs) == (url.host, url.path_qs)


def _conditions(validators: Validators) -> dict[str, str]:
    pairs = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return {name: value for name, value in pairs if value}


def _check_status(response: aiohttp.ClientResponse, now: datetime) -> None:
    """Raises FetchError for everything but a success with content."""
    if response.status in (204, 205):
        raise FetchError("empty", f"It answered {response.status}, which means there is nothing.")
    if 200 <= response.status < 300:
        return
    wait = hints.retry_after_secs(response.headers.get("Retry-After", ""), now)
    if response.status == 412 or "cf-mitigated" in response.headers:
        raise FetchError("blocked", f"A firewall before the site turned us away with {response.status}.", wait)
    said = f"It answered {response.status} {response.reason or ''}".strip()
    raise FetchError(
        "status", f"{said}.", wait, response.status, told=_status_told(response.status), what=str(response.status)
    )


def _status_told(status: int) -> str:
    """The sentence that says what an HTTP status means to whoever looks after the feed (RFC 9110, section 15)."""
    if status >= 500:
        return "status-down"
    return {
        401: "status-closed", 403: "status-closed", 451: "status-closed", 404: "status-absent", 410: "status-absent",
        429: "status-often",
    }.get(status, "")


def _failure(error: Exception, limits: Limits) -> FetchError:
    """What a library's error means. The order matters: several are kinds of one another."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, guard.Refused):
        return FetchError("private", "It leads to an address inside a network, where only internal feeds may go.")
    cases: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Reason, str], ...] = (
        (aiohttp.ClientConnectorDNSError, "dns", "Its host name is not known."),
        ((aiohttp.ClientSSLError, ssl.SSLError), "tls", "Its certificate or its TLS is not acceptable."),
        (aiohttp.ConnectionTimeoutError, "timeout", f"It could not be reached within {limits.connect_secs:g} seconds."),
        (aiohttp.ClientConnectorError, "refused", "Nobody answers at its address."),
        (TimeoutError, "timeout", f"It did not answer in full within {limits.whole_secs:g} seconds."),
        ((aiohttp.InvalidURL, ValueError), "address", "Its address cannot be read."),
    )
    for kind, reason, detail in cases:
        if isinstance(error, kind):
            return FetchError(reason, detail)
    if "encoding" in str(error).lower() or "decompress" in str(error).lower():
        return FetchError("decoding", "Its compressed answer cannot be unpacked.")
    return FetchError("broken", f"The connection broke, or it answered no HTTP ({type(error).__name__}).")


def _from_disk(path: Path, validators: Validators, now: datetime, bytes_max: int) -> Fetched | None:
    body = files.read_file(path, bytes_max)
    if not body.strip():
        raise FetchError("empty", "The file is empty.")
    if _hash(body) == validators.body_hash:
        return None
    return Fetched(body, "", "", path.absolute().as_uri(), Validators(body_hash=_hash(body)), now)


async def _folder(path: Path, validators: Validators, now: datetime) -> Fetched | None:
    state = await asyncio.to_thread(files.fingerprint, path)
    if state == validators.etag:
        return None
    body = await files.pack(path)
    return Fetched(body, files.FOLDER_TYPE, "", f"file:{path}", Validators(state, "", _hash(body)), now)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
