"""The articles of a web page that has several: marked as such, or under headings of their own. Pure.

One notice with headings for its sections is one notice, and so is one among comments and teasers of other pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from feeds import html
from feeds.documents.model import Article
from feeds.documents.parts import Part

ARTICLES_MIN = 2
ARTICLES_MAX = 60  # of one page: a portal that lists more puts up no whole articles
CHARS_MIN = 60  # of an article outside of links: less is a teaser, or a comment
TEASER_CHARS_MAX = 200  # of one whose headline leads to another page: there the rest stands
SHARE_MIN = 0.8  # of an article's words that stand in articles inside it: then it is merely their frame
BYLINE_CHARS = 120  # below a heading in which an article says whose it is
TITLE_CHARS_MAX = 120  # of a headline; longer ones are text

_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_BYLINE = re.compile(
    r"本(?:报|刊|网|台)[\u4e00-\u9fff]{0,6}?讯|[（(]?\s*(?:本报|见习|特约)?(?:记者|通讯员)[\s:：]|新华社|来源\s*[:：]|作者\s*[:：]"
    r"|20\d\d[-/.年]\d\d?[-/.月]\d\d?日?\s+\d\d?[:：]\d\d|\b(?:[Bb]y|BY) [A-Z]"
)
MASTHEAD = re.compile(r"[日晚早时周][报報](?![道告到名讯])|数字报|电子报|第\s*[A-Z]?\d{1,3}\s*版")
_ON = re.compile(r"(20\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)")


def tagged(page: Part, marked: Part | None) -> tuple[Article, ...]:
    """The articles that a page of several marks by `<article>`; none if it has one, or has marked another part as what
    it is about."""
    found = [it for it in outer(page) if not it.gone and _is_whole(it)]
    if not ARTICLES_MIN <= len(found) <= ARTICLES_MAX:
        return ()
    if marked is not None and not any(part is marked for it in found for part in it.below()):
        return ()
    gone = {part.node.mem_id for part in page.below() if part.gone}
    return tuple(_article(it, gone) for it in found)


def outer(page: Part) -> Iterator[Part]:
    """The page's articles that stand in no other, but for a mere frame of several."""
    for it in _first_below(page):
        inside = list(_first_below(it))
        is_frame = len(inside) >= ARTICLES_MIN and sum(part.words for part in inside) >= SHARE_MIN * it.words
        yield from inside if is_frame else (it,)


def inner(page: Part) -> Iterator[Part]:
    """Articles inside of articles."""
    for it in outer(page):
        yield from (part for part in it.below() if part is not it and part.tag == "article")


def _first_below(part: Part) -> Iterator[Part]:
    """The articles below a part that stand in no other below it."""
    stack = [*reversed(part.parts)]
    while stack:
        it = stack.pop()
        if it.tag == "article":
            yield it
        elif not it.gone:
            stack += reversed(it.parts)


def _is_whole(it: Part) -> bool:
    """Whether the article itself stands there, and no teaser of it."""
    words = it.words - it.lost
    heading = _heading(it)
    leads_away = heading is not None and heading.linked > heading.words
    return words >= (TEASER_CHARS_MAX if leads_away else CHARS_MIN) and words > it.linked


def _heading(it: Part) -> Part | None:
    return next((part for part in it.below() if part.tag in _HEADINGS), None)


def _article(it: Part, gone: set[int]) -> Article:
    heading = _heading(it)
    text = html.text_below(it.node, gone)
    title = " ".join(heading.node.text().split()) if heading is not None else ""
    stamps = (part.node.attributes.get("datetime") or "" for part in it.below() if part.tag == "time")
    return Article(title[:TITLE_CHARS_MAX], text, day(next(stamps, "")))


def day(stamp: str) -> date | None:
    """The first day in a text that has its year, None without one."""
    found = _ON.search(stamp)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def headed(body: Part, text: str, *, paper: bool = False) -> tuple[Article, ...]:
    """The articles of a page that stand under headings of one level, each with a byline of its own; none if fewer than
    two have one, or most have none: then the headings are those of one text, unless it is a page of a `paper`, whose
    small ones are nobody's."""
    heads = [(it.tag, " ".join(it.node.text().split())) for it in body.below() if it.tag in _HEADINGS and not it.gone]
    for level, _ in Counter(tag for tag, _ in heads).most_common():
        found = _sections([words for tag, words in heads if tag == level and words], text)
        signed = sum(bool(_BYLINE.search(it.text[:BYLINE_CHARS])) for it in found)
        if ARTICLES_MIN <= signed <= ARTICLES_MAX and (paper or 2 * signed >= len(found)):
            return tuple(it for it in found if len(it.text) >= CHARS_MIN)
    return ()


def _sections(headings: Sequence[str], text: str) -> list[Article]:
    """The text from each heading, which is a line of it, to the next."""
    lines = text.split("\n")
    starts: list[int] = []
    for words in headings:
        after = starts[-1] + 1 if starts else 0
        starts += [n for n in range(after, len(lines)) if " ".join(lines[n].split()) == words][:1]
    return [
        Article(lines[start].strip()[:TITLE_CHARS_MAX], "\n".join(lines[start + 1 : end]).strip())
        for start, end in pairwise((*starts, len(lines)))
    ]
