"""Members' filters, applied before anyone is told: what a filter keeps back is noted, with the part that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from notices import amend, filters
from notices.filters import Filter, FilterError, Subject, written
from notices.model import Notice
from store import Tx
from store import filters as stored
from store.filters import EVERYTHING, Chosen

READ_MAX = 8192  # filters kept as trees, a kilobyte each: reading one takes as long as judging ten notices
FILTERS_MAX = 200  # judged in one transaction: they hold other writers for about 15 ms
ANEW_MAX = 500  # notices kept back before that another filter is tried on: older ones are no news


async def message(tx: Tx, message_id: int, after: int, upto: int, now: datetime) -> None:
    """Note from which of the members in (after, upto] their filters keep what this message is about."""
    if chosen := await stored.chosen(tx, after, upto):
        await _judge(tx, chosen, await stored.about(tx, message_id), now)


async def kept_back(tx: Tx, member_id: int, notice_ids: Iterable[int], now: datetime) -> dict[int, str]:
    """Which of these notices the member's filters keep back, as they are now, and the part of it that decides."""
    ids = list(notice_ids)
    if chosen := await stored.of_member(tx, member_id):
        await _judge(tx, chosen, ids, now)
    return await stored.kept_back(tx, member_id, ids)


async def choose(tx: Tx, member_id: int, topic: str, wanted: Filter, now: datetime) -> None:
    """This is the member's filter from now on; what the one before kept from them is judged anew."""
    await stored.choose(tx, member_id, topic, written(wanted), now)
    await _judge_anew(tx, member_id)


async def drop(tx: Tx, member_id: int, topic: str) -> bool:
    """The member wants no such filter any more; False if they had none."""
    had = await stored.drop(tx, member_id, topic)
    await _judge_anew(tx, member_id)
    return had


async def _judge_anew(tx: Tx, member_id: int) -> None:
    chosen = await stored.of_member(tx, member_id)
    passing = []
    for it in await stored.judged(tx, await stored.all_kept_back(tx, member_id, ANEW_MAX)):
        subject = filters.subject(it.title, it.text, it.issuer, it.topics)
        if because := next((found for one in chosen if (found := objection(one, subject))), None):
            await stored.still_kept_back(tx, member_id, it.id, written(because))
        else:
            passing.append(it.id)
    await stored.let_go(tx, member_id, passing)


async def _judge(tx: Tx, chosen: Sequence[Chosen], notice_ids: Iterable[int], now: datetime) -> None:
    for it in await stored.judged(tx, notice_ids):
        if amend.changes_another(Notice(it.title, it.text)):
            continue  # it may be of a notice that they have
        subject = filters.subject(it.title, it.text, it.issuer, it.topics)
        pairs = {one.member_id: written(because) for one in chosen if (because := objection(one, subject))}
        if pairs:
            await stored.keep_back(tx, it.id, list(pairs.items()), now)


def objection(chosen: Chosen, subject: Subject) -> Filter | None:
    """The part of the filter that keeps the notice back; None if nothing does."""
    if chosen.topic != EVERYTHING and chosen.topic not in subject.topics:
        return None
    wanted = read(chosen.expression)
    verdict = filters.judge(wanted, subject) if wanted else None
    return None if verdict is None or verdict.passes else verdict.because


@lru_cache(maxsize=READ_MAX)
def read(expression: str) -> Filter | None:
    """A stored filter as a tree; None for one that another version could read and this one cannot: it keeps nothing."""
    try:
        return filters.parse(expression)
    except FilterError:
        return None
