"""The text as the grammar reads it, and the way back: one width, no markup, no blanks inside words.

Tags become nothing (or a line, or a cell), entities what they stand for, blanks between Chinese characters and digits
go, an item number after a blank starts a line. Each rewriting is recorded, so every span of the folded text has its
span in the input.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from notices.extract.patterns import Pattern
from notices.extract.slotted import slotted
from notices.extract.width import plain

_PINYIN = Pattern(r"\((?<=[\u4e00-\u9fff]\()[a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]{0,3}\)")
"""報(bào)名, as old converters of scripts write."""
_SEAMS = Pattern(  # each begins with its own letters, which is what makes the search quick
    r"</?([a-zA-Z][a-zA-Z0-9]{0,9})(?:[ \n/][^<>]{0,300})?>|<!--[^<>]{0,300}-->|&#?[a-zA-Z0-9]{2,8};|  *"
    r"|\[/?(align|font|size|color|backcolor|b|i|u|url|img|quote|list|table|tr|td)(?:=[^\[\]\n]{0,80})?\]"  # of forums
    r"|" + _PINYIN.source + r""
    r"|\n(?<=[\d〇一二三四五六七八九十]\n)[ \n]*(?=[年月日〇])|\n(?<=月\n)[ \n]*(?=[\d]{1,2}[ \n]*日)"  # a torn date
    r"|\n(?<=日\n)[ \n]*(?=\((?:星期|周))|\n(?<=[)日]到\n)[ \n]*(?=\d)|\n(?<=[)日]至\n)[ \n]*(?=\d)"
    r"|\n(?<=[日)]\n)[ \n]*(?=[至到]\n)"
    r"|\n(?:(?<=\d:\n)[ \n]*(?=[0-5]\d *(?:[-~至到前,。;()\n]|\Z))|(?<=\d\n)[ \n]*(?=:[0-5]\d)"  # a torn clock or span
    r"|(?<=[\d日][-~至到]\n)[ \n]*(?=\d{1,2}[:月日])|(?<=[\d日]\n)[ \n]*(?=[-~至到]{1,2}\d{1,2}[:月日]))(?P<torn>)"
    r"|\|[ \n]*\n *(?=[^|\n]{1,400}\| *(?:\n|\Z))(?! *\d{1,2} *\|)"  # a cell in each line
)
_DAY_HEADS = ("时间", "日期", "时间节点", "时间安排", "起止时间")
_DAY_FIRST = Pattern("|".join(rf"{it}(?<=\n{it})(?<!\|\n{it})(?<!\| \n{it}) *\n?\|[ \n]*\n" for it in _DAY_HEADS))
"""The first cell of a table with a cell in each line: its rows begin with their days."""
_ROW_BY_DAY = Pattern(r" *(?:20\d\d[年./-])?\d{1,2}[月./-]\d{1,2}[^|\n]{0,40}\n?\|")
_BORDERS = Pattern(_SEAMS.source + r"|\n\|[ \n]*\n")
"""The same, with a line for each border between two cells."""
_UNWRAPPED = Pattern(_SEAMS.source + r"|\n\n* *")
_LINE_TAGS = frozenset(
    ("p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
     "header", "footer", "dt", "dd", "align", "quote")
)
_ITEM = Pattern(
    r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十\d]{1,2}[)]|\d{1,2}[、.)](?![\d、.])|[①-⑳]"
    r"|\[ ?\d{1,2} ?\](?![号\]]))(?=[^\d])"
)
_BROKEN = Pattern(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_WIDE = 3  # blanks: as many between two words are a column, fewer are only air
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@._-:/")
_ENDS_LINE = frozenset("。:;!?\n|")
_WRAPPED_WIDTH = (12, 46)  # characters of a line in a newspaper column
_WRAPPED_LINES_MIN = 12  # lines: fewer are a list and no column
_WRAPPED_SHARE = 0.5  # of the lines stop in mid-sentence
_UNWRAPPED_SHARE = 0.1  # of the lines that stop there may be wider than a column: more are paragraphs among headings


@slotted
class Folded:
    """`text` is what is read; `source` is what was given; `span` leads from the one to the other."""

    text: str
    source: str
    wide: str
    """The source in one width, as long as it is."""
    at: tuple[int, ...]
    """Where each piece of it begins, and where that stands in the source."""
    origin: tuple[int, ...]

    def back(self, index: int) -> int:
        """Where the character at `index` of the folded text stands in the source."""
        piece = bisect_right(self.at, index) - 1
        return self.origin[piece] + index - self.at[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that shows `text[start:end]`; not empty if that is not."""
        piece = bisect_right(self.at, start)
        shift = self.origin[piece - 1] - self.at[piece - 1]
        in_one = piece == len(self.at) or end <= self.at[piece]
        return start + shift, (end + shift if in_one else self.back(end - 1) + 1)

    def shown(self, start: int, end: int) -> str:
        """`text[start:end]` as it was written, without markup, on one line."""
        if start >= end:
            return ""
        first, last = self.span(start, end)
        joined = _line(self.source[first:last])
        return joined if " " not in joined or " " in self.text[start:end] else _BROKEN.sub("", joined)

    def spaced(self, start: int, end: int) -> str:
        """`text[start:end]` in one width, without markup, on one line, with the blanks between its characters."""
        first, last = self.span(start, end)
        return _line(self.wide[first:last])


