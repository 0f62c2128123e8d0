"""How far ahead I am reminded, and when I am left in peace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.commands.base import Ask, Dialog, Reply, button, here, one, rows
from bot.commands.naming import plain, titles
from delivery import issue
from delivery.settings import dump_leads, load_leads
from notices import quiet
from notices.datetext import duration
from notices.message import Bubble, Button, Span, text
from notices.model import KeyDateKind, Language
from store import members
from store.members import Member

LEADS_MAX = 8  # reminders of one date; more is nagging
LEAD_MIN, LEAD_MAX = timedelta(minutes=5), timedelta(days=60)  # shorter is no warning, longer is forgotten again
DAY = timedelta(days=1)
PRESETS: dict[KeyDateKind, tuple[str, ...]] = {
    "event": ("1d 2h", "3d 1d 2h", "7d 3d 1d 2h", "2h"),
    "deadline": ("3d 1d", "7d 3d 1d 3h", "14d 7d 3d 1d 3h", "1d 3h"),
}
LEADS_CHARS_MAX = 100  # of lead times as they are typed
HOURS_CHARS_MAX = 40  # of quiet hours
QUIET_PRESETS = ("22:00-07:30", "23:00-07:00", "21:00-08:00")
OFF = {"off", "none", "关", "关闭", "无", "不提醒", "不用", "不要", "不设"}
MODES: dict[str, str | None] = {
    "silent": "silent", "静音": "silent", "静音送达": "silent", "defer": None, "推迟": None, "延后": None,
}
DEFAULT = {"default", "默认", "恢复默认"}
KINDS: dict[str, KeyDateKind] = {
    "event": "event", "events": "event", "活动": "event", "deadline": "deadline", "deadlines": "deadline",
    "截止": "deadline", "报送": "deadline",
}
UNITS = {
    "w": timedelta(weeks=1), "周": timedelta(weeks=1), "星期": timedelta(weeks=1), "d": DAY, "天": DAY, "日": DAY,
    "h": timedelta(hours=1), "小时": timedelta(hours=1), "时": timedelta(hours=1), "m": timedelta(minutes=1),
    "分钟": timedelta(minutes=1), "分": timedelta(minutes=1),
}
LEAD = re.compile(
    r"(\d{1,5}|[一二两三四五六七八九十半])\s*个?\s*(weeks?|days?|hours?|hrs?|minutes?|mins?|小时|星期|分钟|[wdhm]|[周天日时分])",
    re.IGNORECASE,
)
DIGITS_ZH = {it: place for place, it in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


async def settings(ask: Ask, rest: str) -> Reply:
    """`/settings`; with anything more, in place of the message whose button came back here."""
    return replace(shown(ask), edits=bool(rest))


def shown(ask: Ask, said: str = "") -> Reply:
    """Every setting as it is, with a button to change it."""
    spans = ([Span(said + "\n\n")] if said else []) + [
        Span(ask.say("settings-heading"), bold=True), Span("\n" + "\n".join(summary(ask)))
    ]
    return one(Bubble(tuple(spans), (
        (here(ask, "button-leads-event", "/leads event"), here(ask, "button-leads-deadline", "/leads deadline")),
        (here(ask, "button-quiet", "/quiet"), button(ask, "button-language", "/language")),
    )), edits=True)


def summary(ask: Ask) -> list[str]:
    return [
        ask.say("settings-event", leads=leads_in_words(ask, "event")),
        ask.say("settings-deadline", leads=leads_in_words(ask, "deadline")),
        ask.say("settings-quiet", hours=quiet_in_words(ask)),
        ask.say("settings-language"),
    ]


def chosen_leads(member: Member, kind: KeyDateKind) -> str | None:
    return member.event_leads if kind == "event" else member.deadline_leads


def leads_in_words(ask: Ask, kind: KeyDateKind) -> str:
    chosen = chosen_leads(ask.member, kind)
    leads = ask.house.settings.leads[kind] if chosen is None else load_leads(chosen)
    words = in_words(leads, ask.say.language) or ask.say("leads-none")
    return words + ask.say("by-default") if chosen is None else words


def in_words(leads: Sequence[timedelta], language: Language) -> str:
    return titles([duration(it, language) for it in sorted(set(leads), reverse=True)], language)


def quiet_in_words(ask: Ask) -> str:
    """The hours, and how they are kept."""
    how = ask.say("quiet-silently") if ask.member.quiet_mode else ""
    return _hours_in_words(ask) + how


def _hours_in_words(ask: Ask) -> str:
    if ask.member.quiet_hours is None:
        return str(ask.house.settings.quiet_hours or ask.say("quiet-none")) + ask.say("by-default")
    return ask.member.quiet_hours or ask.say("quiet-none")


# Lead times -------------------------------------------------------------------------------------------------------


async def leads(ask: Ask, rest: str) -> Reply:
    """`/leads event 3d 1d`, `/leads deadline off`, `提前 截止 3天 1天`; without times, presets to tap."""
    head, _, times = rest.partition(" ")
    kind = KINDS.get(plain(head))
    if kind is None:
        return shown(ask, ask.say("leads-which") if rest else "")
    return await _set_leads(ask, kind, times) if times.strip() else _ask_leads(ask, kind)


async def leads_said(ask: Ask, said: str, data: Mapping[str, str]) -> Reply:
    """The words after we asked for lead times."""
    return await _set_leads(ask, KINDS[data["kind"]], said)


def _ask_leads(ask: Ask, kind: KeyDateKind, said: str = "") -> Reply:
    buttons = [
        Button(in_words(read_leads(it) or (), ask.say.language), f"/leads {kind} {it}", in_place=True)
        for it in PRESETS[kind]
    ]
    last = (
        here(ask, "button-off-reminders", f"/leads {kind} off"),
        here(ask, "button-default", f"/leads {kind} default"), here(ask, "button-back", "/settings back"),
    )
    asks = ask.say("leads-ask-event" if kind == "event" else "leads-ask-deadline", now=leads_in_words(ask, kind))
    parts = f"{said}\n\n{asks}" if said else asks
    return one(text(parts, buttons=(*rows(buttons, 1), last)), edits=True, dialog=Dialog("leads", {"kind": kind}))


async def _set_leads(ask: Ask, kind: KeyDateKind, times: str) -> Reply:
    word = plain(times)
    leads = () if word in OFF else read_leads(times)
    if leads is None and word not in DEFAULT:
        return _ask_leads(ask, kind, ask.say("leads-unreadable", most=LEADS_MAX))
    value = None if leads is None else dump_leads(leads)
    await members.set_setting(ask.tx, ask.member.id, "event_leads" if kind == "event" else "deadline_leads", value)
    if leads:
        await issue.plan_chosen_leads(ask.tx, kind, leads, ask.now, ask.house.settings)
    ask = replace(ask, member=await members.must(ask.tx, ask.member.id))
    named = "leads-set-event" if kind == "event" else "leads-set-deadline"
    return shown(ask, ask.say(named, leads=leads_in_words(ask, kind)))


def read_leads(words: str) -> tuple[timedelta, ...] | None:
    """`7d 3d 1d 3h`, `3天、1天和2小时`, `半天`: the longest first; a day and more in whole days. None if it is not
    lead times alone, too many, or one that makes no sense."""
    plain_words = unicodedata.normalize("NFKC", words).casefold()
    if len(words) > LEADS_CHARS_MAX or re.sub(r"[\s,，、;和及and提前]+", "", LEAD.sub("", plain_words)):
        return None
    found = {_lead(count, unit) for count, unit in LEAD.findall(plain_words)}
    if not 1 <= len(found) <= LEADS_MAX or any(not LEAD_MIN <= it <= LEAD_MAX for it in found):
        return None
    return tuple(sorted(found, reverse=True))


def _lead(count: str, unit: str) -> timedelta:
    size = UNITS.get(unit) or UNITS[unit[0]]
    lead = size / 2 if count == "半" else size * (DIGITS_ZH.get(count) or int(count))
    return lead if lead < DAY else -(-lead // DAY) * DAY


# Quiet hours ------------------------------------------------------------------------------------------------------


async def quiet_hours(ask: Ask, rest: str) -> Reply:
    """`/quiet 22:00-07:30`, `off`, `default`, `silent`, `defer`; without hours, presets to tap."""
    if not rest:
        return _ask_quiet(ask)
    word = plain(rest)
    if word in MODES:
        await members.set_setting(ask.tx, ask.member.id, "quiet_mode", MODES[word])
        ask = replace(ask, member=await members.must(ask.tx, ask.member.id))
        return shown(ask, ask.say("quiet-now-silent" if MODES[word] else "quiet-now-deferred"))
    try:
        value = None if word in DEFAULT else "" if word in OFF else str(quiet.parse(_hours(rest)))
    except ValueError:
        return _ask_quiet(ask, ask.say("quiet-unreadable"))
    await members.set_setting(ask.tx, ask.member.id, "quiet_hours", value)
    ask = replace(ask, member=await members.must(ask.tx, ask.member.id))
    return shown(ask, ask.say("quiet-set" if value != "" else "quiet-off", hours=quiet_in_words(ask)))


async def quiet_said(ask: Ask, said: str, _: Mapping[str, str]) -> Reply:
    """The words after we asked for quiet hours."""
    return await quiet_hours(ask, said) if said else _ask_quiet(ask, ask.say("quiet-unreadable"))


def _hours(words: str) -> str:
    """Two times of day as they are typed: `22点到7点半`, `22-7`, `22:00 07:30`."""
    said = unicodedata.normalize("NFKC", words[:HOURS_CHARS_MAX]).casefold()
    said = re.sub(r"(\d)[点时]半", r"\1:30", said)
    said = re.sub(r"(\d)[点时](\d{1,2})分?", r"\1:\2", said)
    said = re.sub(r"(?<![\d:])(\d{1,2})(?![\d:])[点时]?", r"\1:00", said)
    return re.sub(r"(?<=\d)\s+(?=\d)", "-", said.strip())


def _ask_quiet(ask: Ask, said: str = "") -> Reply:
    asks = ask.say("quiet-ask", now=quiet_in_words(ask))
    buttons = [Button(it, f"/quiet {it}", in_place=True) for it in QUIET_PRESETS]
    is_silent = ask.member.quiet_mode is not None
    buttons.append(here(ask, "button-quiet-defer" if is_silent else "button-quiet-silent",
                        "/quiet defer" if is_silent else "/quiet silent"))
    last = (
        here(ask, "button-off", "/quiet off"), here(ask, "button-default", "/quiet default"),
        here(ask, "button-back", "/settings back"),
    )
    parts = f"{said}\n\n{asks}" if said else asks
    return one(text(parts, buttons=(*rows(buttons, 2), last)), edits=True, dialog=Dialog("quiet"))
