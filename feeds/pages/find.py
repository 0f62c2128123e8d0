"""The list of a page, found without being told where: the largest repetition of a link with a date beside it. Pure.

A row is the smallest element around a link that also holds a date. Rows of one kind in one box are a list, and boxes of
one kind next to each other are one list in several parts. Menus, friends' links and page numbers have no dates; lists
of what is hot or related are named so, and are left alone: no list is told, a wrong one would go unnoticed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.documents import article
from feeds.pages import days
from feeds.pages.tree import Box

ROWS_MIN = 3  # dated rows: two links with dates stand anywhere
DATED_SHARE_MIN = 0.5  # of a list's rows that have a date; what is pinned often has none
LINKS_PER_ROW_MAX = 3  # a department, a title, a picture; more are several rows
TITLE_CHARS_COUNTED = 30  # of a title: longer ones do not make a list more of one
NOTICES = 1.5  # times as much counts a list that is headed 通知公告
HIDDEN = 0.5  # times as much one that is only shown when another tab is chosen
ABOVE_MAX = 3  # boxes around a list that may name it
HEADING_CHARS_MAX = 60  # with where one is and "more"; longer is no heading, but another list
HEADING_BOXES_MAX = 10  # around the words of a heading
STEPS_MAX = 4  # of a selector that is shown

_NOTICES = re.compile(r"通知|公告|公示|notices?|announcements?", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_WORD = re.compile(r"[A-Za-z][\w-]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A link and the date beside it, as written."""

    title: str
    link: str
    date: str


@dataclass(slots=True)
class _Group:
    """Rows of one kind: the elements that repeat, the box that holds them."""

    box: Box
    tops: list[Box]


def rows(page: Box) -> tuple[tuple[Row, ...], str]:
    """The rows of the page's list, in order, and a CSS selector of them; none if there is no such list."""
    best: tuple[float, tuple[Row, ...], str] = (0.0, (), "")
    for group in _groups(page):
        found = _rows_of(group)
        if (score := _score(group, found)) > best[0]:
            best = (score, tuple(found), _where(group))
    return best[1], best[2]


def _groups(page: Box) -> Iterable[_Group]:
    """Boxes whose parts repeat, with these; parts of one list next to each other are put together."""
    tops: dict[tuple[int, str], _Group] = {}
    for top in _tops(page):
        assert top.above
        tops.setdefault((top.above.order, top.tag), _Group(top.above, [])).tops.append(top)
    for group in tops.values():  # rows without a date among those that have one
        known = {top.order for top in group.tops}
        if len(known) >= ROWS_MIN:
            like = (it for it in group.box.boxes if it.tag == group.tops[0].tag and it.order not in known)
            others = (it for it in like if 0 < it.link_count <= LINKS_PER_ROW_MAX or _is_brief(it))
            group.tops = sorted([*group.tops, *others], key=lambda it: it.order)
    return [*tops.values(), *_together(tops)]


def _is_brief(row: Box) -> bool:
    """Whether a box with a date has only a link that a menu might have, too: `校历`."""
    return bool(row.date_count and not row.link_count and sum(bool(it.brief) for it in row.below()) == 1)


def _together(groups: dict[tuple[int, str], _Group]) -> Iterable[_Group]:
    """Lists in several boxes of one kind, side by side, or each under its month in a box of its own; a box with a
    single row in it is one of them."""
    alike: dict[tuple[int, str, str, str], list[tuple[Box, _Group]]] = defaultdict(list)
    for group in groups.values():
        for unit in (group.box, group.box.above):
            if unit and unit.above and (unit is group.box or _is_month(unit)):
                name = unit.node.attributes.get("class") or ""
                alike[unit.above.order, unit.tag, name, group.tops[0].tag].append((unit, group))
    for (above, tag, _, _), parts in alike.items():
        alone = groups.get((above, tag))
        if len(parts) > 1 or alone:
            inside = [top for _, part in parts for top in part.tops]
            outer = {unit.order for unit, _ in parts}
            more = [it for it in alone.tops if it.order not in outer] if alone else []
            yield _Group(parts[0][0], sorted([*inside, *more], key=lambda it: it.order))


def _is_month(unit: Box) -> bool:
    """Whether a box begins with a month or a year, as the heading of what was put up then."""
    return days.is_part(next(iter(unit.pieces(most=HEADING_BOXES_MAX)), ""))


