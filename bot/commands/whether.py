"""Whether an event takes place that its calendar does not list any more: what an organiser is shown of the question,
and of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.base import Rows
from notices import datetext
from notices.lines import Say
from notices.message import Button, Span
from notices.model import Doubt
from store.holds import HeldDoubt, Hold


def is_asked(hold: Hold) -> bool:
    return any(it.doubt.why == "deleted" for it in hold.doubts)


def asking(doubt: Doubt, say: Say, now: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """Since when it is missing, and the question."""
    since = datetime.fromisoformat(doubt.quote).astimezone(zone)
    day = datetext.day(since.date(), now.astimezone(zone).date(), say.language)
    when = datetext.span(doubt.choices[0], now, zone, say.language)
    yield Span("\n\n" + say("hold-deleted", since=f"{day} {since:%H:%M}"))
    yield Span("\n")
    yield Span(say("hold-asks-deleted", name=doubt.choices[0].name, when=when), bold=True)


def buttons(hold: Hold, it: HeldDoubt, say: Say) -> Rows:
    at = f"/hold {hold.id} {it.id}"
    look = [Button(say("button-full"), f"/hold {hold.id} look")]
    if hold.notice.link:
        look.append(Button(say("button-source"), url=hold.notice.link))
    choices = (
        Button(say("button-hold-stands"), f"{at} 0", in_place=True),
        Button(say("button-hold-called-off"), f"{at} none", in_place=True),
    )
    return (choices, tuple(look))


def closed(hold: Hold, say: Say) -> str:
    """What became of it: decided by an organiser, or no question any more."""
    if hold.outcome != "told":
        return say("hold-deleted-over", title=hold.notice.title)
    (it,) = hold.doubts
    became = say("hold-stands" if it.answer else "hold-called-off", title=hold.notice.title)
    return f"{became}{say('hold-decided-by', who=it.by)}" if it.by else became
