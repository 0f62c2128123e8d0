"""Which part of a page is the notice: menus, related news and comments around it tell of other things."""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract.layout import Line
from notices.extract.patterns import Pattern

_AFTER = Pattern(
    r"^(?:相关(?:阅读|新闻|文章|链接|推荐|信息|资讯|内容)|推荐(?:阅读|新闻|文章)|热[点门](?:推荐|新闻|文章|阅读)"
    r"|阅读剩余全文|猜你喜欢|延伸阅读"
    r"|上一[篇条]|下一[篇条]|友情链接|版权所有|责任编辑|网友评论|发表评论|最新评论|评论[(]|留言(?:[(]|与?评论)|最新(?:文章|新闻|资讯)|您此时的心情"
    r"|(?:最新|更多|往期|热门|同类|近期|其他)[\u4e00-\u9fff]{2,4}$"
    r"|视觉焦点|独家策划|热点专题|网站地图|备案号|[\u4e00-\u9fff]ICP备|点击排行|返回列表|返回顶部|扫一扫)"
)
_OFFER = Pattern(r"[^。;:]{6,60}[ |(\[]*(?:(?:19|20)\d\d[-/.])?(?:0\d|1[0-2])[-/.][0-3]\d[)\]]?$")
"""A title and the day it was put there: the last lines of a page that lists its other articles."""
_OFFERS_MIN = 2  # such lines one after the other
_PAST = tuple(f"往期{it}" for it in ("回顾", "精彩", "推荐", "文章", "活动", "讲座", "链接"))
"""What was before: no menu is headed so."""
_HEAD_OF_CARD = 30  # characters: a shorter text says nothing yet
_HEAD = 100  # characters: before these it is a menu that names the sections of the page


def article_end(lines: Sequence[Line]) -> int | None:
    """Where the article ends and the page's other offers begin; None if the text is all of a piece."""
    for line in lines:
        text = line.text.strip("【[]# ")
        past = line.start > _HEAD_OF_CARD and text.startswith(_PAST)
        if past or (line.start > _HEAD and _AFTER.match(text)):
            return line.start
    return _offers(lines)


def _offers(lines: Sequence[Line]) -> int | None:
    """Where the titles of other articles begin that end the page."""
    first = len(lines)
    while first and _OFFER.match(lines[first - 1].text):
        first -= 1
    listed = len(lines) - first >= _OFFERS_MIN and first and lines[first].start > _HEAD
    return lines[first].start if listed else None