def _tops(page: Box) -> Iterable[Box]:
    """The largest element around each row that holds nothing but this row; the box around them where rows are no
    elements of their own."""
    seen: set[int] = set()
    for box in page.below():
        if not box.link:
            continue
        row: Box | None = box
        while row and not row.date_count:
            row = row.above
        if row is None or row.above is None:
            continue
        if row.link_count <= LINKS_PER_ROW_MAX and not _is_several(row):
            while row.above and row.above.above and row.above.link_count == row.link_count:
                row = row.above
        if row.order not in seen and row.above:
            seen.add(row.order)
            yield row


def _is_several(row: Box) -> bool:
    """Whether a small box holds several rows: each link has a date of its own."""
    links = {it.link for it in row.below() if it.link}
    return len(links) > 1 and days.count(row.pieces()) >= len(links)


def _rows_of(group: _Group) -> list[Row]:
    """Where a row has several links, its title is the longest of those that the other rows do not have."""
    links = {top.order: [it for it in top.below() if it.link or (it.brief and _is_brief(top))] for top in group.tops}
    often = Counter(address for found in links.values() for address in {it.link for it in found})
    rows: list[Row] = []
    for top in group.tops:
        found = links[top.order]
        if len(found) > LINKS_PER_ROW_MAX or _is_several(top):
            rows += _in_a_row(top, found)
        elif found:
            rows.append(_row(max(found, key=lambda it: (often[it.link] == 1, len(it.title))), top))
    return rows


def _row(link: Box, top: Box) -> Row:
    date = days.beside(top.pieces(but=link)) or days.alone(link.pieces())[0]
    return _dated(link, date)


def _dated(link: Box, date: str) -> Row:
    address = link.link or link.brief
    if date:
        return Row(link.title, address, date)
    title, inside = days.from_title(link.title)
    return Row(title, address, inside or (days.in_address(address) if link.date_count else ""))


def _in_a_row(box: Box, links: list[Box]) -> list[Row]:
    """Links and dates that follow each other in one box: `dt` and `dd`, or only line breaks between them."""
    stretches = _stretches(box, {it.order for it in links})
    after = [days.beside(it) for it in stretches[1:]]
    before = [days.beside(it) for it in stretches[:-1]]
    said = before if before[0] and not after[-1] else after
    return [_dated(link, date) for link, date in zip(links, said, strict=True)]


def _stretches(box: Box, links: set[int]) -> list[list[str]]:
    """The pieces of text before the first link, between the links, and behind the last."""
    found: list[list[str]] = [[]]
    stack: list[Box | str] = [box]
    while stack:
        it = stack.pop()
        if isinstance(it, str):
            found[-1].append(it)
        elif it.order in links:
            found.append([])
        else:
            stack += reversed(it.inside)
    return found


def _score(group: _Group, found: Sequence[Row]) -> float:
    """How much of a list of notices it is: dated rows, and the length of their titles."""
    dated = sum(bool(it.date) for it in found)
    if dated < ROWS_MIN or dated < DATED_SHARE_MIN * len(found) or len({it.link for it in found}) < ROWS_MIN:
        return 0.0
    length = sum(min(len(it.title), TITLE_CHARS_COUNTED) for it in found) / len(found)
    around = _around(group.box)
    if any(article.is_furniture(it.tag, it.node.attributes) for it in around):
        return 0.0
    is_hidden = any(_HIDDEN.search(it.node.attributes.get("style") or "") for it in around)
    return dated * length * (HIDDEN if is_hidden else 1.0) * (NOTICES if _NOTICES.search(_heading(around)) else 1.0)


def _around(box: Box) -> list[Box]:
    found = [box]
    while found[-1].above and len(found) < ABOVE_MAX:
        found.append(found[-1].above)
    return found


def _heading(around: Sequence[Box]) -> str:
    """The words right before the list, in the boxes around it."""
    for box in around:
        before = [it for it in box.above.boxes if it.order < box.order] if box.above else []
        if words := " ".join(" ".join(before[-1].pieces()).split()) if before else "":
            return words if len(words) <= HEADING_CHARS_MAX else ""
    return ""


def _where(group: _Group) -> str:
    """A selector of the rows: their tag, the box that holds them, and one more where that has no name."""
    top, box = group.tops[0], group.box
    steps = [_step(box), top.tag]
    while "." not in steps[0] and "#" not in steps[0] and box.above and len(steps) < STEPS_MAX:
        box = box.above
        steps.insert(0, _step(box))
    return " > ".join(steps)


def _step(box: Box) -> str:
    given = box.node.attributes
    if name := _WORD.fullmatch((given.get("id") or "").strip()):
        return f"{box.tag}#{name[0]}"
    words = [it for it in (given.get("class") or "").split() if _WORD.fullmatch(it)]
    return ".".join((box.tag, *words[:2]))
