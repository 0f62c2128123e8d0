"""One key date in one line, as notices, reminders and lists show it: when, what, in which form, where to, by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from notices import datetext, plan
from notices.message import Span
from notices.model import KeyDate, Language

NAME_CHARS_MAX = 30  # of what is due: two thirds of a phone's line twice over; the rest is in the notice
PLACES_MAX = 2  # of one kind: more are read in the notice
PLACE_CHARS_MAX = 40  # a long address is read in the notice
OWERS_MAX = 2  # named one by one; more are counted

BETWEEN: dict[Language, str] = {"zh": "、", "en": ", "}
_WEB = re.compile(r"https?://(?:www\.)?|www\.")
_UNIT = re.compile(
    r"(?:科协|协会|学会|基地|单位|部门|学校|大学|中心|园区|机构|企业|公司|集团|馆|院|局|委|办|处|系|所|科|室|区|县)$"
)


class Say(Protocol):
    """A sentence by its name, with its arguments filled in, in `language`."""

    @property
    def language(self) -> Language: ...

    def __call__(self, name: str, /, **args: object) -> str: ...


def date_line(date: KeyDate, say: Say, now: datetime, zone: ZoneInfo) -> str:
    """One key date in one line: `⏰ 9月27日(周五)前 · 活动总结 · PDF+Word · 发 a@b.cn · 还有3天`; who owes it, where
    only some do."""
    return " · ".join(_date_parts(date, say, now, zone))


def date_spans(date: KeyDate, say: Say, now: datetime, zone: ZoneInfo) -> tuple[Span, ...]:
    """The same line; where it tells an hour, or a deadline, its beginning knows the moment."""
    head, *rest = _date_parts(date, say, now, zone)
    moment = None if date.all_day and date.kind == "event" else date.anchor
    return Span(head, at=moment), Span(" · " + " · ".join(rest))


def _date_parts(date: KeyDate, say: Say, now: datetime, zone: ZoneInfo) -> list[str]:
    when = datetext.span(date, now, zone, say.language)
    name = clipped(date.name, NAME_CHARS_MAX)
    if date.kind == "deadline":
        it = date.materials
        parts = [say("line-deadline", when=when), name, "+".join(it.formats), *destinations(it.send_to, say),
                 owers(it.owed_by, say)]
    else:
        parts = [say("line-event", when=when), name, say("line-place", place=date.place) if date.place else ""]
    return [*(part for part in parts if part), left(date, say, now, zone)]


def destinations(send_to: Sequence[str], say: Say) -> list[str]:
    """Where it goes, by how it gets there: mailboxes, pages, desks."""
    kinds: dict[str, list[str]] = {"line-mail-to": [], "line-web": [], "line-hand-to": []}
    for it in send_to:
        kinds["line-mail-to" if "@" in it else "line-web" if _WEB.match(it) else "line-hand-to"].append(it)
    between = BETWEEN[say.language]
    found = []
    for name, places in kinds.items():
        shown = [clipped(_WEB.sub("", it).rstrip("/"), PLACE_CHARS_MAX) for it in places[:PLACES_MAX]]
        if shown:
            where = between.join(shown)
            found.append(say(name, where=where, more=len(places) - len(shown)))
    return found


def owers(owed_by: Sequence[str], say: Say) -> str:
    """Who owes it, where only some do: `区县科协等6类单位`; empty where nobody in particular does."""
    if len(owed_by) <= OWERS_MAX:
        return say("line-owed-by", who=BETWEEN[say.language].join(owed_by)) if owed_by else ""
    units = all(_UNIT.search(it) for it in owed_by)
    return say("line-owed-by-units" if units else "line-owed-by-many", who=owed_by[0], count=len(owed_by))


def clipped(words: str, chars: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= chars else line[: chars - 1] + "…"


def left(date: KeyDate, say: Say, now: datetime, zone: ZoneInfo) -> str:
    """How long until the date, in the words of today."""
    end = date.ends_at or plan.over_at(date, zone)
    if end < now and plan.over_at(date, zone) < now:
        return say("left-over")
    if date.starts_at and date.starts_at <= now:
        return say("left-running")
    days = plan.days_left(date.anchor, now, zone)
    if days == 0 and not date.all_day:
        minutes = max(1, round((date.anchor - now).total_seconds() / 60))
        return say("left-hours", hours=round(minutes / 60)) if minutes >= 90 else say("left-minutes", minutes=minutes)
    return say("left-days", days=days)
