"""The marks right around a temporal phrase: 起, 前, 至, 截止, 底, 即日起至. They become part of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from notices.extract.patterns import Pattern

if TYPE_CHECKING:
    from notices.extract.moments import When

_MARK = Pattern(
    r"[”\"']?(?:期间|这天)?(?:\((?:含|不含)[^()]{0,6}\))?"
    r"(?:(?P<before>点前|(?:上午|中午|下午|当天)?(?:[上下]班|[上下]课|放学|离校|晚?自习|早[读操]|晨[读练]|就寝|熄灯|[闭开]馆|关门|开[考赛会]|散会)(?:之|以)?前|或?之前|[或及]?以前|前(?!期|往|后|言|一[天日周]|[二三两几述款]|提(?!交|供|出"
    r"|前)))"
    r"|(?P<until>为[止限]|截止|截至|止(?!损))|(?P<since>\(含\)(?:之后|以后)|起|开始)|(?P<after>以后|之后|以来"
    r"|后(?![勤续台面备]))"
    r"|(?P<vague>左右|前后|上旬|中旬|下旬|旬|初|中(?![小学央国科心]))|(?P<last>月?[底末](?P<ended>之前|以前|前|截止"
    r"|止)?)|(?P<open>[-~至]{1,2}(?=[。;,)|\n]|$|[^\d,。;]{2,4}之日)))?"
)
_MARKS = frozenset("”\"'期这(点上中下当早晚晨就熄自放离闭关散或及之以前为截止起开后左初旬月底末-~至")
"""What a mark may begin with."""
_LEAD = Pattern(  # the letters it may begin with come first, which is what makes the search quick
    r"[从自即现截不最至直](?:"
    r"(?P<now>(?:(?<=[从自])(?:即日|现在)|(?<=即)日|(?<=现)在)起?(?:开始)?(?:至|到|-|~))"
    r"|(?P<until>(?<=截)(?:止(?:时间|日期)?(?:为|是|到|至|于|:)*|至)|(?<=不)[得能可]?(?:超过|[晚迟]于)"
    r"|(?<=最)[迟晚][于在]?|(?<=至)迟于?|(?<=直)[到至])"
    r"|(?P<since>(?<=[自从])))\Z"
)
_LEADS = frozenset("至到-~止间期为是于:过迟晚在自从")
"""What a mark before a phrase may end with."""
_HANDED = Pattern("(?:统一)?(?:上报|报送|提交|上交|交[至到回]|报[至到]|[送寄发]至|缴清|交清)")
"""4月底上报教研室: as good as 4月底前."""
LAST_DAY = 99  # of the month, whichever it is


def marked(text: str, when: When) -> When:
    """The marks right before and right after a phrase, taken into its span."""
    start, end, mark, now = when.start, when.end, when.mark, when.now
    lead = _LEAD.search(text, max(0, start - 12), start) if text[start - 1 : start] in _LEADS else None
    if lead:
        start = lead.start()
        now = now or lead.lastgroup == "now"
        mark = "until" if lead.lastgroup in ("until", "now") and not when.spans else mark
        mark = mark or ("since" if lead.lastgroup == "since" and not when.spans else "")
    if when.token == "now" and not when.days:
        mark = "since"
    elif when.now and not mark:
        mark = "until"
    glossed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"  # 第15周(6月12日)之前
    tail = _MARK.match(text, end + glossed) if text[end + glossed : end + glossed + 1] in _MARKS else None
    if tail and tail.lastgroup:
        word = tail.lastgroup
        if word == "last":
            return _month_end(replace(when, mark=mark), tail, start)
        if word == "open":
            return replace(when, start=start, mark=mark or "since")
        if word != "vague" or (when.days and not when.days[-1].day) or "左右" in tail[0] or "前后" in tail[0]:
            end = tail.end()
            mark = word if not (mark == "until" and word == "since") else mark
            if word == "since" and when.spans:
                mark = ""
    if (start, end, mark, now) == (when.start, when.end, when.mark, when.now):
        return when
    return type(when)(  # most phrases have a mark: `replace` takes eight times as long
        start, end, when.days, when.spans, when.opens, when.closes, when.daily, when.half, mark, now, when.weekdays,
        when.token, when.rule,
    )


def _month_end(when: When, tail: re.Match[str], start: int) -> When:
    """6月底前 is bounded by the last day of June; 6月底 alone is vague."""
    if not when.days or when.days[-1].day:
        return replace(when, start=start)
    last = replace(when.days[-1], day=LAST_DAY)
    bound = tail["ended"] or when.mark == "until" or _HANDED.match(tail.string, tail.end())
    mark = "before" if bound else "vague"
    return replace(when, start=start, end=tail.end(), days=(*when.days[:-1], last), mark=mark)
