"""What I say about a notice or a date: read it, done it, remind me later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands import notice
from bot.commands.base import Ask, Reply, button, clipped, here, number, one, say
from bot.commands.welcome import upcoming_for
from delivery import issue
from notices import calendar as calendars
from notices import datetext, plan
from notices.lines import date_line
from notices.message import Button, file, text
from store import members, notices, reminders
from store.notices import Upcoming

ASKED_MAX = 5  # notices or deadlines offered to choose from
TITLE_CHARS = 24
FILE_NAME_CHARS = 40
LATER = timedelta(hours=3)
BEFORE = timedelta(hours=1)


async def ack(ask: Ask, rest: str) -> Reply:
    """`/ack 12`; 收到 alone means the notice that asked for it, or a choice of those."""
    if number(rest) is None:
        return await _which_to_ack(ask)
    it = await notice.found(ask, rest)
    if isinstance(it, Reply):
        return it
    if not it.asks_ack:
        return say(ask, "ack-not-asked", (button(ask, "button-full", f"/notice {it.id}"),))
    first = await notices.acknowledge(ask.tx, it.id, ask.member.id, ask.now)
    return say(ask, "acked" if first else "acked-before", title=it.notice.title)


async def _which_to_ack(ask: Ask) -> Reply:
    waiting = await notices.unacknowledged(ask.tx, ask.member.id, ASKED_MAX)
    if not waiting:
        return say(ask, "ack-none", (button(ask, "button-latest", "/latest"),))
    if len(waiting) == 1:
        return await ack(ask, str(waiting[0][0]))
    return say(ask, "ack-which", *((Button(clipped(title, TITLE_CHARS), f"/ack {it}"),) for it, title in waiting))


async def done(ask: Ask, rest: str) -> Reply:
    """`/done 7`, where 7 is a key date: no more reminders of it. 完成 alone asks which."""
    if number(rest) is None:
        return await _which_is_done(ask)
    it = await _key_date(ask, rest)
    if it is None:
        return say(ask, "date-unknown", (button(ask, "button-deadlines", "/deadlines"),))
    undo = button(ask, "button-undo", f"/undone {it.id}")
    if not await notices.done(ask.tx, ask.member.id, it.id, ask.now):
        return say(ask, "done-before", (undo,), name=it.date.name)
    await reminders.drop(ask.tx, it.id, ask.member.id)
    await reminders.cancel_queued(ask.tx, it.id, ask.member.id)
    return say(ask, "done", (undo, button(ask, "button-deadlines", "/deadlines")), name=it.date.name)


async def _which_is_done(ask: Ask) -> Reply:
    interests = await members.interests(ask.tx, ask.member.id)
    owed = [it for it in await upcoming_for(ask.tx, ask.member.id, interests, ask.now) if it.date.kind == "deadline"]
    if not owed:
        return say(ask, "deadlines-none", (button(ask, "button-dates", "/dates"),))
    zone = ask.house.settings.zone
    lines = [date_line(it.date, ask.say, ask.now, zone) for it in owed[:ASKED_MAX]]
    buttons = [(Button("✓ " + clipped(it.date.name, TITLE_CHARS), f"/done {it.id}"),) for it in owed[:ASKED_MAX]]
    return one(text(ask.say("done-which"), "\n" + "\n".join(lines), buttons=tuple(buttons)))


async def undone(ask: Ask, rest: str) -> Reply:
    """`/undone 7`: not done after all; reminders still ahead come again."""
    it = await _key_date(ask, rest)
    if it is None:
        return say(ask, "date-unknown", (button(ask, "button-deadlines", "/deadlines"),))
    took_back = await notices.undone(ask.tx, ask.member.id, it.id)
    again = button(ask, "button-done", f"/done {it.id}")
    return say(ask, "undone" if took_back else "undone-before", (again,), name=it.date.name)


async def snooze(ask: Ask, rest: str) -> Reply:
    """`/snooze 7` asks when; `/snooze 7 later|morning|before` plans it."""
    which, _, when = rest.partition(" ")
    it = await _key_date(ask, which)
    if it is None:
        deadlines = button(ask, "button-deadlines", "/deadlines")
        return say(ask, "date-unknown" if which else "snooze-what", (deadlines,))
    moments = _moments(ask, it)
    if not moments:
        return say(ask, "snooze-too-late", (button(ask, "button-full", f"/notice {it.notice_id}"),), name=it.date.name)
    if when not in moments:
        buttons = tuple(here(ask, f"button-snooze-{name}", f"/snooze {it.id} {name}") for name in moments)
        return say(ask, "snooze-when", buttons, name=it.date.name)
    await notices.undone(ask.tx, ask.member.id, it.id)
    await issue.remind_member(ask.tx, it.id, ask.member.id, moments[when])
    at = moments[when].astimezone(ask.house.settings.zone)
    today = ask.now.astimezone(ask.house.settings.zone).date()
    day = datetext.day(at.date(), today, ask.say.language)
    return one(text(ask.say("snoozed", name=it.date.name, at=f"{day} {at:%H:%M}")), edits=True)


async def remind(ask: Ask, rest: str) -> Reply:
    """`/remind 12`, where 12 is a notice: when, of its date ahead, or of which of them."""
    it = await notice.found(ask, rest)
    if isinstance(it, Reply):
        return it
    ahead = notice.ahead(ask, it)
    if not ahead:
        return say(ask, "remind-none", (button(ask, "button-full", f"/notice {it.id}"),), title=it.notice.title)
    if len(ahead) == 1:
        return await snooze(ask, str(ahead[0][0]))
    choices = [(Button(clipped(date.name, TITLE_CHARS), f"/snooze {key}"),) for key, date in ahead[:ASKED_MAX]]
    return say(ask, "remind-which", *choices)


async def calendar(ask: Ask, rest: str) -> Reply:
    """`/ics 12`, where 12 is a notice: its dates ahead as a file for one's own calendar."""
    it = await notice.found(ask, rest)
    if isinstance(it, Reply):
        return it
    ahead = notice.ahead(ask, it)
    if not ahead:
        return say(ask, "calendar-none", (button(ask, "button-full", f"/notice {it.id}"),), title=it.notice.title)
    body = calendars.write(
        ahead, it.notice, it.published_at, ask.say("calendar-deadline"), ask.house.settings.zone
    )
    said = text(ask.say("calendar-ready", title=it.notice.title, count=len(ahead)))
    return one(replace(said, file=file(f"{_file_name(it.notice.title)}.ics", calendars.MEDIA_TYPE, body)))


def _file_name(title: str) -> str:
    """The title as far as every system takes it for a file's name."""
    return "".join(c for c in title if c.isalnum() or c in " -_()（）")[:FILE_NAME_CHARS].strip() or "kexun"


def _moments(ask: Ask, it: Upcoming) -> dict[str, datetime]:
    """When it can be said again: still ahead, and before the date is over."""
    zone = ask.house.settings.zone
    tomorrow = ask.now.astimezone(zone).date() + timedelta(days=1)
    moments = {
        "later": ask.now + LATER,
        "morning": datetime.combine(tomorrow, plan.MORNING, tzinfo=zone),
        "before": it.date.anchor - BEFORE,
    }
    if it.date.all_day and it.date.kind == "event":
        del moments["before"]  # an event without an hour has no hour before it
    over = plan.over_at(it.date, zone)
    return {name: at for name, at in moments.items() if ask.now < at < over}


async def _key_date(ask: Ask, rest: str) -> Upcoming | None:
    """The key date so numbered, if its notice is this person's to read."""
    key_date_id = number(rest)
    it = await notices.find_key_date(ask.tx, key_date_id) if key_date_id is not None else None
    return it if it and await notice.readable(ask, it.notice_id) else None
