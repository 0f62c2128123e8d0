"""Content to bubbles, in the language of each person, at the moment of sending."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from delivery.settings import QUIET_LANES, Settings
from notices import quiet, write
from notices.content import Content, NoticeCard, ReminderCard, RoundupCard, Said
from notices.lines import Say
from notices.message import Bubble
from notices.model import Lane
from store import StoreUnavailable, Tx, messages, roundups
from store.deliveries import Claimed, Outcome

log = logging.getLogger(__name__)


class Found(NamedTuple):
    """What deliveries are about: what is the same for many by message, and what is not by delivery."""

    contents: Mapping[int, Content | None]
    cards: Mapping[int, Content | None]

    def about(self, it: Claimed) -> Content | None:
        return self.cards[it.id] if it.id in self.cards else self.contents.get(it.message_id)


class Renderer:
    """Writes out claimed deliveries. What is the same for many is written once in a batch."""

    def __init__(self, say_in: Callable[[str], Say], settings: Settings) -> None:
        self._say_in, self._settings = say_in, settings
        self._written: dict[tuple[int, tuple[int, ...], str], Bubble | None] = {}

    async def find(self, tx: Tx, batch: Sequence[Claimed]) -> Found:
        """What each of them is about, as things stand now."""
        if not batch:
            return Found({}, {})
        contents = await messages.contents(tx, [it.message_id for it in batch])
        return Found(contents, await self._cards(tx, batch, contents))

    async def batch(
        self, tx: Tx, batch: Sequence[Claimed], found: Found | None, now: datetime
    ) -> tuple[list[tuple[Claimed, Bubble | None]], list[Outcome]]:
        """Each delivery with its words (None where nothing is left to say), and those that failed: one that cannot be
        written is in nobody else's way. `found` is None where finding failed for them together."""
        try:
            if found is None:
                found = await tx.at_once(partial(self.find, batch=batch))
            self._written.clear()  # contents may have changed since the last batch
            return [(it, self._fitted(it, self._one(it, found.about(it), now), now)) for it in batch], []
        except StoreUnavailable:
            raise
        except Exception as bug:
            if len(batch) == 1:
                log.error("delivery not written", exc_info=bug, extra={"delivery": batch[0].id})
                return [], [Outcome(batch[0], "failed", attempts=1, error=f"bug: {type(bug).__name__}")]
        half = len(batch) // 2
        written, broken = await self.batch(tx, batch[:half], None, now)
        more_written, more_broken = await self.batch(tx, batch[half:], None, now)
        return written + more_written, broken + more_broken

    async def _cards(
        self, tx: Tx, batch: Sequence[Claimed], contents: Mapping[int, Content | None]
    ) -> dict[int, Content | None]:
        """What is not the same for all, by delivery."""
        rounds = {
            it.id: (card.roundup_id, it.member_id) for it in batch
            if isinstance(card := contents.get(it.message_id), RoundupCard)
        }
        reminds = {
            it.id: (it.message_id, it.member_id) for it in batch
            if isinstance(contents.get(it.message_id), ReminderCard)
        }
        found: dict[int, Content | None] = {}
        if reminds:
            reminders = await messages.reminder_cards(tx, list(reminds.values()))
            found |= {key: reminders[pair] for key, pair in reminds.items()}
        if rounds:
            gathered = await roundups.cards(tx, set(rounds.values()))
            found |= {key: gathered[pair] for key, pair in rounds.items()}
        return found

    def _fitted(self, it: Claimed, bubble: Bubble | None, now: datetime) -> Bubble | None:
        """Without what is personal, in a group. Without a sound, if it comes in quiet hours to someone who wants it so;
        replies are asked for."""
        if bubble is not None and it.is_group and it.lane != Lane.REPLY:
            bubble = write.public(bubble)
        if bubble is None or not it.hushed_in or it.lane not in QUIET_LANES:
            return bubble
        hours = self._settings.quiet_hours if it.hushed_in == "default" else quiet.parse(it.hushed_in)
        is_quiet = quiet.not_before(hours, now, self._settings.zone) > now
        return replace(bubble, silent=True) if is_quiet else bubble

    def _one(self, it: Claimed, content: Content | None, now: datetime) -> Bubble | None:
        if content is None or isinstance(content, Said):
            return content.bubble if content else None
        language = it.language or self._settings.language
        key = (it.message_id, _parts(content), language)
        if key not in self._written:
            self._written[key] = self._write(content, language, now)
        return self._written[key]

    def _write(self, content: Content, language: str, now: datetime) -> Bubble | None:
        return write.bubble(content, self._say_in(language), now, self._settings.zone)


def _parts(content: Content) -> tuple[int, ...]:
    """What tells what one member is shown from what another is."""
    match content:
        case ReminderCard(items):
            return tuple(due.key_date_id for due in items)
        case RoundupCard(_, _, listed):
            return tuple(it.notice_id for it in listed)
        case NoticeCard(notice_id):
            return (notice_id,)
    return ()
