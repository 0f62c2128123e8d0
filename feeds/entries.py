"""Items of any format to entries: cleaned, dated, identified. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

from feeds import calendars, dates, files, html, identity
from feeds.documents import links, newspaper
from feeds.documents.model import Document, Unreadable
from feeds.model import Entry, Fetched, Parsed, Source, Trouble
from notices import extract
from notices.reading import CONFIDENT

TEXT_BYTES_MAX = 64 * 1024  # of one entry: longer than any notice
TITLE_CHARS_MAX = 300
KEY_CHARS = 60  # of an article's beginning, which tell it from the others of its page
PROBLEMS_MAX = 20  # told of one document; more of them say nothing new
UNTITLED = "（无标题）"
CLOCK_SKEW = timedelta(minutes=15)  # servers' clocks differ by this much without meaning anything

_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+|\s+#+\s*$")


@dataclass(frozen=True, slots=True)
class Raw:
    """An item as its format gives it: texts may be HTML, addresses relative, all of it empty."""

    guid: str
    title: str
    body: str
    is_html: bool
    link: str
    date: str
    enclosures: tuple[str, ...] = ()
    """Addresses of files that come with it."""
    item: str = ""
    """Hash of its stretch of the document."""


def body(value: str) -> tuple[str, bool]:
    """The text of an item, and whether it is HTML, whatever it is labelled as."""
    unescaped = unescape(value)
    is_html = html.looks_like_html(value) or html.looks_like_html(unescaped)
    return (value if is_html else unescaped), is_html  # without markup, line breaks mean something


def collect(
    title: str,
    home: str,
    reads: Iterable[Callable[[], Raw]],
    fetched: Fetched,
    source: Source,
    notes: Iterable[Trouble] = (),
) -> Parsed:
    """Read and clean each item by itself, then judge the dates together. `home` is the feed's own page."""
    problems = list(notes)
    entries: list[tuple[Entry, bool]] = []
    for number, read in enumerate(reads, 1):
        try:
            entries.append(_read(read(), urljoin(fetched.url, home), fetched, source))
        except Exception as error:  # a bug of ours or theirs: the neighbours can be read
            problems.append(_unread("entry-unread", str(number), error))
    kept, remarks = _true_times(entries, fetched.at, source)
    return Parsed(html.one_line(title), kept, (*problems[:PROBLEMS_MAX], *remarks))


def _read(raw: Raw, home: str, fetched: Fetched, source: Source) -> tuple[Entry, bool]:
    try:
        return _entry(raw, home, fetched, source)
    except Exception:  # a bug of ours or theirs: its title and link will do
        return _entry(replace(raw, body="", is_html=False, date=""), home, fetched, source)


def _entry(raw: Raw, home: str, fetched: Fetched, source: Source) -> tuple[Entry, bool]:
    """The entry, and whether its time is labelled as UTC."""
    text = capped(html.to_text(raw.body) if raw.is_html else html.tidy(raw.body))
    link = _web_address(urljoin(fetched.url, raw.link.strip()))
    link = None if link == fetched.url else link  # a link to the feed itself leads nowhere
    title = title_of(html.one_line(raw.title), text)
    if not (text or link or raw.title.strip()):
        raise ValueError("it says nothing")
    stamp = dates.read(raw.date, fetched.at, source.timezone)
    entry = Entry(
        keys=identity.keys(raw.guid, title, link, raw.date, home),
        title=title,
        text=text,
        link=link or _web_address(raw.guid.strip()),
        published_at=stamp.at if stamp else None,
        published_on=stamp.on if stamp else None,
        content_hash=identity.content_hash(title, text),
        attachments=links.found(raw.body if raw.is_html else "", raw.enclosures, link or fetched.url),
        item=raw.item,
    )
    return entry, bool(stamp and stamp.says_utc)


def _true_times(
    entries: list[tuple[Entry, bool]], at: datetime, source: Source
) -> tuple[tuple[Entry, ...], tuple[Trouble, ...]]:
    """Times in the future by up to the zone's offset are local time labelled as UTC: so are the feed's others."""
    offset = at.astimezone(source.timezone).utcoffset() or timedelta()
    ahead = [e.published_at - at for e, utc in entries if utc and e.published_at and e.published_at - at > CLOCK_SKEW]
    if not ahead or max(ahead) > offset + CLOCK_SKEW:
        return tuple(e for e, _ in entries), ()
    mended = tuple(_shifted(e, offset, source) if utc else e for e, utc in entries)
    return mended, (Trouble("local-as-utc", detail="It labels local time as UTC; its times were set right."),)


