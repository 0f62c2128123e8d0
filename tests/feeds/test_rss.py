"""What is read without a feed parser is what the feed parser reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.feed_texts import item, parsed, rss
from hypothesis import given
from hypothesis import strategies as st

from feeds import items
from feeds.model import Entry
from feeds.rss import head, read

URL = "http://kx.example/a/feed.xml"
HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>科协通知</title><link>http://kx.example/</link>'
)
NOT_PLAIN = "<more>x</more>"  # an element of somebody's own, which says nothing of the entry


def document(*items: str, head: str = HEAD) -> str:
    return f"{head}{''.join(items)}</channel></rss>"


def is_plain(text: str) -> bool:
    cut = items.cut(text)
    return read(cut, [""] * len(cut.items), URL) is not None


def said(text: str) -> list[Entry]:
    """Its entries, but for the hashes of their markup."""
    return [replace(entry, item="") for entry in parsed(text).entries]


TEXTS = st.lists(st.sampled_from([
    "关于举办讲座的通知", " ", "\n", "&lt;p&gt;段落&lt;/p&gt;", "<![CDATA[<p>段落&nbsp;二</p>]]>", "&amp;", "&#8212;",
    "&amp;nbsp;", "<![CDATA[x]]>", "caf\u00e9", "&#195;&#169;", "&#150;", "6月3日", "&amp;lt;b&amp;gt;", "\u3000",
    "<!-- x -->",
]), max_size=4).map("".join)
ADDRESSES = st.sampled_from([
    "", "/n/1.html", "http://kx.example/n/1?a=1&amp;b=2", "http://kx.example/n/1?a=1&amp;b;=2", " http://kx.example/2 ",
    "http:///kx.example/3", "n-1", "tag:kx.example,2031:4", "http://[", "//kx.example/5", "?id=6", "#7", "data:x",
    "http://kx.example/?", "http://kx.example/甲/../乙", "http://kx.example/&amp;amp;8", "a&#10;b", "http://kx.example",
])
DATES = st.sampled_from(["", "Sat, 31 May 2031 10:00:00 +0800", "2031年5月30日", "x"])
ELEMENTS = st.fixed_dictionaries({}, optional={
    "title": TEXTS, "description": TEXTS, "content:encoded": TEXTS, "link": ADDRESSES, "guid": ADDRESSES,
    "pubDate": DATES, "dc:creator": TEXTS, "category": TEXTS, "author": TEXTS, "comments": ADDRESSES,
})


@st.composite
def plain_items(draw: st.DrawFn) -> str:
    elements = draw(st.permutations(list(draw(ELEMENTS).items())))
    attributes = {"guid": draw(st.sampled_from(["", ' isPermaLink="true"', ' isPermaLink="false"'])),
                  "category": draw(st.sampled_from(["", ' domain="x"']))}
    return "<item>" + "".join(f"<{it}{attributes.get(it, '')}>{text}</{it}>" for it, text in elements) + "</item>"


@given(st.lists(plain_items(), min_size=1, max_size=3))
def test_a_plain_item_says_what_feedparser_says_it_does(found: list[str]) -> None:
    by_hand, by_feedparser = document(*found), document(*(it.replace("</item>", f"{NOT_PLAIN}</item>") for it in found))
    assert not is_plain(by_feedparser)
    assert said(by_hand) == said(by_feedparser)


@st.composite
def plain_heads(draw: st.DrawFn) -> str:
    image = draw(st.sampled_from(["", f"<image><title>图</title><url>{URL}</url><link>http://kx.example/3</link></image>"]))
    link = '<atom:link href="http://kx.example/f" rel="self" type="application/rss+xml"/>'
    more = [image, draw(st.sampled_from(["", link])), *(f"<{it}>2031</{it}>" for it in ("ttl", "sy:updatePeriod"))]
    own = [f"<{name}>{draw(texts)}</{name}>" for name, texts in (("title", TEXTS), ("link", ADDRESSES))]
    chosen = draw(st.lists(st.sampled_from([*own, *more]), unique=True, max_size=6))
    names = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    return f'<rss version="2.0" {names}><channel>{"".join(chosen)}'


@given(plain_heads())
def test_a_plain_head_says_what_feedparser_says_it_does(found: str) -> None:
    letter = item("讲座", "6月3日", link="http://kx.example/n/1?a=1&amp;b=2")
    by_hand, by_feedparser = document(letter, head=found), document(letter, head=found + NOT_PLAIN)
    assert head(items.cut(by_feedparser)) is None
    assert parsed(by_hand).title == parsed(by_feedparser).title
    assert said(by_hand) == said(by_feedparser)


USUAL = item("讲座", "<![CDATA[<p>6月3日</p>]]>", link="http://kx.example/1", guid="1", pubDate="2031-05-31 10:00")


@pytest.mark.parametrize("usual", [
    rss(USUAL, prolog=""), document(USUAL), document(item("讲座", **{"content:encoded": "全文", "dc:creator": "科协"})),
    document("<item><title/><guid isPermaLink='false'>1</guid><category domain='x'>讲座</category></item>"),
])
def test_a_usual_item_is_plain(usual: str) -> None:
    assert is_plain(usual)


@pytest.mark.parametrize("other", [
    f"{HEAD}<title>又一个</title>", f"{HEAD}<atom:link href='/' rel='alternate'/>",
    f"{HEAD}<textInput><link>1</link></textInput>",
    HEAD.replace("<title>", "<title type='html'>"), HEAD.replace("科协", "&nbsp;"), HEAD.replace("<rss", "<rdf"),
    HEAD.replace("<channel>", "<channel about='1'>"), HEAD.replace("<link>", "<link>http:///"),
])
def test_a_head_with_anything_more_is_left_to_feedparser(other: str) -> None:
    assert head(items.cut(document(USUAL))) == ("科协通知", "http://kx.example/")
    assert head(items.cut(document(USUAL, head=other))) is None


@pytest.mark.parametrize("other", [
    document(item("讲座") + "<item><title>没有结束"), document("<item><title>讲座&nbsp;二</title></item>"),
    document("<item><title type='html'>讲座</title></item>"), document("<item><link>1</link><link>2</link></item>"),
    document("<item><title><b>讲座</b></title></item>"), document("<item about='1'><title>讲座</title></item>"),
    document(item("讲座", enclosure="x")), document(item("讲座", source="x")), document("<ITEM><x/></ITEM>"),
    document(item("讲座", **{"media:title": "x"})), document(item("caf\u00e9")), document(item("第1&#150;2场")),
    document(USUAL, head=HEAD.replace("<channel>", '<channel xml:base="http://other.example/">')),
    document(USUAL, head=HEAD.replace("version", 'xmlns="http://purl.org/rss/1.0/" version')),
    document(item("讲座", **{"content:encoded": "x"}), head='<rss version="2.0"><channel>'),
    document(item("讲座", **{"content:encoded": "x"}), head=HEAD.replace("purl.org/rss", "other.example")),
    f'<feed xmlns="http://www.w3.org/2005/Atom">{USUAL}</feed>',
])
def test_anything_more_is_left_to_feedparser(other: str) -> None:
    assert not is_plain(other)


def test_one_item_with_more_to_it_leaves_all_of_its_document_to_feedparser() -> None:
    more = USUAL.replace("讲座", "展览").replace("</item>", f"{NOT_PLAIN}</item>")
    assert not is_plain(document(USUAL, more))
    assert [entry.title for entry in said(document(USUAL, more))] == ["讲座", "展览"]
