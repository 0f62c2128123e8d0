"""Links as pictures, to be shown on a screen or printed: into a topic, to a notice, or in by an invitation."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from urllib.parse import urlsplit

from bot.commands import notice
from bot.commands.base import Ask, Reply, button, number, one, refuse, rows, say
from bot.commands.naming import named
from bot.house import ADMIN
from notices.message import Button, Span, file, text
from store import invites

SCALE = 8  # pixels of a dot: about 300 in all, sharp on a phone and on paper
HERE = ("127.0.0.1", "localhost", "::1")  # what no phone can open; shown only if there is nothing else
BORDER = 4  # dots of white around it, as the standard asks (ISO/IEC 18004)


async def run(ask: Ask, rest: str) -> Reply:
    """`/qr` offers the topics; `/qr t-lecture`, `/qr n-12` and, for admins, `/qr CODE` show the pictures,
    one for each way in."""
    if not rest:
        return _topics(ask)
    if (topic := named(ask.house.topics, rest.removeprefix("t-"))) is not None:
        return _pictures(ask, f"t-{topic}", ask.say("qr-topic", topic=ask.house.topic_title(topic, ask.say.language)))
    kind, _, which = rest.partition("-")
    if kind == "n" and number(which) is not None:
        it = await notice.found(ask, which)
        if isinstance(it, Reply):
            return it
        return _pictures(ask, f"n-{it.id}", ask.say("qr-notice", title=it.notice.title))
    return await _invitation(ask, rest)


def _topics(ask: Ask) -> Reply:
    language = ask.say.language
    buttons = [Button(ask.house.topic_title(it, language), f"/qr t-{it}") for it in ask.house.topics]
    return one(text(ask.say("qr-which"), buttons=rows(buttons, 2)))


async def _invitation(ask: Ask, code: str) -> Reply:
    if refused := refuse(ask, ADMIN):
        return refused
    role = await invites.role_of(ask.tx, code, ask.now)
    if role is None:
        return say(ask, "invite-bad", (button(ask, "button-invite", "/invite"),))
    return _pictures(ask, code, ask.say("qr-invites", role=ask.house.role_title(role, ask.say.language)))


def _pictures(ask: Ask, payload: str, heading: str) -> Reply:
    ways = links(ask, payload)
    ways = [it for it in ways if urlsplit(it[1]).hostname not in HERE] or ways
    if not ways:
        return say(ask, "qr-no-link")
    return Reply(tuple(
        replace(
            text(Span(heading, bold=True), "\n" + ask.say(name) + "\n", Span(link, url=link)),
            file=file(f"kexun-{name}.png", "image/png", picture(link)),
        )
        for name, link in ways
    ))


def picture(link: str) -> bytes:
    """The link as a QR code in a PNG."""
    import segno  # 10 ms that only those who ask for it pay

    body = BytesIO()
    segno.make(link, micro=False, error="m").save(body, kind="png", scale=SCALE, border=BORDER)
    return body.getvalue()


def links(ask: Ask, payload: str) -> list[tuple[str, str]]:
    """(sentence, address) wherever we can be reached by a link that says `/start PAYLOAD`. It is behind a `#`, so no
    server logs it."""
    found = []
    if ask.house.public_url:
        found.append(("invitation-web", f"{ask.house.public_url}/#invite={payload}"))
    if ask.house.telegram_name:
        found.append(("invitation-telegram", f"https://t.me/{ask.house.telegram_name}?start={payload}"))
    return found