def _line(written: str) -> str:
    written = _PINYIN.sub("", written) if "(" in written else written
    if "<" in written or "[/" in written:
        written = _SEAMS.sub(lambda tag: "" if tag[0][0] in "<[" else " ", written)
    return " ".join(written.split())


def fold(source: str) -> Folded:
    """The folded text of `source`, in one pass over it."""
    wide = plain(source)
    by_day = _DAY_FIRST.search(wide) is not None
    pattern = _UNWRAPPED if _hard_wrapped(wide) else _BORDERS if by_day and "\n|\n" in wide else _SEAMS
    pieces, at, origin = [], [0], [0]
    length = here = 0
    for seam in pattern.finditer(wide):
        start, end = seam.span()
        put = _joint(wide, seam)
        if by_day and put == "|" and (_ROW_BY_DAY.match(wide, end) or (seam[0][0] == "\n" and _ITEM.match(wide, end))):
            put = "|\n"
        kept = wide[here:start] + put
        pieces.append(kept)
        length += len(kept)
        here = end
        if put:  # the joint itself leads back to where the seam begins
            at.append(length - len(put))
            origin.append(start)
        at.append(length)
        origin.append(end)
    pieces.append(wide[here:])
    return Folded("".join(pieces), source, wide, tuple(at), tuple(origin))


def unfolded(source: str) -> Folded:
    """The text with nothing but its width changed: English needs its blanks."""
    wide = plain(source)
    return Folded(wide, source, wide, (0,), (0,))


def _joint(wide: str, seam: re.Match[str]) -> str:
    """What stands in the folded text where `seam` stood: nothing, a blank, a line break or a cell border."""
    found, start, end = seam[0], seam.start(), seam.end()
    if found[0] == "|" or (found[0] == "\n" and "|" in found):
        return "|"
    if found[0] == "(":
        return ""
    if found[0] in "<[":
        return _tag(seam)
    if found[0] == "&" and not (said := _unescaped(found)).isspace():
        return found if said == found else plain(said)
    before, after = wide[start - 1 : start] or "\n", wide[end : end + 1] or "\n"
    torn = seam["torn"] is not None or (before == ")" and after in "至到" and found[0] == "\n")
    if torn or (found[0] == "\n" and (after in "年月日〇" or before in "月日至到")):
        return ""
    if found[0] == "\n":
        broken = len(found.strip(" ")) > 1 or before in "。:;!?" or _ITEM.match(wide, end) is not None
        return "\n" if broken else _between(before, after, 1)
    if before != "\n" and after != "\n" and before not in "-~至到(" and _ITEM.match(wide, end):
        return "\n"
    return _between(before, after, end - start)


def _unescaped(entity: str) -> str:
    from html import unescape  # only pages pay for its two thousand names

    return unescape(entity)


def _between(before: str, after: str, blanks: int) -> str:
    if before in _WORD and after in _WORD:
        return " "
    wide = blanks >= _WIDE and before.isalpha() and after.isalpha()
    return " " if wide else ""


def _tag(seam: re.Match[str]) -> str:
    name = (seam[1] or seam[2] or "").lower()
    if name in ("td", "th"):
        return "|" if "/" in seam[0][:2] else ""
    return "\n" if name in _LINE_TAGS else ""


def _hard_wrapped(wide: str) -> bool:
    """Whether lines end where the column ended and not where the sentence did, as in a newspaper's PDF."""
    if wide.count("\n") < _WRAPPED_LINES_MIN:
        return False
    lines = [line for line in wide[:20_000].split("\n") if line.strip()]
    low, high = _WRAPPED_WIDTH
    cut = sum(
        low <= len(line) <= high and line[-1] not in _ENDS_LINE and line[-1] not in ",、)"
        and not _ITEM.match(below.lstrip())
        for line, below in zip(lines, [*lines[1:], ""], strict=False)
    )
    wider = sum(len(line) > high for line in lines)
    return cut >= max(_WRAPPED_LINES_MIN, len(lines) * _WRAPPED_SHARE) and wider <= cut * _UNWRAPPED_SHARE
