"""The domain's values as JSON text, for rows and the wire, and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from notices.content import DateChange
from notices.message import Bubble
from notices.model import Audience, Contact, Materials

T = TypeVar("T")

BUBBLE: TypeAdapter[Bubble] = TypeAdapter(Bubble)
MATERIALS: TypeAdapter[Materials] = TypeAdapter(Materials)
CONTACTS: TypeAdapter[tuple[Contact, ...]] = TypeAdapter(tuple[Contact, ...])
STRINGS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
CHANGES: TypeAdapter[tuple[DateChange, ...]] = TypeAdapter(tuple[DateChange, ...])
_AUDIENCE: TypeAdapter[dict[str, list[str]]] = TypeAdapter(dict[str, list[str]])


def dump(adapter: TypeAdapter[Any], value: Any) -> str:
    return adapter.dump_json(value).decode()


def dump_audience(audience: Audience) -> str:
    """The rule with its members in order, so that equal rules are equal text."""
    return dump(_AUDIENCE, {"roles": sorted(audience.roles), "topics": sorted(audience.topics)})


def load_audience(text: str) -> Audience:
    found = _AUDIENCE.validate_json(text)
    return Audience(frozenset(found["roles"]), frozenset(found["topics"]))
