"""From the shape of the file to what the parts of the service need, with the checks that look at two keys at once."""

from __future__ import annotations

import socket
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.commands.naming import named
from bot.config import shape, sources
from bot.config.errors import Place, Problem, unknown
from bot.house import ADMIN, ORGANISER, TRUSTED, House, Join, Role, Topic
from channels.telegram.costs import FREE_PER_SEC, PAID_PER_SEC_MAX
from delivery.settings import Settings
from feeds import samples
from feeds.model import Source, Trust
from feeds.settings import Feed
from notices.filters import Filter, FilterError, parse
from notices.model import Audience, Language

POLITE_EVERY = timedelta(minutes=5)  # more often than this burdens someone else's site
SQLITE = "sqlite:///"
TELEGRAM_URL = "https://api.telegram.org"  # others are Bot API servers of one's own, which know no such limits
WEBHOOK_PORTS = (443, 80, 88, 8443)  # that Telegram calls (Bot API, setWebhook)
MAIL_SCHEMES = ("imaps", "imap")
WEB_SCHEMES = ("http", "https", "webcal", "feed")

_TRUSTED_TITLES: Mapping[str, dict[Language, str]] = {
    ORGANISER: {"zh": "组织者", "en": "Organiser"},
    ADMIN: {"zh": "管理员", "en": "Administrator"},
}


def database(file: shape.File, base: Path) -> Path:
    """Where the SQLite file lies. Raises Problem."""
    url = file.database.strip()
    if url.startswith(("postgresql:", "postgres:", "postgresql+")):
        raise Problem("config-postgresql", ("database",))
    path = url.removeprefix(SQLITE)
    if path == url or not path or path == ":memory:":
        raise Problem("config-database", ("database",), value=url.partition("@")[2] or url)
    return base / path


def admins(file: shape.File) -> frozenset[str]:
    """`channel:address` of the first admins. Raises Problem."""
    known = tuple(shape.Channels.model_fields)
    for index, account in enumerate(file.admins):
        channel, _, address = account.partition(":")
        if channel not in known or not address.strip():
            raise Problem("config-admin", ("admins", index), value=account, known=", ".join(known))
        if channel == "telegram" and not address.removeprefix("-").isdecimal():
            raise Problem("config-admin-telegram", ("admins", index), value=account)
    return frozenset(file.admins)


def house(file: shape.File, public_url: str) -> House:
    """Raises Problem."""
    _check_roles(file)
    reminders = {"event": file.reminders.event, "deadline": file.reminders.deadline}
    settings = Settings(
        file.timezone, file.language, file.quiet_hours,
        {"event": reminders["event"], "deadline": reminders["deadline"]},
        corrected_on=frozenset(it for it in ("telegram", "webchat") if getattr(file.channels, it) is not None),
    )
    titles = {feed.name: feed.name for feed in file.feeds}
    return House(settings, _roles(file), _topics(file), admins(file), public_url, feed_titles=titles)


def _topics(file: shape.File) -> dict[str, Topic]:
    return {
        name: Topic(name, topic.title or {"zh": name}, topic.keywords, topic.issuers)
        for name, topic in file.topics.items()
    }


def _roles(file: shape.File) -> dict[str, Role]:
    given = {
        name: Role(name, role.title or _TRUSTED_TITLES.get(name, {"zh": name}), _join(name, role), role.topics)
        for name, role in file.roles.items()
    }
    missing = {name: Role(name, titles, "invite") for name, titles in _TRUSTED_TITLES.items() if name not in given}
    return given | missing


def _join(name: str, role: shape.Role) -> Join:
    return "invite" if name in TRUSTED and "join" not in role.model_fields_set else role.join


def check_webhook(public_url: str | None, api_url: str) -> None:
    """Telegram must be able to call us. Raises Problem."""
    place = ("channels", "telegram", "mode")
    if not public_url:
        raise Problem("config-webhook-no-url", place)
    url = urlsplit(public_url)
    if api_url.rstrip("/") == TELEGRAM_URL and (url.scheme != "https" or (url.port or 443) not in WEBHOOK_PORTS):
        raise Problem("config-webhook-url", place, value=public_url, ports=", ".join(map(str, WEBHOOK_PORTS)))


