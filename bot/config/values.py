"""The forms of single values: durations, rates, quiet hours, zones, addresses. Each raises its sentence's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from bot.config.errors import nearest
from notices import quiet
from notices.model import Language

ID_BYTES_MAX = 32  # of a role or topic: half of the 64 bytes that a Telegram button can carry
TITLE_CHARS_MAX = 40  # of a role or topic: it is a button's text on a phone
SELECTOR_CHARS_MAX = 300  # of a CSS selector: those that browsers copy are long
DURATION_MAX = timedelta(days=366)  # anything longer is a slip of the keyboard

_DURATION = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*([smhd])")
_SENDER = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{0,64}@(?:[a-z0-9-]+\.)+[a-z0-9-]+")
_RATE = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*/\s*([smh])")
_UNIT_SECS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def wrong(name: str, **args: str) -> PydanticCustomError:
    """An error that carries the name of its sentence in bot/words and what the sentence needs."""
    return PydanticCustomError(name, "{said}", {"said": name, **args})


def duration(value: Any) -> timedelta:
    """`90s`, `15m`, `2h`, `3d`; from 0 to a year."""
    found = _DURATION.fullmatch(str(value).strip())
    if found is None:
        raise wrong("config-duration", value=str(value))
    length = timedelta(seconds=float(found[1]) * _UNIT_SECS[found[2]]) if len(found[1]) < 12 else DURATION_MAX * 2
    if length > DURATION_MAX:
        raise wrong("config-duration-long", value=str(value), days=str(DURATION_MAX.days))
    return length


def rate(value: Any) -> float:
    """`25/s`, `20/m`, `1000/h`, as a number a second."""
    found = _RATE.fullmatch(str(value).strip())
    if found is None or float(found[1]) <= 0:
        raise wrong("config-rate", value=str(value))
    return float(found[1]) / _UNIT_SECS[found[2]]


def quiet_hours(value: Any) -> quiet.QuietHours | None:
    """`22:00-07:30`, or None for none."""
    if value is None:
        return None
    try:
        return quiet.parse(str(value))
    except ValueError:
        raise wrong("config-quiet-hours", value=str(value)) from None


def zone(value: Any) -> ZoneInfo:
    """A name of the IANA time zone database."""
    try:
        return ZoneInfo(str(value))
    except (LookupError, ValueError, OSError):
        known = available_timezones()
        ends = {name.rpartition("/")[2]: name for name in sorted(known)}
        near = nearest(str(value), known) or ends.get(nearest(str(value), ends), "Asia/Shanghai")
        raise wrong("config-timezone", value=str(value), near=near) from None


def titles(value: Any) -> dict[Language, str]:
    """A string, taken as Chinese, or `{zh: , en: }` with one of them at least. Chinese is always there afterwards."""
    given = {"zh": value} if isinstance(value, str | int | float) else value
    if not isinstance(given, dict) or not given or set(given) - {"zh", "en"}:
        raise wrong("config-title", value=str(value), max=str(TITLE_CHARS_MAX))
    found = {language: " ".join(str(text or "").split()) for language, text in given.items()}
    if not all(found.values()) or max(map(len, found.values())) > TITLE_CHARS_MAX:
        raise wrong("config-title", value=str(value), max=str(TITLE_CHARS_MAX))
    return {"zh": found.get("zh") or found["en"], **{k: v for k, v in found.items() if k == "en"}}


def identifier(value: Any) -> str:
    """What roles and topics are called in the file and in buttons: letters, digits, `-`, `_`."""
    text = str(value)
    if not re.fullmatch(r"[\w-]+", text) or len(text.encode()) > ID_BYTES_MAX:
        raise wrong("config-id", value=text, max=str(ID_BYTES_MAX))
    return text


def one_line(chars_max: int) -> Callable[[Any], str]:
    """Text of one line, not empty."""

    def read(value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise wrong("config-text", value=str(value))
        text = str(value).strip()
        if not text or "\n" in text or len(text) > chars_max:
            raise wrong("config-line", value=text[:chars_max], max=str(chars_max))
        return text

    return read


def selector(value: Any) -> str:
    """A CSS selector, with `@NAME` behind it for an attribute."""
    from feeds.pages import select

    text = one_line(SELECTOR_CHARS_MAX)(value)
    if why := select.error(text):
        raise wrong("config-selector", value=text, why=why)
    return text


def sender(value: Any) -> str:
    """An address of mail, or a whole domain: `office@example.edu.cn`, `@example.edu.cn`. In lower case."""
    text = str(value).strip().lower()
    if not _SENDER.fullmatch(text):
        raise wrong("config-sender", value=str(value))
    return text


def http_url(value: Any) -> str:
    """An address on the web, without a slash at its end."""
    text = str(value).strip().rstrip("/")
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or " " in text:
        raise wrong("config-url", value=str(value))
    return text


def optional(read: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """The same form, or null."""
    return lambda value: None if value is None else read(value)


Duration = Annotated[timedelta, BeforeValidator(duration)]
Rate = Annotated[float, BeforeValidator(rate)]
Titles = Annotated[dict[Language, str], BeforeValidator(titles)]
Id = Annotated[str, BeforeValidator(identifier)]
HttpUrl = Annotated[str, BeforeValidator(http_url)]
