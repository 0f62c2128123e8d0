"""The filter of a feed that an admin added: which of its notices anyone is told of."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import filtering
from bot.commands.base import Ask
from bot.commands.filters import OFF
from bot.commands.naming import plain
from feeds.roster import load
from notices.filters import judge, parse, subject, written
from store import feeds, filters, history, notices
from store.feeds import FeedState

RECENT = 100  # of its newest notices, to show what the filter would have let through


async def choose(ask: Ask, it: FeedState, words: str) -> str:
    """The feed has this filter from now on, or (`off`) none; what to say. Raises FilterError."""
    terms = load(it.terms)
    if plain(words) in OFF:
        chosen, said = "", ask.say("feed-filter-dropped" if terms.filter else "filter-none")
    else:
        chosen = written(filtering.understood(words, ask.house.topics))
        said = "\n".join([ask.say("feed-filter-chosen"), *await _preview(ask, it, chosen)])
    if chosen != terms.filter:
        await feeds.set_terms(ask.tx, it.id, replace(terms, filter=chosen).dump())
        await history.add(ask.tx, ask.member.id, "feed filtered", f"{it.name}: {chosen or 'off'}", ask.now)
    return said


def shown(ask: Ask, expression: str) -> str:
    """The filter as it stands, in a line; empty if there is none."""
    return ask.say("feed-filter", filter=filtering.shown(parse(expression), ask.say, ask.house)) if expression else ""


async def _preview(ask: Ask, it: FeedState, expression: str) -> list[str]:
    """How many of its newest notices pass, and whether a word is perhaps two."""
    wanted, lines = parse(expression), []
    recent = await filters.judged(ask.tx, await notices.of_feed(ask.tx, it.id, RECENT))
    if recent:
        passing = [one for one in recent if judge(wanted, subject(one.title, one.text, one.issuer, one.topics)).passes]
        lines.append(ask.say("feed-filter-lets", count=len(passing), of=len(recent)))
    if glued := filtering.suspicion(wanted):
        lines.append(ask.say("filter-glued", word=glued[0], parted=glued[1]))
    return lines
