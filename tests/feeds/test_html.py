from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.html import looks_like_html, one_line, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>第一段</p><p>第二段</p>", "第一段\n\n第二段"),
        ("甲<br>乙<br/><br>丙", "甲\n乙\n\n丙"),
        ("<ul><li>一</li>\n <li>二</ul>", "一\n二"),
        ("时间：6月<b>3</b>日&nbsp;<a href='/x'>详情</a>", "时间：6月3日 详情"),
        ("<div>\n  <div> 里 </div>\n  外 </div>", "里\n外"),
        ("<p>　　各单位：</p>", "各单位："),
        ("<pre>一\n二</pre>", "一\n二"),
        ("&lt;p&gt;转义两次&lt;/p&gt;", "转义两次"),
        ("6&lt;7 且 8&gt;7", "6<7 且 8>7"),
        ("换\n行 即\t空格", "换 行 即 空格"),
        ("藏\u200b字\u202e反转", "藏字反转"),
    ],
)
def test_blocks_become_lines(html: str, text: str) -> None:
    assert to_text(html) == text


def test_a_table_row_is_a_line() -> None:
    table = "<table><tr><th>项目</th><th><p>时间</p></th></tr>\n<tr><td>报名</td>\n<td>6月3日<br>9:00</td></tr></table>"
    assert to_text(table) == "项目 | 时间\n报名 | 6月3日 9:00"


def test_a_table_that_only_lays_out_a_page_keeps_its_paragraphs() -> None:
    page = "<table><tr><td><table><tr><td>一</td><td>二</td></tr></table><p>正文</p><p>落款</p></td></tr></table>"
    assert to_text(page) == "一 | 二\n\n正文\n\n落款"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x()</script>", "<style>p{}</style>", "<!-- x -->", "<noscript>x</noscript>",
        "<iframe src=x>x</iframe>", "<textarea>x</textarea>", "<img src=x onerror=x>",
    ],
)
def test_what_is_no_text_is_left_out(hidden: str) -> None:
    assert to_text(f"<p>甲{hidden}乙</p>") == "甲乙"


@pytest.mark.parametrize("text", ["R&D 研讨会", "成绩 a<b 者", "甲 乙"])
def test_a_plain_title_stays_as_it_is(text: str) -> None:
    assert one_line(text) == text


def test_a_title_loses_markup_and_line_breaks() -> None:
    assert one_line("<b>讲座</b>\n&amp; 展览") == "讲座 & 展览"


TAGS = st.sampled_from([
    "<p>", "</p>", "<td>", "<table>", "</table>", "<br>", "<script>", "</script>", "<b", "&", "&#1;", "\x01", "\x02",
    "\x00", "<pre>", "文", " ", "\n",
])


@given(st.lists(TAGS).map("".join))
def test_any_html_becomes_text_without_control_characters_or_wide_gaps(html: str) -> None:
    text = to_text(html)
    assert text == text.strip()
    assert not any(c < " " and c != "\n" for c in text)
    assert "\n\n\n" not in text


@pytest.mark.parametrize("tag", ["<div>", "<td><table>", "<b>", "<ul><li>"])
def test_deep_nesting_is_no_trouble(tag: str) -> None:
    assert to_text(tag * 20_000 + "深") == "深"


def test_pictures_in_the_text_do_not_crowd_it_out() -> None:
    assert to_text(f'<img src="data:image/png;base64,{"QUJD" * 300_000}"><p>正文</p>') == "正文"


def test_a_stray_bracket_is_no_html() -> None:
    assert not looks_like_html("若 a<b 则")
    assert looks_like_html("行<br>行")
