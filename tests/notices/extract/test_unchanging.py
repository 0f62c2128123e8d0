"""What must not change the findings: another width, blanks, a page around the notice, paragraphs about other things;
and what must change them in step: the same notice some weeks later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.extract import read
from notices.reading import Reading
from tests.notices.extract.own_texts import OwnText, own_texts
from tests.notices.extract.scoring import WIDTHS, deadline_spans, event_spans, labelled

OWN = [*own_texts("genres.txt")]
TEXTS = [*OWN, *(OwnText(it.id, it.text, it.published, (), ()) for it in labelled())]
Findings = tuple[list[tuple[str, str]], list[tuple[str, str]]]

IRRELEVANT = (
    "根据《关于进一步加强学风建设的意见》（教办发〔2029〕37号）精神，请遵照执行。",
    "传真：023-62819307，邮编：400715。",
    "本规定的解释权归主办单位所有。",
    "浏览次数：1024次",
    "附件：2029年汇总表（样表）.xls",
)


def findings(reading: Reading) -> Findings:
    return sorted(event_spans(reading)), sorted(deadline_spans(reading))


@cache
def found_in(own: OwnText) -> Findings:
    return findings(read(own.text, published=own.published))


def changed(texts: Iterable[OwnText], way: Callable[[str], str]) -> list[str]:
    """The names of the texts that mean something else when they are written so."""
    return [own.name for own in texts if findings(read(way(own.text), published=own.published)) != found_in(own)]


@pytest.mark.parametrize("width", ["half width", "full width"])
def test_the_width_of_the_characters_changes_nothing(width: str) -> None:
    assert len(TEXTS) > 500 and changed(TEXTS, WIDTHS[width]) == []


REWRITTEN: dict[str, Callable[[str], str]] = {
    "2031 年 6 月12 日": lambda text: re.sub(r"(?<=\d)(?=[年月日时点号])|(?<=[年月])(?=\d)", " ", text),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "indented": lambda text: "\n".join(f"　　{line}" for line in text.split("\n")),
    "another dash": lambda text: text.replace("—", "－").replace("～", "~"),
    "周 for 星期": lambda text: text.replace("星期", "周"),
    "以前 for 前": lambda text: text.replace("日前", "日以前"),
    "a menu above": lambda text: f"首页 | 新闻 | 通知公告 | 联系我们\n{text}",
}


@pytest.mark.parametrize("way", REWRITTEN)
def test_another_way_of_writing_changes_nothing(way: str) -> None:
    prose = [own for own in TEXTS if "|" not in own.text]
    assert len(prose) > 150 and changed(prose, REWRITTEN[way]) == []


@pytest.mark.parametrize("line", IRRELEVANT)
def test_a_paragraph_about_other_things_changes_nothing(line: str) -> None:
    prose = [own for own in OWN if "|" not in own.text]
    assert len(prose) > 100 and changed(prose, lambda text: _with(text, line)) == []


def _with(text: str, line: str) -> str:
    """The text with one more line in it."""
    lines = text.split("\n")
    middle = max(1, len(lines) * 2 // 3)
    return "\n".join((*lines[:middle], line, *lines[middle:]))


def test_a_page_around_the_notice_changes_nothing() -> None:
    around = "\n相关链接\n关于2019年5月4日举办运动会的通知 2019-04-20\n版权所有 2019 某单位"
    whole = [own for own in OWN if len(own.text) > 150]
    assert len(whole) > 80 and changed(whole, lambda text: text + around) == []


def test_markup_changes_nothing() -> None:
    prose = [own for own in OWN if "|" not in own.text]
    assert len(prose) > 100 and changed(prose, _marked) == []


def _marked(text: str) -> str:
    marked = "".join(f'<p class="item">{line}</p>\n' for line in text.split("\n") if line)
    return re.sub(r"(\d+)月", r"<b>\1</b>月", marked)


DATE = re.compile(r"(?:(?P<y>20\d\d)年)?(?<!\d)(?P<m>1[0-2]|[1-9])月(?P<d>3[01]|[12]\d|[1-9])日")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("定于{}召开座谈会。", "请于{}前报送总结。", "{}开展消防演练。", "报名截止时间：{}。")), st.dates(
    date(2012, 1, 1), date(2039, 12, 31)), st.integers(-40, 40), st.booleans())
def test_weeks_later_the_same_notice_is_the_same_weeks_later(
    sentence: str, day: date, weeks: int, with_year: bool
) -> None:
    def told(on: date) -> Findings:
        year = f"{on.year}年" if with_year else ""
        weekday = "一二三四五六日"[on.weekday()]
        text = sentence.format(f"{year}{on.month}月{on.day}日（周{weekday}）")
        return findings(read(text, published=on - timedelta(days=20)))

    later = told(day + timedelta(weeks=weeks))
    assert later == _moved(told(day), weeks) and any(later)


def _moved(found: Findings, weeks: int) -> Findings:
    def one(written: str) -> str:
        moment = datetime.fromisoformat(written) + timedelta(weeks=weeks) if written else None
        return moment.isoformat(timespec="minutes")[: len(written)] if moment else ""

    events, deadlines = ([(one(a), one(b)) for a, b in spans] for spans in found)
    return events, deadlines


