from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime

import pytest
from fakes.feed_texts import NOW, ZONE, entries, fetched, item, parsed, rss, source

from feeds.entries import TEXT_BYTES_MAX
from feeds.model import FetchError
from feeds.parse import ENTRIES_MAX, parse

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.example/n/"><title>讲座</title>
<entry><id>tag:1</id><title type="html">&lt;b&gt;讲座&lt;/b&gt;预告</title><link href="7.html"/>
<updated>2031-05-31T10:00:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>一</p><p>二</p>
</div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>通知</title><items><rdf:Seq>
<rdf:li resource="http://kx.example/1"/></rdf:Seq></items></channel><item rdf:about="http://kx.example/1">
<title>讲座预告</title><link>http://kx.example/1</link><dc:date>2031-05-31 10:00</dc:date></item></rdf:RDF>"""
RSS_20 = rss(item("讲座预告", "一&lt;br&gt;二", pubDate="Sat, 31 May 2031 10:00:00 CST"))
RSS_091, RSS_092 = RSS_20.replace("2.0", "0.91"), RSS_20.replace("2.0", "0.92")
RSS_090 = RDF.replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "通知",
    "items": [{"id": 7, "title": "讲座预告", "content_html": "一", "date_published": "2031-05-31T10:00:00+08:00"}],
})


@pytest.mark.parametrize("document", [
    pytest.param(ATOM, id="atom"), pytest.param(RSS_090, id="rss 0.90"), pytest.param(RSS_091, id="rss 0.91"),
    pytest.param(RSS_092, id="rss 0.92"), pytest.param(RDF, id="rss 1.0"), pytest.param(RSS_20, id="rss 2.0"),
    pytest.param(JSON, id="json feed"),
])
def test_every_kind_of_feed_is_told_by_its_content(document: str) -> None:
    entry = entries(document)[0]
    assert entry.title == "讲座预告"
    assert entry.published_at == datetime(2031, 5, 31, 10, 0, tzinfo=ZONE)
    assert entry.published_on == date(2031, 5, 31)


def test_an_entry_is_plain_text_with_its_link_made_whole() -> None:
    entry = entries(ATOM)[0]
    assert (entry.text, entry.link) == ("一\n\n二", "http://base.example/n/7.html")
    assert entries(rss(item("通知", link="/n/1.html?a=1&amp;b=2")))[0].link == "http://kx.example/n/1.html?a=1&b=2"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("各单位：\n请报送材料。\n\n科协", "各单位：\n请报送材料。\n\n科协"),
        ("<![CDATA[各单位：\n请报送材料。]]>", "各单位：\n请报送材料。"),
        ("甲 &amp;amp; 乙\n丙", "甲 & 乙\n丙"),
        ("&lt;p&gt;各单位：\n请报送&lt;/p&gt;&lt;p&gt;材料&lt;/p&gt;", "各单位： 请报送\n\n材料"),
    ],
)
def test_a_description_without_markup_keeps_its_lines_and_one_with_markup_its_blocks(body: str, text: str) -> None:
    assert entries(rss(item("通知", body)))[0].text == text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@example.org", "http://", "data:text/html,x"])
def test_only_web_addresses_become_links(link: str) -> None:
    assert entries(rss(item("通知", "正文", link=link)))[0].link is None


def test_json_items_that_are_none_cost_only_themselves() -> None:
    document = {"items": [3, None, {"id": "8"}, {"content_text": "正文\n二"}], "title": ["x"]}
    read = parsed(json.dumps(document))
    assert [(e.title, e.text) for e in read.entries] == [("正文", "正文\n二")]
    assert len(read.problems) == 1


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param("<item><title>坏 &#1114112; &#55296; \x03</title></item>", id="illegal characters"),
        pytest.param("<item><title>坏<b></title><x></item>", id="tags that do not close"),
        pytest.param("<item><title>坏 & 更坏</title>", id="an item that does not close"),
        pytest.param("<item><title>坏</title><link>http://[</link></item>", id="a link that is none"),
        pytest.param("<item></item>", id="nothing in it"),
        pytest.param("<item><description>&nbsp;&bogus;</description></item>", id="unknown entities"),
        pytest.param("<item><title>坏<![CDATA[ x </title></item>", id="cdata that does not end"),
    ],
)
def test_one_bad_entry_never_loses_its_neighbours(bad: str) -> None:
    titles = [e.title for e in entries(rss(item("前", "一"), bad, item("后", "二")))]
    assert titles[0] == "前" and titles[-1] == "后"


