"""`kexun feeds check` and `kexun feeds list`."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Misused, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config
    from feeds.fetch import Fetcher
    from feeds.model import Entry, Fetched, Parsed, Source
    from feeds.settings import Feed
    from feeds.understand import Reader
    from notices.model import KeyDate
    from store.feeds import FeedState

ENTRIES_SHOWN = 20  # of a feed: enough to see that it is read rightly
AT_ONCE_MAX = 10  # feeds looked at together


@dataclass(frozen=True, slots=True)
class Look:
    """One feed, fetched and read just now; `error` if it could not be."""

    source: Source
    secs: float
    error: str = ""
    fetched: Fetched | None = None
    parsed: Parsed | None = None


def check(
    feed: Annotated[str | None, typer.Argument(help=say("cli-argument-feed"), show_default=False)] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Fetch and read feeds now, and show what is understood in them; nothing is stored or sent."""
    found = configuration(config)
    sources = _chosen(feed, found)
    if not sources:
        raise Refused(say("feeds-none", path=str(config)))
    looks = asyncio.run(_look_at_all(sources))
    _show(looks, found)
    if failed := [look.source.name for look in looks if look.error]:
        raise Refused(say("feeds-failed", count=len(failed), of=len(looks), names=", ".join(failed)))


def _chosen(wanted: str | None, config: Config) -> list[Source]:
    """All configured feeds, the one of that name, or one that is not configured, by its address."""
    from bot.config.errors import nearest
    from feeds.model import Source

    configured = {feed.name: feed.source for feed in config.feeds}
    if wanted is None:
        return list(configured.values())
    if wanted in configured:
        return [configured[wanted]]
    if "://" in wanted or wanted.startswith("sample:") or Path(wanted).exists():
        return [Source(wanted, wanted, "auto", config.zone, Path.cwd(), "host")]
    if near := nearest(wanted, configured):
        raise Misused(say("feeds-unknown-near", name=wanted, near=near))
    raise Misused(say("feeds-unknown", name=wanted, known=", ".join(configured) or "-"))


async def _look_at_all(sources: list[Source]) -> list[Look]:
    from feeds.fetch import Fetcher

    fetcher, turns = Fetcher(), asyncio.Semaphore(AT_ONCE_MAX)

    async def in_turn(source: Source) -> Look:
        async with turns:
            return await _look(fetcher, source)

    try:
        return await asyncio.gather(*map(in_turn, sources))
    finally:
        await fetcher.close()


async def _look(fetcher: Fetcher, source: Source) -> Look:
    from feeds.model import Fetched, FetchError, Validators
    from feeds.parse import parse

    began = time.perf_counter()
    try:
        fetched = await fetcher.fetch(source, Validators(), datetime.now(UTC))
        if not isinstance(fetched, Fetched):
            return Look(source, time.perf_counter() - began)
        parsed = await asyncio.to_thread(parse, fetched, source)
    except FetchError as error:
        return Look(source, time.perf_counter() - began, error=error.detail)
    return Look(source, time.perf_counter() - began, "", fetched, parsed)


def _show(looks: list[Look], config: Config) -> None:
    from bot import cli_show
    from feeds.understand import Reader

    known = config.house.topics
    keywords = {name: topic.keywords for name, topic in known.items()}
    reader = Reader(config.zone, keywords, config.term_start, {name: it.issuers for name, it in known.items()})
    out = cli_show.console()
    for look in looks:
        out.print(cli_show.shown(look.source.name, "bold"), cli_show.shown(_status(look)), sep="  ")
        if look.parsed is None:
            continue
        for problem in look.parsed.problems:
            out.print(cli_show.shown(say("feeds-problem", what=problem), "yellow"))
        rows = [_entry(entry, reader) for entry in look.parsed.entries[:ENTRIES_SHOWN]]
        headings = [say(f"feeds-column-{name}") for name in ("title", "published", "dates", "topics")]
        out.print(cli_show.table(headings, rows))
        if (more := len(look.parsed.entries) - ENTRIES_SHOWN) > 0:
            out.print(say("feeds-more", count=more))


def _status(look: Look) -> str:
    ms = round(look.secs * 1000)
    if look.error:
        return say("feeds-error", why=look.error, ms=ms)
    if look.parsed is None or look.fetched is None:
        return say("feeds-unchanged", ms=ms)
    size = f"{len(look.fetched.body) / 1024:.1f}"
    return say("feeds-ok", title=look.parsed.title or "-", count=len(look.parsed.entries), size=size, ms=ms)


def _entry(entry: Entry, reader: Reader) -> tuple[str, ...]:
    understood = reader.entry(entry)
    notice = understood.notice
    published = entry.published_on or notice.published_on
    dates = [_date(it, reader) for it in notice.key_dates] + [say("feeds-unsure", text=text) for text in notice.unsure]
    return (
        notice.title, published.isoformat() if published else "—", "；".join(dates) or "—",
        ", ".join(sorted(understood.topics)) or "—",
    )


def _date(it: KeyDate, reader: Reader) -> str:
    from bot.cli_show import moment, span

    ends = [end.astimezone(reader.zone) if end else None for end in (it.starts_at, it.ends_at)]
    begins, until = (end.date() if end and it.all_day else end for end in ends)
    if it.kind == "deadline":
        return say("feeds-deadline", name=it.name, when=moment(until))
    return f"{it.name} {span(begins, until)}"


def list_all(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """The configured feeds, and how they are according to the database."""
    from bot import cli_show

    found = configuration(config)
    states = _states(found)
    headings = [say(f"feeds-column-{name}") for name in ("name", "address", "every", "for", "state")]
    rows = [
        (it.name, it.source.url, _length(it.every_secs), _audience(found, it), _state(states.get(it.name), found))
        for it in found.feeds
    ]
    cli_show.console().print(cli_show.table(headings, rows))


def _length(secs: float) -> str:
    unit, size = next(((u, s) for u, s in (("d", 86400), ("h", 3600), ("m", 60)) if secs % s == 0), ("s", 1))
    return f"{secs / size:g}{unit}"


def _audience(config: Config, feed: Feed) -> str:
    rule = feed.audience
    roles = [config.house.role_title(role, say.language) for role in sorted(rule.roles)]
    topics = [config.house.topic_title(topic, say.language) for topic in sorted(rule.topics)]
    return ", ".join((*roles, *topics)) or "—"


def _states(config: Config) -> dict[str, FeedState]:
    """What the database knows of the feeds; nothing while there is none of this version."""
    from store import Store, StoreUnavailable, feeds
    from store.condition import look

    async def read() -> dict[str, FeedState]:
        async with Store.open(config.database) as store, store.reading() as tx:
            return {state.name: state for state in await feeds.all_feeds(tx)}

    try:
        condition = look(config.database)
        is_ours = condition is not None and not condition.missing and not condition.too_new
        return asyncio.run(read()) if is_ours else {}
    except StoreUnavailable as error:
        raise Refused(say("service-no-database", path=str(config.database), why=str(error))) from None


def _state(state: FeedState | None, config: Config) -> str:
    if state is None:
        return say("feeds-state-new")
    if state.paused:
        return say("feeds-state-paused")
    if state.error:
        return say("feeds-state-error", why=state.error, count=state.errors)
    if state.succeeded_at is None:
        return say("feeds-state-new")
    return say("feeds-state-ok", at=state.succeeded_at.astimezone(config.zone).strftime("%m-%d %H:%M"))
