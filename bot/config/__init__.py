"""config.yaml as frozen values for the parts of the service, or one sentence that says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot import terminal
from bot.config import build, document, problems, shape
from bot.config.document import Document
from bot.config.errors import ConfigError, Place, Problem
from bot.house import House
from bot.words import words
from feeds.settings import Feed
from notices.model import Language

__all__ = ["Config", "ConfigError", "Telegram", "Web", "load"]

FILE_BYTES_MAX = 4 * 1024 * 1024  # a thousand feeds are a tenth of this; anything larger is another file

_ENGLISH = re.compile(r"^language:\s*[\"']?en\b", re.M)
_EVERYWHERE = ("0.0.0.0", "::", "")


@dataclass(frozen=True, slots=True)
class Web:
    host: str
    port: int
    """0: any that is free."""
    public_url: str | None
    """Where people reach it when a proxy stands before it; without a slash at the end."""

    @property
    def url(self) -> str:
        """Where people reach it, as far as the configuration tells."""
        host = "127.0.0.1" if self.host in _EVERYWHERE else f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Telegram:
    token: str
    api_url: str
    mode: Literal["polling", "webhook"]
    rate_per_sec: float
    proxy: str | None = None
    """An HTTP proxy, where Telegram is not reached directly."""
    paid_broadcast: bool = False
    """Pay Stars for what goes out beyond Telegram's free rate."""

    def __repr__(self) -> str:
        return f"Telegram(api_url={self.api_url!r})"  # a token must not get into a log


@dataclass(frozen=True, slots=True)
class Config:
    path: Path
    zone: ZoneInfo
    language: Language
    database: Path
    admins: frozenset[str]
    web: Web
    webchat_on: bool
    telegram: Telegram | None
    """None: off, because it is not in the file or its secrets are not set."""
    house: House
    feeds: tuple[Feed, ...]
    term_start: date | None
    """The Monday from which a school counts its weeks."""
    warnings: tuple[str, ...]
    """Sentences for the operator about what will work, but perhaps not as meant."""


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """Read and check the file. Relative paths in it are relative to it. Raises ConfigError."""
    shown = str(path)
    text = _read(path, terminal.language(environ))
    found = Document()
    try:
        found = document.parse(text, environ, path.parent)
        file, off = _checked(found)
        return _config(path, file, found, off, terminal.language(environ, file.language))
    except Problem as problem:
        language = terminal.language(environ, _configured(text))
        raise ConfigError(_said(problem, shown, found, language)) from None


def _read(path: Path, language: Language) -> str:
    say = words(language)
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(say("config-no-file", file=str(path))) from None
    except OSError as error:
        raise ConfigError(say("config-unreadable", file=str(path), why=terminal.why(error, say))) from None
    if len(body) > FILE_BYTES_MAX:
        raise ConfigError(say("config-too-large", file=str(path)))
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(say("config-no-utf8", file=str(path))) from None


def _configured(text: str) -> Language:
    """The language the file asks for, even if it cannot be read as YAML."""
    return "en" if _ENGLISH.search(text) else "zh"


def _checked(found: Document) -> tuple[shape.File, Problem | None]:
    """The file's shape, and why Telegram is off though it is in the file. Raises Problem."""
    off = None
    for place, name in found.unset.items():
        if place[:2] != ("channels", "telegram"):
            raise Problem("config-unset", place, value=name)
        off = off or Problem("config-telegram-off", place, value=name)
        if place[-1] != "token" and place[-1] in shape.Telegram.model_fields:
            del found.data["channels"]["telegram"][place[-1]]
    try:
        return shape.File.model_validate(found.data), off
    except ValidationError as error:
        raise problems.first(error, found) from None


def _config(path: Path, file: shape.File, found: Document, off: Problem | None, language: Language) -> Config:
    web = Web(file.web.host.strip(), file.web.port, file.web.public_url)
    telegram, off = _telegram(file.channels.telegram, off)
    if telegram and telegram.mode == "webhook":
        build.check_webhook(web.public_url, telegram.api_url)
    noted = [*([off] if off else []), *build.impolite(file), *(build.too_fast(file) if telegram else ())]
    if file.channels.webchat is None and telegram is None:
        noted.append(Problem("config-no-channel", ("channels",)))
    return Config(
        path=path, zone=file.timezone, language=file.language, database=build.database(file, path.parent),
        admins=build.admins(file), web=web, webchat_on=file.channels.webchat is not None, telegram=telegram,
        house=build.house(file, web.url), feeds=build.feeds(file, path.parent), term_start=file.term_start,
        warnings=tuple(_said(it, str(path), found, language) for it in noted),
    )


def _telegram(block: shape.Telegram | None, off: Problem | None) -> tuple[Telegram | None, Problem | None]:
    if block is None or off is not None:
        return None, off
    if not block.token:
        return None, Problem("config-telegram-empty", ("channels", "telegram", "token"))
    return Telegram(block.token, block.api_url, block.mode, block.rate, block.proxy, block.paid_broadcast), None


def _said(problem: Problem, file: str, found: Document, language: Language) -> str:
    line = problem.line or found.line(problem.place)
    return problem.said(file, line, _key(problem.place, found.data), language)


def _key(place: Place, data: object) -> str:
    """A place as people write it: `feeds[科协通知].every`; an entry without a name has its number, from 1."""
    key = ""
    for step in place:
        data = _inside(data, step)
        if isinstance(step, str):
            key += f".{step}" if key else step
        else:
            name = data.get("name") if isinstance(data, dict) else None
            key += f"[{name if isinstance(name, str) else f'#{step + 1}'}]"
    return key


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None
