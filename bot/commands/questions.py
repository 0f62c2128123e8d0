"""What an organiser is shown of a hold: the sentence, what is odd about it, the choices; later what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands import whether, which
from bot.commands.base import Rows, clipped, rows
from notices import datetext, plan
from notices.lines import Say, date_line
from notices.message import Bubble, Button, Span
from notices.model import Doubt, KeyDate
from store.holds import Heading, HeldDoubt, Hold

URGENT_HOURS = 24  # a hold whose first date is closer than this is said to be urgent
SURE_SHOWN_MAX = 3  # dates that are not in doubt, to see what the notice is about
LISTED_MAX = 8  # holds in one message: a phone's screen
TITLE_CHARS = 40


def card(hold: Hold, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    """The hold as it stands: its next question, or what became of it."""
    if hold.outcome:
        return _closed(hold, say, now, zone)
    if hold.tie and not hold.tie.decided:
        spans = _about(hold, "hold-heading-which", say, now, zone)
        spans += which.asking(hold.notice, hold.tie, say, now, zone)
        return Bubble(tuple(spans), (*which.buttons(hold.id, hold.tie, say), _last_row(hold, say)))
    if whether.is_asked(hold):
        (it,) = hold.undecided
        spans = [*_about(hold, "hold-heading-deleted", say, now, zone), *whether.asking(it.doubt, say, now, zone)]
        return Bubble(tuple(spans), whether.buttons(hold, it, say))
    return _question(hold, hold.undecided[0], say, now, zone)


def _question(hold: Hold, it: HeldDoubt, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    spans = [*_about(hold, "hold-heading", say, now, zone), *asking(it.doubt, say, now, zone)]
    return Bubble(tuple(spans), _buttons(hold, it, say, now, zone))


def _about(hold: Hold, heading: str, say: Say, now: datetime, zone: ZoneInfo) -> list[Span]:
    """What every question begins with: the notice, what is sure of it, what was decided, and how many questions there
    are."""
    spans = [Span(say(heading), bold=True), Span("\n"), Span(f"《{hold.notice.title}》", bold=True)]
    lines = [hold.notice.issuer or ""]
    lines += [urgency(hold.first_at, say, now, zone)]
    lines += [date_line(date, say, now, zone) for date in hold.notice.key_dates[:SURE_SHOWN_MAX]]
    lines += _decisions(hold, say, now, zone)
    spans.append(Span("".join(f"\n{line}" for line in lines if line)))
    count = len(hold.doubts) + (hold.tie is not None)
    if count > 1:
        open_ = len(hold.undecided) + (hold.tie is not None and not hold.tie.decided)
        spans.append(Span("\n\n" + say("hold-place", place=count - open_ + 1, count=count)))
    return spans


def _decisions(hold: Hold, say: Say, now: datetime, zone: ZoneInfo) -> list[str]:
    tied = [which.decision(hold.tie, say)] if hold.tie and hold.tie.decided else []
    return tied + [decision(done, say, now, zone) for done in hold.doubts if done.decided]


def asking(doubt: Doubt, say: Say, now: datetime, zone: ZoneInfo) -> list[Span]:
    """The sentence, why it is in doubt, and the question."""
    asks = say("hold-asks-deadline" if doubt.choices[0].kind == "deadline" else "hold-asks-event",
               name=doubt.choices[0].name)
    named = "hold-quote-attached" if doubt.attachment else "hold-quote"
    return [
        Span("\n\n" + say(named, quote=doubt.quote, name=doubt.attachment)), Span("\n" + _why(doubt, say, now, zone)),
        Span("\n"), Span(asks, bold=True),
    ]


def _why(doubt: Doubt, say: Say, now: datetime, zone: ZoneInfo) -> str:
    read = doubt.choices[0]
    if doubt.why == "weekday" and len(doubt.choices) > 1:
        wrong, right = next(
            ((a, b) for a, b in zip(_ends(read, zone), _ends(doubt.choices[1], zone), strict=True) if a != b),
            (read.anchor, doubt.choices[1].anchor),
        )
        day = datetext.day(wrong.date(), now.astimezone(zone).date(), say.language)
        return say("doubt-weekday", day=day, said=datetext.weekday(right.date(), say.language))
    return say(f"doubt-{doubt.why.replace('_', '-')}", phrase=doubt.phrase.rpartition("》：")[2])


def _ends(date: KeyDate, zone: ZoneInfo) -> list[datetime]:
    return [moment.astimezone(zone) for moment in (date.starts_at, date.ends_at) if moment]


def choice_label(date: KeyDate, say: Say, now: datetime, zone: ZoneInfo) -> str:
    """A date as a button says it."""
    return datetext.span(date, now, zone, say.language)


def _buttons(hold: Hold, it: HeldDoubt, say: Say, now: datetime, zone: ZoneInfo) -> Rows:
    at = f"/hold {hold.id} {it.id}"
    choices = [
        Button(choice_label(date, say, now, zone), f"{at} {place}", in_place=True)
        for place, date in enumerate(it.doubt.choices)
    ]
    others = (
        Button(say("button-hold-write"), f"{at} write", in_place=True),
        Button(say("button-hold-none"), f"{at} none", in_place=True),
    )
    return (*rows(choices, 2), others, _last_row(hold, say))


def _last_row(hold: Hold, say: Say) -> tuple[Button, ...]:
    """What can be done with the whole of it."""
    last = [Button(say("button-hold-out"), f"/hold {hold.id} out", in_place=True),
            Button(say("button-full"), f"/hold {hold.id} look")]
    if hold.notice.link:
        last.append(Button(say("button-source"), url=hold.notice.link))
    return tuple(last)


def urgency(first_at: datetime, say: Say, now: datetime, zone: ZoneInfo) -> str:
    """That it cannot wait, or has waited too long; nothing if there is time."""
    day = datetext.day(first_at.astimezone(zone).date(), now.astimezone(zone).date(), say.language)
    if first_at <= now:
        return say("hold-passed", day=day)
    hours = (first_at - now).total_seconds() / 3600
    return say("hold-urgent", day=day, days=plan.days_left(first_at, now, zone)) if hours <= URGENT_HOURS else ""


def decision(it: HeldDoubt, say: Say, now: datetime, zone: ZoneInfo) -> str:
    """What one doubt was decided to be, and by whom."""
    when = datetext.span(it.answer, now, zone, say.language) if it.answer else say("hold-no-date")
    named = "hold-decided" if it.by else "hold-decided-before"
    return say(named, name=it.doubt.choices[0].name, when=when, who=it.by)


def _closed(hold: Hold, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    if whether.is_asked(hold):
        return Bubble((Span(whether.closed(hold, say), bold=True),))
    named = {"told": "hold-told-quiet" if hold.quiet else "hold-told", "left out": "hold-left-out"}
    heading = say(named.get(hold.outcome or "", "hold-superseded"), title=hold.notice.title, who=hold.by)
    lines = _decisions(hold, say, now, zone) if hold.outcome == "told" else []
    buttons: Rows = ()
    if hold.notice_id is not None and hold.outcome == "told":
        buttons = ((Button(say("button-full"), f"/notice {hold.notice_id}"),),)
    return Bubble((Span(heading, bold=True), Span("".join(f"\n{line}" for line in lines))), buttons)


def digest(waiting: Sequence[Heading], count: int, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    """Many holds in one message: the most urgent first, each a number to choose."""
    if not waiting:
        return Bubble((Span(say("holds-none")),))
    shown = waiting[:LISTED_MAX]
    lines = []
    for place, it in enumerate(shown, 1):
        note = urgency(it.first_at, say, now, zone) or say(
            "holds-first", day=datetext.day(it.first_at.astimezone(zone).date(), now.astimezone(zone).date(),
                                            say.language))
        lines.append(f"{place}. {clipped(it.title, TITLE_CHARS)}\n　{note}")
    spans = [Span(say("holds-heading", count=count), bold=True), Span("\n" + "\n".join(lines))]
    if count > len(shown):
        spans.append(Span("\n" + say("holds-more", count=count - len(shown))))
    spans.append(Span("\n\n" + say("holds-hint")))
    return Bubble(tuple(spans), rows([Button(str(n), f"/hold {it.id}") for n, it in enumerate(shown, 1)], 4))
