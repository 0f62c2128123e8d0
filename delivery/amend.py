"""A notice that changes an earlier one: the earlier dates move or fall away with their reminders, and those it is for
are told once what changed and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from delivery import issue, reissue
from delivery.settings import Settings
from notices import amend
from notices.amend import Tie
from notices.model import Audience, Notice
from notices.reissue import own_dates
from store import Tx, amendments, notices
from store.notices import StoredNotice


async def tie(
    tx: Tx, notice: Notice, now: datetime, settings: Settings, *, feed_id: int, notice_id: int | None
) -> Tie:
    """Which earlier notice this one changes; of a new version of a notice (`notice_id`), and of one that another feed
    brought before, the one that it changed."""
    if notice_id is None and not amend.changes_another(notice):
        return Tie()
    known_id = notice_id or await reissue.known(tx, notice, now, feed_id)
    if known_id is not None:
        return Tie(await amendments.amended_by(tx, known_id))
    return amend.tie(notice, await amendments.earlier(tx, notice.issuer, feed_id, now), now, settings.zone)


async def tell(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, feed_id: int,
    notice_id: int | None, quiet: bool, amends_id: int | None, roundup_id: int | None = None,
) -> int:
    """A notice, or (`notice_id`) a new version of one, is told: as the change of an earlier one (`amends_id`) if it
    moves any of its dates, and for itself otherwise, be it with others (`roundup_id`). Returns its id."""
    stored = await notices.get(tx, amends_id) if amends_id is not None else None
    if stored is None:
        return await _for_itself(tx, notice, audience, now, settings, feed_id, notice_id, roundup_id, quiet=quiet)
    moves = amend.moves(stored.notice.key_dates, notice, settings.zone)
    if not moves and notice_id is None and not await _is_told(tx, stored, notice):
        return await _for_itself(tx, notice, audience, now, settings, feed_id, notice_id, roundup_id, quiet=quiet)
    bare = replace(notice, key_dates=())  # its dates are those of the notice it changes
    by_id = await _for_itself(tx, bare, audience, now, settings, feed_id, notice_id, None, quiet=True)
    if moves:
        amendment_id = await amendments.add(tx, stored.id, by_id, moves, amend.reason(notice), now)
        after = replace(stored.notice, key_dates=amend.moved(stored.notice.key_dates, moves))
        await issue.change(tx, stored.id, after, now, settings, amendment_id=amendment_id)
    return by_id


async def _is_told(tx: Tx, earlier: StoredNotice, notice: Notice) -> bool:
    """Whether another feed brought the same change before: its dates stand already as this one says."""
    if own_dates(earlier.notice.key_dates, notice.key_dates):
        return False
    return bool(await amendments.of_notice(tx, earlier.id))


async def _for_itself(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, feed_id: int,
    notice_id: int | None, roundup_id: int | None, *, quiet: bool,
) -> int:
    if notice_id is None:
        return await reissue.issue_once(
            tx, notice, audience, now, settings, feed_id=feed_id, quiet=quiet, roundup_id=roundup_id
        )
    return await reissue.change(tx, notice_id, notice, audience, now, settings, feed_id=feed_id)
