"""Invitations: a code that brings a role, with links that carry it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.commands.base import Ask, Reply, button, here, number, one, rows
from bot.commands.naming import named
from bot.commands.scan import links
from notices import datetext
from notices.message import Button, Span, text
from store import history, invites

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is mistaken for something else when read aloud
CODE_CHARS = 10  # 49 bits: nobody guesses one while it is good
DAYS = 7
USES = (1, 10, 50, 200)
USES_MAX = 10_000


async def invite(ask: Ask, rest: str) -> Reply:
    """`/invite` asks for a role, `/invite teacher` for how many, `/invite teacher 10` makes the code."""
    words = rest.split()
    role = named(ask.house.roles, words[0]) if words else None
    uses = number(words[1]) if len(words) > 1 else None
    back = (here(ask, "button-admin", "/admin"),)
    if role is None:
        language = ask.say.language
        buttons = [Button(ask.house.role_title(it, language), f"/invite {it}", in_place=True) for it in ask.house.roles]
        return one(text(ask.say("invite-role"), buttons=(*rows(buttons, 2), back)), edits=True)
    if uses is None or not 1 <= uses <= USES_MAX:
        counts = tuple(here(ask, "button-uses", f"/invite {role} {it}", count=it) for it in USES)
        title = ask.house.role_title(role, ask.say.language)
        return one(text(ask.say("invite-uses", role=title), buttons=(*rows(counts, 2), back)), edits=True)
    return await _made(ask, role, uses)


async def _made(ask: Ask, role: str, uses: int) -> Reply:
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARS))
    until = ask.now + timedelta(days=DAYS)
    await invites.add(ask.tx, code, role, uses, until, ask.now, ask.member.id)
    await history.add(ask.tx, ask.member.id, "invite made", role, ask.now)
    zone = ask.house.settings.zone
    day = datetext.day(until.astimezone(zone).date(), ask.now.astimezone(zone).date(), ask.say.language)
    title = ask.house.role_title(role, ask.say.language)
    parts: list[str | Span] = [
        Span(ask.say("invite-made", role=title), bold=True), "\n", Span(code, bold=True),
        "\n" + ask.say("invite-terms", count=uses, day=day),
    ]
    for name, link in links(ask, code):
        parts += ["\n\n" + ask.say(name) + "\n", Span(link, url=link)]
    parts.append("\n\n" + ask.say("invite-typed", code=code))
    shown = (button(ask, "button-qr", f"/qr {code}"),)
    again, back = here(ask, "button-invite-again", "/invite"), here(ask, "button-admin", "/admin")
    return one(text(*parts, buttons=(shown, (again, back))), edits=True)
