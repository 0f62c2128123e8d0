"""`kexun read`: what is understood in a notice, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import category

import typer

from bot import terminal
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Misused, Refused, configuration, say

if TYPE_CHECKING:
    from bot.config import Config
    from notices.reading import Reading

BYTES_MAX = 10 * 1024 * 1024  # as large as a feed may be; a notice has a few thousand
STRANGE_SHARE_MAX = 0.05  # of characters that no text has: more than this is no text
STDIN = "-"

_NO_TEXT = ("Cc", "Cs", "Co", "Cn")  # Unicode's controls, surrogates, private and unassigned characters
_FORMATS = (  # how files begin that are documents, and not text
    (b"%PDF", "PDF"), (b"PK\x03\x04", "Word/Excel/ZIP"), (b"\xd0\xcf\x11\xe0", "Word/Excel 97"), (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"), (b"\x1f\x8b", "gzip"), (b"{\\rtf", "RTF"),
)


def read(
    file: Annotated[str, typer.Argument(help=say("cli-argument-read"), show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help=say("cli-option-json"))] = False,
    published: Annotated[str | None, typer.Option("--published", help=say("cli-option-published"))] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """Read one notice. A configuration, where there is one, lends its topics."""
    on = _day(published) if published else None
    found = configuration(config) if config != DEFAULT_CONFIG or config.exists() else None
    body = _bytes(file)
    reading = understand(text_of(say("read-stdin") if file == STDIN else file, body), on, found)
    if as_json:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # as JSON is defined
        typer.echo(json.dumps(as_object(reading), ensure_ascii=False, indent=1))
    else:
        from bot import cli_show

        titles = [found.house.topic_title(topic, say.language) if found else topic for topic in reading.topics]
        cli_show.reading(replace(reading, topics=tuple(titles)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(say("cli-no-date", value=text)) from None


def _bytes(file: str) -> bytes:
    try:
        if file == STDIN:
            body = sys.stdin.buffer.read(BYTES_MAX + 1)
        else:
            with Path(file).open("rb") as opened:
                body = opened.read(BYTES_MAX + 1)
    except OSError as error:
        raise Refused(say("read-cannot", file=file, why=terminal.why(error, say))) from None
    if len(body) > BYTES_MAX:
        raise Refused(say("read-too-large", file=file, max=str(BYTES_MAX // 1024 // 1024)))
    return body


def text_of(name: str, body: bytes) -> tuple[str | None, str]:
    """The title, where the document says one apart from its text, and the text. Raises Refused for what is no text."""
    from feeds import html
    from feeds.decode import decode

    if kind := next((kind for start, kind in _FORMATS if body.startswith(start)), None):
        raise Refused(say("read-format", file=name, kind=kind))
    text = decode(body)
    strange = sum(char == "\ufffd" or (category(char) in _NO_TEXT and not char.isspace()) for char in text)
    if strange > len(text) * STRANGE_SHARE_MAX:
        raise Refused(say("read-binary", file=name))
    if not any(map(str.isalnum, text)):
        raise Refused(say("read-empty", file=name))
    if Path(name).suffix.lower() in (".html", ".htm") or (html.looks_like_html(text) and not name.endswith(".md")):
        return html.document_title(text) or None, html.to_text(text)
    return None, text


def understand(document: tuple[str | None, str], published: date | None, config: Config | None) -> Reading:
    """What is understood in a document, with what the configuration knows."""
    from notices.extract import read as read_notice

    title, text = document
    topics = {topic.id: topic.keywords for topic in config.house.topics.values()} if config else {}
    term_start = config.term_start if config else None
    return read_notice(text, title=title, published=published, topics=topics, term_start=term_start)


def as_object(reading: Reading) -> dict[str, Any]:
    """A reading for JSON: days as `2024-09-27`, minutes as `2024-09-27T17:00`, what is not said as null or empty."""
    return {name: _plain(value) for name, value in asdict(reading).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
