"""The web chat's protocol over one WebSocket, without I/O: JSON texts in, values out, and back.

    page -> us   {"type": "hello", "after": seq}                    first; 0: show me the end of the conversation
                 {"type": "say", "key", "text", "shown"?}           shown: what the own bubble says; "": no bubble
                 {"type": "tap", "key", "line", "action", "label"}  a button in a line
                 {"type": "older", "before": id}
                 {"type": "ping"}
    us -> page   {"type": "history", "lines", "seq", "more", "new"} forget what you show, show this
                 {"type": "lines", "lines", "seq"}                  add these, or replace them by id
                 {"type": "older", "lines", "more"}
                 {"type": "taken", "key"}                           committed; the page need not say it again
                 {"type": "error", "code", "key"?}                  the page has the words
                 {"type": "pong"}
    line         {"id", "seq", "mine", "at": epoch ms, "spans": [{"text", "bold"?, "url"?}],
                  "buttons": [[{"label", "action" or "url", "here"?}]], "key"?}
                  here: the button changes its own line, so tapping it shows no bubble

The page makes a key for everything it says and repeats it, key and all, until it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from channels.base import Incoming
from channels.webchat.transcript import Line
from notices.message import Bubble, Button, File, Span

FRAME_BYTES_MAX = 64 * 1024  # holds TEXT_CHARS_MAX of anything, escaped six-fold at worst
TEXT_CHARS_MAX = 10_000  # code points; far beyond a chat message, enough for an organiser to paste a whole notice
LABEL_CHARS_MAX = 200  # of a button that returns as the person's own bubble; the rest is cut off
KEY_CHARS_MAX = 64  # a UUID has 36
INTEGER_MAX = 2**63 - 1  # ids and seqs are 64-bit

ErrorCode = Literal["bad", "too_long", "too_fast", "unavailable", "no_session"]


class Refused(Exception):
    """What a page sent was not taken; `code` names the sentence that the page shows for it."""

    def __init__(self, code: ErrorCode, key: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.key = key


@dataclass(frozen=True, slots=True)
class Hello:
    after: int


@dataclass(frozen=True, slots=True)
class Say:
    """`shown` is the text of the person's own bubble, empty for none; `tapped` the line whose button was tapped."""

    key: str
    text: str
    shown: str
    tapped: int | None = None


@dataclass(frozen=True, slots=True)
class Older:
    before: int


@dataclass(frozen=True, slots=True)
class Ping:
    pass


def decode(frame: str) -> Hello | Say | Older | Ping:
    """What a page sent. Raises Refused, and nothing else, for whatever is not in the protocol."""
    if len(frame.encode(errors="replace")) > FRAME_BYTES_MAX:
        raise Refused("too_long")
    try:
        fields = json.loads(frame)
    except (ValueError, RecursionError):
        raise Refused("bad") from None
    if not isinstance(fields, dict):
        raise Refused("bad")
    match fields.get("type"):
        case "hello":
            return Hello(_integer(fields, "after"))
        case "say" | "tap":
            return _say(fields)
        case "older":
            return Older(_integer(fields, "before"))
        case "ping":
            return Ping()
    raise Refused("bad")


def _say(fields: dict[str, Any]) -> Say:
    key = _string(fields, "key")
    if not 0 < len(key) <= KEY_CHARS_MAX:
        raise Refused("bad")
    try:
        if fields["type"] == "tap":
            said = Say(key, _string(fields, "action"), _string(fields, "label"), _integer(fields, "line"))
        else:
            text = _string(fields, "text")
            said = Say(key, text, _string(fields, "shown") if "shown" in fields else text)
    except Refused as refused:
        raise Refused(refused.code, key) from None
    if not said.text.strip():
        raise Refused("bad", key)
    if len(said.text) > TEXT_CHARS_MAX:
        raise Refused("too_long", key)
    return said if said.shown == said.text else replace(said, shown=said.shown[:LABEL_CHARS_MAX])


