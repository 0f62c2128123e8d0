"""What stands around an English date: its sentence, the label before it, the heading above it, its row of a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from notices.extract.english import words
from notices.extract.english.clocks import ZONE, Clock
from notices.extract.english.phrases import MONTH, WEEKDAY, Phrase
from notices.extract.patterns import Pattern

_STOP = Pattern(r"(?<=[a-z0-9)\"”'])[.!?](?= +[\"“(]?[A-Z]| *$| *\n)|(?<=[A-Z]{2})\.(?= +[A-Z]| *\n)|\n|;|\|")
_NOT_END = Pattern(
    r"(?:\b(?:No|Dr|Prof|Mr|Ms|Mrs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Rm|St|vs|etc|e\.g|i\.e)|\b[A-Z])$"
)
_HALF = Pattern(r"[ap]\.m$")
_ZONED = Pattern(rf"\.? ?\(?(?:{ZONE}|{WEEKDAY}|{MONTH})")
"""What follows `3 p.m.` without ending the sentence."""
_SMALL = ("on", "by", "at", "to", "of", "in", "the", "for", "and", "from", "before", "until", "is")
_LEADS_ON = "|".join(f"(?<= {word})" for word in _SMALL)
_WRAP = Pattern(rf"(?<=[a-z0-9,]) ?\n(?=[a-z(])|(?:{_LEADS_ON}) ?\n(?=\w)")
_LABEL = Pattern(
    r"[\s\d.)(*•·>#-]{0,8}(?P<label>[A-Za-z\"“][^:\n|]{1,70}?) ?(?::|-(?= )| [-~] )[\s(*]{0,4}(?:on |by |from |at "
    r"|the )?"
)
_BULLET = Pattern(r"[\s\d.)(*•·>#|-]{0,8}")
_ITEM = Pattern(r"[ \t]{0,6}(?:[*•·>-]|\(?\d{1,2}[.)]|\(?[a-z]\)) ")
_SENTENCE_MAX = 400  # characters of a sentence that are looked at, before a date and behind it
_LEAD_REACH = 160  # characters before a date in which the words for it stand
_HEADING_MAX = 80  # characters: what is longer is a sentence
_HEADING_REACH = 14  # lines: a heading farther up is about something else
_ROW_MAX = 2000  # characters: what is longer is no row of a table
_ROWS_MAX = 60  # rows of a table that are looked up for its first one


class Place(NamedTuple):
    """What surrounds one date. `lead` and `tail` reach to the dates beside it, `before` to the sentence's start."""

    start: int
    end: int
    lead: str
    before: str
    tail: str
    whole: str
    label: str = ""
    """`Application deadline` in `Application deadline: 20 June`, or the line above that ends with a colon."""
    first: bool = False
    """The date opens its line, and what it is for follows."""
    rest: str = ""
    """The rest of the line behind the date."""
    heading: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    """The other cells of its row, each with the cell of the first row above it."""
    column: str = ""
    alone: bool = False
    """Nothing else stands in its line."""


class Page(NamedTuple):
    """A text as lines and sentences."""

    text: str
    lines: tuple[tuple[int, int], ...]
    ends: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    dated: tuple[int, ...]
    """Where its dates begin."""


def unwrapped(text: str, source: str) -> str:
    """The text, as long as it was, with cell borders where the source has tabs, and with blanks for the line ends that
    are inside sentences."""
    if "\t" in source or "\r\n" in source:
        pairs = zip(text, source.replace("\r\n", " \n"), strict=True)
        text = "".join("|" if written == "\t" else " " if written == " " else char for char, written in pairs)
    return _WRAP.sub(lambda seam: " " * len(seam[0]), text)


def page(text: str, found: Sequence[Phrase]) -> Page:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    ends = tuple(m.span() for m in _STOP.finditer(text) if m[0] != "." or _is_end(text, m.start()))
    return Page(text, tuple(lines), ends, tuple(start for start, _ in lines), tuple(it.start for it in found))


def _is_end(text: str, at: int) -> bool:
    """Whether the point at `at` ends a sentence, and not only an abbreviation."""
    if _NOT_END.search(text, max(0, at - 12), at):
        return False
    return not (_HALF.search(text, max(0, at - 3), at) and _ZONED.match(text, at))


def places(of: Page, found: Sequence[Phrase]) -> list[Place]:
    """The surroundings of each phrase."""
    dated = {bisect_right(of.starts, it.start) - 1 for it in found}
    return [_place(of, found, index, dated) for index in range(len(found))]


def _place(of: Page, found: Sequence[Phrase], index: int, dated: set[int]) -> Place:
    phrase, text = found[index], of.text
    at = bisect_left(of.ends, (phrase.start, 0))
    start = max(of.ends[at - 1][1] if at else 0, phrase.start - _SENTENCE_MAX)
    while at < len(of.ends) and of.ends[at][0] < phrase.end:
        at += 1
    end = min(of.ends[at][0] if at < len(of.ends) else len(text), phrase.end + _SENTENCE_MAX)
    before = found[index - 1].end if index else 0
    after = found[index + 1].start if index + 1 < len(found) else len(text)
    line = bisect_right(of.starts, phrase.start) - 1
    opens, closes = of.lines[line]
    closes = max(closes, phrase.end)
    head = text[max(opens, phrase.start - _SENTENCE_MAX) : phrase.start]
    rest = text[phrase.end : min(closes, phrase.end + _SENTENCE_MAX)]
    bare = not _BULLET.sub("", head, 1)
    heading = _heading(of, line, dated)
    cells, column = _cells(of, line, phrase, dated) if "|" in head + rest and closes - opens <= _ROW_MAX else ((), "")
    return Place(
        start, end, text[max(start, before, phrase.start - _LEAD_REACH) : phrase.start], text[start : phrase.start],
        text[phrase.end : min(end, max(after, phrase.end))], text[start:end], _label(head, bare, heading),
        bare, rest, heading.rstrip(" :"), cells, column, bare and not rest.strip(" .,|()"),
    )


