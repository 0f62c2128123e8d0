"""Dates to keep: today's, this week's, all of them, and deadlines with the days left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.commands.base import Ask, Reply, Rows, button, here, one
from bot.commands.latest import numbered
from bot.commands.naming import plain
from bot.commands.welcome import upcoming_for
from notices.lines import date_line
from notices.message import Button, Span, text
from notices.model import KeyDate
from store import members
from store.notices import Upcoming

PAGE = 8  # dates in one message: a phone's screen
PERIODS = {
    "": "all", "all": "all", "全部": "all", "所有": "all", "today": "today", "今天": "today", "今日": "today",
    "week": "week", "this week": "week", "本周": "week", "这周": "week",
}
FILTERS = ("today", "week", "all")


async def dates(ask: Ask, rest: str) -> Reply:
    """`/dates today`, `/dates week`, `/dates all 8`: events and deadlines that reach me."""
    words, offset = _offset(rest)
    period = PERIODS.get(plain(words), "all")
    coming = [it for it in await _mine(ask) if _within(it.date, *_days(ask, period), ask)]
    filters = tuple(
        Button(("· " if it == period else "") + ask.say(f"button-{it}"), f"/dates {it}", in_place=True)
        for it in FILTERS
    )
    reply = _shown(ask, f"dates-{period}", coming, offset, filters, f"/dates {period}")
    return replace(reply, edits=bool(rest))


async def today(ask: Ask, _: str) -> Reply:
    return await dates(ask, "today")


async def week(ask: Ask, _: str) -> Reply:
    return await dates(ask, "week")


async def deadlines(ask: Ask, rest: str) -> Reply:
    """`/deadlines`: what is owed, the next first, without what I have done."""
    _, offset = _offset(rest)
    owed = [it for it in await _mine(ask) if it.date.kind == "deadline"]
    more = (button(ask, "button-mark-done", "/done"),) if owed else (button(ask, "button-dates", "/dates"),)
    return replace(_shown(ask, "deadlines", owed, offset, more, "/deadlines"), edits=bool(rest))


async def _mine(ask: Ask) -> list[Upcoming]:
    interests = await members.interests(ask.tx, ask.member.id)
    return await upcoming_for(ask.tx, ask.member.id, interests, ask.now)


def _offset(rest: str) -> tuple[str, int]:
    """A page's place at the end of the words: `all 8`."""
    words, _, last = rest.rpartition(" ")
    return (words, int(last)) if last.isascii() and last.isdecimal() and len(last) < 5 else (rest, 0)


def _days(ask: Ask, period: str) -> tuple[date, date]:
    """First and last day of a period; a week ends on Sunday."""
    on = ask.now.astimezone(ask.house.settings.zone).date()
    if period == "all":
        return on, date.max
    return on, on if period == "today" else on + timedelta(days=6 - on.weekday())


def _within(it: KeyDate, first: date, last: date, ask: Ask) -> bool:
    """Whether any day of it is in the period."""
    zone = ask.house.settings.zone
    ends = it.ends_at.astimezone(zone).date() if it.ends_at else None
    starts = it.starts_at.astimezone(zone).date() if it.starts_at else ends if it.kind == "deadline" else date.min
    assert starts is not None
    return starts <= last and (ends or starts) >= first


def _shown(
    ask: Ask, name: str, coming: list[Upcoming], offset: int, extra: tuple[Button, ...], action: str
) -> Reply:
    page = coming[offset : offset + PAGE]
    if not page:
        return one(text(ask.say(f"{name}-none"), buttons=(extra,)))
    zone = ask.house.settings.zone
    lines = [
        f"{place}. {date_line(it.date, ask.say, ask.now, zone)}\n" + ask.say("reminder-from", title=it.notice_title)
        for place, it in enumerate(page, 1)
    ]
    more: Rows = ()
    if len(coming) > offset + PAGE:
        more = ((here(ask, "button-more", f"{action} {offset + PAGE}"),),)
    return one(text(
        Span(ask.say(f"{name}-heading", count=len(coming)), bold=True), "\n" + "\n".join(lines),
        "\n\n" + ask.say("list-hint"), buttons=(*numbered([it.notice_id for it in page]), *more, extra),
    ))
