"""The first word anyone says to us, and the links and invitations that lead to it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands import latest, notice, welcome
from bot.commands.base import Ask, Reply, number, one
from notices.message import Bubble, text
from store import history, invites, members

TO_READ = re.compile(r"[nr]-[0-9]")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what Telegram lets a link carry


async def run(ask: Ask, rest: str) -> Reply:
    """`/start`, `/start CODE`, `/start t-TOPIC`, `/start n-NUMBER`, `/start r-NUMBER`. Who knows us already and follows
    a link to something to read is shown that and nothing else."""
    first = await _payload(ask, rest) if rest else ()
    if TO_READ.match(rest) and ask.member.welcomed and not ask.member.stopped:
        return Reply(first)
    ask = replace(ask, member=await members.must(ask.tx, ask.member.id))
    reply = await (welcome.where_things_stand(ask) if ask.member.welcomed else welcome.next_step(ask))
    return replace(reply, bubbles=(*first, *reply.bubbles))


async def greet(ask: Ask, _: str) -> Reply:
    """你好, hello: the same as starting."""
    return await run(ask, "")


async def stale(ask: Ask) -> Reply:
    """A button of former times, or of someone's invention: what there is instead."""
    if ask.member.welcomed:
        return one(text(ask.say("button-stale"), buttons=welcome.menu(ask)))
    reply = await welcome.next_step(ask)
    return replace(reply, bubbles=(text(ask.say("button-stale")), *reply.bubbles))


async def _payload(ask: Ask, payload: str) -> tuple[Bubble, ...]:
    """What the link brought them for."""
    if payload == "share":  # someone who wanted to pass a notice on, and did not know us yet
        return ()
    kind, _, rest = payload.partition("-")
    if kind == "t" and rest in ask.house.topics:
        await members.subscribe(ask.tx, ask.member.id, rest, ask.now)
        topic = ask.house.topic_title(rest, ask.say.language)
        return (text(ask.say("subscribed", topic=topic)),)
    if kind == "n" and (notice_id := number(rest)) is not None:
        return (await notice.run(ask, str(notice_id))).bubbles
    if kind == "r" and number(rest) is not None:
        return (await latest.roundup(ask, rest)).bubbles
    return (text(await _invited(ask, payload)),)


async def _invited(ask: Ask, code: str) -> str:
    """Use an invitation. One for a role that the person has already is not used up."""
    for spelling in dict.fromkeys((code, code.upper())) if PAYLOAD.fullmatch(code) else ():
        role = await invites.role_of(ask.tx, spelling, ask.now)
        if role is None or role not in ask.house.roles:
            continue
        title = ask.house.role_title(role, ask.say.language)
        if role in ask.member.roles:
            return ask.say("invite-had", role=title)
        await invites.redeem(ask.tx, spelling, ask.now)
        await members.add_role(ask.tx, ask.member.id, role, ask.now)
        await history.add(ask.tx, ask.member.id, "invite used", f"member {ask.member.id} {role}", ask.now)
        return ask.say("invite-used", role=title)
    return ask.say("invite-bad")
