"""The elements of a page with what makes a list of them: links with names, pieces of text that may be dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from feeds import html
from feeds.pages import days

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NODES_MAX = 50_000  # of a page that are looked at; a portal's front page has five thousand
NAME_NODES_MAX = 100  # of a link that are looked at for its name; more is a whole page that can be clicked
TITLE_CHARS_MIN = 4  # of a notice's title: 放假通知
BRIEF_CHARS_MIN = 2  # of one in a list that the others make: 校历; a menu has such, too
WEB = ("http", "https")

_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = frozenset(("div", "p", "dt", "dd", "li", "ul", "td", "section", "article", "figure"))
_HEAD_NAMES = re.compile(r"(?:^|[\s_-])(?:tit|title|titles|biaoti|bt)(?:$|[\s_-])", re.I)
_CJK_GAP = re.compile(r"(?<=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]) (?=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef])")
_NO_TITLE = re.compile(
    r"(?:更多|查看更多|more|详[情细]|查看(?:详情|全文)?|阅读(?:全文|更多)|首\s*页|[上下]一?[页篇条]|[前后]一页|[尾末]页"
    r"|(?:(?:来源|作者|发布者|发布人|发布单位|部门|编辑)\s*[:：]\s*\S{0,20}\s*"
    r"|(?:阅读|浏览|点击|访问|评论)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?\s*)+"
    r"|第?\s*\d+\s*页?|返回(?:首页|列表|顶部)?|read more|next|prev(?:ious)?|home|top)[\s>»›.…\]]*",
    re.I,
)
_MARKS = re.compile(
    r"^(?:[\s·•▪■◆●○★☆►▶>»›\-—|]+|[\[【(（](?:置顶|顶|new|hot|最新|推荐)!?[\]】)）]\s*|置顶\s+)+|\s*(?:\bnew!?|\[new\])$",
    re.I,
)
_TIP_HEAD = re.compile(r"(?:标题|题名|主题|title)\s*[:：]\s*", re.I)
_IN_SCRIPT = re.compile(
    r"""["']\s*((?:https?:)?/{0,2}[^"'\s]*?(?:/|\.s?html?|\.jsp|\.php|\.aspx?|\?)[^"'\s]*)\s*["']""", re.I
)


@dataclass(slots=True, eq=False)
class Box:
    """An element, what stands in it, and what it counts with all that is in it."""

    node: LexborNode
    tag: str
    above: Box | None
    order: int = 0
    """Its place on the page, before what is in it."""
    inside: list[Box | str] = field(default_factory=list)
    link: str = ""
    """Where it leads when it is clicked, absolute; only of what has a name that may be a title."""
    brief: str = ""
    """Where a link leads whose name is too short to be sure that it is a title."""
    title: str = ""
    is_in_link: bool = False
    link_count: int = 0
    """Links with titles in it, itself among them."""
    date_count: int = 0
    """Pieces of text in it that may be dates."""

    @property
    def boxes(self) -> list[Box]:
        return [it for it in self.inside if isinstance(it, Box)]

    def below(self) -> Iterator[Box]:
        """This box and all in it, in the order of the page."""
        stack = [self]
        while stack:
            box = stack.pop()
            yield box
            stack += reversed(box.boxes)

    def pieces(self, but: Box | None = None, most: int = NODES_MAX) -> list[str]:
        """The pieces of text in it, in the order of the page, without those in `but`; the first of them."""
        found: list[str] = []
        stack: list[Box | str] = [self]
        for _ in range(most):
            if not stack:
                break
            it = stack.pop()
            if isinstance(it, str):
                found.append(it)
            elif it is not but:
                stack += reversed(it.inside)
        return found


def grown(root: LexborNode, base: str, *, by_address: bool = False) -> Box:
    """The boxes of a page. `base`: what its addresses are relative to. `by_address`: a day in an address counts as a
    date beside its link."""
    whole = Box(root, root.tag or "", None)
    made, stack = [whole], [whole]
    while stack and len(made) < NODES_MAX:
        box = stack.pop()
        _fill(box, made)
        stack += reversed(box.boxes)
    for order, box in enumerate(whole.below()):
        box.order = order
    for box in reversed(made):
        inner = box.boxes
        box.link_count = sum(it.link_count for it in inner)
        if not box.link_count:
            _name(box, base)
            box.link_count = int(bool(box.link))
        words = (it for it in box.inside if isinstance(it, str))
        own = sum(days.looks_dated(it, in_title=box.is_in_link) for it in words)
        own += int(by_address and bool(box.link and days.in_address(box.link)))
        box.date_count = own + sum(it.date_count for it in inner)
    return whole


