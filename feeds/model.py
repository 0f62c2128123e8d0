"""What travels through `feeds/`: an address to poll, what came from there, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from feeds.identity import digest
from feeds.mail.model import Mailbox
from feeds.pages.model import Listing, Rules
from notices.model import Attachment, KeyDate, Notice

SourceKind = Literal["auto", "rss", "json", "ical", "page", "mail", "folder", "sample"]

Known = Mapping[str, tuple[str, ...]]
"""Items that stood in a document when it was last read, by their hash, and the keys of the entry in each."""

Trust = Literal[
    "web",  # the public internet only: whatever came from chats, the console, redirects, links
    "host",  # besides, the very host of the address, which the operator wrote
    "internal",  # anywhere: the operator said that this source is inside
]

Reason = Literal[
    "address",  # the address is none we can fetch
    "private",  # it leads to an address that is not of the public internet
    "dns",  # the host name is not known
    "refused",  # nobody listens there, or no route to it
    "tls",  # the certificate or the handshake is no good
    "timeout",  # it did not answer in time
    "broken",  # it broke off, or answered something that is no HTTP
    "status",  # an HTTP status that is no success
    "blocked",  # a firewall or a challenge for human visitors stands in the way
    "redirects",  # too many redirects, a loop, or one to nowhere
    "too_large",  # more bytes than a feed may have
    "empty",  # a success without content
    "decoding",  # bytes that cannot be unpacked or read
    "not_a_feed",  # content of another kind
    "no_list",  # a web page on which there is no list, or not the one that was there
    "scripted",  # a web page whose list is only made in the browser
    "unsafe",  # content made to harm its reader
    "moved",  # it leads to another feed, with nothing of what it had
    "login",  # a mailbox that does not let us in
    "missing",  # no such file
    "folder",  # a file or folder that cannot be read
    "bug",  # we failed ourselves
]


@dataclass(frozen=True, slots=True)
class Source:
    """A configured feed as the fetcher and the parser need it."""

    name: str
    url: str
    kind: SourceKind
    timezone: ZoneInfo
    """The zone of times written without one."""
    base_dir: Path
    """What relative paths are relative to."""
    trust: Trust = "web"
    """Where it may lead us."""
    legacy_tls: bool = False
    """Its server speaks only what TLS was long ago; certificates are checked all the same."""
    moved_to: str = ""
    """Where it moved for good, if it did: asked instead of `url`, which stays what the operator wrote."""
    page: Rules | None = None
    """Where things stand on a list page; None: they are found."""
    mailbox: Mailbox | None = None
    """How to read it, where it is one."""

    @property
    def identity(self) -> str:
        """Its address with all that decides what it brings: a feed for which that changes starts afresh, quietly."""
        rules = astuple(self.page) if self.page else ()
        lies = (self.mailbox.user, self.mailbox.folder) if self.mailbox else ()
        return f"{self.url}#{digest(*rules, *lies)}" if rules or lies else self.url


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells whether a source has changed: sent back to it with the next fetch (RFC 9110, section 8.8)."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a server said besides its document."""

    wait_secs: float = 0.0
    """How long what it gave stays fresh: there is no use in asking sooner (RFC 9111, section 4.2)."""
    moved_to: str = ""
    """Where it says that the document lives from now on (301, 308); empty if it lives where we asked."""
    hub: str = ""
    """A WebSub hub that would tell us of changes, and `topic`, what to ask it for."""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """There is nothing new at a source."""

    wishes: Wishes = field(default_factory=Wishes)
    validators: Validators | None = None
    """New ones for the same content, if it came."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came, decompressed and otherwise untouched. Picklable, to be parsed in another process."""

    body: bytes
    content_type: str
    """Media type in lower case without parameters; empty if the source did not say."""
    charset: str
    """Charset the source claims; empty if it did not say, and never to be trusted."""
    url: str
    """Where it came from in the end, after redirects."""
    validators: Validators
    """Store them with the entries, in the same transaction; never after a failed parse."""
    at: datetime
    """When it was fetched (aware)."""
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a source, to be told in anyone's language."""

    name: str
    """Of the sentence that tells it and what to try: `trouble-NAME` in bot/words."""
    what: str = ""
    """What the sentence is about, in no language: a status, an address, a number, a server's own words."""
    detail: str = ""
    """One English sentence for the log."""
    where: str = ""
    """The page that it is about, if that is not the source itself."""

    def dump(self) -> str:
        """As it is stored of a source."""
        return f"{self.name} {self.what}".rstrip()

    @classmethod
    def load(cls, text: str) -> Trouble:
        name, _, what = text.partition(" ")
        return cls(name, what)


