"""A notice with a date in doubt, or one that may change one of several earlier notices, is held: it waits for an
organiser, and is told only once everything is decided."""

from __future__ import annotations

from datetime import datetime

from delivery import amend
from delivery.settings import Settings
from notices import settle
from notices.amend import Tie, changes_another
from notices.model import Audience, KeyDate, Notice
from store import Tx, feeds, history, holds, notices, ties
from store.holds import Hold


def may_wait(notice: Notice) -> bool:
    """Whether anything in a new notice could make it wait: of most nothing needs to be looked up."""
    return bool(notice.doubts) or changes_another(notice)


async def tell(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, feed_id: int, quiet: bool = False,
    roundup_id: int | None = None,
) -> int:
    """A feed brings a new notice that has nothing to wait for. Returns its id."""
    return await amend.tell(
        tx, settle.settled(notice, ()), audience, now, settings, feed_id=feed_id, notice_id=None, quiet=quiet,
        amends_id=None, roundup_id=roundup_id,
    )


async def arrive(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, entry_id: int, feed_id: int,
    notice_id: int | None = None, quiet: bool = False, roundup_id: int | None = None,
) -> int | None:
    """A feed brings a notice, or (`notice_id`) a new version of it: it is told at once (with others, if a roundup
    gathers it) if every doubt in it and which earlier notice it changes are clear or were decided before, and held
    otherwise. Returns the notice's id; None while it waits to become one."""
    marks = [settle.mark(it) for it in notice.doubts]
    tied = await amend.tie(tx, notice, now, settings, feed_id=feed_id, notice_id=notice_id)
    before = await holds.open_of_entry(tx, entry_id)
    if before and marks == [settle.mark(it.doubt) for it in before.doubts] and tied.maybe == before.may_amend:
        await holds.rewrite(tx, before.id, notice, audience)
        return notice_id
    if before:
        await holds.close(tx, before.id, "superseded", None, now)
    known = await holds.remembered(tx, marks, notice.title, entry_id)
    meant = await ties.remembered(tx, tied.maybe, notice.title, entry_id) if tied.maybe else None
    if any(known[it].left_out for it in marks if it in known) or (meant and meant.left_out):
        return notice_id
    if all(it in known for it in marks) and (meant or not tied.maybe):
        done = settle.settled(notice, [known[it].answer for it in marks])
        return await amend.tell(
            tx, done, audience, now, settings, feed_id=feed_id, notice_id=notice_id, quiet=quiet,
            amends_id=meant.amends_id if meant else tied.id, roundup_id=roundup_id,
        )
    hold_id = await holds.add(
        tx, notice, audience, await _first_at(tx, notice, tied, now), now, entry_id=entry_id, feed_id=feed_id,
        notice_id=notice_id, quiet=quiet, may_amend=tied.maybe,
    )
    held = await holds.get(tx, hold_id)
    assert held is not None
    for doubt, it in zip(held.doubts, marks, strict=True):
        if it in known:
            await holds.decide(tx, doubt.id, known[it].answer, None, now)
    if meant:
        await ties.decide(tx, hold_id, meant.amends_id, None, now)
    return notice_id


async def _first_at(tx: Tx, notice: Notice, tied: Tie, now: datetime) -> datetime:
    """When it is too late to tell: the dates that it may move count like its own."""
    at_stake = [date for id_ in tied.maybe for _, date in await notices.key_dates_of(tx, id_)]
    return settle.first_at(notice, now, at_stake)


async def drop(tx: Tx, entry_id: int, now: datetime) -> None:
    """The entry says something else now, or was called off: what waited of it is no question any more."""
    if before := await holds.open_of_entry(tx, entry_id):
        await holds.close(tx, before.id, "superseded", None, now)


async def lapse(tx: Tx, hold_id: int, now: datetime) -> None:
    """Whether an event takes place is no question any more once it has begun."""
    it = await holds.get(tx, hold_id)
    if it and any(held.doubt.why == "deleted" and held.doubt.choices[0].anchor <= now for held in it.doubts):
        await holds.close(tx, hold_id, "superseded", None, now)


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
    await _release_decided(tx, member_id, now, settings)
    return True


async def tie(
    tx: Tx, hold: Hold, amends_id: int | None, member_id: int, now: datetime, settings: Settings
) -> bool:
    """An organiser says which earlier notice is changed; None: none of them. False: someone was first."""
    if not await ties.decide(tx, hold.id, amends_id, member_id, now):
        return False
    await history.add(tx, member_id, "hold tied", f"hold {hold.id}: notice {amends_id or 'none'}", now)
    for twin in await ties.twins(tx, hold.may_amend, hold.notice.title):  # the same notice from other feeds
        await ties.decide(tx, twin, amends_id, member_id, now)
    await _release_decided(tx, member_id, now, settings)
    return True


async def _release_decided(tx: Tx, member_id: int, now: datetime, settings: Settings) -> None:
    for hold_id in await holds.decided(tx):
        after = await holds.get(tx, hold_id)
        assert after is not None
        await _release(tx, after, member_id, now, settings)


async def _release(tx: Tx, hold: Hold, member_id: int, now: datetime, settings: Settings) -> None:
    """Nothing is left to decide, unless it has become a question meanwhile which earlier notice is changed."""
    notice = settle.settled(hold.notice, [it.answer for it in hold.doubts])
    tied = Tie(hold.tie.notice_id) if hold.tie else None
    tied = tied or await amend.tie(tx, notice, now, settings, feed_id=hold.feed_id, notice_id=hold.notice_id)
    if tied.maybe:
        await ties.ask(tx, hold.id, tied.maybe, now)
        return
    notice_id = await amend.tell(
        tx, notice, hold.audience, now, settings, feed_id=hold.feed_id, notice_id=hold.notice_id, quiet=hold.quiet,
        amends_id=tied.id,
    )
    await feeds.set_notice(tx, hold.entry_id, notice_id)
    await holds.close(tx, hold.id, "told", member_id, now, notice_id)


async def leave_out(tx: Tx, hold: Hold, member_id: int, now: datetime) -> bool:
    """An organiser says that nobody is to be told. False: it was decided before."""
    if not await holds.close(tx, hold.id, "left out", member_id, now):
        return False
    await history.add(tx, member_id, "hold left out", f"hold {hold.id}", now)
    return True
