"""The commands that Telegram offers as people type: to everyone, in groups, to their admins, and to those who may do
more.

Telegram shows the first list that fits: the chat's own, else that of its kind, each by language first (Bot API,
BotCommandScope). A convenience: it may fail.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, Forbidden, TelegramError

COMMANDS_MAX = 100  # in one list, Telegram's own limit
FOR_EVERYONE = "en"  # the language of those whose language we do not speak

Scope = str
"""`groups`, `group admins`, the id of a chat, or empty for everyone else."""

log = logging.getLogger(__name__)

@dataclass(frozen=True, slots=True)
class Menu:
    """A list of (name, description) for one scope. `language` is empty for a list in a single language."""

    scope: Scope
    commands: Sequence[tuple[str, str]]
    language: str = ""


async def tell(bot: Bot, menu: Menu) -> bool:
    """Have it offered, or (empty) no longer; False if that can be tried again."""
    language = None if menu.language in ("", FOR_EVERYONE) else menu.language
    try:
        if not menu.commands:
            await bot.delete_my_commands(scope=_scope(menu.scope), language_code=language)
            return True
        await bot.set_my_commands(menu.commands[:COMMANDS_MAX], scope=_scope(menu.scope), language_code=language)
    except TelegramError as error:
        log.warning("telegram: commands not set", extra={"language": menu.language, "why": type(error).__name__})
        return isinstance(error, BadRequest | Forbidden)  # it would not be different the next time
    return True


def _scope(scope: Scope) -> BotCommandScope:
    if scope == "groups":
        return BotCommandScopeAllGroupChats()
    if scope == "group admins":
        return BotCommandScopeAllChatAdministrators()
    return BotCommandScopeChat(int(scope)) if scope else BotCommandScopeDefault()
