"""A notice with a date in doubt is held: it waits for an organiser, and is told only once every doubt is decided."""

from __future__ import annotations

from datetime import datetime

from delivery import amend
from delivery.settings import Settings
from notices import settle
from notices.model import Audience, KeyDate, Notice
from store import Tx, feeds, history, holds
from store.holds import Hold


async def arrive(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, entry_id: int, feed_id: int,
    notice_id: int | None = None, quiet: bool = False, roundup_id: int | None = None,
) -> int | None:
    """A feed brings a notice, or (`notice_id`) a new version of it: it is told at once (with others, if a roundup
    gathers it) if every doubt in it was decided before, and held otherwise. Returns the notice's id; None while it
    waits to become one."""
    marks = [settle.mark(it) for it in notice.doubts]
    before = await holds.open_of_entry(tx, entry_id)
    if before and marks == [settle.mark(it.doubt) for it in before.doubts]:
        await holds.rewrite(tx, before.id, notice, audience)
        return notice_id
    await drop(tx, entry_id, now)
    known = await holds.remembered(tx, marks, notice.title, entry_id)
    if any(known[it].left_out for it in marks if it in known):
        return notice_id
    if all(it in known for it in marks):
        done = settle.settled(notice, [known[it].answer for it in marks])
        return await amend.tell(
            tx, done, audience, now, settings, feed_id=feed_id, notice_id=notice_id, quiet=quiet, roundup_id=roundup_id
        )
    hold_id = await holds.add(
        tx, notice, audience, settle.first_at(notice, now), now, entry_id=entry_id, feed_id=feed_id,
        notice_id=notice_id, quiet=quiet,
    )
    held = await holds.get(tx, hold_id)
    assert held is not None
    for doubt, it in zip(held.doubts, marks, strict=True):
        if it in known:
            await holds.decide(tx, doubt.id, known[it].answer, None, now)
    return notice_id


async def drop(tx: Tx, entry_id: int, now: datetime) -> None:
    """The entry says something else now, or was called off: what waited of it is no question any more."""
    if before := await holds.open_of_entry(tx, entry_id):
        await holds.close(tx, before.id, "superseded", None, now)


async def decide(
    tx: Tx, hold: Hold, doubt_id: int, answer: KeyDate | None, member_id: int, now: datetime, settings: Settings
) -> bool:
    """An organiser decides a doubt, and with the last one the notice is told. False: someone was first."""
    if not await holds.decide(tx, doubt_id, answer, member_id, now):
        return False
    moments = f"{answer.starts_at or ''}..{answer.ends_at or ''}" if answer else "no date"
    await history.add(tx, member_id, "hold decided", f"hold {hold.id} doubt {doubt_id}: {moments}", now)
    mine = next(settle.mark(it.doubt) for it in hold.doubts if it.id == doubt_id)
    for twin in await holds.twins(tx, mine, hold.notice.title):  # the same notice from other feeds
        await holds.decide(tx, twin, answer, member_id, now)
    for hold_id in await holds.decided(tx):
        after = await holds.get(tx, hold_id)
        assert after is not None
        await _release(tx, after, member_id, now, settings)
    return True


async def _release(tx: Tx, hold: Hold, member_id: int, now: datetime, settings: Settings) -> None:
    notice = settle.settled(hold.notice, [it.answer for it in hold.doubts])
    notice_id = await amend.tell(
        tx, notice, hold.audience, now, settings, feed_id=hold.feed_id, notice_id=hold.notice_id, quiet=hold.quiet
    )
    await feeds.set_notice(tx, hold.entry_id, notice_id)
    await holds.close(tx, hold.id, "told", member_id, now, notice_id)


async def leave_out(tx: Tx, hold: Hold, member_id: int, now: datetime) -> bool:
    """An organiser says that nobody is to be told. False: it was decided before."""
    if not await holds.close(tx, hold.id, "left out", member_id, now):
        return False
    await history.add(tx, member_id, "hold left out", f"hold {hold.id}", now)
    return True
