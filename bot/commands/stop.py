"""Leave me in peace; and, of whatever was being asked: never mind."""

from __future__ import annotations

from bot.commands import subscriptions
from bot.commands.base import NOTHING, Ask, Reply, button, one, say
from bot.commands.naming import all_named
from notices.message import text
from store import members


async def stop(ask: Ask, rest: str) -> Reply:
    """退订 alone stops everything; with a topic, only that. Longer words are asked about first: someone who writes
    "stop sending so much" may want less, not nothing."""
    if rest and all_named(ask.house.topics, rest)[0]:
        return await subscriptions.unsubscribe(ask, rest)
    if rest:
        return say(ask, "stop-less", (button(ask, "button-stop", "/stop"),),
                   (button(ask, "button-subscriptions", "/subscriptions"), button(ask, "button-settings", "/settings")))
    resume = button(ask, "button-resume", "/start")
    if ask.member.stopped:
        return say(ask, "stopped-before", (resume,))
    await members.stop(ask.tx, ask.member.id, ask.now)
    return say(ask, "stopped", (resume,))


async def cancel(ask: Ask, _: str) -> Reply:
    """取消: forget what was being asked or drafted."""
    helps = button(ask, "button-help", "/help")
    return one(text(ask.say("cancelled"), buttons=((helps,),)), edits=True, dialog=NOTHING)
