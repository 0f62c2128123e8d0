"""Groups and channels: let in, set up by those who look after them, asked by those who may.

In a group everything is said to everyone, so nothing personal is: no one's deadlines are ticked off there, and a notice
opens in the reader's own chat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.commands import dates, latest
from bot.commands.base import Ask, Reply, Rows, here, number, one, rows, say, toggle
from bot.commands.naming import plain, titles
from bot.commands.profile import LANGUAGES
from bot.house import ADMIN, TRUSTED, House
from bot.words import words
from channels.base import Room
from delivery import publish
from notices import write
from notices.message import Bubble, Button, Span, text
from notices.model import Lane
from store import Tx, groups, history, members
from store.groups import Group

SHOWN_MAX = 20  # groups in one list: more than that are found by fewer people than read it
ASKABLE = {"latest": latest.latest, "dates": dates.dates, "deadlines": dates.deadlines}
"""What may be asked in a group: what is the same for everyone in it."""
SETUP = "/setup"
TOLD = {"topic gone": "group-topic-gone", "topic back": "group-topic-back"}
"""What keepers are told of what became of their group; of everything else, that we are no longer heard there."""
STAY = frozenset({SETUP, *(f"/{name}" for name in ASKABLE)})

Find = Callable[[str], tuple[str, str]]
"""The name of the command that words begin with ('' for none), and what follows it."""


async def heard(ask: Ask, it: Group, room: Room, find: Find) -> Reply | None:
    """What to say in the group, if anything, to what was done there."""
    if room.is_channel:
        return None
    if room.entered:
        return await _card(ask, it, SETUP, ask.say("group-hello", title=it.title))
    name, rest = ("stale", "") if ask.incoming.stale else find(ask.incoming.text)
    is_setup = name in ("setup", "start", "stale")
    if room.by_admin is None:
        return _refused(ask, "group-who")
    if not room.by_admin and (is_setup or not it.open_to_all):
        return _refused(ask, "group-admins-only")
    if is_setup:
        reply = await _change(ask, it, SETUP, rest if name == "setup" else "", room)
    elif name in ASKABLE:
        reply = await ASKABLE[name](ask, rest)
    else:
        reply = say(ask, "group-help")
    here_ = tuple(replace(write.public(bubble, STAY), thread=room.thread) for bubble in reply.bubbles)
    return replace(reply, bubbles=here_, dialog=None)


def _refused(ask: Ask, name: str) -> Reply:
    """Whoever only tapped is told so alone: everyone else has done nothing, and a group takes few messages a minute."""
    return Reply((), aside=ask.say(name)) if ask.incoming.tap_key else say(ask, name)


# Setting up -------------------------------------------------------------------------------------------------------


async def group(ask: Ask, rest: str) -> Reply:
    """`/group 12 topic lecture`: the same from the keeper's own chat, and the only way for a channel."""
    which, _, what = rest.partition(" ")
    member_id = number(which)
    it = await groups.get(ask.tx, member_id) if member_id is not None else None
    if it is None or not (ask.is_admin or it.keeper_id == ask.member.id):
        return say(ask, "group-unknown", (here(ask, "button-groups", "/groups"),))
    return await _change(ask, it, f"/group {it.member_id}", what, None)


async def shown(ask: Ask, _: str) -> Reply:
    """`/groups`: those I look after; admins see all of them."""
    found = await groups.kept_by(ask.tx, None if ask.is_admin else ask.member.id, SHOWN_MAX)
    name = ask.house.telegram_name
    add = (Button(ask.say("button-group-add"), url=f"https://t.me/{name}?startgroup=setup"),) if name else ()
    if not found:
        return one(text(ask.say("groups-none"), buttons=(add,) if add else ()), edits=True)
    lines = [
        f"{place}. {it.title}" + (ask.say("group-closed-mark") if it.account.closed else "")
        for place, it in enumerate(found, 1)
    ]
    open_ = [Button(str(place), f"/group {it.member_id}", in_place=True) for place, it in enumerate(found, 1)]
    heading = Span(ask.say("groups-heading", count=len(found)), bold=True)
    return one(text(heading, "\n" + "\n".join(lines), buttons=(*rows(open_, 4), *((add,) if add else ()))), edits=True)


