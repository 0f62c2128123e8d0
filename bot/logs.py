"""What the log says: what happened, where, to which of our own numbers. Never what people write, nor their addresses.

Only extra fields named in FIELDS get through, and of an exception only its type and where it arose: its text may quote
a message. Other people's libraries are heard from WARNING on, by the first line of what they say, without arguments.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TextIO

PARTS = ("bot", "channels", "delivery", "feeds", "notices", "scheduler", "store")

FIELDS = frozenset((
    "again_in_secs", "changed", "channel", "channels", "chat", "count", "delivery", "errors", "feed", "feeds",
    "in_flight", "in_last_second", "known", "lane", "language", "method", "new", "new_rate_per_sec", "part", "port",
    "rate_per_sec", "retry_after_secs", "update", "verdict", "whole_channel", "why",
))
VALUE_CHARS_MAX = 200  # of a field: a reason fits, a message that strayed into one is cut
EVENT_CHARS_MAX = 120  # what happened is a phrase
FRAMES_MAX = 12  # of a traceback, the innermost: where it arose and how we got there

Value = str | int | float | bool | None | list[str]


def setup(stream: TextIO, *, debug: bool = False) -> None:
    """Log to a stream: JSON lines, or lines for people where it is a terminal. `debug`: with whole tracebacks."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ForPeople(debug) if stream.isatty() else JsonLines(debug))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for part in PARTS:
        logging.getLogger(part).setLevel(logging.DEBUG if debug else logging.INFO)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that cannot be written must not print tracebacks of its own


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, part, event, and the fields."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__()
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        """Never raises for what an honest caller may pass."""
        return json.dumps(said(record, self._debug), ensure_ascii=False)


class ForPeople(JsonLines):
    """`12:03:04 warning feeds: feed failed  feed=科协通知 why=…`"""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and one more for each frame of a traceback."""
        found = said(record, self._debug)
        clock = datetime.fromtimestamp(record.created, UTC).astimezone()
        trace = found.pop("trace", [])
        head = f"{clock:%H:%M:%S} {found.pop('level')} {found.pop('part')}: {found.pop('event')}"
        found.pop("time")
        fields = " ".join(f"{name}={value}" for name, value in found.items())
        return "\n    ".join([f"{head}  {fields}".rstrip(), *(trace if isinstance(trace, list) else [])])


def said(record: logging.LogRecord, debug: bool = False) -> dict[str, Value]:
    """What a record may say, by name; `time` in UTC to the millisecond."""
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    event = _one_line(str(record.msg), EVENT_CHARS_MAX)
    found: dict[str, Value] = {
        "time": time, "level": record.levelname.lower(), "part": record.name.partition(".")[0], "event": event
    }
    found |= _fields(record.__dict__)
    if record.exc_info and record.exc_info[1]:
        found |= _trace(record.exc_info[1], debug)
    return found


def _fields(extra: Mapping[str, object]) -> dict[str, Value]:
    return {name: _value(value) for name, value in extra.items() if name in FIELDS}


def _value(value: object) -> Value:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _one_line(value, VALUE_CHARS_MAX)
    if isinstance(value, list | tuple | set | frozenset):
        return [_one_line(str(item), VALUE_CHARS_MAX) for item in value]
    return type(value).__name__


def _one_line(text: str, chars_max: int) -> str:
    first = next(iter(text.strip().splitlines()), "")
    printable = "".join(char if char.isprintable() else " " for char in first)
    return printable if len(printable) <= chars_max else printable[: chars_max - 1] + "…"


def _trace(error: BaseException, debug: bool) -> dict[str, Value]:
    """The error's type and where it arose, without its text or any line of code; with them for debugging."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    whole = "".join(traceback.format_exception(error)).splitlines() if debug else []
    return {"error": type(error).__name__, "trace": whole or where}

