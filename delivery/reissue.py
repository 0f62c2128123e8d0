"""A notice from a feed is issued, or, if it is known from another feed, joins the one we have: one notice, several
sources, and each person is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from delivery import issue, publish
from delivery.settings import Settings
from notices import reissue
from notices.model import Audience, Notice
from store import Tx, amendments, notices, sources
from store.notices import StoredNotice


async def issue_once(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, feed_id: int, quiet: bool = False,
    roundup_id: int | None = None,
) -> int:
    """Issue it for its audience unless it is known: then only those who were not in the audience before are told, and
    dates that only this issuer names become a notice of their own. Returns the id of the notice that the entry is."""
    known_id = await known(tx, notice, now, feed_id)
    if known_id is None:
        notice_id = await _issue(tx, notice, audience, now, settings, feed_id, roundup_id, quiet=quiet)
        await _remember(tx, notice_id, notice)
        return notice_id
    own = await _own(tx, known_id, notice)
    await _join(tx, known_id, notice, audience, now, settings, feed_id, roundup_id, quiet=quiet)
    if not own.key_dates:
        return known_id
    notice_id = await _issue(tx, own, audience, now, settings, feed_id, roundup_id, quiet=quiet)
    await sources.reissues(tx, notice_id, known_id)
    return notice_id


async def known(tx: Tx, notice: Notice, now: datetime, feed_id: int) -> int | None:
    """The notice that this one of a feed is, if another feed brought it before: by its number, by its issuer and its
    words, or else by its title and nearly all of its words."""
    since = now - reissue.AGAIN
    found = await sources.find(tx, reissue.keys(notice), feed_id, since)
    key = reissue.title_key(notice)
    for id_ in [found] if found is not None else await sources.kin(tx, key, feed_id, since) if key else []:
        stored = await notices.get(tx, id_)
        if stored and (found or await _is_copy(tx, notice, stored)) and not _adds(stored.notice, notice):
            return id_
    return None


async def _is_copy(tx: Tx, notice: Notice, stored: StoredNotice) -> bool:
    before = [move.old for move in await amendments.of_notice(tx, stored.id)]
    return reissue.is_copy(notice, stored.notice, (*stored.notice.key_dates, *before))


def _adds(known: Notice, notice: Notice) -> bool:
    """The known one was forwarded with dates of somebody's own; this is the original, which is for others, too."""
    own = reissue.own_dates(notice.key_dates, known.key_dates)
    return bool(own) and reissue.is_forwarded(known) and not reissue.is_forwarded(notice)


async def _remember(tx: Tx, notice_id: int, notice: Notice) -> None:
    key = reissue.title_key(notice)
    await sources.remember(tx, notice_id, (*reissue.keys(notice), *([key] if key else [])))


async def change(
    tx: Tx, notice_id: int, notice: Notice, audience: Audience, now: datetime, settings: Settings, *, feed_id: int
) -> int:
    """The entry of a notice says something else now. Of a notice that another feed brought first, that is a new issue.
    Returns the id of the notice that the entry is now."""
    if await sources.first_feed(tx, notice_id) != feed_id:
        if not notice.key_dates:
            return notice_id  # nothing that anyone needs to be told again
        return await issue_once(tx, notice, audience, now, settings, feed_id=feed_id)
    original_id = await sources.original_of(tx, notice_id)
    if original_id is not None:
        notice = await _own(tx, original_id, notice)
    else:
        await sources.forget(tx, notice_id)
        await _remember(tx, notice_id, notice)
    await issue.change(tx, notice_id, notice, now, settings)
    return notice_id


async def _issue(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, settings: Settings, feed_id: int,
    roundup_id: int | None, *, quiet: bool,
) -> int:
    notice_id = await issue.issue(
        tx, notice, audience, now, settings, feed_id=feed_id, quiet=quiet, roundup_id=roundup_id
    )
    await sources.add(tx, notice_id, feed_id, notice.link, now)
    return notice_id


async def _own(tx: Tx, known_id: int, notice: Notice) -> Notice:
    """The notice with those of its dates that the known one neither has nor had. Where the issuer has changed theirs
    since and nobody knows what they were, a copy is late: its other dates are those of before."""
    before = [move.old for move in await amendments.of_notice(tx, known_id)]
    told = reissue.is_forwarded(notice) and before
    if not told and await sources.has_moved_on(tx, known_id, notice.issuer):
        return replace(notice, key_dates=())
    known = [date for _, date in await notices.key_dates_of(tx, known_id)]
    return replace(notice, key_dates=reissue.own_dates((*known, *before), notice.key_dates))


async def _join(
    tx: Tx, known_id: int, notice: Notice, audience: Audience, now: datetime, settings: Settings, feed_id: int,
    roundup_id: int | None, *, quiet: bool,
) -> None:
    await sources.add(tx, known_id, feed_id, notice.link, now)
    await sources.widen(tx, known_id, audience)
    if not quiet:
        await publish.notice(tx, known_id, audience, now, settings, feed_id=feed_id, roundup_id=roundup_id)
