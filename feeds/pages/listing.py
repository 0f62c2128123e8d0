"""A list page as the entries of a feed: what it lists, where it goes on, or why there is no list to be seen. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from feeds import entries, html, identity
from feeds.entries import Raw
from feeds.model import Fetched, FetchError, Known, Parsed, Seen, Source
from feeds.pages import days, find, select, tree
from feeds.pages.model import Listed, Listing, Rules

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

ITEMS_MAX = 500  # of one page: as many as entries of a feed
ITEM_HEX = 16  # 64 bits of SHA-256 tell the items of one list apart
WORDS_MIN = 200  # on a page; fewer, among scripts, are a frame that scripts fill in the browser
ALL = Rules()

_NEXT = re.compile(r"[\s\[<>«‹]*(?:下一?[页頁]|后一?页|next(?: page)?|[›»>]{1,2}|→)[\s\]>»›]*", re.I)
_TEMPLATE = re.compile(r"\{\{.{1,80}?\}\}|\sv-for=|\sng-repeat=|<%=|id=[\"'](?:app|root|__next)[\"']")
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.S)
_PAGES = re.compile(
    r"""createPageHTML\(\s*(?P<of>\d{1,5})\s*,\s*(?P<at>\d{1,5})\s*,\s*["'](?P<name>[\w-]+)["']\s*,\s*["'](?P<ext>\w+)["']"""
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s>]+)", re.I)


def parse(text: str, fetched: Fetched, source: Source, known: Known) -> Parsed:
    """The items of a list page as entries without a text: what stands behind them is fetched later. Those whose hash is
    `known` are only seen. Raises FetchError: no_list, scripted."""
    found = look(text, fetched.url, fetched, source)
    hashes = [identity.digest(it.title, identity.canonical(it.link))[:ITEM_HEX] for it in found.items]
    seen = tuple(Seen(it, known[it]) for it in dict.fromkeys(hashes) if it in known)
    new = {hash_: it for hash_, it in zip(hashes, found.items, strict=True) if hash_ not in known}
    reads = [partial(_raw, it, hash_) for hash_, it in new.items()]
    parsed = entries.collect(source.name, "", reads, fetched, source)
    return replace(parsed, seen=seen, listing=found, next_url=found.next_url)


def look(text: str, url: str, fetched: Fetched, source: Source) -> Listing:
    """The list of a page; one without items says where it may be instead. Raises FetchError: no_list, scripted."""
    page = html.document(text)
    base = _base(page, url)
    rules = source.page or ALL
    rows: tuple[find.Row, ...] = ()
    where = rules.item
    if rules.item:
        rows = select.rows(page, rules, base)
    else:
        rows, where = _found(page, base)
        rows, where = (rows, where) if rows else _found(html.document(_stored(text)), base)
    if not rows:
        if elsewhere := _elsewhere(page, base):
            return Listing((), "", elsewhere)
        raise _nothing(page, text, rules)
    dates = days.settled([row.date for row in rows[:ITEMS_MAX]], fetched.at, source.timezone)
    items = tuple(Listed(row.title, row.link, date) for row, date in zip(rows[:ITEMS_MAX], dates, strict=True))
    return Listing(items, where, _next(page, rules, base, url) or _next_by_script(text, base))


def _found(page: LexborHTMLParser, base: str) -> tuple[tuple[find.Row, ...], str]:
    """By the dates that one sees, or else by those in the addresses."""
    root = page.body or page.root
    if root is None:
        return (), ""
    rows, where = find.rows(tree.grown(root, base))
    return (rows, where) if rows else find.rows(tree.grown(root, base, by_address=True))


def _stored(text: str) -> str:
    """A list that its page keeps as records in a script, for the browser to show some at a time."""
    return f'<div id="datastore">{"".join(_RECORD.findall(text)[:ITEMS_MAX])}</div>' if "<record>" in text else ""


def _raw(it: Listed, hash_: str) -> Raw:
    return Raw("", it.title, "", False, it.link, it.date, item=hash_)


def _base(page: LexborHTMLParser, url: str) -> str:
    given = page.css_first("base[href]")
    return urljoin(url, (given.attributes.get("href") or "").strip()) if given is not None else url


def _next(page: LexborHTMLParser, rules: Rules, base: str, url: str) -> str:
    """The next page of the list, on the same site; empty if there is none."""
    if rules.next:
        found = page.css(rules.next)
    else:
        found = [*page.css("link[rel=next], a[rel=next]"), *(it for it in page.css("a") if _NEXT.fullmatch(it.text()))]
    for it in found:
        address = tree.address_of(it.attributes, base)
        if address and address != url and urlsplit(address).hostname == urlsplit(url).hostname:
            return address
    return ""


def _next_by_script(text: str, base: str) -> str:
    """The next page where a script writes the links, as on many government sites: `createPageHTML(5, 0, "index",
    "html")` of the first of five pages, of which the second is `index_1.html`."""
    found = _PAGES.search(text)
    if found is None or int(found["at"]) + 1 >= int(found["of"]):
        return ""
    return tree.absolute(f"{found['name']}_{int(found['at']) + 1}.{found['ext']}", base)


def _elsewhere(page: LexborHTMLParser, base: str) -> str:
    """The page that holds what this one only frames or leads to, on the same site."""
    frames = [it.attributes.get("src") or "" for it in page.css("iframe[src], frame[src]")]
    asks = (it.attributes for it in page.css("meta[http-equiv]"))
    refreshes = (it.get("content") or "" for it in asks if (it["http-equiv"] or "").lower() == "refresh")
    frames += [found[1] for it in refreshes if (found := _REFRESH.search(it))]
    addresses = (tree.absolute(it, base) for it in frames if it)
    return next((it for it in addresses if it and it != base and urlsplit(it).hostname == urlsplit(base).hostname), "")


def _nothing(page: LexborHTMLParser, text: str, rules: Rules) -> FetchError:
    if rules.item:
        count = len(page.css(rules.item))
        what = "without a title in any of them" if count else "and its rule finds nothing"
        said = f"Its rule for items ({rules.item}) finds {count} elements, {what}."
        return FetchError("no_list", said, told="no-list-rule", what=rules.item)
    words = len("".join(html.to_text(text).split()))
    if _TEMPLATE.search(text) or (words < WORDS_MIN and "<script" in text.lower()):
        return FetchError("scripted", "Its list is made by scripts in the browser; the page that comes has none.")
    return FetchError("no_list", "There is no list of links with dates beside them on it.")
