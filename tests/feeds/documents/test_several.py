"""A web page with several articles: each a notice of its own, or none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fakes import pages
from fakes.feed_texts import NOW, source
from hypothesis import given
from hypothesis import strategies as st

from feeds.documents.article import read
from feeds.fetch import Fetcher
from feeds.model import Fetched, Validators
from feeds.parse import parse

LECTURE = (
    "<p>各位同学：人工智能讲座定于2031年6月12日14:30在图书馆小礼堂举行，主讲人为青禾大学林教授，"
    "欢迎感兴趣的同学参加，座位有限，先到先得。</p><p>图书馆</p>"
)
CONTEST = (
    "<p>各班级：校园科普讲解大赛将于2031年6月20日举行。请各班于2031年6月10日前将报名表发送至邮箱 kepu@example.org，"
    "逾期不予受理。</p><p>团委</p>"
)
REPORT = (
    "<p>近日，我校召开科研人员座谈会，总结去年的工作，部署今年的任务，与会人员展开了热烈而深入的讨论，"
    "会议取得圆满成功。</p>"
)
COMMENT = (
    "<p>5月5日才看到这个消息，还能报名吗？我们学校有三个老师想参加，请问名额有限制吗，谢谢老师回复，"
    "期待7月1日的下一场活动，希望越办越好。</p>"
)
BOTH = (("讲座", LECTURE), ("大赛", CONTEST))


def tagged(*bodies: tuple[str, str], around: str = "") -> str:
    articles = "".join(f"<article><h2>{title}</h2>{body}</article>" for title, body in bodies)
    return pages.whole(f"{pages.menu()}<main>{articles}</main>{around}{pages.FOOT}")


def titles(markup: str) -> list[str]:
    return [it.title for it in read(markup).articles]


def test_each_article_of_a_page_has_its_own_title_and_text() -> None:
    one, two = read(tagged(("讲座通知", LECTURE), ("大赛通知", CONTEST))).articles
    assert (one.title, two.title) == ("讲座通知", "大赛通知")
    assert "6月12日" in one.text and "6月20日" not in one.text and "6月10日" in two.text
    assert "学会概况" not in one.text + two.text and "版权所有" not in two.text


def test_an_article_says_when_it_was_put_up() -> None:
    stamp = '<time datetime="2031-05-18T09:00:00+08:00">5月18日</time>'
    one, two = read(tagged(("讲座通知", stamp + LECTURE), ("大赛通知", CONTEST))).articles
    assert (one.published_on, two.published_on) == (date(2031, 5, 18), None)


def test_comments_inside_an_article_are_none_and_do_not_speak_in_it() -> None:
    said = f"<section><article>{COMMENT}</article><article>{COMMENT}</article></section>"
    found = read(tagged(("大赛通知", CONTEST + said)))
    assert found.articles == () and "6月10日" in found.text and "7月1日" not in found.text


@pytest.mark.parametrize("around", [
    "<article><h3><a href='/1'>我市启动青少年创新大赛报名</a></h3><p>3月21日截止，欢迎各校踊跃参加。</p></article>" * 3,
    f"<div class='comments'><article>{COMMENT}</article><article>{COMMENT}</article></div>",
    f"<aside><article>{COMMENT}</article><article>{COMMENT}</article></aside>",
    "<article><a href='/2'>阅读全文</a></article>" * 2,
])
def test_teasers_and_comments_beside_an_article_are_none(around: str) -> None:
    assert titles(tagged(("大赛通知", CONTEST * 3), around=around)) == []


def test_a_frame_of_several_articles_is_none_itself() -> None:
    inside = "".join(f"<article><h2>{name}</h2>{body}</article>" for name, body in BOTH)
    assert titles(pages.whole(f"<article class='list'>{inside}</article>")) == ["讲座", "大赛"]


def test_a_page_that_marks_what_it_is_about_has_one_article() -> None:
    more = f"<article><h2>讲座</h2>{LECTURE}</article><article><h2>大赛</h2>{CONTEST}</article>"
    found = read(pages.whole(f"<div id='vsb_content'>{pages.paragraphs()}</div>{more}"))
    assert found.articles == () and pages.NOTICE[4] in found.text


@pytest.mark.parametrize("level", ["h1", "h2", "h3"])
def test_a_newspaper_page_is_cut_at_its_headings(level: str) -> None:
    signed = (("座谈会召开", "<p>本报讯（记者 林小禾）", REPORT), ("讲座通知", "<p>来源：图书馆", LECTURE),
              ("大赛通知", "<p>本报讯（记者 何田）", CONTEST))
    body = "".join(f"<{level}>{title}</{level}>{by}{text.removeprefix('<p>')}" for title, by, text in signed)
    found = read(pages.whole(f"<h4>青禾日报</h4><div>{body}</div>", title="青禾日报"))
    assert [it.title for it in found.articles] == ["座谈会召开", "讲座通知", "大赛通知"]
    assert "6月12日" in found.articles[1].text and "大赛" not in found.articles[1].text


def test_the_small_articles_of_a_papers_page_are_nobodys() -> None:
    signed = (("座谈会召开", "<p>本报讯（记者 林小禾）", REPORT), ("大赛通知", "<p>本报讯（记者 何田）", CONTEST),
              ("讲座预告", "<p>", LECTURE), ("天气", "<p>", "多云"), ("寻物启事", "<p>", "遗失皮包"))
    body = "".join(f"<h1>{title}</h1>{by}{text.removeprefix('<p>')}</p>" for title, by, text in signed)
    found = read(pages.whole(f"<div>{body}</div>", title="青禾日报 2031年5月18日 第7版"))
    assert [it.title for it in found.articles] == ["座谈会召开", "大赛通知", "讲座预告"]
    assert found.published_on == date(2031, 5, 18)


def test_a_notice_with_headings_for_its_sections_is_one_notice() -> None:
    sections = "".join(f"<h3>{name}</h3>{text}" for name, text in (("一、讲座", LECTURE), ("二、大赛", CONTEST)))
    assert titles(pages.whole(f"<h1>通知</h1><p>来源：教务处 2031-05-18 10:00</p>{sections}")) == []


async def test_only_the_articles_with_dates_to_keep_become_entries(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    markup = tagged(("座谈会召开", REPORT), ("讲座通知", LECTURE), ("大赛通知", CONTEST))
    (tmp_path / "inbox" / "page.html").write_text(markup, encoding="utf-8")
    of, fetcher = source("inbox", "folder", tmp_path), Fetcher()
    try:
        document = await fetcher.fetch(of, Validators(), NOW)
    finally:
        await fetcher.close()
    assert isinstance(document, Fetched)
    entries = parse(document, of).entries
    assert [it.title for it in entries] == ["讲座通知", "大赛通知"]
    assert len({it.keys for it in entries}) == 2


@given(st.lists(st.sampled_from([
    "<article>", "</article>", "<h2>", "</h2>", "标题", REPORT, "<a href='/'>", "</a>", "<div class='comment'>",
    "</div>", "来源：科协 ", "<time datetime='2031-13-99'>",
]), max_size=30))
def test_any_nesting_is_read(pieces: list[str]) -> None:
    assert isinstance(read("".join(pieces)).articles, tuple)
