"""Who can be asked: names with their phones and mailboxes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from notices.extract.fold import Folded
from notices.extract.layout import Line
from notices.extract.patterns import Pattern
from notices.model import Contact

EMAIL = Pattern(
    r"(?<![\w.+-])[A-Za-z0-9](?:[\w.+-]{0,62}[\w-])? ?@ ?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",
    re.ASCII,
)
PHONE = Pattern(
    r"(?<![\d@.A-Za-z-])(?:\(?0\d{2,3}\)?[- ]{0,2}(?:\d{7,8}|\d{3,4} \d{4})(?:-\d{1,6}(?!\d))?"
    r"|1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]\d{4})"
    r"|[2-9]\d{6,7}|[48]00-?\d{3}-?\d{4})(?![\d@.A-Za-z])"
)
URL = Pattern(r"https?://[^\s<>()\"',。;、|\u4e00-\u9fff]{3,200}|www\.[A-Za-z0-9.-]{3,100}(?:/[\w./?=&%-]{0,100})?")
CONTACTS_MAX = 40  # of one notice: a longer list is a directory
_LOCAL_MAX, _DOMAIN_MAX = 66, 130  # characters before and after the @ of a mailbox
_AREA = 3  # lines around a name that belong to the same contact
_REACH = 60  # characters before a number in which its name stands

_SURNAMES = (  # the most common ones: a name without a title is only believed behind a label or if it begins so
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁"
    "岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛管柴蒙鲍华喻祁蒲房滕屈饶解牟艾"
    "尤阳穆司卓古吉缪简车项连芦麦褚娄戚岑景费卜晏席卫米柏瞿桂全佟应臧闵苟边师栾隋商刁沙荣巫桑丛仲虞敖池查麻苑"
)
_TITLES = "老师|同志|主任|处长|科长|部长|院长|会长|秘书长|秘书|干事|先生|女士|教授|助理|校长|园长|经理|同学|医生"
_TITLED = Pattern(rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?|[\u4e00-\u9fff]{{1,3}}?)(?:{_TITLES})|小[{_SURNAMES}]")
_IN_TEXT = Pattern(rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,1}}?(?:{_TITLES})(?=处|[(,]|$)")
_NAMED = Pattern(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_ANY_NAME = Pattern(r"[\u4e00-\u9fff]{2,4}")
_AT_OFFICE = Pattern(r".{0,30}(?:办公室|秘书处|处|科|部|室|办|中心|学院|院|会|局|协)(?=[\u4e00-\u9fff]{2,6}$)")
_OFFICE = Pattern(
    r"[\u4e00-\u9fffA-Za-z·]{1,18}(?:办公室|办|处|科|室|部|中心|院|系|会|局|馆|所|站|组|台|公司|校|园|科协)"
)
_ASK = Pattern("|".join((  # each begins with its own letters, which is what makes the search quick
    *(rf"{it}(?:人员?|老师)(?:及|和|与)?(?:联系)?(?:电话|方式)?[:为是 ]{{0,2}}" for it in ("联系", "联络", "经办")),
    *(f"{it}(?:人员?|老师)(?:及|和|与)?(?:联系)?(?:电话|方式)?:" for it in ("咨询", "对接", "负责", "收件")),
)))
_LABEL = Pattern(
    r"(?:联系|咨询|办公|值班|固定|服务|报名|监督|举报|技术|报修|会务|业务){0,2}(?:电话|手机|号码|方式|热线|座机|邮箱|信箱|邮件"
    r"|[Ee]-?mail|[Tt][Ee][Ll])(?:号码?|地址)?[:为是]?|联系[:为]"
)
_ASIDE = Pattern(r"^(?:请|可|和|与|及|向|到|至|由|找|同|致电|咨询|联系|上?报|送|交|发|寄)+")
_NO_OFFICE = Pattern(r"(?:体|机|社|学|培训|报告|座谈|研讨)会$")
_NO_PERSON = frozenset(
    ("地点", "地址", "时间", "单位", "职务", "部门", "方式", "电话", "手机", "网址", "邮编", "微信", "全称")
)
_NO_PHONE = Pattern(
    r"(?:传真|QQ群?号?|群号?|编号|邮编|账号|帐号|卡号|学号|会议号|会议ID|密码|证号|代码|准考证)[:为是 ]{0,2}$"
)
_BETWEEN = Pattern(r"[、,/()\[\]:|]| +|(?<=[师任长])[和及与]|[和及与](?=[\u4e00-\u9fff]{1,3}老师)")
_STOP = Pattern(r"[。;!?]")
_MAIL_LABEL = Pattern(r"[^,。;]{0,16}(?:邮箱|信箱|邮件|[Ee]-?mail)")
_DIGITS = Pattern(r"[0-9]\d\d(?:\d\d|\d?[-) ]{1,3}\d{3})")
_AT = Pattern("@")
_TELLS_PHONE = Pattern(r"电话|手机|联系|咨询|传真|热线|:0\d{2}|\d{3,4}-\d{7}")
_APART = Pattern(r"(?<=[联咨电负手邮信传热]) {1,4}(?=[系询话责机箱真线])|(?<=[系询责]) {1,4}(?=人)")
_SHORT = 40  # characters of a line that holds hardly more than its number
_LONG = 200  # characters: in a longer line a number without a label is no phone


def contacts(folded: Folded, found: Sequence[Line]) -> tuple[Contact, ...]:
    """The contacts in the order of the text; a phone or a mailbox without a name has a nameless contact."""
    out: list[Contact] = []
    asked: list[int] = []  # whom the next numbers belong to, as indexes of `out`
    used = -_AREA
    for index in _telling(folded.text, found):
        line = found[index]
        if len(out) >= CONTACTS_MAX:
            break
        text = folded.spaced(line.start, line.end)  # blanks part a name from an office
        text = _APART.sub("", text) if " " in text else text
        for names, phones, mails in _groups(text):
            if names:
                asked = list(range(len(out), len(out) + len(names)))
                out += [Contact(name) for name in names]
            elif index - used > _AREA:
                asked = []
            if not asked and (phones or (mails and _is_mail_line(text))):
                asked = [len(out)]
                out.append(Contact())
            _give(out, asked, phones, mails)
            used = index if names or (asked and (phones or mails)) else used
    return tuple(dict.fromkeys(it for it in out if it.name or it.phones or it.emails))[:CONTACTS_MAX]


def _telling(text: str, found: Sequence[Line]) -> list[int]:
    """The lines that hold a number, a mailbox or a word for whom to ask."""
    if not found:
        return []
    starts = [line.start for line in found]
    places = (match.start() for pattern in (_DIGITS, _ASK, _AT) for match in pattern.finditer(text))
    return sorted({at for place in places if place < found[at := bisect_right(starts, place) - 1].end})


Group = tuple[list[str], list[str], list[str]]


def _groups(text: str) -> list[Group]:
    """The names, phones and mailboxes of a line, in runs: each run begins with its names."""
    out: list[Group] = []
    end = 0
    for start, stop, number in _numbers(text):
        names = _names(text[end:start])
        if names or not out:
            out.append((names, [], []))
        if not _NO_PHONE.search(text, end, start) or "@" in number:
            out[-1][2 if "@" in number else 1].append(number)
        end = stop
    if not end:
        names = _names(text) if _ASK.search(text) else []
        return [(names, [], [])] if names else []
    if not any(names for names, _, _ in out):  # 6193086(李老师)
        out[-1][0].extend(_TITLED.findall(text, end, end + _SHORT) if "老师" in text[end : end + _SHORT] else [])
    return out


def _numbers(text: str) -> list[tuple[int, int, str]]:
    """The phones and mailboxes of a line, where they stand."""
    mails = [(start, end, mail) for start, end, mail in _mails(text)]
    if len(text) >= _LONG and not _TELLS_PHONE.search(text):
        return mails
    if len(text) >= _SHORT and not _TELLS_PHONE.search(text) and not _NAMED.match(text):
        return mails
    phones = [(m.start(), m.end(), m[0].replace(" ", "").strip("()")) for m in PHONE.finditer(text)]
    return sorted([*mails, *(it for it in phones if not any(a <= it[0] < b for a, b, _ in mails))])


def _names(before: str) -> list[str]:
    """The people, else the office, that the words before a number name."""
    clause = next((part for part in reversed(_STOP.split(before)) if part.strip(" )")), "")
    asked = [match.end() for match in _ASK.finditer(clause)]
    part = _LABEL.sub("|", clause[asked[-1] :] if asked else clause)
    pieces = [piece.strip() for piece in _BETWEEN.split(part) if piece and piece.strip()]
    people = [name for piece in pieces if (name := _person(piece, bool(asked)))]
    if people:
        return people[:8]
    inside = _IN_TEXT.findall(clause)
    if inside:
        return inside[-1:]
    offices = [
        name for piece in pieces
        if _OFFICE.fullmatch(name := _ASIDE.sub("", piece)) and not _NO_OFFICE.search(name)
    ]
    return offices[-1:] if len(clause) <= _SHORT else []


def _person(piece: str, asked: bool) -> str:
    """The name of a person in a piece of text that holds nothing else, but for an office before the name."""
    if piece in _NO_PERSON:
        return ""
    if _TITLED.fullmatch(piece) or _NAMED.fullmatch(piece):
        return piece
    office = _AT_OFFICE.match(piece)
    if office and (name := _person(piece[office.end() :], asked)):
        return name
    return piece if asked and _ANY_NAME.fullmatch(piece) and not _OFFICE.fullmatch(piece) else ""


def _is_mail_line(text: str) -> bool:
    return _MAIL_LABEL.match(text) is not None and not _STOP.search(text)


def _give(out: list[Contact], asked: list[int], phones: list[str], mails: list[str]) -> None:
    """Numbers to those they belong to: one each where there are as many, else all of them to all."""
    paired = 1 < len(asked) == len(phones)
    for order, at in enumerate(asked):
        held = out[at]
        more = phones[order : order + 1] if paired else phones
        out[at] = Contact(
            held.name, tuple(dict.fromkeys((*held.phones, *more))), tuple(dict.fromkeys((*held.emails, *mails)))
        )


def emails(text: str) -> Iterator[str]:
    """The mailboxes in a text, a blank beside the @ taken out. Only the surroundings of each @ are looked at."""
    return (mail for _, _, mail in _mails(text))


def _mails(text: str) -> Iterator[tuple[int, int, str]]:
    at, seen = text.find("@"), 0
    while at >= 0 and seen < CONTACTS_MAX:
        seen += 1
        match = EMAIL.search(text, max(0, at - _LOCAL_MAX), at + _DOMAIN_MAX)
        if match:
            yield match.start(), match.end(), match[0].replace(" ", "")
        at = text.find("@", max(at + 1, match.end() if match else 0))
