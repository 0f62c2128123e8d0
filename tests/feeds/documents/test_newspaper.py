"""A newspaper's page to its articles, each a notice or none."""

from __future__ import annotations

from pathlib import Path

from fakes.feed_texts import NOW, source

from feeds.documents.newspaper import articles
from feeds.fetch import Fetcher
from feeds.model import Validators
from feeds.parse import parse

PAGE = """本报讯（记者 林小禾）近日，我市召开科研人员座谈会，
总结去年的工作，部署今年的任务，与会人员展开了热烈讨论。

科研人员座谈会召开
总结去年部署今年

本报讯（记者 方青）记者从市科技局获悉，2031年青禾市科
技活动周将于5月20日至31日举办，主场展览设在科技馆。

2031青禾市科技活动周
本月20日启动

记者 方青 摄

本报讯（记者 何田）5月6日，一款新的农业机器人在我市
发布，它能够识别成熟的果实并完成采摘。

农业机器人在我市发布
"""


def test_each_article_has_its_own_headline_wherever_that_stands() -> None:
    assert [it.title for it in articles(PAGE)] == [
        "科研人员座谈会召开 总结去年部署今年", "2031青禾市科技活动周 本月20日启动", "农业机器人在我市发布"
    ]


def test_a_notice_is_no_newspaper_even_if_it_cites_a_report() -> None:
    assert articles("关于举办讲座的通知\n本报讯（记者 方青）讲座6月12日举行。") == ()


async def test_only_the_articles_with_dates_to_keep_become_entries(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "page.txt").write_text(PAGE, encoding="utf-8")
    of, fetcher = source("inbox", "folder", tmp_path), Fetcher()
    try:
        document = await fetcher.fetch(of, Validators(), NOW)
    finally:
        await fetcher.close()
    assert document is not None
    (entry,) = parse(document, of).entries
    assert entry.title == "2031青禾市科技活动周 本月20日启动" and "5月20日" in entry.text
