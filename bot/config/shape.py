"""The shape of config.yaml: which keys there are, what form they have, what they are when left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from bot.config import values
from bot.config.values import Duration, HttpUrl, Id, Rate, Titles
from bot.house import Join
from feeds.model import SourceKind
from feeds.settings import ROUNDUP_ABOVE
from notices.filters.syntax import CHARS_MAX
from notices.model import Language
from notices.quiet import QuietHours

EVERY_MIN = timedelta(seconds=1)  # more often than this is a loop
LEADS_MAX = 10  # reminders of one date: more would be noise
LEAD_MIN = timedelta(minutes=1)  # the clock of reminders ticks in seconds; a member reads in minutes


class Block(BaseModel):
    """A group of keys. Unknown keys are errors; a block that is named and left blank holds what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _blank(cls, value: Any) -> Any:
        return {} if value is None else value


class Web(Block):
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Annotated[str | None, BeforeValidator(values.optional(values.http_url))] = None


class WebChat(Block):
    pass


class Telegram(Block):
    token: str
    api_url: HttpUrl = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    rate: Rate = 25.0
    paid_broadcast: bool = False
    proxy: Annotated[str | None, BeforeValidator(values.optional(values.http_url))] = None

    @field_validator("token")
    @classmethod
    def _is_one_word(cls, value: str) -> str:
        if any(char.isspace() or char == "/" for char in value):
            raise values.wrong("config-token")
        return value


class Channels(Block):
    webchat: WebChat | None = None
    telegram: Telegram | None = None

    @model_validator(mode="before")
    @classmethod
    def _named_is_on(cls, value: Any) -> Any:
        """`webchat:` with nothing behind it is on."""
        if not isinstance(value, dict):
            return value
        return {key: {} if block is None else block for key, block in value.items()}


class Role(Block):
    title: Titles | None = None
    join: Join = "open"
    topics: tuple[str, ...] = ()


class Topic(Block):
    title: Titles | None = None
    keywords: tuple[Annotated[str, BeforeValidator(values.one_line(30))], ...] = ()
    issuers: tuple[Annotated[str, BeforeValidator(values.one_line(30))], ...] = ()


class Audience(Block):
    roles: tuple[str, ...] = ()


Selector = Annotated[str, BeforeValidator(values.selector)]


class Page(Block):
    item: Selector = ""
    title: Selector = ""
    link: Selector = ""
    date: Selector = ""
    next: Selector = ""
    article: Selector = ""


class Mail(Block):
    user: Annotated[str, BeforeValidator(values.one_line(200))]
    password: Annotated[str, BeforeValidator(values.one_line(200))]
    senders: tuple[Annotated[str, BeforeValidator(values.sender)], ...] = ()
    folder: Annotated[str, BeforeValidator(values.one_line(200))] = "INBOX"
    mark_seen: bool = False


class Feed(Block):
    name: Annotated[str, BeforeValidator(values.one_line(60))]
    url: Annotated[str, BeforeValidator(values.one_line(2000))]
    kind: SourceKind = "auto"
    every: Duration = timedelta(minutes=15)
    topics: tuple[str, ...] = ()
    audience: Audience = Audience()
    catch_up: bool = False
    roundup_above: Annotated[int, Field(ge=0, le=500)] = ROUNDUP_ABOVE
    filter: Annotated[str | None, BeforeValidator(values.optional(values.one_line(CHARS_MAX)))] = None
    internal: bool = False
    legacy_tls: bool = False
    page: Page | None = None
    mail: Mail | None = None

    @field_validator("every")
    @classmethod
    def _is_no_loop(cls, value: timedelta) -> timedelta:
        if value < EVERY_MIN:
            raise values.wrong("config-every", min=f"{EVERY_MIN.total_seconds():g}s")
        return value


class Reminders(Block):
    event: tuple[Duration, ...] = (timedelta(days=3), timedelta(days=1), timedelta(hours=2))
    deadline: tuple[Duration, ...] = (timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=3))

    @field_validator("event", "deadline")
    @classmethod
    def _are_few(cls, value: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
        if len(value) > LEADS_MAX or any(lead < LEAD_MIN for lead in value):
            raise values.wrong("config-leads", max=str(LEADS_MAX), min="1m")
        return value


class File(Block):
    """The whole file."""

    timezone: Annotated[ZoneInfo, BeforeValidator(values.zone)] = ZoneInfo("Asia/Shanghai")
    language: Language = "zh"
    database: str = "sqlite:///kexun.db"
    admins: tuple[str, ...] = ()
    web: Web = Web()
    channels: Channels = Channels(webchat=WebChat())
    roles: dict[Id, Role] = {}
    topics: dict[Id, Topic] = {}
    feeds: tuple[Feed, ...] = ()
    reminders: Reminders = Reminders()
    quiet_hours: Annotated[QuietHours | None, BeforeValidator(values.quiet_hours)] = None
    term_start: date | None = None
