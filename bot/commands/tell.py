"""Words to someone other than the one who asks."""

from __future__ import annotations

from bot.commands.base import Ask
from bot.house import ADMIN
from bot.words import Words, words
from delivery import publish
from notices.message import Bubble
from notices.model import Lane
from store import Tx, members
from store.members import Member


async def tell(ask: Ask, member: Member, bubble: Bubble) -> None:
    """Queue the words for every account of the member."""
    for account in await members.accounts_of(ask.tx, member.id):
        await publish.say(ask.tx, account, bubble, ask.now, lane=Lane.NORMAL)


def in_words_of(ask: Ask, member: Member) -> Words:
    """The sentences in the member's language."""
    return words(member.language or ask.house.settings.language)


async def admins_of(tx: Tx) -> list[Member]:
    return [await members.must(tx, member_id) for member_id in await members.with_role(tx, ADMIN)]
