"""Audience to deliveries, inside the caller's transaction. Nothing is sendable before every row is there: of a message
whose audience is too large for one transaction nothing is sent until the last chunk of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from delivery import sift
from delivery.settings import QUIET_LANES, Settings
from notices import quiet
from notices.content import DateChange
from notices.message import Bubble
from notices.model import Audience, Lane
from store import Store, Tx, deliveries, filters, members, messages, roundups
from store.deliveries import Fan
from store.members import Account
from store.messages import Kind, Reminded


async def say(
    tx: Tx, account: Account, bubble: Bubble, now: datetime, *, edits: str | None = None, lane: Lane = Lane.REPLY
) -> int:
    """Queue words written for one account; `edits` replaces the message with that provider id. Returns the delivery."""
    message_id = await messages.add(tx, "said", lane, now, bubble=bubble)
    return await deliveries.add(tx, message_id, account.id, account.channel, lane, now, edits=edits)


async def notice(
    tx: Tx, notice_id: int, audience: Audience, now: datetime, settings: Settings, lane: Lane = Lane.BULK, *,
    feed_id: int | None = None, roundup_id: int | None = None,
) -> None:
    """Queue a notice for everyone in its audience; for those who were not told of it yet, if a further feed brought
    it. One that a roundup gathers is told with that."""
    if feed_id is not None and await roundups.will_tell(tx, notice_id):
        return
    if roundup_id is not None:
        await roundups.gather(tx, roundup_id, notice_id)
        return
    message_id = await messages.add(tx, "notice", lane, now, notice_id=notice_id, feed_id=feed_id)
    await to_audience(tx, "notice", message_id, audience, lane, now, settings)


async def notice_to(tx: Tx, notice_id: int, member_id: int, why: str, now: datetime) -> None:
    """Queue a notice that was published earlier for one member who came later."""
    message_id = await messages.add(tx, "notice", Lane.NORMAL, now, notice_id=notice_id)
    for account in await members.accounts_of(tx, member_id):
        await deliveries.add(tx, message_id, account.id, account.channel, Lane.NORMAL, now, why=why)


async def change(
    tx: Tx, notice_id: int, audience: Audience, changes: Sequence[DateChange], now: datetime, settings: Settings,
    *, amendment_id: int | None = None, askers: Sequence[int] = (),
) -> None:
    """Queue what changed in a notice for everyone in its audience, and for those who had asked to be reminded of it;
    but not for those who still wait for the notice: they read it as it is now."""
    message_id = await messages.add(
        tx, "change", Lane.NORMAL, now, notice_id=notice_id, changes=changes, amendment_id=amendment_id
    )
    await to_audience(tx, "change", message_id, audience, Lane.NORMAL, now, settings)
    if askers:
        fan = await _fan(tx, "change", message_id, Audience(), Lane.NORMAL, now, settings)
        await deliveries.to_members(tx, fan, askers)


async def correction(tx: Tx, notice_id: int, now: datetime, settings: Settings) -> None:
    """Have what was said of a notice say what it says now, or be gone, where a channel can do that."""
    if settings.corrected_on:
        message_id = await messages.add(tx, "change", Lane.BULK, now, notice_id=notice_id)
        await deliveries.correct(tx, message_id, notice_id, settings.corrected_on, Lane.BULK, now)


async def withdrawal(
    tx: Tx, notice_id: int, now: datetime, settings: Settings, askers: Sequence[int] = ()
) -> int:
    """Cancel what still waits of a notice, and tell those who were sent it, or had asked to be reminded of it, that it
    no longer holds; return how many."""
    await messages.cancel_of_notice(tx, notice_id)
    await messages.withdrawn(tx, notice_id, now)
    message_id = await messages.add(tx, "withdrawal", Lane.NORMAL, now, notice_id=notice_id)
    fan = await _fan(tx, "withdrawal", message_id, Audience(), Lane.NORMAL, now, settings)
    told = await deliveries.to_recipients(tx, fan, notice_id)
    return told + (await deliveries.to_members(tx, fan, askers) if askers else 0)


async def reminder(tx: Tx, reminds_of: Sequence[Reminded], now: datetime, settings: Settings) -> None:
    """Queue one message about these key dates for everyone whom at least one of them concerns; each is shown theirs."""
    message_id = await messages.add(tx, "reminder", Lane.NORMAL, now, reminds_of=reminds_of)
    if any(it.member_id for it in reminds_of):
        await deliveries.to_askers(tx, await _fan(tx, "reminder", message_id, Audience(), Lane.NORMAL, now, settings))
    if any(not it.member_id for it in reminds_of):
        await to_audience(tx, "reminder", message_id, Audience(), Lane.NORMAL, now, settings)


async def to_audience(
    tx: Tx, kind: Kind, message_id: int, audience: Audience, lane: Lane, now: datetime, settings: Settings
) -> None:
    """Turn the audience into deliveries: here and now if it is one chunk of members, else at once afterwards."""
    fan = await _fan(tx, kind, message_id, audience, lane, now, settings)
    upto = await _piece(tx, 0, settings)
    if upto is None:
        return
    if await _piece(tx, upto, settings) is None:
        await _fan_out(tx, fan, 0, upto, now)
        tx.touch("deliveries")
    else:
        await messages.fan_out_later(tx, message_id, audience, 0)


async def _piece(tx: Tx, after: int, settings: Settings) -> int | None:
    """The last of the members after `after` that are turned into deliveries in one transaction; None: there are no
    more."""
    upto = await deliveries.next_members(tx, after, settings.fan_out_chunk)
    return None if upto is None else await filters.upto(tx, after, upto, sift.FILTERS_MAX)


async def _fan_out(tx: Tx, fan: Fan, after: int, upto: int, now: datetime) -> None:
    await sift.message(tx, fan.message_id, after, upto, now)
    await deliveries.fan_out(tx, fan, after, upto)


async def _fan(
    tx: Tx, kind: Kind, message_id: int, audience: Audience, lane: Lane, now: datetime, settings: Settings
) -> Fan:
    chosen = await members.chosen(tx, "quiet_hours")
    by_quiet = {text: _not_before(text, lane, now, settings).timestamp() for text in chosen}
    due_at = _not_before(str(settings.quiet_hours or ""), lane, now, settings).timestamp()
    return Fan(kind, message_id, lane, audience, now.timestamp(), due_at, by_quiet)


def _not_before(quiet_hours: str, lane: Lane, now: datetime, settings: Settings) -> datetime:
    if lane not in QUIET_LANES or not quiet_hours:
        return now
    return quiet.not_before(quiet.parse(quiet_hours), now, settings.zone)


async def go_on(store: Store, now: datetime, settings: Settings) -> bool:
    """Do the next piece of fanning out, in a transaction of its own; False when nothing is left to do."""
    async with store.transaction() as tx:
        if message := await messages.fanning_out(tx):
            fan = await _fan(tx, message.kind, message.id, message.audience, message.lane, now, settings)
            upto = await _piece(tx, message.fanned_out_to, settings)
            if upto is not None:
                await _fan_out(tx, fan, message.fanned_out_to, upto, now)
            await messages.fan_out_later(tx, message.id, message.audience, upto)
            return True
    return False
