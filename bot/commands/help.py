"""What I can do: everything a person may ask, in one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.commands.base import Ask, Command, Reply, Run, button, one, refuse
from bot.commands.welcome import joinable
from bot.house import ADMIN, ORGANISER
from bot.words import Words
from notices.message import Span, text

SECTIONS = ((None, "help-heading"), (ORGANISER, "help-organisers"), (ADMIN, "help-admins"))


def helper(commands: Callable[[], Sequence[Command]]) -> Run:
    """The command that lists these commands, as far as the person may use them."""

    async def run(ask: Ask, _: str) -> Reply:
        spans: list[Span] = []
        for needs, heading in SECTIONS:
            lines = [line(ask.say, it) for it in commands() if it.listed and it.needs == needs]
            if lines and not (needs and refuse(ask, needs)):
                spans += [Span(("\n\n" if spans else "") + ask.say(heading), bold=True), Span("\n" + "\n".join(lines))]
        first = [button(ask, "button-latest", "/latest"), button(ask, "button-dates", "/dates")]
        second = [button(ask, "button-settings", "/settings"), button(ask, "button-me", "/me")]
        if not ask.member.roles and joinable(ask.house):
            first.insert(0, button(ask, "button-role", "/role"))
        return one(text(*spans, "\n\n" + ask.say("help-hint"), buttons=(tuple(first), tuple(second))))

    return run


def line(say: Words, it: Command) -> str:
    """`最新 · 看最近的通知`, `/latest · the newest notices`."""
    return f"{it.words[0] if say.language == 'zh' else '/' + it.name} · {say(f'help-{it.name}')}"
