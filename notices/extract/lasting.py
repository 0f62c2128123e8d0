"""What is handed in while something lasts (作品请在活动时间内发至, 比赛结束前交至): it is due on the last day."""

from __future__ import annotations

from notices.extract import derived, layout
from notices.extract.loose import add_due, is_asked
from notices.extract.once import day
from notices.extract.patterns import Pattern
from notices.extract.state import Notice, State

_WITHIN_AT_ALL = Pattern("时间内|期限内|时段内|期内|期间|截止(?:时间|日期|日)?[之以]?前|结束[之以]?前")
_WITHIN = Pattern(
    r"(?:此次|本次|该)?(?P<thing>活动|比赛|竞赛|大赛|征集|征文|征稿|投稿|报名|展览|培训)的?(?:(?:举办)?(?:时间|期限|时段|期)内"
    r"|期间(?=[^,。;]{0,4}(?:请|须|应|务必|将|把|上传|提交|报送))|(?:举办)?(?:时间)?(?:截止(?:时间|日期|日)?|结束)[之以]?前)"
)
"""作品请在活动时间内发至, 比赛结束前将作品交至."""
_NOT_ASKED = Pattern(
    r"[^,。;]{0,12}(?:不|勿|禁|请假|保存|保管)"
    r"|[^。;]{0,40}(?:即可|可获|可领|可兑|的(?:学员|同学|选手|人员|读者|师生))"
)
"""活动期间将照片上传即可兑换礼品: what one may do."""
_ASKED = Pattern("请|须|应|务必|需|将")
_NEAR = 30  # characters behind such words in which it is said what is handed in


def add_due_in_it(notice: Notice, state: State) -> None:
    """Add what is handed in before the only thing that lasts some days, or the one that is named, is over."""
    lasting = {last for it in state.events if (last := day(it.event.end)) and day(it.event.start) != last}
    text = notice.folded.text
    if not lasting or not _WITHIN_AT_ALL.search(text):
        return
    for match in _WITHIN.finditer(text):
        start, end = layout.sentence(text, *match.span())
        tail = text[match.end() : end]
        named = {last for it in state.events if match["thing"] in it.event.name and (last := day(it.event.end))}
        ends = (named & lasting) or lasting
        due = next(iter(ends)) if len(ends) == 1 else None
        known = any(day(it.deadline.due) == due for it in state.deadlines)
        told = match[0][-1] != "间" or _ASKED.search(text, start, end)
        asked = told and not _NOT_ASKED.match(tail) and is_asked(state, start, tail[:_NEAR])
        if due is not None and not known and asked:
            phrase = derived.Counted(*match.span(), match["thing"], 0, False)
            add_due(notice, state, phrase, due, text[start : match.start()])
