"""Bytes to text, whatever the source claims about them. Pure."""

from __future__ import annotations

import codecs
import re

HEAD_BYTES = 1024  # where a document says its charset: the XML prolog and HTML's <meta> must stand this early
ERRORS_PER_CHARS_MAX = 0.05  # of characters beyond ASCII: fewer are slips in UTF-8, more may be another charset
COMMON_HANZI_SHARE = 0.8  # of what GB18030 makes of the bytes: Chinese text is nearly all GB 2312, mojibake is not

BIG5_COMMON = (0xA4, 0xC6)  # the lead bytes of its first level, frequently used characters

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # UTF-32 first: its little-endian mark begins with UTF-16's
_CLAIM = re.compile(
    rb"""<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)|<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_CHINESE = re.compile(r"gb[_-]?2312(-80)?|gbk|cp936|ms936|x-gbk|chinese|gb_?18030", re.I)
_WESTERN = {"iso8859-1", "cp1252", "ascii", "iso8859-15"}  # servers claim these by default, about anything
_SEVEN_BIT = {"hz", "iso2022_jp", "iso2022_kr", "utf-7"}  # these look like plain ASCII

_STRETCHES = re.compile(rb"[<>\n][^<>\n]*|^[^<>\n]+")  # of markup, each from one hand
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\ufeff]")
_UNPRINTED = ("\n", "\r", "\t", "\u3000")  # that are as good as what is printed
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,9})|(\d{1,9}));")


def decode(body: bytes, charset: str = "") -> str:
    """Read bytes as text: byte order mark, UTF-8, UTF-8 with slips or with stretches of GBK in it, the charset claimed
    (in the document, then `charset` from the header), GB18030, and at last whatever loses least. Never raises."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if wide := _wide(body[:HEAD_BYTES]):
        return body.decode(wide, "replace")
    claims = [c for c in (_claimed(body), _codec(charset)) if c]
    seven_bit = next((c for c in claims if c in _SEVEN_BIT), None)
    if seven_bit and body.isascii():
        return body.decode(seven_bit, "replace")
    utf8 = _utf8(body)
    return utf8 if utf8 is not None else _decode_other(body, claims)


def _utf8(body: bytes) -> str | None:
    """Bytes as UTF-8; None if they are none. Characters beyond the 65,536th in two halves, as old databases give them,
    are put together."""
    if (text := _strict(body, "utf-8")) is not None:
        return text
    try:
        halves = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decode_other(body: bytes, claims: list[str]) -> str:
    slipped, chinese = body.decode("utf-8", "replace"), _strict(body, "gb18030")
    is_chinese = chinese is not None and _common_hanzi(chinese)
    if _nearly_utf8(slipped) or (not is_chinese and _mostly_utf8(slipped)):
        return "".join(map(_stretch, _STRETCHES.findall(body)))
    for claim in claims:
        if claim in _WESTERN and chinese is not None and is_chinese:
            return chinese
        if (text := _strict(body, claim)) is not None:
            return text
    if not is_chinese and (taiwanese := _strict(body, "cp950")) is not None and _common_in_big5(taiwanese):
        return taiwanese
    if chinese is not None:
        return chinese
    candidates = [body.decode(c, "replace") for c in ("gb18030", *claims) if c not in _WESTERN]
    return min([*candidates, slipped], key=lambda text: text.count("\ufffd"))


def _common_in_big5(text: str) -> bool:
    """Whether nearly all of the characters are the 5,401 that Big5 has in its first level."""
    found = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    common = sum(BIG5_COMMON[0] <= char.encode("cp950")[0] <= BIG5_COMMON[1] for char in found)
    return bool(found) and common >= COMMON_HANZI_SHARE * len(found)


def _stretch(body: bytes) -> str:
    """A stretch of a document in UTF-8: one that is none was put in from somewhere else, or has slips."""
    if (text := _utf8(body)) is not None:
        return text
    slipped = body.decode("utf-8", "replace")
    chinese = None if _nearly_utf8(slipped) else _strict(body, "gb18030")
    return slipped if chinese is None or not _common_hanzi(chinese) else chinese


def clean(text: str) -> str:
    """Drop what XML 1.0 (section 2.2) does not allow in a document: control characters, surrogates, and references to
    them or to nothing at all."""
    text = _without_controls(text)
    return _REFERENCE.sub(_legal_reference, text) if "&#" in text else text


def plain(text: str) -> str:
    """Drop control characters and byte order marks from text that is no markup."""
    return _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def is_printed(text: str) -> bool:
    """Whether there is nothing in a text but what is seen, plain and ideographic blanks, tabs and line breaks. Most
    texts are such."""
    for it in _UNPRINTED:
        text = text.replace(it, "")
    return text.isprintable()


def _without_controls(text: str) -> str:
    return text if is_printed(text) else _CONTROLS.sub("", text)


def _legal_reference(match: re.Match[str]) -> str:
    point = int(match[1], 16) if match[1] else int(match[2])
    legal = point <= 0x10FFFF and (point >= 0x80 or point in (9, 10, 13) or 0x20 <= point < 0x7F)
    return match[0] if legal and not _CONTROLS.match(chr(point)) else ""


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _codec(name: str) -> str:
    """Python's name of a charset; empty if it is none we know. The Chinese ones are all read as GB18030."""
    if _CHINESE.fullmatch(name.strip()):
        return "gb18030"
    try:
        found = codecs.lookup(name.strip()) if name.strip() else None
        return found.name if found and isinstance(b"<".decode(found.name, "replace"), str) else ""
    except (LookupError, ValueError, TypeError):
        return ""


def _claimed(body: bytes) -> str:
    found = _CLAIM.search(body[:HEAD_BYTES])
    return _codec((found[1] or found[2]).decode("ascii", "ignore")) if found else ""


def _wide(head: bytes) -> str:
    """UTF-16 without a mark shows in the zero bytes around the first `<` or `{`."""
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be", b"{\0": "utf-16-le", b"\0{": "utf-16-be"}.get(head[:2], "")


def _nearly_utf8(text: str) -> bool:
    errors = text.count("\ufffd")
    beyond_ascii = sum(c > "\x7f" for c in text) - errors
    return errors <= beyond_ascii * ERRORS_PER_CHARS_MAX or (errors == 1 and beyond_ascii > 1)


def _mostly_utf8(text: str) -> bool:
    """Whether it is UTF-8 with stretches of something else: GB18030 read so has ten errors to a character."""
    return 2 * text.count("\ufffd") <= sum(c > "\x7f" for c in text)


def _common_hanzi(text: str) -> bool:
    beyond_ascii = [c for c in text if c > "\x7f"]
    common = len("".join(beyond_ascii).encode("gb2312", "ignore")) / 2
    return common >= COMMON_HANZI_SHARE * len(beyond_ascii)
