"""What I want of what feeds bring: a filter for all of it, and one for each topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import filtering
from bot.commands.base import Ask, Dialog, Reply, Rows, button, clipped, here, one
from bot.commands.naming import named, plain
from delivery import sift
from notices.audience import why
from notices.filters import Filter, FilterError, subject
from notices.message import Span, text
from store import filters, members, notices
from store.filters import EVERYTHING, Chosen

OFF = frozenset({"off", "none", "clear", "关", "关闭", "清除", "取消", "去掉", "不要", "无", "不筛选"})
RECENT = 100  # of the newest notices, to show what a filter would have let through
TITLE_CHARS = 30
ECHO_CHARS = 20
_NO_TOPICS = frozenset({"topic", "主题"})  # what stands before a colon in a filter itself


async def run(ask: Ask, rest: str) -> Reply:
    """`/filter`, `/filter 天文 和 非 小学`, `/filter 讲座：天文`, `/filter off`, `/filter 讲座：off`."""
    if not rest:
        return replace(await _card(ask), edits=True)
    topic, words = _topic_first(ask, rest)
    if topic is None:
        return _asks(ask, ask.say("topic-unknown", said=clipped(words, ECHO_CHARS)))
    if plain(words) in OFF or not words:
        had = await sift.drop(ask.tx, ask.member.id, topic)
        return await _card(ask, ask.say("filter-dropped" if had else "filter-none"))
    try:
        wanted = filtering.understood(words, ask.house.topics)
    except FilterError as error:
        return _asks(ask, filtering.mistake(error, words, ask.say))
    return await _chosen(ask, topic, wanted)


async def said(ask: Ask, words: str, _: Mapping[str, str]) -> Reply:
    """The filter, as the answer to its card."""
    return await run(ask, words)


def _topic_first(ask: Ask, rest: str) -> tuple[str | None, str]:
    """The topic before a colon (EVERYTHING: none is named; None: there is no such topic), and the words after it."""
    head, colon, words = rest.replace("：", ":", 1).partition(":")
    is_name = colon and not any(char in head for char in " \"“「/(（") and plain(head) not in _NO_TOPICS
    if not is_name or plain(head).isdecimal():
        return EVERYTHING, rest
    topic = named(ask.house.topics, head)
    return topic, words.strip() if topic else head


def _asks(ask: Ask, what: str) -> Reply:
    """What is wrong, and another try."""
    words = what + "\n\n" + ask.say("filter-how")
    return one(text(words, buttons=((here(ask, "button-cancel", "/cancel"),),)), dialog=Dialog("filter"))


async def _chosen(ask: Ask, topic: str, wanted: Filter) -> Reply:
    await sift.choose(ask.tx, ask.member.id, topic, wanted, ask.now)
    shown = filtering.shown(wanted, ask.say, ask.house)
    if topic == EVERYTHING:
        first = ask.say("filter-chosen", filter=shown)
    else:
        first = ask.say("filter-chosen-topic", filter=shown, topic=ask.house.topic_title(topic, ask.say.language))
    lines = [first, await _preview(ask), ask.say("filter-limits")]
    if glued := filtering.suspicion(wanted):
        lines.append(ask.say("filter-glued", word=glued[0], parted=glued[1]))
    buttons: Rows = ((button(ask, "button-filter-change", "/filter"), here(ask, "button-filter-off", _off(topic))),)
    return one(text("\n\n".join(lines), buttons=buttons))


async def _preview(ask: Ask) -> str:
    """How many of the newest notices that are for me my filters let through, with one of them."""
    chosen = await filters.of_member(ask.tx, ask.member.id)
    interests = await members.interests(ask.tx, ask.member.id)
    mine = [it.id for it in await notices.latest(ask.tx, RECENT) if why(it.audience, interests)]
    judged = await filters.judged(ask.tx, mine)
    if not judged:
        return ask.say("filter-untried")
    passing = [
        it for it in sorted(judged, key=lambda it: -it.id)
        if not any(sift.objection(one_of, subject(it.title, it.text, it.issuer, it.topics)) for one_of in chosen)
    ]
    if not passing:
        return ask.say("filter-lets-none", of=len(judged))
    return ask.say("filter-lets", count=len(passing), of=len(judged), title=clipped(passing[0].title, TITLE_CHARS))


async def _card(ask: Ask, said: str = "") -> Reply:
    """My filters, and how to write one; the next words are one."""
    chosen = await filters.of_member(ask.tx, ask.member.id)
    parts = [Span(said + "\n\n")] if said else []
    parts.append(Span(ask.say("filter-heading"), bold=True))
    lines = [ask.say("filter-mine"), *(_line(ask, it) for it in chosen)] if chosen else [ask.say("filter-no")]
    buttons: Rows = tuple((here(ask, "button-filter-off-one", _off(it.topic), what=_name(ask, it)),) for it in chosen)
    last = (button(ask, "button-subscriptions", "/subscriptions"), here(ask, "button-cancel", "/cancel"))
    return one(
        text(*parts, "\n" + "\n".join(lines), "\n\n" + ask.say("filter-how"), buttons=(*buttons, last)),
        dialog=Dialog("filter"),
    )


def _line(ask: Ask, it: Chosen) -> str:
    wanted = sift.read(it.expression)
    shown = filtering.shown(wanted, ask.say, ask.house) if wanted else it.expression
    return ask.say("filter-line", what=_name(ask, it), filter=shown)


def _name(ask: Ask, it: Chosen) -> str:
    if it.topic == EVERYTHING:
        return ask.say("filter-everything")
    return ask.house.topic_title(it.topic, ask.say.language)


def _off(topic: str) -> str:
    return "/filter off" if topic == EVERYTHING else f"/filter {topic}: off"
