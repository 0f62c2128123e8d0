"""What happens to what stands before a date: 清真餐厅7月20日—8月18日歇业; 校车停运,6月19日恢复."""

from __future__ import annotations

from notices.extract import phrasing
from notices.extract.patterns import Pattern

_VERB = Pattern(
    r"^(?:在[^,。;:]{2,14}?)?(?:正式|陆续|临时|全面)?(?:(恢复|开放|关闭|开通|开启|启用|上线|停[用电水机]|送[抵达][^,。;]{0,6}"
    r"|公布|揭晓|发放|发售)$"
    r"|(公示|封闭(?:施工|管理)?|施工|检修|维修|停[运业诊]|断[网电]|歇业|停业|开[课班营讲赛考业馆]|起运|通车)(?=[,。;(\d]|$)"
    r"|(公[告布])(?=[于在])"
    r"|(?:自行|统一)?(?:登[录陆][^,。;]{2,12}|到[^,。;]{2,12})?(打印|领取|发放|下载)(?=[,。;]|$))"
)
_OF_THING = ("打印", "领取", "下载")
"""What is done to a thing, and says nothing without it."""
_STOPPED = Pattern(
    r"(?:^|[,。;:])([^,。;:]{2,10}?)(?<![后前时起])"
    r"(?:停[运水电机业用]|关闭|暂停[^,。;]{0,4}|停止[^,。;]{0,4}|封闭),$"
)


def verb(tail: str) -> str:
    """What happens, where that is all that is said right behind a date; empty if it is not."""
    found = _VERB.match(tail.lstrip(","))
    return found[found.lastindex or 0] if found else ""


def stopped(lead: str) -> str:
    """What the clause before a date says has stopped; empty if it does not."""
    found = _STOPPED.search(lead)
    return found[1] if found else ""


def name(what: str, verb: str) -> str:
    """Both together; empty where what is done says nothing without what it is done to."""
    what = phrasing.clean(what)
    if what.endswith(verb):
        return what
    return what + verb if what or verb not in _OF_THING else ""
