"""Which roles I have: open ones are a tap, some are asked for and granted by an admin, the rest come by invitation."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import welcome
from bot.commands.base import Ask, Reply, Rows, button, one, rows, say, tick, toggle
from bot.commands.naming import named
from bot.commands.tell import admins_of, in_words_of, tell
from bot.house import Role
from notices.message import Bubble, Button, Span, text
from store import history, members

ASKED, GRANTED, DECLINED = "role asked", "role granted", "role declined"


async def role(ask: Ask, rest: str) -> Reply:
    """`/role student` takes a role, `/role -student` gives it up, `/role` shows them."""
    if not rest:
        return replace(await shown(ask), edits=False) if ask.member.welcomed else await welcome.next_step(ask)
    gives_up, wanted = rest.startswith("-"), named(ask.house.roles, rest.lstrip("-"))
    if wanted is None:
        return await shown(ask, ask.say("role-unknown"))
    it = ask.house.roles[wanted]
    if gives_up:
        return await _give_up(ask, it)
    if it.id in ask.member.roles:
        return await _after(ask, it, "role-had")
    if it not in welcome.joinable(ask.house):
        return await shown(ask, ask.say("role-by-invite", role=_title(ask, it)))
    if it.join == "approval":
        return await _request(ask, it)
    await members.add_role(ask.tx, ask.member.id, it.id, ask.now)
    return await _after(ask, it, "role-taken")


async def _give_up(ask: Ask, it: Role) -> Reply:
    if it not in welcome.joinable(ask.house):
        return await shown(ask, ask.say("role-not-yours-to-drop", role=_title(ask, it)))
    dropped = await members.drop_role(ask.tx, ask.member.id, it.id)
    ask = replace(ask, member=await members.must(ask.tx, ask.member.id))
    return await shown(ask, ask.say("role-dropped" if dropped else "role-not-had", role=_title(ask, it)))


async def _after(ask: Ask, it: Role, name: str) -> Reply:
    """Newcomers go on to the next step, below the choice they made; members see their roles as they are now."""
    ask = replace(ask, member=await members.must(ask.tx, ask.member.id))
    if ask.member.welcomed:
        return await shown(ask, ask.say("role-added" if name == "role-taken" else name, role=_title(ask, it)))
    said = ask.say(name, role=_title(ask, it))
    reply = await welcome.next_step(ask) if ask.member.roles else await welcome.welcome(ask)
    return replace(reply, bubbles=(welcome.greeting(ask, said), *reply.bubbles), edits=True)


async def shown(ask: Ask, said: str = "") -> Reply:
    """All roles, mine ticked."""
    lines = []
    for it in ask.house.roles.values():
        if it.id in ask.member.roles:
            lines.append(tick(True) + _title(ask, it))
        elif it in welcome.joinable(ask.house):
            lines.append(tick(False) + _title(ask, it))
    heading = Span(ask.say("role-heading"), bold=True)
    parts = ([Span(said + "\n\n")] if said else []) + [heading, Span("\n" + "\n".join(lines))]
    return one(Bubble((*parts, Span("\n" + ask.say("role-hint"))), _toggles(ask)), edits=True)


def _toggles(ask: Ask) -> Rows:
    buttons = [
        toggle(it.id in ask.member.roles, _title(ask, it),
               f"/role {'-' if it.id in ask.member.roles else ''}{it.id}")
        for it in welcome.joinable(ask.house)
    ]
    return (*rows(buttons, 2), (button(ask, "button-subscriptions", "/subscriptions"), button(ask, "button-me", "/me")))


async def _request(ask: Ask, it: Role) -> Reply:
    """Tell the admins once; their buttons grant or decline."""
    about = _about(ask.member.id, it.id)
    if await history.last(ask.tx, about, (ASKED, GRANTED, DECLINED)) == ASKED:
        return await _after(ask, it, "role-asked-before")
    await history.add(ask.tx, ask.member.id, ASKED, about, ask.now)
    for admin in await admins_of(ask.tx):
        ours = in_words_of(ask, admin)
        grants = Button(ours("button-grant"), f"/grant {ask.member.id} {it.id}", in_place=True)
        declines = Button(ours("button-decline"), f"/decline {ask.member.id} {it.id}", in_place=True)
        who = ask.member.name or ours("me-nameless")
        title = ask.house.role_title(it.id, ours.language)
        said = ours("role-request", name=who, number=str(ask.member.id), role=title)
        await tell(ask, admin, text(said, buttons=((grants, declines),)))
    return await _after(ask, it, "role-asked")


async def grant(ask: Ask, rest: str) -> Reply:
    """`/grant 12 teacher`, by an admin."""
    return await _decide(ask, rest, GRANTED)


async def decline(ask: Ask, rest: str) -> Reply:
    """`/decline 12 teacher`, by an admin."""
    return await _decide(ask, rest, DECLINED)


async def _decide(ask: Ask, rest: str, verdict: str) -> Reply:
    """Decide an open request, once: the next admin is told that it was decided."""
    who, _, wanted = rest.partition(" ")
    member = await members.get(ask.tx, int(who)) if who.isascii() and who.isdecimal() and len(who) < 19 else None
    it = ask.house.roles.get(wanted)
    if member is None or it is None:
        return say(ask, "request-unknown", (button(ask, "button-members", "/members"),))
    about = _about(member.id, it.id)
    name = member.name or str(member.id)
    if await history.last(ask.tx, about, (ASKED, GRANTED, DECLINED)) != ASKED:
        return one(text(ask.say("request-decided", name=name, role=_title(ask, it))), edits=True)
    await history.add(ask.tx, ask.member.id, verdict, about, ask.now)
    if verdict == GRANTED:
        await members.add_role(ask.tx, member.id, it.id, ask.now)
    theirs = in_words_of(ask, member)
    told = theirs("role-granted" if verdict == GRANTED else "role-declined",
                  role=ask.house.role_title(it.id, theirs.language))
    start = Button(theirs("button-whats-coming"), "/start")
    await tell(ask, member, text(told, buttons=((start,),) if verdict == GRANTED else ()))
    if verdict == GRANTED and member.welcomed:
        await welcome.catch_up(ask.tx, member.id, ask.house, ask.now)
    outcome = "request-granted" if verdict == GRANTED else "request-declined"
    return one(text(ask.say(outcome, name=name, role=_title(ask, it))), edits=True)


def _about(member_id: int, role: str) -> str:
    return f"member {member_id} {role}"


def _title(ask: Ask, it: Role) -> str:
    return ask.house.role_title(it.id, ask.say.language)
