"""One notice on the terminal: its text with what was found in it underlined, then the dates, then what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from rich.console import Console
from rich.text import Text

from bot import cli_show
from bot.cli_show import NOTHING, moment, shown, span
from bot.cli_terms import say
from notices import datetext, lines, recurring
from notices.reading import CONFIDENT, Change, Deadline, Event, Moment, Reading, Unresolved

LINES_MAX = 60  # of a text that is shown whole; of a longer one only what was found, and the lines around it
LINES_AROUND = 1
TITLE_PART_MIN = 4  # characters of a line that may be a part of the title
LINE_CHARS_MAX = 2000  # of one line that is shown; a text may be one line

_STYLES = {"event": "underline cyan", "deadline": "underline bold red", "doubt": "underline yellow",
           "requirement": "underline green"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that shows findings, numbered as in the table; a doubt has no number."""

    start: int
    end: int
    style: str
    numbers: tuple[int, ...] = ()


def show(name: str, text: str, found: Reading, now: datetime) -> None:
    """Print a notice as it was understood, as of `now` (local). `name` stands above it, where there are several."""
    out = cli_show.console()
    if name:
        out.print(shown(f"── {name}", "bold green"))
    out.print(shown(found.title or say("show-untitled"), "bold"))
    for line in _about(found):
        out.print(shown(line))
    out.print()
    for piece in _body(text, found, plain=not out.is_terminal):
        out.print(piece, soft_wrap=not out.is_terminal)
    out.print()
    out.print(_dates(found, now) if found.events or found.deadlines else say("show-no-dates"))
    for one in found.requirements:
        out.print(shown(say(f"requirement-{one.kind}", text=one.text)))
    for change in found.changes:
        out.print(shown(_change(change)))
    for contact in (it for it in found.contacts if it.phones or it.emails):
        out.print(shown(say("show-contact", what=" ".join((contact.name, *contact.phones, *contact.emails)).strip())))
    _doubts(out, found)
    if name:
        out.print()


def _about(found: Reading) -> Iterator[str]:
    about = (found.issuer, found.doc_number, found.published and say("show-published", on=found.published.isoformat()))
    if facts := [fact for fact in about if fact]:
        yield " · ".join(facts)
    if found.topics:
        yield say("show-topics", names=", ".join(found.topics))
    if found.audience:
        yield say("show-audience", names=lines.BETWEEN[say.language].join(found.audience))


def marks(found: Reading, text: str) -> list[Mark]:
    """Where the findings stand, in the order of the text; those that overlap are one."""
    items: list[Mark] = []
    for number, it in enumerate(_in_order(found), 1):
        kind = "event" if isinstance(it, Event) else "deadline"
        style = kind if it.confidence >= CONFIDENT else "doubt"
        items.append(Mark(it.evidence.start, it.evidence.end, style, (number,)))
        if isinstance(it, Deadline):
            items += [Mark(one.evidence.start, one.evidence.end, "requirement", (number,)) for one in it.requirements]
    items += [Mark(one.evidence.start, one.evidence.end, "requirement") for one in found.requirements]
    for doubt in found.unresolved:
        at = text.find(doubt.text) if doubt.text else -1
        if at >= 0:
            items.append(Mark(at, at + len(doubt.text), "doubt"))
    made: list[Mark] = []
    for mark in sorted(items, key=lambda it: (it.start, -it.end)):
        if made and mark.start < made[-1].end:
            last = made.pop()
            style = "deadline" if "deadline" in (last.style, mark.style) else last.style
            numbers = tuple(dict.fromkeys((*last.numbers, *mark.numbers)))
            mark = Mark(last.start, max(last.end, mark.end), style, numbers)
        made.append(mark)
    return made


def _in_order(found: Reading) -> list[Event | Deadline]:
    """Events and deadlines as the table numbers them: by the day, those without one last."""
    return sorted((*found.events, *found.deadlines), key=lambda it: (str(_first(it) or "~"), isinstance(it, Deadline)))