def _label(head: str, bare: bool, heading: str) -> str:
    if bare:
        return heading.rstrip(" :") if heading.endswith(":") else ""
    label = _LABEL.fullmatch(head)
    return label["label"].strip() if label else ""


def _heading(of: Page, line: int, dated: set[int]) -> str:
    """The heading above a line: a short line without a date, that is no sentence and no item of a list."""
    for at in range(line - 1, max(-1, line - _HEADING_REACH), -1):
        start, end = of.lines[at]
        text = of.text[start:end].strip() if end - start <= _HEADING_MAX and at not in dated else ""
        if text and "|" not in text and text[-1] not in ".,;!?" and not _ITEM.match(text + " "):
            inside = ":" in text[:-1]
            if not inside or not at:
                return text
    return ""


def _cells(of: Page, line: int, phrase: Phrase, dated: set[int]) -> tuple[tuple[tuple[str, str], ...], str]:
    """The cells of a row that hold no part of the date, each with its column's first cell; the date's own column."""
    top = line
    while top and line - top < _ROWS_MAX and "|" in of.text[of.lines[top - 1][0] : of.lines[top - 1][1]]:
        top -= 1
    above = top < line and top not in dated
    heads = [it.strip() for it in of.text[slice(*of.lines[top])].split("|")] if above else []
    at, out, column = of.lines[line][0], [], ""
    for index, cell in enumerate(of.text[slice(*of.lines[line])].split("|")):
        head = heads[index] if index < len(heads) else ""
        inside = at < phrase.end and phrase.start < at + len(cell)
        column = head if inside and not column else column
        if not inside and cell.strip():
            out.append((cell.strip(), head))
        at += len(cell) + 1
    return tuple(out), column


SHOWN_MAX = 120  # characters between a date and a clock that are shown together
_NEAR_MAX = 400  # characters between a date and a clock that may belong to it
_LEAD_MAX = 24  # characters before a clock in which its word stands
_LINES_BELOW = 5  # lines below a date in which the line with its time stands


def clocks_near(of: Page, alone: Sequence[Clock], phrase: Phrase, due: bool) -> list[Clock]:
    """The clocks of a date that stand apart from it: in its sentence, else behind a label below, else in the next
    sentence. A deadline has only those of its own sentence."""
    behind = _behind(of, alone, phrase)
    if not behind:
        return []
    ends = _sentence_ends(of, phrase.end)
    own = [it for it in behind if it.end <= ends[0] and _begins(of, it)]
    if own:
        return _pair(of, own[0], behind)
    if due:
        return []
    for it in behind:
        start = of.lines[bisect_right(of.starts, it.start) - 1][0]
        below = of.text.count("\n", phrase.end, it.start)
        if below <= _LINES_BELOW and words.TIME_LABEL.fullmatch(of.text, start, it.start):
            return [it]
    for it in behind:
        if it.start < ends[0] or "\n" in of.text[phrase.end : it.start]:
            continue
        index = bisect_left(of.ends, (it.start, 0))
        start = of.ends[index - 1][1] if index else 0
        if _begins(of, it) and not words.NO_CLOCK.search(of.text, start, it.start):
            return _pair(of, it, behind)
    return []


def _begins(of: Page, clock: Clock) -> bool:
    """Whether the word before a clock lets something begin by it."""
    start = max(0, clock.start - _LEAD_MAX)
    told = words.CLOCK_LEAD.search(of.text, start, clock.start) or of.text.rfind("(", start, clock.start) >= 0
    return bool(told) and not words.CLOCK_NOT.search(of.text, start, clock.start)


def duties_near(of: Page, alone: Sequence[Clock], phrase: Phrase) -> list[tuple[Clock, str]]:
    """The clocks by which somebody has to be somewhere, with the words before: in a date's sentence or the next one."""
    out = []
    ends = _sentence_ends(of, phrase.end)
    for it in _behind(of, alone, phrase):
        start = max(phrase.end, ends[0] if it.start >= ends[0] else 0)
        if it.end <= ends[1] and words.DUTY_CLOCK.search(of.text, start, it.start):
            out.append((it, of.text[start : it.start].lstrip(" ;.,")))
    return out


def _behind(of: Page, alone: Sequence[Clock], phrase: Phrase) -> list[Clock]:
    at = bisect_left(alone, phrase.end, key=lambda it: it.start)
    limit = phrase.end + _NEAR_MAX
    nexts = [it for it in alone[at : at + 8] if it.end <= limit]
    after = bisect_left(of.dated, phrase.end)
    return [it for it in nexts if after == len(of.dated) or it.end <= of.dated[after]]


def _sentence_ends(of: Page, at: int) -> tuple[int, int]:
    """Where the sentence of a position ends, and where the next one does."""
    index = bisect_left(of.ends, (at, 0))
    own = of.ends[index][0] if index < len(of.ends) else len(of.text)
    after = of.ends[index + 1][0] if index + 1 < len(of.ends) else len(of.text)
    return own, after


def _pair(of: Page, first: Clock, behind: list[Clock]) -> list[Clock]:
    """A clock, and the one at which it ends (`leave at 8:15 am and return by 4 pm`)."""
    for it in behind:
        if it.start > first.end and not first.closes and words.CLOCK_END.search(of.text, first.end, it.start):
            return [first, it]
    return [first]
