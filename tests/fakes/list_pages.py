"""List pages as schools and offices put them up, each in its own way, all of the same six notices; and what is on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from fakes import pages

TITLES = (
    "关于举办青禾市第八届科普讲解大赛的通知", "关于做好2026年度科研项目结题验收工作的通知", "图书馆元旦期间开放时间安排",
    "关于征集2027年全国科技活动周重点活动的通知", "停电通知", "关于申报2026年科普教育基地的通知",
)
DAYS = (
    date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 3), date(2026, 10, 30), date(2025, 12, 20),
)
PATHS = tuple(f"/info/1021/{8100 - n}.htm" for n in range(len(TITLES)))
HERE = Path()


@dataclass(frozen=True)
class Item:
    """A notice of the list: `path` on its site, `on` the day it was put up."""

    title: str
    path: str
    on: date | None


ITEMS = tuple(Item(*it) for it in zip(TITLES, PATHS, DAYS, strict=True))

_HOT = (("2026年招生章程发布", "11-20"), ("我校在全国大赛中获一等奖", "11-18"), ("第十届科技节开幕", "11-11"), ("校园招聘会公告", "11-02"))
_FRIENDS = ("教育部政府门户网站", "中国科学技术协会", "青禾市人民政府", "青禾大学图书馆", "国家科技评估中心", "学信网")


def whole(body: str, head: str = "", before: str = "") -> str:
    """A page with everything that stands around a list and is none."""
    friends = "".join(f'<a href="http://f{n}.example/">{name}</a> ' for n, name in enumerate(_FRIENDS))
    hot = "".join(f'<li><a href="/hot/{n}.htm">{title}</a><span>{day}</span></li>' for n, (title, day) in enumerate(_HOT))
    pager = '<div class="pb_sys_common"><a href="#">首页</a><a href="tzgg.htm">上页</a><a href="/list/2.htm">下页</a>共96条 1/5</div>'
    return (
        f"<!DOCTYPE html><html><head><title>通知公告-青禾大学</title>{head}</head><body>{before}{pages.menu()}"
        f'<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/tz">通知公告</a> 今天是2026年11月25日</div>'
        f'<div class="main"><div class="left hot"><h3>点击排行</h3><ul>{hot}</ul></div><div class="right">{body}{pager}</div></div>'
        f'<div class="links">友情链接：{friends}</div>{pages.FOOT}</body></html>'
    )


def rows(write: Callable[[Item], str], items: Iterable[Item] = ITEMS) -> str:
    return "".join(map(write, items))


def link(it: Item, words: str = "") -> str:
    return f'<a href="{it.path}" target="_blank">{words or it.title}</a>'


def short(it: Item) -> str:
    return f"{it.on:%m-%d}" if it.on else ""


def ul(write: Callable[[Item], str], head: str = "") -> str:
    return whole(f"<ul>{rows(lambda it: f'<li>{write(it)}</li>')}</ul>", head)


UL = whole(f'<ul class="news_list">{rows(lambda it: f"<li>{link(it)}<span class=date>{it.on}</span></li>")}</ul>')
def by_month(write: Callable[[str, str], str]) -> str:
    """The notices of each month in a part of their own: `write` takes the month's heading and its rows."""
    parts = groupby(ITEMS, lambda it: f"{it.on:%Y年%m月}" if it.on else "")
    return "".join(write(head, rows(lambda it: f"<li>{link(it)} <em>{short(it)}</em></li>", part)) for head, part in parts)


_LEAVES = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")