def _first(it: Event | Deadline) -> Moment | None:
    return it.due if isinstance(it, Deadline) else it.start or it.end


def _body(text: str, reading: Reading, *, plain: bool) -> Iterator[Text]:
    """The text line by line, without the title, which was shown. A long one is cut to what was found."""
    found = marks(reading, text)
    title = "".join(reading.title.split())
    lines = [line for line in _lines(text) if not _is_of_title("".join(text[line[0] : line[1]].split()), title)]
    with_marks = {n for n, (start, end) in enumerate(lines) if any(m.start < end and m.end > start for m in found)}
    near = {n + by for n in with_marks for by in range(-LINES_AROUND, LINES_AROUND + 1)} | {0}
    skipped = 0
    for number, (start, end) in enumerate(lines):
        if len(lines) > LINES_MAX and number not in near:
            skipped += 1
            continue
        if skipped:
            yield shown(say("show-skipped", count=skipped), "dim")
        skipped = 0
        yield _line(text, start, end, found, plain=plain)
    if skipped:
        yield shown(say("show-skipped", count=skipped), "dim")


def _is_of_title(line: str, title: str) -> bool:
    """Whether a line without its blanks is empty, the title, or one of the lines that the title was broken over."""
    return not line or line == title or (len(line) >= TITLE_PART_MIN and title.startswith(line)) or (
        len(line) >= TITLE_PART_MIN and title.endswith(line)
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _line(text: str, start: int, end: int, found: Sequence[Mark], *, plain: bool) -> Text:
    """A line with its marks: underlined and numbered; where nothing can be underlined, between « and »."""
    made, at, limit = Text(), start, min(end, start + LINE_CHARS_MAX)
    for mark in found:
        first, last = max(mark.start, start), min(mark.end, limit)
        if first >= last:
            continue
        made.append_text(_kept(text[at:first]))
        words = _kept(text[first:last], _STYLES[mark.style])
        made.append_text(Text.assemble("«", words, "»") if plain else words)
        if mark.numbers and mark.end <= end:
            made.append("".join(f"[{number}]" for number in mark.numbers), style="dim")
        at = last
    made.append_text(_kept(text[at:limit]))
    return made if limit == end else made.append("…")


def _kept(text: str, style: str = "") -> Text:
    """Text from outside with its blanks as they are, without the characters that steer a terminal."""
    return Text("".join(char if char.isprintable() else " " for char in text), style=style)


def _dates(found: Reading, now: datetime) -> object:
    headings = ["", *(say(f"show-column-{name}") for name in ("kind", "name", "when", "left", "details"))]
    rows = [_row(number, it, now) for number, it in enumerate(_in_order(found), 1)]
    return cli_show.table(headings, rows)


def _row(number: int, it: Event | Deadline, now: datetime) -> Sequence[object]:
    if isinstance(it, Deadline):
        kind, name, when = "deadline", it.what, moment(it.due)
        conditions = (say(f"requirement-{one.kind}", text=one.text) for one in it.requirements)
        between = lines.BETWEEN[say.language]
        where = say("show-send-to", where=between.join(it.send_to)) if it.send_to else ""
        owers = say("show-owed-by", who=between.join(it.audience)) if it.audience else ""
        again = repetition(it, now)
        details: Iterable[str] = (*again, *it.materials, "+".join(it.formats), where, owers, *conditions)
    else:
        kind, name, when = it.kind, it.name, span(_begins(it), it.end)
        details = (it.place or "", *repetition(it, now))
    sure = it.confidence >= CONFIDENT
    told = shown(when) if sure else shown(say("show-unsure", what=when, percent=f"{it.confidence:.0%}"), "yellow")
    between = "；" if say.language == "zh" else "; "
    listed = between.join(dict.fromkeys(detail for detail in details if detail and detail != name)) or NOTHING
    return (str(number), say(f"show-kind-{kind}"), name, told, left(it, now), listed)


def _begins(it: Event) -> Moment | None:
    """When an event begins: of a series, on the first of its days, which may be later than the span it is told with."""
    first = next(coming(it, _date(it.start)), None) if it.recurrence and it.start else None
    return datetime.combine(first, it.start.time()) if first and isinstance(it.start, datetime) else first or it.start


def left(it: Event | Deadline, now: datetime) -> str:
    """How long until it, or until the next time of a series, in days; whether it is under way or over."""
    following = next(coming(it, now.date()), None) if it.recurrence else None
    if following:
        return say("left-days", days=(following - now.date()).days)
    start, end = (it.due, it.due) if isinstance(it, Deadline) else (it.start or it.end, it.end or it.start)
    if start is None or end is None:
        return NOTHING
    if _is_past(end, now):
        return say("left-over")
    if isinstance(it, Event) and (it.start is None or _is_past(it.start, now) or _date(start) < now.date()):
        return say("left-running")
    return say("left-days", days=(_date(start) - now.date()).days)


def _is_past(moment: Moment, now: datetime) -> bool:
    if isinstance(moment, datetime):
        return moment < now.replace(tzinfo=None)
    return moment < now.date()


def _date(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


NEXT_SHOWN = 3  # times of a series that are to come: enough to see whether it was understood


def repetition(it: Event | Deadline, now: datetime) -> list[str]:
    """A series in words: its rule, its hours where there are several or no last day, and the next times of what is not
    every day."""
    rule = recurring.parse(it.recurrence or "")
    said = recurring.in_words(rule, say.language)
    if not it.recurrence or not (said or rule.listed):
        return []
    hours = it.daily_hours if isinstance(it, Event) and (len(it.daily_hours) > 1 or it.end is None) else ()
    told = [said, lines.BETWEEN[say.language].join(str(each) for each in hours)]
    if rule.freq != "DAILY" and (ahead := [*islice(coming(it, now.date()), NEXT_SHOWN)]):
        days = lines.BETWEEN[say.language].join(datetext.day(on, now.date(), say.language) for on in ahead)
        told.append(say("show-next", days=days))
    return [part for part in told if part]


def coming(it: Event | Deadline, today: date) -> Iterator[date]:
    """The days of a series from today on."""
    first = it.due if isinstance(it, Deadline) else it.start
    last = it.end if isinstance(it, Event) else None
    if first is None:
        return iter(())
    return recurring.days(recurring.parse(it.recurrence or ""), _date(first), _date(last) if last else None, today)


def _doubts(out: Console, found: Reading) -> None:
    explained = {doubt.text for doubt in found.unresolved}
    unsure = [it for it in _in_order(found) if it.confidence < CONFIDENT and it.evidence.text not in explained]
    if not (unsure or found.unresolved):
        return
    out.print()
    out.print(shown(say("show-doubts"), "bold yellow"))
    for it in unsure:
        out.print(shown(say("show-doubt-finding", text=it.evidence.text, percent=f"{it.confidence:.0%}"), "yellow"))
    for doubt in found.unresolved:
        out.print(shown(say("show-doubt", text=doubt.text, why=_why(doubt)), "yellow"))
    if found.published is None and any(it.why in _NEED_A_DAY for it in found.unresolved):
        out.print(say("show-doubts-published"))


_NEED_A_DAY = ("no_year", "no_anchor")
"""Doubts that end with the day on which the notice was published."""


def _why(doubt: Unresolved) -> str:
    """The reader's reason in words; its own name for one that has none yet."""
    sentence = f"show-why-{doubt.why.replace('_', '-')}"
    return say(sentence) if sentence in say.names() else doubt.why


def _change(it: Change) -> str:
    if it.old and it.new:
        return say(f"show-change-{it.kind}", old=moment(it.old), new=moment(it.new))
    if it.new:
        return say("show-change-to", new=moment(it.new))
    off = "cancelled" if it.kind == "cancelled" else "open"
    return say(f"show-change-{off}", old=moment(it.old)) if it.old else say(f"show-change-all-{off}")
