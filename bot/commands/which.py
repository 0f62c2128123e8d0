"""Which earlier notice a later one changes: what an organiser is shown of the question, and of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.base import Rows, clipped
from notices import amend, datetext
from notices.content import DateChange
from notices.lines import Say
from notices.message import Button, Span
from notices.model import Notice
from notices.write import change_line
from store.holds import Hold
from store.notices import StoredNotice
from store.ties import HeldTie

NONE = "none"
LABEL_CHARS = 24  # of a title on a button: a phone's width
MOVES_SHOWN_MAX = 3  # of one notice: enough to see whether it is meant


def asking(notice: Notice, tie: HeldTie, say: Say, now: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """The sentence, the earlier notices that may be meant, and what would become of their dates."""
    reason = amend.reason(notice)
    yield Span("\n\n" + say("hold-quote", quote=reason))
    yield Span("\n")
    yield Span(say("hold-asks-which"), bold=True)
    for place, it in enumerate(tie.maybe, 1):
        on = datetext.day(it.published_at.astimezone(zone).date(), now.astimezone(zone).date(), say.language)
        yield Span("\n" + say("hold-which", place=place, title=it.notice.title, on=on))
        for move in amend.moves(it.notice.key_dates, notice, zone)[:MOVES_SHOWN_MAX]:
            kind = DateChange("moved" if move.new else "withdrawn", move.old.name, move.old, move.new)
            yield Span("\n　" + change_line(kind, say, now, zone, reason))


def buttons(hold_id: int, tie: HeldTie, say: Say) -> Rows:
    """One for each notice that may be meant, and one for none of them."""
    titles = [f"{place}. {clipped(it.notice.title, LABEL_CHARS)}" for place, it in enumerate(tie.maybe, 1)]
    choices = [
        (Button(title, f"/hold {hold_id} amends {it.id}", in_place=True),)
        for title, it in zip(titles, tie.maybe, strict=True)
    ]
    return (*choices, (Button(say("button-hold-alone"), f"/hold {hold_id} amends {NONE}", in_place=True),))


def meant(hold: Hold, said: str) -> StoredNotice | None:
    """The notice that a button or a person names, if it is among those that may be meant."""
    return next((it for it in hold.tie.maybe if str(it.id) == said.strip()), None) if hold.tie else None


def decision(tie: HeldTie, say: Say) -> str:
    """What it was decided to be, and by whom."""
    title = next((it.notice.title for it in tie.maybe if it.id == tie.notice_id), "")
    if not title:
        return say("hold-alone", who=tie.by) if tie.by else say("hold-alone-before")
    return say("hold-amends", title=title, who=tie.by) if tie.by else say("hold-amends-before", title=title)
