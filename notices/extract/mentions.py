"""Dates that are only mentioned: quoted, forecast, a reason, of a speech or a letter, over a list of changes."""

from __future__ import annotations

from notices.extract import asides, words
from notices.extract.layout import Place
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.extract.theme import Theme

_SPEAKERS = frozenset("长任记员人生士授师者理席监")
"""The last letters of who is quoted: 局长, 主任, 书记, 发言人."""
_SPOKE = Pattern(
    r"(?:[上下]午|晚上?|中午)?(?:在|于|出席|主持|参加|接受)[^,。;]{0,24}(?:表示|指出|强调|宣布|透露|说明|介绍|说|称)(?:[,。:;]|$)"
)
_WEEKDAY = Pattern(r"[为是](?:星期|周|礼拜)[一二三四五六日天](?:[。;)]|$|,(?=[\d廿十一二三]))")
_LETTER = Pattern(r"的?(?:电子)?(?:邮件|来函|来文|函文|函示|电邮|传真)(?:内容|所[示附]|办理|指示|[,。;)]|$)")
_GOES_BY = Pattern("依(?!然)|据|照")
_ITEMS = Pattern(r"(?:的)?(?:各项)?(?:活动|课程|场次|赛事|部分)?:$")
"""9月28日活动:, over a list of what is cancelled or put off."""


def why(when: When, place: Place, theme: Theme) -> str:
    """Why a day is only mentioned, empty if it is not."""
    said = place.quoted or (("称" in place.lead or "显示" in place.lead) and asides.SAYS_LEAD.search(place.lead))
    if said:
        return "quoted"
    if place.tail and asides.WEATHER.match(place.tail) and not words.STOPS.search(place.rest):
        return "weather"
    if _is_reason(when, place):
        return "reason"
    return "mentioned" if not (when.mark or when.spans) and _in_passing(place, theme) else ""


def _is_reason(when: When, place: Place) -> bool:
    """Whether other people's events are named as a reason."""
    at = when.start - place.start
    reason = asides.BECAUSE.search(place.sentence, 0, at) if at else None
    decided = asides.DECIDES.search(place.sentence, reason.end()) if reason else None
    return decided is not None and at < decided.start()


def _in_passing(place: Place, theme: Theme) -> bool:
    """Whether a day tells when words were spoken or written, is explained, or stands over a list of changes."""
    if place.blank or (place.tail and _LETTER.match(place.tail) and _GOES_BY.search(place.sentence)):
        return True
    if not place.lead and _ITEMS.match(place.tail) and theme.moved:
        return True
    spoke = place.lead[-1:] in _SPEAKERS and _SPOKE.match(place.rest)
    return bool(spoke or (place.tail[:1] in ("为", "是") and _WEEKDAY.match(place.rest)))
