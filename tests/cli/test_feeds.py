"""Looking at feeds on the command line."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.cli_terms import say
from store import Store, feeds
from store.condition import look

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
FEED = """<rss version="2.0"><channel><title>News</title>
<item><title>关于举办科普日的通知</title><description>科普日于2026年9月19日举行。</description></item>
</channel></rss>"""


@pytest.fixture
def three(config, tmp_path):
    """Feeds of three kinds, one of them broken."""
    (tmp_path / "news.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "page.html").write_text("<html><body>no feed</body></html>", encoding="utf-8")
    config.write_text(
        "topics: {day: {title: 科普日, keywords: [科普日]}}\nfeeds:\n- {name: 新闻, url: news.xml, topics: [day]}\n"
        "- {name: 示例, url: 'sample:campus', every: 90s}\n- {name: 网页, url: page.html}\n", encoding="utf-8",
    )


def test_a_feed_is_fetched_and_shown_with_what_is_understood(kexun, three):
    done = kexun("feeds", "check", "新闻")
    assert done.status == 0
    for shown in ("News", "关于举办科普日的通知", "2026-09-19", "科普日", say("feeds-by-title")):
        assert shown in done.out
    assert "示例" not in done.out


def test_a_feed_that_cannot_be_read_fails_the_check_and_hides_no_other(kexun, three):
    done = kexun("feeds", "check")
    assert done.status == 1
    assert "2026-09-19" in done.out and "contest" not in done.err
    assert done.err.strip() == say("feeds-failed", count=1, of=3, names="网页")


def test_an_address_can_be_tried_before_it_is_configured(kexun, tmp_path):
    (tmp_path / "other.xml").write_text(FEED, encoding="utf-8")
    assert kexun("feeds", "check", tmp_path / "other.xml").status == 0
    assert kexun("feeds", "check", "sample:research").status == 0
    done = kexun("feeds", "check", "http://127.0.0.1:1/rss")
    assert done.status == 1 and len(done.err.strip().splitlines()) == 1


PAGE = "".join(
    f"<li><a href='http://127.0.0.1:1/{n}.htm'>关于第{n}次讲座的通知</a>2026-11-0{n}</li>" for n in range(1, 5)
)


def test_of_an_ordinary_page_the_check_says_what_list_is_on_it(kexun, tmp_path):
    page = tmp_path / "tzgg.html"
    page.write_text(f"<html><body><ul class='news'>{PAGE}</ul></body></html>", encoding="utf-8")
    done = kexun("feeds", "check", page)
    assert done.status == 1
    assert say("feeds-as-page") in done.out and "关于第2次讲座的通知" in done.out and "2026-11-02" in done.out
    assert say("feeds-listing", where="ul.news > li", count=4, dated=4) in done.out.replace("\n", "")
    assert "127.0.0.1:1/1.htm" in done.out  # which cannot be opened


def test_a_name_that_is_none_is_answered_with_the_nearest(kexun, three):
    assert kexun("feeds", "check", "新文").err.strip() == say("feeds-unknown", name="新文", known="新闻, 示例, 网页")
    assert kexun("feeds", "check", "示列").status == 2


def test_checking_feeds_stores_nothing(kexun, database):
    kexun("feeds", "check")
    assert not database.exists()


def test_no_feeds_is_said(kexun, config):
    config.write_text("language: zh\n", encoding="utf-8")
    assert kexun("feeds", "check").err.strip() == say("feeds-none", path=str(config))


async def poll(path):
    async with Store.open(path) as store, store.transaction() as tx:
        await feeds.configure(tx, {"新闻": "news.xml", "示例": "sample:campus", "网页": "page.html"}, NOW)
        state = {it.name: it.id for it in await feeds.all_feeds(tx)}
        await feeds.polled(tx, [feeds.Polled(state["新闻"], 0.0, changed=True)], NOW)
        await feeds.failed(tx, state["网页"], "not_a_feed: It is a web page.", 0.0, NOW, trouble="not-a-feed-page")
        await feeds.pause(tx, state["示例"], NOW)


def test_the_list_shows_how_each_feed_is(kexun, three, database):
    before = kexun("feeds", "list")
    assert before.out.count(say("feeds-state-new")) == 3 and "90s" in before.out
    assert not database.exists()
    asyncio.run(poll(database))
    out = kexun("feeds", "list").out
    assert "09-01 16:00" in out  # Shanghai
    assert say("feeds-state-paused") in out
    assert "它是一个" in out


def test_the_list_does_not_migrate(kexun, three, database):
    database.touch()
    assert kexun("feeds", "list").status == 0
    assert look(database).step == 0
