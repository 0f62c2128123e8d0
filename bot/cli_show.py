"""What the commands print for people, in tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli_terms import say
from notices import datetext
from notices.reading import Moment

PIPED_COLUMNS = 120  # where there is no terminal to measure
NOTHING = "—"
PLAIN = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
"""A rule of hyphens below the headings, and nothing else: East Asian terminals may draw the lines that others use twice
as wide, and nothing would stand below its heading."""


def console() -> Console:
    """Where tables go: the standard output, as wide as it is."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=PIPED_COLUMNS)


def shown(text: object, style: str = "") -> Text:
    """Text from outside, for a terminal: on one line, without the characters that steer one."""
    printable = "".join(char if char.isprintable() else " " for char in str(text))
    return Text(" ".join(printable.split()), style=style)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table of texts from outside, without columns that hold nothing."""
    made = Table(box=PLAIN, show_edge=False, pad_edge=False)
    cells = [[cell if isinstance(cell, Text) else shown(cell) for cell in row] for row in rows]
    kept = [at for at, _ in enumerate(headings) if not cells or any(row[at].plain != NOTHING for row in cells)]
    for at in kept:
        made.add_column(headings[at], overflow="fold")
    for row in cells:
        made.add_row(*(row[at] for at in kept))
    return made


@contextmanager
def progress(count: int) -> Iterator[Callable[[], None]]:
    """A bar on the error stream; what it yields is called after each of `count` steps."""
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count)
        yield lambda: bar.advance(task)


def span(start: Moment | None, end: Moment | None) -> str:
    """One moment, or from one to the other; of one day only its clock times. Open ends stay open."""
    first, last = moment(start), moment(end)
    if first == last or not last:
        return first or NOTHING
    if first[:10] == last[:10] and isinstance(end, datetime):
        return f"{first} ~ {end:%H:%M}"
    return f"{first} ~ {last}".strip()


def moment(it: Moment | None) -> str:
    """`2024-09-27 周五`, `2024-09-27 周五 17:00`, or nothing."""
    if it is None:
        return ""
    names = datetext.WEEKDAYS_EN if say.language == "en" else [f"周{char}" for char in datetext.WEEKDAYS_ZH]
    clock = f" {it:%H:%M}" if isinstance(it, datetime) else ""
    return f"{it:%Y-%m-%d} {names[it.weekday()]}{clock}"
