"""`kexun feeds add`, `filter`, `remove`, `pause` and `resume`. A running service sees a change within half a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot import cli_looks, cli_roster
from bot.cli_database import write
from bot.cli_roster import Known
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Misused, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config
    from bot.house import Role, Topic
    from feeds.roster import Terms
    from store import Tx

POLITE_SECS = 300.0  # more often than this burdens someone else's site
Wanted = Annotated[str, typer.Argument(metavar="[FILTER|off]", help=say("cli-argument-filter"), show_default=False)]
Names = Annotated[str, typer.Argument(help=say("cli-argument-which-feed"), show_default=False)]


def add(
    url: Annotated[str, typer.Argument(help=say("cli-argument-url"), show_default=False)],
    name: Annotated[str, typer.Option("--name", help=say("cli-option-name"), show_default=False)] = "",
    topic: Annotated[list[str], typer.Option("--topic", help=say("cli-option-topic"), show_default=False)] = [],  # noqa: B006
    role: Annotated[list[str], typer.Option("--role", help=say("cli-option-for"), show_default=False)] = [],  # noqa: B006
    every: Annotated[str, typer.Option("--every", help=say("cli-option-every"))] = "15m",
    kind: Annotated[str, typer.Option("--kind", help=say("cli-option-kind"))] = "auto",
    wanted: Annotated[str, typer.Option("--filter", help=say("cli-option-filter"), show_default=False)] = "",
    catch_up: Annotated[bool, typer.Option("--catch-up", help=say("cli-option-catch-up"))] = False,
    unseen: Annotated[bool, typer.Option("--unseen", help=say("cli-option-unseen"))] = False,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Look at it, and poll it from now on; what stands there already is noted and not sent."""
    from feeds.roster import added, is_web_address

    found = configuration(config)
    url = url.strip()
    if not is_web_address(url):
        raise Misused(say("feeds-add-address", url=url))
    terms = _terms(found, topic, role, every, kind, wanted, catch_up=catch_up)
    known = cli_roster.all_known(found)
    if had := cli_roster.named(known, url):
        raise Refused(say("feeds-add-had", name=had.feed.name))
    title = _called(name) if name else ""
    if not unseen:
        (look,) = asyncio.run(cli_looks.look_at([added(title or url, url, terms.dump(), found.zone)], found))
        if look.error:
            raise Refused(say("feeds-add-failed", why=look.error, url=url))
        cli_looks.show([look], found, {})
        title = title or _called(look.parsed.title if look.parsed else "")
    title = title or urlsplit(url).hostname or url
    if cli_roster.named(known, title):
        raise Refused(say("feeds-add-named", name=title))
    write(found, lambda tx: _added(tx, title, url, terms))
    typer.echo(say("feeds-added", name=title, every=cli_roster.length(terms.every_secs)))
    if terms.every_secs < POLITE_SECS:
        typer.echo(say("config-impolite", host=urlsplit(url).hostname or ""))


async def _added(tx: Tx, name: str, url: str, terms: Terms) -> None:
    from store import feeds, history

    now = datetime.now(UTC)
    if await feeds.add(tx, name, url, terms.dump(), now) is None:
        raise Refused(say("feeds-add-named", name=name))
    await history.add(tx, None, "feed added", f"{name} {url}", now)


def _called(name: str) -> str:
    from feeds.roster import NAME_CHARS_MAX

    return " ".join(name.split())[:NAME_CHARS_MAX]


def _terms(
    config: Config, topics: list[str], roles: list[str], every: str, kind: str, wanted: str, *, catch_up: bool
) -> Terms:
    """What was said on the command line. Raises Misused."""
    from typing import get_args

    from bot.config.shape import EVERY_MIN
    from bot.config.values import duration
    from feeds.roster import AddedKind, Terms

    if kind not in get_args(AddedKind):
        raise Misused(say("config-choice", value=kind, known=", ".join(get_args(AddedKind))))
    try:
        secs = duration(every).total_seconds()
    except ValueError:
        raise Misused(say("config-duration", value=every)) from None
    if secs < EVERY_MIN.total_seconds():
        raise Misused(say("config-every", min=f"{EVERY_MIN.total_seconds():g}s"))
    return Terms(
        kind, secs, tuple(_named(config.house.topics, "topic", it) for it in topics),  # type: ignore[arg-type]
        tuple(_named(config.house.roles, "role", it) for it in roles), catch_up, _filter(config, wanted),
    )


