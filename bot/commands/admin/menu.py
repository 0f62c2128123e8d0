"""Where an admin begins, and how the service is."""

from __future__ import annotations

from bot.commands.base import Ask, Reply, button, here, one
from notices.message import Span, text
from store import deliveries, health, members


async def menu(ask: Ask, _: str) -> Reply:
    people = await members.count(ask.tx)
    return one(text(
        Span(ask.say("admin-heading"), bold=True), "\n" + ask.say("admin-people", count=people),
        buttons=(
            (here(ask, "button-members", "/members"), here(ask, "button-invite", "/invite")),
            (here(ask, "button-feeds", "/feeds"), here(ask, "button-health", "/health")),
            (button(ask, "button-holds", "/holds"), here(ask, "button-groups", "/groups")),
        ),
    ), edits=True)


async def condition(ask: Ask, _: str) -> Reply:
    """`/health`: what waits, what failed, what ails."""
    pulse = await health.pulse(ask.tx, ask.now)
    states = await deliveries.counts(ask.tx)
    lines = [
        ask.say("health-people", count=await members.count(ask.tx)),
        ask.say("health-sent", sent=states.get("sent", 0), failed=states.get("failed", 0)),
        ask.say("health-queue", queued=pulse.queued, minutes=round(pulse.queued_secs / 60)),
        ask.say("health-doubt", unknown=states.get("unknown", 0), doubted=states["doubted"]),
        ask.say("health-feeds", feeds=pulse.feeds, failing=pulse.feeds_failing),
        ask.say("health-inbox", unanswered=pulse.unanswered, quarantined=pulse.quarantined),
    ]
    if pulse.holds:
        lines.append(ask.say("health-holds", count=pulse.holds, hours=round(pulse.holds_secs / 3600)))
    late = round(pulse.reminder_secs / 60)
    if late:
        lines.append(ask.say("health-late", minutes=late))
    return one(text(
        Span(ask.say("health-heading"), bold=True), "\n" + "\n".join(lines),
        buttons=((here(ask, "button-refresh", "/health"), here(ask, "button-admin", "/admin")),),
    ), edits=True)
