"""An organiser announces: a text, whom it is for, a look at it as members will see it, and then it is sent, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import questions
from bot.commands.base import NOTHING, Ask, Dialog, Reply, Rows, button, here, one, refuse, rows, say, toggle
from bot.commands.drafts import Draft, begun, load, stepped
from bot.commands.naming import plain, titles
from bot.house import ORGANISER
from delivery import issue
from notices import quiet, settle, write
from notices.content import NoticeCard
from notices.message import Bubble, Button, Span, text
from notices.message import plain as plain_text
from notices.model import Doubt, Lane, Notice
from store import dialogs, history, members

NEXT: dict[str, str] = {"roles": "topics", "topics": "ack", "ack": "preview"}
GO_ON = {"下一步", "继续", "好", "好的", "next", "ok", "yes"}
CONFIRM = {"确认", "确认发布", "发布", "发送", "confirm", "send"}


async def announce(ask: Ask, rest: str) -> Reply:
    """`/announce`, or `/announce` and the text at once. A draft that is still open comes back first."""
    if rest:
        return await _take_text(ask, rest, None)
    it = load((await dialogs.get(ask.tx, ask.account.id, ask.now)).data)
    if it is None:
        return _ask_text(ask, None)
    reply = await _shown(ask, replace(it, step="preview"))
    return replace(reply, bubbles=(text(ask.say("announce-open")), *reply.bubbles), edits=False)


async def said(ask: Ask, words: str, data: Mapping[str, str]) -> Reply:
    """Words while a draft is open: its text, when that was asked for; otherwise what the buttons say."""
    if refused := refuse(ask, ORGANISER):
        return refused
    draft = load(data)
    if draft is None or draft.step == "text":
        return await _take_text(ask, words, draft)
    word = plain(words)
    if draft.step == "preview" and word in CONFIRM and not _notice(ask, draft).doubts:
        return await _send(ask, draft)
    if word in GO_ON and draft.step in NEXT:
        return await _step(ask, draft, NEXT[draft.step], "")
    reply = await _shown(ask, draft)
    return replace(reply, bubbles=(text(ask.say("announce-choose")), *reply.bubbles))


async def draft(ask: Ask, rest: str) -> Reply:
    """`/draft KEY verb value`: a button of a draft. One that was sent, cancelled or forgotten does nothing more."""
    key, _, verb = rest.partition(" ")
    verb, _, value = verb.partition(" ")
    it = load((await dialogs.get(ask.tx, ask.account.id, ask.now)).data)
    if it is None or it.key != key:
        again = button(ask, "button-announce-new", "/announce")
        return say(ask, "announce-gone", (again, button(ask, "button-announcements", "/announcements")))
    if verb == "send" and not _notice(ask, it).doubts:
        return await _send(ask, it)
    if verb == "look":
        reply = one(Bubble(write.full(_notice(ask, it), ask.say, ask.now, ask.house.settings.zone)))
        return replace(reply, dialog=Dialog("announce", it.data()))
    return await _step(ask, it, verb, value)


async def _step(ask: Ask, it: Draft, verb: str, value: str) -> Reply:
    name = value.removeprefix("-")
    known = {"role": ask.house.roles, "topic": ask.house.topics}.get(verb)
    if verb == "topics" and not ask.house.topics:
        verb = "ack"
    if (after := stepped(it, verb, value)) is None or (known is not None and name not in known and name != "*"):
        after = it
    return _ask_text(ask, after) if after.step == "text" else await _shown(ask, after)


# What is asked ----------------------------------------------------------------------------------------------------


def _ask_text(ask: Ask, it: Draft | None) -> Reply:
    data = it.data() if it else {}
    buttons = [here(ask, "button-cancel", "/cancel")]
    if it:
        buttons.insert(0, _button(ask, it, "button-keep-text", "preview"))
    named = "announce-text-again" if it else "announce-text"
    return one(text(ask.say(named), buttons=(tuple(buttons),)), dialog=Dialog("announce", data))


async def _take_text(ask: Ask, words: str, it: Draft | None) -> Reply:
    if not plain(words):
        return _ask_text(ask, it)
    if it is not None:
        return await _shown(ask, replace(it, text=words, read_at=ask.now, answers=(), step="preview"))
    it = begun(words, ask.incoming.key, ask.now)
    notice = _notice(ask, it)
    found = ask.say("announce-read", title=notice.title, count=len(notice.key_dates))
    reply = await _shown(ask, it)
    (asks,) = reply.bubbles
    return replace(reply, bubbles=(text(found + "\n" + plain_text(asks), buttons=asks.buttons),))


async def _shown(ask: Ask, it: Draft) -> Reply:
    """The question of the step the draft is at."""
    if it.step == "preview":
        return await _preview(ask, it)
    parts = {"roles": ask.say("announce-roles"), "topics": ask.say("announce-topics")}
    buttons: Rows = (
        (_button(ask, it, "button-ack-yes", "asks yes"), _button(ask, it, "button-ack-no", "asks no")),
        (here(ask, "button-cancel", "/cancel"),),
    )
    if it.step in parts:
        onward = _button(ask, it, "button-next", NEXT[it.step])
        buttons = (*_choices(ask, it), (onward, here(ask, "button-cancel", "/cancel")))
    return one(text(parts.get(it.step, ask.say("announce-ack")), buttons=buttons), edits=True,
               dialog=Dialog("announce", it.data()))


def _choices(ask: Ask, it: Draft) -> Rows:
    """Each role or topic as a toggle, and one button for everyone, or everything."""
    by_role, language = it.step == "roles", ask.say.language
    verb, had = ("role", it.roles) if by_role else ("topic", it.topics)
    names = ask.house.roles if by_role else ask.house.topics
    named = ask.house.role_title if by_role else ask.house.topic_title
    action = f"/draft {it.key} {verb} "
    every = toggle(not had, ask.say("everyone" if by_role else "every-topic"), action + "*")
    toggles = [
        toggle(name in had, named(name, language), action + ("-" if name in had else "") + name) for name in names
    ]
    return rows([every, *toggles], 2)


def _button(ask: Ask, it: Draft, name: str, verb: str) -> Button:
    return here(ask, name, f"/draft {it.key} {verb}")


async def _preview(ask: Ask, it: Draft) -> Reply:
    """The notice exactly as members will see it; under it, who they are, and whether to send it. A date in doubt is
    asked about first."""
    if doubts := _notice(ask, it).doubts:
        return _doubtful(ask, it, doubts[0])
    many, rooms = [await members.count_audience(ask.tx, it.audience, kind) for kind in ("person", "group")]
    it = replace(it, many=many, rooms=rooms)
    zone = ask.house.settings.zone
    card = write.notice(NoticeCard(0, _notice(ask, it), it.asks_ack), ask.say, ask.now, zone)
    looks = tuple(Button(b.label, f"/draft {it.key} look") if b.action else b for row in card.buttons for b in row)
    cost = await _cost(ask, it)
    asks = text(_summary(ask, it, cost), buttons=(
        (_button(ask, it, "button-send", "send"), here(ask, "button-cancel", "/cancel")),
        (button(ask, "button-text", f"/draft {it.key} text"), _button(ask, it, "button-audience", "roles")),
    ))
    return Reply((Bubble(card.spans, (looks,)), asks), edits=True, dialog=Dialog("announce", it.data()))


def _doubtful(ask: Ask, it: Draft, doubt: Doubt) -> Reply:
    """One of its dates may be wrong: which is it? Another text is the way to another date."""
    zone = ask.house.settings.zone
    choices = [
        Button(questions.choice_label(date, ask.say, ask.now, zone), f"/draft {it.key} date {place}", in_place=True)
        for place, date in enumerate(doubt.choices)
    ]
    buttons: Rows = (
        *rows(choices, 2),
        (_button(ask, it, "button-text", "text"), _button(ask, it, "button-date-none", "date none")),
        (here(ask, "button-cancel", "/cancel"),),
    )
    spans = (Span(ask.say("announce-doubt"), bold=True), *questions.asking(doubt, ask.say, ask.now, zone))
    return one(Bubble(spans, buttons), edits=True, dialog=Dialog("announce", it.data()))


async def _cost(ask: Ask, it: Draft) -> str | None:
    """What Telegram charges for it, at most; None where that is nothing."""
    if ask.house.stars is None:
        return None
    many = await members.count_accounts(ask.tx, it.audience, "telegram")
    stars = ask.house.stars(many)
    return ask.say("announce-stars", count=many, stars=stars) if stars else None


def _summary(ask: Ask, it: Draft, cost: str | None) -> str:
    language, house = ask.say.language, ask.house
    roles = titles([house.role_title(role, language) for role in it.roles], language) or ask.say("everyone")
    topics = titles([house.topic_title(topic, language) for topic in it.topics], language) or ask.say("every-topic")
    lines = [ask.say("announce-preview", roles=roles, topics=topics, count=it.many)]
    if it.asks_ack:
        lines.append(ask.say("announce-asks-ack"))
    if not _notice(ask, it).key_dates:
        lines.append(ask.say("announce-no-dates"))
    if cost:
        lines.append(cost)
    if it.rooms:
        lines.append(ask.say("announce-rooms", count=it.rooms))
    if not it.many and not it.rooms:
        lines.append(ask.say("announce-nobody"))
    later = quiet.not_before(house.settings.quiet_hours, ask.now, house.settings.zone)
    if later > ask.now:
        lines.append(ask.say("announce-quiet", at=f"{later:%H:%M}"))
    return "\n".join([*lines, ask.say("announce-sure")])


def _notice(ask: Ask, it: Draft) -> Notice:
    """The text as it is understood, with the doubts that were decided."""
    return settle.settled_so_far(ask.house.read(it.text, it.read_at), it.answers)


async def _send(ask: Ask, it: Draft) -> Reply:
    """Issue it, and forget the draft in the same transaction: a second confirmation finds nothing to send."""
    notice = _notice(ask, it)
    notice_id = await issue.issue(
        ask.tx, notice, it.audience, ask.now, ask.house.settings, author_id=ask.member.id, asks_ack=it.asks_ack,
        lane=Lane.NORMAL,
    )
    await history.add(ask.tx, ask.member.id, "announced", f"notice {notice_id}", ask.now)
    look = here(ask, "button-progress", f"/announcements {notice_id}")
    withdraw = here(ask, "button-withdraw", f"/withdraw {notice_id}")
    return one(
        text(ask.say("announced", title=notice.title, count=it.many, rooms=it.rooms), buttons=((look, withdraw),)),
        edits=True, dialog=NOTHING,
    )
