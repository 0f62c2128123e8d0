"""A fetched document to entries, whatever kind of feed it is. Pure, and slow for large feeds: keep it off the event
loop."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import unescape
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from feeds import calendars, entries, files, hints, html, identity, items, jsonfeed, rss
from feeds.decode import clean, decode
from feeds.entries import Raw
from feeds.mail.box import MAIL_TYPE
from feeds.mail.entries import collect as letters
from feeds.model import Fetched, FetchError, Known, Parsed, Seen, Source, Trouble
from feeds.pages import listing

ENTRIES_MAX = 500  # read of one document; an archive has more, and its old entries are no news
ITEM_HEX = 16  # 64 bits of SHA-256 tell the few hundred items of one feed apart
NOTHING: Known = MappingProxyType({})
CUT_SHORT = Trouble("cut-short", detail="It breaks off before its end.")
HEAD_CHARS = 20_000  # of a document that is no feed: enough to see what it is instead

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b", re.I)
_ENTITY_DECLARED = re.compile(r"<!ENTITY\b", re.I)
_HREF = re.compile(r"""<link\b[^>]*\bhref\s*=\s*["']([^"']+)""", re.I)
_ALTERNATE = re.compile(r"<link\b[^>]*application/(?:rss|atom)\+xml[^>]*>", re.I)
_DATES = ("published", "updated", "created")
_PROLOG = re.compile(r"<\?xml\b[^>]*\?>|<!DOCTYPE\b[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.I)
_SIGNS_OF_A_WALL = re.compile(r"captcha|cf-chl|challenge-platform|安全验证|人机验证|访问被拦截|\bwaf\b", re.I)


def parse(fetched: Fetched, source: Source, known: Known = NOTHING) -> Parsed:
    """Read RSS 0.9-2.0, Atom, JSON Feed, iCalendar, a list page, letters, or the documents of a folder. Items of RSS,
    Atom and pages whose hash is `known`, with the keys of their entries, are not read again. An entry that cannot be
    read is a problem of its own, never its neighbours'. Raises FetchError: not_a_feed, no_list, scripted, blocked,
    unsafe, empty."""
    if fetched.content_type == files.FOLDER_TYPE:
        return entries.collect_files(fetched, source)
    if fetched.content_type == MAIL_TYPE:
        return letters(fetched, source)
    text = decode(fetched.body, fetched.charset)
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise FetchError("empty", "The document is empty.")
    if source.kind == "page":
        return _page(text, fetched, source, known)
    if source.kind == "ical" or calendars.looks_like(start):
        return _calendar(start, fetched, source)
    if source.kind == "json" or start[0] == "{":
        feed = jsonfeed.read(start, ENTRIES_MAX)
        return entries.collect(feed.title, feed.home, [partial(_as_it_is, raw) for raw in feed.items], fetched, source)
    return _syndicated(_document(text, fetched, source), fetched, source, known)


def _as_it_is(raw: Raw) -> Raw:
    return raw


def _calendar(text: str, fetched: Fetched, source: Source) -> Parsed:
    document = calendars.read(text, fetched.at, source.timezone, ENTRIES_MAX)
    found = tuple(entries.occasion(o, fetched, source) for o in document.occasions)
    listed = None if document.listed is None else frozenset(identity.key("uid", uid) for uid in document.listed)
    problems = document.problems[: entries.PROBLEMS_MAX]
    return Parsed(document.title, found, problems, ages=document.ages, listed=listed)


def _page(text: str, fetched: Fetched, source: Source, known: Known) -> Parsed:
    try:
        return listing.parse(text, fetched, source, known)
    except FetchError as error:
        if _SIGNS_OF_A_WALL.search(text[:HEAD_CHARS]):
            raise _wall() from error
        raise


def _document(text: str, fetched: Fetched, source: Source) -> str:
    """A feed's markup from its root on. Raises FetchError."""
    root = _ROOT.search(text)
    before = text[: root.start()] if root else text
    if _ENTITY_DECLARED.search(before):
        raise FetchError("unsafe", "It declares XML entities of its own, which no feed needs.")
    if root is None or html.looks_like_html(_PROLOG.sub("", before)):
        raise _no_feed(text, fetched, source)
    return text[root.start() :]


def _no_feed(text: str, fetched: Fetched, source: Source) -> FetchError:
    head = text[:HEAD_CHARS]
    if _SIGNS_OF_A_WALL.search(head):
        return _wall()
    if not html.looks_like_html(head):
        return FetchError("not_a_feed", "It is something else, neither RSS, Atom, JSON Feed nor iCalendar.")
    instead = _instead(text, fetched, source)
    return FetchError("not_a_feed", instead.detail, told=instead.name, what=instead.what)


def _wall() -> FetchError:
    return FetchError("blocked", "A page that checks for human visitors came instead of a feed.")


def _instead(text: str, fetched: Fetched, source: Source) -> Trouble:
    """That it is a web page, and how to have it as a feed all the same, where that can be told."""
    if (link := _ALTERNATE.search(text[:HEAD_CHARS])) and (href := _HREF.search(link[0])):
        address = urljoin(fetched.url, unescape(href[1]))
        return Trouble("not-a-feed-names", address, f"It is a web page, which names a feed: {address}")
    try:
        count = len(listing.look(text, fetched.url, fetched, source).items)
    except FetchError as error:
        if error.reason == "scripted":
            return error.trouble
        count = 0
    if count:
        said = f"It is a web page, which lists {count} notices; kind: page reads them."
        return Trouble("not-a-feed-lists", str(count), said)
    return Trouble("not-a-feed-page", detail="It is a web page, neither RSS, Atom, JSON Feed nor iCalendar.")


def _syndicated(text: str, fetched: Fetched, source: Source, known: Known) -> Parsed:
    found, breaks_off = items.closed(items.cut(text))
    whole = items.newest(found, ENTRIES_MAX)
    hashes = [identity.digest(item)[:ITEM_HEX] for item in whole.items]
    seen = tuple(Seen(it, known[it]) for it in dict.fromkeys(hashes) if it in known)
    wait_secs, hub, topic = hints.of_head(whole.head[:HEAD_CHARS])
    unread = {it: item for it, item in zip(hashes, whole.items, strict=True) if it not in known}
    parsed = Parsed("", ())
    if unread or not seen:
        parsed = _read(items.Cut(clean(whole.head), tuple(map(clean, unread.values())), clean(whole.tail)),
                       list(unread), fetched, source)
    if breaks_off:  # what it has of its last item is told when there is all of it
        parsed = replace(parsed, problems=(*parsed.problems, CUT_SHORT), unfinished=True)
    return replace(parsed, seen=seen, wait_secs=wait_secs, hub=hub, topic=topic)


def _read(cut: items.Cut, hashes: list[str], fetched: Fetched, source: Source) -> Parsed:
    return _plain(cut, hashes, fetched, source) or _by_feedparser(cut, hashes, fetched, source)


def _plain(cut: items.Cut, hashes: list[str], fetched: Fetched, source: Source) -> Parsed | None:
    """What needs no feed parser, or but for its head; None if that is not all."""
    raws = rss.read(cut, hashes, fetched.url)
    if not raws:
        return None
    try:
        title, home = rss.head(cut) or _head(_feedparser(cut.whole(()), fetched.url))
    except Exception:  # feedparser raises on some bad input
        return None
    found = entries.collect(title, home, [partial(_as_it_is, raw) for raw in raws], fetched, source)
    return found if len(found.entries) == len(raws) else None


def _by_feedparser(cut: items.Cut, hashes: list[str], fetched: Fetched, source: Source) -> Parsed:
    try:
        feed = _feedparser(cut.whole(cut.items), fetched.url)
    except Exception as error:  # feedparser raises on some bad input
        return _one_by_one(cut, hashes, fetched, source, f"{type(error).__name__}: {str(error)[:100]}")
    named = hashes if len(feed.entries) == len(hashes) else [""] * len(feed.entries)
    reads = [partial(_raw, entry, item) for entry, item in zip(feed.entries, named, strict=True)]
    together = _collect(feed, reads, fetched, source)
    if len(together.entries) >= len(cut.items):
        return together
    why = str(feed.get("bozo_exception", "entries are missing"))[:100]
    apart = _one_by_one(cut, hashes, fetched, source, why)
    return max(apart, together, key=lambda parsed: len(parsed.entries))


def _one_by_one(cut: items.Cut, hashes: list[str], fetched: Fetched, source: Source, why: str) -> Parsed:
    """Each item in a document of its own, so that a broken one stands alone."""

    def read(item: str, hash_: str) -> Raw:
        try:
            found = _feedparser(cut.whole((item,)), fetched.url).entries
        except Exception:  # its title and link will do
            found = ()
        return _raw(found[0], hash_) if len(found) == 1 else _salvaged(item, hash_)

    try:
        feed = _feedparser(cut.whole(()), fetched.url)
    except Exception:  # even its head is broken
        feed = _feedparser("<rss><channel></channel></rss>", fetched.url)
    reads = [partial(read, item, hash_) for item, hash_ in zip(cut.items, hashes, strict=True)]
    return _collect(feed, reads, fetched, source, Trouble("item-by-item", detail=f"Read item by item: {why}"))


def _salvaged(item: str, hash_: str) -> Raw:
    """What can be told of an item that no parser can read. Raises ValueError if that is nothing."""
    title, guid = (_inner(item, names) for names in ("title", "guid|id"))
    link = _inner(item, "link") or (_HREF.search(item) or ["", ""])[1]
    if not (title or link):
        raise ValueError("its markup is broken")
    return Raw(guid, title, "", False, unescape(link), "", item=hash_)


def _inner(item: str, names: str) -> str:
    found = re.search(rf"<(?:{names})\b[^>]*>\s*(?:<!\[CDATA\[)?([^<]*)", item, re.I)
    return found[1].strip().removesuffix("]]>") if found else ""


def _collect(feed: Any, reads: list[partial[Raw]], fetched: Fetched, source: Source, *notes: Trouble) -> Parsed:
    return entries.collect(*_head(feed), reads, fetched, source, notes)


def _head(feed: Any) -> tuple[str, str]:
    """A feed's title and its own page."""
    return feed.feed.get("title") or "", feed.feed.get("link") or ""


def _feedparser(text: str, url: str) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    return feedparser.parse(text.encode(), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _raw(entry: Any, item: str) -> Raw:
    contents = [*entry.get("content", ()), *([entry.summary_detail] if "summary_detail" in entry else [])]
    longest: dict[str, str] = max(contents, key=lambda c: len(c.get("value") or ""), default={})
    text, is_html = entries.body(longest.get("value") or "")
    return Raw(
        guid=entry.get("id") or "",
        title=entry.get("title") or "",
        body=text,
        is_html=is_html,
        link=entry.get("link") or "",
        date=next(filter(None, (dict.get(entry, it) for it in _DATES)), ""),  # its own `get` guesses, with a warning
        enclosures=tuple(it.get("href") or "" for it in entry.get("enclosures", ())),
        item=item,
    )
