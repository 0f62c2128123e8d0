"""`kexun invite`: a code that brings a role, and the ways to use it, also as pictures to be scanned."""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_database import look, sentences
from bot.cli_telegram import ask
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Misused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config

CODE_BYTES = 9  # 72 random bits: nobody guesses one, and twelve characters can be dictated
USES_MAX = 10_000  # of one invite: a whole school
DAYS_MAX = 366  # a code older than this is forgotten, not waiting
BORDER = 2  # dots of light around a QR code: enough on a screen, and it fits into 40 columns


def invite(
    role: Annotated[str, typer.Option("--role", help=say("cli-option-role"), show_default=False)],
    uses: Annotated[int, typer.Option("--uses", min=1, max=USES_MAX, help=say("cli-option-uses"))] = 1,
    days: Annotated[int, typer.Option("--days", min=1, max=DAYS_MAX, help=say("cli-option-days"))] = 7,
    qr: Annotated[bool, typer.Option("--qr", help=say("cli-option-qr"))] = False,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Make a code that brings a role, and show the ways to use it."""
    found = configuration(config)
    if role not in found.house.roles:
        raise Misused(say("invite-no-role", role=role, known=", ".join(found.house.roles)))
    look(found)
    code = secrets.token_urlsafe(CODE_BYTES)
    with sentences(found.database):
        asyncio.run(_store(found.database, code, role, uses, days))
    title = found.house.role_title(role, say.language)
    typer.echo(say("invite-done", title=title, uses=uses, days=days, code=code))
    if found.webchat_on:
        link = f"{found.web.url}/#invite={code}"
        typer.echo(say("invite-webchat", url=link))
        if qr:
            typer.echo(picture(link) if found.web.public_url else say("invite-qr-here"))
    if found.telegram:
        typer.echo(say("invite-telegram", code=code))
        if qr:
            link = _telegram_link(found, code)
            typer.echo(say("invite-telegram-link", url=link) + f"\n{picture(link)}")


def picture(link: str) -> str:
    """The link as a QR code, light on dark whatever the colours of the terminal."""
    import segno  # 10 ms that only those who ask for it pay

    drawn = StringIO()
    segno.make(link, micro=False, error="l").terminal(out=drawn, compact=True, border=BORDER)
    return "\n".join(typer.style(line, fg="bright_white", bg="black") for line in drawn.getvalue().splitlines())


def _telegram_link(config: Config, code: str) -> str:
    """Which opens the bot and says the code; only Telegram knows what the bot is called."""
    from channels.telegram.keyboard import beginning

    return beginning(ask(config, lambda desk: desk.name()), code)


async def _store(path: Path, code: str, role: str, uses: int, days: int) -> None:
    from store import Store, history, invites

    now = datetime.now(UTC)
    async with Store.open(path) as store, store.transaction() as tx:
        await invites.add(tx, code, role, uses, now + timedelta(days=days), now)
        await history.add(tx, None, "invite made", role, now)
