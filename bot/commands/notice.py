"""One notice: in full, and why it came to me."""

from __future__ import annotations

from bot.commands.base import Ask, Reply, Rows, button, clipped, number, one, say
from notices.audience import Interests
from notices.message import Bubble, Button
from notices.model import Audience, KeyDate
from notices.plan import over_at
from notices.write import full
from store import deliveries, members, notices, sources
from store.notices import StoredNotice

DEADLINES_MAX = 3  # with buttons of their own under a notice; a longer schedule is kept with /done
NAME_CHARS = 10  # of a deadline's name on a button


def may_read(ask: Ask, audience: Audience, interests: Interests) -> bool:
    """A notice for certain roles is for those; topics only say what is sent, not what may be read."""
    return ask.is_admin or any(not rule.roles or rule.roles & interests.roles for rule in audience.rules)


async def readable(ask: Ask, notice_id: int) -> StoredNotice | None:
    """The notice, if this person may read it: it is for them, was sent to them, or is their own."""
    it = await notices.get(ask.tx, notice_id)
    if it is None:
        return None
    interests = await members.interests(ask.tx, ask.member.id)
    if it.author_id == ask.member.id or may_read(ask, it.audience, interests):
        return it
    return it if await deliveries.why(ask.tx, it.id, ask.member.id) is not None else None


async def found(ask: Ask, rest: str) -> StoredNotice | Reply:
    """The notice that the words number, or what to say instead."""
    notice_id = number(rest.strip("#《》 "))
    it = await readable(ask, notice_id) if notice_id is not None else None
    latest = button(ask, "button-latest", "/latest")
    if it is None:
        return say(ask, "notice-unknown", (latest,))
    return say(ask, "notice-withdrawn", (latest,), title=it.notice.title) if it.withdrawn else it


async def run(ask: Ask, rest: str) -> Reply:
    """`/notice 12`: everything we know of it, with what can be done about it."""
    it = await found(ask, rest)
    if isinstance(it, Reply):
        return it
    found_at = [(source.name, source.link) for source in await sources.of_notice(ask.tx, it.id)]
    spans = full(it.notice, ask.say, ask.now, ask.house.settings.zone, found_at)
    return one(Bubble(spans, await _buttons(ask, it)))


async def _buttons(ask: Ask, it: StoredNotice) -> Rows:
    first = [button(ask, "button-why", f"/why {it.id}")]
    if it.asks_ack and not await notices.acknowledged_by(ask.tx, it.id, ask.member.id):
        first.insert(0, button(ask, "button-ack", f"/ack {it.id}"))
    if it.notice.link:
        first.append(Button(ask.say("button-source"), url=it.notice.link))
    dones = await notices.dones_of(ask.tx, it.id, ask.member.id)
    if ahead(ask, it):
        first.append(button(ask, "button-calendar", f"/ics {it.id}"))
    if it.notice.attachments:
        first.append(button(ask, "button-files", f"/files {it.id}", count=len(it.notice.attachments)))
    first.append(Button(ask.say("button-share"), shares=f"#{it.id}"))
    rows = [tuple(first)]
    for key_date_id, date in ahead(ask, it):
        if key_date_id not in dones and len(rows) <= DEADLINES_MAX:
            name = clipped(date.name, NAME_CHARS)
            later = button(ask, "button-snooze-one", f"/snooze {key_date_id}", name=name)
            done = button(ask, "button-done-one", f"/done {key_date_id}", name=name)
            rows.append((done, later) if date.kind == "deadline" else (later,))
    return tuple(rows)


def ahead(ask: Ask, it: StoredNotice) -> list[tuple[int, KeyDate]]:
    """The notice's dates that are not over, with their ids."""
    dates = zip(it.key_date_ids, it.notice.key_dates, strict=True)
    return [(key, date) for key, date in dates if over_at(date, ask.house.settings.zone) > ask.now]
