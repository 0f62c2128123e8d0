"""The article of a page, among everything that stands around it."""

from __future__ import annotations

from datetime import date

import pytest
from fakes import pages
from hypothesis import given
from hypothesis import strategies as st

from feeds.documents.article import read


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", pages.PAGES)
def test_the_notice_is_there_to_the_last_line_and_nothing_around_it(name: str) -> None:
    found = read(pages.PAGES[name])
    assert [line for line in pages.NOTICE[1:] if squeezed(line) not in squeezed(found.text)] == []
    assert [day for day in pages.OTHER_DAYS if day in found.text] == []
    assert found.title == pages.NOTICE[0]


@pytest.mark.parametrize(
    ("name", "on"), [(name, date(2031, 4, 18)) for name in ("university", "government", "portal", "old tables")]
)
def test_the_day_of_publication_is_the_one_the_page_states(name: str, on: date) -> None:
    assert read(pages.PAGES[name]).published_on == on


@pytest.mark.parametrize("name", ["wechat", "divs", "plain"])
def test_the_day_of_an_event_is_never_taken_for_that_of_publication(name: str) -> None:
    assert read(pages.PAGES[name]).published_on is None


def test_links_to_documents_stay_with_the_notice() -> None:
    forms = "".join(f'<li><a href="/files/{n}.docx">附件{n}：报名表.docx</a></li>' for n in range(4))
    found = read(pages.whole(f"{pages.menu()}<div>{pages.paragraphs()}<ul>{forms}</ul></div>"))
    assert "附件3：报名表.docx" in found.text and "学会概况" not in found.text


def test_a_schedule_in_a_table_is_kept_row_by_row() -> None:
    table = "<table><tr><th>日期</th><th>内容</th></tr><tr><td>6月12日</td><td>开幕</td></tr></table>"
    assert "日期 | 内容\n6月12日 | 开幕" in read(pages.whole(pages.menu() + pages.paragraphs() + table)).text


def test_half_of_the_page_is_never_furniture_whatever_it_is_called() -> None:
    found = read(pages.whole(f'<div class="sidebar">{pages.paragraphs()}</div>'))
    assert pages.NOTICE[4] in found.text


def test_a_part_marked_as_the_article_that_scripts_fill_is_not_believed() -> None:
    found = read(pages.whole(f'<div id="vsb_content"></div><div>{pages.paragraphs()}</div>'))
    assert pages.NOTICE[4] in found.text


@pytest.mark.parametrize("name", ["通知公告", "正文", "详细内容-青禾大学"])
def test_the_name_of_a_column_is_no_title(name: str) -> None:
    assert read(pages.whole(pages.paragraphs(), title=name)).title == ""


def test_a_page_is_called_by_its_heading_or_else_its_window() -> None:
    assert read("<title>站点</title><h1>讲 座\n</h1>").title == "讲 座"
    assert read("<title> 讲座预告 | 青禾大学 </title>").title == "讲座预告"
    assert read("<p>无</p>").title == ""


@given(st.text(alphabet="<>/=\"'ab div ul li ah1 通知5月。&;#\n", max_size=300))
def test_any_markup_is_read(markup: str) -> None:
    assert isinstance(read(markup).text, str)


@pytest.mark.parametrize("box", ["<div>", "<ul><li>", "<span>"])
def test_boxes_without_end_are_read_all_the_same(box: str) -> None:
    assert "5月27日" in read(f"{box * 20_000}5月27日").text
