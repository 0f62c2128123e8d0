"""Members: the list, and finding someone in it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands.base import Ask, Dialog, Reply, clipped, here, one, refuse, rows
from bot.commands.naming import titles
from bot.house import ADMIN
from notices.message import Button, Span, text
from store import members
from store.members import Member

PAGE = 8
QUERY_BYTES_MAX = 40  # of a search that goes on on the next page: what a button can carry besides the page


async def people(ask: Ask, rest: str) -> Reply:
    """`/members`, `/members 小王`, `/members 12`, `/members +8 小王`: the newest first."""
    offset, query = _offset(rest)
    page = await members.find(ask.tx, query, PAGE + 1, offset)
    last = (here(ask, "button-invite", "/invite"), here(ask, "button-admin", "/admin"))
    dialog = Dialog("members")
    if not page:
        return one(text(ask.say("members-none", said=clipped(query, 20)), buttons=(last,)), dialog=dialog)
    lines = [_line(ask, place, it) for place, it in enumerate(page[:PAGE], 1)]
    buttons = [Button(str(place), f"/member {it.id}", in_place=True) for place, it in enumerate(page[:PAGE], 1)]
    more = ((here(ask, "button-more", f"/members +{offset + PAGE} {query}".strip()),),) if len(page) > PAGE else ()
    return one(text(
        Span(ask.say("members-heading"), bold=True), "\n" + "\n".join(lines), "\n\n" + ask.say("members-hint"),
        buttons=(*rows(buttons, 4), *more, last),
    ), edits=True, dialog=dialog)


async def said(ask: Ask, words: str, _: Mapping[str, str]) -> Reply:
    """Words while the list is open: whom to find."""
    return refuse(ask, ADMIN) or await people(ask, words)


def _offset(rest: str) -> tuple[int, str]:
    head, _, query = rest.partition(" ")
    if head.startswith("+") and head[1:].isascii() and head[1:].isdecimal() and len(head) < 10:
        return int(head[1:]), _cut(query)
    return 0, _cut(rest)


def _cut(query: str) -> str:
    return query.strip().encode()[:QUERY_BYTES_MAX].decode(errors="ignore")


def _line(ask: Ask, place: int, it: Member) -> str:
    language = ask.say.language
    roles = titles([ask.house.role_title(role, language) for role in sorted(it.roles)], language)
    parts = [roles] if roles else []
    if it.stopped:
        parts.append(ask.say("member-stopped"))
    name = it.name or ask.say("me-nameless")
    return ask.say("members-line", place=str(place), name=name, number=str(it.id)) + "".join(f" · {it}" for it in parts)
