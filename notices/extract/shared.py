"""What is told once for several deadlines: 以上材料均发至…, 材料统一以PDF格式报送至…, 报名邮箱:… Each goes to the
deadlines that it is meant for, and to none that has a destination of its own: none is better than a wrong one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notices.extract import duties, formats
from notices.extract.contacts import emails
from notices.extract.fold import Folded
from notices.extract.moments import When
from notices.extract.patterns import Pattern
from notices.reading import Deadline

_SENTENCE = Pattern(r"[^。;!?\n|]+")
_CLAUSE = Pattern("[^,]+")
_TELLS = Pattern("|".join((  # each begins with its own letters, which is what makes the search quick
    *(f"{it}(?=[至到给送])" for it in "发报送寄交传"), *(rf"{it}(?=[^,至到]{{2,16}}[室处楼\d])" for it in "送交"),
    "格式", "一式", "版", "件",
)))
_SENDS_TO = Pattern(
    r"(?:发送?|报送?|寄送?|送交?|交|提交|递交|上交|上传|传)(?:至|到|给)"
    r"|(?:送|交(?![流通费款]))(?=[^,。;至到]{2,16}(?:室|处|楼|\d{3})(?:$|[,。;]))"
)
_ITEM = Pattern(r"^[(]?[一二三四五六七八九十\d]{1,2}[、.)]|^(?:注意?|备注|说明|要求|报送方式|提交方式):")
_ALL = Pattern(
    r"(?:(?P<above>以上|上述)|所有|全部|各[类项种])[^,。;:\n]{0,8}(?:材料|文件|资料|表|作品|稿件?|附件|文档|书|件|版)"
    r"|(?:报送|申报|参[赛评]|电子|纸质|书面)?(?:材料|资料)(?:电子[版件稿档]|纸质[版件稿])?(?:请|均|统一|一律|一并|都|须|应|以|将|一式|$)"
    r"|(?:电子|纸质)(?:版|件|稿|档)(?:请|均|统一|一律|一并|都|须|应|以|将|一式|$)"
)
_EACH = Pattern(r"[、和及与]|以及")
_NOT_NAME = Pattern(r"(?:请|均|都|统一|一律|一并|须|应|将|以|一式).*$|^(?:请|将|各单位|各学院)+")
_HANDED_IN = Pattern(
    r"报送|提交|上报|送交|上交|递交|发送|寄送|报备|交(?![费流通款])|材料|作品|稿|总结|报告|书$|表$|名单|方案|论文|回执|台账|清单"
)
_LABEL = Pattern(r"(报名|投稿|缴费|参赛|推荐|申报|回执)(?:专用)?(?:邮箱|信箱)[:为]")
_AT_ALL = Pattern(
    r"发[至到送给]|报送?[至到给]|送[至到交]|交[至到给]|寄[至到送]|传[至到]|送(?=[^,。;]{2,16}[室处楼\d])"
    r"|交(?=[^,。;]{2,16}[室处楼\d])|邮箱[:为]|信箱[:为]"
    r"|所有|全部|上述|以上[^,。;]{0,8}(?:格式|份)|材料[^,。;]{0,8}格式"
)
_NAME_MIN = 2  # characters of a paper by which its deadline is known


class _Told(NamedTuple):
    """A clause that tells where something goes; `above`: only what was told before it."""

    start: int
    above: bool
    names: tuple[str, ...]
    """The papers it names; empty for all of them."""
    send_to: tuple[str, ...]
    formats: tuple[str, ...]


def given(folded: Folded, whens: Sequence[When], owed: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """The deadlines of a notice, those without a destination of their own with that which is told for them."""
    if len(owed) < 2 or not _AT_ALL.search(folded.text):
        return owed
    owed = _by_label(folded.text, owed)
    clauses = [*_clauses(folded, whens)]
    owed = _without_others(folded, owed, [told for told in clauses if told.names or told.above])
    out = list(owed)
    for told in clauses:
        for at, it in enumerate(owed):
            if _is_meant(told, it, folded) and not (told.send_to and it.send_to):
                send_to = it.send_to or tuple(dict.fromkeys((*out[at].send_to, *told.send_to)))
                formats = it.formats or tuple(dict.fromkeys((*out[at].formats, *told.formats)))
                out[at] = out[at]._replace(send_to=send_to, formats=formats)
    return tuple(out)


def _without_others(folded: Folded, owed: tuple[Deadline, ...], bounded: Sequence[_Told]) -> tuple[Deadline, ...]:
    """The deadlines without the mailboxes that are told once, and for papers of other deadlines."""
    for told in bounded:
        meant = [_is_meant(told, it, folded) for it in owed]
        once = {to for to in told.send_to if folded.text.count(to) == 1} if any(meant) else set()
        owed = tuple(
            it if theirs else it._replace(send_to=tuple(to for to in it.send_to if to not in once))
            for it, theirs in zip(owed, meant, strict=True)
        ) if once else owed
    return owed


def _is_meant(told: _Told, it: Deadline, folded: Folded) -> bool:
    if told.above and it.evidence.start > folded.back(told.start):
        return False
    if told.names:
        return any(name in it.what or name in it.materials for name in told.names)
    return bool(it.materials) or _HANDED_IN.search(it.what) is not None


def _clauses(folded: Folded, whens: Sequence[When]) -> Iterator[_Told]:
    """The clauses that tell where something goes, of sentences in which no date stands."""
    text = folded.text
    starts = [when.start for when in whens]
    for sentence in _SENTENCE.finditer(text):
        at, last = bisect_left(starts, sentence.start()), sentence.end()
        row = text.find("\n", last) if text[last : last + 1] == "|" else last  # a cell tells of the days of its row
        dated = at < len(starts) and starts[at] < (row if row >= 0 else len(text))
        if not dated and _TELLS.search(text, *sentence.span()):
            yield from _of_sentence(folded, *sentence.span())


def _of_sentence(folded: Folded, start: int, end: int) -> Iterator[_Told]:
    """What its clauses tell; one that names no papers goes on with those of the clause before."""
    everything, above = False, False
    names: tuple[str, ...] = ()
    for clause in _CLAUSE.finditer(folded.text, start, end):
        sends = _SENDS_TO.search(clause[0])
        subject = _ITEM.sub("", clause[0][: sends.start()] if sends else clause[0])
        told = _ALL.match(subject.removeprefix("请").removeprefix("将"))
        if told or (sends and subject):
            everything, above = told is not None, bool(told and told["above"])
            names = () if told else _names(subject)
        if everything or names:
            send_to = _send_to(folded, *clause.span()) if sends else ()
            forms = formats.asked(clause[0])
            if send_to or forms:
                yield _Told(clause.start(), above, names, send_to, forms)


def _send_to(folded: Folded, start: int, end: int) -> tuple[str, ...]:
    mails = [*emails(folded.text[start:end])]
    desk = None if mails else _DESK.search(folded.text, start, end)
    desks = [folded.shown(*desk.span(1))] if desk else duties.rooms(folded, start, end)
    return tuple(dict.fromkeys((*mails, *desks)))


_DESK = Pattern(r"(?:送|交(?![流通费款至到给]))([^,。;:至到给]{2,16}(?:室|处|楼|\d{3}))$")


def _names(subject: str) -> tuple[str, ...]:
    """The papers that a clause is about: 名单和总结."""
    names = [_NOT_NAME.sub("", it).strip("《》") for it in _EACH.split(subject)]
    return tuple(it for it in names if len(it) >= _NAME_MIN and _HANDED_IN.search(it))


def _by_label(text: str, owed: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """The deadlines, where a mailbox that is labelled for one thing (报名邮箱) is only theirs who ask for that."""
    for label in _LABEL.finditer(text):
        mails = tuple(emails(text[label.end() : text.find("\n", label.end()) if "\n" in text[label.end() :] else None]))
        meant = [label[1] in it.what for it in owed]
        if not mails or not any(meant):
            continue
        owed = tuple(
            it._replace(send_to=it.send_to or mails[:1]) if theirs
            else it._replace(send_to=tuple(to for to in it.send_to if to != mails[0]))
            for it, theirs in zip(owed, meant, strict=True)
        )
    return owed
