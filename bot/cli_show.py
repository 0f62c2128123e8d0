"""What the commands print for people, in tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli_terms import say
from notices.reading import CONFIDENT, Change, Deadline, Event, Moment, Reading, Unresolved

PIPED_COLUMNS = 120  # where there is no terminal to measure
NOTHING = "—"


def console() -> Console:
    """Where tables go: the standard output, as wide as it is."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=PIPED_COLUMNS)


def shown(text: object, style: str = "") -> Text:
    """Text from outside, for a terminal: on one line, without the characters that steer one."""
    printable = "".join(char if char.isprintable() else " " for char in str(text))
    return Text(" ".join(printable.split()), style=style)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> Table:
    """A table of texts from outside."""
    made = Table(title=title or None, title_justify="left", title_style="bold")
    for heading in headings:
        made.add_column(heading, overflow="fold")
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else shown(cell) for cell in row))
    return made


def reading(found: Reading) -> None:
    """A notice as it was understood: who, what, when, with the words that show it, and what is in doubt."""
    out = console()
    out.print(shown(found.title or say("show-untitled"), "bold"))
    about = (found.issuer, found.doc_number, found.published and say("show-published", on=found.published.isoformat()))
    if facts := [fact for fact in about if fact]:
        out.print(shown(" · ".join(facts)))
    if found.topics:
        out.print(shown(say("show-topics", names=", ".join(found.topics))))
    if found.audience:
        out.print(shown(say("show-audience", names="、".join(found.audience))))
    out.print(_dates(found) if found.events or found.deadlines else say("show-no-dates"))
    for change in found.changes:
        out.print(shown(_change(change)))
    for contact in found.contacts:
        out.print(shown(say("show-contact", what=" ".join((contact.name, *contact.phones, *contact.emails)).strip())))
    for doubt in found.unresolved:
        out.print(shown(say("show-doubt", text=doubt.text, why=_why(doubt)), "yellow"))


def _dates(found: Reading) -> Table:
    headings = [say(f"show-column-{name}") for name in ("kind", "name", "when", "details", "evidence")]
    rows = [*map(_event, found.events), *map(_deadline, found.deadlines)]
    return table(headings, rows)


def _event(it: Event) -> Sequence[object]:
    details = [it.place or "", it.recurrence or ""]
    return (say(f"show-kind-{it.kind}"), it.name, _when(span(it.start, it.end), it.confidence), _joined(details),
            it.evidence.text)


def _deadline(it: Deadline) -> Sequence[object]:
    details = [*it.materials, "/".join(it.formats), *it.send_to, *it.audience]
    return (say("show-kind-deadline"), it.what, _when(moment(it.due), it.confidence), _joined(details),
            it.evidence.text)


def _joined(details: Iterable[str]) -> str:
    return "；".join(filter(None, details)) or NOTHING


def _when(span: str, confidence: float) -> Text:
    if confidence >= CONFIDENT:
        return shown(span)
    return shown(say("show-unsure", what=span, percent=f"{confidence:.0%}"), "yellow")


def span(start: Moment | None, end: Moment | None) -> str:
    """`2024-09-15 ~ 2024-09-25`; a single day or minute once; open ends stay open."""
    first, last = moment(start), moment(end)
    if first == last or not last:
        return first or NOTHING
    same_day = first[:10] == last[:10] and len(last) > 10
    return f"{first} ~ {last[11:] if same_day else last}" if first else f"~ {last}"


def moment(it: Moment | None) -> str:
    """`2024-09-27`, `2024-09-27 17:00`, or nothing."""
    if isinstance(it, datetime):
        return it.strftime("%Y-%m-%d %H:%M")
    return it.isoformat() if isinstance(it, date) else ""


def _why(doubt: Unresolved) -> str:
    """The reader's reason in words; its own name for one that has none yet."""
    sentence = f"show-why-{doubt.why.replace('_', '-')}"
    return say(sentence) if sentence in say.names() else doubt.why


def _change(it: Change) -> str:
    return say(f"show-change-{it.kind}", old=moment(it.old) or NOTHING, new=moment(it.new) or NOTHING)
