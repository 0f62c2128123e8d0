"""`kexun telegram webhook set`, `delete` and `info`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config
    from channels.telegram.webhook import Desk

Result = TypeVar("Result")


def put_up(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Have updates brought to web.public_url."""
    from bot.config.build import check_webhook
    from bot.config.errors import Problem
    from channels.telegram.webhook import address

    found = _with_telegram(config)
    assert found.telegram is not None
    try:
        check_webhook(found.web.public_url, found.telegram.api_url)
    except Problem as problem:
        raise Refused(say(problem.name, **problem.args_said)) from None
    url = address(found.web.public_url or "")
    ask(found, lambda desk: desk.put_up(url))
    typer.echo(say("webhook-set", url=url))
    if found.telegram.mode == "polling":
        typer.echo(say("webhook-but-polling"))


def take_down(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Have nothing brought any more; what waits is kept."""
    found = _with_telegram(config)
    was_up = ask(found, lambda desk: desk.take_down())
    typer.echo(say("webhook-deleted" if was_up else "webhook-none"))
    if found.telegram and found.telegram.mode == "webhook":
        typer.echo(say("webhook-but-webhook"))


def info(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """What Telegram says of the webhook."""
    found = _with_telegram(config)
    told = ask(found, lambda desk: desk.look())
    if not told.url:
        typer.echo(say("webhook-none"))
        return
    typer.echo(say("webhook-is", url=told.url, waiting=told.waiting))
    if told.failed_at:
        at = told.failed_at.astimezone(found.zone)
        typer.echo(say("webhook-failed", at=f"{at:%Y-%m-%d %H:%M}", why=told.failure or "?"))


def _with_telegram(path: ConfigPath) -> Config:
    found = configuration(path)
    if found.telegram is None:
        raise Refused(say("cli-telegram-off", path=str(path)))
    return found


def ask(config: Config, what: Callable[[Desk], Awaitable[Result]]) -> Result:
    """Ask Telegram; whatever it answers instead is one sentence."""
    from channels.base import SendError
    from channels.telegram.webhook import Desk

    settings = config.telegram
    assert settings is not None

    async def asked() -> Result:
        async with Desk(settings.token, settings.api_url, settings.proxy) as desk:
            return await what(desk)

    try:
        return asyncio.run(asked())
    except SendError as error:
        raise Refused(say("cli-telegram-refused", url=settings.api_url, why=str(error))) from None