async def _change(ask: Ask, it: Group, action: str, what: str, room: Room | None) -> Reply:
    """One step of setting up, and how things stand after it."""
    verb, _, value = what.partition(" ")
    name, wants = value.removeprefix("-"), not value.startswith("-")
    said = ""
    if verb == "topic" and name in ask.house.topics:
        change = members.subscribe if wants else members.mute
        await change(ask.tx, it.member_id, name, ask.now)
    elif verb == "role" and name in _roles(ask.house):
        await (members.add_role(ask.tx, it.member_id, name, ask.now) if wants
               else members.drop_role(ask.tx, it.member_id, name))
    elif verb == "language" and plain(value) in LANGUAGES:
        await members.set_setting(ask.tx, it.member_id, "language", LANGUAGES[plain(value)])
        ask = replace(ask, say=words(LANGUAGES[plain(value)])) if room else ask
    elif verb in ("everyone", "admins"):
        await groups.open_to_all(ask.tx, it.member_id, wants=verb == "everyone")
    elif verb == "here" and room is not None:
        await groups.post_to(ask.tx, it, f"{ask.incoming.address}/{room.thread}" if room.thread
                             else ask.incoming.address)
        said = ask.say("group-here")
    elif verb == "done":
        await history.add(ask.tx, ask.member.id, "group set up", f"group {it.member_id}", ask.now)
        return one(text(await _summary(ask, it), "\n" + ask.say("group-set-up")), edits=True)
    it = await groups.get(ask.tx, it.member_id) or it
    return await _card(ask, it, action, said, room)


async def _card(ask: Ask, it: Group, action: str, said: str = "", room: Room | None = None) -> Reply:
    """What is posted, for whom, in which language, and who may ask; a tap changes each."""
    interests = await members.interests(ask.tx, it.member_id)
    language, house = ask.say.language, ask.house
    topics = [
        toggle(topic in interests.topics, house.topic_title(topic, language),
               f"{action} topic {'-' if topic in interests.topics else ''}{topic}")
        for topic in house.topics
    ]
    roles = [
        toggle(role in interests.roles, ask.say("group-of", role=house.role_title(role, language)),
               f"{action} role {'-' if role in interests.roles else ''}{role}")
        for role in _roles(house)
    ]
    other = "en" if language == "zh" else "zh"
    last: Rows = ((
        here(ask, "button-group-admins" if it.open_to_all else "button-group-everyone",
             f"{action} {'admins' if it.open_to_all else 'everyone'}"),
        here(ask, f"language-{other}", f"{action} language {other}"),
    ),)
    moved = room is not None and room.thread != _thread(it)
    place = ((here(ask, "button-group-here", f"{action} here"),),) if moved else ()
    done = ((here(ask, "button-group-done", f"{action} done"),),)
    parts = [Span(said + "\n\n")] if said else []
    return one(text(
        *parts, await _summary(ask, it), "\n\n" + ask.say("group-choose"),
        buttons=(*rows(topics, 2), *rows(roles, 2), *last, *place, *done),
    ), edits=not said or room is not None)


async def _summary(ask: Ask, it: Group) -> str:
    interests, language = await members.interests(ask.tx, it.member_id), ask.say.language
    topics = [ask.house.topic_title(topic, language) for topic in ask.house.topics if topic in interests.topics]
    roles = [ask.house.role_title(role, language) for role in ask.house.roles if role in interests.roles]
    lines = ask.say(
        "group-lines", title=it.title, topics=titles(topics, language) or ask.say("group-no-topics"),
        roles=titles(roles, language) or ask.say("group-no-roles"),
        who=ask.say("group-everyone" if it.open_to_all else "group-admins"),
    )
    return lines + ("\n" + ask.say("group-closed") if it.account.closed else "")


def _roles(house: House) -> list[str]:
    """Roles a group may be said to consist of: those that anyone may take."""
    return [it.id for it in house.roles.values() if it.join == "open" and it.id not in TRUSTED]


def _thread(it: Group) -> int:
    thread = it.account.address.partition("/")[2]
    return int(thread) if thread.isdecimal() else 0


# What its keeper and the admins are told --------------------------------------------------------------------------


async def channel_entered(ask: Ask, it: Group) -> Bubble:
    """The words for whoever looks after a channel that has let us in."""
    reply = await _card(ask, it, f"/group {it.member_id}", ask.say("channel-hello", title=it.title))
    return reply.bubbles[0]


async def report(tx: Tx, house: House, now: datetime) -> int:
    """Tell the keepers of groups and the admins what they do not know yet; return how many groups it was about."""
    found = await groups.untold(tx)
    for it, what in found:
        for member_id in {*([it.keeper_id] if it.keeper_id else []), *await members.with_role(tx, ADMIN)}:
            theirs = words((await members.must(tx, member_id)).language or house.settings.language)
            told = theirs(TOLD.get(what, "group-lost"), title=it.title)
            look = Button(theirs("button-groups"), "/groups")
            for account in await members.accounts_of(tx, member_id):
                await publish.say(tx, account, text(told, buttons=((look,),)), now, lane=Lane.NORMAL)
    return len(found)
