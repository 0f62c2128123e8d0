from __future__ import annotations

import codecs

import pytest
from fakes.feed_texts import entries, item, rss
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.decode import clean, decode

TITLE = "关于举办科技活动周的通知"
LONG = item(TITLE, "各有关单位，请认真组织，按时报送活动总结。" * 5)
UTF8, GBK, NONE = (f'<?xml version="1.0" encoding="{c}"?>' for c in ("utf-8", "gb2312", ""))
FRENCH = "<rss><channel><item><title>Journée des sciences à l'université, été 2031</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        pytest.param(rss(LONG, prolog=UTF8).encode(), "", id="honest"),
        pytest.param(rss(LONG, prolog="").encode("gbk"), "", id="gbk that says nothing"),
        pytest.param(rss(LONG, prolog=GBK).encode("gbk"), "", id="gbk that calls itself gb2312"),
        pytest.param(rss(LONG, prolog=UTF8).encode("gbk"), "utf-8", id="gbk that calls itself utf-8"),
        pytest.param(rss(LONG, prolog="").encode("gbk"), "iso-8859-1", id="gbk under a header of latin-1"),
        pytest.param(rss(LONG, prolog=GBK).encode(), "gb2312", id="utf-8 that calls itself gb2312"),
        pytest.param(codecs.BOM_UTF8 + rss(LONG, prolog=GBK).encode(), "gbk", id="utf-8 with a mark and lies"),
        pytest.param(rss(LONG, prolog="").encode("utf-16"), "utf-8", id="utf-16 with a mark"),
        pytest.param(rss(LONG, prolog="").encode("utf-16-le"), "", id="utf-16 without a mark"),
        pytest.param(rss(LONG, item("坏"), prolog=UTF8).encode().replace("坏".encode(), b"\xff"), "", id="a bad byte"),
        pytest.param(rss(LONG, prolog=GBK).encode("gbk") + b"\x81", "gbk", id="gbk with one bad byte"),
        pytest.param(rss(LONG, prolog="").encode("gb18030"), "no-such-charset", id="a charset nobody knows"),
        pytest.param(rss(LONG, prolog="").encode("hz"), "hz-gb-2312", id="seven bits"),
        pytest.param(rss(LONG, prolog=UTF8).encode(), "utf-7", id="utf-8 under a header of seven bits"),
        pytest.param(rss(LONG, prolog=UTF8).encode() + item("坏").encode("gbk"), "", id="utf-8 with an item in gbk"),
    ],
)
def test_a_title_is_readable_whatever_the_feed_claims_about_its_charset(body: bytes, charset: str) -> None:
    assert entries(body, charset)[0].title == TITLE


def test_western_text_is_not_taken_for_chinese() -> None:
    assert entries(FRENCH.encode("latin-1"), "iso-8859-1")[0].title.startswith("Journée des sciences à")


def test_big5_is_read_where_it_is_declared() -> None:
    body = rss(item("科學活動週"), title="").replace("utf-8", "big5").encode("big5")
    assert entries(body)[0].title == "科學活動週"


def test_an_item_in_another_charset_than_its_feed_is_readable_like_its_neighbours() -> None:
    body = rss(item("前"), "ANOTHER", item("后"), prolog=UTF8).encode().replace(b"ANOTHER", item(TITLE).encode("gbk"))
    assert [it.title for it in entries(body)] == ["前", TITLE, "后"]


def test_an_emoji_in_two_halves_as_old_databases_write_it_costs_nothing() -> None:
    halves = "😀".encode("utf-16-be")
    in_two = b"".join(chr(int.from_bytes(halves[at : at + 2])).encode("utf-8", "surrogatepass") for at in (0, 2))
    assert entries(rss(item("报名X开始")).encode().replace(b"X", in_two))[0].title == "报名😀开始"


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)


@given(CHINESE)
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    assert decode(text.encode()) == text
    assert decode(codecs.BOM_UTF8 + text.encode(), "gbk") == text


@given(st.text(st.sampled_from("科技活动周通知关于举办的各单位请于前报送材料，。"), min_size=20))
def test_one_bad_byte_costs_one_character_and_no_more(text: str) -> None:
    read = decode(text.encode() + b"\xff" + text.encode())
    assert read.replace("\ufffd", "") == text * 2


@given(st.binary(), st.text(max_size=20))
@example(b"\x80", "undefined")
def test_any_bytes_become_text(body: bytes, charset: str) -> None:
    clean(decode(body, charset)).encode("utf-8")


@pytest.mark.parametrize("illegal", ["\x00", "\x0b", "&#0;", "&#x1f;", "&#55296;", "&#1114112;", "&#xD800;", "￿"])
def test_what_xml_does_not_allow_is_dropped(illegal: str) -> None:
    assert clean(f"科{illegal}技") == "科技"


@pytest.mark.parametrize("legal", ["&#10;", "&#x4e2d;", "&amp;", "&#128512;", "\n", "\t"])
def test_what_xml_allows_stays(legal: str) -> None:
    assert clean(f"科{legal}技") == f"科{legal}技"


def test_big5_is_read_where_nothing_declares_it() -> None:
    words = "關於召開會議的通知\n會議訂於民國120年6月12日上午9時召開，請準時出席。"
    assert decode(words.encode("big5")) == words and decode(words.encode("gb18030")) == words
