"""`kexun read`: what is understood in notices, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot import terminal
from bot.cli_terms import DEFAULT_CONFIG, ConfigPath, Misused, Refused, configuration, say
from notices.reading import Hours

if TYPE_CHECKING:
    from bot.config import Config
    from feeds.documents.model import Document
    from feeds.documents.reader import Reader
    from notices.reading import Reading

STDIN = "-"
ZONE = ZoneInfo("Asia/Shanghai")  # of days and clocks where no configuration says another


def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help=say("cli-argument-read"), show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help=say("cli-option-json"))] = False,
    as_lines: Annotated[bool, typer.Option("--jsonl", help=say("cli-option-jsonl"))] = False,
    published: Annotated[str | None, typer.Option("--published", help=say("cli-option-published"))] = None,
    config: ConfigPath = DEFAULT_CONFIG,
) -> int:
    """Read notices. A configuration, where there is one, lends its topics. What cannot be read is named on the error
    stream; the others are read all the same."""
    on = _day(published) if published else None
    if as_json and (len(files) > 1 or as_lines):
        raise Misused(say("read-json-many"))
    found = configuration(config) if config != DEFAULT_CONFIG or config.exists() else None
    print_one = _print_json if as_json else _print_line if as_lines else _Pages(found, len(files) > 1, on)
    failed = 0
    for file, outcome in _read_all(files, on, found):
        if isinstance(outcome, Refused):
            failed += 1
            print(outcome, file=sys.stderr)
        else:
            print_one(file, *outcome)
    return 1 if failed else 0


def _read_all(
    files: Sequence[str], published: date | None, config: Config | None
) -> Iterator[tuple[str, tuple[Document, Reading] | Refused]]:
    """Each file with the document that was read and what is understood in it, or why not."""
    from feeds.documents.reader import Reader

    with Reader() as reader, _progress(len(files)) as advance:
        for file in files:
            try:
                document = document_of(reader, file)
                outcome: tuple[Document, Reading] | Refused = document, understand(document, published, config)
            except Refused as refused:
                outcome = refused
            advance()
            yield file, outcome


def _progress(count: int) -> AbstractContextManager[Any]:
    """How far it has got, for people who wait for several files and do not see them come out."""
    if count > 1 and sys.stderr.isatty() and not sys.stdout.isatty():
        from bot import cli_show

        return cli_show.progress(count)
    return nullcontext(lambda: None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(say("cli-no-date", value=text)) from None


def document_of(reader: Reader, file: str) -> Document:
    """What stands in a file. Raises Refused."""
    from feeds.documents.model import Unreadable
    from feeds.documents.reader import BYTES_MAX

    name = say("read-stdin") if file == STDIN else file
    try:
        if file == STDIN:
            body = sys.stdin.buffer.read(BYTES_MAX + 1)
        else:
            with Path(file).open("rb") as opened:
                body = opened.read(BYTES_MAX + 1)
    except IsADirectoryError:
        raise Refused(say("read-folder", file=name)) from None
    except OSError as error:
        raise Refused(say("read-cannot", file=name, why=terminal.why(error, say))) from None
    found = reader.read(body, "" if file == STDIN else file)
    if isinstance(found, Unreadable):
        sentence = f"read-{found.trouble.replace('_', '-')}"
        raise Refused(say(sentence, file=name, max=str(BYTES_MAX // 1024 // 1024)))
    return found


def understand(document: Document, published: date | None, config: Config | None) -> Reading:
    """What is understood in a document, with what the configuration knows."""
    from notices.extract import read as read_notice

    topics = {topic.id: topic.keywords for topic in config.house.topics.values()} if config else {}
    term_start = config.term_start if config else None
    return read_notice(
        document.text, title=document.title or None, published=published or document.published_on, topics=topics,
        term_start=term_start,
    )


def _print_json(_: str, __: Document, reading: Reading) -> None:
    _plain_output(json.dumps(as_object(reading), ensure_ascii=False, indent=1))


def _print_line(file: str, _: Document, reading: Reading) -> None:
    _plain_output(json.dumps({"file": file, **as_object(reading)}, ensure_ascii=False))


def _plain_output(text: str) -> None:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # as JSON is defined
    typer.echo(text)


class _Pages:
    """Notices one below the other, for people; of a page of several articles, those that name a date."""

    def __init__(self, config: Config | None, named: bool, published: date | None) -> None:
        """`named`: each under its file's name."""
        self._config, self._named, self._published = config, named, published

    def __call__(self, file: str, document: Document, reading: Reading) -> None:
        from feeds.documents import newspaper

        articles = document.articles or newspaper.articles(document.text)
        parts = [replace(document, text=it.text, title=it.title, articles=()) for it in articles]
        readings = [(part, understand(part, self._published, self._config)) for part in parts]
        dated = [(part, found) for part, found in readings if found.events or found.deadlines]
        for part, found in dated or [(document, reading)]:
            self._show(file, part, found)
        if dated and len(parts) > len(dated):
            print(say("read-articles-left", count=len(parts) - len(dated)))

    def _show(self, file: str, document: Document, reading: Reading) -> None:
        from bot import cli_notice

        house = self._config.house if self._config else None
        titles = [house.topic_title(topic, say.language) if house else topic for topic in reading.topics]
        now = datetime.now(UTC).astimezone(self._config.zone if self._config else ZONE)
        cli_notice.show(file if self._named else "", document.text, reading._replace(topics=tuple(titles)), now)


def as_object(reading: Reading) -> dict[str, Any]:
    """A reading for JSON: days as `2024-09-27`, minutes as `2024-09-27T17:00`, what is not said as null or empty."""
    found: dict[str, Any] = _plain(reading)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Hours):
        return str(value)
    if hasattr(value, "_asdict"):
        value = value._asdict()
    elif is_dataclass(value):
        value = asdict(value)  # type: ignore[arg-type]  # a value, not its class
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
