"""What is understood on the way from a text to its Reading: classes as quick to make and to read as Python has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, eq_default=False)
def slotted(cls: type[_T]) -> type[_T]:
    """A value with slots, equal to nothing but itself. The type checker lets nobody write to its fields; at run time
    nothing stops one, for a frozen class takes twice as long to make. The fields of a named tuple take three times as
    long to read, and reading a notice reads two thousand.
    What nobody asks of them is not made at import."""
    return dataclass(slots=True, eq=False, repr=False, match_args=False)(cls)
