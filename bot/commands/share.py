"""Notices that someone may pass on: found by what they write after the bot's name, in whatever chat they are."""

from __future__ import annotations

from datetime import datetime

from bot.commands.base import Ask, clipped, number
from bot.commands.notice import may_read, readable
from bot.house import House
from bot.words import words
from channels.base import Card, Incoming, Offer
from notices import write
from notices.content import NoticeCard
from notices.lines import date_line
from store import Tx, members, notices
from store.notices import StoredNotice

SHOWN_MAX = 10  # a phone shows three at a time
SCANNED_MAX = 50  # some may be for others
TITLE_CHARS, ABOUT_CHARS = 60, 80


async def found(tx: Tx, incoming: Incoming, now: datetime, house: House) -> Offer:
    """The notices this person may read whose title holds the words; `#12` is that one, no words are the newest. A
    stranger finds nothing, and is invited."""
    account = await members.find_account(tx, incoming.channel, incoming.address)
    if account is None:
        language = "zh" if not incoming.language or incoming.language.startswith("zh") else "en"
        return Offer((), words(language)("share-stranger"))
    member = await members.must(tx, account.member_id)
    ask = Ask(tx, account, member, incoming, now, words(member.language or house.settings.language), house)
    mine = await _mine(ask, incoming.text.strip())
    return Offer(tuple(_card(ask, it) for it in mine), "" if mine else ask.say("share-none"))


async def _mine(ask: Ask, said: str) -> list[StoredNotice]:
    if said.startswith("#") and (notice_id := number(said[1:].strip())) is not None:
        it = await readable(ask, notice_id)
        return [it] if it and not it.withdrawn else []
    headings = await (notices.titled(ask.tx, said, SCANNED_MAX) if said else notices.latest(ask.tx, SCANNED_MAX))
    interests = await members.interests(ask.tx, ask.member.id)
    ids = [it.id for it in headings if may_read(ask, it.audience, interests)][:SHOWN_MAX]
    return [it for notice_id in ids if (it := await notices.get(ask.tx, notice_id))]


def _card(ask: Ask, it: StoredNotice) -> Card:
    zone = ask.house.settings.zone
    shown = write.public(write.notice(NoticeCard(it.id, it.notice), ask.say, ask.now, zone))
    dates = [date_line(date, ask.say, ask.now, zone) for date in it.notice.key_dates[:1]]
    about = dates[0] if dates else write.excerpt(it.notice.text)
    return Card(f"n-{it.id}", clipped(it.notice.title, TITLE_CHARS), clipped(about, ABOUT_CHARS), shown)
