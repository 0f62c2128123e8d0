"""One Incoming in, one reply out, once."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime

from bot.commands import groups as in_groups
from bot.commands import start
from bot.commands.base import Ask, Command, Reply, refuse
from bot.commands.profile import clean_name
from bot.commands.registry import BY_WORD, DIALOGS, START, TAKES_ANY_WORDS, UNKNOWN
from bot.house import ADMIN, House
from bot.words import words
from channels.base import Incoming, Room
from delivery import publish
from notices.model import Lane, Language
from store import Tx, dialogs, groups, history, members
from store.dialogs import Dialog
from store.groups import Group
from store.members import Account, Member

TEXT_CHARS_MAX = 10_000  # longer words are cut: no command needs more, and a notice this long belongs in a document
PHRASE_CHARS_MAX = 30  # of a command's words, such as "my subscriptions"
NUMBERS_ZH = "一二三四五六七八九十"


async def answer(tx: Tx, incoming: Incoming, now: datetime, house: House) -> str:
    """Do what was asked and queue the reply, in the caller's transaction. Nothing a person can say makes it raise.
    Returns the words, if any, that only whoever tapped is told."""
    if incoming.left or incoming.back or incoming.address_moved_to:
        await _came_or_went(tx, incoming, now)
        return ""
    if incoming.room:
        return await _in_room(tx, incoming, incoming.room, now, house)
    account = await members.account(tx, incoming.channel, incoming.address, now)
    member = await _member(tx, account, incoming, now, house)
    ask = Ask(tx, account, member, incoming, now, words(member.language or house.settings.language), house)
    dialog = await dialogs.get(tx, account.id, now)
    said = incoming.text[:TEXT_CHARS_MAX].strip()
    reply = await (start.stale(ask) if incoming.stale else _reply(ask, dialog, said))
    await _send(tx, account, incoming, reply, dialog, now)
    return reply.aside


async def _came_or_went(tx: Tx, incoming: Incoming, now: datetime) -> None:
    account = await members.find_account(tx, incoming.channel, incoming.address)
    if incoming.room and (group := await groups.find(tx, incoming.channel, incoming.address)):
        account = group.account
    if incoming.back and await groups.back(tx, incoming.channel, incoming.address):
        return
    if account and incoming.back:
        await members.account(tx, incoming.channel, incoming.address, now)
    elif account and incoming.address_moved_to:
        await members.move_account(tx, account.id, incoming.address_moved_to, now)
    elif account:
        await members.close_account(tx, account.id, "left", now)


async def _in_room(tx: Tx, incoming: Incoming, room: Room, now: datetime, house: House) -> str:
    """What happened in a group or channel, answered there; of a channel, its keeper is told."""
    who = await members.find_account(tx, incoming.channel, room.who)
    before = await groups.find(tx, incoming.channel, incoming.address)
    it = await groups.enter(
        tx, incoming.channel, incoming.address, clean_name(room.title), who.member_id if who else None, now
    )
    if room.entered and before and not before.account.closed and not _has_a_keeper_now(room, before, it):
        return ""  # our rights have changed, but not what we need of them
    member = await members.must(tx, it.member_id)
    ask = Ask(tx, it.account, member, incoming, now, words(member.language or house.settings.language), house)
    if room.is_channel and room.entered and who:
        keeper = await members.must(tx, who.member_id)
        theirs = replace(ask, say=words(keeper.language or house.settings.language))
        await publish.say(tx, who, await in_groups.channel_entered(theirs, it), now, lane=Lane.NORMAL)
    reply = await in_groups.heard(ask, it, room, _named) or Reply(())
    if reply.bubbles:
        await _send(tx, it.account, incoming, reply, Dialog(), now)
    return reply.aside


def _has_a_keeper_now(room: Room, before: Group, it: Group) -> bool:
    """Whoever let us into a channel before they knew us can be asked at last."""
    return room.is_channel and before.keeper_id is None and it.keeper_id is not None


def _named(said: str) -> tuple[str, str]:
    head, _, rest = said.partition(" ")
    if head == in_groups.SETUP:
        return "setup", rest
    command, rest = find(said)
    return (command.name if command else ""), rest


async def _member(tx: Tx, account: Account, incoming: Incoming, now: datetime, house: House) -> Member:
    """The person behind the account, with what the platform and the configuration say of them filled in once."""
    member = await members.must(tx, account.member_id)
    if not member.welcomed and member.language is None and incoming.language:
        language: Language = "zh" if incoming.language.lower().startswith("zh") else "en"
        if language != house.settings.language:
            await members.set_setting(tx, member.id, "language", language)
    if not member.name and (name := clean_name(incoming.name)):
        await members.set_setting(tx, member.id, "name", name)
    if f"{account.channel}:{account.address}" in house.admins and await members.add_role(tx, member.id, ADMIN, now):
        await history.add(tx, None, "role added", f"member {member.id} {ADMIN}", now)
    return await members.must(tx, member.id)


async def _reply(ask: Ask, dialog: Dialog, said: str) -> Reply:
    number = chosen_number(said)
    if number and number <= len(dialog.choices):
        said = dialog.choices[number - 1]
    command, rest = find(said)
    asked = DIALOGS.get(dialog.name)
    free = rest and dialog.name in TAKES_ANY_WORDS and not said.startswith(("/", "／"))
    if asked and (command is None or free):
        return await asked(ask, said, dialog.data)
    if command is None:
        return await (UNKNOWN(ask, said) if ask.member.welcomed else START.run(ask, ""))
    refused = refuse(ask, command.needs) if command.needs else None
    return refused or await command.run(ask, rest)


def chosen_number(said: str) -> int | None:
    """A bare number as people choose with it: `1`, `１`, `1.`, `1、`, `一`, `①`."""
    bare = unicodedata.normalize("NFKC", said[:8]).strip(" .、。,，)）")
    if len(bare) == 1 and bare in NUMBERS_ZH:
        return NUMBERS_ZH.index(bare) + 1
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= 2 else None


def find(said: str) -> tuple[Command | None, str]:
    """The command that these words begin with, and what follows it."""
    if len(said) <= PHRASE_CHARS_MAX and (command := _meant(said)):
        return command, ""
    head, _, _ = said.replace("\n", " ").replace("\u3000", " ").partition(" ")
    command = _meant(head.partition("@")[0] if head.startswith("/") else head)
    return command, said[len(head) :].strip() if command else ""


def _meant(words: str) -> Command | None:
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return BY_WORD.get(plain) or BY_WORD.get(plain.rstrip("。.!?:,、~"))


async def _send(
    tx: Tx, account: Account, incoming: Incoming, reply: Reply, before: Dialog, now: datetime
) -> None:
    edits = incoming.tapped if reply.edits else None
    for index, bubble in enumerate(reply.bubbles):
        await publish.say(tx, account, bubble, now, edits=edits if index == 0 else None)
    choices = [b.action for bubble in reply.bubbles[-1:] for row in bubble.buttons for b in row if b.action]
    name, data = (reply.dialog.name, reply.dialog.data) if reply.dialog else ("", before.data)
    await dialogs.put(tx, account.id, name, data, choices, now)
