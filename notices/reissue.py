"""The same notice issued again by somebody else: by what it is recognised, and what is its issuer's own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from notices.model import KeyDate, Notice

BODY_CHARS_MIN = 40  # a shorter text ("see the annex") may be the same by chance; a short notice has fifty
ATTACHED = "\n\n附件《"  # what stands before the text of an attachment, which one feed may have and another not
KEY_HEX = 32  # 128 bits of SHA-256

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,20})[〔\[【(（](20\d\d)[〕\]】)）](?:第)?(\d{1,5})号")
_ABOUT_THE_PAGE = re.compile(
    r"\W*(?:发布|发文|更新|浏览|阅读|点击|访问|来源|作者|编辑|责编|审核|供稿|字号|字体|分享|打印|关闭|转载|转发自|原文|【)"
)


def keys(notice: Notice) -> tuple[str, ...]:
    """What the notice is recognised by when another feed brings it: its document number, and its issuer together with
    its words. Titles prove nothing: offices use the same one for different rules."""
    found = []
    if number := _NUMBER.fullmatch("".join((notice.doc_number or "").split())):
        found.append(f"number:{number[1]}〔{number[2]}〕{int(number[3])}号")
    words = _words(notice)
    if notice.issuer and len(words) >= BODY_CHARS_MIN:
        found.append(_body_key(notice.issuer, words))
    return tuple(found)


def _body_key(issuer: str, words: str) -> str:
    return f"body:{sha256(chr(0).join((issuer, words)).encode()).hexdigest()[:KEY_HEX]}"


def _words(notice: Notice) -> str:
    """The body without white space, punctuation, its title and what a page says about itself."""
    own, _, _ = notice.text.partition(ATTACHED)
    lines = (line for line in own.split("\n") if not _ABOUT_THE_PAGE.match(line))
    words = "".join(char for line in lines for char in line if char.isalnum())
    title = "".join(filter(str.isalnum, notice.title))
    return words.removeprefix(title)


def own_dates(known: Iterable[KeyDate], dates: Iterable[KeyDate]) -> tuple[KeyDate, ...]:
    """Those of `dates` that are not among the known: what the one who issued it again adds for their own people."""
    said = {_moment(it) for it in known}
    return tuple(it for it in dates if _moment(it) not in said)


def _moment(it: KeyDate) -> tuple[object, ...]:
    return it.kind, it.starts_at, it.ends_at
