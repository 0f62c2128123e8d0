"""The same notice issued again by somebody else: by what it is recognised, and what is its issuer's own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from notices.model import KeyDate, Notice

BODY_CHARS_MIN = 40  # a shorter text ("see the annex") may be the same by chance; a short notice has fifty
ATTACHED = "\n\n附件《"  # what stands before the text of an attachment, which one feed may have and another not
KEY_HEX = 32  # 128 bits of SHA-256
RUN_CHARS = 4  # of a text, by which two are compared: a word and a half
COPIED_MIN = 0.9  # of the runs of the shorter of two texts that the other has, too: a slip mended, a line added
HEADLINE_CHARS_MIN = 6  # without what says that it is forwarded: less names nothing
AGAIN = timedelta(days=60)  # in which a notice is passed on; the same words a year later are another occasion

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,20})[〔\[【(（](20\d\d)[〕\]】)）](?:第)?(\d{1,5})号")
_FORWARDED = re.compile(
    r"^\W*(?:[\u4e00-\u9fff]{0,12}?(?:转发|转载)|转(?=\W)|(?:fwd?|repost(?:ed)?|forwarded)\b)[^\w《]*"
    r"|\W(?:转发|转载|转)\W*$",
    re.I,
)
_BRACKETS = str.maketrans("[]【】()（）", "〔〕〔〕〔〕〔〕")
_QUOTED = re.compile(r"《([^《》]{6,})》")
_NO_LETTERS = re.compile(r"[\W_]+")
_ABOUT_THE_PAGE = re.compile(
    r"\W*(?:发布|发文|更新|浏览|阅读|点击|访问|来源|作者|编辑|责编|审核|供稿|字号|字体|分享|打印|关闭|转载|转发自|原文|【)"
)


def keys(notice: Notice) -> tuple[str, ...]:
    """What the notice is recognised by when another feed brings it: its document number, and its issuer together with
    its words. Titles prove nothing: offices use the same one for different rules."""
    found = []
    if number := _NUMBER.fullmatch("".join((notice.doc_number or "").split())):
        found.append(f"number:{number[1]}〔{number[2]}〕{int(number[3])}号")
    if notice.issuer and len(words := _words(notice)) >= BODY_CHARS_MIN:
        found.append(_body_key(notice.issuer, words))
    return tuple(found)


def _body_key(issuer: str, words: str) -> str:
    return f"body:{sha256(chr(0).join((issuer, words)).encode()).hexdigest()[:KEY_HEX]}"


def _words(notice: Notice) -> str:
    """The body without white space, punctuation, its title and what a page says about itself."""
    own, _, _ = notice.text.partition(ATTACHED)
    lines = (line for line in own.split("\n") if not _ABOUT_THE_PAGE.match(line))
    return _letters("".join(lines)).removeprefix(_letters(notice.title))


def _letters(text: str) -> str:
    """Its letters and digits, in any script."""
    return _NO_LETTERS.sub("", text)


def is_forwarded(notice: Notice) -> bool:
    """Its title says that somebody else wrote it: `转发：`, `【转载】`, `关于转发《…》的通知`, `Fwd:`."""
    return bool(_FORWARDED.search(notice.title))


def title_key(notice: Notice) -> str | None:
    """What leads to notices of the same title, whoever forwards them; None if it names nothing."""
    mark = _FORWARDED.search(notice.title)
    rest = _FORWARDED.sub("", notice.title)
    quoted = _QUOTED.search(rest) if mark else None
    words = _letters((quoted[1] if quoted else rest).casefold())
    return f"title:{sha256(words.encode()).hexdigest()[:KEY_HEX]}" if len(words) >= HEADLINE_CHARS_MIN else None


def is_copy(notice: Notice, known: Notice, dates: Iterable[KeyDate]) -> bool:
    """Whether a notice of the same title is the known one, with a slip mended or a line added. `dates`: those that the
    known one has or had. What is forwarded may have dates of its own; anything else with another date, another number
    or another issuer is another notice."""
    forwarded = is_forwarded(notice) or is_forwarded(known)
    if forwarded and known.doc_number and _squeezed(known.doc_number) in _squeezed(notice.text):
        return True
    numbers = {_squeezed(it.doc_number) for it in (notice, known) if it.doc_number}
    issuers = {it.issuer for it in (notice, known) if it.issuer}
    if not forwarded and (len(numbers) > 1 or len(issuers) > 1 or own_dates(dates, notice.key_dates)):
        return False
    return _shared(_words(notice), _words(known)) >= COPIED_MIN


def _shared(one: str, other: str) -> float:
    """How much of the shorter text stands in the longer one; none of a text too short to tell."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < BODY_CHARS_MIN:
        return 0.0
    runs = _runs(shorter)
    return len(runs & _runs(longer)) / len(runs)


def _runs(words: str) -> set[str]:
    return {words[at : at + RUN_CHARS] for at in range(len(words) - RUN_CHARS + 1)}


def _squeezed(words: str) -> str:
    return "".join(words.split()).translate(_BRACKETS)


def own_dates(known: Iterable[KeyDate], dates: Iterable[KeyDate]) -> tuple[KeyDate, ...]:
    """Those of `dates` that are not among the known: what the one who issued it again adds for their own people."""
    said = {_moment(it) for it in known}
    return tuple(it for it in dates if _moment(it) not in said)


def _moment(it: KeyDate) -> tuple[object, ...]:
    return it.kind, it.starts_at, it.ends_at
