"""The forms in which papers are asked for: PDF, Word, on paper, as a scan."""

from __future__ import annotations

import re

from notices.extract.patterns import Pattern

_FORMATS = {  # by the two letters that the words for it begin with
    "pd": "PDF", "wo": "Word", "do": "Word", "ex": "Excel", "xl": "Excel", "pp": "PPT", "jp": "JPG",
    "纸质": "纸质", "书面": "纸质", "纸版": "纸质", "一式": "纸质", "复印": "纸质", "原件": "纸质", "装订": "纸质",
    "单据": "纸质", "打印": "纸质", "盖章": "纸质", "盖公": "纸质",
    "电子": "电子版", "扫描": "扫描件", "截图": "图片", "图片": "图片",
}
_FORMAT = Pattern(
    "|".join(  # each begins with its own letters, which is what makes the search quick
        rf"{first}(?<![.\w].)(?i:{rest})"
        for letters, rest in (
            ("Pp", "df|ptx?(?![a-z])"), ("Ww", "ord(?![a-z])"), ("Dd", "ocx?(?![a-z])"), ("Ee", "xcel(?![a-z])"),
            ("Xx", "lsx?(?![a-z])"), ("Jj", "pe?g(?![a-z])"),
        )
        for first in letters
    )
    + r"|纸质|书面|纸版|一式[\d一二两三四五六七八九十]{1,3}份|复印件|原件|装订|单据|打印|盖公?章(?!扫描)"
    "|电子(?:版|稿|文档|材料|文件|件)|扫描件|扫描版|截图|图片",
    re.ASCII,
)
_ON_PAPER = frozenset(("打印", "盖章", "盖公"))
"""What tells of paper, unless a scan of it is all that is asked for."""


def asked(text: str) -> tuple[str, ...]:
    """The forms that a text asks for."""
    told = {match[0][:2].lower() for match in _FORMAT.finditer(text)}
    if "扫描" in told:
        told -= _ON_PAPER
    return tuple(dict.fromkeys(name for first, name in _FORMATS.items() if first in told)) if told else ()
