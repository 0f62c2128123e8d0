"""Web pages as schools and associations put them up: a made-up notice among menus, related news and comments."""

NOTICE = (
    "关于举办青禾市2031年科普讲解大赛的通知",
    "各区县科协，各高等院校：",
    "为弘扬科学精神，普及科学知识，经研究，决定举办青禾市2031年科普讲解大赛。现将有关事项通知如下。",
    "一、比赛时间：2031年6月12日（周四）9:00。",
    "二、比赛地点：青禾市科技馆报告厅。",
    "三、报名方式：请各单位于2031年5月27日前将报名表（Word版）发送至邮箱 jiangjie@example.org。",
    "联系人：林老师，电话 010-55550123。",
    "青禾市科学技术协会",
    "2031年4月16日",
)
OTHER_DAYS = ("2031-03-08", "3月21日", "7月1日", "8月8日", "06-30", "5月5日")
"""What stands around the notice, and must not be taken for its own."""

_MENU = ("首页", "学会概况", "通知公告", "新闻动态", "科普活动", "学术交流", "党建工作", "信息公开", "下载中心", "联系我们")
_NEWS = (
    ("我市启动青少年创新大赛报名 3月21日截止", "2031-03-08"), ("暑期科学营7月1日开营", "06-30"),
    ("全民科学素质行动推进会召开", "2031-03-08"), ("科技工作者日活动8月8日举行", "06-30"),
)
_COMMENTS = ("5月5日才看到，还能报名吗？我们学校有三个老师想参加，请问名额有限制吗。", "已经报名了，期待7月1日的活动！希望能有更多的机会参加这样的比赛。")


def menu(tag: str = "ul", name: str = "nav") -> str:
    items = "".join(f'<li><a href="/list/{i}.htm">{word}</a></li>' for i, word in enumerate(_MENU))
    return f'<{tag} class="{name}">{items}</{tag}>'


def news(name: str = "related", heading: str = "相关新闻") -> str:
    items = "".join(f'<li><a href="/info/{i}.htm">{title}</a><span>{day}</span></li>' for i, (title, day) in enumerate(_NEWS))
    return f'<div class="{name}"><h3>{heading}</h3><ul>{items}</ul></div>'


def comments(name: str = "comment") -> str:
    said = "".join(f"<div><b>网友{i}</b><p>{words}</p></div>" for i, words in enumerate(_COMMENTS))
    return f'<div class="{name}"><h3>网友评论（2）</h3>{said}</div>'


def paragraphs(lines: tuple[str, ...] = NOTICE[1:], tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def whole(body: str, head: str = "", title: str = f"{NOTICE[0]}-青禾市科学技术协会") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


FOOT = '<div class="foot"><p>版权所有：青禾市科学技术协会 京ICP备05005555号 地址：青禾市科教路8号 建议使用IE8以上浏览器 更新于2031-03-08</p></div>'
INFO = '<div class="info"><span>发布时间：2031-04-18</span><span>来源：科普部</span><span>浏览次数：512</span></div>'

UNIVERSITY = whole(  # a site builder that most universities use
    f'<div class="wrap"><div class="top">{menu()}</div><div class="ny_left">{news("leftbox", "最新动态")}</div>'
    f'<div class="ny_right"><div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="/tz">通知公告</a>&gt;正文</div>'
    f'<form name="_newscontent_fromname"><h1>{NOTICE[0]}</h1>{INFO}<div id="vsb_content"><div class="v_news_content">'
    f'{paragraphs()}</div></div><ul><li>附件【<a href="/system/_content/download.jsp?id=5">报名表.doc</a>】</li></ul>'
    f'<p>上一篇：<a href="/1.htm">关于8月8日活动的通知</a></p><p>下一篇：<a href="/2.htm">7月1日开营</a></p></form></div></div>{FOOT}'
)
GOVERNMENT = whole(  # with the marks that the guideline for government sites asks for
    f'<div class="header">{menu("div", "menu")}</div><div class="content"><h1>{NOTICE[0]}</h1>'
    f'<div class="pages-date">2031-04-18 16:20 <font>来源：市科协</font></div><div id="UCAP-CONTENT" class="TRS_UEDITOR">{paragraphs()}</div>'
    f'<div class="share">分享到微信 微博</div></div>{news("related1", "相关链接")}{FOOT}',
    head=f'<meta name="ArticleTitle" content="{NOTICE[0]}"><meta name="PubDate" content="2031-04-18 16:20">',
)
PORTAL = whole(  # a news portal: nothing is named helpfully, and more stands below the article than in it
    f'<div class="g1">{menu("div", "g-top")}<div class="u-crumb"><a href="/">首页</a>&gt;<a href="/d">地方频道</a>&gt;正文</div>'
    f'<div class="m1"><div class="m1-l"><h1>{NOTICE[0]}</h1><div class="u-src">来源：青禾日报 2031-04-18 12:27</div>'
    f'<div class="u-mainText">{paragraphs()}</div><div class="u-rel"><h2>相关阅读</h2>{news("x1", "推荐阅读")}</div>'
    f'{comments("x2")}</div><div class="m1-r">{news("x3", "视觉焦点")}{news("x4", "独家策划")}</div></div></div>{FOOT}'
)
OLD_TABLES = whole(  # laid out in tables, lines by <br>, no names at all
    f'<table width="1000"><tr><td>{menu("table", "")}</td></tr></table><table><tr><td width="200">{news("", "热点新闻")}</td>'
    f'<td><table><tr><td align="center"><font size="5"><b>{NOTICE[0]}</b></font></td></tr>'
    f'<tr><td align="center">发布时间：2031-04-18　点击：512次</td></tr><tr><td>{"<br>　　".join(NOTICE[1:])}</td></tr></table></td></tr></table>'
    f'<table><tr><td>版权所有 青禾市科学技术协会 2031-03-08</td></tr></table>'
)
WECHAT = whole(
    f'<div id="img-content"><h1 class="rich_media_title" id="activity-name">{NOTICE[0]}</h1><div id="meta_content">青禾科协 2031-04-18</div>'
    f'<div class="rich_media_content" id="js_content" style="visibility:hidden">{paragraphs(NOTICE[1:], "section")}</div></div>'
    f'<div class="rich_media_tool">阅读 512 赞 8</div>{comments("discuss_container")}',
    head=f'<meta property="og:title" content="{NOTICE[0]}">', title="",
)
DIVS = whole(  # a page made by a program: boxes in boxes, comments in boxes of their own
    f'<div class="css-1"><div class="css-2">{menu("div", "css-3")}</div><div class="css-4"><div class="css-5"><h1>{NOTICE[0]}</h1>'
    f'<div class="css-6">{paragraphs(NOTICE[1:], "div")}</div></div><div class="css-7">{comments("css-8")}</div></div></div>{FOOT}'
)
PLAIN = whole(f"<h1>{NOTICE[0]}</h1>{paragraphs()}")

PAGES = {
    "university": UNIVERSITY, "government": GOVERNMENT, "portal": PORTAL, "old tables": OLD_TABLES, "wechat": WECHAT,
    "divs": DIVS, "plain": PLAIN,
}
