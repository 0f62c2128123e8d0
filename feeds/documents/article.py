"""The article of a web page, without menus, related news, comments and what else stands around it. Pure.

Furniture is taken away where the page names it or where it is nothing but links; then the smallest part that holds most
of what is left is the article. When in doubt more is kept: a missing deadline is worse than a line too many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from feeds import html
from feeds.documents import several
from feeds.documents.model import Document
from feeds.documents.parts import Part

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SHARE_MIN = 0.8  # of the text that the article's part holds; what is left out are the last crumbs of furniture
LINKS_SHARE_MIN = 0.6  # of a block's text in links: a menu or a list of other pages
LINKS_MIN = 3  # fewer are links in a sentence
CHARS_MIN = 40  # of the part that a page marks as its article: less is a frame that scripts fill
HEADING_CHARS_MAX = 20  # of what says that related news or comments follow
HEADING_SIZE_MAX = 12  # elements of such a heading: icons, "more", a link or two
HEAD_CHARS = 400  # around a page's title in which it says when it was put up

# What site builders and standards call the article: Chinese government sites (the ministry's guideline of 2017),
# VSB, Sudy, TRS, WeChat, HTML itself, schema.org.
_MARKED = (
    "#UCAP-CONTENT", "#js_content", "#vsb_content", ".v_news_content", ".wp_articlecontent", ".TRS_Editor",
    ".trs_editor_view", "[itemprop=articleBody]", "#zoom", "#artibody", "#ozoom", ".article-content", ".articleContent",
)
_LEAVES = frozenset(("p", "li", "dl", "pre", "blockquote"))  # the text itself, and no box around it
_BOXES = frozenset(("div", "ul", "ol", "section", "table", "dl", "p", "header", "td", "tr", "li"))
_NEVER = frozenset(("html", "body", "a", "article", "main", "p", "h1", "h2", "h3"))
_FURNITURE_TAGS = ("nav", "footer", "aside", "dialog", "menu")
_FURNITURE = re.compile(
    r"(?:top|main|sub|left|side|site|head)?_?(?:nav|menu|menus|navbar|navigation|breadcrumbs?|crumbs?|sidebar|footer)"
    r"|foot|copyright|banner|share|bdsharebuttonbox|related|relate|recommend|recommends?|comments?|pinglun|hot|hots|rank"
    r"|ranking|pager|pagination|prevnext|tools?bar|qrcode|links?|friendlinks?|login|search|ads?|advert|cookie|xgxw|xgwz"
    r"|xgyd|weizhi|dqwz|mbx|curmbs"
)
_FURNITURE_HEADS = re.compile(
    r"\W*(?:相关(?:新闻|阅读|链接|文章|信息|推荐|报道|内容)|(?:推荐|延伸|热门|猜你喜欢)(?:阅读|新闻|文章|推荐)?|热点(?:新闻|推荐|排行)|最新(?:新闻|文章|动态)"
    r"|(?:网友|最新|热门|全部|文章)?评论(?:区|列表)?|我要评论|发表评论|留言|新闻排行|点击排行|友情链接|视觉焦点|独家策划|您此时的心情|责任编辑|上一[篇条]|下一[篇条]"
    r"|related (?:news|posts|articles|stories)|comments?|most read|you may also like|leave a (?:reply|comment))"
    r"\s*[（(:：]?\s*\d*\s*[)）]?\W*",
    re.I,
)
_ON = r"(20\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
_PUBLISHED = re.compile(rf"(?:发布|发文|更新|发表|公布|推送|录入|添加)(?:时间|日期|于)?\s*[:：]?\s*[\[【(（]?\s*{_ON}")
_STAMP = re.compile(rf"{_ON}日?\s+\d\d?[:：]\d\d")
_DAY = re.compile(_ON)
# A name that says nothing of the article.
_COLUMN = re.compile(r"(?:通知|公告|公示|新闻|动态|详情|详细|正文|内容|首页|浏览|查看|信息|文章|页面?|文件)*")
_SITE = re.compile(r"\s*[-_|—–]\s*[^-_|—–]*$")


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says, and where it leads."""

    document: Document
    links: tuple[LexborNode, ...] = ()
    """The links in and around the article, without those of menus and other furniture."""
    base: str = ""
    """What they are relative to, where the page says so."""


def read(markup: str) -> Document:
    """A page's article with its title and the day it was put up, as far as the page says them."""
    return whole(markup).document


def whole(markup: str, selector: str = "") -> Article:
    """The same with its links. `selector`: where the article stands, by one who knows the page."""
    tree = html.document(markup)
    root = tree.body or tree.root
    if root is None:
        return Article(Document("page", ""))
    title = _title(tree)
    page = Part.of(root)
    body = _marked(tree, page, (selector, *_MARKED) if selector else _MARKED)
    _strip(page)
    apart = several.tagged(page, body)
    if body is None:
        body = _densest(page)
    else:  # what stands around it may say when it was put up
        _restore(page)
        _strip(body)
    gone = {part.node.mem_id for part in page.below() if part.gone}
    text = html.text_below(body.node, gone)
    around = html.text_below(root, {*gone, body.node.mem_id})
    window = tree.css_first("title")
    masthead = f"{window.text() if window is not None else ''}\n{around[:HEAD_CHARS]}"
    paper = several.MASTHEAD.search(masthead) is not None
    on = _published(tree) or _near(around, title) or _said(text[:HEAD_CHARS])
    on = on or (several.day(masthead) if paper else None)
    given = tree.css_first("base[href]")
    base = (given.attributes.get("href") or "").strip() if given is not None else ""
    document = Document("page", text, title, on, apart or several.headed(body, text, paper=paper))
    return Article(document, _links(page), base)


