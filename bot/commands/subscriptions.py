"""Topics: subscribe, unsubscribe, and the list where a tap does either."""

from __future__ import annotations

from dataclasses import replace

from bot.commands.base import Ask, Reply, button, clipped, one, rows, say, tick
from bot.commands.naming import all_named, titles
from notices.audience import Interests
from notices.message import Button, Span, text
from store import members

ECHO_CHARS = 20


async def subscriptions(ask: Ask, _: str) -> Reply:
    return replace(await shown(ask), edits=False)


async def subscribe(ask: Ask, rest: str) -> Reply:
    """`/subscribe lecture`, `订阅 讲座 竞赛`, `订阅 2`."""
    return await _change(ask, rest, wants=True)


async def unsubscribe(ask: Ask, rest: str) -> Reply:
    """`/unsubscribe lecture`; a topic that comes through a role is muted for this member."""
    return await _change(ask, rest, wants=False)


async def _change(ask: Ask, rest: str, *, wants: bool) -> Reply:
    topics, unknown = all_named(ask.house.topics, rest)
    if not topics:
        return await shown(ask, ask.say("topic-unknown", said=clipped(rest, ECHO_CHARS)) if unknown else "")
    had = (await members.interests(ask.tx, ask.member.id)).topics
    for topic in topics:
        if wants and topic not in had:
            await members.subscribe(ask.tx, ask.member.id, topic, ask.now)
        elif not wants and topic in had:
            await members.mute(ask.tx, ask.member.id, topic, ask.now)
    nothing_new = all((topic in had) == wants for topic in topics)
    name = ("subscribed-before" if wants else "unsubscribed-before") if nothing_new else (
        "subscribed" if wants else "unsubscribed")
    language = ask.say.language
    said = ask.say(name, topic=titles([ask.house.topic_title(it, language) for it in topics], language))
    if unknown:
        said += ask.say("topics-left-out", said=clipped(" ".join(unknown), ECHO_CHARS))
    if ask.incoming.tapped:
        return await shown(ask, said)
    return one(text(said, buttons=((button(ask, "button-subscriptions", "/subscriptions"),),)))


async def shown(ask: Ask, said: str = "") -> Reply:
    """Every topic with its number, whether it reaches me and through what; a tap on one changes that."""
    interests = await members.interests(ask.tx, ask.member.id)
    if not ask.house.topics:
        return say(ask, "topics-none", (button(ask, "button-latest", "/latest"),))
    lines = [_line(ask, place, topic, interests) for place, topic in enumerate(ask.house.topics, 1)]
    toggles = [
        Button(f"{place}. {_verb(ask, topic in interests.topics)}{ask.house.topic_title(topic, ask.say.language)}",
               f"/{'unsubscribe' if topic in interests.topics else 'subscribe'} {topic}", in_place=True)
        for place, topic in enumerate(ask.house.topics, 1)
    ]
    parts = ([Span(said + "\n\n")] if said else []) + [
        Span(ask.say("topics-heading"), bold=True), Span("\n" + "\n".join(lines)), Span("\n\n" + ask.say("topics-hint"))
    ]
    more = (button(ask, "button-filter", "/filter"),)
    return one(text(*parts, buttons=(*rows(toggles, 2), more)), edits=True)


def _verb(ask: Ask, has: bool) -> str:
    return ask.say("topic-drop") if has else ask.say("topic-add")


def _line(ask: Ask, place: int, topic: str, interests: Interests) -> str:
    language = ask.say.language
    title = ask.house.topic_title(topic, language)
    if topic not in interests.topics:
        return f"{place}. {tick(False)}{title}"
    if topic in interests.subscribed:
        return f"{place}. {tick(True)}{title}" + ask.say("topic-own")
    through = [ask.house.role_title(role, language) for role, it in sorted(interests.role_topics) if it == topic]
    return f"{place}. {tick(True)}{title}" + ask.say("topic-through", roles=titles(through, language))
