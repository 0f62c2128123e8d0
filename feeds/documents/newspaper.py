"""A newspaper's page to its articles. Pure.

The text of such a page comes column by column, headlines before or after what they stand over. An article begins where
it says whose report it is; its headline is the short stretch of the page whose words it shares most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feeds.documents.model import Article

ARTICLES_MIN = 2  # one report may stand in a notice as well
ARTICLES_MAX = 60  # a page has thirty at most; more is no page, and every headline is tried on every article
HEADLINE_CHARS_MAX = 40  # with all its lines
LINE_CHARS_MAX = 22  # of one line of a headline; columns are as narrow, but go on
SHARED_MIN = 0.6  # of a headline's pairs of characters that its article has, too
ENDS_SENTENCE = "。！？；，、：”）"

_DATELINE = re.compile(
    r"^[ \t\u3000]*(?:本报(?:[\u4e00-\u9fff]{1,6})?讯|本刊讯|新华社[\u4e00-\u9fff]{1,8}\d{1,2}月\d{1,2}日电)", re.M
)
_NO_HEADLINE = re.compile(r"。|记者|摄$|供图|编辑|责编|美编")


def articles(text: str) -> tuple[Article, ...]:
    """The articles of a newspaper's page; none if the text is no such page."""
    starts = [found.start() for found in _DATELINE.finditer(text)]
    if not ARTICLES_MIN <= len(starts) <= ARTICLES_MAX:
        return ()
    bodies = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    blocks = [block for block in re.split(r"\n\s*\n", text) if _is_headline(block)]
    chosen = [_headline(blocks, body) for body in bodies]
    return tuple(
        Article(" ".join(mine.split()), _without({it for it in chosen if it != mine}, body))
        for mine, body in zip(chosen, bodies, strict=True)
    )


def _without(others: set[str], body: str) -> str:
    """An article without the headlines of its neighbours, which may stand at its end."""
    return "\n\n".join(block for block in re.split(r"\n\s*\n", body) if block not in others)


def _is_headline(block: str) -> bool:
    """Whether a stretch between empty lines is short, ends no sentence and is nobody's credit."""
    lines = ["".join(line.split()) for line in block.split("\n")]
    joined = "".join(lines)
    short = len(joined) <= HEADLINE_CHARS_MAX and all(len(line) <= LINE_CHARS_MAX for line in lines)
    return bool(short and len(joined) > 4 and joined[-1] not in ENDS_SENTENCE and not _NO_HEADLINE.search(joined))


def _headline(blocks: Sequence[str], body: str) -> str:
    """The headline whose words the article itself has; empty if there is none."""
    for block in blocks:
        body = body.replace(block, "\n")
    pairs = _pairs(body)
    scored = [(len(_pairs(it) & pairs) / len(_pairs(it)), it) for it in blocks if _pairs(it)]
    share, block = max(scored, default=(0.0, ""))
    return block if share >= SHARED_MIN else ""


def _pairs(text: str) -> set[str]:
    words = "".join(filter(str.isalnum, text))
    return {words[at : at + 2] for at in range(len(words) - 1)}
