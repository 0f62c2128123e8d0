"""`kexun check`, `kexun db upgrade` and `kexun backup`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import terminal
from bot.cli_database import look, sentences
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config

MB = 1024 * 1024


def check(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Say whether the configuration and the database allow a start, and what will be noticed."""
    found = configuration(config)
    typer.echo(say("check-config", path=str(config), roles=len(found.house.roles), topics=len(found.house.topics)))
    typer.echo(say("check-channels", names=", ".join(_channels(found)) or "-", feeds=len(found.feeds)))
    for warning in found.warnings:
        typer.echo(say("check-warning", what=warning))
    typer.echo(_database(found))


def _channels(config: Config) -> list[str]:
    named = {"webchat": config.webchat_on, "telegram": config.telegram is not None}
    return [name for name, is_on in named.items() if is_on]


def _database(config: Config) -> str:
    """How the database is, if it can be used."""
    path = str(config.database)
    condition = look(config)
    if condition is None:
        return say("check-database-new", path=path)
    if condition.too_new:
        raise Refused(say("service-too-new", path=path))
    if condition.damage:
        raise Refused(say("check-damaged", path=path, why=condition.damage[0]))
    if condition.missing:
        return say("check-database-old", path=path, steps=", ".join(condition.missing))
    return say("check-database-running" if condition.running else "check-database", path=path)


def upgrade(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Take the schema's missing steps; make the database if there is none."""
    found = configuration(config)
    before = look(found)
    with sentences(found.database):
        asyncio.run(_open_once(found.database))
    if before is not None and not before.missing:
        typer.echo(say("upgrade-nothing", path=str(found.database)))
    else:
        typer.echo(say("upgrade-done", path=str(found.database)))


async def _open_once(path: Path) -> None:
    from store import Store

    async with Store.open(path, exclusive=True):
        pass


def backup(
    file: Annotated[Path, typer.Argument(help=say("cli-argument-backup"), show_default=False)],
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Copy the database as it is now, while the service may be running."""
    from store.backup import copy

    found = configuration(config)
    if not found.database.exists():
        raise Refused(say("backup-nothing", path=str(found.database)))
    if file.exists():
        raise Refused(say("backup-exists", path=str(file)))
    with sentences(found.database):
        try:
            size_bytes = copy(found.database, file)
        except OSError as error:
            raise Refused(say("backup-failed", path=str(file), why=terminal.why(error, say))) from None
    typer.echo(say("backup-done", path=str(file), size=f"{size_bytes / MB:.1f}"))
