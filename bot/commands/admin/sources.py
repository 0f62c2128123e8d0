"""Feeds: how each is doing; pause, resume, add and remove them, and say which of their notices are told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from bot.commands import filtering, troubles
from bot.commands.admin import feed_filter
from bot.commands.base import Ask, Dialog, Reply, button, clipped, here, number, one, refuse, rows, say, toggle
from bot.house import ADMIN
from feeds import pace
from feeds.roster import NAME_CHARS_MAX, Terms, is_web_address, load
from notices import datetext
from notices.filters import FilterError
from notices.message import Button, Span, text
from store import feeds, history
from store.feeds import FeedState
from store.times import moment

PAGE = 6  # feeds in one message, each with how it is doing: two screens of a phone
ERROR_CHARS = 400  # the longest reason with a server's own words in it
TITLE_CHARS = 18  # of a feed's name on a button
URL_CHARS = 120  # of an address: three lines of a phone


async def sources(ask: Ask, rest: str) -> Reply:
    """`/feeds`, `/feeds +6`, `/feeds 3`, `/feeds pause 3`, `/feeds resume 3`, `/feeds look 3`, `/feeds remove 3`,
    `/feeds add URL NAME`, `/feeds topic 3 -lecture`, `/feeds kind 3 page`, `/feeds filter 3 [天文，不要小学]`,
    `/feeds filter 3 off`."""
    verb, _, which = rest.partition(" ")
    if verb == "add":
        return await _added(ask, which) if which else _asks(ask, ask.say("feed-add-ask"))
    if verb.startswith("+") and number(verb[1:]) is not None:
        return await _shown(ask, int(verb[1:]))
    act = ACTS.get(verb)
    id_, _, value = which.partition(" ") if act else (verb, "", "")
    if not id_ and not act:
        return await _shown(ask, 0)
    it = await feeds.get(ask.tx, feed_id) if (feed_id := number(id_)) is not None else None
    if it is None:
        return say(ask, "feed-unknown", (here(ask, "button-feeds", "/feeds"),))
    return await (act(ask, it, value) if act else _card(ask, it))


async def said(ask: Ask, words: str, data: Mapping[str, str]) -> Reply:
    """The filter of a feed (`data` says which), or the address of a new one, and a name behind it if they like."""
    if refused := refuse(ask, ADMIN):
        return refused
    if "filter" in data:
        it = await feeds.get(ask.tx, int(data["filter"]))
        return await _with_filter(ask, it, words) if it else await _shown(ask, 0)
    return await _added(ask, words)


# What is done with one --------------------------------------------------------------------------------------------


async def _paused(ask: Ask, it: FeedState, _: str) -> Reply:
    return await _set_paused(ask, it, paused=True)


async def _resumed(ask: Ask, it: FeedState, _: str) -> Reply:
    return await _set_paused(ask, it, paused=False)


async def _looked(ask: Ask, it: FeedState, _: str) -> Reply:
    """Fetch it now, whatever it waits for."""
    if it.paused:
        return await _card(ask, it)
    await feeds.pause(ask.tx, it.id, None)
    return await _card(ask, await feeds.get(ask.tx, it.id) or it, ask.say("feed-looked", name=_title(ask, it)))


async def _set_paused(ask: Ask, it: FeedState, *, paused: bool) -> Reply:
    if it.paused != paused:
        await feeds.pause(ask.tx, it.id, ask.now if paused else None)
        await history.add(ask.tx, ask.member.id, "feed paused" if paused else "feed resumed", it.name, ask.now)
    after = await feeds.get(ask.tx, it.id) or it
    return await _card(ask, after, ask.say("feed-paused" if paused else "feed-resumed", name=_title(ask, it)))


async def _removed(ask: Ask, it: FeedState, value: str) -> Reply:
    """Asks first: what was there is not there any more."""
    if not it.terms:
        return await _card(ask, it, ask.say("feed-configured"))
    if value != "yes":
        sure = here(ask, "button-feed-remove-yes", f"/feeds remove {it.id} yes")
        back = here(ask, "button-back", f"/feeds {it.id}")
        return one(text(ask.say("feed-remove-sure", name=_title(ask, it)), buttons=((sure, back),)), edits=True)
    if await feeds.remove(ask.tx, it.id, ask.now):
        await history.add(ask.tx, ask.member.id, "feed removed", it.name, ask.now)
    return await _shown(ask, 0, ask.say("feed-removed", name=_title(ask, it)))


async def _with_topic(ask: Ask, it: FeedState, value: str) -> Reply:
    name, wants = value.removeprefix("-"), not value.startswith("-")
    if it.terms and name in ask.house.topics:
        terms = load(it.terms)
        topics = [topic for topic in terms.topics if topic != name] + ([name] if wants else [])
        await feeds.set_terms(ask.tx, it.id, replace(terms, topics=tuple(topics)).dump())
    return await _card(ask, await feeds.get(ask.tx, it.id) or it)


async def _of_kind(ask: Ask, it: FeedState, value: str) -> Reply:
    """As a list page, or as whatever feed it is; looked at at once."""
    if it.terms and value in ("page", "auto"):
        kind = replace(load(it.terms), kind="page" if value == "page" else "auto")
        await feeds.set_terms(ask.tx, it.id, kind.dump())
        await feeds.pause(ask.tx, it.id, None)
    return await _card(ask, await feeds.get(ask.tx, it.id) or it)


async def _with_filter(ask: Ask, it: FeedState, words: str) -> Reply:
    """Asks for one, unless it is said."""
    if not it.terms:
        return await _card(ask, it)
    if not words.strip():
        return _asks_filter(ask, it, ask.say("feed-filter-ask", name=_title(ask, it)))
    try:
        done = await feed_filter.choose(ask, it, words)
    except FilterError as error:
        return _asks_filter(ask, it, filtering.mistake(error, words, ask.say))
    return await _card(ask, await feeds.get(ask.tx, it.id) or it, done)


def _asks_filter(ask: Ask, it: FeedState, what: str) -> Reply:
    back = ((here(ask, "button-back", f"/feeds {it.id}"),),)
    words = what + "\n\n" + ask.say("feed-filter-how")
    return one(text(words, buttons=back), dialog=Dialog("feeds", {"filter": str(it.id)}))


async def _added(ask: Ask, words: str) -> Reply:
    url, _, name = words.strip().partition(" ")
    if not is_web_address(url):
        return _asks(ask, ask.say("feed-add-address", said=clipped(url, URL_CHARS)))
    name = " ".join(name.split())[:NAME_CHARS_MAX] or (urlsplit(url).hostname or url)[:NAME_CHARS_MAX]
    known = await feeds.all_feeds(ask.tx)
    if had := next((it for it in known if it.url == url), None):
        return await _card(ask, had, ask.say("feed-add-had"))
    added = await feeds.add(ask.tx, name, url, Terms().dump(), ask.now, ask.member.id)
    it = await feeds.get(ask.tx, added) if added is not None else None
    if it is None:
        return _asks(ask, ask.say("feed-add-named", name=name))
    await history.add(ask.tx, ask.member.id, "feed added", f"{name} {url}", ask.now)
    return replace(await _card(ask, it, ask.say("feed-added", name=name)), edits=False)


def _asks(ask: Ask, what: str) -> Reply:
    return one(text(what, buttons=((here(ask, "button-cancel", "/cancel"),),)), dialog=Dialog("feeds"))


ACTS: Mapping[str, Callable[[Ask, FeedState, str], Awaitable[Reply]]] = {
    "pause": _paused, "resume": _resumed, "look": _looked, "remove": _removed, "topic": _with_topic, "kind": _of_kind,
    "filter": _with_filter,
}
"""What is done with one feed, by the word after `/feeds`."""


# What is shown ----------------------------------------------------------------------------------------------------


async def _card(ask: Ask, it: FeedState, said: str = "") -> Reply:
    """One feed: all that is known of it, and what can be done."""
    parts = [Span(said + "\n\n")] if said else []
    lines = [clipped(it.url, URL_CHARS), _state(ask, it)] + ([_news(ask, it)] if it.baseline_at else [])
    first = [here(ask, "button-feed-resume" if it.paused else "button-feed-pause",
                  f"/feeds {'resume' if it.paused else 'pause'} {it.id}")]
    if not it.paused:
        first.insert(0, here(ask, "button-feed-look", f"/feeds look {it.id}"))
    back = here(ask, "button-feeds", "/feeds")
    if not it.terms:
        lines.append(ask.say("feed-configured"))
        return one(text(*parts, Span(_title(ask, it), bold=True), "\n" + "\n".join(lines),
                        buttons=(tuple(first), (back,))), edits=True)
    terms = load(it.terms)
    lines += filter(None, [feed_filter.shown(ask, terms.filter)])
    lines.append(ask.say("feed-topics"))
    toggles = [
        toggle(topic in terms.topics, ask.house.topic_title(topic, ask.say.language),
               f"/feeds topic {it.id} {'-' if topic in terms.topics else ''}{topic}")
        for topic in ask.house.topics
    ]
    is_page = terms.kind == "page"
    page = toggle(is_page, ask.say("button-feed-page"), f"/feeds kind {it.id} {'auto' if is_page else 'page'}")
    filtered = [button(ask, "button-filter-change" if terms.filter else "button-filter", f"/feeds filter {it.id}")]
    if terms.filter:
        filtered.append(here(ask, "button-filter-off", f"/feeds filter {it.id} off"))
    remove = here(ask, "button-feed-remove", f"/feeds remove {it.id}")
    return one(text(
        *parts, Span(_title(ask, it), bold=True), "\n" + "\n".join(lines),
        buttons=(*rows(toggles, 2), (page,), tuple(filtered), (*first, remove), (back,)),
    ), edits=True)


async def _shown(ask: Ask, offset: int, said: str = "") -> Reply:
    every = await feeds.all_feeds(ask.tx)
    add, back = button(ask, "button-feed-add", "/feeds add"), here(ask, "button-admin", "/admin")
    parts = [Span(said + "\n\n")] if said else []
    if not every:
        return one(text(*parts, ask.say("sources-none"), buttons=((add, back),)), edits=True)
    page = every[offset : offset + PAGE] or every[:PAGE]
    cards = [
        Button(f"{_mark(it)} {clipped(_title(ask, it), TITLE_CHARS)}", f"/feeds {it.id}", in_place=True) for it in page
    ]
    more = ((here(ask, "button-more", f"/feeds +{offset + PAGE}"),),) if len(every) > offset + PAGE else ()
    parts.append(Span(ask.say("feeds-heading", count=len(every)), bold=True))
    lines = "\n".join(f"{_title(ask, it)}\n　{_state(ask, it)}" for it in page)
    hint = "\n\n" + ask.say("feeds-hint")
    return one(text(*parts, "\n" + lines + hint, buttons=(*rows(cards, 2), *more, (add, back))), edits=True)


def _mark(it: FeedState) -> str:
    return "⏸" if it.paused else "⚠️" if it.errors else "✅" if it.succeeded_at else "▫️"


def _state(ask: Ask, it: FeedState) -> str:
    succeeded = _at(ask, it.succeeded_at) if it.succeeded_at else ask.say("feed-never")
    if it.paused:
        return ask.say("feed-state-paused", succeeded=succeeded)
    upcoming = _at(ask, moment(it.next_poll_at)) if it.next_poll_at > ask.now.timestamp() else ask.say("feed-now")
    if it.errors:
        why = clipped(troubles.of_feed(it, ask.say), ERROR_CHARS)
        return ask.say("feed-state-failing", count=it.errors, why=why, succeeded=succeeded, next=upcoming)
    return ask.say("feed-state" if it.succeeded_at else "feed-state-new", succeeded=succeeded, next=upcoming)


def _news(ask: Ask, it: FeedState) -> str:
    """When it last brought something, and how much it brings."""
    since = (ask.now - it.arrivals_at).total_seconds() if it.arrivals_at else 0.0
    weekly = pace.weekly(pace.arrivals(it.arrivals, since, 0))
    changed = _at(ask, it.changed_at) if it.changed_at else ask.say("feed-never")
    return ask.say("feed-news", changed=changed, weekly=f"{weekly:.1f}".removesuffix(".0"))


def _at(ask: Ask, at: datetime) -> str:
    """A time; with its day unless that is today."""
    local, now = at.astimezone(ask.house.settings.zone), ask.now.astimezone(ask.house.settings.zone)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{datetext.day(local.date(), now.date(), ask.say.language)} {local:%H:%M}"


def _title(ask: Ask, it: FeedState) -> str:
    return ask.house.feed_titles.get(it.name, it.name)
