"""Why a notice came to me, or why it did not: in words, with what I can change about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.commands import filtering
from bot.commands.base import Ask, Reply, Rows, button, clipped, number, one, say
from bot.commands.naming import titles
from bot.commands.notice import readable
from delivery import sift
from delivery.settings import load_leads
from notices import datetext
from notices.audience import Interests, why, why_not
from notices.message import Button, Span, text
from store import amendments, fates, filters, holds, members, notices, sources
from store.fates import Ahead, Fate, Standing, Titled
from store.notices import StoredNotice

CHOICES_MAX = 5  # of titles that hold the words
WORDS_CHARS_MIN = 2  # fewer are in every title
TITLE_CHARS = 24
RESTING_MAX = 3
ECHO_CHARS = 20
_HELD = re.compile(r"([he])(\d{1,18})")  # what buttons name: a hold, an entry that was left out


async def run(ask: Ask, rest: str) -> Reply:
    """`/why 12`, `/why` (the last that came), `为什么 天文讲座`."""
    said = rest.strip("#《》 ?？。")
    if not said:
        last = await fates.last_of(ask.tx, ask.member.id)
        return await _of_notice(ask, last) if last is not None else say(ask, "why-which")
    if (notice_id := number(said)) is not None:
        return await _of_notice(ask, notice_id)
    if found := _HELD.fullmatch(said):
        return await (_of_hold if found[1] == "h" else _of_entry)(ask, int(found[2]))
    return await _searched(ask, said)


async def _searched(ask: Ask, words: str) -> Reply:
    if len(words) < WORDS_CHARS_MIN:
        return say(ask, "why-which")
    titled = await fates.titled(ask.tx, words, CHOICES_MAX)
    found = [it for it in titled if it.what != "notice" or await _seen(ask, it.id)]
    if len(found) == 1:
        return await _of(ask, found[0])
    if found:
        some = found[:CHOICES_MAX]
        buttons: Rows = tuple((Button(clipped(it.title, TITLE_CHARS), f"/why {_name(it)}"),) for it in some)
        return one(text(ask.say("why-which-of-these"), buttons=buttons))
    lines = [ask.say("why-nothing", words=clipped(words, ECHO_CHARS))]
    if resting := await fates.resting(ask.tx, RESTING_MAX):
        names = [ask.say("why-paused" if paused else "why-failing", name=name) for name, paused in resting]
        lines.append(ask.say("why-resting", names=titles(names, ask.say.language)))
    return one(text("\n".join(lines), buttons=((button(ask, "button-latest", "/latest"),),)))


async def _of(ask: Ask, it: Titled) -> Reply:
    if it.what == "notice":
        return await _of_notice(ask, it.id)
    return await (_of_hold if it.what == "hold" else _of_entry)(ask, it.id)


def _name(it: Titled) -> str:
    return {"notice": "", "hold": "h", "entry": "e"}[it.what] + str(it.id)


async def _seen(ask: Ask, notice_id: int) -> bool:
    """What feeds bring stands on the web for all to see; what organisers write is for those it is for."""
    it = await notices.get(ask.tx, notice_id)
    return it is not None and (it.origin == "feed" or await readable(ask, notice_id) is not None)


async def _of_hold(ask: Ask, hold_id: int) -> Reply:
    it = await holds.get(ask.tx, hold_id)
    if it is None or it.outcome == "superseded":
        return say(ask, "notice-unknown", (button(ask, "button-latest", "/latest"),))
    if it.outcome == "told" and it.notice_id is not None:
        return await _of_notice(ask, it.notice_id)
    return say(ask, "why-held" if it.outcome is None else "why-dropped", title=it.notice.title)


async def _of_entry(ask: Ask, entry_id: int) -> Reply:
    it = await fates.left_out(ask.tx, entry_id)
    if it is None:
        return say(ask, "notice-unknown", (button(ask, "button-latest", "/latest"),))
    return say(ask, "why-left-out", name=it.feed, title=it.title, why=_objection(ask, it.because))


def _objection(ask: Ask, because: str) -> str:
    part = sift.read(because)
    return filtering.objection(part, ask.say, ask.house) if part else because


# One notice -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides whether a notice reaches a member, and when."""

    notice: StoredNotice
    fate: Fate | None
    because: str
    """Why they are in its audience, as it was when it was sent, or else as it is now; '' if they are not."""
    interests: Interests
    standing: Standing
    stopped: bool
    kept_back: str | None
    told_at: datetime | None
    amends: str | None
    """The title of the notice that it changes."""
    feed: str


async def _of_notice(ask: Ask, notice_id: int) -> Reply:
    it = await notices.get(ask.tx, notice_id)
    if it is None or not await _seen(ask, notice_id):
        return say(ask, "notice-unknown", (button(ask, "button-latest", "/latest"),))
    facts = await _facts(ask, it)
    lines = [*_verdict(ask, facts), *(await _source(ask, facts)), *(await _reminders(ask, facts))]
    changes = [button(ask, "button-subscriptions", "/subscriptions"), button(ask, "button-role", "/role")]
    if facts.stopped:
        changes.insert(0, button(ask, "button-resume", "/start"))
    elif facts.kept_back or await filters.of_member(ask.tx, ask.member.id):
        changes.append(button(ask, "button-filter", "/filter"))
    return one(text(Span("\n".join(lines)), buttons=(tuple(changes),)))


