"""The documents that belong to a notice."""

from __future__ import annotations

from dataclasses import replace
from mimetypes import guess_type

from bot.commands import notice
from bot.commands.base import Ask, Reply, button, say
from notices.message import Bubble, File, Span, text
from notices.model import Attachment

SHOWN_MAX = 10  # at once: more are in the full notice, by their links


async def run(ask: Ask, rest: str) -> Reply:
    """`/files 12`: each as a file, where the channel can bring it, and by its link."""
    it = await notice.found(ask, rest)
    if isinstance(it, Reply):
        return it
    if not it.notice.attachments:
        return say(ask, "files-none", (button(ask, "button-full", f"/notice {it.id}"),), title=it.notice.title)
    return Reply(tuple(_bubble(attached) for attached in it.notice.attachments[:SHOWN_MAX]))


def _bubble(it: Attachment) -> Bubble:
    shown = text("📎 ", Span(it.name, url=it.link or None))
    if not it.link.startswith(("http://", "https://")):
        return shown
    kind = guess_type(it.name)[0] or "application/octet-stream"
    return replace(shown, file=File(it.name, kind, "", url=it.link))
