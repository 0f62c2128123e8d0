"""Notices to share, for a person who writes `@bot words` in any chat (Bot API, Inline mode)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from telegram.error import TelegramError

from channels.base import Card, Offer
from channels.telegram.files import Call
from channels.telegram.keyboard import Dress, Keyboard
from channels.telegram.parts import parts

CACHE_SECS = 10  # Telegram may answer the same person's same words by itself that long: they type letter by letter
RESULTS_MAX = 50  # of one answer, Telegram's own limit
BEGINS = "share"  # what a stranger who follows the invitation begins with

log = logging.getLogger(__name__)


async def answer(
    call: Call, key: str, offer: Offer, dress: Dress, markup: Callable[[Keyboard], dict[str, Any] | None]
) -> None:
    """Best effort: after thirty seconds Telegram has forgotten the question."""
    invites = {"text": offer.invitation, "start_parameter": BEGINS} if offer.invitation else None
    results = [_result(card, dress, markup) for card in offer.cards[:RESULTS_MAX]]
    try:
        await call("answerInlineQuery", {
            "inline_query_id": key, "results": results, "cache_time": CACHE_SECS, "is_personal": True,
            "button": invites,
        })
    except TelegramError as error:
        log.info("telegram: notices to share not shown", extra={"why": type(error).__name__})


def _result(
    card: Card, dress: Dress, markup: Callable[[Keyboard], dict[str, Any] | None]
) -> dict[str, Any]:
    part = parts(card.bubble, dress)[0]
    said = {"message_text": part.text, "entities": part.entities or None, "link_preview_options": {"is_disabled": True}}
    article = {"type": "article", "id": card.key, "title": card.title, "input_message_content": said,
               "description": card.about, "reply_markup": markup(part.keyboard)}
    return {name: it for name, it in article.items() if it}
