"""What one phrase lends to those before it: the mark of the last of several groups holds for each of them."""

from __future__ import annotations

from collections.abc import Sequence

from notices.extract.moments import When
from notices.extract.patterns import Pattern

_NEXT_GROUP = Pattern(
    r"[、,][^,。;:、\d]{1,8}(?:[级届]|[学新老考]生|[学校]院|校区|专业|(?<!分)[组班类科]|教师|单位)(?:于|在)?"
)
_LENDS = frozenset(("before", "until"))


def with_marks(text: str, whens: Sequence[When]) -> list[When]:
    """学生组5月4日、成人组5月11日前: both are bounded."""
    out = list(whens)
    for index in range(len(out) - 2, -1, -1):
        here, later = out[index], out[index + 1]
        takes = here.days and not here.spans and not here.mark
        if takes and later.mark in _LENDS and _NEXT_GROUP.fullmatch(text, here.end, later.start):
            out[index] = here._replace(mark=later.mark)
    return out
