"""Organisers are asked about what is held: at once, again if nobody answers, and when it cannot wait. What one of them
decided, the others are shown in the message that asked them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from bot.commands import questions
from bot.house import ADMIN, ORGANISER
from delivery import hold as holding
from delivery import publish
from delivery.settings import Settings
from notices import quiet
from notices.lines import Say
from notices.message import Bubble
from notices.model import Lane
from store import Store, Tx, holds, members
from store.holds import Asked, Waiting
from store.members import Member

GATHER_SECS = 30.0  # before the first question: what one poll brings is asked in one message
AGAIN_SECS = (24 * 3600.0, 72 * 3600.0)  # after the question and after the first nudge; after that, /holds and health
URGENT_SECS = questions.URGENT_HOURS * 3600.0  # before the first date: in time for those who must act on it

Reason = Literal["asked_at", "urgent_at", "passed_at"]


def judge(it: Waiting, now: float) -> Reason | None:
    """Why organisers hear of it now, if they do. Pure."""
    if it.first_at <= now:
        return None if it.passed_at else "passed_at"
    if it.first_at - URGENT_SECS <= now and not it.urgent_at:
        return "urgent_at"
    return "asked_at" if _next_ask(it) <= now else None


def next_due(it: Waiting) -> float:
    """When there is something to say of it next, if nobody decides; infinity if never."""
    moments = [_next_ask(it)]
    if not it.urgent_at:
        moments.append(it.first_at - URGENT_SECS)
    if not it.passed_at:
        moments.append(it.first_at)
    return min(moments)


def _next_ask(it: Waiting) -> float:
    if it.asked_at is None:
        return it.held_at + GATHER_SECS
    return it.asked_at + AGAIN_SECS[max(it.asks, 1) - 1] if it.asks <= len(AGAIN_SECS) else float("inf")


async def sweep(store: Store, now: datetime, settings: Settings, say_in: Callable[[str], Say]) -> float | None:
    """Show what changed, ask what is to be asked; return when something is due next (seconds since 1970)."""
    async with store.reading() as tx:
        waiting, changed = await holds.waiting(tx), await holds.changed(tx)
    if changed or any(judge(it, now.timestamp()) for it in waiting):
        waiting = await _speak(store, now, settings, say_in)
    ahead = [at for it in waiting if now.timestamp() < (at := next_due(it)) < float("inf")]
    return min(ahead, default=None)


async def _speak(store: Store, now: datetime, settings: Settings, say_in: Callable[[str], Say]) -> list[Waiting]:
    async with store.transaction() as tx:
        for it in await holds.waiting(tx):
            if it.first_at <= now.timestamp():
                await holding.lapse(tx, it.id, now)
        await _show_changes(tx, now, settings, say_in)
        due = [(it, why) for it in await holds.waiting(tx) if (why := judge(it, now.timestamp()))]
        if due:
            await _ask(tx, due, now, settings, say_in)
        return await holds.waiting(tx)


async def _ask(
    tx: Tx, due: Sequence[tuple[Waiting, Reason]], now: datetime, settings: Settings, say_in: Callable[[str], Say]
) -> None:
    """One message to each account of each organiser, however many holds there are. Nobody to ask: they go on
    waiting."""
    people = await _deciders(tx)
    hold_ids = [it.id for it, _ in due]
    urgent = any(why != "asked_at" for _, why in due)
    lane = Lane.URGENT if urgent else Lane.NORMAL
    for member in people:
        bubble = await _bubble(tx, hold_ids, say_in(member.language or settings.language), now, settings)
        for account in await members.accounts_of(tx, member.id):
            at = now if urgent else _awake(member, now, settings)
            delivery_id = await publish.say(tx, account, bubble, at, lane=lane)
            await holds.asked(tx, hold_ids, delivery_id)
    for it, why in due if people else ():
        await holds.said(tx, it.id, why, now)


def _awake(member: Member, now: datetime, settings: Settings) -> datetime:
    window = str(settings.quiet_hours or "") if member.quiet_hours is None else member.quiet_hours
    return quiet.not_before(quiet.parse(window), now, settings.zone) if window else now


async def _deciders(tx: Tx) -> list[Member]:
    """The organisers; the admins where there is none."""
    for role in (ORGANISER, ADMIN):
        found = [await members.must(tx, member_id) for member_id in await members.with_role(tx, role)]
        reached = [it for it in found if not it.stopped and await members.accounts_of(tx, it.id)]
        if reached:
            return reached
    return []


async def _bubble(tx: Tx, hold_ids: Sequence[int], say: Say, now: datetime, settings: Settings) -> Bubble:
    """One hold as its question, several as a list of those that still wait."""
    if len(hold_ids) == 1:
        hold = await holds.get(tx, hold_ids[0])
        assert hold is not None
        return questions.card(hold, say, now, settings.zone)
    waiting = await holds.headings(tx, len(hold_ids), hold_ids)
    return questions.digest(waiting, len(waiting), say, now, settings.zone)


async def _show_changes(tx: Tx, now: datetime, settings: Settings, say_in: Callable[[str], Say]) -> None:
    """The messages that asked about what changed since show it as it is now: in place where they were sent, and not at
    all where they still wait and nothing is left to ask."""
    changed = await holds.changed(tx)
    for asked in await holds.asks_of(tx, changed) if changed else ():
        bubble = await _bubble(tx, asked.hold_ids, say_in(asked.language or settings.language), now, settings)
        if asked.state == "queued" and asked.provider_id is None:
            await holds.take_back(tx, asked.delivery_id)
            if await holds.headings(tx, 1, asked.hold_ids):
                await _replace(tx, asked, bubble, max(now, asked.due_at), None)
        elif asked.provider_id and not asked.account.closed:
            await _replace(tx, asked, bubble, now, asked.provider_id)
    await holds.seen(tx, changed)


async def _replace(tx: Tx, asked: Asked, bubble: Bubble, at: datetime, edits: str | None) -> None:
    new = await publish.say(tx, asked.account, bubble, at, edits=edits, lane=Lane.NORMAL)
    await holds.now_asks(tx, asked.delivery_id, new)
