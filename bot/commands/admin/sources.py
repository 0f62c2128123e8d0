"""Feeds: how each is doing, pause and resume."""

from __future__ import annotations

from datetime import datetime

from bot.commands.base import Ask, Reply, clipped, here, number, one, rows, say
from notices import datetext
from notices.message import Button, Span, text
from store import feeds, history
from store.feeds import FeedState
from store.times import moment

PAGE = 6
ERROR_CHARS = 120
TITLE_CHARS = 12  # of a feed's name on a button


async def sources(ask: Ask, rest: str) -> Reply:
    """`/feeds`, `/feeds +6`, `/feeds pause 3`, `/feeds resume 3`."""
    verb, _, which = rest.partition(" ")
    if verb in ("pause", "resume"):
        return await _pause(ask, number(which), paused=verb == "pause")
    return await _shown(ask, int(verb[1:]) if verb.startswith("+") and number(verb[1:]) is not None else 0)


async def _pause(ask: Ask, feed_id: int | None, *, paused: bool) -> Reply:
    it = await feeds.get(ask.tx, feed_id) if feed_id is not None else None
    if it is None:
        return say(ask, "feed-unknown", (here(ask, "button-feeds", "/feeds"),))
    if it.paused != paused:
        await feeds.pause(ask.tx, it.id, ask.now if paused else None)
        await history.add(ask.tx, ask.member.id, "feed paused" if paused else "feed resumed", it.name, ask.now)
    place = [feed.id for feed in await feeds.all_feeds(ask.tx)].index(it.id)
    named = "feed-paused" if paused else "feed-resumed"
    return await _shown(ask, place // PAGE * PAGE, ask.say(named, name=_title(ask, it)))


async def _shown(ask: Ask, offset: int, said: str = "") -> Reply:
    every = await feeds.all_feeds(ask.tx)
    back = (here(ask, "button-admin", "/admin"),)
    if not every:
        return one(text(ask.say("sources-none"), buttons=(back,)), edits=True)
    page = every[offset : offset + PAGE] or every[:PAGE]
    toggles = [
        Button(ask.say("button-feed-resume" if it.paused else "button-feed-pause",
                       name=clipped(_title(ask, it), TITLE_CHARS)),
               f"/feeds {'resume' if it.paused else 'pause'} {it.id}", in_place=True)
        for it in page
    ]
    more = ((here(ask, "button-more", f"/feeds +{offset + PAGE}"),),) if len(every) > offset + PAGE else ()
    parts = ([Span(said + "\n\n")] if said else []) + [Span(ask.say("feeds-heading", count=len(every)), bold=True)]
    lines = "\n".join(f"{_title(ask, it)}\n　{_state(ask, it)}" for it in page)
    return one(text(*parts, "\n" + lines, buttons=(*rows(toggles, 2), *more, back)), edits=True)


def _state(ask: Ask, it: FeedState) -> str:
    succeeded = _at(ask, it.succeeded_at) if it.succeeded_at else ask.say("feed-never")
    if it.paused:
        return ask.say("feed-state-paused", succeeded=succeeded)
    upcoming = _at(ask, moment(it.next_poll_at)) if it.next_poll_at > ask.now.timestamp() else ask.say("feed-now")
    if it.errors:
        why = clipped(it.error or "?", ERROR_CHARS)
        return ask.say("feed-state-failing", count=it.errors, why=why, succeeded=succeeded, next=upcoming)
    return ask.say("feed-state", succeeded=succeeded, next=upcoming)


def _at(ask: Ask, at: datetime) -> str:
    """A time; with its day unless that is today."""
    local, now = at.astimezone(ask.house.settings.zone), ask.now.astimezone(ask.house.settings.zone)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{datetext.day(local.date(), now.date(), ask.say.language)} {local:%H:%M}"


def _title(ask: Ask, it: FeedState) -> str:
    return ask.house.feed_titles.get(it.name, it.name)