def _links(page: Part) -> tuple[LexborNode, ...]:
    _strip(page)
    found: list[LexborNode] = []
    stack = [page]
    while stack:
        part = stack.pop()
        if not part.gone:
            found += [part.node] if part.tag == "a" else []
            stack += reversed(part.parts)
    return tuple(found)


def _marked(tree: LexborHTMLParser, page: Part, selectors: Iterable[str]) -> Part | None:
    """The part that the page itself marks as its article."""
    for selector in selectors:
        found = tree.css_first(selector)
        if found is not None and len(found.text(strip=True)) >= CHARS_MIN:
            return next((part for part in page.below() if part.node.mem_id == found.mem_id), None)
    return None


def _title(tree: LexborHTMLParser) -> str:
    """What the page calls its article: what it tells machines, its heading, or its window's title without the site."""
    for selector in ("meta[name=ArticleTitle]", "meta[property='og:title']"):
        named = tree.css_first(selector)
        if named is not None and (content := (named.attributes.get("content") or "").strip()):
            return html.one_line(content)
    headings = [" ".join(it.text().split()) for it in tree.css("h1")]
    window = tree.css_first("title")
    name = " ".join(window.text().split()) if window is not None else ""
    if said := [it for it in headings if it and (it in name or len(headings) == 1)]:
        return said[0]
    name = _SITE.sub("", name) or name
    return "" if _COLUMN.fullmatch(name) else name


def _published(tree: LexborHTMLParser) -> date | None:
    for selector in ("meta[name=PubDate]", "meta[property='article:published_time']", "meta[itemprop=datePublished]"):
        named = tree.css_first(selector)
        if named is not None and (found := _DAY.search(named.attributes.get("content") or "")):
            return _day(found)
    return None


def _near(around: str, title: str) -> date | None:
    """The day that stands below a page's title, in the line about the page itself."""
    at = max(around.find(title), 0) if title else 0
    below = around[at : at + len(title) + HEAD_CHARS]
    stamp = _STAMP.search(below)
    return _said(below) or (_day(stamp) if stamp else None)


def _said(text: str) -> date | None:
    """The day that is said to be the one of publication, before all others in the text."""
    found = _PUBLISHED.search(text)
    return _day(found) if found else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _strip(page: Part) -> None:
    """Take furniture away: what is named so, what is nothing but links, and what follows a heading of such. Nothing
    that holds half of the page's words is furniture, whatever it is called."""
    most = page.words / 2
    for part in page.below():
        is_around = is_furniture(part.tag, part.node.attributes) or _is_menu(part)
        part.gone = part is not page and part.words < most and is_around
    for part in several.inner(page):  # comments and related news, as HTML has it
        part.gone |= part.words < most
    _clear(page, most)
    _weigh_again(page)


def _restore(page: Part) -> None:
    for part in page.below():
        part.gone, part.lost = False, 0


def _clear(page: Part, most: float) -> None:
    """Take away headings of furniture and what follows each in its box."""
    for box in page.below():
        after = False
        for part in box.parts:
            after = after or _is_heading(part)
            part.gone |= after and part.words < most


def _is_heading(part: Part) -> bool:
    if part.words + part.linked > HEADING_CHARS_MAX or part.size > HEADING_SIZE_MAX:
        return False
    return bool(_FURNITURE_HEADS.fullmatch(" ".join(part.node.text().split())))


def _weigh_again(page: Part) -> None:
    """What stands in each part without what is gone."""
    for part in reversed([*page.below()]):
        lost = sum(it.lost for it in part.parts)
        part.lost = part.words if part.gone else lost


def is_furniture(tag: str, given: Mapping[str, str | None]) -> bool:
    """Whether an element is called what menus, footers, related news and the like are called."""
    if tag in _FURNITURE_TAGS:
        return True
    names = f"{given.get('class') or ''} {given.get('id') or ''}".lower()
    return tag not in _NEVER and any(_FURNITURE.fullmatch(word) for word in re.split(r"[\s-]+", names))


def _is_menu(part: Part) -> bool:
    """A box that is nothing but links to other pages."""
    if part.tag not in _BOXES or part.links < LINKS_MIN or part.documents:
        return False
    return part.linked >= LINKS_SHARE_MIN * (part.linked + part.words)


def _densest(page: Part) -> Part:
    """The smallest part that holds most of the words."""
    whole, part = page.words - page.lost, page
    while True:
        boxes = [it for it in part.parts if not it.gone and it.tag not in _LEAVES]
        inner = max(boxes, key=lambda it: it.words - it.lost, default=None)
        if inner is None or inner.words - inner.lost < SHARE_MIN * whole:
            return part
        part = inner