class FetchError(Exception):
    """A source could not be fetched or read. `detail` is one English sentence for the log; `told` and `what` are those
    of the trouble, where its reason alone would say too little. Picklable."""

    def __init__(
        self, reason: Reason, detail: str, retry_after_secs: float | None = None, status: int | None = None,
        told: str = "", what: str = "",
    ) -> None:
        super().__init__(reason, detail, retry_after_secs, status, told, what)
        self.reason = reason
        self.detail = detail
        self.trouble = Trouble(told or reason.replace("_", "-"), what, detail)
        self.retry_after_secs = retry_after_secs
        """How long the source asks us to wait, if it does."""
        self.status = status
        """The HTTP status, where that was it."""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Attached:
    """A document that an entry links to, and what it says; nothing if it could not be had or read."""

    attachment: Attachment
    text: str = ""
    inside: Understood | None = None
    """What was understood in it, once it has been read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it stands in a feed now. Everything in it is plain text: no markup, no control characters."""

    keys: tuple[str, ...]
    """Its identities, the strongest first. The publication date is part of none but the last resort."""
    title: str
    text: str
    """One line per block of the original; cells of a table row are joined by ` | `."""
    link: str | None
    published_at: datetime | None
    """Aware; None if no clock time is given."""
    published_on: date | None
    """The day in the source's zone; None if no date is given."""
    content_hash: str
    """Equal for entries that say the same, whatever their white space, view counters or publication date."""
    events: tuple[KeyDate, ...] = field(default=())
    """Dates that the source itself states as data (a calendar); empty where they must be read from the text."""
    known_until: datetime | None = None
    """Of a series of these: how far ahead they are told."""
    cancelled: bool = False
    """The source says that this is called off."""
    attachments: tuple[Attachment, ...] = ()
    """Documents that it links to."""
    attached: tuple[Attached, ...] = ()
    """The same once they have been fetched and read."""
    item: str = ""
    """Hash of its own stretch of the document; empty where the format is not cut into items."""
    reading: Understood | None = None
    """What was understood in it, once it has been read."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An entry as a notice."""

    notice: Notice
    topics: frozenset[str]
    """The configured topics whose keywords occur in it."""
    failed: bool = False
    """We could not understand it, and have it as it stands: that it names no dates says nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An item that stands in the document as it did last time, and was not read again."""

    item: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    title: str
    entries: tuple[Entry, ...]
    """In the order of the document."""
    problems: tuple[Trouble, ...] = ()
    """Entries that were skipped and liberties that were taken."""
    seen: tuple[Seen, ...] = ()
    """Items that are as they were last time; they are not among the entries."""
    wait_secs: float = 0.0
    """How long the feed itself says that it stays as it is (`ttl`, `sy:updatePeriod`)."""
    hub: str = ""
    """A WebSub hub that it names, and `topic`, its own address as it gives it."""
    topic: str = ""
    listing: Listing | None = None
    """What a list page lists, and how it was found."""
    next_url: str = ""
    """Where its list goes on."""
    unfinished: bool = False
    """Not all of it could be had: it is read again next time, changed or not."""
    ages: bool = False
    """It says more as time goes on, though it stays as it is."""
    listed: frozenset[str] | None = None
    """Of a calendar: keys of all its events, read or not. What is not among them is not in it any more. None: that
    something is missing says nothing."""

    @property
    def standing(self) -> tuple[Seen | Entry, ...]:
        """Everything that stands in the document."""
        return (*self.seen, *self.entries)
