"""PDF: sentences over line ends, tables row by row, no page furniture."""

from __future__ import annotations

from fakes.documents import grid, letter, pdf, rule, words

from feeds.documents.pdf import read

LONG = "为弘扬科学精神普及科学知识，经研究决定于2031年6月12日在青禾市科技馆报告厅举办科普讲解大赛，请各单位认真组织报名"


def lines(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def text(*pages: str) -> str:
    return read(pdf(*pages)).text


def test_a_sentence_goes_on_over_the_end_of_its_line() -> None:
    assert text(letter("关于举办大赛的通知", "各单位：", *lines(LONG, 24))) == f"关于举办大赛的通知\n各单位：\n{LONG}"


def test_a_sentence_goes_on_over_the_end_of_its_page() -> None:
    first, rest = lines(LONG, 24)[:2], lines(LONG, 24)[2:]
    assert text(letter(*first) + words("— 1 —", 280, 40), letter(*rest) + words("— 2 —", 280, 40)) == LONG


def test_a_short_line_and_a_new_item_begin_anew() -> None:
    page = letter(LONG[:24], "二、报名时间：即日起至6月3日止", "青禾市科协", "2031年4月16日")
    assert text(page).split("\n") == [LONG[:24], "二、报名时间：即日起至6月3日止", "青禾市科协", "2031年4月16日"]


def test_latin_words_keep_their_blanks_and_numbers_theirs() -> None:
    page = words("Call for", 72, 700) + words("papers", 172, 700) + words("6月", 72, 650) + words("12日", 100, 650)
    assert text(page) == "Call for papers\n6月12日"


def test_a_ruled_table_is_read_row_by_row_whatever_order_it_was_written_in() -> None:
    columns, rows = [72.0, 200.0, 320.0, 500.0], [300.0, 330.0, 360.0, 390.0]
    cells = [("日期", "时间", "内容"), ("6月12日", "9:00", "开幕"), ("6月13日", "14:00", "讲座")]
    placed = [(x + 8, y, cells[r][n]) for n, x in enumerate(columns[:3]) for r, y in enumerate((370, 340, 310))]
    page = grid(columns, rows) + "".join(words(it, x, y) for x, y, it in placed)  # column by column
    assert text(page) == "日期 | 时间 | 内容\n6月12日 | 9:00 | 开幕\n6月13日 | 14:00 | 讲座"


def test_a_cell_over_several_rows_is_said_in_each() -> None:
    outline = grid([72.0, 200.0, 400.0], [300.0, 360.0]) + rule(200, 330, 400, 330)
    page = outline + words("6月12日", 80, 325) + words("9:00开幕", 210, 340) + words("14:00讲座", 210, 310)
    assert text(page) == "6月12日 | 9:00开幕\n6月12日 | 14:00讲座"


def test_a_line_in_a_narrow_cell_goes_on_without_a_blank() -> None:
    page = grid([72.0, 122.0, 300.0], [300.0, 360.0, 390.0]) + words("日期", 80, 370) + words("内容", 140, 370)
    page += words("6月12", 78, 335) + words("日", 78, 315) + words("开幕", 140, 325)
    assert text(page) == "日期 | 内容\n6月12日 | 开幕"


def test_columns_without_rules_stay_apart_in_a_row() -> None:
    assert text(words("报名截止", 72, 700) + words("2031年6月3日", 260, 700)) == "报名截止 | 2031年6月3日"


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left, right = lines(LONG, 16), lines(LONG.replace("6月12日", "6月13日"), 16)
    page = "".join(words(it, 60, 780 - 20 * at) for at, it in enumerate(left))
    page += "".join(words(it, 310, 780 - 20 * at) for at, it in enumerate(right))
    assert text(page) == f"{LONG}\n{LONG.replace('6月12日', '6月13日')}"


def test_page_numbers_and_what_every_page_repeats_are_left_out() -> None:
    pages = [letter("青禾市科协文件", f"第{n}项内容如下") + words(f"第 {n} 页 共 3 页", 280, 40) for n in "一二三"]
    assert "青禾市科协文件" not in text(*pages) and "第二项内容如下" in text(*pages)
