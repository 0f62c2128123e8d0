"""The newest notices that reach me, and those that came together."""

from __future__ import annotations

from bot.commands.base import Ask, Reply, Rows, button, clipped, number, one, rows, say
from delivery import sift
from notices import datetext
from notices.audience import why
from notices.message import Button, Span, text
from store import members, notices, roundups
from store.notices import Heading

PAGE = 6  # notices in one message: a phone's screen
READ_AT_ONCE = 100
SCANNED_MAX = 1000  # notices looked through for a page: beyond that they are too old to be news
TITLE_CHARS = 60


async def latest(ask: Ask, rest: str) -> Reply:
    """`/latest`, `/latest 40`: those before number 40."""
    before = number(rest)
    page = await _page(ask, before)
    if not page:
        named = "latest-no-more" if before else "latest-none"
        return say(ask, named, (button(ask, "button-dates", "/dates"),
                                button(ask, "button-subscriptions", "/subscriptions")))
    shown = page[:PAGE]
    lines = [_line(ask, place, it) for place, it in enumerate(shown, 1)]
    heading = ask.say("latest-older" if before else "latest-heading")
    return one(text(
        Span(heading, bold=True), "\n" + "\n".join(lines), "\n\n" + ask.say("list-hint"),
        buttons=(*numbered([it.id for it in shown]), *_more(ask, page)),
    ))


async def roundup(ask: Ask, rest: str) -> Reply:
    """`/roundup 7`, `/roundup 7 40`: the notices of a roundup that reach me; those before number 40."""
    which, _, last = rest.partition(" ")
    before = number(last)
    gathered = await roundups.headings(ask.tx, number(which) or 0)
    interests = await members.interests(ask.tx, ask.member.id)
    mine = await _passing(ask, [it for it in gathered if why(it.audience, interests)])
    left = [it for it in mine if before is None or it.id < before]
    if not left:
        return say(ask, "latest-no-more" if mine else "roundup-none", (button(ask, "button-latest", "/latest"),))
    shown = left[:PAGE]
    place = len(mine) - len(left)
    heading = ask.say("roundup-page", first=place + 1, last=place + len(shown), count=len(mine))
    lines = [_line(ask, at, it) for at, it in enumerate(shown, 1)]
    more = ((button(ask, "button-more", f"/roundup {which} {shown[-1].id}"),),) if len(left) > PAGE else ()
    return one(text(
        Span(heading, bold=True), "\n" + "\n".join(lines), "\n\n" + ask.say("list-hint"),
        buttons=(*numbered([it.id for it in shown]), *more),
    ))


def _more(ask: Ask, page: list[Heading]) -> Rows:
    return ((button(ask, "button-more", f"/latest {page[PAGE - 1].id}"),),) if len(page) > PAGE else ()


def numbered(notice_ids: list[int]) -> Rows:
    """Buttons 1, 2, 3 that open these notices."""
    return rows([Button(str(place), f"/notice {it}") for place, it in enumerate(notice_ids, 1)], 4)


async def _page(ask: Ask, before: int | None) -> list[Heading]:
    """Up to PAGE + 1 notices that reach this member: the one too many tells that there are more."""
    interests = await members.interests(ask.tx, ask.member.id)
    found: list[Heading] = []
    for _ in range(SCANNED_MAX // READ_AT_ONCE):
        batch = await notices.latest(ask.tx, READ_AT_ONCE, before)
        found += await _passing(ask, [it for it in batch if why(it.audience, interests)])
        if len(found) > PAGE or len(batch) < READ_AT_ONCE:
            break
        before = batch[-1].id
    return found[: PAGE + 1]


async def _passing(ask: Ask, headings: list[Heading]) -> list[Heading]:
    """Those that my filters do not keep back."""
    kept_back = await sift.kept_back(ask.tx, ask.member.id, [it.id for it in headings], ask.now)
    return [it for it in headings if it.id not in kept_back]


def _line(ask: Ask, place: int, it: Heading) -> str:
    zone = ask.house.settings.zone
    on = datetext.day(it.published_at.astimezone(zone).date(), ask.now.astimezone(zone).date(), ask.say.language)
    return f"{place}. {clipped(it.title, TITLE_CHARS)}\n　{' · '.join(part for part in (it.issuer, on) if part)}"
