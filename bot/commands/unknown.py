"""Words that are no command: never silence, but the commands, topics and notices that they come closest to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from bot.commands import subscriptions
from bot.commands.base import Ask, Command, Reply, Run, button, clipped, one, refuse, rows
from bot.commands.naming import all_named, plain
from bot.commands.notice import may_read
from bot.house import Topic
from notices.message import Button, text
from store import members, notices

LIKENESS_MIN = 0.7  # of a mistyped word to the right one: one wrong letter in four still passes
COMMANDS_MAX = 3
TOPICS_MAX = 2
NOTICES_MAX = 3
TITLED_MAX = 20  # notices looked at for those: some may be for others
TITLE_CHARS = 24
ECHO_CHARS = 20  # of what they said, so that they see what we heard
GUESS_CHARS_MAX = 60  # longer words are a story, in which any command's name may occur
SUBSCRIBES, UNSUBSCRIBES = ("我要订阅", "我想订阅", "订阅", "关注"), ("取消订阅", "取消关注", "不再订阅", "退订")


def nearest(commands: Callable[[], Sequence[Command]]) -> Run:
    """What answers words that are none of these commands."""

    async def run(ask: Ask, said: str) -> Reply:
        heard = plain(said)
        if not re.search(r"\w", heard):
            return _nothing_to_read(ask)
        if glued := await _glued(ask, heard):
            return glued
        near, others = _commands(ask, commands(), heard), [*_topics(ask, heard), *await _notices(ask, heard)]
        is_long = len(heard) > GUESS_CHARS_MAX
        name = "unknown-near" if others or (near and not is_long) else "unknown-long" if is_long else "unknown"
        helps = button(ask, "button-help", "/help")
        return one(text(
            ask.say(name, said=clipped(said, ECHO_CHARS)),
            buttons=(*rows(near, COMMANDS_MAX), *((it,) for it in others), (helps,)),
        ))

    return run


def _commands(ask: Ask, commands: Sequence[Command], heard: str) -> list[Button]:
    """A button for each command that may have been meant. A long text of an organiser's may be a notice."""
    if len(heard) > GUESS_CHARS_MAX:
        return [button(ask, "button-announce-new", "/announce")] if ask.is_organiser else []
    allowed = [it for it in commands if it.words and not (it.needs and refuse(ask, it.needs))]
    close = list(closest(allowed, heard))[:COMMANDS_MAX]
    return [Button(_label(ask, it), f"/{it.name}") for it in close if it.name != "help"]


def _label(ask: Ask, it: Command) -> str:
    return it.words[0] if ask.say.language == "zh" else it.name.capitalize()


def _nothing_to_read(ask: Ask) -> Reply:
    """Only emoji, punctuation, a picture, a voice message."""
    helps, latest = button(ask, "button-help", "/help"), button(ask, "button-latest", "/latest")
    return one(text(ask.say("unknown-wordless"), buttons=((latest, helps),)))


async def _glued(ask: Ask, heard: str) -> Reply | None:
    """`订阅讲座` without a space, as most people write."""
    for verbs, run in ((UNSUBSCRIBES, subscriptions.unsubscribe), (SUBSCRIBES, subscriptions.subscribe)):
        verb = next((it for it in verbs if heard.startswith(it)), None)
        if verb and (topics := all_named(ask.house.topics, heard.removeprefix(verb)))[0] and not topics[1]:
            return await run(ask, heard.removeprefix(verb))
    return None


def closest(commands: Sequence[Command], heard: str) -> Iterator[Command]:
    """Commands one of whose words occurs in what was said, the longest first; then those with a word like it."""
    tokens = set(re.findall(r"[a-z]+", heard)) | {heard.lstrip("/")}
    scored = [(max(_score(word, heard, tokens) for word in (it.name, *it.words)), it) for it in commands]
    ranked = sorted(scored, key=lambda pair: -pair[0])
    return (it for score, it in ranked if score >= LIKENESS_MIN)


def _score(word: str, heard: str, tokens: set[str]) -> float:
    if not word.isascii() and len(word) > 1 and word in heard:
        return 1.0 + len(word)
    if word in tokens:
        return 1.0
    return max((SequenceMatcher(None, word, it).ratio() for it in tokens if len(it) > 1), default=0.0)


def _topics(ask: Ask, heard: str) -> list[Button]:
    """A button for each topic that is named in what was said, or whose name holds it."""
    found = [it for it in ask.house.topics.values() if any(_names(name, heard) for name in _names_of(it))]
    language = ask.say.language
    return [
        button(ask, "button-subscribe", f"/subscribe {it.id}", topic=ask.house.topic_title(it.id, language))
        for it in found[:TOPICS_MAX]
    ]


def _names_of(it: Topic) -> Iterator[str]:
    for words in (it.id, *it.titles.values(), *it.keywords):
        yield from (part for part in re.split(r"[/·、]", unicodedata.normalize("NFKC", words).casefold()) if part)


def _names(name: str, heard: str) -> bool:
    return (len(name) > 1 and name in heard) or (len(heard) > 1 and heard in name)


async def _notices(ask: Ask, heard: str) -> list[Button]:
    """A button for each notice whose title holds what was said, if it is theirs to read."""
    if not 2 <= len(heard) <= GUESS_CHARS_MAX or heard.startswith("/"):
        return []
    interests = await members.interests(ask.tx, ask.member.id)
    found = await notices.titled(ask.tx, heard, TITLED_MAX)
    mine = [it for it in found if may_read(ask, it.audience, interests)]
    return [Button("📄 " + clipped(it.title, TITLE_CHARS), f"/notice {it.id}") for it in mine[:NOTICES_MAX]]
