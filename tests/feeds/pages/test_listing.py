"""The list on a page, however its makers laid it out."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from fakes import list_pages as pages
from fakes.feed_server import feed_server
from fakes.feed_texts import ZONE
from hypothesis import given
from hypothesis import strategies as st

from feeds import identity
from feeds.fetch import Fetcher
from feeds.model import Fetched, FetchError, Parsed, Source, Validators
from feeds.pages.model import Rules
from feeds.parse import parse

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=ZONE)
URL = "http://kx.example/tz/tzgg.htm"


def read(markup: str | bytes, rules: Rules | None = None, *, url: str = URL, known: dict | None = None) -> Parsed:
    body = markup if isinstance(markup, bytes) else markup.encode()
    source = Source("通知", url, "page", ZONE, pages.HERE, "host", page=rules)
    return parse(Fetched(body, "text/html", "", url, Validators(), NOW), source, known or {})


def listed(parsed: Parsed) -> list[tuple[str, str, date | None]]:
    return [(it.title, (it.link or "").removeprefix("http://kx.example"), it.published_on) for it in parsed.entries]


EXPECTED = [(it.title, it.path, it.on) for it in pages.ITEMS]


@pytest.mark.parametrize("name", pages.LAYOUTS)
def test_the_list_is_found_with_titles_links_and_days_and_nothing_else(name: str) -> None:
    assert listed(read(pages.LAYOUTS[name])) == EXPECTED


@pytest.mark.parametrize("name", pages.LAYOUTS)
async def test_over_the_wire_it_reads_the_same_in_gbk_whether_the_page_the_server_or_nobody_says_so(name: str) -> None:
    claim = '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    page, claimed = (it.encode("gb18030") for it in (pages.LAYOUTS[name], pages.LAYOUTS[name].replace("<head>", claim)))
    async with feed_server() as server:
        server.gives("/meta.htm", claimed, Content_Type="text/html")
        server.gives("/header.htm", page, Content_Type="text/html; charset=GBK")
        server.gives("/nobody.htm", page, Content_Type="text/html; charset=iso-8859-1")
        fetcher = Fetcher()
        for path in ("/meta.htm", "/header.htm", "/nobody.htm"):
            source = Source("通知", server.url(path), "page", ZONE, pages.HERE, "host")
            fetched = await fetcher.fetch(source, Validators(), NOW)
            assert isinstance(fetched, Fetched)
            found = [(it.title, (it.link or "").removeprefix(server.origin), it.published_on)
                     for it in parse(fetched, source).entries]
            assert found == EXPECTED, path
        await fetcher.close()


def test_where_the_list_stands_is_told_as_one_would_write_it() -> None:
    found = read(pages.UL).listing
    assert found is not None and found.where == "ul.news_list > li"
    assert (len(found.items), found.dated_count) == (6, 6)
    assert listed(read(pages.UL, Rules(found.where))) == EXPECTED


def test_days_as_one_says_them_count_from_now() -> None:
    assert [it.published_on for it in read(pages.SPOKEN).entries] == list(pages.SPOKEN_DAYS)


def test_years_that_are_left_out_roll_over_downwards_for_several_years() -> None:
    days = ["11-20", "10-02", "08-09", "05-06", "03-04", "02-28", "01-05", "12-30", "12-02", "11-28", "11-24", "10-01"]
    rows = "".join(f"<li><a href=/n/{n}.htm>关于第{n}件事的通知</a> {day}</li>" for n, day in enumerate(days))
    years = [it.published_on.year for it in read(pages.whole(f"<ul>{rows}</ul>")).entries if it.published_on]
    assert years == [2026] * 7 + [2025] * 5


def test_what_is_pinned_above_the_list_leaves_its_years_alone() -> None:
    days = ["03-02", "11-25", "11-24", "11-20", "11-19"]
    rows = "".join(f"<li><a href=/n/{n}.htm>关于第{n}件事的通知</a> {day}</li>" for n, day in enumerate(days))
    assert {it.published_on.year for it in read(pages.whole(f"<ul>{rows}</ul>")).entries if it.published_on} == {2026}


def test_a_row_without_a_date_among_those_that_have_one_is_listed_too() -> None:
    page = pages.UL.replace(f"<span class=date>{pages.DAYS[0]}</span>", "<b>置顶</b>", 1)
    assert [(it.title, it.published_on) for it in read(page).entries][:2] == [
        (pages.TITLES[0], None), (pages.TITLES[1], pages.DAYS[1]),
    ]


def test_what_is_shown_when_one_points_at_a_title_may_say_more_than_the_title() -> None:
    tip = "标题：{}&#13;发布日期：{}"
    page = pages.ul(
        lambda it: f'<a href={it.path} title="{tip.format(it.title, it.on)}">{it.title[:3]}…</a><i>{it.on}</i>'
    )
    assert [it.title for it in read(page).entries] == list(pages.TITLES)


def test_a_title_is_told_from_the_counters_and_names_around_it() -> None:
    page = pages.ul(lambda it: f"<a href={it.path}><i>{it.on}</i><i>阅读：9</i><i>作者：张三</i><p>{it.title}</p></a>")
    assert [it.title for it in read(page).entries] == list(pages.TITLES)


def test_of_two_tabs_the_one_that_is_shown_counts() -> None:
    told = "我校师生参加第{}次学术交流活动并作经验介绍与专题报告"
    news = "".join(f"<li><a href=/x/{n}.htm>{told.format(n)}</a><i>11-0{n}</i></li>" for n in range(1, 7))
    shown = f'<ul>{pages.rows(lambda it: f"<li>{pages.link(it)}<i>{it.on}</i></li>")}</ul>'
    page = pages.whole(f'<div class="c1">{shown}</div><div class="c2" style="display: none"><ul>{news}</ul></div>')
    assert [it.title for it in read(page).entries] == list(pages.TITLES)


def test_a_title_of_two_characters_is_listed_among_longer_ones() -> None:
    page = pages.UL.replace(pages.TITLES[2], "校历")
    assert [it.title for it in read(page).entries] == [*pages.TITLES[:2], "校历", *pages.TITLES[3:]]


def test_boxes_under_other_headings_than_months_are_lists_of_their_own() -> None:
    page = pages.whole(pages.by_month(lambda head, part: f"<div class=b><h3>{head}通知</h3><ul>{part}</ul></div>"))
    assert [it.title for it in read(page).entries] == [*pages.TITLES[:4]]


@pytest.mark.parametrize("form", [
    "/{on:%Y/%m%d}/c31a{n}/page.htm", "/tz/{on:%Y%m}/t{on:%Y%m%d}_{n}.html", "/art/{on:%Y/%m/%d}/art_5_{n}.html",
])
def test_where_no_dates_are_shown_those_in_the_addresses_do(form: str) -> None:
    page = pages.ul(lambda it: f"<a href={form.format(on=it.on, n=it.path[-8:-4])}>{it.title}</a>")
    assert [(it.title, it.published_on) for it in read(page).entries] == [(it.title, it.on) for it in pages.ITEMS]
    shown = page.replace("<li>", "<li><i>2026-11-09</i>")
    assert read(shown).entries[0].published_on == date(2026, 11, 9), "what is shown comes first"


def test_the_day_of_an_event_is_no_day_of_publication() -> None:
    page = pages.ul(lambda it: f"{pages.link(it)}<span>时间：2026-12-{it.on.day:02d}</span><p>{it.on}</p>")
    assert read(page).entries[0].published_on is None


def test_sessions_and_trackers_in_links_do_not_make_them_new() -> None:
    first = read(pages.UL.replace(".htm", ".jsp;jsessionid=A1?wbtreeid=5"))
    second = read(pages.UL.replace(".htm", ".jsp;jsessionid=B2?wbtreeid=5&utm_source=x"))
    strong = [{key for key in it.keys if identity.kind(key) in ("link", "title")} for it in first.entries]
    assert strong == [{key for key in it.keys if identity.kind(key) in ("link", "title")} for it in second.entries]


def test_items_that_stood_there_are_only_seen() -> None:
    before = {it.item: it.keys for it in read(pages.UL).entries}
    again = read(pages.UL.replace(pages.TITLES[1], "关于调整结题验收工作的通知"), known=before)
    assert [it.title for it in again.entries] == ["关于调整结题验收工作的通知"]
    assert len(again.seen) == 5


@pytest.mark.parametrize("words", ["下页", "下一页", "下一页>>", "后一页", "Next", "&gt;", "›"])
def test_the_next_page_is_known_by_its_words(words: str) -> None:
    assert read(pages.UL.replace(">下页<", f">{words}<")).next_url == "http://kx.example/list/2.htm"


@pytest.mark.parametrize("link", ["#", "javascript:next()", "http://elsewhere.example/2.htm", "/tz/tzgg.htm"])
def test_a_next_page_that_leads_nowhere_or_away_is_none(link: str) -> None:
    assert read(pages.UL.replace('"/list/2.htm"', f'"{link}"')).next_url == ""


def test_the_next_page_is_told_from_the_script_that_writes_its_link() -> None:
    page = pages.UL.replace('<a href="/list/2.htm">下页</a>', '<script>createPageHTML(5, 0, "index", "html");</script>')
    assert read(page).next_url == "http://kx.example/tz/index_1.html"
    assert read(page.replace("(5, 0,", "(5, 4,")).next_url == ""


@pytest.mark.parametrize(("page", "reason"), [
    (pages.SCRIPTED, "scripted"), (pages.TEMPLATED, "scripted"), (pages.WITHOUT_A_LIST, "no_list"),
    ("<html><body>请完成安全验证 captcha</body></html>", "blocked"), (" ", "empty"),
])
def test_a_page_without_a_list_says_why(page: str, reason: str) -> None:
    with pytest.raises(FetchError) as failure:
        read(page)
    assert failure.value.reason == reason


@pytest.mark.parametrize(("page", "leads"), [(pages.FRAMED, "/inner/list.htm"), (pages.REFRESHED, "/tz/list.htm")])
def test_a_page_that_only_frames_the_list_says_where_it_is(page: str, leads: str) -> None:
    found = read(page)
    assert (found.entries, found.next_url) == ((), f"http://kx.example{leads}")


# Where the operator says where things stand ---------------------------------------------------------------------------

CARDS = pages.whole("".join(
    f'<div class="card"><a href="/c/{n}" class="pic"></a><h5 data-full="{it.title}">{it.title[:4]}</h5>'
    f'<i data-day="{it.on}"></i><a class="go" href="{it.path}">点此查看通知全文</a></div>'
    for n, it in enumerate(pages.ITEMS)
) + '<a class="more" href="/tz/p2.htm">再看一些</a>')


def test_rules_say_where_titles_links_days_and_the_next_page_stand() -> None:
    rules = Rules(".card", "h5@data-full", "a.go", "i@data-day", "a.more")
    found = read(CARDS, rules)
    assert listed(found) == EXPECTED
    assert found.next_url == "http://kx.example/tz/p2.htm"


def test_what_has_no_rule_is_found_in_each_item() -> None:
    assert listed(read(pages.UL, Rules("ul.news_list li"))) == EXPECTED
    assert listed(read(pages.UL, Rules("ul.news_list li", title="a", date=".date"))) == EXPECTED


def test_two_items_are_a_list_for_one_who_says_where_it_is() -> None:
    rows = "<p class=n><a href=/1.htm>停电通知</a></p><p class=n><a href=/2.htm>停水通知</a></p>"
    assert [it.title for it in read(pages.whole(rows), Rules("p.n")).entries] == ["停电通知", "停水通知"]


@pytest.mark.parametrize(("rules", "said"), [(Rules(".gone li"), "finds 0"), (Rules(".main", "h9"), "without a title")])
def test_rules_that_find_nothing_say_so(rules: Rules, said: str) -> None:
    with pytest.raises(FetchError) as failure:
        read(pages.UL, rules)
    assert failure.value.reason == "no_list" and said in failure.value.detail


def test_a_page_taken_for_a_feed_is_told_what_to_do() -> None:
    source = Source("通知", URL, "auto", ZONE, pages.HERE)
    with pytest.raises(FetchError) as failure:
        parse(Fetched(pages.UL.encode(), "text/html", "", URL, Validators(), NOW), source)
    assert failure.value.reason == "not_a_feed" and "lists 6 notices; kind: page" in failure.value.detail
    named = pages.UL.replace("<head>", '<head><link rel="alternate" type="application/rss+xml" href="/rss.xml">')
    with pytest.raises(FetchError) as failure:
        parse(Fetched(named.encode(), "text/html", "", URL, Validators(), NOW), source)
    assert "http://kx.example/rss.xml" in failure.value.detail
    with pytest.raises(FetchError) as failure:
        parse(Fetched(pages.SCRIPTED.encode(), "text/html", "", URL, Validators(), NOW), source)
    assert (failure.value.reason, failure.value.trouble.name) == ("not_a_feed", "scripted")


@given(st.lists(st.sampled_from((
    "<ul>", "</ul>", "<li>", "</li>", "<a href=/1.htm>", "<a href='http://[::1'>", "</a>", "关于放假的通知", "今天",
    "2026-11-25", "11-31", "<td>", "<table>", "[13/99]", "0000年0月0日", "<base href='::'>", "&#0;", "\x00",
    "<a onclick=\"go('x?y')\">", "<iframe src=//>",
)), max_size=60))
def test_any_page_at_all_is_read_or_refused(parts: list[str]) -> None:
    try:
        read("<html><body>" + "".join(parts))
    except FetchError as error:
        assert error.reason in ("no_list", "scripted", "empty")
