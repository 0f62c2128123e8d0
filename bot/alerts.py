"""What admins are told without having asked, each in their own language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.commands import troubles
from bot.commands.tell import admins_of
from bot.house import House
from bot.words import Words, words
from delivery import publish
from feeds.model import FetchError
from feeds.settings import Feed
from notices import datetext
from notices.message import Bubble, Span, text
from notices.model import Lane
from store import Tx, members


class Alerts:
    """`feeds.troubles.Troubles`, told by message."""

    def __init__(self, house: Callable[[], House]) -> None:
        self._house = house

    async def failing(self, tx: Tx, name: str, error: FetchError, succeeded_at: datetime | None, now: datetime) -> None:
        await self._tell(tx, lambda say: self._failing(say, name, error, succeeded_at, now), now)

    async def first_look(self, tx: Tx, member_id: int, feed: Feed, entries: int, now: datetime) -> None:
        named = "alert-feed-begun-told" if feed.catch_up else "alert-feed-begun"
        await self._tell(tx, lambda say: text(say(named, name=feed.name, count=entries)), now, member_id)

    async def first_failure(self, tx: Tx, member_id: int, feed: Feed, error: FetchError, now: datetime) -> None:
        await self._tell(tx, lambda say: self._failing(say, feed.name, error, None, now), now, member_id)

    async def healed(self, tx: Tx, name: str, now: datetime) -> None:
        await self._tell(tx, lambda say: text(say("alert-feed-healed", name=name)), now)

    def _failing(
        self, say: Words, name: str, error: FetchError, succeeded_at: datetime | None, now: datetime
    ) -> Bubble:
        last = say("alert-feed-never")
        if succeeded_at:
            last = say("alert-feed-since", at=self._when(say, succeeded_at, now))
        lines = (troubles.told(error.trouble, say), last, say("alert-feed-goes-on"))
        return text(Span(say("alert-feed-failing", name=name), bold=True), "\n" + "\n".join(lines))

    def _when(self, say: Words, at: datetime, now: datetime) -> str:
        zone = self._house().settings.zone
        local = at.astimezone(zone)
        return f"{datetext.day(local.date(), now.astimezone(zone).date(), say.language)} {local:%H:%M}"

    async def _tell(
        self, tx: Tx, write: Callable[[Words], Bubble], now: datetime, member_id: int | None = None
    ) -> None:
        """Queue it for every account of every admin, or of this one."""
        for admin in [await members.must(tx, member_id)] if member_id is not None else await admins_of(tx):
            bubble = write(words(admin.language or self._house().settings.language))
            for account in await members.accounts_of(tx, admin.id):
                await publish.say(tx, account, bubble, now, lane=Lane.NORMAL)
        tx.touch("deliveries")