def _string(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise Refused("bad")
    # JSON can carry halves of characters and NUL, which no database takes.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _integer(fields: dict[str, Any], name: str) -> int:
    value = fields.get(name)
    if type(value) is not int or not 0 <= value <= INTEGER_MAX:
        raise Refused("bad")
    return value


def theirs(bubble: Bubble) -> str:
    """The body of a line we say. Links that are not http or https become plain text."""
    rows = [[_button(button) for button in row if button.action or button.url] for row in bubble.buttons]
    buttons = [row for row in rows if row]
    fields: dict[str, Any] = {"spans": [_span(span) for span in bubble.spans if span.text], "buttons": buttons}
    if (it := bubble.file) and not it.url:
        fields["file"] = {"name": it.name, "type": it.media_type, "base64": it.base64}
    return _json(fields)


def file_of(body_json: str) -> File | None:
    """The file that a line holds."""
    it = json.loads(body_json).get("file")
    return File(it["name"], it["type"], it["base64"]) if it else None


def own(said: Say) -> str | None:
    """The body of the line a person says, with their page's key to recognise it by; None if it shows no line."""
    return _json({"spans": [{"text": said.shown}], "buttons": [], "key": said.key}) if said.shown else None


def _span(span: Span) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": span.text}
    if span.bold:
        fields["bold"] = True
    if span.url and _opens(span.url):
        fields["url"] = span.url
    return fields


def _button(button: Button) -> dict[str, Any]:
    if button.url is None:
        return {"label": button.label, "action": button.action} | ({"here": True} if button.in_place else {})
    return {"label": button.label, "url": button.url} if _opens(button.url) else {"label": button.label}


def _opens(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def history(page: Sequence[Line], *, more: bool, new: bool) -> str:
    """The end of the conversation, in place of whatever the page shows; `new`: this person has never said anything."""
    return _json({"type": "history", "lines": _lines(page), "seq": newest(page, 0), "more": more, "new": new})


def lines(changed: Sequence[Line], since: int) -> str:
    """What changed after `since`; no lines means that the page is up to date."""
    return _json({"type": "lines", "lines": _lines(changed), "seq": newest(changed, since)})


def older(page: Sequence[Line], *, more: bool) -> str:
    return _json({"type": "older", "lines": _lines(page), "more": more})


def newest(page: Sequence[Line], since: int) -> int:
    """The seq from which to go on after these lines."""
    return max((line.seq for line in page), default=since)


def _lines(page: Sequence[Line]) -> list[dict[str, Any]]:
    return [
        {**_shown(line), "id": line.id, "seq": line.seq, "mine": line.mine, "at": _epoch_ms(line)} for line in page
    ]


def _shown(line: Line) -> dict[str, Any]:
    """The body as pages get it: a file by its address, which only this conversation can open."""
    body: dict[str, Any] = json.loads(line.body_json)
    if it := file_of(line.body_json):
        is_picture = it.media_type.startswith("image/")
        body["file"] = {"name": it.name, "url": f"/chat/file/{line.id}", "picture": is_picture}
    return body


def _epoch_ms(line: Line) -> int:
    return round(line.at.timestamp() * 1000)


def taken(key: str) -> str:
    return _json({"type": "taken", "key": key})


def error(refused: Refused) -> str:
    key = {} if refused.key is None else {"key": refused.key}
    return _json({"type": "error", "code": refused.code, **key})


def pong() -> str:
    return _json({"type": "pong"})


def inbox_key(address: str, key: str) -> str:
    """The inbox's key for what a page said under its own: no page can take another person's."""
    return f"{address}:{key}"


def raw(address: str, said: Say, language: str) -> str:
    """The update as the inbox keeps it."""
    fields = {"address": address, "key": said.key, "text": said.text, "tapped": said.tapped, "language": language}
    return _json(fields)


def incoming(raw: str) -> Incoming:
    """The kept update as everyone else reads it. Raises ValueError or KeyError if `raw` did not come from here."""
    fields = json.loads(raw)
    return Incoming(
        channel="webchat", key=inbox_key(fields["address"], fields["key"]), address=fields["address"],
        text=fields["text"], language=fields["language"],
        tapped=None if fields["tapped"] is None else str(fields["tapped"]),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
