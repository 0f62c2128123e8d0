"""`kexun feeds import` and `kexun feeds export`: lists of feeds as other readers have them (OPML)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot import cli_roster, terminal
from bot.cli_database import write
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config
    from feeds.opml import Outline
    from feeds.roster import AddedKind
    from store import Tx

SKIPPED_SHOWN = 10


def import_(
    file: Annotated[Path, typer.Argument(help=say("cli-argument-opml"), show_default=False)],
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Add every feed of an OPML file that is not there yet; its folders are topics, where there is one of that name."""
    found = configuration(config)
    outlines = _read(file)
    if not outlines:
        raise Refused(say("opml-none", file=str(file)))
    fresh, skipped = _sorted(found, outlines)
    unknown = Counter(name for it in fresh for name in it.folders if _topic(found, name) is None)
    if fresh:
        write(found, lambda tx: _add(tx, found, fresh))
    for name, count in unknown.items():
        typer.echo(say("opml-folder", name=name, count=count))
    for line in skipped[:SKIPPED_SHOWN]:
        typer.echo(line)
    if len(skipped) > SKIPPED_SHOWN:
        typer.echo(say("feeds-more", count=len(skipped) - SKIPPED_SHOWN))
    typer.echo(say("opml-imported", added=len(fresh), skipped=len(skipped)))


def _read(file: Path) -> list[Outline]:
    from feeds import opml

    try:
        with file.open("rb") as stream:
            body = stream.read(opml.BYTES_MAX + 1)
    except OSError as error:
        raise Refused(say("read-cannot", file=str(file), why=terminal.why(error, say))) from None
    if len(body) > opml.BYTES_MAX:
        raise Refused(say("opml-large", file=str(file), max=opml.BYTES_MAX // (1024 * 1024)))
    try:
        return opml.read(body)
    except opml.NoOpml as error:
        raise Refused(say("opml-bad", file=str(file), why=str(error))) from None


def _sorted(config: Config, outlines: list[Outline]) -> tuple[list[Outline], list[str]]:
    """Those to be added, under names of their own, and a sentence for each of the others."""
    from feeds.opml import Outline
    from feeds.roster import NAME_CHARS_MAX, is_web_address

    known = cli_roster.all_known(config)
    urls, names = {it.feed.source.url for it in known}, {it.feed.name for it in known}
    fresh: list[Outline] = []
    skipped: list[str] = []
    for it in outlines:
        title = it.title[:NAME_CHARS_MAX] or it.url[:NAME_CHARS_MAX]
        if not is_web_address(it.url):
            skipped.append(say("opml-address", name=title, url=it.url[:100]))
        elif it.url in urls:
            skipped.append(say("opml-had", name=title))
        else:
            title = title if title not in names else f"{title} ({urlsplit(it.url).hostname})"[-NAME_CHARS_MAX:]
            title = title if title not in names else it.url[:NAME_CHARS_MAX]
            if title in names:
                skipped.append(say("opml-had", name=title))
                continue
            urls.add(it.url)
            names.add(title)
            fresh.append(Outline(title, it.url, it.folders, it.kind))
    return fresh, skipped


def _topic(config: Config, folder: str) -> str | None:
    from bot.commands.naming import named

    return named(config.house.topics, folder)


async def _add(tx: Tx, config: Config, fresh: list[Outline]) -> None:
    from feeds.roster import Terms
    from store import feeds, history

    kinds: dict[str, AddedKind] = {"page": "page", "ical": "ical"}  # no program but ours writes these

    now = datetime.now(UTC)
    for it in fresh:
        topics = dict.fromkeys(topic for name in it.folders if (topic := _topic(config, name)))
        await feeds.add(tx, it.title, it.url, Terms(kinds.get(it.kind, "auto"), topics=tuple(topics)).dump(), now)
    await history.add(tx, None, "feeds imported", str(len(fresh)), now)


def export(
    file: Annotated[Path | None, typer.Argument(help=say("cli-argument-export"), show_default=False)] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """The feeds of the web as OPML, a folder for each topic; those of this machine are nobody else's."""
    from feeds import opml
    from feeds.roster import is_web_address

    found = configuration(config)
    feeds = [it.feed for it in cli_roster.all_known(found) if is_web_address(it.feed.source.url)]
    if not feeds:
        raise Refused(say("opml-nothing"))
    folders: dict[str, list[opml.Outline]] = {}
    for feed in feeds:
        topics = sorted(feed.audience.topics)
        first = found.house.topic_title(topics[0], say.language) if topics else ""
        kind = feed.source.kind if feed.source.kind in ("page", "ical") else opml.FEED
        folders.setdefault(first, []).append(opml.Outline(feed.name, feed.source.url, tuple(topics), kind))
    text = opml.write("Kexun", sorted(folders.items()))
    if file is None or str(file) == "-":
        typer.echo(text, nl=False)
        return
    if file.exists():
        raise Refused(say("backup-exists", path=str(file)))
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(say("opml-not-written", path=str(file), why=terminal.why(error, say))) from None
    typer.echo(say("opml-exported", count=len(feeds), path=str(file)))
