"""One member: roles and subscriptions, changed by an admin; the member is told."""

from __future__ import annotations

from bot.commands.base import Ask, Reply, Rows, here, number, one, rows, say, toggle
from bot.commands.naming import titles
from bot.commands.tell import in_words_of, tell
from bot.house import ADMIN
from notices.message import Button, Span, text
from store import history, members
from store.members import Member


async def person(ask: Ask, rest: str) -> Reply:
    """`/member 12`, `/member 12 role teacher`, `/member 12 role -teacher`, `/member 12 topic -lecture`."""
    which, *words = rest.split() or [""]
    member_id = number(which)
    it = await members.get(ask.tx, member_id) if member_id is not None else None
    if it is None:
        return say(ask, "member-unknown", (here(ask, "button-members", "/members"),))
    verb, value = (words[0], words[1]) if len(words) == 2 else ("", "")
    wants, name = not value.startswith("-"), value.removeprefix("-")
    if verb == "role" and name in ask.house.roles:
        return await _card(ask, it.id, await _set_role(ask, it, name, wants=wants))
    if verb == "topic" and name in ask.house.topics:
        return await _topics(ask, it, await _set_topic(ask, it, name, wants=wants))
    return await (_topics(ask, it) if words == ["topics"] else _card(ask, it.id))


async def _set_role(ask: Ask, it: Member, role: str, *, wants: bool) -> str:
    """Give or take a role, and say what became of it."""
    title = ask.house.role_title(role, ask.say.language)
    if (role in it.roles) == wants:
        return ask.say("nothing-to-change")
    if wants:
        await members.add_role(ask.tx, it.id, role, ask.now)
    elif role == ADMIN and await members.count_with_role(ask.tx, ADMIN) == 1:
        return ask.say("last-admin", role=title)
    else:
        await members.drop_role(ask.tx, it.id, role)
    await history.add(
        ask.tx, ask.member.id, "role added" if wants else "role dropped", f"member {it.id} {role}", ask.now
    )
    theirs = in_words_of(ask, it)
    told = theirs("told-role-added" if wants else "told-role-dropped", role=ask.house.role_title(role, theirs.language))
    await _tell(ask, it, told, Button(theirs("button-help"), "/help"))
    return ask.say("member-role-added" if wants else "member-role-dropped", role=title)


async def _set_topic(ask: Ask, it: Member, topic: str, *, wants: bool) -> str:
    """Subscribe or unsubscribe them, and say what became of it."""
    if (topic in (await members.interests(ask.tx, it.id)).topics) == wants:
        return ask.say("nothing-to-change")
    if wants:
        await members.subscribe(ask.tx, it.id, topic, ask.now)
    else:
        await members.mute(ask.tx, it.id, topic, ask.now)
    await history.add(
        ask.tx, ask.member.id, "subscribed" if wants else "unsubscribed", f"member {it.id} {topic}", ask.now
    )
    theirs = in_words_of(ask, it)
    title = ask.house.topic_title(topic, theirs.language)
    told = theirs("told-subscribed" if wants else "told-unsubscribed", topic=title)
    await _tell(ask, it, told, Button(theirs("button-subscriptions"), "/subscriptions"))
    ours = ask.house.topic_title(topic, ask.say.language)
    return ask.say("member-subscribed" if wants else "member-unsubscribed", topic=ours)


async def _tell(ask: Ask, it: Member, words: str, more: Button) -> None:
    if it.id != ask.member.id:
        await tell(ask, it, text(words, buttons=((more,),)))


# The card ---------------------------------------------------------------------------------------------------------


async def _card(ask: Ask, member_id: int, said: str = "") -> Reply:
    it = await members.must(ask.tx, member_id)
    accounts = await members.accounts_of(ask.tx, it.id)
    interests = await members.interests(ask.tx, it.id)
    language, none = ask.say.language, ask.say("me-none")
    topics = [ask.house.topic_title(topic, language) for topic in ask.house.topics if topic in interests.topics]
    lines = ask.say(
        "member-lines", number=str(it.id), topics=titles(topics, language) or none,
        roles=titles([ask.house.role_title(role, language) for role in sorted(it.roles)], language) or none,
        channels=titles(sorted({account.channel for account in accounts}), language) or none,
    ) + ("\n" + ask.say("member-stopped") if it.stopped else "")
    toggles = [
        toggle(role in it.roles, ask.house.role_title(role, language),
               f"/member {it.id} role {'-' if role in it.roles else ''}{role}")
        for role in ask.house.roles
    ]
    last: Rows = (
        (here(ask, "button-their-topics", f"/member {it.id} topics"), here(ask, "button-members", "/members")),
    )
    head = Span(it.name or ask.say("me-nameless"), bold=True)
    parts = [Span(said + "\n\n")] if said else []
    return one(text(*parts, head, "\n" + lines, buttons=(*rows(toggles, 2), *last)), edits=True)


async def _topics(ask: Ask, it: Member, said: str = "") -> Reply:
    interests, language = await members.interests(ask.tx, it.id), ask.say.language
    toggles = [
        toggle(topic in interests.topics, ask.house.topic_title(topic, language),
               f"/member {it.id} topic {'-' if topic in interests.topics else ''}{topic}")
        for topic in ask.house.topics
    ]
    name = it.name or ask.say("me-nameless")
    words = (f"{said}\n\n" if said else "") + ask.say("member-topics", name=name)
    back = (here(ask, "button-back", f"/member {it.id}"),)
    return one(text(words, buttons=(*rows(toggles, 2), back)), edits=True)