def _shifted(entry: Entry, offset: timedelta, source: Source) -> Entry:
    assert entry.published_at is not None
    moved = entry.published_at.astimezone(UTC) - offset
    return replace(entry, published_at=moved, published_on=moved.astimezone(source.timezone).date())


def occasion(found: calendars.Occasion, fetched: Fetched, source: Source) -> Entry:
    """The entry of a calendar's event: its dates are the calendar's own."""
    stamp = dates.read(found.created, fetched.at, source.timezone)
    title = title_of(html.one_line(found.title), found.text)
    return Entry(
        keys=(identity.key("uid", found.uid), identity.key("title", "".join(title.split()), found.begins)),
        title=title,
        text=capped(html.to_text(found.text) if html.looks_like_html(found.text) else html.tidy(found.text)),
        link=_web_address(found.link),
        published_at=stamp.at if stamp else None,
        published_on=stamp.on if stamp else None,
        content_hash=identity.content_hash(title, found.description, (), *found.definition),
        events=found.events,
        cancelled=found.cancelled,
        known_until=found.known_until,
    )


def collect_files(fetched: Fetched, source: Source) -> Parsed:
    """The documents of a folder, an entry each."""
    entries: list[Entry] = []
    problems: list[Trouble] = []
    for it in files.unpack(fetched.body):
        if isinstance(it.content, Unreadable):
            said = f"{it.path} cannot be read ({it.content.trouble}): {it.content.detail}"
            problems.append(Trouble(f"file-{it.content.trouble.replace('_', '-')}", it.path, said))
        else:
            entries += _file(it, it.content)
    return Parsed(source.name, tuple(entries), tuple(problems[:PROBLEMS_MAX]))


def _file(it: files.File, content: Document) -> list[Entry]:
    """The entry of a document; of a page of several articles, one of each that names a date to keep, and no other."""
    if articles := content.articles or newspaper.articles(content.text):
        notices = (one for one in articles if _is_notice(one.text))
        on = content.published_on
        return [_part(it, one.title, one.text, one.published_on or on, one.text[:KEY_CHARS]) for one in notices]
    return [_part(it, content.title, content.text, content.published_on)]


def _part(it: files.File, title: str, body: str, on: date | None, *which: str) -> Entry:
    text = capped(html.tidy(body))
    title = title_of(title, text)
    return Entry(
        keys=(identity.key("file", it.path, *which),),
        title=title,
        text=text,
        link=None,
        published_at=datetime.fromtimestamp(it.modified_secs, UTC),
        published_on=on,  # when a file was written says little of when its notice was issued
        content_hash=identity.content_hash(title, text),
    )


def _is_notice(text: str) -> bool:
    reading = extract.read(text)
    sure = [*(it.confidence for it in reading.events), *(it.confidence for it in reading.deadlines)]
    return max(sure, default=0.0) >= CONFIDENT


def title_of(given: str, text: str) -> str:
    """What an entry is called: its title, else the first line of its text that looks like one."""
    lines: Iterator[str] = (_MARKDOWN_HEADING.sub("", line).strip() for line in text.split("\n"))
    return (given or next(filter(None, lines), UNTITLED))[:TITLE_CHARS_MAX]


def capped(text: str) -> str:
    """As much of a text as an entry may have."""
    raw = text.encode("utf-8", "replace")
    return text if len(raw) <= TEXT_BYTES_MAX else raw[:TEXT_BYTES_MAX].decode("utf-8", "ignore")


def _web_address(url: str) -> str | None:
    """Only http and https: other schemes do things, or nothing, when they are tapped."""
    try:
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url) else None
    except ValueError:
        return None


def _unread(name: str, what: str, error: Exception) -> Trouble:
    return Trouble(name, what, f"{what} cannot be read: {type(error).__name__}: {str(error)[:100]}")
