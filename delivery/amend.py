"""A notice that changes an earlier one: the earlier dates move or fall away with their reminders, and those it is for
are told once what changed and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from delivery import issue, reissue
from delivery.settings import Settings
from notices import amend
from notices.model import Audience, Notice
from store import Tx, amendments, notices


async def tell(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, feed_id: int,
    notice_id: int | None, quiet: bool, roundup_id: int | None = None,
) -> int:
    """A notice, or (`notice_id`) a new version of one, is told: as the change of an earlier one where it is known which
    it changes and what, and for itself otherwise, be it with others (`roundup_id`). Returns its id."""
    earlier_id = await _earlier(tx, notice, notice_id, now, feed_id)
    if earlier_id is None:
        return await _for_itself(tx, notice, audience, now, settings, feed_id, notice_id, roundup_id, quiet=quiet)
    stored = await notices.get(tx, earlier_id)
    assert stored is not None
    moves = amend.moves(stored.notice.key_dates, notice, settings.zone)
    if not moves and notice_id is None:
        return await _for_itself(tx, notice, audience, now, settings, feed_id, notice_id, roundup_id, quiet=quiet)
    bare = replace(notice, key_dates=())  # its dates are those of the notice it changes
    by_id = await _for_itself(tx, bare, audience, now, settings, feed_id, notice_id, None, quiet=True)
    if moves:
        amendment_id = await amendments.add(tx, earlier_id, by_id, moves, amend.reason(notice), now)
        after = replace(stored.notice, key_dates=amend.moved(stored.notice.key_dates, moves))
        await issue.change(tx, earlier_id, after, now, settings, amendment_id=amendment_id)
    return by_id


async def _earlier(tx: Tx, notice: Notice, notice_id: int | None, now: datetime, feed_id: int) -> int | None:
    if notice_id is not None:
        return await amendments.amended_by(tx, notice_id)
    if not amend.changes_another(notice):
        return None
    return amend.tie(notice, await amendments.earlier(tx, notice.issuer, feed_id, now))


async def _for_itself(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, feed_id: int,
    notice_id: int | None, roundup_id: int | None, *, quiet: bool,
) -> int:
    if notice_id is None:
        return await reissue.issue_once(
            tx, notice, audience, now, settings, feed_id=feed_id, quiet=quiet, roundup_id=roundup_id
        )
    return await reissue.change(tx, notice_id, notice, audience, now, settings, feed_id=feed_id)
