"""Letters (RFC 5322, MIME) to text: whatever their charsets claim, forwarded ones with what they forward. Pure."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from feeds import html
from feeds.decode import decode
from feeds.mail.model import Letter, Paper

PARTS_MAX = 100  # of one letter; more is a trick
DEPTH_MAX = 5  # letters in letters
PAPERS_MAX = 5  # documents of one letter: as many as of an entry
TITLE_CHARS_MAX = 300  # of a subject, as of any entry's title
WHOLE_SHARE = 0.5  # of the plain text that the HTML of a letter must have: some say only "see the plain part"

_PAPERS = re.compile(r"\.(?:pdf|docx?|rtf)$", re.I)
_PAPER_TYPES = (
    "application/pdf", "application/msword", "application/rtf", "text/rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
_AGAIN = re.compile(r"^(?:\s*(?:fwd?|re|转发|轉寄|回复|答复)\s*[:：]\s*)+", re.I)
_FROM = re.compile(r"[>\s*]*(?:发件人|寄件人|寄件者|from)\**\s*[:：]", re.I)
_HEAD = re.compile(
    r"[>\s*]*(?:发件人|寄件人|寄件者|发送时间|发送日期|收件人|收件者|抄送|密送|主题|主旨|日期|时间|附件|from|to|cc|sent|date|subject|reply-to)"
    r"\**\s*[:：]", re.I,
)
_WROTE = re.compile(
    r"-{2,}\s*(?:原始邮件|转发的?邮件(?:信息)?|回复的?(?:原)?邮件|original message|forwarded message)\s*-{2,}"
    r"|begin forwarded message:|(?:在|于)?\s?\d{4}.{0,80}写道\s*[:：]|on .{0,120} wrote:", re.I,
)
_SPACE_BETWEEN = re.compile(r"(\?=)\s+(=\?)")


def read(body: bytes) -> Letter:
    """A letter as it came. Never raises for what is in it: what cannot be read is left out."""
    message = email.message_from_bytes(body)
    whole = _Whole()
    _walk(message, whole, 0)
    subject = _AGAIN.sub("", header(message, "Subject"))
    text = html.tidy(_without_heads(html.tidy("\n\n".join(filter(None, whole.texts)))))
    return Letter(
        id=header(message, "Message-ID") or hashlib.sha256(body).hexdigest(),
        title=(subject or whole.inner_title)[:TITLE_CHARS_MAX],
        sender=sender(message), at=_date(header(message, "Date")), text=text, papers=tuple(whole.papers[:PAPERS_MAX]),
    )


def _without_heads(text: str) -> str:
    """A text without the lines that mail programs put before what they forward or answer: when a letter was sent is no
    date to keep. Lines such as `主题：` and `时间：` that are the notice's own stay: no sender stands among them."""
    kept: list[str] = []
    head: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _HEAD.match(line):
            head.append(line)
            continue
        is_head = len(head) > 1 and any(_FROM.match(it) for it in head)
        kept += [] if is_head else head
        head = []
        if not _WROTE.fullmatch(line.strip("> \t")):
            kept.append(line)
    return "\n".join(kept)


def sender(message: Message) -> str:
    """The one address a letter says it is from, in lower case; empty if that is none, or not only one."""
    lines = [value for name, value in message.raw_items() if name.lower() == "from"]
    found = [address.lower() for _, address in getaddresses([str(it) for it in lines]) if "@" in address]
    return found[0] if len(lines) == 1 and len(found) == 1 else ""


def header(message: Message, name: str) -> str:
    """A header's text on one line: encoded words (RFC 2047) and bytes that were never encoded, in any charset."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return html.one_line(_decoded(str(value)))
    return ""


@dataclass(slots=True)
class _Whole:
    """What has been read of a letter so far."""

    texts: list[str] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    inner_title: str = ""
    count: int = 0


def _walk(message: Message, whole: _Whole, depth: int) -> None:
    """Read a letter and those in it: forwarded as an attachment, they are part of it."""
    for part in _parts(message):
        whole.count += 1
        if whole.count > PARTS_MAX:
            return
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if depth < DEPTH_MAX and isinstance(inner, list) and inner and isinstance(inner[0], Message):
                whole.inner_title = whole.inner_title or _AGAIN.sub("", header(inner[0], "Subject"))
                _walk(inner[0], whole, depth + 1)
        elif kind == "multipart/alternative":
            whole.texts.append(_best(part))
        elif (name := _name(part)) or part.get_content_disposition() == "attachment" or kind in _PAPER_TYPES:
            if _PAPERS.search(name) or kind in _PAPER_TYPES:
                whole.papers.append(Paper(name or "附件", _bytes(part)))
        elif kind in ("text/plain", "text/html"):
            whole.texts.append(_text(part))


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a letter that are no mere boxes, in order; alternatives and letters within are one part each, but
    for the documents that some programs put among alternatives."""
    stack = [message]
    while stack:
        part = stack.pop()
        inner = part.get_payload()
        if not (part.is_multipart() and isinstance(inner, list)):
            yield part
        elif part.get_content_type() in ("multipart/alternative", "message/rfc822"):
            yield part
            if part.get_content_type() == "multipart/alternative":
                stack += [it for it in reversed(_leaves(part)) if _name(it) or it.get_content_type() in _PAPER_TYPES]
        else:
            stack += [it for it in reversed(inner) if isinstance(it, Message)]


def _leaves(part: Message) -> list[Message]:
    found: list[Message] = []
    stack = [part]
    while stack and len(found) < PARTS_MAX:
        it = stack.pop()
        inner = it.get_payload()
        if it.is_multipart() and isinstance(inner, list):
            stack += [one for one in reversed(inner) if isinstance(one, Message)]
        else:
            found.append(it)
    return found


def _best(part: Message) -> str:
    """Of several forms of one text the one with the most structure, unless it says much less."""
    leaves = [it for it in _leaves(part) if not _name(it)]
    pages = "\n".join(_text(it) for it in leaves if it.get_content_type() == "text/html")
    plain = "\n".join(_text(it) for it in leaves if it.get_content_type() == "text/plain")
    return pages if len("".join(pages.split())) >= WHOLE_SHARE * len("".join(plain.split())) else plain


def _text(part: Message) -> str:
    text = decode(_bytes(part), part.get_content_charset() or "")
    return html.to_text(text) if part.get_content_type() == "text/html" else html.tidy(text)


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _name(part: Message) -> str:
    try:
        given = part.get_filename()
    except (LookupError, ValueError, TypeError):  # a charset that is none
        given = None
    return html.one_line(_decoded(given)) if given else ""


def _decoded(value: str) -> str:
    """Encoded words that follow each other belong together, also where one character is cut between them."""
    try:
        parts = decode_header(_SPACE_BETWEEN.sub(r"\1 \2", value.replace("\r", "").replace("\n", " ")))
    except (ValueError, email.errors.HeaderParseError):
        parts = [(value, None)]
    return "".join(_piece(words, charset) for words, charset in parts)


def _piece(words: str | bytes, charset: str | None) -> str:
    return decode(words.encode("utf-8", "surrogateescape") if isinstance(words, str) else words, charset or "")


def _date(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
