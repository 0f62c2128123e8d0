"""What is wrong with a feed, in a reader's language."""

from __future__ import annotations

from bot.words import Words
from feeds.documents.reader import BYTES_MAX
from feeds.files import megabytes
from feeds.model import Trouble
from store.feeds import FeedState

FILE = "file-"  # begins the names of what is wrong with one file of a folder, told as of any file


def told(trouble: Trouble, say: Words) -> str:
    """What is wrong, and what to try."""
    if trouble.name.startswith(FILE):
        why = trouble.name.removeprefix(FILE)
        return say(f"read-{why}", file=trouble.what, max=megabytes(BYTES_MAX))
    sentence = say(f"trouble-{trouble.name}", what=trouble.what)
    return say("trouble-at", where=trouble.where, what=sentence) if trouble.where else sentence


def of_feed(state: FeedState, say: Words) -> str:
    """Why a feed failed at the last look; in English where another version noted what this one has no words for."""
    trouble = Trouble.load(state.trouble)
    if f"trouble-{trouble.name}" in say.names():
        return told(trouble, say)
    return (state.error or "").partition(": ")[2]
