"""What pydantic found wrong, as our problems: the first in the file, with the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config.document import Document
from bot.config.errors import Place, Problem, nearest, unknown
from bot.config.shape import Block, File

_SAYINGS = {  # pydantic's names of errors, and our sentences
    "missing": "config-missing",
    "string_type": "config-text",
    "bool_type": "config-bool",
    "bool_parsing": "config-bool",
    "int_type": "config-int",
    "int_parsing": "config-int",
    "int_from_float": "config-int",
    "model_type": "config-block",
    "model_attributes_type": "config-block",
    "dict_type": "config-block",
    "tuple_type": "config-list",
    "date_type": "config-date",
    "date_parsing": "config-date",
    "date_from_datetime_parsing": "config-date",
    "date_from_datetime_inexact": "config-date",
}


def first(error: ValidationError, document: Document) -> Problem:
    """The first in the file; what is missing comes last, for it is often a key that was misspelt."""
    details = error.errors(include_url=False, include_context=True)
    return _problem(min(details, key=lambda it: (it["type"] == "missing", document.line(_place(it)))))


def _place(detail: ErrorDetails) -> Place:
    return tuple(step for step in detail["loc"] if step != "[key]")


def _problem(detail: ErrorDetails) -> Problem:
    place, kind, context = _place(detail), detail["type"], detail.get("ctx", {})
    if kind.startswith("config-"):
        said = {name: str(value) for name, value in context.items() if name != "said"}
        return Problem(kind, place, line=None, **said)
    if kind == "extra_forbidden":
        return unknown("key", str(place[-1]), keys_of(place[:-1]), place)
    if kind == "literal_error":
        known = tuple(str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", "))
        return _not_one_of(str(detail["input"]), known, place)
    if kind in ("greater_than_equal", "less_than_equal"):
        return Problem("config-port", place, value=str(detail["input"]))
    value = "" if kind == "missing" else str(detail["input"])
    return Problem(_SAYINGS.get(kind, "config-bad-value"), place, value=value)


def _not_one_of(value: str, known: tuple[str, ...], place: Place) -> Problem:
    near = nearest(value, known)
    name = "config-choice-near" if near else "config-choice"
    return Problem(name, place, value=value, near=near, known=", ".join(known))


def keys_of(place: Place) -> tuple[str, ...]:
    """The keys that the block at a place may have."""
    found: Any = File
    for step in place:
        found = found.model_fields[step].annotation if _is_block(found) else _inner(found)
        found = found if _is_block(found) or get_origin(found) in (tuple, dict) else _inner(found)
    return tuple(found.model_fields) if _is_block(found) else ()


def all_keys() -> Iterator[str]:
    """Every key of the file as docs write it: `web.port`, `roles.NAME.title`, `feeds[].every`."""
    yield from _keys(File, "")


def _keys(block: type[Block], prefix: str) -> Iterator[str]:
    for name, field in block.model_fields.items():
        inside: Any = field.annotation
        between = "."
        if get_origin(inside) in (tuple, dict):
            between = "[]." if get_origin(inside) is tuple else ".NAME."
        inner = inside if _is_block(inside) else _inner(inside)
        if _is_block(inner) and inner.model_fields:
            yield from _keys(inner, f"{prefix}{name}{between}")
        else:
            yield f"{prefix}{name}"


def _is_block(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Block)


def _inner(annotation: Any) -> Any:
    """The block among the parts of `X | None`, `tuple[X, ...]`, `dict[str, X]`; else the annotation itself."""
    return next((part for part in get_args(annotation) if _is_block(part)), annotation)
