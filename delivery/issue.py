"""A notice is issued, changes, or is withdrawn: its rows, its reminders and its deliveries, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from delivery import publish
from delivery.settings import Settings, load_leads
from notices import amend, plan, series
from notices.model import Audience, KeyDate, Lane, Notice
from notices.plan import Planned
from notices.revise import Revision, revise
from notices.write import excerpt
from store import Tx, amendments, messages, notices, reminders

CATCH_UP_SECS = 20.0  # a newcomer first reads what they joined, then hears what is urgent in it
CORRECTIONS_MAX = 24  # of one notice: a site that words it anew with every look would have us edit for ever
PERSONAL_LEAD = timedelta(seconds=1)  # a catch-up is no configured lead; any value they cannot have will do


async def issue(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, feed_id: int | None = None,
    author_id: int | None = None, asks_ack: bool = False, quiet: bool = False, lane: Lane = Lane.BULK,
    roundup_id: int | None = None,
) -> int:
    """Store the notice with its key dates and reminders, and queue it for its audience unless it is old news (quiet) or
    one of many that are told together (`roundup_id`). Returns the notice's id."""
    assert not notice.doubts, "a doubt is decided before anyone is told"
    notice_id = await notices.add(
        tx, notice, audience, now, feed_id=feed_id, author_id=author_id, asks_ack=asks_ack
    )
    for date in notice.key_dates:
        await _add_date(tx, notice_id, date, now, settings)
    if not quiet:
        await publish.notice(tx, notice_id, audience, now, settings, lane, roundup_id=roundup_id)
    return notice_id


async def change(
    tx: Tx, notice_id: int, notice: Notice, now: datetime, settings: Settings, *, amendment_id: int | None = None,
    is_deleted: bool = False,
) -> Revision | None:
    """Bring a stored notice to what it says now, and to what later notices made of that: moved dates move their
    reminders, withdrawn ones lose them, and the audience is told what changed in dates, places or duties (and, of an
    amendment, by what). `is_deleted`: dates that fall away were deleted where they stood, and no more is known. None:
    it was withdrawn before, and stays so."""
    stored = await notices.get(tx, notice_id)
    if stored is None or stored.withdrawn:
        return None
    notice = replace(notice, key_dates=amend.moved(notice.key_dates, await amendments.of_notice(tx, notice_id)))
    known = await notices.key_dates_of(tx, notice_id)
    parts = series.split(
        known, notice.key_dates, now, settings.zone, known_until=stored.notice.known_until,
        reaches_until=notice.known_until,
    )
    askers, revision = await reminders.askers(tx, notice_id), revise(parts.old, parts.new, is_deleted=is_deleted)
    await notices.update(tx, notice_id, notice, now)
    for key_date_id, date in revision.kept:
        await notices.update_key_date(tx, key_date_id, date, settings.zone)
    for key_date_id, date in revision.moved:
        await _move(tx, key_date_id, dict(known)[key_date_id], date, now, settings)
    for key_date_id in (*revision.withdrawn, *(key for key, _ in parts.out_of_sight)):
        await notices.withdraw_key_date(tx, key_date_id, now)
        await _forget_reminders(tx, key_date_id)
    for date in (*revision.added, *parts.in_sight):
        await _add_date(tx, notice_id, date, now, settings)
    if revision.changes:
        await publish.change(
            tx, notice_id, stored.audience, revision.changes, now, settings, amendment_id=amendment_id, askers=askers
        )
    elif _shown(stored.notice) != _shown(notice) and await messages.corrections(tx, notice_id) < CORRECTIONS_MAX:
        await publish.correction(tx, notice_id, now, settings)
    return revision


async def _move(
    tx: Tx, key_date_id: int, old: KeyDate, new: KeyDate, now: datetime, settings: Settings
) -> None:
    """The date moves with its reminders: those of its audience are planned anew, those that members asked for keep
    their distance."""
    own = await reminders.own_ahead(tx, key_date_id, now)
    await notices.update_key_date(tx, key_date_id, new, settings.zone)
    await _forget_reminders(tx, key_date_id)
    await reminders.disown(tx, key_date_id, now)
    await plan_reminders(tx, key_date_id, new, now, settings)
    for member_id, lead_secs, at in own:
        if there := plan.moved(at, old, new, now + timedelta(seconds=CATCH_UP_SECS), settings.zone):
            await reminders.plan(tx, key_date_id, [Planned(timedelta(seconds=lead_secs), there)], member_id)


def _shown(it: Notice) -> tuple[object, ...]:
    """What a notice's message shows of it, besides the moments of its dates."""
    body = "" if it.key_dates else excerpt(it.text)
    return it.title, it.issuer, it.doc_number, it.link, it.unsure, {date.name for date in it.key_dates}, body


async def withdraw(tx: Tx, notice_id: int, now: datetime, settings: Settings) -> int | None:
    """The notice no longer holds: its reminders are gone, and those who were sent it or waited to be reminded of it
    are told. Returns to how many accounts, None if it was withdrawn before."""
    askers = await reminders.askers(tx, notice_id)
    for key_date_id, _ in await notices.key_dates_of(tx, notice_id):
        await _forget_reminders(tx, key_date_id)
    if not await notices.withdraw(tx, notice_id, now):
        return None
    told = await publish.withdrawal(tx, notice_id, now, settings, askers)
    await publish.correction(tx, notice_id, now, settings)
    return told


async def plan_reminders(tx: Tx, key_date_id: int, date: KeyDate, now: datetime, settings: Settings) -> None:
    """Rows for the configured leads and for those that members chose for themselves."""
    leads = set(plan.leads_for(date, settings.leads[date.kind]))
    for chosen in await reminders.leads_in_use(tx, f"{date.kind}_leads"):
        leads |= set(load_leads(chosen))
    await reminders.plan(
        tx, key_date_id, plan.reminders(date, tuple(leads), now, settings.zone, settings.quiet_hours)
    )


async def plan_chosen_leads(
    tx: Tx, kind: str, leads: Sequence[timedelta], now: datetime, settings: Settings
) -> None:
    """A member chose leads of their own: dates already known need rows for them."""
    for known in await notices.upcoming(tx, now, limit=1000, kinds=(kind,)):
        planned = plan.reminders(known.date, leads, now, settings.zone, settings.quiet_hours)
        await reminders.plan(tx, known.id, planned)


async def remind_member(tx: Tx, key_date_id: int, member_id: int, at: datetime) -> None:
    """Plan one reminder for one member: catching up, or asked for again later."""
    await reminders.drop(tx, key_date_id, member_id)
    await reminders.plan(tx, key_date_id, [Planned(PERSONAL_LEAD, at)], member_id)


async def _add_date(tx: Tx, notice_id: int, date: KeyDate, now: datetime, settings: Settings) -> None:
    key_date_id = await notices.add_key_date(tx, notice_id, date, settings.zone)
    await plan_reminders(tx, key_date_id, date, now, settings)


async def _forget_reminders(tx: Tx, key_date_id: int) -> None:
    await reminders.drop(tx, key_date_id)
    await reminders.cancel_queued(tx, key_date_id)
