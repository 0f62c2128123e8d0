"""Feeds and sources for tests, as short as they can be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds.model import Entry, Fetched, Parsed, Source, SourceKind, Validators
from feeds.parse import parse

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2031, 6, 1, 12, 0, tzinfo=ZONE)


def source(url: str = "http://kx.example/feed.xml", kind: SourceKind = "auto", base_dir: Path | None = None) -> Source:
    return Source("科协通知", url, kind, ZONE, base_dir or Path(), "host")


def rss(*items: str, title: str = "科协通知", prolog: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{prolog}<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(title: str = "", body: str = "", **elements: str) -> str:
    named = {"title": title, "description": body, **elements}
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in named.items() if text) + "</item>"


def fetched(body: str | bytes, content_type: str = "", charset: str = "", at: datetime = NOW) -> Fetched:
    raw = body.encode() if isinstance(body, str) else body
    return Fetched(raw, content_type, charset, "http://kx.example/a/feed.xml", Validators(), at)


def parsed(body: str | bytes, charset: str = "", kind: SourceKind = "auto", at: datetime = NOW) -> Parsed:
    return parse(fetched(body, charset=charset, at=at), source(kind=kind))


def entries(body: str | bytes, charset: str = "") -> tuple[Entry, ...]:
    return parsed(body, charset).entries