def _check_roles(file: shape.File) -> None:
    for name, role in file.roles.items():
        if name in TRUSTED and _join(name, role) == "open":
            raise Problem("config-open-trust", ("roles", name, "join"), role=name)
        _check_known("topic", role.topics, file.topics, ("roles", name, "topics"))


def _check_known(kind: str, words: tuple[str, ...], known: Collection[str], place: Place) -> None:
    for index, word in enumerate(words):
        if word not in known:
            raise unknown(kind, word, known, (*place, index))


def feeds(file: shape.File, base: Path) -> tuple[Feed, ...]:
    """Raises Problem."""
    seen: dict[str, int] = {}
    roles = {*file.roles, *TRUSTED}
    for index, feed in enumerate(file.feeds):
        if feed.name in seen:
            place = ("feeds", index, "name")
            raise Problem("config-feed-twice", place, value=feed.name, first=str(seen[feed.name]))
        seen[feed.name] = index + 1
        _check_known("topic", feed.topics, file.topics, ("feeds", index, "topics"))
        _check_known("role", feed.audience.roles, roles, ("feeds", index, "audience", "roles"))
        _check_address(feed, ("feeds", index, "url"))
        sources.check(feed, ("feeds", index))
    return tuple(_feed(feed, file, base, index) for index, feed in enumerate(file.feeds))


def _check_address(feed: shape.Feed, place: Place) -> None:
    scheme = feed.url.partition(":")[0].lower() if ":" in feed.url else ""
    if feed.url.startswith("sample:") or feed.kind == "sample":
        if feed.url.removeprefix("sample:").strip("/") not in samples.TITLES or feed.kind not in ("auto", "sample"):
            raise unknown("sample", feed.url, [f"sample:{name}" for name in samples.SETS], place)
    elif feed.kind == "mail":
        if scheme not in MAIL_SCHEMES or not _host(feed.url):
            raise Problem("config-mail-address", place, value=feed.url)
    elif not (_host(feed.url) if scheme in WEB_SCHEMES else scheme == "file" or "://" not in feed.url):
        raise Problem("config-feed-address", place, value=feed.url)
    elif feed.kind == "folder" and scheme in WEB_SCHEMES:
        raise Problem("config-feed-folder", place)
    elif feed.kind == "page" and scheme not in WEB_SCHEMES:
        raise Problem("config-feed-page", place)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _feed(feed: shape.Feed, file: shape.File, base: Path, index: int) -> Feed:
    trust: Trust = "internal" if feed.internal else "host"
    source = Source(
        feed.name, feed.url, feed.kind, file.timezone, base, trust, feed.legacy_tls, page=sources.page(feed),
        mailbox=sources.mailbox(feed),
    )
    audience = Audience(frozenset(feed.audience.roles), frozenset(feed.topics))
    wants = _filter(feed.filter, file, ("feeds", index, "filter")) if feed.filter else None
    return Feed(source, feed.every.total_seconds(), audience, feed.catch_up, feed.roundup_above, wants)


def _filter(text: str, file: shape.File, place: Place) -> Filter:
    try:
        return parse(text, lambda name: named(_topics(file), name))
    except FilterError as error:
        what = error.what or text[error.at - 1 : error.at]
        raise Problem(f"filter-wrong-{error.mistake}", place, what=what, at=str(error.at)) from None


def impolite(file: shape.File) -> Iterator[Problem]:
    """Feeds of others that would be polled too often: worth a warning."""
    for index, feed in enumerate(file.feeds):
        is_remote = feed.url.lower().startswith(tuple(f"{s}:" for s in WEB_SCHEMES)) and not _is_here(_host(feed.url))
        if is_remote and feed.every < POLITE_EVERY:
            yield Problem("config-impolite", ("feeds", index, "every"), host=_host(feed.url))


def too_fast(file: shape.File) -> Iterator[Problem]:
    """A rate that Telegram does not take, or not without being paid: worth a warning."""
    telegram = file.channels.telegram
    assert telegram is not None
    most = PAID_PER_SEC_MAX if telegram.paid_broadcast else FREE_PER_SEC
    if telegram.rate > most:
        said = "config-telegram-rate-paid" if telegram.paid_broadcast else "config-telegram-rate"
        yield Problem(said, ("channels", "telegram", "rate"), value=f"{telegram.rate:g}/s", most=f"{most:g}/s")


def _is_here(host: str) -> bool:
    return host in ("localhost", "::1", socket.gethostname().lower()) or host.startswith("127.")
