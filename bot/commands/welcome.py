"""A newcomer's way in: a role, a name, a look at what is coming up. At most three taps."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.commands.base import Ask, Dialog, Reply, Rows, button, one, rows
from bot.commands.naming import titles
from bot.house import TRUSTED, House, Role
from delivery import issue, publish, sift
from delivery.issue import CATCH_UP_SECS
from notices import plan
from notices.audience import Interests, why
from notices.lines import date_line
from notices.message import Bubble, Button, Span, text
from store import Tx, deliveries, members, notices
from store.notices import Upcoming

LOOK_AHEAD_MAX = 300  # key dates looked through for those that concern a person: a school year of a busy school
SHOWN_MAX = 3  # dates in a welcome: enough to see what this is about, and everything is one tap away
NOTICES_MAX = 2  # sent to a newcomer at once; more would bury the welcome
TIME_TO_READ = timedelta(minutes=1)  # a date closer than this when its reminder arrives is no help to a newcomer


async def next_step(ask: Ask) -> Reply:
    """What comes next for someone who is not yet welcomed: choose a role, say a name, or be shown around."""
    if not ask.member.roles and (offered := joinable(ask.house)):
        return one(greeting(ask, ask.say("start-choose"), role_buttons(ask, offered)))
    if not ask.member.name:
        skip = button(ask, "button-skip", "/skip")
        return one(text(ask.say("start-name"), buttons=((skip,),)), dialog=Dialog("name", {"newcomer": "1"}))
    return await welcome(ask)


def greeting(ask: Ask, then: str, buttons: Rows = ()) -> Bubble:
    """What this is, in one breath, and what comes next."""
    hello = Span(ask.say("start-hello"), bold=True)
    return text(hello, "\n" + ask.say("start-what"), "\n\n" + then, buttons=buttons)


def joinable(house: House) -> list[Role]:
    """Roles that anyone may take or ask for. Those that may do things to others never are, whatever is configured."""
    return [it for it in house.roles.values() if it.join != "invite" and not (it.join == "open" and it.id in TRUSTED)]


def role_buttons(ask: Ask, offered: list[Role]) -> Rows:
    language = ask.say.language
    return rows([
        Button(ask.house.role_title(it.id, language) if it.join == "open" else
               ask.say("button-role-asks", role=ask.house.role_title(it.id, language)), f"/role {it.id}")
        for it in offered
    ], 2)


async def skip(ask: Ask, _: str) -> Reply:
    """A newcomer would rather not say their name; anyone else skips nothing."""
    return await (where_things_stand(ask) if ask.member.welcomed else welcome(ask))


async def welcome(ask: Ask) -> Reply:
    """Show a newcomer what they will get and what is coming up, and (once) send what they should have read."""
    await members.resume(ask.tx, ask.member.id)
    interests = await members.interests(ask.tx, ask.member.id)
    coming = await upcoming_for(ask.tx, ask.member.id, interests, ask.now)
    if await members.welcomed(ask.tx, ask.member.id, ask.now):
        await catch_up(ask.tx, ask.member.id, ask.house, ask.now)
    heading = ask.say("welcome-heading", name=ask.member.name) if ask.member.name else ask.say("welcome-nameless")
    return one(text(
        Span(heading, bold=True), "\n" + standing(ask, interests), "\n\n", *coming_lines(ask, coming),
        "\n\n" + ask.say("welcome-reminders" if interests.topics else "welcome-no-topics"), buttons=menu(ask),
    ))


async def where_things_stand(ask: Ask) -> Reply:
    """What someone who knows us is told when they start again; after stop, that they are back."""
    resumed = await members.resume(ask.tx, ask.member.id)
    interests = await members.interests(ask.tx, ask.member.id)
    coming = await upcoming_for(ask.tx, ask.member.id, interests, ask.now)
    named = "start-back" if ask.member.name else "start-back-nameless"
    heading = ask.say("start-resumed" if resumed else named, name=ask.member.name)
    return one(text(
        Span(heading, bold=True), "\n" + standing(ask, interests), "\n\n", *coming_lines(ask, coming), buttons=menu(ask)
    ))


def standing(ask: Ask, interests: Interests) -> str:
    language = ask.say.language
    roles = [ask.house.role_title(it, language) for it in ask.house.roles if it in interests.roles]
    topics = [ask.house.topic_title(it, language) for it in ask.house.topics if it in interests.topics]
    lines = [
        ask.say("standing-roles", roles=titles(roles, language)) if roles else ask.say("standing-no-role"),
        ask.say("standing-topics", topics=titles(topics, language)) if topics else ask.say("standing-no-topics"),
    ]
    return "\n".join(lines)


def coming_lines(ask: Ask, coming: list[Upcoming]) -> list[Span]:
    if not coming:
        return [Span(ask.say("coming-none"))]
    zone = ask.house.settings.zone
    lines = [date_line(it.date, ask.say, ask.now, zone) for it in soonest(coming, ask.now)[:SHOWN_MAX]]
    return [Span(ask.say("coming-heading"), bold=True), Span("\n" + "\n".join(lines))]


def menu(ask: Ask) -> Rows:
    """Where to go from here: without a role, to the roles first; with a trusted one, to what it is for."""
    first = []
    if not ask.member.roles and joinable(ask.house):
        first.append(button(ask, "button-role", "/role"))
    if ask.is_organiser:
        first.append(button(ask, "button-announce-new", "/announce"))
    if ask.is_admin:
        first.append(button(ask, "button-admin", "/admin"))
    return (
        *rows(first, 2),
        (button(ask, "button-latest", "/latest"), button(ask, "button-dates", "/dates")),
        (button(ask, "button-subscriptions", "/subscriptions"), button(ask, "button-help", "/help")),
    )


async def upcoming_for(tx: Tx, member_id: int, interests: Interests, now: datetime) -> list[Upcoming]:
    """Key dates ahead of notices that reach this member, the next first; without those they have done."""
    ahead = await notices.upcoming(tx, now, LOOK_AHEAD_MAX, member_id=member_id)
    reaching = [it for it in ahead if why(it.audience, interests)]
    kept_back = await sift.kept_back(tx, member_id, {it.notice_id for it in reaching}, now)
    return [it for it in reaching if it.notice_id not in kept_back]


async def catch_up(tx: Tx, member_id: int, house: House, now: datetime) -> None:
    """Send what a newcomer would have been sent and still matters: the notices with the next dates, and shortly
    after, one reminder of the most urgent date."""
    interests = await members.interests(tx, member_id)
    ahead = soonest(await upcoming_for(tx, member_id, interests, now), now)
    fresh: dict[int, Upcoming] = {}
    for it in ahead:
        wanted = len(fresh) < NOTICES_MAX and it.notice_id not in fresh
        if wanted and await deliveries.why(tx, it.notice_id, member_id) is None:
            fresh[it.notice_id] = it
    for it in fresh.values():
        await publish.notice_to(tx, it.notice_id, member_id, why(it.audience, interests), now)
    at = now + timedelta(seconds=CATCH_UP_SECS)
    matters = (it for it in ahead if plan.over_at(it.date, house.settings.zone) > at + TIME_TO_READ)
    if urgent := next(matters, None):
        await issue.remind_member(tx, urgent.id, member_id, at)


def soonest(coming: list[Upcoming], now: datetime) -> list[Upcoming]:
    """By when each begins; what has begun, by when it ends."""
    return sorted(
        coming, key=lambda it: it.date.anchor if it.date.anchor > now else it.date.ends_at or it.date.anchor
    )