def _fill(box: Box, made: list[Box]) -> None:
    if box.tag == "time" and (said := days.for_machines(box.node.attributes.get("datetime") or "")):
        box.inside.append(said)
        return
    child = box.node.child
    while child is not None:
        if child.is_text_node:
            if words := " ".join((child.text_content or "").split()):
                box.inside.append(words)
        elif child.is_element_node and child.tag not in html.DROPPED:
            inner = Box(child, child.tag or "", box, is_in_link=box.is_in_link or child.tag == "a")
            made.append(inner)
            box.inside.append(inner)
        child = child.next


def _name(box: Box, base: str) -> None:
    """Whether it is a link with a name that may be a title. What is clicked by script counts, a whole row too."""
    given = box.node.attributes
    if box.tag != "a" and not given.get("onclick"):
        return
    if address := address_of(given, base):
        title = named(box)
        if len(title) >= TITLE_CHARS_MIN:
            box.link, box.title = address, title
        elif len(title) >= BRIEF_CHARS_MIN:
            box.brief, box.title = address, title


def named(box: Box) -> str:
    """What a link is called: its words without dates and marks, or its `title` where these are cut short. Of a link
    around several blocks (a picture, a day, a title, a summary) the heading, or the first block that may be a title."""
    lines = [(is_head, bare(_joined(pieces))) for is_head, pieces in _lines(box)]
    found = [(is_head, words) for is_head, words in lines if len(words) >= TITLE_CHARS_MIN]
    found = found or [(is_head, words) for is_head, words in lines if len(words) >= BRIEF_CHARS_MIN]
    words = next((it for is_head, it in found if is_head), found[0][1] if found else "")
    return longer(words, box.node.attributes.get("title") or "")


def _lines(box: Box) -> list[tuple[bool, list[str]]]:
    """The pieces of text of each block in a link, without its date; and whether the block is named as a title."""
    lines: list[tuple[bool, list[str]]] = [(False, [])]
    stack: list[Box | str | None] = [*reversed(box.inside)]
    for _ in range(NAME_NODES_MAX):
        if not stack:
            break
        it = stack.pop()
        if it is None:
            lines.append((False, []))
        elif isinstance(it, str):
            lines[-1][1].append(it)
        else:
            is_head = it.tag in _HEADS or bool(_HEAD_NAMES.search(it.node.attributes.get("class") or ""))
            if is_head or it.tag in _BLOCKS:
                lines.append((is_head, []))
                stack.append(None)
            stack += reversed(it.inside)
    _, dated = days.alone([piece for _, pieces in lines for piece in pieces])
    places = count()
    return [(is_head, [it for it in pieces if next(places) not in dated]) for is_head, pieces in lines]


def _joined(pieces: list[str]) -> str:
    """Words that markup cut apart: Chinese without a blank between."""
    return _CJK_GAP.sub("", " ".join(pieces))


def longer(words: str, tip: str) -> str:
    """A title, or what the page shows when one points at it, where that is the same in full."""
    tip = bare(_TIP_HEAD.sub("", next(iter(tip.strip().splitlines()), "")))
    start = re.sub(r"[\s.…]+$", "", words)
    return tip if len(tip) >= len(start) and tip.startswith(start) else words


def bare(words: str) -> str:
    """A title without bullets and marks; empty if it is none: `更多`, `下一页`."""
    words = _MARKS.sub("", " ".join(words.split())).strip()
    return "" if _NO_TITLE.fullmatch(words) else words


def address_of(given: dict[str, str | None], base: str) -> str:
    """Where an element leads, absolute, by its `href` or its script; empty if it leads nowhere on the web."""
    href = (given.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith("javascript:"):
        said = _IN_SCRIPT.search(f"{href} {given.get('onclick') or ''}")
        href = said[1] if said else (given.get("data-href") or given.get("data-url") or "").strip()
    return absolute(href, base) if href else ""


def absolute(href: str, base: str) -> str:
    """An address as the web has it; empty if it is none there."""
    try:
        url = urljoin(base, href.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url.replace(" ", "%20") if parts.scheme in WEB and parts.hostname else ""