def _named(things: Mapping[str, Topic] | Mapping[str, Role], what: str, word: str) -> str:
    from bot.commands.naming import named
    from bot.config.errors import unknown

    found = named(things, word)
    if found is None:
        problem = unknown(what, word, things)
        raise Misused(say(problem.name, **problem.args_said))
    return found


def _filter(config: Config, wanted: str) -> str:
    from bot.commands import filtering
    from notices.filters import FilterError, written

    try:
        return written(filtering.understood(wanted, config.house.topics)) if wanted else ""
    except FilterError as error:
        raise Misused(" ".join(filtering.mistake(error, wanted, say).split("\n"))) from None


def remove(feed: Names, config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Poll an added feed no more. Its notices stay."""
    found = configuration(config)
    it = cli_roster.must(cli_roster.all_known(found), feed)
    if not it.is_added or it.state is None:
        raise Refused(say("feeds-remove-configured", name=it.feed.name, path=str(config)))
    feed_id = it.state.id

    async def act(tx: Tx) -> None:
        from store import feeds, history

        now = datetime.now(UTC)
        if await feeds.remove(tx, feed_id, now):
            await history.add(tx, None, "feed removed", it.feed.name, now)

    write(found, act)
    typer.echo(say("feeds-removed", name=it.feed.name))


def set_filter(
    feed: Names,
    wanted: Wanted = "",
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Tell only of what fits from now on; without a filter, show the one there is."""
    found = configuration(config)
    it = cli_roster.must(cli_roster.all_known(found), feed)
    if not wanted:
        typer.echo(_filter_said(it))
        return
    if not it.is_added or it.state is None:
        raise Refused(say("feeds-filter-configured", name=it.feed.name, path=str(config)))
    chosen = "" if wanted.strip().lower() == "off" else _filter(found, wanted)
    write(found, lambda tx: _filtered(tx, it, chosen))
    typer.echo(say("feeds-filtered" if chosen else "feeds-unfiltered", name=it.feed.name, filter=chosen))


def _filter_said(it: Known) -> str:
    from notices.filters import written

    if it.feed.wants is None:
        return say("feeds-filter-none", name=it.feed.name)
    return say("feeds-filtered", name=it.feed.name, filter=written(it.feed.wants))


async def _filtered(tx: Tx, it: Known, chosen: str) -> None:
    from feeds.roster import load
    from store import feeds, history

    state = await feeds.get(tx, it.state.id) if it.state else None
    if state is None:
        raise Refused(say("feeds-unknown", name=it.feed.name, known="-"))
    await feeds.set_terms(tx, state.id, replace(load(state.terms), filter=chosen).dump())
    await history.add(tx, None, "feed filtered", f"{state.name}: {chosen or 'off'}", datetime.now(UTC))


def pause(feed: Names, config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Poll it no more until it is resumed."""
    _set(config, feed, paused=True)


def resume(feed: Names, config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Poll it again, beginning at once; also one that is not paused, which may be waiting after failures."""
    _set(config, feed, paused=False)


def _set(config: Path, wanted: str, *, paused: bool) -> None:
    found = configuration(config)
    it = cli_roster.must(cli_roster.all_known(found), wanted)
    if it.state is not None and it.state.paused == paused:
        if not paused:
            write(found, lambda tx: _paused(tx, it, paused=False))
        typer.echo(say("feeds-paused-before" if paused else "feeds-resumed-before", name=it.feed.name))
        return
    write(found, lambda tx: _paused(tx, it, paused=paused))
    typer.echo(say("feeds-paused" if paused else "feeds-resumed", name=it.feed.name))


async def _paused(tx: Tx, it: Known, *, paused: bool) -> None:
    from store import feeds, history

    now = datetime.now(UTC)
    await feeds.noted(tx, it.feed.name, it.feed.source.identity)
    state = next(state for state in await feeds.all_feeds(tx) if state.name == it.feed.name)
    await feeds.pause(tx, state.id, now if paused else None)
    if state.paused == paused:
        return
    await history.add(tx, None, "feed paused" if paused else "feed resumed", it.feed.name, now)
