"""The items of an RSS or Atom document as stretches of its text, before any parser has seen it. Pure.

One pass that steps over comments and CDATA. It lets us read only the newest items of an archive, and read items one by
one when a single bad one spoils the whole document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile(r"<!--|<!\[CDATA\[|<(/?)((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])", re.I)
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>"}
_ROOT_ENDS = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.I)
_DATE = re.compile(r"<(?:pubDate|published|updated|(?:\w+:)?date)\b[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]+)", re.I)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document taken apart: `head`, the items with what stands between them, and `tail`."""

    head: str
    items: tuple[str, ...]
    tail: str

    def whole(self, items: tuple[str, ...]) -> str:
        """A document with the same surroundings and these items only."""
        return self.head + "".join(items) + self.tail


def cut(text: str) -> Cut:
    """Take a document apart. `cut(text).whole(cut(text).items)` is the text again, but for what lay between items."""
    spans: list[tuple[int, int]] = []
    start = -1
    for closing, at, end in _tags(text):
        if closing and start >= 0:
            spans.append((start, end))
            start = -1
        elif not closing:
            if start >= 0:  # the one before was never closed
                spans.append((start, at))
            start = at
    if not spans:
        return Cut(text, (), "")
    return Cut(text[: spans[0][0]], tuple(text[a:b] for a, b in spans), text[spans[-1][1] :])


def closed(found: Cut) -> tuple[Cut, bool]:
    """Without an item that breaks off because the document does, and whether there was one."""
    rest = found.tail if found.items else found.head
    begun = next((start for closing, start, _ in _tags(rest) if not closing), -1)
    if begun < 0 or _ROOT_ENDS.search(rest, begun):
        return found, False
    rest = rest[:begun]
    return (Cut(found.head, found.items, rest) if found.items else Cut(rest, (), "")), True


def newest(found: Cut, items_max: int) -> Cut:
    """Keep at most so many items, at the end of the document where the newer ones are: usually the top."""
    if len(found.items) <= items_max:
        return found
    first, last = (_DATE.search(found.items[i]) for i in (0, -1))
    return Cut(found.head, found.items[-items_max:] if _rising(first, last) else found.items[:items_max], found.tail)


def _rising(first: re.Match[str] | None, last: re.Match[str] | None) -> bool:
    """Whether the first item is the oldest; True only for dates that can be compared as they are written."""
    if first is None or last is None:
        return False
    a, b = _year_first(first[1]), _year_first(last[1])
    return bool(a and b and a < b)


_RFC822 = re.compile(r"(\d{1,2}) (\w{3})\w* (\d{4}) (\d\d:\d\d(?::\d\d)?)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"


def _year_first(raw: str) -> str:
    if found := _RFC822.search(raw):
        return f"{found[3]}-{_MONTHS.find(found[2].lower()):02d}-{int(found[1]):02d} {found[4]}"
    return raw.strip() if re.match(r"\d{4}-\d\d-\d\d", raw.strip()) else ""


def _tags(text: str) -> list[tuple[bool, int, int]]:
    """(closing?, start, end) of every item tag outside comments and CDATA. Linear, also for text full of openers."""
    found: list[tuple[bool, int, int]] = []
    endless: set[str] = set()
    name = ""
    at = 0
    while mark := _MARKS.search(text, at):
        at = mark.end()
        if ends := _ENDS.get(mark[0]):
            stop = -1 if mark[0] in endless else text.find(ends, at)
            endless |= {mark[0]} if stop < 0 else set()
            at = stop + len(ends) if stop >= 0 else at
        else:
            close = text.find(">", at)
            at = len(text) if close < 0 else close + 1
            name = name or mark[2].lower()
            if mark[2].lower() == name:  # others are an extension's own
                found.append((bool(mark[1]), mark.start(), at))
                if not mark[1] and text[at - 2 : at] == "/>":
                    found.append((True, mark.start(), at))
    return found