def test_what_stands_before_the_document_is_no_trouble() -> None:
    assert entries("\n\n 调试输出 " + rss(item("通知")))[0].title == "通知"
    assert entries('<?xml version="1.0"?>\n<!DOCTYPE rss>' + rss(item("通知"), prolog=""))[0].title == "通知"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "empty"), (" \n", "empty"), ("随便写点什么", "not_a_feed"), ("<html>登录</html>", "not_a_feed"),
        ("<!DOCTYPE html><p>维护中</p>", "not_a_feed"), ("{}", "not_a_feed"), ('{"items": 1}', "not_a_feed"),
        ("{" * 9999, "not_a_feed"), ("<html>请完成安全验证</html>", "blocked"), ("<p>列表</p><feed>", "not_a_feed"),
        ('<!DOCTYPE r [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">]>' + rss(item("&b;"), prolog=""), "unsafe"),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(item("&a;"), prolog=""), "unsafe"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(document: str, reason: str) -> None:
    with pytest.raises(FetchError) as failure:
        parsed(document)
    assert failure.value.reason == reason


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parsed(rss(title="空")).title == "空"


def test_local_time_labelled_as_utc_is_set_right_for_the_whole_feed() -> None:
    read = parsed(rss(item("新", pubDate="Sun, 01 Jun 2031 11:30:00 GMT"), item("旧", pubDate="2031-06-01T01:30:00Z"),
                      item("明", pubDate="2031-06-01 11:00")))
    assert [e.published_at for e in read.entries] == [
        NOW.replace(hour=11, minute=30), NOW.replace(hour=1, minute=30), NOW.replace(hour=11)
    ]
    assert read.entries[1].published_on == date(2031, 6, 1)
    assert "UTC" in read.problems[0].detail


def test_honest_utc_is_left_alone() -> None:
    entry = entries(rss(item("新", pubDate="Sun, 01 Jun 2031 03:30:00 GMT")))[0]
    assert entry.published_at == datetime(2031, 6, 1, 3, 30, tzinfo=UTC)


def test_of_an_archive_only_the_newest_entries_are_read() -> None:
    dates = (f"2031-05-{day:02d} 10:00" for _ in range(20) for day in range(1, 29))
    archive = [item(f"通知{n}", pubDate=date) for n, date in enumerate(sorted(dates))]
    rising, falling = entries(rss(*archive)), entries(rss(*reversed(archive)))
    assert len(rising) == len(falling) == ENTRIES_MAX
    assert {e.title for e in rising} == {e.title for e in falling}
    assert rising[-1].title == "通知559"


def test_a_text_is_cut_at_64_kib_between_characters() -> None:
    text = entries(rss(item("长", "科" * 30_000)))[0].text
    assert TEXT_BYTES_MAX - 3 < len(text.encode()) <= TEXT_BYTES_MAX


def test_the_longest_text_of_an_entry_is_taken() -> None:
    full = '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">&lt;p&gt;全文在此&lt;/p&gt;'
    assert entries(rss(f"<item><description>全文</description>{full}</content:encoded></item>"))[0].text == "全文在此"


@pytest.mark.parametrize("opener", ["<!--", "<![CDATA[", "<item>", "<item><title>x</title>", "<entry", "<a>"])
def test_a_document_full_of_openers_is_read_to_its_end(opener: str) -> None:
    assert parsed("<rss><channel>" + opener * 5000).problems is not None


def test_everything_travels_between_processes() -> None:
    document = fetched(rss(item("通知")))
    assert pickle.loads(pickle.dumps(parse(document, source()))) == parse(document, source())
    error = pickle.loads(pickle.dumps(FetchError("status", "It answered 503.", 60.0)))
    assert (error.reason, error.detail, error.retry_after_secs) == ("status", "It answered 503.", 60.0)
