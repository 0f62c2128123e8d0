"""Who I am here: name, language, and everything on one card."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from bot.commands import welcome
from bot.commands.base import Ask, Dialog, Reply, button, here, one, say
from bot.commands.naming import plain, titles
from bot.words import words
from notices.message import Span, text
from notices.model import Language
from store import members

NAME_CHARS_MAX = 32  # enough for any person; longer ones would break lists
LANGUAGES: dict[str, Language] = {
    "zh": "zh", "中文": "zh", "汉语": "zh", "chinese": "zh", "en": "en", "英文": "en", "英语": "en", "english": "en",
}


def clean_name(name: str) -> str:
    """A name as we keep it: one line, no control or direction characters, NAME_CHARS_MAX characters at most."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" or c == "\u200d" else " " for c in name)
    return " ".join(kept.split())[:NAME_CHARS_MAX].strip("\u200d ")


async def me(ask: Ask, _: str) -> Reply:
    """My name, roles, subscriptions and settings, with a button to change each."""
    member, language = ask.member, ask.say.language
    interests = await members.interests(ask.tx, member.id)
    none = ask.say("me-none")
    house = ask.house
    roles = titles([house.role_title(it, language) for it in house.roles if it in member.roles], language)
    topics = titles([house.topic_title(it, language) for it in house.topics if it in interests.topics], language)
    lines = ask.say("me-lines", number=str(member.id), roles=roles or none, topics=topics or none)
    stopped = "\n" + ask.say("me-stopped") if member.stopped else ""
    return one(text(
        Span(member.name or ask.say("me-nameless"), bold=True), "\n" + lines + stopped,
        buttons=(
            (button(ask, "button-role", "/role"), button(ask, "button-subscriptions", "/subscriptions")),
            (button(ask, "button-settings", "/settings"), button(ask, "button-name", "/name")),
        ),
    ))


async def name(ask: Ask, rest: str) -> Reply:
    """`/name 小王`, or ask for it."""
    if not rest:
        known = ask.say("name-known", name=ask.member.name) if ask.member.name else ""
        return one(text(
            known + ask.say("name-ask"), buttons=((here(ask, "button-cancel", "/cancel"),),)
        ), dialog=Dialog("name"))
    if not (cleaned := clean_name(rest)):
        return one(text(ask.say("name-unreadable")), dialog=Dialog("name"))
    await members.set_setting(ask.tx, ask.member.id, "name", cleaned)
    return say(ask, "name-set", (button(ask, "button-me", "/me"),), name=cleaned)


async def named(ask: Ask, said: str, data: Mapping[str, str]) -> Reply:
    """The words after we asked for a name; a newcomer is shown around then."""
    if "newcomer" not in data:
        return await name(ask, said) if said else say(ask, "name-unreadable")
    if not (cleaned := clean_name(said)):
        skip = button(ask, "button-skip", "/skip")
        return one(text(ask.say("name-unreadable"), buttons=((skip,),)), dialog=Dialog("name", dict(data)))
    await members.set_setting(ask.tx, ask.member.id, "name", cleaned)
    return await welcome.welcome(replace(ask, member=await members.must(ask.tx, ask.member.id)))


async def language(ask: Ask, rest: str) -> Reply:
    """`/language en`; without a language, or with one we do not speak, a choice."""
    chosen = LANGUAGES.get(plain(rest))
    buttons = (button(ask, "language-zh", "/language zh"), button(ask, "language-en", "/language en"))
    if chosen is None:
        return say(ask, "language-unknown" if rest else "language-ask", buttons)
    await members.set_setting(ask.tx, ask.member.id, "language", chosen)
    ask = replace(ask, say=words(chosen), member=await members.must(ask.tx, ask.member.id))
    if not ask.member.welcomed:
        return await welcome.next_step(ask)
    return say(ask, "language-set", (button(ask, "button-latest", "/latest"), button(ask, "button-help", "/help")))
