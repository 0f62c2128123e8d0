"""Word documents, in reading order."""

from __future__ import annotations

from fakes.documents import cell, docx, paragraph, table

from feeds.documents.archive import opened
from feeds.documents.word import read

MERGED, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def text(body: str) -> str:
    return read(opened(docx(body))).text


def test_paragraphs_and_tables_come_in_the_order_of_the_page() -> None:
    body = paragraph("通知") + table(("日期", "内容"), ("6月12日", "开幕")) + paragraph("落款")
    assert text(body) == "通知\n日期 | 内容\n6月12日 | 开幕\n落款"


def test_a_cell_over_several_rows_is_said_in_each() -> None:
    rows = (cell("6月12日", MERGED), "9:00", "开幕"), (cell("", BELOW), "14:00", "讲座"), ("6月13日", "9:00", "闭幕")
    assert text(table(*rows)) == "6月12日 | 9:00 | 开幕\n6月12日 | 14:00 | 讲座\n6月13日 | 9:00 | 闭幕"


def test_a_wide_cell_does_not_shift_the_columns_below_it() -> None:
    rows = (cell("上午", '<w:gridSpan w:val="2"/>'), cell("甲", MERGED)), ("9:00", "开幕", cell("", BELOW))
    assert text(table(*rows)) == "上午 | 甲\n9:00 | 开幕 | 甲"


def test_a_table_in_a_cell_stays_in_it() -> None:
    inner = f"<w:tc>{table(('一', '二'))}{paragraph('')}</w:tc>"
    assert text(table((inner, "外"))) == "一 | 二 | 外"


def test_a_lone_cell_is_a_frame_and_keeps_its_paragraphs() -> None:
    assert text(table((f"<w:tc>{paragraph('一')}{paragraph('二')}</w:tc>",))) == "一\n二"


def test_words_that_were_struck_out_or_are_said_twice_for_old_programs_are_left_out() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    old = run.format("6月1日").replace("w:t>", "w:delText>")
    struck = f"<w:p><w:del>{old}</w:del><w:ins>{run.format('6月2日')}</w:ins></w:p>"
    box = f'<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice>{run.format("框")}</mc:Choice>'
    box += f"<mc:Fallback>{run.format('框')}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert text(struck + box) == "6月2日\n框"


def test_line_breaks_and_split_runs_make_the_words_they_show() -> None:
    body = "<w:p><w:r><w:t>6</w:t></w:r><w:r><w:t>月3日</w:t><w:br/><w:t>9:00</w:t></w:r></w:p>"
    assert text(body) == "6月3日\n9:00"
