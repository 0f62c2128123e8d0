"""What the commands share: the operator's language, --config, and refusing with one sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import terminal
from bot.words import words

if TYPE_CHECKING:
    from bot.config import Config

say = words(terminal.language(os.environ))

ConfigPath = Annotated[
    Path, typer.Option("--config", "-c", envvar="KEXUN_CONFIG", show_envvar=False, help=say("cli-option-config"))
]
DEFAULT_CONFIG = Path("config.yaml")


class Refused(Exception):
    """What was asked for cannot be done; the text is one sentence that says why and what to do."""


class Misused(Refused):
    """It was asked for in a way that makes no sense."""


def configuration(path: Path) -> Config:
    """The checked configuration. Raises Refused."""
    from bot.config import ConfigError, load

    try:
        return load(path, os.environ)
    except ConfigError as error:
        raise Refused(str(error)) from None
