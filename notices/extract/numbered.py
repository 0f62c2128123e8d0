"""The number that an office gives its notice (渝科协发〔2031〕27号)."""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract.fold import Folded
from notices.extract.layout import Line
from notices.extract.patterns import Pattern

NUMBER = Pattern(
    r"[\u4e00-\u9fff]{1,14}(?:[\[(](?:19|20)\d\d[\])](?:第)?\d{1,5}号|(?:19|20)\d\d\[\d{1,5}\]号|字第?\d{1,12}号)"
)
_LINES = 16  # lines: what a page says of itself may stand between the title and the number
_TITLED = Pattern(rf"[^。;(]{{0,24}}关于[^。;(]{{4,60}}(?:通知|公告|通告|函|意见)[(]({NUMBER.source})[)]$")
_FIRST = 2  # lines: in one of them the text may go on behind the number
_YEAR = Pattern(r"[\[〔(（【［]?((?:19|20)\d\d)[\]〕)）】］\[〔]")


def of(folded: Folded, found: Sequence[Line]) -> str | None:
    """The notice's own number: alone in one of its first lines, in a bracket behind its title, or before everything
    else and those it is addressed to."""
    for index, line in enumerate(found[:_LINES]):
        if line.text.startswith("附件"):
            break  # what follows is another paper's
        if "号" not in line.text:
            continue
        titled = _TITLED.match(line.text) if line.text.endswith("号)") else None
        if titled:
            return folded.shown(line.start + titled.start(1), line.start + titled.end(1))
        bracket = line.text[0] == "("
        match = NUMBER.match(line.text, bracket)
        if not match:
            continue
        rest = line.text[match.end() :].strip(") ")
        end = line.start + match.end()
        goes_on = index < _FIRST or rest.startswith("各")
        if not rest or (goes_on and folded.source[folded.back(end - 1) + 1 :][:1].isspace()):
            return folded.shown(line.start + bracket, end)
    return None


def fills(line: str) -> bool:
    """Whether a line is a number and nothing more."""
    return "号" in line and NUMBER.fullmatch(line.strip()) is not None


def year_of(number: str | None) -> int:
    """The year that a number names; 0 for none."""
    match = _YEAR.search(number) if number else None
    return int(match[1]) if match else 0
