"""Notices to share, for a person who writes `@bot words` in any chat (Bot API, Inline mode)."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.error import TelegramError

from channels.base import Card, Offer
from channels.telegram.keyboard import Dress
from channels.telegram.parts import parts

CACHE_SECS = 10  # Telegram may answer the same person's same words by itself that long: they type letter by letter
RESULTS_MAX = 50  # of one answer, Telegram's own limit
BEGINS = "share"  # what a stranger who follows the invitation begins with

log = logging.getLogger(__name__)


async def answer(bot: Bot, key: str, offer: Offer, dress: Dress) -> None:
    """Best effort: after thirty seconds Telegram has forgotten the question."""
    invites = InlineQueryResultsButton(offer.invitation, start_parameter=BEGINS) if offer.invitation else None
    results = [_result(card, dress) for card in offer.cards[:RESULTS_MAX]]
    try:
        await bot.answer_inline_query(key, results, cache_time=CACHE_SECS, is_personal=True, button=invites)
    except TelegramError as error:
        log.info("telegram: notices to share not shown", extra={"why": type(error).__name__})


def _result(card: Card, dress: Dress) -> InlineQueryResultArticle:
    part = parts(card.bubble, dress)[0]
    said = InputTextMessageContent(
        part.text, entities=part.entities, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(card.key, card.title, said, part.keyboard, description=card.about)
