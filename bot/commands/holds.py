"""待审: dates in doubt that organisers decide. The first answer counts; what it was is shown to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.commands import questions, whether, which
from bot.commands.base import Ask, Dialog, Reply, button, here, number, one, refuse, say
from bot.commands.naming import plain
from bot.house import ORGANISER
from delivery import hold as holding
from notices import datetext
from notices.message import Button, Span, text
from notices.model import KeyDate
from notices.write import full
from store import amendments, members, notices
from store import holds as stored
from store.holds import HeldDoubt, Hold

READ_AS = {"deadline": "请于{said}前报名。", "event": "活动于{said}举行。"}
"""What organisers write is read as a sentence of a notice: any form a notice may use will do."""
YES = {"yes", "是", "确认", "对"}
BETWEEN = "/"  # the two ends of a date in a button


async def holds(ask: Ask, _: str) -> Reply:
    """`/holds`: what waits for a decision; the only one at once."""
    waiting = await stored.headings(ask.tx, questions.LISTED_MAX)
    count, _since = await stored.count(ask.tx)
    if len(waiting) == 1:
        return await _shown(ask, waiting[0].id)
    return one(questions.digest(waiting, count, ask.say, ask.now, ask.house.settings.zone))


async def hold(ask: Ask, rest: str) -> Reply:
    """`/hold 3`, `/hold 3 look`, `/hold 3 out [yes]`, `/hold 3 7 0|none|write|on START/END`, where 7 is a doubt,
    and `/hold 3 amends 12|none`, where 12 is a notice."""
    which, _, verb = rest.partition(" ")
    it = await _found(ask, which)
    if it is None:
        return say(ask, "hold-unknown", (button(ask, "button-holds", "/holds"),))
    verb, _, value = verb.partition(" ")
    if verb == "look":
        back = (here(ask, "button-back", f"/hold {it.id}"),)
        return one(replace(text(*full(it.notice, ask.say, ask.now, ask.house.settings.zone)), buttons=(back,)))
    if it.outcome or not verb:
        return await _shown(ask, it.id)
    if verb == "out":
        return await _leave_out(ask, it, value)
    if verb == "amends":
        return await _tie(ask, it, value)
    doubt = next((d for d in it.doubts if d.id == number(verb)), None)
    if doubt is None:
        return await _shown(ask, it.id)
    return await _answer(ask, it, doubt, value)


async def _found(ask: Ask, which: str) -> Hold | None:
    hold_id = number(which)
    return await stored.get(ask.tx, hold_id) if hold_id is not None else None


async def _shown(ask: Ask, hold_id: int, said: str = "") -> Reply:
    """The hold as it stands, in place of the message that was tapped."""
    it = await stored.get(ask.tx, hold_id)
    assert it is not None
    bubble = questions.card(it, ask.say, ask.now, ask.house.settings.zone)
    if said:
        bubble = replace(bubble, spans=(Span(said + "\n\n"), *bubble.spans))
    if ask.incoming.tapped:
        await stored.answered_in_place(ask.tx, ask.account.id, ask.incoming.tapped)
    return one(bubble, edits=True)


async def _answer(ask: Ask, it: Hold, doubt: HeldDoubt, value: str) -> Reply:
    verb, _, moments = value.partition(" ")
    if verb == "write":
        return await _ask_date(ask, it, doubt, "hold-write")
    choice = number(verb)
    if verb == "on":
        answer = _moved(doubt.doubt.choices[0], moments)
    elif choice is not None and choice < len(doubt.doubt.choices):
        answer = doubt.doubt.choices[choice]
    else:
        answer = None
    if answer is None and verb != "none":
        return await _shown(ask, it.id)
    settings = ask.house.settings
    won = await holding.decide(ask.tx, it, doubt.id, answer, ask.member.id, ask.now, settings)
    if not won:
        return await _shown(ask, it.id, ask.say("hold-late"))
    return await _after(ask, it.id)


async def _tie(ask: Ask, it: Hold, said: str) -> Reply:
    """Which earlier notice it changes; a button whose notice was withdrawn meanwhile asks again."""
    chosen = which.meant(it, said)
    if said.strip() != which.NONE and (chosen is None or chosen.withdrawn):
        return await _shown(ask, it.id)
    amends_id = chosen.id if chosen else None
    if not await holding.tie(ask.tx, it, amends_id, ask.member.id, ask.now, ask.house.settings):
        return await _shown(ask, it.id, ask.say("hold-late"))
    return await _after(ask, it.id)


async def _after(ask: Ask, hold_id: int) -> Reply:
    """What came of a decision: the next question, or that the notice is on its way."""
    it = await stored.get(ask.tx, hold_id)
    amended = await amendments.amended_by(ask.tx, it.notice_id) if it and it.notice_id else None
    if it and it.outcome == "told" and amended and (earlier := await notices.get(ask.tx, amended)):
        count = await members.count_audience(ask.tx, earlier.audience)
        return await _shown(ask, hold_id, ask.say("hold-moved", count=count))
    if it and whether.is_asked(it):
        return await _shown(ask, hold_id)
    if it and it.outcome == "told" and not it.quiet:
        count = await members.count_audience(ask.tx, it.audience)
        return await _shown(ask, hold_id, ask.say("hold-on-its-way", count=count))
    return await _shown(ask, hold_id)


async def _leave_out(ask: Ask, it: Hold, sure: str) -> Reply:
    if sure.strip() not in YES:
        yes = here(ask, "button-hold-out-sure", f"/hold {it.id} out yes")
        bubble = text(ask.say("hold-out-sure", title=it.notice.title),
                      buttons=((yes, here(ask, "button-back", f"/hold {it.id}")),))
        return one(bubble, edits=True)
    await holding.leave_out(ask.tx, it, ask.member.id, ask.now)
    return await _shown(ask, it.id)


# Another date -----------------------------------------------------------------------------------------------------


async def _ask_date(ask: Ask, it: Hold, doubt: HeldDoubt, named: str) -> Reply:
    bubble = text(
        ask.say(named, name=doubt.doubt.choices[0].name, quote=doubt.doubt.quote),
        buttons=((here(ask, "button-back", f"/hold {it.id}"),),),
    )
    return one(bubble, edits=named == "hold-write",
               dialog=Dialog("hold", {"hold": str(it.id), "doubt": str(doubt.id)}))


async def written(ask: Ask, words: str, data: Mapping[str, str]) -> Reply:
    """A date in the organiser's own words: shown with its weekday before it counts."""
    if refused := refuse(ask, ORGANISER):
        return refused
    it = await _found(ask, data["hold"])
    doubt = next((d for d in it.doubts if str(d.id) == data["doubt"]), None) if it else None
    if it is None or doubt is None or doubt.decided or it.outcome:
        return await hold(ask, data["hold"])
    kind = doubt.doubt.choices[0].kind
    read = ask.house.read(READ_AS[kind].format(said=plain(words).rstrip("前")), ask.now)
    dates = [date for date in read.key_dates if date.kind == kind]
    if len(dates) != 1 or read.doubts:
        return await _ask_date(ask, it, doubt, "hold-not-a-date")
    (date,) = dates
    zone = ask.house.settings.zone
    on = BETWEEN.join(f"{m.astimezone(zone):%Y-%m-%dT%H:%M}" if m else "" for m in (date.starts_at, date.ends_at))
    action = f"/hold {it.id} {doubt.id} on {on}{'' if date.all_day else ' clock'}"
    when = datetext.span(date, ask.now, zone, ask.say.language)
    return say(ask, "hold-confirm", (Button(ask.say("button-hold-confirm"), action, in_place=True),
                                     here(ask, "button-back", f"/hold {it.id}")),
               name=doubt.doubt.choices[0].name, when=when)


def _moved(date: KeyDate, moments: str) -> KeyDate | None:
    """The date at other moments, `2026-09-27T00:00/2026-09-27T23:59`, with ` clock` if it is not for whole days."""
    ends, _, clock = moments.partition(" ")
    start, _, end = ends.partition(BETWEEN)
    zone = date.anchor.tzinfo
    try:
        starts_at, ends_at = (datetime.fromisoformat(it).replace(tzinfo=zone) if it else None for it in (start, end))
    except ValueError:
        return None
    if (starts_at is None and ends_at is None) or (date.kind == "deadline" and (starts_at or not ends_at)):
        return None
    return replace(date, starts_at=starts_at, ends_at=ends_at, all_day=clock != "clock")
