"""Who can be asked: names with their phones and mailboxes."""

from __future__ import annotations

import re
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
    r"(?<![\d@.A-Za-z-])(?:\(?0\d{2,3}\)?[- ]?\d{7,8}(?:-\d{1,6})?|1[3-9]\d{9}|[2-9]\d{6,7})(?![\d@.A-Za-z])"
)
URL = Pattern(r"https?://[^\s<>()\"',。;、|\u4e00-\u9fff]{3,200}|www\.[A-Za-z0-9.-]{3,100}(?:/[\w./?=&%-]{0,100})?")
_NAME = Pattern(
    r"(?:联系人|联络人|经办人)(?:及电话|及联系方式|和电话)?[:为]?([\u4e00-\u9fff]{1,3}(?:老师|同志|主任|处长|科长|先生"
    r"|女士|教授)?(?:[、, ][\u4e00-\u9fff]{1,3}(?:老师|同志|主任|先生|女士)?){0,3})"
)
_PERSON = Pattern(r"(?:^|[:,、;( ])([\u4e00-\u9fff]{1,3}(?:老师|同志|主任|处长|科长|先生|女士|教授))")
_BARE = Pattern(r"^(?![^ ]{0,3}(?:电话|邮箱|传真|地址|手机|热线|咨询|办公))[\u4e00-\u9fff]{2,4}$")
_DIGITS = Pattern(r"\d{5}|\d{3,4}[-)]\d")
_PHONE_WORD = Pattern(r"电话|手机|联系|咨询|传真|热线|:0\d{2}|\d{3,4}-\d{7}")
_MAIL_LABEL = Pattern(r"^[^,。;]{0,16}(?:邮箱|信箱|邮件|[Ee]-?mail)")
_NAME_END = Pattern("(?:联系|电话|手机|邮箱|地址|办公).*")
_NAME_BREAK = Pattern("[、, ]")
_NO_NAME = Pattern(
    r"(?:联系|咨询)?(?:电话|方式|手机|热线|传真).*$|^.*?邮\s?箱.*$|^电子信箱.*$|^[Ee]-?mail.*$"
)
_SENTENCE = Pattern(r"[。;,，]")
CONTACTS_MAX = 40  # of one notice: a longer list is a directory
_LOCAL_MAX, _DOMAIN_MAX = 66, 130  # characters before and after the @ of a mailbox
_AREA = 3  # lines around a label that belong to the same contact


def contacts(folded: Folded, found: Sequence[Line]) -> tuple[Contact, ...]:
    """The contacts in the order of the text; a phone or a mailbox without a name has a nameless contact."""
    out: list[Contact] = []
    pending: list[str] = []
    used = -_AREA
    for index, line in enumerate(found):
        text = line.text
        numbered = "@" in text or _DIGITS.search(text)
        names = _names(text) if numbered or "人" in text else []
        if names:
            pending, used = names, index
            out.extend(Contact(name) for name in names)
        if not numbered:
            continue
        phones = tuple(_phones(text)) if pending or _tells_phone(text) else ()
        mails = tuple(emails(text))
        bare = _before(folded, line, text) if phones or mails else ""
        if bare and _BARE.match(bare) and bare not in pending:
            out.append(Contact(bare, phones, mails))
            pending, used = [bare], index
        elif (phones or mails) and pending and index - used <= _AREA:
            out = [_with(c, phones, mails) if c.name in pending else c for c in out]
            used = index
        elif phones or (mails and _MAIL_LABEL.match(text) and not _SENTENCE.search(text)):
            out.append(Contact(bare, phones, mails))
            pending, used = ([bare] if bare else []), index
    return tuple(dict.fromkeys(c for c in out if c.phones or c.emails or c.name))[:CONTACTS_MAX]


def emails(text: str) -> Iterator[str]:
    """The mailboxes in a text, a blank beside the @ taken out. Only the surroundings of each @ are looked at."""
    at, seen = text.find("@"), 0
    while at >= 0 and seen < CONTACTS_MAX:
        seen += 1
        match = EMAIL.search(text, max(0, at - _LOCAL_MAX), at + _DOMAIN_MAX)
        if match:
            yield match[0].replace(" ", "")
        at = text.find("@", max(at + 1, match.end() if match else 0))


def _phones(text: str) -> Iterator[str]:
    for match in PHONE.finditer(text):
        yield match[0].replace(" ", "").strip("()")


def _tells_phone(text: str) -> bool:
    return len(text) < 200 and bool(len(text) < 40 or _PHONE_WORD.search(text))


def _names(text: str) -> list[str]:
    match = _NAME.search(text)
    if match:
        names = (_NAME_END.sub("", name) for name in _NAME_BREAK.split(match[1]))
        return [name for name in names if name]
    if len(text) < 60 and PHONE.search(text):
        return _PERSON.findall(text)
    return []


def _before(folded: Folded, line: Line, text: str) -> str:
    """The name or office that stands before the first number of a line: `张三 023-6300`."""
    first = PHONE.search(text) or EMAIL.search(text)
    if not first:
        return ""
    shown = folded.shown(line.start, line.start + first.start())
    name = _NO_NAME.sub("", shown.strip(" :(（：")).strip(" :：")
    return name if 2 <= len(name) <= 20 and not _SENTENCE.search(name) else ""


def _with(contact: Contact, phones: tuple[str, ...], emails: tuple[str, ...]) -> Contact:
    return Contact(
        contact.name, tuple(dict.fromkeys((*contact.phones, *phones))), tuple(dict.fromkeys((*contact.emails, *emails)))
    )
