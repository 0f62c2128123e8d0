"""Looking at feeds: fetched and read just now, with what would become of each entry."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import cli_show
from bot.cli_database import read
from bot.cli_terms import say

if TYPE_CHECKING:
    from bot.config import Config
    from feeds.fetch import Fetcher
    from feeds.model import Entry, Fetched, Known, Parsed, Source, Understood
    from feeds.pages.follow import Follower
    from feeds.settings import Feed
    from feeds.understand import Reader
    from notices.model import Audience, KeyDate
    from store import Tx
    from store.feeds import FeedState, KnownEntry

ENTRIES_SHOWN = 20  # of a feed: enough to see that it is read rightly
AT_ONCE_MAX = 10  # feeds looked at together
URL_CHARS = 100


@dataclass(frozen=True, slots=True)
class Look:
    """One feed, fetched and read just now; `error` if it could not be, and what it lists as a page if it is one."""

    feed: Feed
    secs: float
    error: str = ""
    fetched: Fetched | None = None
    parsed: Parsed | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What the database knows that decides what would be sent."""

    state: FeedState | None = None
    known: dict[str, KnownEntry] = field(default_factory=dict)
    people: dict[Audience, int] = field(default_factory=dict)
    """How many members each rule reaches."""


async def look_at(feeds: list[Feed], config: Config) -> list[Look]:
    """All of them, some at a time."""
    from feeds.fetch import Fetcher
    from feeds.pages.follow import Follower

    fetcher, turns = Fetcher(), asyncio.Semaphore(AT_ONCE_MAX)
    follower = Follower(fetcher, reader_of(config), lambda: datetime.now(UTC))

    async def in_turn(feed: Feed) -> Look:
        async with turns:
            return await _look(fetcher, follower, feed)

    try:
        return await asyncio.gather(*map(in_turn, feeds))
    finally:
        await fetcher.close()


async def _look(fetcher: Fetcher, follower: Follower, feed: Feed) -> Look:
    from bot.commands import troubles
    from feeds.model import Fetched, FetchError, Validators

    began = time.perf_counter()
    fetched = None
    try:
        fetched = await fetcher.fetch(feed.source, Validators(), datetime.now(UTC))
        if not isinstance(fetched, Fetched):
            return Look(feed, time.perf_counter() - began)
        parsed = await _read(follower, fetched, feed.source)
    except FetchError as error:
        secs, said = time.perf_counter() - began, troubles.told(error.trouble, say)
        if error.reason == "not_a_feed" and isinstance(fetched, Fetched):
            with suppress(FetchError):
                as_page = replace(feed.source, kind="page")
                return Look(feed, secs, said, fetched, await _read(follower, fetched, as_page))
        return Look(feed, secs, said)
    return Look(feed, time.perf_counter() - began, "", fetched, parsed)


async def _read(follower: Follower, fetched: Fetched, source: Source) -> Parsed:
    """What a document says; of a list page the newest notices, too. Raises FetchError."""
    from feeds.parse import parse

    async def read(one: Fetched, of: Source, known: Known) -> Parsed:
        return await asyncio.to_thread(parse, one, of, known)

    parsed = await read(fetched, source, {})
    return await follower.preview(source, fetched, parsed, read) if source.kind == "page" else parsed


def show(looks: list[Look], config: Config, states: dict[str, FeedState | None]) -> None:
    """A block for each feed: how it is, how its entries are told apart, and what would become of each."""
    from bot.commands import troubles

    reader, out = reader_of(config), cli_show.console()
    for look in looks:
        out.print(cli_show.shown(look.feed.name, "bold"), cli_show.shown(_status(look)), sep="  ")
        if look.parsed is None:
            continue
        for line in _facts(look):
            out.print("  ", cli_show.shown(line), sep="")
        for problem in look.parsed.problems:
            out.print("  ", cli_show.shown(say("feeds-problem", what=troubles.told(problem, say)), "yellow"), sep="")
        entries = look.parsed.entries[:ENTRIES_SHOWN]
        understood = [reader.entry(it) for it in entries]
        memory = _memory(config, look, understood, states.get(look.feed.name))
        pairs = zip(entries, understood, strict=True)
        rows = [_row(look.feed, entry, it, reader, config, memory) for entry, it in pairs]
        headings = [say(f"feeds-column-{name}") for name in ("title", "published", "dates", "fate")]
        out.print(cli_show.table(headings, rows))
        if (more := len(look.parsed.entries) - ENTRIES_SHOWN) > 0:
            out.print(say("feeds-more", count=more))


def reader_of(config: Config) -> Reader:
    from feeds.understand import Reader

    known = config.house.topics
    keywords = {name: topic.keywords for name, topic in known.items()}
    return Reader(config.zone, keywords, config.term_start, {name: it.issuers for name, it in known.items()})


def _status(look: Look) -> str:
    ms = round(look.secs * 1000)
    if look.error:
        return say("feeds-error", why=look.error, ms=ms)
    if look.parsed is None or look.fetched is None:
        return say("feeds-unchanged", ms=ms)
    size = f"{len(look.fetched.body) / 1024:.1f}"
    return say("feeds-ok", title=look.parsed.title or "-", count=len(look.parsed.entries), size=size, ms=ms)