LAYOUTS: dict[str, str] = {
    "a list, the date behind": UL,
    "a list, the date before": whole(f'<ul class="list">{rows(lambda it: f"<li><i>{short(it)}</i>{link(it)}</li>")}</ul>'),
    "a list, the date in brackets and without a year": ul(lambda it: f"·{link(it)}[{it.on:%m/%d}]"),
    "a table": whole(
        '<table width="100%"><tr><th>标题</th><th>发布日期</th></tr>'
        f"{rows(lambda it: f'<tr><td>·</td><td>{link(it)}</td><td>{it.on:%Y/%m/%d}</td></tr>')}</table>"
    ),
    "a table in each row": whole(rows(
        lambda it: f"<table><tr><td><img src=dot.gif></td><td>{link(it)}</td><td>{it.on:%Y.%m.%d}</td></tr></table>"
    )),
    "two notices in each row of a table": whole("<table>" + "".join(
        f"<tr>{rows(lambda it: f'<td>{link(it)}</td><td>{it.on}</td>', ITEMS[n : n + 2])}</tr>" for n in (0, 2, 4)
    ) + "</table>"),
    "boxes, the day above the month": whole(rows(lambda it: (
        f'<div class="item"><div class="time"><b>{it.on:%d}</b><span>{it.on:%Y-%m}</span></div><div class="txt"><h4>{link(it)}</h4>'
        f"<p>各单位：现将有关事项通知如下，请于12月{it.on:%d}日前报送，逾期不再受理。联系人张老师。</p></div></div>"
    ))),
    "boxes, the month and day above the year": whole(rows(
        lambda it: f'<div class="row"><div class="d">{it.on:%m-%d}<br>{it.on:%Y}</div><div>{link(it)}</div></div>'
    )),
    "in Chinese": ul(lambda it: f"{link(it)}<em>{it.on.year}年{it.on.month}月{it.on.day}日</em>"),
    "the link around title and date": ul(lambda it: f"<a href={it.path}><span>{it.title}</span><time>{it.on}</time></a>"),
    "the date at the end of the title": ul(lambda it: link(it, f"{it.title}（{it.on}）")),
    "the date at the beginning of the title": ul(lambda it: link(it, f"[{short(it)}] {it.title}")),
    "pairs": whole(f"<dl>{rows(lambda it: f'<dt>{link(it)}</dt><dd>{it.on}</dd>')}</dl>"),
    "only line breaks": whole(f"<div>{rows(lambda it: f'{link(it)} <font>({it.on})</font><br>')}</div>"),
    "only line breaks, the date before": whole(f"<div>{rows(lambda it: f'{it.on} {link(it)}<br>')}</div>"),
    "in blocks of five": whole(
        f'<div class="box"><ul>{rows(lambda it: f"<li>{link(it)}<span>{it.on}</span></li>", ITEMS[:5])}</ul>'
        f'<ul>{rows(lambda it: f"<li>{link(it)}<span>{it.on}</span></li>", ITEMS[5:])}</ul></div>'
    ),
    "a department before each title": whole(rows(
        lambda it: f'<li><a href="/bm/1.htm">[教务处]</a> {link(it)}<span>发布时间：{it.on} 浏览：31次</span></li>'
    )),
    "titles cut short": ul(lambda it: f'<a href={it.path} title={it.title}>{it.title[:3]}...</a><span>{it.on}</span>'),
    "marks and pictures": ul(lambda it: (
        f'<a href={it.path}><img src=p.jpg></a> <a href={it.path}>【置顶】{it.title}</a><img src=new.gif><span>{it.on}</span>'
    )),
    "opened by script": ul(lambda it: (
        f'''<a href="javascript:void(0)" onclick="window.open('{it.path}')">{it.title}</a><span>{it.on}</span>'''
    )),
    "rows opened by script": whole("<table>" + rows(
        lambda it: f'''<tr onclick="location.href='{it.path}'"><td>{it.title}</td><td>{it.on}</td></tr>'''
    ) + "</table>"),
    "words of a title marked": ul(lambda it: f'<a href={it.path}><font color=red>{it.title[:3]}</font>{it.title[3:]}</a>{it.on}'),
    "cards, one link around picture, day, title and summary": whole(rows(lambda it: (
        f'<a class="card" href="{it.path}"><div class="pic"><img src=p.jpg></div><div class="day"><b>{it.on:%d}</b><i>{it.on:%Y-%m}</i>'
        f'</div><div class="text"><p class="tit">{it.title}</p><p>各单位：现将有关事项通知如下，请认真组织实施，逾期不候。</p></div></a>'
    ))),
    "cards with headings": whole(rows(lambda it: (
        f'<li><a href="{it.path}"><p>教务处通知</p><h3>{it.title}</h3><p>请认真组织实施</p><span>{it.on}</span></a></li>'
    ))),
    "spans that are named, as one site builder writes them": whole('<div class="col_news_list"><ul class="news_list list2">' + rows(lambda it: (
        f"<li class='news n1 clearfix'><span class='news_title'><a href='{it.path}' title='{it.title}'>{it.title}</a></span>"
        f"<span class='news_meta'>{it.on}</span></li>"
    )) + '</ul></div>'),
    "rows of a table with lines between, as another does": whole('<table class="winstyle">' + rows(lambda it: (
        f'<tr height="20"><td><span class="leaderfont">·</span></td><td><a class="c1022" href="{it.path}">{it.title}</a></td>'
        f'<td class="timestyle">{it.on:%Y/%m/%d}&nbsp;</td></tr><tr><td colspan="3"><hr></td></tr>'
    )) + '</table>'),
    "kept in a script for the browser to show": whole('<div id="list"></div><script type="text/xml"><datastore><recordset>' + rows(lambda it: (
        f"<record><![CDATA[<li><a href='{it.path}'>{it.title}</a><span>{it.on}</span></li>]]></record>"
    )) + '</recordset></datastore></script>'),
    "each month in a box under its heading": whole(
        f"<div>{by_month(lambda head, part: f'<div class=month><div class=head>{head}</div><ul>{part}</ul></div>')}</div>"
    ),
    "leaves of a calendar in Chinese": ul(
        lambda it: f"<div><span>{it.on.day}</span><span>{_LEAVES[it.on.month - 1]}</span></div>{link(it)}"
    ),
    "leaves of a calendar in English": ul(
        lambda it: f"<div><b>{it.on:%b}</b><b>{it.on:%d}</b><small>{it.on:%Y}</small></div>{link(it)}"
    ),
    "days as one says them, and for machines": ul(
        lambda it: f"<h3>{link(it)}</h3><time datetime={it.on}T09:00:00+08:00>1个月前</time>"
    ),
    "relative to its base": ul(lambda it: f"<a href={it.path[6:]}>{it.title}</a><span>{it.on}</span>", '<base href="/info/">'),
    "with a list of news beside it": whole(
        f'<h2>通知公告</h2><ul>{rows(lambda it: f"<li>{link(it)}<span>{it.on}</span></li>")}</ul><h2>新闻动态</h2><ol>'
        + "".join(f"<li><a href=/news/{n}.htm>我校师生参加第{n}次学术交流活动的报道</a><span>11-0{n}</span></li>" for n in range(1, 8))
        + "</ol>"
    ),
}
"""Pages by what is special about them. The dates of those that leave out the year roll over to the year before."""

SPOKEN = whole("<ul>" + "".join(
    f"<li><a href=/n/{n}.htm>关于第{n}次学术讲座的通知</a><span>{said}</span></li>"
    for n, said in enumerate(("刚刚", "3小时前", "昨天", "2天前", "11-01"))
) + "</ul>")
SPOKEN_DAYS = (date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 1))

SCRIPTED = (
    '<!DOCTYPE html><html><head><title>通知公告</title><script src="/js/chunk.js"></script></head><body><div id="app"></div>'
    "<noscript>请启用JavaScript</noscript></body></html>"
)
TEMPLATED = whole('<ul><li v-for="it in list"><a :href="it.url">{{it.title}}</a><span>{{it.date}}</span></li></ul><script>load()</script>')
WITHOUT_A_LIST = whole(f"<div><h1>{pages.NOTICE[0]}</h1>{pages.paragraphs()}</div>")
FRAMED = whole('<iframe src="http://ads.example/x"></iframe><iframe src="/inner/list.htm" width="100%"></iframe>')
REFRESHED = '<html><head><meta http-equiv="Refresh" content="0; url=/tz/list.htm"></head><body></body></html>'
