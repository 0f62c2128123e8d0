"""The domain's values as JSON text, for rows and the wire, and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from notices.amend import Move
from notices.content import DateChange
from notices.message import Bubble
from notices.model import Attachment, Audience, Contact, KeyDate, Materials, Moved, Notice

T = TypeVar("T")

BUBBLE: TypeAdapter[Bubble] = TypeAdapter(Bubble)
MATERIALS: TypeAdapter[Materials] = TypeAdapter(Materials)
CONTACTS: TypeAdapter[tuple[Contact, ...]] = TypeAdapter(tuple[Contact, ...])
ATTACHMENTS: TypeAdapter[tuple[Attachment, ...]] = TypeAdapter(tuple[Attachment, ...])
STRINGS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
CHANGES: TypeAdapter[tuple[DateChange, ...]] = TypeAdapter(tuple[DateChange, ...])
MOVES: TypeAdapter[tuple[Move, ...]] = TypeAdapter(tuple[Move, ...])
MOVED: TypeAdapter[tuple[Moved, ...]] = TypeAdapter(tuple[Moved, ...])
NOTICE: TypeAdapter[Notice] = TypeAdapter(Notice)
KEY_DATE: TypeAdapter[KeyDate | None] = TypeAdapter(KeyDate | None)
_AUDIENCE: TypeAdapter[Audience] = TypeAdapter(Audience)
_RULE: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def dump(adapter: TypeAdapter[Any], value: Any) -> str:
    return adapter.dump_json(value).decode()


def dump_audience(audience: Audience) -> str:
    """The rule with its members in order, so that equal rules are equal text."""
    return dump(_RULE, _rule(audience))


def _rule(audience: Audience) -> dict[str, Any]:
    also = {"also": [_rule(it) for it in audience.also]} if audience.also else {}
    return {"roles": sorted(audience.roles), "topics": sorted(audience.topics), **also}


def load_audience(text: str) -> Audience:
    return _AUDIENCE.validate_json(text)
