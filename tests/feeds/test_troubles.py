"""Whatever goes wrong with a feed is told in the reader's own language, with what to try."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.commands import troubles
from bot.words import words
from feeds.documents.model import Trouble as Unread
from feeds.model import FetchError, Reason, Trouble

NAMED = re.compile(r"""(?:told=|Trouble\(|_unread\(|return )"((?!feed)[a-z]+(?:-[a-z]+)+)\"""")
SOURCES = (Path(__file__).parents[2] / "feeds").rglob("*.py")
FINER = sorted({name for path in SOURCES for name in NAMED.findall(path.read_text(encoding="utf-8"))})
CHINESE = re.compile(r"[\u4e00-\u9fff。]")
ENGLISH = re.compile(r"[A-Za-z]{4,}")
KEPT = {
    "config", "yaml", "internal", "true", "http", "https", "imaps", "legacy", "HTTP", "every", "JSON", "Feed", "Atom",
    "page", "kexun", "feeds", "check", "RSSHub", "IMAP", "folder", "feed", "Word", "docx", "LibreOffice", "PowerPoint",
    "Excel",
}
"""What is called so in Chinese as well."""


@pytest.mark.parametrize("trouble", [
    *(FetchError(reason, "An English sentence.", what="503").trouble for reason in get_args(Reason)),
    *(Trouble(name, "503", "An English sentence.") for name in FINER),
    *(Trouble(f"file-{it.replace('_', '-')}", "503") for it in get_args(Unread)),
], ids=lambda it: it.name)
def test_every_trouble_is_a_sentence_in_both_languages(trouble: Trouble) -> None:
    chinese, english = (troubles.told(trouble, words(language)) for language in ("zh", "en"))
    assert chinese.endswith(("。", "503")) and set(ENGLISH.findall(chinese)) <= KEPT
    assert english.endswith((".", "503")) and not CHINESE.search(english)
    assert Trouble.load(trouble.dump()) == Trouble(trouble.name, trouble.what)


def test_the_finer_troubles_are_found() -> None:
    assert {"status-down", "not-a-feed-names", "entry-unread", "unsafe-heavy", "broken-mail"} <= set(FINER)
