"""Notices, reminders and changes as bubbles. The sentences come from the caller (`say`), by name, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from notices import amend, datetext, plan
from notices.content import (
    ChangeCard,
    Content,
    DateChange,
    Due,
    Listed,
    NoticeCard,
    ReminderCard,
    RoundupCard,
    Said,
    WithdrawalCard,
)
from notices.lines import NAME_CHARS_MAX, Say, clipped, date_line, date_spans
from notices.message import Bubble, Button, Span
from notices.model import KeyDate, Notice

EXCERPT_CHARS_MAX = 120  # of a notice that has no dates: enough to see whether it concerns me
FULL_CHARS_MAX = 3000  # of a notice in full: one message on every channel; the rest is behind the link
OPENED_ALONE = {"/notice": "n", "/roundup": "r"}  # from a group, in the reader's own chat, by a link that begins so
QUOTE_CHARS_MIN = 300  # a body longer than a phone's screen is folded where a channel can do so
ROUNDUP_SHOWN = 5  # notices of a roundup in the message itself: a phone's screen; all are behind its button
TITLE_CHARS_MAX = 60  # of one of them: two lines of a phone
CHANGES_MAX, CHANGES_SHOWN = 8, 4  # of one message; of more, such as a whole term's, the first ones and their number
SERIES_SHOWN = 4  # occurrences of a series, which are much alike
KEY_DATES_MAX = 12  # in one message; a longer schedule is read in the notice itself


def bubble(content: Content, say: Say, now: datetime, zone: ZoneInfo) -> Bubble | None:
    """What one person is shown of it now; None if there is nothing left to say (every date of a reminder is past)."""
    match content:
        case Said(words):
            return words
        case NoticeCard():
            return notice(content, say, now, zone)
        case ReminderCard(items):
            ahead = tuple(due for due in items if plan.over_at(due.date, zone) >= now)
            return reminder(ahead, say, now, zone) if ahead else None
        case ChangeCard():
            return change(content, say, now, zone)
        case RoundupCard():
            return roundup(content, say, now, zone)
        case WithdrawalCard(_, title):
            return Bubble((Span(say("withdrawn-heading"), bold=True), Span("\n" + say("withdrawn-body", title=title))))


def notice(card: NoticeCard, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    """Title, issuer, key dates with days left, and what can be done with it."""
    it = card.notice
    spans = [Span(f"【{say('notice-tag')}】", bold=True), Span(it.title, bold=True)]
    if source := " · ".join(part for part in (it.issuer, it.doc_number) if part):
        spans.append(Span("\n" + source))
    few = _first_times(it.key_dates, now, zone)
    dates, more = shown_dates(few, now, zone)
    more += sum(plan.over_at(date, zone) > now for date in it.key_dates if date not in few)
    for place, date in enumerate(dates):
        spans += [Span("\n" if place else "\n\n"), *date_spans(date, say, now, zone)]
    if more:
        spans.append(Span("\n" + say("notice-more-dates", count=more)))
    if not it.key_dates and it.text:
        spans.append(Span("\n\n" + excerpt(it.text)))
    spans += [Span("\n" + line) for line in changed_lines(it, say, now, zone)]
    if it.unsure:
        spans.append(Span("\n" + say("notice-unsure", phrases="、".join(f"「{p}」" for p in it.unsure[:3]))))
    return Bubble(tuple(spans), notice_buttons(card, say, now, zone))


def _first_times(dates: Sequence[KeyDate], now: datetime, zone: ZoneInfo) -> Sequence[KeyDate]:
    """The dates, of each series only the first times that are ahead, or its last ones where none is: the more series,
    the fewer of each."""
    shown: list[KeyDate] = []
    names = dict.fromkeys(date.name for date in dates if date.instance)
    for name in names:
        times = [date for date in dates if date.instance and date.name == name]
        shown += shown_dates(times, now, zone, max(1, SERIES_SHOWN // len(names)))[0]
    return [date for date in dates if not date.instance or date in shown]


def shown_dates(
    dates: Sequence[KeyDate], now: datetime, zone: ZoneInfo, most: int = KEY_DATES_MAX
) -> tuple[Sequence[KeyDate], int]:
    """The dates to be shown in one message, and how many more are ahead: of many those ahead, of as many past ones the
    last."""
    if len(dates) <= most:
        return dates, 0
    ahead = [date for date in dates if plan.over_at(date, zone) > now]
    if not ahead:
        return dates[-most:], 0
    return ahead[:most], max(len(ahead) - most, 0)


def changed_lines(it: Notice, say: Say, now: datetime, zone: ZoneInfo) -> list[str]:
    """What it says of days that were told before, where the old day is known."""
    today, lines = now.astimezone(zone).date(), []
    for change_ in it.changes:
        if change_.old is None:
            continue
        old = datetext.day(change_.old, today, say.language)
        if change_.new is not None:
            lines.append(say("changes-moved", old=old, new=datetext.day(change_.new, today, say.language)))
        else:
            lines.append(say("changes-cancelled" if change_.kind == "cancelled" else "changes-open", old=old))
    return lines


def notice_buttons(card: NoticeCard, say: Say, now: datetime, zone: ZoneInfo) -> tuple[tuple[Button, ...], ...]:
    """Read it, say so; with dates ahead, keep them."""
    first = [Button(say("button-full"), f"/notice {card.notice_id}")]
    if card.asks_ack:
        first.insert(0, Button(say("button-ack"), f"/ack {card.notice_id}"))
    if card.notice.attachments:
        first.append(Button(say("button-files", count=len(card.notice.attachments)), f"/files {card.notice_id}"))
    second = []
    if any(plan.over_at(date, zone) > now for date in card.notice.key_dates):
        second.append(Button(say("button-calendar"), f"/ics {card.notice_id}"))
        second.append(Button(say("button-remind"), f"/remind {card.notice_id}"))
    if card.notice.link:
        (second or first).append(Button(say("button-source"), url=card.notice.link))
    return (tuple(first), tuple(second)) if second else (tuple(first),)


def full(
    it: Notice, say: Say, now: datetime, zone: ZoneInfo, sources: Sequence[tuple[str, str | None]] = ()
) -> tuple[Span, ...]:
    """One notice with everything we know of it; `sources`: the feeds that brought it and where it stands there."""
    spans = [Span(it.title, bold=True)]
    today = now.astimezone(zone).date()
    head = [
        say(name, value=value)
        for name, value in (
            ("full-issuer", it.issuer), ("full-number", it.doc_number),
            ("full-published", it.published_on and datetext.day(it.published_on, today, say.language)),
        )
        if value
    ]
    if head:
        spans.append(Span("\n" + "\n".join(head)))
    if it.key_dates:
        dates, more = shown_dates(it.key_dates, now, zone)
        lines = [date_line(date, say, now, zone) for date in dates]
        lines += [say("notice-more-dates", count=more)] if more else []
        spans += [Span("\n\n" + say("full-dates"), bold=True), Span("\n" + "\n".join(lines))]
    elif off := changed_lines(it, say, now, zone):
        spans.append(Span("\n\n" + "\n".join(off)))
    if asked := _conditions(it, say):
        spans += [Span("\n\n" + say("full-requirements"), bold=True), Span("\n" + "\n".join(asked))]
    if it.contacts:
        names = [" ".join((c.name, *c.phones, *c.emails)).strip() for c in it.contacts]
        spans += [Span("\n\n" + say("full-contacts"), bold=True), Span("\n" + "\n".join(names))]
    if it.attachments:
        spans.append(Span("\n\n" + say("full-attachments"), bold=True))
        for attachment in it.attachments:
            unread = say("full-attachment-unread") if attachment.trouble else ""
            spans += [Span("\n"), Span(attachment.name, url=attachment.link or None), Span(unread)]
    body = it.text if len(it.text) <= FULL_CHARS_MAX else it.text[:FULL_CHARS_MAX] + "…"
    spans += [Span("\n\n"), Span(body, quote=len(body) > QUOTE_CHARS_MIN)]
    if it.link:
        spans += [Span("\n\n"), Span(say("full-link"), url=it.link)]
    if sources:
        spans.append(Span("\n\n" + say("full-sources")))
        between = "、" if say.language == "zh" else ", "
        for place, (name, link) in enumerate(sources):
            spans += [Span(between if place else ""), Span(name, url=link)]
    return tuple(spans)


def _conditions(it: Notice, say: Say) -> list[str]:
    """How files are named, how many may be sent, what becomes of what is late; where several things are due, for
    which of them."""
    owed = [date for date in it.key_dates[:KEY_DATES_MAX] if date.materials.requirements]
    several = sum(date.kind == "deadline" for date in it.key_dates) > 1
    lines = []
    for date in owed:
        for one in date.materials.requirements:
            line = say(f"requirement-{one.kind}", text=one.text)
            lines.append(say("requirement-of", what=clipped(date.name, NAME_CHARS_MAX), line=line) if several else line)
    return list(dict.fromkeys(lines))


def reminder(items: tuple[Due, ...], say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    """What is coming up, each date with the days left today. Several dates make one message."""
    heading = say("reminder-heading") if len(items) == 1 else say("reminders-heading", count=len(items))
    spans = [Span(heading, bold=True)]
    for due in items:
        spans += [Span("\n"), *date_spans(due.date, say, now, zone)]
        spans.append(Span("\n" + say("reminder-from", title=due.notice_title)))
    first = items[0]
    buttons = [Button(say("button-full"), f"/notice {first.notice_id}")]
    if len(items) == 1:
        if first.date.kind == "deadline":
            buttons.insert(0, Button(say("button-done"), f"/done {first.key_date_id}"))
        buttons.append(Button(say("button-snooze"), f"/snooze {first.key_date_id}"))
    return Bubble(tuple(spans), (tuple(buttons),))


def roundup(card: RoundupCard, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    """How many there are, those with the soonest dates, and the way to all of them."""
    ahead = {it.notice_id: _next_date(it, now, zone) for it in card.items}
    dated = [it for it in card.items if ahead[it.notice_id]]
    soonest = sorted(dated, key=lambda it: plan.over_at(must, zone) if (must := ahead[it.notice_id]) else now)
    shown = [*soonest, *(it for it in card.items if not ahead[it.notice_id])][:ROUNDUP_SHOWN]
    count = len(card.items)
    heading = say("roundup-heading", feed=card.feed, count=count)
    spans = [Span(f"【{say('notice-tag')}】{heading}", bold=True)]
    for it in shown:
        date = ahead[it.notice_id]
        when = f"\n　{date_line(date, say, now, zone)}" if date else ""
        spans.append(Span(f"\n· {clipped(it.title, TITLE_CHARS_MAX)}{when}"))
    if count > len(shown):
        spans.append(Span("\n" + say("roundup-more", count=count - len(shown))))
    if dated:
        spans.append(Span("\n\n" + say("roundup-dated", count=len(dated))))
    return Bubble(tuple(spans), ((Button(say("button-roundup", count=count), f"/roundup {card.roundup_id}"),),))


def _next_date(it: Listed, now: datetime, zone: ZoneInfo) -> KeyDate | None:
    return next((date for date in it.dates if plan.over_at(date, zone) > now), None)


def public(it: Bubble, commands: frozenset[str] = frozenset()) -> Bubble:
    """The bubble for a group: a notice opens in the reader's own chat with us, what is personal is left out; buttons of
    these commands stay."""
    rows = [tuple(b for button in row if (b := _public(button, commands))) for row in it.buttons]
    return replace(it, buttons=tuple(row for row in rows if row))


def _public(button: Button, commands: frozenset[str]) -> Button | None:
    command, _, rest = button.action.partition(" ")
    if command in OPENED_ALONE and rest.isdecimal():
        return Button(button.label, begins=f"{OPENED_ALONE[command]}-{rest}")
    return None if button.shares or (command and command not in commands) else button


def change(card: ChangeCard, say: Say, now: datetime, zone: ZoneInfo) -> Bubble:
    """What changed, old and new."""
    spans = [Span(say("change-heading"), bold=True), Span("\n" + card.title)]
    lines = Counter(change_line(it, say, now, zone, card.reason) for it in card.changes)
    shown = [*lines.items()][: len(lines) if len(lines) <= CHANGES_MAX else CHANGES_SHOWN]
    spans += [Span("\n" + line + (say("change-times", count=times) if times > 1 else "")) for line, times in shown]
    if len(shown) < len(lines):
        spans.append(Span("\n" + say("change-more", count=len(card.changes))))
    if card.reason:
        spans.append(Span("\n" + say("change-reason", reason=card.reason)))
    if told := _of_reminders(card.changes, now, zone):
        spans.append(Span("\n" + say(told)))
    buttons = [Button(say("button-full"), f"/notice {card.notice_id}")]
    if card.link:
        buttons.append(Button(say("button-source"), url=card.link))
    return Bubble(tuple(spans), (tuple(buttons),))


def _of_reminders(changes: Sequence[DateChange], now: datetime, zone: ZoneInfo) -> str:
    """The sentence on what became of reminders, if anything did."""
    if any(it.kind == "moved" and it.new and plan.over_at(it.new, zone) > now for it in changes):
        return "change-reminders-moved"
    return "change-reminders-gone" if any(it.kind in ("withdrawn", "deleted") for it in changes) else ""


def change_line(it: DateChange, say: Say, now: datetime, zone: ZoneInfo, reason: str = "") -> str:
    """One date that changed: its name, what it was, what it is. `reason`: the words that say so, if there are any."""
    old = datetext.span(it.old, now, zone, say.language) if it.old else ""
    new = datetext.span(it.new, now, zone, say.language) if it.new else ""
    if it.kind == "place" and it.old and it.new and it.new.place and it.old.materials == it.new.materials:
        before = it.old.place or ""
        return say("change-place-to" if before else "change-place-known", name=it.name, old=before, new=it.new.place)
    if it.kind == "moved" and it.old and it.new and it.new.place and it.old.place != it.new.place:
        return say("change-moved-place", name=it.name, old=old, new=new, place=it.new.place)
    kind = "open" if it.kind == "withdrawn" and amend.postpones(reason) else it.kind
    return say(f"change-{kind}", name=it.name, old=old, new=new)


def excerpt(words: str) -> str:
    """The beginning of a text on one line."""
    line = " ".join(words.split())
    return line if len(line) <= EXCERPT_CHARS_MAX else line[:EXCERPT_CHARS_MAX] + "…"
