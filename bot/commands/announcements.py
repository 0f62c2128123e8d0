"""What I announced: who has it, who has said 收到, and taking it back."""

from __future__ import annotations

from bot.commands.base import Ask, Reply, button, clipped, here, number, one, rows, say
from bot.commands.naming import titles
from delivery import issue
from notices import datetext
from notices.message import Button, Span, text
from store import deliveries, history, notices
from store.notices import StoredNotice

SHOWN_MAX = 8
TITLE_CHARS = 40
NAMES_MAX = 8  # of those who have not answered: enough to go and ask them
YES = {"yes", "是", "确认"}


async def announcements(ask: Ask, rest: str) -> Reply:
    """`/announcements`, `/announcements 12`."""
    if rest:
        it = await _mine(ask, rest)
        return it if isinstance(it, Reply) else await _progress(ask, it)
    mine = await notices.by_author(ask.tx, ask.member.id, SHOWN_MAX)
    if not mine:
        return say(ask, "announcements-none", (button(ask, "button-announce-new", "/announce"),))
    zone = ask.house.settings.zone
    today = ask.now.astimezone(zone).date()
    lines = [
        f"{place}. {clipped(it.title, TITLE_CHARS)}\n　"
        + datetext.day(it.published_at.astimezone(zone).date(), today, ask.say.language)
        for place, it in enumerate(mine, 1)
    ]
    buttons = [Button(str(place), f"/announcements {it.id}", in_place=True) for place, it in enumerate(mine, 1)]
    return one(text(
        Span(ask.say("announcements-heading"), bold=True), "\n" + "\n".join(lines),
        "\n\n" + ask.say("announcements-hint"),
        buttons=(
            *rows(buttons, 4),
            (button(ask, "button-announce-new", "/announce"), button(ask, "button-qr-topic", "/qr")),
        ),
    ))


async def _mine(ask: Ask, rest: str) -> StoredNotice | Reply:
    """The notice, if this person wrote it, or is an admin; else what to say instead."""
    notice_id = number(rest)
    it = await notices.get(ask.tx, notice_id) if notice_id is not None else None
    mine = button(ask, "button-announcements", "/announcements")
    if it is None or not (it.author_id == ask.member.id or ask.is_admin):
        return say(ask, "announcement-unknown", (mine,))
    if not it.withdrawn:
        return it
    became = await deliveries.taken_back(ask.tx, it.id)
    lines = [ask.say("withdrawn-before", title=it.notice.title)]
    if became:
        lines.append(ask.say("taken-back", gone=became.gone, marked=became.marked))
    if became and became.left:
        lines.append(ask.say("taken-back-left", left=became.left))
    if became and became.waiting:
        lines.append(ask.say("taken-back-waiting", waiting=became.waiting))
    return one(text("\n".join(lines), buttons=((mine,),)))


async def _progress(ask: Ask, it: StoredNotice) -> Reply:
    """How many have it, and who has not answered."""
    states = await deliveries.count_of_notice(ask.tx, it.id)
    sent, failed = states.get("sent", 0), states.get("failed", 0)
    waiting = sum(states.get(name, 0) for name in ("planned", "queued", "sending", "unknown"))
    lines = [ask.say("progress-sent", sent=sent, waiting=waiting)]
    if failed:
        lines.append(ask.say("progress-failed", failed=failed))
    if it.asks_ack:
        silent, names = await notices.waiting_for(ask.tx, it.id, NAMES_MAX)
        said = await notices.count_acknowledged(ask.tx, it.id)
        lines.append(ask.say("progress-acked", said=said, all=said + silent))
        if names:
            more = "…" if silent > len(names) else ""
            lines.append(ask.say("progress-silent", names=titles(names, ask.say.language) + more))
    buttons = (
        (here(ask, "button-refresh", f"/announcements {it.id}"), button(ask, "button-full", f"/notice {it.id}"),
         button(ask, "button-qr", f"/qr n-{it.id}")),
        (here(ask, "button-withdraw", f"/withdraw {it.id}"), button(ask, "button-announcements", "/announcements")),
    )
    return one(text(Span(it.notice.title, bold=True), "\n" + "\n".join(lines), buttons=buttons), edits=True)


async def withdraw(ask: Ask, rest: str) -> Reply:
    """`/withdraw 12` asks; `/withdraw 12 yes` does it, once, and those who have the notice are told."""
    which, _, sure = rest.partition(" ")
    it = await _mine(ask, which)
    if isinstance(it, Reply):
        return it
    if sure.strip() not in YES:
        yes = here(ask, "button-withdraw-sure", f"/withdraw {it.id} yes")
        return one(text(
            ask.say("withdraw-sure", title=it.notice.title),
            buttons=((yes, here(ask, "button-keep", f"/announcements {it.id}")),),
        ), edits=True)
    told = await issue.withdraw(ask.tx, it.id, ask.now, ask.house.settings)
    await history.add(ask.tx, ask.member.id, "withdrew", f"notice {it.id}", ask.now)
    return one(text(ask.say("withdrew", title=it.notice.title, count=told or 0)), edits=True)
