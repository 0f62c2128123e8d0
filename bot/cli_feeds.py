"""`kexun feeds check` and `kexun feeds list`."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import cli_looks, cli_roster, cli_show
from bot.cli_roster import Known
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config
    from feeds.settings import Feed
    from store.feeds import FeedState

WIDE_COLUMNS = 110  # from this width on there is room for all that is known
ERROR_CHARS = 400  # the longest reason with a server's own words in it


def check(
    feed: Annotated[str | None, typer.Argument(help=say("cli-argument-feed"), show_default=False)] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Fetch and read feeds now, and show what is understood in them; nothing is stored or sent."""
    found = configuration(config)
    chosen, states = _chosen(feed, found)
    if not chosen:
        raise Refused(say("feeds-none", path=str(config)))
    looks = asyncio.run(cli_looks.look_at(chosen, found))
    cli_looks.show(looks, found, states)
    if failed := [look.feed.name for look in looks if look.error]:
        raise Refused(say("feeds-failed", count=len(failed), of=len(looks), names=", ".join(failed)))


def _chosen(wanted: str | None, config: Config) -> tuple[list[Feed], dict[str, FeedState | None]]:
    """All feeds, the one of that name, or one that is not known yet, by its address."""
    from feeds.model import Source
    from feeds.settings import Feed

    known = cli_roster.all_known(config)
    is_address = wanted is not None and ("://" in wanted or wanted.startswith("sample:") or Path(wanted).exists())
    if wanted is not None and is_address and cli_roster.named(known, wanted) is None:
        return [Feed(Source(wanted, wanted, "auto", config.zone, Path.cwd(), "host"))], {}
    found = known if wanted is None else [cli_roster.must(known, wanted)]
    return [it.feed for it in found], {it.feed.name: it.state for it in found}


def list_all(
    as_json: Annotated[bool, typer.Option("--json", help=say("cli-option-list-json"))] = False,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """The feeds, configured and added, and how they are according to the database."""
    found = configuration(config)
    known, now = cli_roster.all_known(found), datetime.now(UTC)
    if as_json:
        typer.echo(json.dumps({"feeds": [_as_data(it, found, now) for it in known]}, ensure_ascii=False, indent=2))
        return
    if not known:
        raise Refused(say("feeds-none", path=str(config)))
    out = cli_show.console()
    wide = out.width >= WIDE_COLUMNS
    names = ("feed", *(("every", "for") if wide else ()), "success", "change", "next", "weekly", "state")
    rows = [_row(it, found, now, wide=wide) for it in known]
    out.print(cli_show.table([say(f"feeds-column-{name}") for name in names], rows))


def _row(it: Known, config: Config, now: datetime, *, wide: bool) -> tuple[object, ...]:
    state = it.state
    more = (cli_roster.length(it.feed.every_secs), cli_roster.audience(config, it.feed)) if wide else ()
    return (
        it.feed.name, *more, _at(state.succeeded_at if state else None, config, now),
        _at(state.changed_at if state else None, config, now), _next(state, config, now),
        _number(_weekly(state, now)), cli_show.shown(_state(state), _style(state)),
    )


def _at(at: datetime | None, config: Config, now: datetime) -> str:
    """`16:05` of today, `11-24 16:05` of another day."""
    if at is None:
        return "—"
    local, today = at.astimezone(config.zone), now.astimezone(config.zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%m-%d %H:%M}"


def _next(state: FeedState | None, config: Config, now: datetime) -> str:
    if state is None or state.paused:
        return "—"
    due = state.next_poll_at <= now.timestamp()
    return say("feeds-now") if due else _at(datetime.fromtimestamp(state.next_poll_at, UTC), config, now)


def _weekly(state: FeedState | None, now: datetime) -> float | None:
    """New entries a week, lately; None before it has been read."""
    from feeds import pace

    if state is None or state.baseline_at is None:
        return None
    since = (now - state.arrivals_at).total_seconds() if state.arrivals_at else 0.0
    return round(pace.weekly(pace.arrivals(state.arrivals, since, 0)), 1)


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def _kind(state: FeedState | None) -> str:
    if state is None:
        return "new"
    if state.paused:
        return "paused"
    if state.error:
        return "failing"
    return "ok" if state.succeeded_at else "new"


def _style(state: FeedState | None) -> str:
    return {"failing": "red", "paused": "yellow", "ok": "green"}.get(_kind(state), "")


def _state(state: FeedState | None) -> str:
    from bot.commands import troubles
    from bot.commands.base import clipped

    if state and _kind(state) == "failing":
        return say("feeds-state-error", why=clipped(troubles.of_feed(state, say), ERROR_CHARS), count=state.errors)
    return say(f"feeds-state-{_kind(state)}")


def _as_data(it: Known, config: Config, now: datetime) -> dict[str, Any]:
    """The same for programs: times are local ISO 8601, what is not known is null."""
    from notices.filters import written

    def local(at: datetime | None) -> str | None:
        return at.astimezone(config.zone).isoformat(timespec="seconds") if at else None

    state, feed = it.state, it.feed
    return {
        "name": feed.name, "url": feed.source.url, "kind": feed.source.kind,
        "origin": "added" if it.is_added else "config",
        "every_secs": feed.every_secs, "topics": sorted(feed.audience.topics), "roles": sorted(feed.audience.roles),
        "filter": written(feed.wants) if feed.wants else None, "state": _kind(state),
        "last_success_at": local(state.succeeded_at if state else None),
        "last_change_at": local(state.changed_at if state else None),
        "next_poll_at": local(datetime.fromtimestamp(state.next_poll_at, UTC)) if state and not state.paused else None,
        "error": state.error if state else None, "errors": state.errors if state else 0,
        "failing_since": local(state.failing_at if state else None), "entries_weekly": _weekly(state, now),
    }