def _facts(look: Look) -> list[str]:
    """Where it came from, what it is, and how its entries are told apart."""
    from feeds import identity

    assert look.fetched is not None and look.parsed is not None
    fetched, validators = look.fetched, look.fetched.validators
    kind = ", ".join(part for part in (fetched.content_type, fetched.charset) if part) or look.feed.source.kind
    sends = [name for name, value in (("ETag", validators.etag), ("Last-Modified", validators.last_modified)) if value]
    marks = ", ".join(sends) or say("feeds-none-sent")
    lines = [say("feeds-came", url=fetched.url[:URL_CHARS], kind=kind, validators=marks)]
    if fetched.wishes.moved_to:
        lines.append(say("feeds-moved", url=fetched.wishes.moved_to[:URL_CHARS]))
    if listing := look.parsed.listing:
        if look.error:
            lines.append(say("feeds-as-page"))
        lines.append(say("feeds-listing", where=listing.where, count=len(listing.items), dated=listing.dated_count))
        if listing.next_url:
            lines.append(say("feeds-next-page", url=listing.next_url[:URL_CHARS]))
    by = Counter(identity.kind(it.keys[0]) for it in look.parsed.entries if it.keys)
    if by:
        shown = ", ".join(say("feeds-known-by", what=_by(what), count=count) for what, count in by.most_common())
        lines.append(say("feeds-identity", by=shown))
    return lines


_BY = {
    "link": "feeds-by-link", "title": "feeds-by-title", "last": "feeds-by-title", "file": "feeds-by-file",
    "mail": "feeds-by-mail",
}


def _by(kind: str) -> str:
    return say(_BY.get(kind, "feeds-by-guid"))


def _memory(config: Config, look: Look, understood: list[Understood], state: FeedState | None) -> Memory:
    """What the database knows of these entries, and whom they would reach."""
    from feeds.understand import audience_of
    from store import feeds, members

    assert look.parsed is not None
    keys = [key for it in look.parsed.entries for key in it.keys]
    rules = {audience_of(look.feed.audience, it.topics) for it in understood}

    async def found(tx: Tx) -> Memory:
        known = await feeds.known(tx, state.id, keys) if state else {}
        return Memory(state, known, {rule: await members.count_audience(tx, rule) for rule in rules})

    return read(config, found, Memory())


def _row(
    feed: Feed, entry: Entry, it: Understood, reader: Reader, config: Config, memory: Memory
) -> tuple[str, ...]:
    notice = it.notice
    published = entry.published_on or notice.published_on
    dates = [_date(date, reader) for date in notice.key_dates]
    dates += [say("feeds-unsure", text=text) for text in notice.unsure]
    return (
        notice.title, published.isoformat() if published else "—", "；".join(dates) or "—",
        _fate(feed, entry, it, config, memory),
    )


def _date(it: KeyDate, reader: Reader) -> str:
    ends = [end.astimezone(reader.zone) if end else None for end in (it.starts_at, it.ends_at)]
    begins, until = (end.date() if end and it.all_day else end for end in ends)
    if it.kind == "deadline":
        return say("feeds-deadline", name=it.name, when=cli_show.moment(until))
    return f"{it.name} {cli_show.span(begins, until)}"


def _fate(feed: Feed, entry: Entry, it: Understood, config: Config, memory: Memory) -> str:
    """What would become of it, to whom it would go and why."""
    known = next((memory.known[key] for key in entry.keys if key in memory.known), None)
    if entry.cancelled:
        return say("feeds-fate-cancelled")
    if objection := _objection(feed, it, config):
        return say("feeds-fate-left-out", why=objection)
    told = _told(feed, it, config, memory)
    if known and known.content_hash == entry.content_hash:
        return say("feeds-fate-known", to=told)
    if it.notice.doubts:
        return say("feeds-fate-held", phrase=it.notice.doubts[0].phrase)
    if known:
        return say("feeds-fate-changed", to=told)
    if (memory.state is None or memory.state.baseline_at is None) and not feed.catch_up:
        return say("feeds-fate-first", to=told)
    return say("feeds-fate-sent", to=told)


def _objection(feed: Feed, it: Understood, config: Config) -> str:
    from bot.commands import filtering
    from notices.filters import judge, subject

    if feed.wants is None:
        return ""
    topics = feed.audience.topics | it.topics
    verdict = judge(feed.wants, subject(it.notice.title, it.notice.text, it.notice.issuer, topics))
    return "" if verdict.passes else filtering.objection(verdict.because, say, config.house)


def _told(feed: Feed, it: Understood, config: Config, memory: Memory) -> str:
    """`教师（讲座：文中有“报告会”），12 人`."""
    from bot.commands.naming import titles
    from feeds.understand import audience_of

    house, rule = config.house, audience_of(feed.audience, it.topics)
    roles = titles([house.role_title(role, say.language) for role in sorted(rule.roles)], say.language)
    topics = titles([_topic(feed, topic, it, config) for topic in sorted(rule.topics)], say.language)
    people = memory.people.get(rule)
    whom = roles or say("feeds-everyone")
    if topics:
        whom = say("feeds-to-topics", roles=roles or say("feeds-members"), topics=topics)
    return whom if people is None else say("feeds-to-people", whom=whom, count=people)


def _topic(feed: Feed, topic: str, it: Understood, config: Config) -> str:
    """A topic of the notice, and why it is one."""
    title, known = config.house.topic_title(topic, say.language), config.house.topics.get(topic)
    words = f"{it.notice.title}\n{it.notice.text}"
    keyword = next((word for word in (known.keywords if known else ()) if word in words), "")
    if topic in feed.audience.topics:
        return say("feeds-topic-given", topic=title)
    return say("feeds-topic-word", topic=title, word=keyword) if keyword else title