async def _facts(ask: Ask, it: StoredNotice) -> Facts:
    tx, member = ask.tx, ask.member
    interests = await members.interests(tx, member.id)
    fate = await fates.of(tx, it.id, member.id)
    kept_back = (await sift.kept_back(tx, member.id, [it.id], ask.now)).get(it.id)
    amended = await amendments.amended_by(tx, it.id)
    earlier = await notices.get(tx, amended) if amended is not None else None
    brought = await sources.of_notice(tx, it.id)
    return Facts(
        it, fate, (fate.why if fate else "") or why(it.audience, interests), interests,
        await fates.standing(tx, member.id), member.stopped, kept_back, await fates.told_at(tx, it.id),
        earlier.notice.title if earlier else None, brought[0].name if brought else "",
    )


def _verdict(ask: Ask, it: Facts) -> list[str]:
    """Why it came, and how far it got; or why not."""
    fate = it.fate
    if it.notice.withdrawn:
        return [ask.say("notice-withdrawn", title=it.notice.notice.title)]
    if fate is None or (fate.state == "cancelled" and fate.sent_at is None):
        return [_absence(ask, it)]
    return [_because(ask, it), _progress(ask, it, fate)]


def _because(ask: Ask, it: Facts) -> str:
    kind, _, rest = it.because.partition(" ")
    role, _, topic = rest.partition(" ")
    language = ask.say.language
    name = {"topic": "why-topic", "role": "why-role-topic" if topic else "why-role", "everyone": "why-everyone"}
    return ask.say(
        name.get(kind, "why-not-sent"), title=it.notice.notice.title, role=ask.house.role_title(role, language),
        topic=ask.house.topic_title(rest if kind == "topic" else topic, language),
    )


def _progress(ask: Ask, it: Facts, fate: Fate) -> str:
    if fate.state == "queued" and fate.due_at > ask.now:
        return ask.say("why-waits-quiet", at=_at(ask, fate.due_at))
    if fate.state == "sent" and fate.sent_at:
        return ask.say("why-sent-at", at=_at(ask, fate.sent_at))
    named = {"failed": "why-failed", "expired": "why-expired", "unknown": "why-unsure"}.get(fate.state, "why-waits")
    return ask.say(named, why=fate.error or "?")


def _absence(ask: Ask, it: Facts) -> str:
    """The first reason why it did not come."""
    title, language, house = it.notice.notice.title, ask.say.language, ask.house
    if it.stopped:
        return ask.say("why-stopped", title=title)
    if not it.because:
        return _outside(ask, it)
    if it.amends:
        return ask.say("why-amends", title=title, earlier=it.amends)
    if it.told_at is None:
        return ask.say("why-baseline", title=title, name=it.feed)
    if it.standing.joined_at > it.told_at:
        return ask.say("why-joined-later", title=title, at=_at(ask, it.told_at))
    kind, _, rest = it.because.partition(" ")
    role = rest.partition(" ")[0]
    if kind == "topic" and it.standing.topics.get(rest, it.told_at) > it.told_at:
        return ask.say("why-topic-later", title=title, at=_at(ask, it.told_at), topic=house.topic_title(rest, language))
    if kind == "role" and it.standing.roles.get(role, it.told_at) > it.told_at:
        return ask.say("why-role-later", title=title, at=_at(ask, it.told_at), role=house.role_title(role, language))
    if it.kept_back:
        return _kept_back(ask, it)
    return ask.say("why-otherwise", title=title, at=_at(ask, it.told_at))


def _kept_back(ask: Ask, it: Facts) -> str:
    return ask.say("why-kept-back", title=it.notice.notice.title, why=_objection(ask, it.kept_back or ""))


def _outside(ask: Ask, it: Facts) -> str:
    """They are not in its audience."""
    title, language, house = it.notice.notice.title, ask.say.language, ask.house
    kind, names = why_not(it.notice.audience, it.interests)
    if kind == "role":
        mine = titles([house.role_title(role, language) for role in sorted(it.interests.roles)], language)
        theirs = titles([house.role_title(role, language) for role in names], language)
        return ask.say("why-for-roles", title=title, roles=theirs, mine=mine or ask.say("me-none"))
    topics = titles([house.topic_title(topic, language) for topic in names], language)
    return ask.say("why-muted" if kind == "muted" else "why-other-topics", title=title, topics=topics)


async def _source(ask: Ask, it: Facts) -> list[str]:
    feed = await sources.reached_through(ask.tx, it.notice.id, ask.member.id) or it.feed
    return [ask.say("why-source", name=feed)] if feed and it.told_at is not None else []


async def _reminders(ask: Ask, it: Facts) -> list[str]:
    """When I am reminded of it next."""
    if not it.because or it.stopped or it.notice.withdrawn or not it.notice.key_date_ids:
        return []
    if it.kept_back:  # said already, but of what was never told
        return [_kept_back(ask, it)] if it.told_at is None and not it.amends else []
    ahead = await fates.reminders_ahead(ask.tx, it.notice.id, ask.member.id)
    if first := next((reminder for reminder in ahead if _is_mine(ask, reminder)), None):
        return [ask.say("why-reminded", at=_at(ask, first.fire_at), name=first.name)]
    dones = await notices.dones_of(ask.tx, it.notice.id, ask.member.id)
    return [ask.say("why-reminders-done" if dones else "why-no-reminders")]


def _is_mine(ask: Ask, it: Ahead) -> bool:
    """Whether I am reminded so far ahead: I asked for it, or chose that, or it is the configured way."""
    own = ask.member.event_leads if it.kind == "event" else ask.member.deadline_leads
    leads = ask.house.settings.leads[it.kind] if own is None else load_leads(own)
    return it.is_own or it.lead_secs in {int(lead.total_seconds()) for lead in leads}


def _at(ask: Ask, at: datetime) -> str:
    """A day and a time, as one says it today."""
    local, now = at.astimezone(ask.house.settings.zone), ask.now.astimezone(ask.house.settings.zone)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{datetext.day(local.date(), now.date(), ask.say.language)} {local:%H:%M}"
