"""The list of a page where the operator says that it is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.pages import days, tree
from feeds.pages.find import Row
from feeds.pages.model import Rules

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def error(selector: str) -> str:
    """What is wrong with a selector, in the words of the library that reads it; empty if nothing is."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p>").css(_parts(selector)[0] or "*")
    except (SelectolaxError, ValueError) as wrong:
        return str(wrong)
    return ""


def rows(page: LexborHTMLParser, rules: Rules, base: str) -> tuple[Row, ...]:
    """The items of the page's list, in order. Parts that have no rule are found in each item."""
    found = (_row(item, rules, base) for item in page.css(rules.item))
    return tuple(row for row in found if row.title)


def _row(item: LexborNode, rules: Rules, base: str) -> Row:
    grown = tree.grown(item, base)
    links = [it for it in grown.below() if it.link]
    link = max(links, key=lambda it: len(it.title), default=None)
    title = tree.bare(_said(item, rules.title)) if rules.title else link.title if link else ""
    if rules.link:
        selector, name = _parts(rules.link)
        found = _first(item, selector)
        given = {"href": found.attributes.get(name)} if found and name else found.attributes if found else {}
        address = tree.address_of(given, base)
    else:
        address = link.link if link else ""
    if rules.date:
        date = days.beside([_said(item, rules.date)]) or days.beside(_pieces(item, rules.date))
        return Row(title, address, date)
    date = days.beside(grown.pieces(but=link)) or (days.alone(link.pieces())[0] if link else "")
    if not date:
        title, date = days.from_title(title)
    return Row(title, address, date)


def _said(item: LexborNode, rule: str) -> str:
    """The words that a rule leads to, or the attribute that it names."""
    selector, name = _parts(rule)
    found = _first(item, selector)
    if found is None:
        return ""
    if name:
        return " ".join((found.attributes.get(name) or "").split())
    return tree.longer(" ".join(found.text(separator=" ").split()), found.attributes.get("title") or "")


def _pieces(item: LexborNode, rule: str) -> list[str]:
    found = _first(item, _parts(rule)[0])
    return tree.grown(found, "").pieces() if found is not None else []


def _first(item: LexborNode, selector: str) -> LexborNode | None:
    """The first element below an item that a selector finds; the item itself for none, or where it is what is meant."""
    if not selector:
        return item
    found = item.css_first(selector)
    return found if found is not None else item if item.css_matches(selector) else None


def _parts(rule: str) -> tuple[str, str]:
    """`a.title@href` as `a.title` and `href`."""
    selector, at, name = rule.strip().rpartition("@")
    return (selector.strip(), name.strip()) if at and name.strip().replace("-", "").isalnum() else (rule.strip(), "")
