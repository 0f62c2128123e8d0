"""Telegram's own code, asked without a network: TDLib's check of texts and entities, through tdjson.

It neither trims nor counts nor caps entities, and it reads Markdown in every text it is given.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

KINDS = {
    "bold": "textEntityTypeBold", "italic": "textEntityTypeItalic", "text_link": "textEntityTypeTextUrl",
    "blockquote": "textEntityTypeBlockQuote", "expandable_blockquote": "textEntityTypeExpandableBlockQuote",
    "date_time": "textEntityTypeDateTime",
}
FIELDS = ("url", "unix_time")  # what such an entity carries besides
MARKDOWN = re.compile(r"\*\*|__|~~|\|\||`|\]\(")
Styles = list[set[str]]


class Refused(Exception):
    """TDLib does not take this text with these entities."""


@cache
def is_there() -> bool:
    try:
        import tdjson
    except ImportError:
        return False
    quiet = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}
    tdjson.td_execute(json.dumps(quiet).encode())
    return True


def kept(text: str, entities: list[dict[str, Any]]) -> tuple[str, Styles]:
    """The text as TDLib keeps it, and the styles of each UTF-16 unit of it. Raises Refused."""
    given = [_theirs(it) for it in entities if it["type"] in KINDS]
    answer = _ask({"@type": "parseMarkdown", "text": {"@type": "formattedText", "text": text, "entities": given}})
    return answer["text"], styles(answer["text"], [_ours(it) for it in answer["entities"]])


def objection(raw: str, given: list[dict[str, Any]], text: str, entities: list[dict[str, Any]]) -> str | None:
    """What TDLib has against keeping `raw`, `given` as `text`, `entities`; None: nothing."""
    try:
        theirs, marked = kept(raw, given)
    except Refused as refused:
        return f"TDLib refuses: {refused}"
    if MARKDOWN.search(raw):
        return None
    before = len(theirs.encode("utf-16-le")) - len(theirs.lstrip(" \n").encode("utf-16-le"))
    units = len(text.encode("utf-16-le")) // 2
    ours, trimmed = styles(text, entities), marked[before // 2 :][:units]
    if theirs.strip(" \n") != text:
        return f"TDLib keeps {theirs!r}, not {text!r}"
    differing = [at for at, (a, b) in enumerate(zip(ours, trimmed, strict=True)) if a != b and _is_seen(text, at)]
    return f"TDLib marks units {differing} differently in {text!r}" if differing else None


def styles(text: str, entities: list[dict[str, Any]]) -> Styles:
    """What marks each UTF-16 unit of the text."""
    found: Styles = [set() for _ in range(len(text.encode("utf-16-le")) // 2)]
    for it in entities:
        if it["type"] in KINDS:
            for at in range(it["offset"], it["offset"] + it["length"]):
                found[at].add(it["type"])  # not the address, which TDLib writes in its own way
    return found


def _is_seen(text: str, unit: int) -> bool:
    """TDLib marks no white space."""
    return not text.encode("utf-16-le")[unit * 2 : unit * 2 + 2].decode("utf-16-le", "replace").isspace()


def _theirs(entity: dict[str, Any]) -> dict[str, Any]:
    kind = {"@type": KINDS[entity["type"]], **{it: entity[it] for it in FIELDS if it in entity}}
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": kind}


def _ours(entity: dict[str, Any]) -> dict[str, Any]:
    names = {theirs: ours for ours, theirs in KINDS.items()}
    kind = entity["type"]
    more = {it: kind[it] for it in FIELDS if it in kind}
    return {"type": names.get(kind["@type"], kind["@type"]), "offset": entity["offset"], "length": entity["length"],
            **more}


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    import tdjson

    answer = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    if answer.get("@type") != "formattedText":
        raise Refused(answer.get("message", "no answer"))
    return answer
