"""Words that a machine can read: every sentence is its name and arguments, every thing named has a name of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass


class Tagged:
    """The sentences of a language that nobody speaks."""

    language = "zh"

    def __call__(self, name: str, /, **args: object) -> str:
        return f"{name}({','.join(f'{value}' for value in args.values())})"


KINDS = {
    "【notice-tag": "notice", "reminder-heading": "reminder", "reminders-heading": "reminder",
    "change-heading": "change", "withdrawn-heading": "withdrawal",
}
LINE = re.compile(r"line-(?:deadline|event)\((?P<when>.*?)\) · (?P<name>D\d+)")


@dataclass(frozen=True)
class Content:
    """What some words say."""

    kind: str
    title: str
    dates: tuple[tuple[str, str], ...]
    """Names of key dates and the moments given for them."""


def read(text: str) -> Content:
    kind = next((kind for tag, kind in KINDS.items() if text.startswith(tag)), "said")
    title = re.search(r"\b[NR]\d+\b", text)
    assert title is not None, text
    return Content(kind, title[0], tuple((it["name"], it["when"]) for it in LINE.finditer(text)))
